"""Where the nodes and edges of a trace stand when they are drawn, in SVG user units.

A column per hop from the start, in it a row per element; the template writes the SVG.
"""

from __future__ import annotations

import textwrap
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from crosstrace.crosswalk import Hop, Trace
from crosstrace.crosswalk.trace import TraceNode
from crosstrace.model import ElementRef

BOX_WIDTH: Final = 196
BOX_HEIGHT: Final = 60
COLUMN: Final = 268
ROW: Final = 72
MARGIN: Final = 12
MAX_NODES: Final = 80
_BEND: Final = 44
_LINE_CHARACTERS: Final = 26
_LABEL_LINES: Final = 2


@dataclass(frozen=True, slots=True)
class Box:
    """A node: its top left corner, and what is written in it."""

    x: float
    y: float
    element: ElementRef
    label: str
    label_lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """An edge as an SVG path; a `lead` is only part of paths with several hops."""

    path: str
    hop: Hop
    lead: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """A trace laid out; sizes in user units, one of which is shown as one pixel."""

    width: int
    height: int
    box_width: int
    box_height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def draw(trace: Trace) -> Drawing | None:
    """The layout of `trace`; None when it has no path or more nodes than can be read."""
    if not trace.paths or len(trace.nodes) > MAX_NODES:
        return None
    columns: dict[int, list[TraceNode]] = defaultdict(list)
    for node in trace.nodes:
        columns[node.depth].append(node)
    height = 2 * MARGIN + ROW * max(map(len, columns.values())) - (ROW - BOX_HEIGHT)
    boxes = {
        node.element: _box(node, row, len(nodes), height)
        for nodes in columns.values()
        for row, node in enumerate(nodes)
    }
    direct = {path[0] for path in trace.paths if len(path) == 1}
    lines = tuple(
        Line(_curve(boxes[hop.source], boxes[hop.target]), hop, hop not in direct)
        for hop in trace.edges
    )
    bowed = any(boxes[hop.source].x == boxes[hop.target].x for hop in trace.edges)
    width = 2 * MARGIN + COLUMN * max(columns) + BOX_WIDTH + bowed * _BEND
    return Drawing(width, height, BOX_WIDTH, BOX_HEIGHT, tuple(boxes.values()), lines)


def _box(node: TraceNode, row: int, rows: int, height: int) -> Box:
    top = (height - rows * ROW + (ROW - BOX_HEIGHT)) / 2
    lines = textwrap.wrap(node.label, _LINE_CHARACTERS, max_lines=_LABEL_LINES, placeholder=" …")
    return Box(
        MARGIN + node.depth * COLUMN, top + row * ROW, node.element, node.label, tuple(lines)
    )


def _curve(start: Box, end: Box) -> str:
    """From the side of `start` that faces `end`; a bow on the right when they share a column."""
    y1, y2 = start.y + BOX_HEIGHT / 2, end.y + BOX_HEIGHT / 2
    if start.x == end.x:
        x1 = x2 = start.x + BOX_WIDTH
        c1 = c2 = x1 + _BEND
    elif start.x < end.x:
        x1, x2 = start.x + BOX_WIDTH, end.x
        c1, c2 = x1 + _BEND, x2 - _BEND
    else:
        x1, x2 = start.x, end.x + BOX_WIDTH
        c1, c2 = x1 - _BEND, x2 + _BEND
    return f"M{x1:g} {y1:g}C{c1:g} {y1:g} {c2:g} {y2:g} {x2:g} {y2:g}"
