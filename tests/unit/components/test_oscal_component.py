"""A component definition as a graph that the project's own validation judges."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from component_cases import (
    BASE,
    CLAIMS,
    CT,
    EVIDENCE,
    HERON,
    RESOURCES,
    at,
    changed,
    document,
    read,
    values,
)

from crosstrace.bootstrap import KnowledgeGraph, validator_settings
from crosstrace.validation import Report, read_known
from crosstrace.validation.engines import DEFAULT
from crosstrace.validation.job import open_validator

Judge = Callable[[str, str], Report]


@pytest.fixture(scope="session")
def judged(graph: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Judge:
    folder = tmp_path_factory.mktemp("components")
    handler = open_validator(validator_settings(read_known(graph.store), folder))

    def judge(turtle: str, level: str) -> Report:
        header = {"syntax": "turtle", "profile": "sp800-218a", "level": level, "engine": DEFAULT}
        rest = {
            "cross_check": False,
            "as_of": "2026-11-23",
            "job": "judge",
            "shapes_bytes": 0,
            "onto_bytes": 0,
            "keep": False,
        }
        document, _ = handler(header | rest, turtle.encode())
        return Report.from_worker(document)

    return judge


def findings(report: Report) -> set[tuple[str, str, str]]:
    """What is found of the nodes of the file; of tasks it doesn't mention, coverage tells."""
    return {
        (found.severity, found.shape.split("#")[-1], found.focus_node.removeprefix(BASE))
        for found in report.results
        if "Coverage-" not in found.shape
    }


def test_draft_is_asked_only_for_the_status_that_the_file_lacks(judged: Judge) -> None:
    report = judged(read(document()).turtle, "draft")
    assert findings(report) == {("violation", "Implementation-status", "PO.1.3")}


def test_submission_is_asked_for_the_rest(judged: Judge) -> None:
    report = judged(read(document()).turtle, "submission")
    assert findings(report) == {
        ("violation", "Implementation-status", "PO.1.3"),
        ("violation", "Responsibility-named", "PO.1.3"),
        ("warning", "Subject-origin", f"component-{HERON}"),
    }


@pytest.mark.parametrize(
    ("token", "status", "asked"),
    [
        ("implemented", "Implemented", {"Implementation-evidenced"}),
        ("partial", "Partial", {"Implementation-evidenced"}),
        ("planned", "Planned", {"Implementation-scheduled"}),
        ("alternative", "Alternative", {"Implementation-justified"}),
        ("not-applicable", "NotApplicable", {"Implementation-justified"}),
        (None, None, {"Implementation-status"}),
    ],
)
def test_statuses(token: str | None, status: str | None, asked: set[str], judged: Judge) -> None:
    props = [{"name": "implementation-status", "value": token}] if token else []
    found = document()
    claim = at(found, (*CLAIMS, 2))
    if props:
        claim["props"] = props
    turtle = read(found).turtle
    assert values(turtle, "PO.1.3", CT + "status") == ({CT + status} if status else set())
    report = judged(turtle, "submission")
    shapes = {shape for _, shape, node in findings(report) if node == "PO.1.3"}
    assert shapes == asked | {"Responsibility-named"}


def test_remarks_are_the_reason_of_a_departure(judged: Judge) -> None:
    found = changed(
        (*CLAIMS, 2, "props"), [{"name": "implementation-status", "value": "not-applicable"}]
    )
    at(found, (*CLAIMS, 2))["remarks"] = "Nothing is bought."
    turtle = read(found).turtle
    assert values(turtle, "PO.1.3", CT + "rationale") == {"Nothing is bought."}
    assert values(turtle, "PO.1.3", CT + "statement") == {"Nothing is said of how far it is."}
    assert ("violation", "Implementation-justified", "PO.1.3") not in findings(
        judged(turtle, "submission")
    )


def test_evidence_without_a_date_is_asked_for_one(judged: Judge) -> None:
    found = document()
    at(found, (*RESOURCES, 1)).pop("props")
    result = read(found)
    assert ("violation", "Evidence-issued", EVIDENCE) in findings(judged(result.turtle, "draft"))
    sentence = "Evidence has no issue date in the file, so none is given"
    assert f"{sentence}: 'Requirements of development'." in result.losses


def test_uuid_alone_makes_no_evidence_checkable(judged: Judge) -> None:
    found = document()
    at(found, (*RESOURCES, 1)).pop("rlinks")
    report = judged(read(found).turtle, "submission")
    assert ("violation", "Evidence-verifiable", EVIDENCE) in findings(report)
