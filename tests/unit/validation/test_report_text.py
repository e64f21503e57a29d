"""The report in the terminal: task by task, with the lines it points at."""

from __future__ import annotations

from report_cases import report, result

from crosstrace.validation.report import Location
from crosstrace.validation.text import text

TASK = "sp800-218a:PO.1.1"


def test_it_goes_task_by_task() -> None:
    found = report(
        result(element=TASK, fix="Add it.", locations=(Location(3, 1),)),
        result(element=TASK, message="Another thing is missing."),
        result("warning"),
    )
    assert text(found).splitlines() == [
        TASK,
        "  violation Something is missing.",
        "            urn:node, line 3",
        "            Fix: Add it.",
        "  violation Another thing is missing.",
        "            urn:node",
        "",
        "the graph",
        "  warning   Something is missing.",
        "            urn:node",
        "",
        "The graph does not conform to sp800-218a at level submission, as of 2026-11-23: "
        "2 violation, 1 warning.",
    ]


def test_without_findings_it_is_the_verdict() -> None:
    assert text(report()) == (
        "The graph conforms to sp800-218a at level submission, as of 2026-11-23: nothing to mend."
    )


def test_the_most_precise_line_is_shown_with_a_mark() -> None:
    found = report(result(locations=(Location(1, 1), Location(2, 11))))
    lines = text(found, ":node a ct:Task ;\n\tct:status 'done' .\n").splitlines()
    assert "            urn:node, line 2" in lines
    assert lines[2:4] == ["            2 |  ct:status 'done' .", "              |           ^"]


def test_a_long_line_is_cut_around_the_mark() -> None:
    found = report(result(locations=(Location(1, 501),)))
    excerpt, mark = text(found, "a" * 500 + "X" + "b" * 500).splitlines()[2:4]
    assert len(excerpt) < 130
    assert excerpt[mark.index("^")] == "X"


def test_a_place_behind_the_end_shows_nothing() -> None:
    found = report(result(locations=(Location(9, 1),)))
    assert "|" not in text(found, "one line")
