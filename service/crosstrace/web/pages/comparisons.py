"""Pages of two versions, or two graphs, beside each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from crosstrace import documents
from crosstrace.documents import Origin
from crosstrace.traceability import Comparison, VersionDiff
from crosstrace.web.charts import stacked
from crosstrace.web.pages.answers import Place, answer_page
from crosstrace.web.pages.rendering import words

MOST_CHANGES: Final = 500
"""Changes on a page; the JSON has all."""


def comparison(found: Comparison, origin: Origin, place: Place | None = None) -> str:
    """Bars of both graphs for each kind of element, then the elements covered differently."""
    rows = _side_by_side(found, ("first", "second"))
    document = documents.comparison(found)
    return answer_page(
        "answer-compare.html", document, origin, place, chart=stacked(rows), rows=rows
    )


def version_diff(found: VersionDiff, origin: Origin, place: Place | None = None) -> str:
    """Bars of both versions, what is stated differently, and what that covers differently."""
    rows = _side_by_side(found.comparison, ("before", "after"))
    document = documents.version_diff(found)
    return answer_page(
        "answer-version-diff.html",
        document,
        origin,
        place,
        chart=stacked(rows),
        rows=rows,
        most=MOST_CHANGES,
    )


def _side_by_side(found: Comparison, names: tuple[str, str]) -> list[tuple[str, Mapping[str, int]]]:
    return [
        (f"{words(kind)}, {name}", side.counts[kind])
        for kind in found.first.counts
        for name, side in zip(names, (found.first, found.second), strict=True)
    ]
