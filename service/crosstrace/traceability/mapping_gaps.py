"""What the mappings do not say: where none leads, and which point at editions of the past."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from crosstrace.crosswalk import Crosswalk, Hop
from crosstrace.lookup.catalog import natural_order
from crosstrace.model import Edition, Element, ElementRef, MappingSet
from crosstrace.traceability.coverage import NOT_COVERABLE, STRUCTURAL
from crosstrace.traceability.reach import base_editions, reach


@dataclass(frozen=True, slots=True)
class MappingGaps:
    """The elements of an edition to which nothing leads, or only leads do.

    `sets` lie between the edition and the profile or what it refines. Only where all of them are
    exhaustive does the absence of a row say that there is no relation.
    """

    profile: str
    edition: str
    editions: tuple[str, ...]
    sets: tuple[MappingSet, ...]
    unmapped: tuple[Element, ...]
    leads_only: tuple[Element, ...]
    total: int

    @property
    def exhaustive(self) -> bool:
        """Whether absence means that nothing is related."""
        return bool(self.sets) and all(one.exhaustive for one in self.sets)


@dataclass(frozen=True, slots=True)
class Superseded:
    """Mapped elements of an edition that is withdrawn or has a successor here.

    `draft` says that the successor is one; `counterparts` gives, for each element that is mapped,
    the hops to elements of the successor, none where nobody states what became of it.
    """

    edition: Edition
    successor: Edition
    draft: bool
    mappings: int
    counterparts: dict[ElementRef, tuple[Hop, ...]]


def mapping_gaps(crosswalk: Crosswalk, profile: str, edition: str) -> MappingGaps:
    """Where mappings are missing between a profile and an edition; `NotFound` for unknown ones."""
    links = reach(crosswalk, profile, edition)
    bases = {profile, *base_editions(crosswalk, profile)}
    elements = [
        element
        for element in crosswalk.catalog.of_edition(edition)
        if element.kind not in (*NOT_COVERABLE, *STRUCTURAL)
    ]
    return MappingGaps(
        profile=profile,
        edition=edition,
        editions=tuple(sorted({*bases, edition})),
        sets=tuple(_sets_between(crosswalk, bases, edition)),
        unmapped=tuple(e for e in elements if e.ref not in links),
        leads_only=tuple(
            e for e in elements if e.ref in links and all(link.candidate for link in links[e.ref])
        ),
        total=len(elements),
    )


def _sets_between(crosswalk: Crosswalk, bases: set[str], edition: str) -> Iterator[MappingSet]:
    between = set()
    for mapping in crosswalk.links.mappings:
        ends = {mapping.sources[0].edition, mapping.targets[0].edition}
        if edition in ends and ends - {edition} and ends - {edition} <= bases:
            between.add(mapping.mapping_set)
    return (crosswalk.catalog.mapping_sets[slug] for slug in sorted(between))


def superseded(crosswalk: Crosswalk) -> tuple[Superseded, ...]:
    """The editions that mappings point at and that another edition here has followed."""
    editions = crosswalk.catalog.editions.values()
    found = []
    for edition in sorted(editions, key=lambda e: e.slug):
        later = [e for e in editions if _follows(e, edition)]
        if later:
            final = [e for e in later if e.publication_status != "draft"]
            successor = max(final or later, key=lambda e: e.issued)
            found.append(_superseded(crosswalk, edition, successor, draft=not final))
    return tuple(found)


def _follows(later: Edition, edition: Edition) -> bool:
    same = later.framework is not None and later.framework == edition.framework
    return same and later.issued > edition.issued


def _superseded(
    crosswalk: Crosswalk, edition: Edition, successor: Edition, *, draft: bool
) -> Superseded:
    mapped: dict[ElementRef, int] = defaultdict(int)
    for mapping in crosswalk.links.mappings:
        ends = (*mapping.sources, *mapping.targets)
        if any(end.edition == successor.slug for end in ends):
            continue
        for end in ends:
            if end.edition == edition.slug:
                mapped[end] += 1
    counterparts = {
        element: tuple(
            h for h in crosswalk.links.hops(element) if h.target.edition == successor.slug
        )
        for element in sorted(mapped, key=natural_order)
    }
    return Superseded(edition, successor, draft, sum(mapped.values()), counterparts)
