"""Where the bars and lines of charts stand, in SVG user units; templates write the SVG.

How far something is covered is told by hatching, number and words too, never by colour alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

LABEL_WIDTH: Final = 264
BAR_WIDTH: Final = 600
TOTAL_WIDTH: Final = 48
ROW: Final = 28
BAR: Final = 20
TOP: Final = 6
AXIS: Final = 24
MAX_ROWS: Final = 60
_HORIZON: Final = 5 * 366
"""Days before and after the day of the answer."""
_LABEL_CHARACTERS: Final = 36
_NUMBER_WIDTH: Final = 9
"""Of a digit, with the room that it needs at its sides."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar: `count` things that are covered so far; `shown` when the number fits."""

    token: str
    count: int
    x: float
    width: float
    shown: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a chart: a name, and segments that together are as long as the longest bar."""

    label: str
    y: int
    total: int
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """Stacked bars, each in parts of its own whole; `left_out` rows are in the table only."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    left_out: int


def stacked(rows: Sequence[tuple[str, Mapping[str, int]]]) -> Bars:
    """A bar for each name with its counts by token, in the order of the tokens."""
    shown = [(name, counts) for name, counts in rows if sum(counts.values())][:MAX_ROWS]
    bars = tuple(_bar(name, counts, TOP + at * ROW) for at, (name, counts) in enumerate(shown))
    width = LABEL_WIDTH + BAR_WIDTH + TOTAL_WIDTH
    return Bars(width, 2 * TOP + len(bars) * ROW, bars, len(rows) - len(shown))


def _bar(name: str, counts: Mapping[str, int], y: int) -> Bar:
    total, x, segments = sum(counts.values()), float(LABEL_WIDTH), []
    for token, count in counts.items():
        if count:
            width = round(BAR_WIDTH * count / total, 2)
            fits = width >= _NUMBER_WIDTH * (len(str(count)) + 1)
            segments.append(Segment(token, count, round(x, 2), width, fits))
            x += width
    return Bar(_short(name), y, total, tuple(segments))


@dataclass(frozen=True, slots=True)
class Span:
    """The validity of one piece of evidence; an open end is drawn to the edge, with an arrow."""

    label: str
    title: str
    state: str
    y: int
    x: float
    width: float
    ends: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Evidence by the day it ends; `today` is where the day of the answer stands."""

    width: int
    height: int
    today: float
    ticks: tuple[tuple[float, int], ...]
    spans: tuple[Span, ...]
    left_out: int


def timeline(evidence: Sequence[Mapping[str, Any]], as_of: dt.date) -> Timeline | None:
    """The documents of evidence that has a day of issue, in their order; None without any.

    What began or ends further off than `_HORIZON` is drawn to the edge.
    """
    dated = [one for one in evidence if one["issued"]]
    shown = dated[:MAX_ROWS]
    if not shown:
        return None
    days = [_day(e[name]) for e in shown for name in ("issued", "valid_until") if e[name]]
    first = max(min(*days, as_of), _moved(as_of, -_HORIZON))
    last = min(max(*days, as_of), _moved(as_of, _HORIZON))
    scale = BAR_WIDTH / max((last - first).days, 1)

    def at(day: dt.date) -> float:
        return round(LABEL_WIDTH + (min(max(day, first), last) - first).days * scale, 2)

    spans = tuple(_span(e, AXIS + TOP + row * ROW, at, last) for row, e in enumerate(shown))
    years = range(first.year + 1, last.year + 1)
    ticks = tuple((at(dt.date(year, 1, 1)), year) for year in years)
    width, height = LABEL_WIDTH + BAR_WIDTH + 2 * TOTAL_WIDTH, AXIS + 2 * TOP + len(spans) * ROW
    return Timeline(width, height, at(as_of), ticks, spans, len(dated) - len(shown))


def _moved(day: dt.date, days: int) -> dt.date:
    """The day so many days later, as far as the calendar goes."""
    most = dt.date.max.toordinal()
    return dt.date.fromordinal(min(max(day.toordinal() + days, 1), most))


def _span(
    evidence: Mapping[str, Any], y: int, at: Callable[[dt.date], float], last: dt.date
) -> Span:
    until = evidence["valid_until"]
    start, end = at(_day(evidence["issued"])), at(_day(until) if until else last)
    name = evidence["title"] or evidence["evidence"]
    return Span(
        label=_short(name),
        title=name,
        state=evidence["state"],
        y=y,
        x=start,
        width=round(max(end - start, 2), 2),
        ends=until or "no end",
    )


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _short(name: str) -> str:
    """The name as far as there is room for it."""
    line = " ".join(name.split())
    return line if len(line) <= _LABEL_CHARACTERS else f"{line[: _LABEL_CHARACTERS - 1]}…"
