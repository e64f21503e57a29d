"""What an organization leaves to others, and what those show for it on a day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TypeAlias

from crosstrace.crosswalk import Crosswalk
from crosstrace.model import Element, ElementRef
from crosstrace.traceability.coverage import ElementCoverage, elements_covered
from crosstrace.traceability.reach import parts_of
from crosstrace.traceability.standing import (
    Coverage,
    Ground,
    TaskStanding,
    standings,
    together,
)
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

    `found` is what the party's own graphs show, `supplier` the one of them that decides;
    `statements` are the organization's own on the same element, which rest on that.
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
    shown = _Shown(crosswalk, as_of, in_order(suppliers))
    own: dict[ElementRef, list[str]] = defaultdict(list)
    for implementation in view.for_asset():
        own[implementation.task].append(implementation.iri)
    found = []
    for allocation, party in _left_to_others(view):
        organization = view.organization(party)
        for ref in parts_of(crosswalk, view.profile, allocation.element):
            if ref in crosswalk.catalog.elements:
                supply, covered, graph = shown.by(organization, allocation.asset, ref)
                found.append(
                    Supplied(
                        allocation=allocation,
                        element=crosswalk.catalog.element(ref),
                        party=party,
                        supplier=graph,
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


def in_order(graphs: Iterable[ImplementationView]) -> tuple[ImplementationView, ...]:
    """The graphs in an order of their own, so that it means nothing how they were named."""
    return tuple(sorted(graphs, key=lambda g: (g.iri, g.issued or dt.date.min, g.title or "")))


_Found: TypeAlias = tuple[Supply, ElementCoverage | None, str | None]


class _Shown:
    """What organizations show of elements for assets, asked of each edition once.

    All graphs of an organization speak for it. Where several have statements on a task, the
    least of these decides, as it does in one graph.
    """

    def __init__(
        self, crosswalk: Crosswalk, as_of: dt.date, graphs: Sequence[ImplementationView]
    ) -> None:
        self._crosswalk, self._as_of, self._graphs = crosswalk, as_of, graphs
        self._stated = cache(self._standings)
        self._found = cache(self._elements)

    def by(self, organization: str, asset: str | None, element: ElementRef) -> _Found:
        """What is shown, by which coverage, and the graph in which it is stated or missing."""
        theirs = [graph for graph in self._graphs if organization in graph.creators]
        if not theirs:
            return Supply.NO_GRAPH, None, None
        profiles = sorted({graph.profile for graph in theirs})
        every = [
            self._found(organization, asset, profile, element.edition).get(element)
            for profile in profiles
        ]
        told = [one for one in every if _supply(one) is not Supply.NOT_STATED] or every
        least = min(told, key=lambda one: list(Supply).index(_supply(one)))
        return _supply(least), least, self._place(theirs, asset, least).iri

    def _standings(
        self, organization: str, asset: str | None, profile: str
    ) -> dict[ElementRef, TaskStanding]:
        return together(
            standing
            for graph in self._graphs
            if organization in graph.creators and graph.profile == profile
            if asset in graph.assets
            for standing in standings(graph, self._as_of, asset).values()
        )

    def _elements(
        self, organization: str, asset: str | None, profile: str, edition: str
    ) -> dict[ElementRef, ElementCoverage]:
        stated = self._stated(organization, asset, profile)
        found = elements_covered(self._crosswalk, profile, edition, stated)
        return {one.element.ref: one for one in found}

    def _place(
        self,
        theirs: Sequence[ImplementationView],
        asset: str | None,
        found: ElementCoverage | None,
    ) -> ImplementationView:
        """The graph that has the deciding statement; without one, that on the asset."""
        stated = found.support[0].standing.standings[:1] if found and found.support else ()
        deciding = {one.implementation for one in stated}
        return min(
            theirs,
            key=lambda g: (
                deciding.isdisjoint(g.implementations),
                g.subject != asset,
                asset not in g.assets,
            ),
        )


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
