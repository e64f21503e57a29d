"""Who answers for what, across the graphs of several organizations.

A graph tells what its organization says; whether another agrees is seen in that other's graph.
Whoever an implementation names performs the task. An allocation that names another party with
`inherits` or `customer_provided` hands the task over, and somebody has to take it up.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from crosstrace.crosswalk import Crosswalk
from crosstrace.lookup.catalog import natural_order
from crosstrace.model import Element, ElementRef
from crosstrace.traceability.reach import parts_of, tasks_of
from crosstrace.traceability.supplied import Supplied, in_order, supplied
from crosstrace.traceability.view import ImplementationView

_Pair: TypeAlias = tuple[ElementRef, str]
HANDED_OVER = ("inherits", "customer_provided")
KINDS = ("performs", "shared", *HANDED_OVER)


class Ownership(StrEnum):
    """How an element of an asset is held, what needs a decision first."""

    UNOWNED = "unowned"
    PASSED_AROUND = "passed_around"
    UNCONFIRMED = "unconfirmed"
    DOUBLY_OWNED = "doubly_owned"
    HANDED_OVER = "handed_over"
    SHARED = "shared"
    OWNED = "owned"
    NOT_APPLICABLE = "not_applicable"


NEEDS_DECISION = (
    Ownership.UNOWNED,
    Ownership.PASSED_AROUND,
    Ownership.UNCONFIRMED,
    Ownership.DOUBLY_OWNED,
)


@dataclass(frozen=True, slots=True)
class Share:
    """What one graph says of one party: `kind` is that of an allocation, or `not_applicable`.

    `role` is that of the party's organization, as its own graph gives it; `source` is the
    implementation or allocation that says so.
    """

    graph: str
    speaker: str
    party: str
    name: str
    organization: str
    role: str | None
    kind: str
    means: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class ElementResponsibility:
    """Who answers for one element of one asset."""

    element: Element
    asset: str
    ownership: Ownership
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Responsibility:
    """Who answers for every task of an asset, and of those it was made from.

    `supplied` is what was left to others, with what they show for it on that day.
    """

    graph: str
    asset: str | None
    profile: str
    as_of: dt.date
    editions: tuple[str, ...]
    graphs: tuple[str, ...]
    elements: tuple[ElementResponsibility, ...]
    supplied: tuple[Supplied, ...]

    def held(self, *ownership: Ownership) -> tuple[ElementResponsibility, ...]:
        """The elements that are held in one of these ways."""
        return tuple(one for one in self.elements if one.ownership in ownership)


def responsibility(
    view: ImplementationView,
    crosswalk: Crosswalk,
    as_of: dt.date,
    *,
    suppliers: Sequence[ImplementationView] = (),
) -> Responsibility:
    """Who answers for the tasks of the graph's subject, by its own word and that of suppliers."""
    graphs = (view, *in_order(suppliers))
    said = _said(view.profile, crosswalk, graphs)
    elements = []
    for ref, asset in _pairs(view, crosswalk, graphs, said):
        shares = tuple(said.get((ref, asset), ()))
        held = _ownership(shares, graphs)
        elements.append(ElementResponsibility(crosswalk.catalog.element(ref), asset, held, shares))
    return Responsibility(
        graph=view.iri,
        asset=view.subject,
        profile=view.profile,
        as_of=as_of,
        editions=tuple(sorted({view.profile, *(e.element.ref.edition for e in elements)})),
        graphs=tuple(g.iri for g in graphs),
        elements=tuple(elements),
        supplied=supplied(view, crosswalk, as_of, suppliers),
    )


def lineage(graphs: Iterable[ImplementationView], asset: str) -> list[str]:
    """The asset and all it was made from, as far as the graphs say, the nearest first."""
    origins: dict[str, set[str]] = defaultdict(set)
    for graph in graphs:
        for one in graph.assets.values():
            origins[one.iri].update(one.derived_from)
    found, waiting = {asset: None}, deque([asset])
    while waiting:
        for origin in sorted(origins.get(waiting.popleft(), ())):
            if origin not in found:
                found[origin] = None
                waiting.append(origin)
    return list(found)


def _pairs(
    view: ImplementationView,
    crosswalk: Crosswalk,
    graphs: Sequence[ImplementationView],
    said: Iterable[_Pair],
) -> list[_Pair]:
    """What to ask for: every task for the subject, and what is said of it or its origins."""
    if view.subject is None:
        return []
    assets = {asset: rank for rank, asset in enumerate(lineage(graphs, view.subject))}
    pairs = {(task.ref, view.subject) for task in tasks_of(crosswalk, view.profile)}
    pairs |= {(element, asset) for element, asset in said if asset in assets}
    return sorted(pairs, key=lambda pair: (assets[pair[1]], natural_order(pair[0])))


def _said(
    profile: str, crosswalk: Crosswalk, graphs: Sequence[ImplementationView]
) -> dict[_Pair, list[Share]]:
    """What all graphs say of each element and asset, a practice's word given to its tasks."""
    roles = {creator: graph.role for graph in reversed(graphs) for creator in graph.creators}
    found: dict[_Pair, list[Share]] = defaultdict(list)
    for graph in graphs:
        for element, asset, shares in _stated(graph, roles):
            if asset is not None and element in crosswalk.catalog.elements:
                for part in parts_of(crosswalk, profile, element):
                    found[part, asset] += shares
    return found


def _stated(
    graph: ImplementationView, roles: Mapping[str, str | None]
) -> Iterator[tuple[ElementRef, str | None, list[Share]]]:
    for one in graph.implementations:
        kind = "not_applicable" if one.status == "not_applicable" else "performs"
        yield one.task, one.asset, list(_each(graph, one.parties, kind, (), one.iri, roles))
    for a in graph.allocations:
        if a.kind in KINDS:  # of another kind, or of several, nobody says who performs it
            yield a.element, a.asset, list(_each(graph, a.parties, a.kind, a.means, a.iri, roles))


def _each(
    graph: ImplementationView,
    parties: Iterable[str],
    kind: str,
    means: tuple[str, ...],
    source: str,
    roles: Mapping[str, str | None],
) -> Iterator[Share]:
    speaker = next(iter(graph.creators), graph.iri)
    for party in parties:
        organization = graph.organization(party)
        yield Share(
            graph=graph.iri,
            speaker=speaker,
            party=party,
            name=graph.name(party),
            organization=organization,
            role=roles.get(organization),
            kind=kind,
            means=means,
            source=source,
        )


def _ownership(shares: Sequence[Share], graphs: Sequence[ImplementationView]) -> Ownership:
    handed = {(s.speaker, s.organization) for s in shares if s.kind in HANDED_OVER}
    handed = {(giver, taker) for giver, taker in handed if giver != taker}
    if any(share.kind == "shared" for share in shares):
        return Ownership.SHARED
    performers = [share for share in shares if share.kind == "performs"]
    if _several(performers):
        return Ownership.DOUBLY_OWNED
    if performers:
        return Ownership.OWNED
    if any((taker, giver) in handed for giver, taker in handed):
        return Ownership.PASSED_AROUND
    if handed:
        speakers = {creator for graph in graphs for creator in graph.creators}
        heard = any(taker in speakers for _, taker in handed)
        return Ownership.UNCONFIRMED if heard else Ownership.HANDED_OVER
    declined = any(share.kind == "not_applicable" for share in shares)
    return Ownership.NOT_APPLICABLE if declined else Ownership.UNOWNED


def _several(performers: Sequence[Share]) -> bool:
    """Whether several organizations perform it, or several parties by the word of one graph."""
    if len({share.organization for share in performers}) > 1:
        return True
    return any(
        len({share.party for share in performers if share.graph == graph}) > 1
        for graph in {share.graph for share in performers}
    )
