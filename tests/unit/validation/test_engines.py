"""The three engines agree, also where they are known to differ; only the sentences may vary."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib.namespace import SH
from validation_harness import PREFIXES, ROOT, Judge

from crosstrace.errors import InvalidInput
from crosstrace.rdf.formats import TURTLE
from crosstrace.validation import bundled_shapes, engine_named
from crosstrace.validation.engines import DEFAULT, ENGINES
from crosstrace.validation.engines.rows import graph_of
from crosstrace.validation.shapes import read_shapes
from crosstrace.validation.submission import BLANK, read_submission

REFERENCE: Final = Path(__file__).parents[2] / "shapes" / "reference.ttl"
NODES: Final = ("ex:graph", "ex:model", "ex:org", "ex:one", "ex:two", "_:evidence", "_:item")
TYPES: Final = (
    *("ct:ImplementationGraph", "ct:Implementation", "ct:Evidence", "ct:ItemDisposition"),
    *("ct:RiskAcceptance", "ct:ResponsibilityAllocation", "ct:AIModel", "ct:Organization"),
)
TASKS: Final = ("task:PO.1.1", "task:PS.1.2", "task:RV.2.1", "task:PO.1.1.R1", "task:PO.9.9")
STATUSES: Final = ("ct:Implemented", "ct:Planned", "ct:NotImplemented", "ct:NotApplicable")
DATES: Final = (
    *('"2026-01-31"^^xsd:date', '"2027-01-31"^^xsd:date', '"2026-02-30"^^xsd:date'),
    *('"2026-01-31T12:00:00Z"^^xsd:dateTime', '"2026-01-31"', '"soon"'),
)
TEXTS: Final = ('"text"', '""', '" "@en', '"SHA-256"', f'"{"0f" * 32}"', '"https://example.org/"')
PREDICATES: Final = (
    *("ct:implements", "ct:appliesTo", "ct:status", "ct:evidence", "ct:disposition", "ct:item"),
    *("ct:decision", "ct:rationale", "ct:responsibleParty", "ct:accepts", "ct:approver"),
    *("ct:validUntil", "ct:plannedDate", "dcterms:issued", "dcterms:title", "ct:digest"),
    *("ct:algorithm", "ct:value", "dcterms:identifier", "ct:element", "ct:asset", "ct:kind"),
    *("ct:profile", "ct:subject", "ct:role", "dcterms:creator"),
)
VALUES: Final = st.sampled_from([*NODES, "[]", *TASKS, *STATUSES, *DATES, *TEXTS, "7"])
STATEMENTS: Final = st.builds(
    "{} {} {} .".format, *map(st.sampled_from, (NODES, PREDICATES)), VALUES
)
KINDS: Final = st.builds("{} a {} .".format, *map(st.sampled_from, (NODES, TYPES)))
GRAPHS: Final = st.lists(STATEMENTS | KINDS, min_size=1, max_size=25).map("\n".join)


def reference() -> bytes:
    quads = ox.parse(REFERENCE.read_bytes(), format=ox.RdfFormat.TURTLE)
    return ox.serialize((q.triple for q in quads), format=ox.RdfFormat.N_TRIPLES) or b""


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(GRAPHS)
def test_engines_agree_on_any_graph(statements: str) -> None:
    data = read_submission((PREFIXES + statements).encode(), TURTLE, {}).data + reference()
    default, *others = (
        sorted(
            (r.severity, str(r.source_shape), r.component, r.focus_node, str(r.path), str(r.value))
            for r in engine_named(engine).run(bundled_shapes(), data)
        )
        for engine in ENGINES
    )
    assert default
    assert all(other == default for other in others)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_blank_node_is_no_resolvable_identifier(judge: Judge, engine: str) -> None:
    evidence = """ex:evidence a ct:Evidence ; dcterms:title "Minutes" ;
        dcterms:issued "2026-01-31"^^xsd:date ; dcterms:identifier %s ."""
    shapes = {r.shape for r in judge(evidence % "[]", engine=engine).results}
    assert any(shape.endswith("#Evidence-verifiable") for shape in shapes)
    good = judge(evidence % '"https://example.org/minutes"', engine=engine)
    assert not any(r.shape.endswith("#Evidence-verifiable") for r in good.results)


ASKING: Final = {
    "a kind of node": "sh:property [ sh:path ex:p ; sh:nodeKind sh:IRI ]",
    "a pattern": 'sh:property [ sh:path ex:p ; sh:pattern "." ]',
    "a length": "sh:property [ sh:path ex:p ; sh:minLength 1 ]",
    "a query": 'sh:sparql [ sh:select "SELECT $this ?value { $this <https://example.org/p> ?value '
    'FILTER isBlank(?value) }" ]',
}


@pytest.mark.parametrize("engine", [engine for engine in ENGINES if engine != DEFAULT])
@pytest.mark.parametrize("asking", ASKING.values(), ids=ASKING)
def test_own_shapes_can_tell_blank_nodes(judge: Judge, asking: str, engine: str) -> None:
    shapes = f"ex:Shape a sh:NodeShape ; sh:targetNode ex:node ; {asking} ."
    report = judge("ex:node ex:p _:blank .", own_shapes=shapes, engine=engine)
    assert [r.value for r in report.results if r.focus_node.endswith("/node")] == ["_:blank"]
    report = judge("ex:node ex:p ex:named .", own_shapes=shapes, engine=engine)
    assert not [r for r in report.results if r.focus_node.endswith("/node")]


@pytest.mark.parametrize("asking", ASKING.values(), ids=ASKING)
def test_the_fast_engine_says_when_it_cannot_tell_them(judge: Judge, asking: str) -> None:
    shapes = f"ex:Shape a sh:NodeShape ; sh:targetNode ex:node ; {asking} ."
    with pytest.raises(InvalidInput, match="use the engine turbo or pyshacl"):
        judge("ex:node ex:p _:blank .", own_shapes=shapes, engine=DEFAULT)
    assert judge("ex:node ex:p ex:named .", own_shapes=shapes, engine=DEFAULT).results


def test_our_own_shapes_never_take_a_stand_in_for_an_iri() -> None:
    graph = bundled_shapes().graph
    for shape, pattern in graph.subject_objects(SH.pattern):
        if (shape, SH.nodeKind, SH.Literal) not in graph:
            store = ox.Store()
            text, regex = ox.Literal(BLANK + "x"), ox.Literal(str(pattern))
            assert not store.query(f"ASK {{ FILTER REGEX({text}, {regex}) }}"), shape


def test_an_engine_gets_its_blank_nodes_back() -> None:
    submission = read_submission(b"_:a <urn:p> [ <urn:q> _:a ] .", TURTLE, {})
    labels = {str(node) for triple in graph_of(submission.data) for node in triple}
    assert labels == {"a", "anonymous1", "urn:p", "urn:q"}


@pytest.mark.parametrize("engine", ENGINES)
def test_the_same_submission_gives_the_same_report(judge: Judge, engine: str) -> None:
    statements = ROOT + "[] a ct:Evidence . [] a ct:Evidence ; ct:digest [] , _:d ."
    own = """ex:Shape a sh:NodeShape ; sh:targetClass ct:Evidence ;
        sh:property [ sh:path ex:p ; sh:minCount 1 ] ,
            [ sh:path [ sh:inversePath ex:p ] ; sh:minCount 2 ] ."""
    first, second = (judge(statements, engine=engine, own_shapes=own) for _ in range(2))
    assert first.to_json() == second.to_json()
    assert first.to_turtle() == second.to_turtle()


@pytest.mark.parametrize("engine", ENGINES)
def test_bytes_that_look_like_a_path_or_address_are_not_opened(
    engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "shapes.ttl"
    file.write_text(f"{PREFIXES} ex:Shape sh:targetNode ex:a ; sh:nodeKind sh:Literal .")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InvalidInput):
        read_shapes(os.fsencode(file.name))
    with pytest.raises(InvalidInput):
        read_submission(b"http://127.0.0.1/graph.ttl", TURTLE, {})
    empty = read_shapes(PREFIXES.encode() + b"ex:nothing a ex:Thing .")
    assert engine_named(engine).run(empty, b"") == ()


def test_shifty_passes_over_nothing_in_silence() -> None:
    shapes = read_shapes(f"{PREFIXES} ex:S sh:targetNode ex:a ; sh:nodeKind ex:Kind .".encode())
    with pytest.raises(InvalidInput, match="can't use all of these shapes"):
        engine_named("shifty").run(shapes, b"")
