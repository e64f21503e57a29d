"""What an organization leaves to others, and what those show for it on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from crosstrace.crosswalk import Crosswalk
from crosstrace.model import Element
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
    found = [
        _supplied(view, crosswalk, as_of, replace(allocation, element=element), party, suppliers)
        for allocation, party in _left_to_others(view)
        for element in parts_of(crosswalk, view.profile, allocation.element)
        if element in crosswalk.catalog.elements
    ]
    return tuple(sorted(found, key=lambda one: list(Supply).index(one.supply)))


def _left_to_others(view: ImplementationView) -> Iterator[tuple[Allocation, str]]:
    for allocation in view.allocations:
        if allocation.kind != "performs":
            for party in allocation.parties:
                if view.organization(party) not in view.creators:
                    yield allocation, party


def _supplied(
    view: ImplementationView,
    crosswalk: Crosswalk,
    as_of: dt.date,
    allocation: Allocation,
    party: str,
    suppliers: Sequence[ImplementationView],
) -> Supplied:
    organization = view.organization(party)
    theirs = [s for s in suppliers if organization in s.creators and s.iri != view.iri]
    graph = next((s for s in theirs if s.subject == allocation.asset), next(iter(theirs), None))
    covered = None if graph is None else _covered(graph, crosswalk, as_of, allocation)
    return Supplied(
        allocation=allocation,
        element=crosswalk.catalog.element(allocation.element),
        party=party,
        supplier=None if graph is None else graph.iri,
        supply=Supply.NO_GRAPH if graph is None else _supply(covered),
        found=covered,
        statements=tuple(i.iri for i in view.for_asset() if i.task == allocation.element),
    )


def _covered(
    graph: ImplementationView, crosswalk: Crosswalk, as_of: dt.date, allocation: Allocation
) -> ElementCoverage | None:
    """What the supplier's graph shows of the element for the asset it was left for."""
    held = allocation.asset in graph.assets
    stated = standings(graph, as_of, allocation.asset) if held else {}
    edition = allocation.element.edition
    elements = elements_covered(crosswalk, graph.profile, edition, stated)
    return next((e for e in elements if e.element.ref == allocation.element), None)


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
