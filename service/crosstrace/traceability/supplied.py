"""What an organization leaves to others, and what those show for it on a day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from crosstrace.crosswalk import Crosswalk
from crosstrace.model import Element, ElementRef
from crosstrace.traceability.coverage import ElementCoverage, elements_covered
from crosstrace.traceability.reach import parts_of
from crosstrace.traceability.standing import Coverage, Ground, standings
from crosstrace.traceability.view import Allocation, ImplementationView


class Supply(StrEnum):
    """What a supplier shows for what was left to it, the worst first."""

    NO_GRAPH = "no_graph"
    NOT_STATED = "not_stated"
    DECLINED = "declined"
    LAPSED = "lapsed"
    CONTRADICTED = "contradicted"
    NOT_DONE = "not_done"
    UNCERTAIN = "uncertain"
    IN_PART = "in_part"
    SHOWN = "shown"

    @property
    def sound(self) -> bool:
        """Whether it can be relied on in full."""
        return self is Supply.SHOWN


@dataclass(frozen=True, slots=True)
class Supplied:
    """One element that is left to one party, by itself or with its practice.

    `found` is what the party's own graph shows; `statements` are the organization's own on the
    same element, which rest on that.
    """

    allocation: Allocation
    element: Element
    party: str
    supplier: str | None
    supply: Supply
    found: ElementCoverage | None
    statements: tuple[str, ...]


def supplied(
    view: ImplementationView,
    crosswalk: Crosswalk,
    as_of: dt.date,
    suppliers: Sequence[ImplementationView],
) -> tuple[Supplied, ...]:
    """What the graph leaves to others or shares with them, each with what they show."""
    shown = _Shown(crosswalk, as_of)
    own: dict[ElementRef, list[str]] = defaultdict(list)
    for implementation in view.for_asset():
        own[implementation.task].append(implementation.iri)
    found = []
    for allocation, party in _left_to_others(view):
        graph = _graph_of(view.organization(party), allocation.asset, suppliers)
        for ref in parts_of(crosswalk, view.profile, allocation.element):
            if ref in crosswalk.catalog.elements:
                covered = None if graph is None else shown.by(graph, allocation.asset, ref)
                supply = Supply.NO_GRAPH if graph is None else _supply(covered)
                found.append(
                    Supplied(
                        allocation=allocation,
                        element=crosswalk.catalog.element(ref),
                        party=party,
                        supplier=None if graph is None else graph.iri,
                        supply=supply,
                        found=covered,
                        statements=tuple(own.get(ref, ())),
                    )
                )
    return tuple(sorted(found, key=lambda one: list(Supply).index(one.supply)))


def _left_to_others(view: ImplementationView) -> Iterator[tuple[Allocation, str]]:
    for allocation in view.allocations:
        if allocation.kind != "performs":
            for party in allocation.parties:
                if view.organization(party) not in view.creators:
                    yield allocation, party


def _graph_of(
    organization: str, asset: str | None, suppliers: Sequence[ImplementationView]
) -> ImplementationView | None:
    """The organization's graph, that on the asset rather than another."""
    theirs = [graph for graph in suppliers if organization in graph.creators]
    about = (graph for graph in theirs if graph.subject == asset)
    return next(about, next(iter(theirs), None))


class _Shown:
    """What graphs show of elements for assets, asked of each edition once."""

    def __init__(self, crosswalk: Crosswalk, as_of: dt.date) -> None:
        self._crosswalk, self._as_of = crosswalk, as_of
        self._found: dict[tuple[int, str | None, str], dict[ElementRef, ElementCoverage]] = {}

    def by(
        self, graph: ImplementationView, asset: str | None, element: ElementRef
    ) -> ElementCoverage | None:
        key = id(graph), asset, element.edition
        if key not in self._found:
            stated = standings(graph, self._as_of, asset) if asset in graph.assets else {}
            elements = elements_covered(self._crosswalk, graph.profile, element.edition, stated)
            self._found[key] = {one.element.ref: one for one in elements}
        return self._found[key].get(element)


_SUPPLIES = {
    Coverage.FULL: Supply.SHOWN,
    Coverage.PARTIAL: Supply.IN_PART,
    Coverage.PLANNED: Supply.NOT_DONE,
    Coverage.UNKNOWN: Supply.UNCERTAIN,
    Coverage.NONE: Supply.NOT_DONE,
}
_BY_GROUND = {
    Ground.CONTRADICTED: Supply.CONTRADICTED,
    Ground.NO_CURRENT_EVIDENCE: Supply.LAPSED,
    Ground.NOT_APPLICABLE: Supply.DECLINED,
}


def _supply(found: ElementCoverage | None) -> Supply:
    if found is None or found.ground is Ground.NOT_STATED:
        return Supply.NOT_STATED
    return _BY_GROUND.get(found.ground) or _SUPPLIES[found.coverage]
