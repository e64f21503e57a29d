"""Where the parts of charts stand."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from crosstrace.web.charts import (
    BAR_WIDTH,
    LABEL_WIDTH,
    MAX_ROWS,
    Bars,
    Timeline,
    stacked,
    timeline,
)

TOKENS = ("full", "partial", "planned", "unknown", "none", "not_applicable")
COUNTS = st.fixed_dictionaries({token: st.integers(0, 5000) for token in TOKENS})
DAYS = st.dates()
AS_OF = dt.date(2026, 11, 25)


@given(st.lists(st.tuples(st.text(max_size=99), COUNTS), max_size=MAX_ROWS + 5))
def test_a_bar_is_its_whole_in_parts(rows: list[tuple[str, dict[str, int]]]) -> None:
    found: Bars = stacked(rows)
    assert len(found.bars) + found.left_out == len(rows)
    told = [counts for _, counts in rows if sum(counts.values())]
    for bar, counts in zip(found.bars, told, strict=False):
        assert {s.token: s.count for s in bar.segments} == {t: n for t, n in counts.items() if n}
        assert abs(sum(s.width for s in bar.segments) - BAR_WIDTH) < 0.1
        assert bar.segments[0].x == LABEL_WIDTH
        assert bar.y < found.height


def test_a_number_is_written_only_where_it_fits() -> None:
    [bar] = stacked([("all", {"full": 400, "none": 1})]).bars
    assert [segment.shown for segment in bar.segments] == [True, False]


def piece(issued: str | None, until: str | None, name: str = "urn:a") -> dict[str, Any]:
    return {
        "evidence": name, "title": None, "state": "current", "issued": issued,
        "valid_until": until,
    }  # fmt: skip


@given(st.lists(st.tuples(DAYS, st.none() | DAYS), min_size=1, max_size=9), DAYS)
def test_a_timeline_holds_any_days(
    days: list[tuple[dt.date, dt.date | None]], as_of: dt.date
) -> None:
    evidence = [piece(str(a), None if b is None else str(b)) for a, b in days]
    found = timeline(evidence, as_of)
    assert found is not None
    right = LABEL_WIDTH + BAR_WIDTH
    assert LABEL_WIDTH <= found.today <= right
    assert len(found.ticks) <= 11
    assert all(LABEL_WIDTH <= x <= right for x, _ in found.ticks)
    for span in found.spans:
        assert LABEL_WIDTH <= span.x <= right
        assert 2 <= span.width <= BAR_WIDTH + 2


def test_evidence_that_ends_before_the_day_ends_left_of_it() -> None:
    evidence = [piece("2025-01-01", "2026-01-01"), piece("2026-01-01", "2027-06-01")]
    found = timeline(evidence, AS_OF)
    assert isinstance(found, Timeline)
    past, current = found.spans
    assert past.x + past.width < found.today < current.x + current.width
    assert [year for _, year in found.ticks] == [2026, 2027]


def test_no_dated_evidence_is_no_timeline() -> None:
    assert timeline([piece(None, None)], AS_OF) is None


def test_rows_over_the_limit_are_counted() -> None:
    evidence = [piece("2026-01-01", None, f"urn:{n}") for n in range(MAX_ROWS + 3)]
    found = timeline(evidence, AS_OF)
    assert found is not None
    assert (len(found.spans), found.left_out) == (MAX_ROWS, 3)
    assert found.spans[0].ends == "no end"
