"""Where the tasks of a profile lead in an edition, and what doing them says of what is there.

An unchanged task carries over to the element it refines, for the profile repeats it and only
adds to it. A modified one shows something of that element, and a person has to say whether
all. From both, set-theory mappings carry on by the transfer table; everything else that leads
to an element is a candidate to look at and counts for nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from crosstrace.crosswalk import DEFAULT_HOPS, Crosswalk, Path, Result, Status, Transfer
from crosstrace.lookup.catalog import natural_order
from crosstrace.model import Element, ElementRef

_COUNTS = (Transfer.FULL, Transfer.AT_LEAST_PARTIAL, Transfer.PARTIAL)


@dataclass(frozen=True, slots=True)
class Link:
    """A way from a task of the profile to an element, and what it carries.

    `whole` is what follows when the task is fully implemented, `part` when it is in part.
    `same` says that what doesn't apply to the task doesn't apply to the element; `review` that
    a modified task is on the way.
    """

    task: ElementRef
    element: ElementRef
    path: Path
    status: Status
    whole: Transfer
    part: Transfer
    same: bool = False
    review: bool = False

    @property
    def counts(self) -> bool:
        """Whether something certain is covered by way of it."""
        return self.whole in _COUNTS

    @property
    def candidate(self) -> bool:
        """Whether it only shows where to look."""
        return self.whole is Transfer.CANDIDATE_EVIDENCE


Reach = Mapping[ElementRef, tuple[Link, ...]]


@lru_cache(maxsize=64)
def reach(crosswalk: Crosswalk, profile: str, edition: str) -> Reach:
    """Every link from the tasks of `profile` to elements of `edition`, by element.

    `NotFound` for an unknown edition. Kept for as long as the crosswalk doesn't change.
    """
    crosswalk.catalog.edition(edition)
    crosswalk.catalog.edition(profile)
    found: dict[ElementRef, dict[ElementRef, Link]] = defaultdict(dict)
    for task in tasks_of(crosswalk, profile):
        for link in (*_mapped(crosswalk, task, edition), *_by_base(crosswalk, task, edition)):
            before = found[link.element].get(task.ref)
            if before is None or _certainty(link) < _certainty(before):
                found[link.element][task.ref] = link
    return {element: tuple(sorted(links.values(), key=_order)) for element, links in found.items()}


@lru_cache(maxsize=64)
def reached_from(
    crosswalk: Crosswalk, profile: str, edition: str
) -> Mapping[ElementRef, frozenset[ElementRef]]:
    """The other way round: for each task, the elements of the edition that it bears on."""
    found: dict[ElementRef, set[ElementRef]] = defaultdict(set)
    if edition == profile:
        for task in tasks_of(crosswalk, profile):
            found[task.ref] = {task.ref, *crosswalk.catalog.children.get(task.ref, ())}
    for element, links in reach(crosswalk, profile, edition).items():
        for link in links:
            found[link.task].add(element)
    return {task: frozenset(elements) for task, elements in found.items()}


@lru_cache(maxsize=64)
def tasks_of(crosswalk: Crosswalk, profile: str) -> tuple[Element, ...]:
    """The tasks of an edition, in the order of their identifiers."""
    return tuple(e for e in crosswalk.catalog.of_edition(profile) if e.kind == "task")


def ancestors(crosswalk: Crosswalk, element: ElementRef) -> Iterator[ElementRef]:
    """The practice, group and so on that an element is in, the nearest first."""
    found = crosswalk.catalog.elements.get(element)
    while found is not None and found.parent is not None:
        yield found.parent
        found = crosswalk.catalog.elements.get(found.parent)


@lru_cache(maxsize=4096)
def parts_of(crosswalk: Crosswalk, profile: str, element: ElementRef) -> tuple[ElementRef, ...]:
    """The tasks of a practice or group of the profile; any other element itself."""
    tasks = (task.ref for task in tasks_of(crosswalk, profile))
    found = tuple(task for task in tasks if element in ancestors(crosswalk, task))
    return found or (element,)


def base_editions(crosswalk: Crosswalk, profile: str) -> list[str]:
    """The editions whose tasks those of the profile refine."""
    return sorted({t.refines.edition for t in tasks_of(crosswalk, profile) if t.refines})


def _certainty(link: Link) -> int:
    return link.whole.rank


def _order(link: Link) -> tuple[object, ...]:
    return link.whole.rank, link.status.rank, len(link.path), natural_order(link.task)


def _mapped(crosswalk: Crosswalk, task: Element, edition: str) -> Iterator[Link]:
    """What mappings of the task itself lead to."""
    if edition != task.ref.edition:
        for result in crosswalk.answer(task.ref, edition, max_hops=DEFAULT_HOPS).results:
            yield _link(task.ref, result, (), review=False)


def _by_base(crosswalk: Crosswalk, task: Element, edition: str) -> Iterator[Link]:
    """What the element that the task refines leads to: itself, and what is mapped to it."""
    if task.refines is None:
        return
    step = _refining(crosswalk, task.ref, task.refines)
    if not step:
        return
    modified = task.profile_status != "unchanged"
    if edition == task.refines.edition:
        yield Link(
            task=task.ref,
            element=task.refines,
            path=step,
            status=Status.POSSIBLE if modified else Status.ASSERTED,
            whole=Transfer.PARTIAL if modified else Transfer.FULL,
            part=Transfer.AT_MOST_PARTIAL if modified else Transfer.PARTIAL,
            same=not modified,
            review=modified,
        )
    elif edition != task.ref.edition:
        for result in crosswalk.answer(task.refines, edition, max_hops=DEFAULT_HOPS).results:
            if result.conclusion.telling is not None:
                yield _link(task.ref, result, step, review=modified)


def _refining(crosswalk: Crosswalk, task: ElementRef, base: ElementRef) -> Path:
    hops = crosswalk.links.hops(task)
    return tuple(hop for hop in hops if hop.relation == "refines" and hop.target == base)[:1]


def _link(task: ElementRef, result: Result, before: Path, *, review: bool) -> Link:
    """A link by way of a crosswalk result; after a modified task as if done in part."""
    conclusion, telling = result.conclusion, result.conclusion.telling
    if telling is None:
        path, status, same = result.paths[0], result.status, False
    else:
        path, status = telling.path, telling.judgement.status
        same = telling.judgement.relations == ("equal",) and not review
    return Link(
        task=task,
        element=result.element,
        path=(*before, *path),
        status=Status.POSSIBLE if review and status.rank < Status.POSSIBLE.rank else status,
        whole=conclusion.transfer_in_part if review else conclusion.transfer,
        part=Transfer.UNKNOWN if review else conclusion.transfer_in_part,
        same=same,
        review=review,
    )
