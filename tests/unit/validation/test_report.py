"""The report in its three forms: the contract's JSON, the standard's graph, and text."""

from __future__ import annotations

import json
from dataclasses import asdict

import pyoxigraph as ox
import pytest
from report_cases import report, result
from validation_harness import ROOT, Judge

from crosstrace.validation import Report
from crosstrace.validation.engines import ENGINES
from crosstrace.vocab import SH

HARD_VALUES = """
ex:implementation a ct:Implementation ; ct:implements task:PO.1.1 ; ct:appliesTo ex:model ;
    ct:status "line one\\nline \\"two\\" \\\\ \\u0000_:result _:b" , "getan"@de , 7 ;
    ct:responsibleParty [ dcterms:title "?" ] , _:someone .
_:result ct:implements task:PO.1.2 .
"""


@pytest.mark.parametrize("severity", ["warning", "info"])
def test_only_a_violation_makes_a_graph_not_conform(severity: str) -> None:
    assert report(result(severity)).conforms
    assert not report(result(severity), result("violation")).conforms


def test_the_json_is_the_contracts(judge: Judge) -> None:
    document = judge(ROOT).to_json()
    assert document.keys() == {
        *("conforms", "profile", "level", "engine", "as_of", "counts", "results"),
    }
    assert document["counts"].keys() == {"violation", "warning", "info"}
    assert sum(document["counts"].values()) == len(document["results"]) > 0
    for found in document["results"]:
        assert found.keys() == {
            *("severity", "shape", "constraint", "focus_node", "path", "value"),
            *("message", "fix", "element", "element_title", "source", "snippet", "locations"),
        }
        assert all(place.keys() == {"line", "column"} for place in found["locations"])
    assert any(found["locations"] for found in document["results"])


def test_a_report_crosses_the_process_boundary(judge: Judge) -> None:
    judged = judge(ROOT)
    assert any(found.locations for found in judged.results)
    assert Report.from_worker(json.loads(json.dumps(asdict(judged)))) == judged


@pytest.mark.parametrize("engine", ENGINES)
def test_the_standard_report_holds_every_result(judge: Judge, engine: str) -> None:
    judged = judge(ROOT + HARD_VALUES, engine=engine)
    triples = turtle(judged)
    assert values(triples, "conforms") == ["false"]
    assert len(values(triples, "result")) == len(judged.results)
    for predicate in ("focusNode", "sourceShape", "resultSeverity", "resultMessage"):
        assert len(values(triples, predicate)) == len(judged.results)
    plain = [found.value for found in judged.results if found.value is not None]
    assert sorted(v for v in plain if not v.startswith("_:")) == sorted(
        v for v in values(triples, "value") if not v.startswith("_:")
    )
    assert 'line one\nline "two" \\ \0_:result _:b' in plain


def test_the_standard_report_says_paths_as_shacl_does(judge: Judge) -> None:
    (root,) = [r for r in judge("ex:a ex:b ex:c .").results if r.shape.endswith("#Root-one")]
    triples = turtle(report(root))
    (path,) = [t.object for t in triples if t.predicate.value == f"{SH}resultPath"]
    (inverse,) = [t for t in triples if t.predicate.value == f"{SH}inversePath"]
    assert inverse.subject == path


def test_results_of_one_path_do_not_share_its_nodes(judge: Judge) -> None:
    (root,) = [r for r in judge("ex:a ex:b ex:c .").results if r.shape.endswith("#Root-one")]
    triples = turtle(report(root, root))
    assert len(set(values(triples, "resultPath"))) == 2
    assert len(values(triples, "inversePath")) == 2


@pytest.mark.parametrize("severity", ["violation", "warning", "info"])
def test_any_result_makes_the_standard_report_not_conform(severity: str) -> None:
    rdf = f'_:result <{SH}resultMessage> "Something is missing." .'
    assert values(turtle(report(result(severity, rdf=rdf))), "conforms") == ["false"]


def test_the_standard_report_without_results_conforms() -> None:
    triples = turtle(report())
    assert values(triples, "conforms") == ["true"]
    assert values(triples, "result") == []


def turtle(judged: Report) -> list[ox.Triple]:
    quads = ox.parse(judged.to_turtle(), format=ox.RdfFormat.TURTLE)
    return [quad.triple for quad in quads]


def values(triples: list[ox.Triple], predicate: str) -> list[str]:
    found = [t.object for t in triples if t.predicate.value == SH + predicate]
    return [term.value if not isinstance(term, ox.BlankNode) else f"_:{term}" for term in found]
