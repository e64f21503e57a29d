"""How far an implementation graph covers an edition, element by element, on a day.

The best of what is certain decides; two parts never make a whole, and leads count for
nothing. `none` is a gap in the implementation, `unknown` one in the mappings.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from crosstrace.crosswalk import Crosswalk, Path, Status, Transfer
from crosstrace.model import Element, ElementRef
from crosstrace.traceability.reach import Link, reach, reached_from
from crosstrace.traceability.standing import Coverage, Ground, TaskStanding, standings
from crosstrace.traceability.view import ImplementationView

ITEMS = ("recommendation", "consideration")
NOT_COVERABLE = ("note", "implementation_example")
"""Kinds that ask for nothing."""
STRUCTURAL = ("group", "practice", "function", "category")
"""Kinds that only hold others together; they are counted by what is in them."""

_GIVES = {
    Transfer.FULL: Coverage.FULL,
    Transfer.AT_LEAST_PARTIAL: Coverage.PARTIAL,
    Transfer.PARTIAL: Coverage.PARTIAL,
    Transfer.AT_MOST_PARTIAL: Coverage.UNKNOWN,
    Transfer.UNKNOWN: Coverage.UNKNOWN,
}
_DECISIONS = {
    "adopted": (Coverage.FULL, Ground.ADOPTED),
    "adapted": (Coverage.PARTIAL, Ground.ADAPTED),
    "omitted": (Coverage.NONE, Ground.OMITTED),
}


@dataclass(frozen=True, slots=True)
class Support:
    """What one task gives for an element: its standing, the hops to the element, the label."""

    standing: TaskStanding
    path: Path
    gives: Coverage
    status: Status
    review: bool = False


@dataclass(frozen=True, slots=True)
class ElementCoverage:
    """One element. `support` is what was counted, the best first; `candidates` what was not."""

    element: Element
    coverage: Coverage
    applicable: bool
    ground: Ground
    status: Status
    support: tuple[Support, ...] = ()
    candidates: tuple[Support, ...] = ()

    @property
    def review(self) -> bool:
        """Whether a person has to say how much a modified task covers."""
        return any(one.review for one in self.support if one.gives is self.coverage)


@dataclass(frozen=True, slots=True)
class Aggregate:
    """How many elements below a practice, category or the like are covered how far.

    A count for the organization, and no statement on the whole.
    """

    element: Element
    counts: Mapping[str, int]
    total: int


@dataclass(frozen=True, slots=True)
class EditionCoverage:
    """The coverage of an edition; `editions` are those that the answer rests on.

    `not_coverable` counts the elements that ask for nothing, by kind.
    """

    graph: str
    asset: str | None
    profile: str
    edition: str
    as_of: dt.date
    editions: tuple[str, ...]
    elements: tuple[ElementCoverage, ...]
    aggregates: tuple[Aggregate, ...]
    not_coverable: Mapping[str, int]

    def of(self, element: ElementRef) -> ElementCoverage | None:
        """The coverage of one element; None for one that isn't covered by itself."""
        return next((one for one in self.elements if one.element.ref == element), None)

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """Per kind of element, how many are covered how far; see `tally`."""
        kinds = dict.fromkeys(one.element.kind for one in self.elements)
        return {
            kind: tally(one for one in self.elements if one.element.kind == kind) for kind in kinds
        }


def tally(elements: Iterable[ElementCoverage]) -> dict[str, int]:
    """How many are covered how far; those that don't apply are counted apart from all others."""
    counted = Counter(str(e.coverage) if e.applicable else "not_applicable" for e in elements)
    return {token: counted[token] for token in (*map(str, Coverage), "not_applicable")}


def coverage(
    view: ImplementationView,
    crosswalk: Crosswalk,
    edition: str,
    as_of: dt.date,
    *,
    asset: str | None = None,
) -> EditionCoverage:
    """The coverage of `edition` by the statements for an asset (the subject when None).

    `NotFound` for an edition or asset that isn't known.
    """
    stated = standings(view, as_of, asset)
    found = elements_covered(crosswalk, view.profile, edition, stated)
    kinds = Counter(e.kind for e in crosswalk.catalog.of_edition(edition))
    return EditionCoverage(
        graph=view.iri,
        asset=asset or view.subject,
        profile=view.profile,
        edition=edition,
        as_of=as_of,
        editions=_editions(view.profile, edition, found),
        elements=found,
        aggregates=tuple(_aggregates(crosswalk, edition, found)),
        not_coverable={kind: kinds[kind] for kind in NOT_COVERABLE if kinds[kind]},
    )


def elements_covered(
    crosswalk: Crosswalk,
    profile: str,
    edition: str,
    stated: Mapping[ElementRef, TaskStanding],
    *,
    bearing: Iterable[ElementRef] | None = None,
) -> tuple[ElementCoverage, ...]:
    """The coverage of each element of `edition`, given how the tasks of the profile stand.

    With `bearing` only of the elements that those tasks bear on.
    """
    links = reach(crosswalk, profile, edition)
    elements = crosswalk.catalog.of_edition(edition)
    if bearing is not None:
        reached = reached_from(crosswalk, profile, edition)
        refs = {ref for task in bearing for ref in reached.get(task, ())}
        elements = [crosswalk.catalog.element(ref) for ref in sorted(refs)]
    return tuple(
        _direct(element, stated) if edition == profile else _mapped(element, links, stated)
        for element in elements
        if _is_covered(element, links)
    )


def _is_covered(element: Element, links: Mapping[ElementRef, tuple[Link, ...]]) -> bool:
    if element.kind in NOT_COVERABLE:
        return False
    return element.kind not in STRUCTURAL or any(
        not link.candidate for link in links.get(element.ref, ())
    )


# --- The profile itself


def _direct(element: Element, stated: Mapping[ElementRef, TaskStanding]) -> ElementCoverage:
    task = element.parent if element.kind in ITEMS else element.ref
    standing = stated.get(task, TaskStanding(task)) if task else TaskStanding(element.ref)
    gives, ground = standing.coverage, standing.ground
    if element.kind in ITEMS and standing.applicable:
        gives, ground = _item(standing, element.ref)
    support = (Support(standing, (), gives, Status.ASSERTED),) if standing.standings else ()
    return ElementCoverage(element, gives, standing.applicable, ground, Status.ASSERTED, support)


def _item(standing: TaskStanding, item: ElementRef) -> tuple[Coverage, Ground]:
    """An item is covered as its task is, and at most as far as it was decided to follow it."""
    decision = standing.decision_on(item)
    if not standing.standings:
        return Coverage.NONE, Ground.NOT_STATED
    if decision is None or decision.decision not in _DECISIONS:
        return Coverage.NONE, Ground.UNDECIDED
    most, ground = _DECISIONS[decision.decision]
    if standing.coverage.rank < most.rank:
        return standing.coverage, standing.ground
    return most, ground


# --- Other editions


def _mapped(
    element: Element,
    links: Mapping[ElementRef, tuple[Link, ...]],
    stated: Mapping[ElementRef, TaskStanding],
) -> ElementCoverage:
    found = links.get(element.ref, ())
    # Of several that give nothing, one that applies goes before one that doesn't.
    support = sorted(
        _supports(found, stated), key=lambda one: (-one.gives.rank, not one.standing.applicable)
    )
    candidates = tuple(_candidates(found, stated))
    best = support[0] if support else None
    applies = best is not None and best.standing.applicable
    if best is not None and not applies:
        none, reason = Coverage.NONE, Ground.NOT_APPLICABLE
        return ElementCoverage(element, none, False, reason, best.status, tuple(support))
    if best is None or (best.gives is Coverage.NONE and candidates):
        reason = Ground.LEADS_ONLY if any(link.candidate for link in found) else Ground.NO_MAPPING
        status = Status.LEAD if candidates else Status.UNKNOWN
        unknown = Coverage.UNKNOWN
        return ElementCoverage(element, unknown, True, reason, status, tuple(support), candidates)
    reason = Ground.INCONCLUSIVE if best.gives is Coverage.UNKNOWN else Ground.MAPPED
    return ElementCoverage(
        element, best.gives, True, reason, best.status, tuple(support), candidates
    )


def _supports(
    links: Iterable[Link], stated: Mapping[ElementRef, TaskStanding]
) -> Iterator[Support]:
    for link in links:
        standing = stated.get(link.task, TaskStanding(link.task))
        gives = _carried(link, standing)
        if gives is not None:
            yield Support(standing, link.path, gives, link.status, link.review)


def _carried(link: Link, standing: TaskStanding) -> Coverage | None:
    """What a task that stands so gives by way of the link; None when that is nothing at all."""
    if not standing.applicable:
        return Coverage.NONE if link.same else None
    match standing.coverage:
        case Coverage.FULL:
            return _GIVES.get(link.whole)
        case Coverage.PARTIAL:
            return _GIVES.get(link.part)
    return standing.coverage if link.counts else None


def _candidates(
    links: Iterable[Link], stated: Mapping[ElementRef, TaskStanding]
) -> Iterator[Support]:
    for link in links:
        standing = stated.get(link.task)
        implemented = standing and standing.coverage in (Coverage.FULL, Coverage.PARTIAL)
        if link.candidate and standing is not None and implemented:
            yield Support(standing, link.path, Coverage.UNKNOWN, link.status)


# --- Counts over what belongs together


def _aggregates(
    crosswalk: Crosswalk, edition: str, found: Iterable[ElementCoverage]
) -> Iterator[Aggregate]:
    by_element = {one.element.ref: one for one in found}
    for element in crosswalk.catalog.of_edition(edition):
        below = [
            by_element[ref]
            for ref in _below(crosswalk, element.ref)
            if ref in by_element and by_element[ref].element.kind not in (*ITEMS, *STRUCTURAL)
        ]
        if below:
            yield Aggregate(element, tally(below), len(below))


def _below(crosswalk: Crosswalk, element: ElementRef) -> Iterator[ElementRef]:
    for child in crosswalk.catalog.children.get(element, ()):
        yield child
        yield from _below(crosswalk, child)


def _editions(profile: str, edition: str, found: Iterable[ElementCoverage]) -> tuple[str, ...]:
    used = {profile, edition}
    for one in found:
        for support in (*one.support, *one.candidates):
            used.update(end.edition for hop in support.path for end in (hop.source, hop.target))
    return tuple(sorted(used))
