"""What a graph's coverage owes to a mapping set: what falls when the set is withdrawn."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from crosstrace.crosswalk import Crosswalk, LinkGraph, Status
from crosstrace.errors import NotFound
from crosstrace.model import Element, ElementRef
from crosstrace.traceability.coverage import ElementCoverage, elements_covered
from crosstrace.traceability.losses import ElementLoss
from crosstrace.traceability.standing import Coverage, Ground, standings
from crosstrace.traceability.view import ImplementationView


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The elements that would be covered less, and those that would lose a candidate."""

    graph: str
    asset: str | None
    mapping_set: str
    as_of: dt.date
    editions: tuple[str, ...]
    elements: tuple[ElementLoss, ...]
    candidates: tuple[ElementRef, ...]


def withdrawal(
    view: ImplementationView,
    crosswalk: Crosswalk,
    mapping_set: str,
    as_of: dt.date,
    *,
    asset: str | None = None,
) -> Withdrawal:
    """What falls with a mapping set, in every edition, for an asset (the subject when None).

    `NotFound` for a set that is not held or an asset that the graph does not describe.
    """
    if mapping_set not in crosswalk.catalog.mapping_sets:
        held = ", ".join(sorted(crosswalk.catalog.mapping_sets))
        raise NotFound(f"No mapping set {mapping_set!r} is held; the sets are {held}.")
    kept = [m for m in crosswalk.links.mappings if m.mapping_set != mapping_set]
    without = Crosswalk(crosswalk.catalog, LinkGraph(kept))
    stated = standings(view, as_of, asset)
    asked = asset or view.subject
    elements, candidates = [], []
    for edition in crosswalk.catalog.editions:
        earlier = elements_covered(crosswalk, view.profile, edition, stated)
        later = {
            one.element.ref: one for one in elements_covered(without, view.profile, edition, stated)
        }
        for before in earlier:
            after = later.get(before.element.ref) or _unmapped(before.element)
            if _falls(before, after):
                elements.append(ElementLoss(asked, before, after))
            elif len(after.candidates) < len(before.candidates):
                candidates.append(before.element.ref)
    return Withdrawal(
        graph=view.iri,
        asset=asked,
        mapping_set=mapping_set,
        as_of=as_of,
        editions=tuple(sorted(crosswalk.catalog.editions)),
        elements=tuple(elements),
        candidates=tuple(candidates),
    )


def _unmapped(element: Element) -> ElementCoverage:
    """An element that only mappings led to, once none does."""
    return ElementCoverage(element, Coverage.UNKNOWN, True, Ground.NO_MAPPING, Status.UNKNOWN)


def _falls(before: ElementCoverage, after: ElementCoverage) -> bool:
    """Whether less is certain; without a set that contradicts others more may be."""
    if (before.coverage, before.applicable) == (after.coverage, after.applicable):
        return False
    return after.coverage is Coverage.UNKNOWN or after.coverage.rank <= before.coverage.rank
