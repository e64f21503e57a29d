"""What became of the elements of one edition in another, and what that touches.

Only what is stated counts: by a mapping between the two editions, or by the absence of one
where its set says that it is exhaustive. Equal names prove nothing, for publishers use
identifiers again; what nobody states is `not_stated`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from crosstrace.crosswalk.answers import Crosswalk
from crosstrace.crosswalk.links import Hop
from crosstrace.errors import InvalidInput
from crosstrace.model import Element, ElementRef, MappingSet


class Change(StrEnum):
    """What became of an element."""

    UNCHANGED = "unchanged"
    REWORDED = "reworded"
    MOVED = "moved"
    REMOVED = "removed"
    ADDED = "added"
    NOT_STATED = "not_stated"


class CarryOver(StrEnum):
    """What is to be done with a statement on an element when the edition changes."""

    CARRY = "carry_over"
    REASSESS = "reassess"
    RETIRE = "retire"
    NOT_ASSESSED = "not_assessed"


@dataclass(frozen=True, slots=True)
class ElementChange:
    """One element's fate; `element` is of the old edition, or of the new when it was added.

    `substantive` is None where nobody says whether the change is one of substance. `hops` are
    the mappings that state it.
    """

    change: Change
    element: ElementRef
    label: str
    successors: tuple[ElementRef, ...] = ()
    substantive: bool | None = None
    note: str | None = None
    hops: tuple[Hop, ...] = ()

    @property
    def carry_over(self) -> CarryOver:
        """What this means for a statement on the element."""
        if self.change is Change.ADDED:
            return CarryOver.NOT_ASSESSED
        if self.change is Change.REMOVED:
            return CarryOver.RETIRE
        same = self.change in (Change.UNCHANGED, Change.REWORDED) and self.substantive is False
        return CarryOver.CARRY if same else CarryOver.REASSESS


@dataclass(frozen=True, slots=True)
class MappingEffect:
    """What a change of edition does to the rows of one mapping set that touch the old one."""

    mapping_set: str
    carry_over: int
    reassess: int
    retire: int


@dataclass(frozen=True, slots=True)
class EditionDiff:
    """All changes from one edition to another; `stated_by` are the sets that state them.

    `not_compared` are kinds of which only one of the two editions has elements here.
    """

    source: str
    target: str
    stated_by: tuple[MappingSet, ...]
    not_compared: tuple[str, ...]
    changes: tuple[ElementChange, ...]
    mapping_effects: tuple[MappingEffect, ...]

    @property
    def counts(self) -> dict[Change, int]:
        """How many elements there are of each change."""
        counted = Counter(change.change for change in self.changes)
        return {change: counted[change] for change in Change}

    def of(self, element: ElementRef) -> ElementChange | None:
        """The change of an element of the old edition."""
        found = (c for c in self.changes if c.element == element)
        return next(found, None)


def diff(crosswalk: Crosswalk, source: str, target: str) -> EditionDiff:
    """What became of the elements of `source` in `target`.

    `NotFound` for an unknown edition, `InvalidInput` for editions of different frameworks.
    """
    catalog = crosswalk.catalog
    editions = [catalog.edition(slug) for slug in (source, target)]
    if source == target or len({e.framework or e.slug for e in editions}) > 1:
        raise InvalidInput(
            f"{source} and {target} are not two editions of one framework; to compare different "
            f"frameworks ask for the crosswalk from {source} to {target}."
        )
    counted = [dict(edition.element_counts) for edition in editions]
    common = counted[0].keys() & counted[1].keys()
    sets = tuple(_version_sets(crosswalk, source, target))
    closed = bool(sets) and all(mapping_set.exhaustive for mapping_set in sets)
    old = [e for e in catalog.of_edition(source) if e.kind in common]
    new = [e for e in catalog.of_edition(target) if e.kind in common]
    changes = [_fate(crosswalk, element, target, closed=closed) for element in old]
    changes += _arrivals(crosswalk, new, source, closed=closed)
    return EditionDiff(
        source=source,
        target=target,
        stated_by=sets,
        not_compared=tuple(sorted((counted[0].keys() | counted[1].keys()) - common)),
        changes=tuple(changes),
        mapping_effects=tuple(_effects(crosswalk, changes, {s.slug for s in sets})),
    )


def _version_sets(crosswalk: Crosswalk, source: str, target: str) -> Iterator[MappingSet]:
    between = {
        mapping.mapping_set
        for mapping in crosswalk.links.mappings
        if {mapping.sources[0].edition, mapping.targets[0].edition} == {source, target}
    }
    return (crosswalk.catalog.mapping_sets[slug] for slug in sorted(between))


def _between(crosswalk: Crosswalk, element: ElementRef, edition: str) -> tuple[Hop, ...]:
    return tuple(hop for hop in crosswalk.links.hops(element) if hop.target.edition == edition)


def _fate(crosswalk: Crosswalk, element: Element, target: str, *, closed: bool) -> ElementChange:
    hops = _between(crosswalk, element.ref, target)
    successors = tuple(dict.fromkeys(hop.target for hop in hops))
    change, substantive = _judged(element.ref, hops)
    if not hops:
        held = ElementRef(target, element.ref.local) in crosswalk.catalog.elements
        change = Change.REMOVED if closed and not held else Change.NOT_STATED
    note = next((_note(crosswalk, s) for s in successors if _note(crosswalk, s)), None)
    return ElementChange(
        change,
        element.ref,
        element.label,
        successors,
        substantive,
        element.change_note or note,
        hops,
    )


def _note(crosswalk: Crosswalk, element: ElementRef) -> str | None:
    return crosswalk.catalog.element(element).change_note


def _judged(element: ElementRef, hops: Iterable[Hop]) -> tuple[Change, bool | None]:
    """What the mappings of an element to the other edition say, the gravest first."""
    said = [_said(element, hop) for hop in hops]
    for wanted in (
        (Change.REWORDED, True),
        (Change.MOVED, True),
        (Change.MOVED, None),
        (Change.MOVED, False),
        (Change.UNCHANGED, False),
        (Change.REWORDED, False),
    ):
        if wanted in said:
            return wanted
    return Change.NOT_STATED, None


def _said(element: ElementRef, hop: Hop) -> tuple[Change, bool | None]:
    match hop.mapping.change_type:
        case "carried_over":
            return Change.UNCHANGED, False
        case "reworded":
            return Change.REWORDED, False
        case "reworded_substantively":
            return Change.REWORDED, True
        case "moved_to" | "incorporated_into":
            return Change.MOVED, None
    if hop.mapping.style == "set_theory":
        return _compared(element, hop)
    return Change.NOT_STATED, None


def _compared(element: ElementRef, hop: Hop) -> tuple[Change, bool | None]:
    equal = hop.mapping.relation == "equal"
    if hop.target.local != element.local:
        return Change.MOVED, not equal
    if equal and hop.rationale == "syntactic":
        return Change.UNCHANGED, False
    return Change.REWORDED, not equal


def _arrivals(
    crosswalk: Crosswalk, new: Iterable[Element], source: str, *, closed: bool
) -> Iterator[ElementChange]:
    for element in new:
        if _between(crosswalk, element.ref, source):
            continue
        if ElementRef(source, element.ref.local) in crosswalk.catalog.elements:
            continue
        change = Change.ADDED if closed else Change.NOT_STATED
        yield ElementChange(change, element.ref, element.label, note=element.change_note)


def _effects(
    crosswalk: Crosswalk, changes: Iterable[ElementChange], version_sets: set[str]
) -> Iterator[MappingEffect]:
    counted: dict[str, Counter[CarryOver]] = {}
    for change in changes:
        for hop in crosswalk.links.hops(change.element):
            if hop.mapping.mapping_set not in version_sets and change.change is not Change.ADDED:
                found = counted.setdefault(hop.mapping.mapping_set, Counter())
                found[change.carry_over] += 1
    for slug, found in sorted(counted.items()):
        yield MappingEffect(
            slug, found[CarryOver.CARRY], found[CarryOver.REASSESS], found[CarryOver.RETIRE]
        )


def bearing_on(
    crosswalk: Crosswalk, found: EditionDiff, element: ElementRef
) -> ElementChange | None:
    """The change that touches a statement on `element`: its own, or of what it refines."""
    if element.edition == found.source:
        return found.of(element)
    refined = (
        hop.target
        for hop in crosswalk.links.hops(element)
        if hop.relation == "refines" and hop.target.edition == found.source
    )
    base = next(refined, None)
    return None if base is None else found.of(base)
