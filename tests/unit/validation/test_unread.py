"""What a JSON-LD or YAML-LD document says and no graph has is reported, with its place."""

from __future__ import annotations

import json
from typing import Any

import pyoxigraph as ox
import pytest
import yaml
from hypothesis import given, settings
from json_documents import Drawn, documents
from validation_harness import Judge

from crosstrace.errors import InvalidInput
from crosstrace.rdf.context import CONTEXT_IRI
from crosstrace.rdf.formats import JSON_LD, TURTLE, YAML_LD
from crosstrace.validation.places import UnsureError
from crosstrace.validation.report import Location, Report
from crosstrace.validation.sarif import sarif
from crosstrace.validation.unread import Unread, refuse_unread, unread

OWN = {"ours": "https://example.org/"}
HEAD = f'"@context": [{CONTEXT_IRI}, {{ours: https://example.org/}}]\n"@graph":\n'
SHAPES = "https://w3id.org/crosstrace/shapes#Document-"


def of_yaml(node: str, head: str = HEAD) -> list[Unread]:
    """What is left out of a node, which begins in line 3."""
    return unread((head + node).encode(), YAML_LD)


def of_json(document: Any) -> list[Unread]:
    return unread(json.dumps(document).encode(), JSON_LD)


def names(found: list[Unread]) -> list[tuple[str, bool, str | None]]:
    return [(part.text, part.is_key, part.meant) for part in found]


@pytest.mark.parametrize(
    ("member", "text", "meant", "column"),
    [
        ('contradicts: "ours:imp "', "ours:imp ", "ours:imp", 16),
        ("responsibleParty: Example Org", "Example Org", "ours:org", 21),
        ("status: Not implemented", "Not implemented", "NotImplemented", 11),
        ("evidence: ours:my doc", "ours:my doc", None, 13),
        ("evidence: [ours:a, ours:my doc]", "ours:my doc", None, 22),
        ('path: [ours:a, "b c"]', "b c", None, 18),
        ('evidence: {id: "ours:my doc", title: x}', "ours:my doc", None, 18),
        ('evidence: {"@id": "ours:my doc"}', "ours:my doc", None, 21),
        ('evidence: {"@set": [ours:a, "b c"]}', "b c", None, 31),
        ('type: "Risk Acceptance"', "Risk Acceptance", "RiskAcceptance", 9),
        ('title: {"@value": x, "@language": "no tag"}', "no tag", None, 37),
    ],
)
def test_a_value_that_is_no_identifier(
    member: str, text: str, meant: str | None, column: int
) -> None:
    further = "- {id: ours:org, type: Organization, name: Example Org}"
    (found,) = of_yaml(f"- id: ours:x\n  issued: 2026-01-01\n  {member}\n{further}\n")
    assert (found.text, found.meant, found.line, found.column) == (text, meant, 5, column)
    assert found.node.value == "https://example.org/x"
    assert not found.is_key


def test_the_last_value_of_a_node_is_not_taken_for_the_class_of_the_next() -> None:
    again = '- {id: ours:x, type: Evidence, evidence: "a b"}\n' * 2
    assert [part.line for part in of_yaml(again)] == [3, 4]


def test_a_node_whose_name_is_no_identifier() -> None:
    (found,) = of_yaml('- id: "ours:my node"\n  type: Evidence\n  evidense: {title: x}\n')
    assert (found.node, found.text, found.line, found.column) == (None, "ours:my node", 3, 7)


@pytest.mark.parametrize("value", [1, "x", ["x"], {"@id": "urn:y"}, {"title": "x"}, [{"a": 1}]])
def test_a_key_that_no_context_defines(value: Any) -> None:
    context = {"contradicts": {"@id": "urn:c", "@type": "@id"}, "left": None}
    found = of_json({"@context": context, "@id": "urn:x", "contradict": value, "left": value})
    assert names(found) == [("contradict", True, "contradicts")]


def test_a_key_that_is_no_iri_or_keyword() -> None:
    found = of_yaml('- id: ours:x\n  "@typ": Evidence\n  "ours:a b": 1\n')
    assert names(found) == [("@typ", True, "type"), ("ours:a b", True, None)]


@pytest.mark.parametrize("value", [None, [], [None], {"@set": []}, {"@value": None}, {"@list": []}])
def test_what_says_nothing_is_not_missed(value: Any) -> None:
    assert of_json({"@context": {"p": "urn:p"}, "@id": "urn:x", "p": value}) == []
    unknown = {"@context": {"p": "urn:p"}, "@id": "urn:x", "q": value, "p": 1}
    assert names(of_json(unknown)) in ([], [("q", True, None)])


@settings(max_examples=150, deadline=None)
@given(documents())
def test_nothing_is_reported_of_a_document_that_is_read_whole(drawn: Drawn) -> None:
    assert of_json(drawn.document) == []
    assert unread(yaml.safe_dump(json.loads(json.dumps(drawn.document))).encode(), YAML_LD) == []


def test_a_document_that_can_not_be_read_with_marks_costs_the_findings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unsure(_: bytes) -> list[ox.Triple]:
        raise UnsureError

    assert len(of_json({"@id": "urn:x", "key": 1})) == 1
    monkeypatch.setattr("crosstrace.validation.unread.parsed", unsure)
    assert of_json({"@id": "urn:x", "key": 1}) == []


def test_the_other_syntaxes_leave_nothing_out() -> None:
    assert unread(b"<urn:a> <urn:b> 1 .", TURTLE) == []


LOST = f"""{HEAD}- id: ours:imp
  type: Implementation
  implements: sp800-218a:PO.1.1
  evidence: ours:my doc
  ours:a b: 3
- id: our node
  title: x
"""


def of_document(report: Report) -> list[tuple[str, str, str | None, tuple[Location, ...]]]:
    return [
        (r.shape.removeprefix(SHAPES), r.focus_node, r.value, r.locations)
        for r in report.results
        if r.shape.startswith(SHAPES)
    ]


def test_each_is_a_violation_in_every_form_of_the_report(judge: Judge) -> None:
    report = judge(LOST, syntax=YAML_LD, prefixes="")
    assert sorted(of_document(report)) == [
        ("key", "https://example.org/imp", "ours:a b", (Location(7, 3),)),
        ("node", "our node", "our node", (Location(8, 7),)),
        ("value", "https://example.org/imp", "ours:my doc", (Location(6, 13),)),
    ]
    found = [r for r in report.results if r.shape.startswith(SHAPES)]
    assert {(r.severity, bool(r.fix)) for r in found} == {("violation", True)}
    assert {r.element for r in found} == {None, "sp800-218a:PO.1.1"}
    turtle = report.to_turtle()
    assert turtle.count("sh:sourceShape ctsh:Document-") == 3
    said = sarif([("a.yaml", report)])["runs"][0]["results"]
    assert sum(one["ruleId"].startswith("Document-") for one in said) == 3


def test_with_ones_own_shapes_alone_nothing_may_vanish_either(judge: Judge) -> None:
    own = "ex:S a sh:NodeShape ; sh:targetClass ct:Implementation ; sh:nodeKind sh:IRI ."
    report = judge(LOST, syntax=YAML_LD, prefixes="", own_shapes=own, profile="none")
    assert len(of_document(report)) == len(report.results) == 3


def test_without_a_report_the_document_is_refused() -> None:
    with pytest.raises(InvalidInput, match=r"Line 6: “ours:my doc” is not an identifier") as told:
        refuse_unread(LOST.encode(), YAML_LD)
    assert [error.line for error in told.value.errors] == [6, 7, 8]
    assert "There are 2 more such parts." in told.value.detail
    refuse_unread((HEAD + "- id: ours:x\n  title: x\n").encode(), YAML_LD)
