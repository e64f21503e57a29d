"""A report as text for the terminal: task by task, with the lines of the file it points at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from crosstrace.validation.compact import compact
from crosstrace.validation.report import Report, Result, Snippet

_WIDTH: Final = 100
"""Characters of a source line that are shown."""


def text(report: Report, source: str | None = None) -> str:
    """What to mend, most important first, then the verdict; with `source`, its lines too."""
    lines = None if source is None else source.split("\n")
    parts: list[str] = []
    heading = None
    for result in report.results:
        if result.element != heading:
            heading = result.element
            parts.append(f"\n{_heading(result)}")
        parts += _finding(result, lines)
    parts.append(f"\n{report.verdict()}" if parts else report.verdict())
    return "\n".join(parts).lstrip("\n")


def _heading(result: Result) -> str:
    return " ".join(filter(None, (result.element or "the graph", result.element_title)))


def _finding(result: Result, lines: Sequence[str] | None) -> Iterator[str]:
    yield f"  {result.severity:<9} {result.message}"
    place = "".join(f", line {place.line}" for place in result.locations[-1:])
    yield f"            {result.focus_node}{place}"
    if lines is not None:
        yield from _excerpt(result, lines)
    if result.fix:
        yield f"            Fix: {result.fix}"
    if result.snippet:
        yield from _snippet(result.snippet, lines or ())


def _snippet(found: Snippet, lines: Sequence[str]) -> Iterator[str]:
    """The snippet without the prefixes that the text declares already."""
    declared = {line.strip() for line in lines}
    yield (
        f"            In place of {compact(found.replaces)}:"
        if found.replaces
        else "            Add:"
    )
    for line in found.turtle.splitlines():
        if line not in declared:
            yield f"            + {line}"


def _excerpt(result: Result, lines: Sequence[str]) -> Iterator[str]:
    for place in result.locations[-1:]:
        if place.line > len(lines):
            return
        line = lines[place.line - 1].expandtabs(1)
        cut = max(0, place.column - 1 - _WIDTH // 2) if len(line) > _WIDTH else 0
        number = str(place.line)
        yield f"            {number} | {line[cut : cut + _WIDTH].rstrip()}"
        yield f"            {' ' * len(number)} | {' ' * (place.column - 1 - cut)}^"
