"""Every path between two places, as a graph that can be drawn."""

from __future__ import annotations

from dataclasses import dataclass

from crosstrace.crosswalk.answers import DEFAULT_HOPS, Crosswalk, check_hops
from crosstrace.crosswalk.links import Hop, Path
from crosstrace.model import ElementRef


@dataclass(frozen=True, slots=True)
class TraceNode:
    """An element on a path; `depth` is its least number of hops from the start."""

    element: ElementRef
    label: str
    depth: int


@dataclass(frozen=True, slots=True)
class Trace:
    """The paths from `start` to `end` (an element, or any element of an edition)."""

    start: ElementRef
    end: str
    max_hops: int
    paths: tuple[Path, ...]
    nodes: tuple[TraceNode, ...]
    edges: tuple[Hop, ...]


def trace(
    crosswalk: Crosswalk, start: ElementRef, end: str, *, max_hops: int = DEFAULT_HOPS
) -> Trace:
    """Every path from `start` to `end`, which is `edition:id` or an edition's slug."""
    crosswalk.catalog.element(start)
    check_hops(max_hops)
    target = ElementRef.parse(end) if ":" in end else None
    if target is not None:
        crosswalk.catalog.element(target)
    edition = crosswalk.catalog.edition(target.edition if target else end).slug
    paths = [
        path
        for path in crosswalk.paths(start, edition, max_hops)
        if target in (None, path[-1].target)
    ]
    depths: dict[ElementRef, int] = {start: 0}
    edges: dict[Hop, None] = {}
    for path in paths:
        for depth, hop in enumerate(path, start=1):
            depths[hop.target] = min(depth, depths.get(hop.target, depth))
            edges[hop] = None
    nodes = tuple(
        TraceNode(ref, crosswalk.catalog.element(ref).label, depth)
        for ref, depth in sorted(depths.items(), key=lambda item: (item[1], item[0]))
    )
    return Trace(start, end, max_hops, tuple(paths), nodes, tuple(edges))
