"""A submission can't help itself by statements about what others define."""

from __future__ import annotations

import pytest
from validation_harness import ROOT, Judge

from crosstrace.rdf.formats import JSON_LD
from crosstrace.validation import Report, Result

SHAPE = "https://w3id.org/crosstrace/shapes#OwnStatementsOnly"
TRICKS = {
    "a lower priority": ("task:PO.1.1 ct:priority ct:Low .", "task:PO.1.1"),
    "no profile": ("edition:sp800-218a a ex:Nothing .", "edition:sp800-218a"),
    "another day": ('ctsh:Clock ct:asOf "1999-01-01"^^xsd:date .', "ctsh:Clock"),
    "another class": ("ct:AIModel rdfs:subClassOf ct:Implementation .", "ct:AIModel"),
    "a shape switched off": ("ctsh:Coverage-high ex:deactivated true .", "ctsh:Coverage-high"),
    "a task": ("ex:task a ct:Task .", "ex:task"),
    "a kind of task": ("ex:Chore rdfs:subClassOf ct:Task . ex:task a ex:Chore .", "ex:Chore"),
    "a task of the profile": (
        "ex:task skos:inScheme edition:sp800-218a ; ct:priority ct:High .",
        "ex:task",
    ),
    "a blank task": ("_:task a ct:Task .", "_:task"),
}
NAMES = {
    "task:": "https://w3id.org/crosstrace/id/sp800-218a/",
    "edition:": "https://w3id.org/crosstrace/id/",
    "ctsh:": "https://w3id.org/crosstrace/shapes#",
    "ct:": "https://w3id.org/crosstrace/ns#",
    "ex:": "https://example.org/",
    "_:": "_:",
}


def full(name: str) -> str:
    prefix = name[: name.index(":") + 1]
    return name.replace(prefix, NAMES[prefix], 1)


def others(report: Report) -> list[Result]:
    return [result for result in report.results if result.shape != SHAPE]


def said(result: Result) -> tuple[str, str, str]:
    return result.shape, result.focus_node, result.value or ""


def taken_out(report: Report) -> list[str]:
    return [result.focus_node for result in report.results if result.shape == SHAPE]


@pytest.mark.parametrize("trick", TRICKS)
def test_a_trick_is_reported_and_gains_nothing(judge: Judge, trick: str) -> None:
    statements, about = TRICKS[trick]
    honest, tricked = judge(ROOT), judge(ROOT + statements)
    assert taken_out(tricked) == [full(about)]
    assert sorted(map(said, others(tricked))) == sorted(map(said, others(honest)))
    (found,) = [result for result in tricked.results if result.shape == SHAPE]
    assert found.severity == "violation"
    assert found.message.endswith(".")
    assert found.fix is not None


def test_a_profile_of_ones_own_is_none(judge: Judge) -> None:
    root = ROOT.replace("edition:sp800-218a", "ex:profile")
    report = judge(root + "ex:task skos:inScheme ex:profile ; ct:priority ct:High .")
    assert taken_out(report) == ["https://example.org/task"]
    (unknown,) = [r for r in report.results if r.value == "https://example.org/profile"]
    assert unknown.shape.endswith("#Graph-knownProfile")


def test_an_implementation_of_a_task_of_ones_own_is_none(judge: Judge) -> None:
    report = judge(ROOT + "ex:a a ct:Implementation ; ct:implements ex:task . ex:task a ct:Task .")
    (found,) = [r for r in report.results if r.shape.endswith("#Implementation-task")]
    assert found.value == "https://example.org/task"


def test_it_makes_no_difference_in_which_syntax(judge: Judge) -> None:
    document = '{"@id": "urn:x", "@type": "https://w3id.org/crosstrace/ns#Task"}'
    assert taken_out(judge(document, syntax=JSON_LD, prefixes="")) == ["urn:x"]


def test_statements_about_ones_own_nodes_are_kept(judge: Judge) -> None:
    own = """ex:Audit rdfs:subClassOf ct:Evidence . ex:audit a ex:Audit , skos:Concept ;
        rdfs:seeAlso task:PO.1.1 ; ex:task task:PO.1.1 ."""
    report = judge(ROOT + own)
    assert taken_out(report) == []
    assert {r.focus_node for r in others(report)} >= {"https://example.org/audit"}
