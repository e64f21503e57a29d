"""Whether an organization can attest, item by item: what is behind each, and what blocks it.

For a form, the tasks behind an item are those of the profile that refine a task which the form
relates to the item. Such a row says where to look and not what suffices, so that an item is
ready means that everything behind it is, and the signature stays a person's judgement. Of the
profile a task is ready when nothing in it is open, its items included; a form does not ask for
these.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TypeAlias

from crosstrace.crosswalk import Crosswalk, Path, Status
from crosstrace.errors import InvalidInput
from crosstrace.model import Element, ElementRef
from crosstrace.traceability.gaps import Gap, TaskGaps, task_gaps
from crosstrace.traceability.reach import tasks_of
from crosstrace.traceability.standing import Coverage, Ground, Standing, TaskStanding, standings
from crosstrace.traceability.view import ImplementationView, RiskAcceptance

FORM_ITEM = "attestation_item"


class Readiness(StrEnum):
    """Whether something can be attested, the best first."""

    READY = "ready"
    WITH_ACCEPTANCE = "with_acceptance"
    BLOCKED = "blocked"

    @property
    def rank(self) -> int:
        """0 for the best."""
        return list(Readiness).index(self)


@dataclass(frozen=True, slots=True)
class TaskBehind:
    """A task behind an item; `path` leads from the task to the item, empty for the task itself.

    `review` says that the profile modifies the task that the form means. `asked` is all that is
    open in the task, where it is the profile that is attested.
    """

    element: Element
    standing: TaskStanding
    path: Path
    review: bool
    asked: TaskGaps | None = None

    @property
    def lacking(self) -> tuple[Standing, ...]:
        """The statements that apply and aren't covered in full."""
        return tuple(
            one
            for one in self.standing.standings
            if one.applicable and one.coverage is not Coverage.FULL
        )

    @property
    def readiness(self) -> Readiness:
        """Ready when covered in full or not applicable; else it depends on accepted risk.

        No risk is accepted of what nobody decided on or answers for.
        """
        unsettled = self.asked is not None and {Gap.OPEN_ITEMS, Gap.NO_OWNER}.intersection(
            self.asked.gaps
        )
        if unsettled or not self.standing.standings:
            return Readiness.BLOCKED
        if not self.lacking:
            return Readiness.READY
        accepted = all(one.acceptance for one in self.lacking)
        return Readiness.WITH_ACCEPTANCE if accepted else Readiness.BLOCKED


@dataclass(frozen=True, slots=True)
class ItemReadiness:
    """An item with the tasks behind it and below it; nothing behind it is no ground to attest."""

    element: Element
    tasks: tuple[TaskBehind, ...]

    @property
    def readiness(self) -> Readiness:
        """The least of the tasks'."""
        return _worst(task.readiness for task in self.tasks)

    @property
    def status(self) -> Status:
        """How sure it is that these tasks are the ones that are meant."""
        direct = all(not task.path for task in self.tasks)
        return Status.ASSERTED if direct and self.tasks else Status.LEAD

    @property
    def blockers(self) -> tuple[TaskBehind, ...]:
        """The tasks that are not ready, those without acceptance first."""
        open_tasks = (task for task in self.tasks if task.readiness is not Readiness.READY)
        return tuple(sorted(open_tasks, key=lambda task: -task.readiness.rank))


@dataclass(frozen=True, slots=True)
class Judged:
    """How the graph was judged as a whole: at which level, for which day, how many violations."""

    level: str
    as_of: dt.date
    violations: int

    @property
    def conforms(self) -> bool:
        """Whether it conforms at that level."""
        return not self.violations


@dataclass(frozen=True, slots=True)
class Attestation:
    """The readiness of a form or profile; `editions` are those that the answer rests on.

    `form` says that it is one of which tasks are only related to the items; `judged` is None
    when the graph was not judged.
    """

    graph: str
    asset: str | None
    profile: str
    edition: str
    as_of: dt.date
    editions: tuple[str, ...]
    form: bool
    items: tuple[ItemReadiness, ...]
    judged: Judged | None = None

    @property
    def readiness(self) -> Readiness:
        """The least of the items'."""
        return _worst(item.readiness for item in self.items)

    @property
    def acceptances(self) -> tuple[RiskAcceptance, ...]:
        """The risk acceptances behind what is not ready, that which ends first at the top."""
        found = {
            one.acceptance.iri: one.acceptance
            for one in self._deciding()
            if one.acceptance is not None
        }
        return tuple(sorted(found.values(), key=lambda a: (a.valid_until or dt.date.max, a.iri)))

    @property
    def plans(self) -> tuple[Standing, ...]:
        """What is planned and so not ready: the plan of action, the earliest day first."""
        planned = (Ground.PLANNED, Ground.OVERDUE)
        found = {one.implementation.iri: one for one in self._deciding() if one.ground in planned}
        return tuple(
            sorted(
                found.values(),
                key=lambda s: (s.implementation.planned or dt.date.max, s.implementation.iri),
            )
        )

    def _deciding(self) -> Iterator[Standing]:
        for item in self.items:
            for task in item.blockers:
                yield from task.lacking


def _worst(found: Iterator[Readiness]) -> Readiness:
    return max(found, key=lambda readiness: readiness.rank, default=Readiness.BLOCKED)


def attestation(
    view: ImplementationView,
    crosswalk: Crosswalk,
    edition: str,
    as_of: dt.date,
    *,
    asset: str | None = None,
    judged: Judged | None = None,
) -> Attestation:
    """The readiness to attest `edition`: a form, or the profile that the graph answers.

    `NotFound` for an unknown edition, `InvalidInput` for one that nobody attests to.
    """
    crosswalk.catalog.edition(edition)
    form = edition in forms(crosswalk)
    if not form and edition != view.profile:
        held = ", ".join((*forms(crosswalk), view.profile))
        raise InvalidInput(f"Nobody attests to {edition} as such; ask for one of {held}.")
    items = items_ready(view, crosswalk, edition, standings(view, as_of, asset))
    used = {
        end.edition
        for item in items
        for task in item.tasks
        for hop in task.path
        for end in (hop.source, hop.target)
    }
    return Attestation(
        graph=view.iri,
        asset=asset or view.subject,
        profile=view.profile,
        edition=edition,
        as_of=as_of,
        editions=tuple(sorted({view.profile, edition, *used})),
        form=form,
        items=items,
        judged=judged,
    )


def forms(crosswalk: Crosswalk) -> tuple[str, ...]:
    """The editions whose elements are signed for."""
    editions = crosswalk.catalog.editions.values()
    return tuple(e.slug for e in editions if dict(e.element_counts).get(FORM_ITEM))


def items_ready(
    view: ImplementationView,
    crosswalk: Crosswalk,
    edition: str,
    stated: Mapping[ElementRef, TaskStanding],
) -> tuple[ItemReadiness, ...]:
    """The readiness of each item of a form, or of each task of the profile."""

    def behind(task: Element, path: Path, modified: bool) -> TaskBehind:
        standing = stated.get(task.ref, TaskStanding(task.ref))
        asked = task_gaps(view, crosswalk, task, standing) if edition == view.profile else None
        return TaskBehind(task, standing, path, modified, asked)

    return tuple(
        ItemReadiness(item, tuple(behind(*one) for one in found))
        for item, found in _items(crosswalk, view.profile, edition)
    )


_Behind: TypeAlias = tuple[Element, Path, bool]


@lru_cache(maxsize=64)
def _items(
    crosswalk: Crosswalk, profile: str, edition: str
) -> tuple[tuple[Element, tuple[_Behind, ...]], ...]:
    """The items to attest with the tasks behind each, in the order of the profile."""
    tasks = tasks_of(crosswalk, profile)
    if edition == profile:
        return tuple((task, ((task, (), False),)) for task in tasks)
    return tuple(
        (item, tuple(_behind(crosswalk, tasks, item.ref)))
        for item in crosswalk.catalog.of_edition(edition)
        if item.kind == FORM_ITEM
    )


def _behind(crosswalk: Crosswalk, tasks: Iterable[Element], item: ElementRef) -> Iterator[_Behind]:
    items = {item, *crosswalk.catalog.children.get(item, ())}
    for task in tasks:
        path = _path(crosswalk, task.ref, items)
        if path:
            yield task, path, task.profile_status == "modified"


def _path(crosswalk: Crosswalk, task: ElementRef, items: Collection[ElementRef]) -> Path:
    """The way from a task to one of the items: directly, or by what the task refines."""
    for first in crosswalk.links.hops(task):
        if first.target in items:
            return (first,)
        if first.relation == "refines":
            for second in crosswalk.links.hops(first.target):
                if second.target in items:
                    return first, second
    return ()
