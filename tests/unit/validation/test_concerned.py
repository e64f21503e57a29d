"""Which task or item a finding is said to be about, and in which order findings come."""

from __future__ import annotations

import pytest
from rdflib.namespace import SH
from rdflib.term import Literal, Node, URIRef
from validation_harness import PREFIXES, ROOT, Judge

from crosstrace.rdf.formats import TURTLE
from crosstrace.validation.concerned import Concerned
from crosstrace.validation.engines.rows import RawResult
from crosstrace.validation.reference import Names
from crosstrace.validation.report import SEVERITIES
from crosstrace.validation.submission import BLANK, read_submission

TASK = "https://w3id.org/crosstrace/id/sp800-218a/PO.1.1"
NAMES = Names(
    titles={TASK: "Requirements", f"{TASK}.R1": "PO.1.1 R1"},
    priorities={TASK: "high"},
    classes=set(),
)
LINKED = """
ex:implementation ct:implements task:PO.1.1 ; ct:evidence ex:evidence ; ct:disposition ex:item .
ex:evidence ct:digest ex:digest .
ex:item ct:item task:PO.1.1.R1 .
ex:acceptance ct:accepts ex:implementation ; ct:evidence ex:minutes .
ex:allocation ct:element task:PO.1.1 .
ex:minutes ct:digest ex:seal .
_:blank ct:implements task:PO.1.1 ; ct:evidence [ ct:digest _:digest ] .
ex:loop ct:evidence ex:loop .
ex:assessment <http://www.w3.org/ns/earl#subject> ex:implementation .
ex:report ct:contradicts ex:implementation .
ex:shared ct:digest ex:digest-of-shared .
ex:one ct:implements task:PO.1.1.R1 ; ct:evidence ex:shared .
ex:another ct:implements task:PO.1.1 ; ct:evidence ex:shared .
"""


def about(focus_node: Node, value: Node | None = None) -> RawResult:
    return RawResult(
        severity=str(SH.Violation),
        source_shape=URIRef("urn:shape"),
        component=str(SH.NodeConstraintComponent),
        focus_node=focus_node,
        path=None,
        value=value,
        message=None,
    )


@pytest.fixture(scope="module")
def concerned() -> Concerned:
    return Concerned(read_submission((PREFIXES + LINKED).encode(), TURTLE, {}).own, NAMES)


@pytest.mark.parametrize(
    ("node", "element"),
    [
        ("https://example.org/implementation", "PO.1.1"),
        ("https://example.org/evidence", "PO.1.1"),
        ("https://example.org/digest", "PO.1.1"),
        ("https://example.org/item", "PO.1.1.R1"),
        ("https://example.org/acceptance", "PO.1.1"),
        ("https://example.org/minutes", "PO.1.1"),
        ("https://example.org/seal", "PO.1.1"),
        ("https://example.org/allocation", "PO.1.1"),
        ("https://example.org/assessment", "PO.1.1"),
        ("https://example.org/report", "PO.1.1"),
        (f"{BLANK}blank", "PO.1.1"),
        (f"{BLANK}digest", "PO.1.1"),
        ("https://example.org/digest-of-shared", "PO.1.1"),
        (TASK, "PO.1.1"),
        ("https://example.org/loop", None),
        ("https://example.org/unknown", None),
    ],
)
def test_a_node_leads_to_what_it_serves(
    concerned: Concerned, node: str, element: str | None
) -> None:
    expected = None if element is None else f"sp800-218a:{element}"
    assert concerned.element(about(URIRef(node))) == expected


def test_the_value_comes_before_the_focus_node(concerned: Concerned) -> None:
    root = URIRef("https://example.org/graph")
    item = URIRef(f"{TASK}.R1")
    assert concerned.element(about(root, item)) == "sp800-218a:PO.1.1.R1"
    assert concerned.element(about(item, URIRef("urn:elsewhere"))) == "sp800-218a:PO.1.1.R1"
    assert concerned.element(about(root, Literal("PO.1.1"))) is None


def test_an_item_has_the_priority_of_its_task(concerned: Concerned) -> None:
    assert concerned.priority("sp800-218a:PO.1.1") == "high"
    assert concerned.priority("sp800-218a:PO.1.1.R1") == "high"
    assert concerned.priority("sp800-218a:PO.9.9") is None
    assert concerned.priority("csf-2.0:GV.SC") is None
    assert concerned.priority(None) is None


def test_findings_come_by_severity_then_priority_then_task(judge: Judge) -> None:
    # The evidence of a Low-priority task is as wrong as that of a High-priority one.
    claims = "".join(
        f"ex:{task} a ct:Implementation ; ct:implements task:{task} ; ct:appliesTo ex:model ;"
        " ct:status ct:Implemented ; ct:responsibleParty ex:org .\n"
        for task in ("PO.4.2", "RV.2.1", "PO.1.2", "PO.1.1")
    )
    report = judge(ROOT + claims)
    found = [result for result in report.results if result.shape.endswith("evidenced")]
    assert [result.element for result in found] == [
        f"sp800-218a:{task}" for task in ("PO.1.1", "PO.1.2", "RV.2.1", "PO.4.2")
    ]
    severities = [SEVERITIES.index(result.severity) for result in report.results]
    assert severities == sorted(severities)
    assert set(severities) == {0, 1, 2}


def test_the_same_graph_written_otherwise_gives_the_same_report(judge: Judge) -> None:
    lines = [line for line in (ROOT + "ex:a ct:implements task:PO.1.1 .\n").split(" .\n") if line]
    forwards, backwards = (judge(" .\n".join(part) + " .") for part in (lines, lines[::-1]))
    assert [(r.message, r.element) for r in forwards.results] == [
        (r.message, r.element) for r in backwards.results
    ]
