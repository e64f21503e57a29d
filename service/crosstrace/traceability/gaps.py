"""What is open in an implementation graph, task by task, the most important first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from crosstrace.crosswalk import Crosswalk, Status
from crosstrace.lookup.catalog import natural_order
from crosstrace.model import Element, ElementRef
from crosstrace.traceability.coverage import ITEMS, coverage, tally
from crosstrace.traceability.mapping_gaps import MappingGaps, mapping_gaps
from crosstrace.traceability.objections import Findings, Objection
from crosstrace.traceability.reach import ancestors, tasks_of
from crosstrace.traceability.standing import Coverage, TaskStanding, standings
from crosstrace.traceability.view import Implementation, ImplementationView

PRIORITIES: Final = ("high", "medium", "low", None)
_DEPARTING = ("alternative", "not_applicable", "omitted", "adapted")
_CLAIMS_WORK = {"implemented", "alternative", "partial"}


class Gap(StrEnum):
    """What can be open in a task, the gravest first."""

    NOT_STATED = "not_stated"
    NOT_IMPLEMENTED = "not_implemented"
    NO_STATUS = "no_status"
    NO_CURRENT_EVIDENCE = "no_current_evidence"
    CONTRADICTED = "contradicted"
    OVERDUE = "overdue"
    PLANNED = "planned"
    PARTLY_DONE = "partly_done"
    NO_RATIONALE = "no_rationale"
    NO_OWNER = "no_owner"
    OPEN_ITEMS = "open_items"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Gap).index(self)


@dataclass(frozen=True, slots=True)
class TaskGaps:
    """A task with all that is open in it.

    `open_items` are those nothing is decided on, or no reason given to depart from.
    """

    element: Element
    standing: TaskStanding
    gaps: tuple[Gap, ...]
    open_items: tuple[ElementRef, ...] = ()

    @property
    def status(self) -> Status:
        """That nothing is stated proves nothing; all else is what the organization asserts."""
        return Status.ASSERTED if self.standing.standings else Status.UNKNOWN


@dataclass(frozen=True, slots=True)
class Departure:
    """A task or item that is not followed as it is written: how, why, and on whose word.

    `parties` answer for the statement; `approvers` accepted the risk that it leaves, if any did.
    """

    element: Element
    kind: str
    implementation: str
    rationale: str | None
    parties: tuple[str, ...]
    approvers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gaps:
    """All gaps of a graph; `progress` counts tasks by what the profile did to them.

    `unplaced` names the implementations that name no task of the profile; `unmapped` says where
    no mapping leads to the edition that was asked for, if one was.
    """

    graph: str
    asset: str | None
    profile: str
    as_of: dt.date
    editions: tuple[str, ...]
    tasks: tuple[TaskGaps, ...]
    departures: tuple[Departure, ...]
    objections: tuple[Objection, ...]
    progress: dict[str, dict[str, int]]
    unplaced: tuple[str, ...]
    unmapped: MappingGaps | None = None


def gaps(
    view: ImplementationView,
    crosswalk: Crosswalk,
    as_of: dt.date,
    *,
    asset: str | None = None,
    edition: str | None = None,
) -> Gaps:
    """What is open on a day for an asset (the subject when None), high priority first.

    With an edition also where no mapping leads to it; `NotFound` when it is unknown.
    """
    stated = standings(view, as_of, asset)
    tasks = tasks_of(crosswalk, view.profile)
    found = (
        task_gaps(view, crosswalk, task, stated.get(task.ref, TaskStanding(task.ref)))
        for task in tasks
    )
    known = {task.ref for task in tasks}
    astray = {i.iri for i in view.implementations if i.task not in known}
    return Gaps(
        graph=view.iri,
        asset=asset or view.subject,
        profile=view.profile,
        as_of=as_of,
        editions=(view.profile,),
        tasks=tuple(sorted((one for one in found if one.gaps), key=_importance)),
        departures=tuple(_departures(crosswalk, stated)),
        objections=Findings(view, as_of).all(),
        progress=_progress(view, crosswalk, as_of, asset),
        unplaced=tuple(sorted({*astray, *view.unplaced})),
        unmapped=None if edition is None else mapping_gaps(crosswalk, view.profile, edition),
    )


def _importance(found: TaskGaps) -> tuple[object, ...]:
    """What is not fully done by priority, then what is done and leaves items undecided."""
    priority = PRIORITIES.index(found.element.priority)
    items_only = found.gaps == (Gap.OPEN_ITEMS,)
    return items_only, priority, found.gaps[0].rank, natural_order(found.element.ref)


def task_gaps(
    view: ImplementationView, crosswalk: Crosswalk, task: Element, standing: TaskStanding
) -> TaskGaps:
    """All that is open in a task that stands so."""
    undecided = open_items(crosswalk, standing)
    gaps = list(_gaps(view, crosswalk, standing))
    if undecided:
        gaps.append(Gap.OPEN_ITEMS)
    return TaskGaps(task, standing, tuple(gaps), undecided)


def _gaps(view: ImplementationView, crosswalk: Crosswalk, standing: TaskStanding) -> Iterator[Gap]:
    if standing.applicable and standing.coverage is not Coverage.FULL:
        yield Gap(standing.ground)
    if standing.standings and not _owned(view, crosswalk, standing):
        yield Gap.NO_OWNER


def _owned(view: ImplementationView, crosswalk: Crosswalk, standing: TaskStanding) -> bool:
    if any(one.implementation.parties for one in standing.standings):
        return True
    assets = {one.implementation.asset for one in standing.standings}
    holders = {standing.task, *ancestors(crosswalk, standing.task)}
    return any(a.element in holders and a.asset in assets and a.parties for a in view.allocations)


def open_items(crosswalk: Crosswalk, standing: TaskStanding) -> tuple[ElementRef, ...]:
    """The items that are open in a task that is said to be done, in full or part.

    Nothing is decided on them, or it isn't said why they are adapted or omitted.
    """
    if not standing.standings:
        return ()
    if standing.standings[0].implementation.status not in _CLAIMS_WORK:
        return ()
    return tuple(
        ref
        for ref in crosswalk.catalog.children.get(standing.task, ())
        if crosswalk.catalog.element(ref).kind in ITEMS and _is_open(standing, ref)
    )


def _is_open(standing: TaskStanding, item: ElementRef) -> bool:
    found = standing.decision_on(item)
    return found is None or (found.decision != "adopted" and not found.rationale)


def _departures(
    crosswalk: Crosswalk, stated: Mapping[ElementRef, TaskStanding]
) -> Iterator[Departure]:
    for task in sorted(stated, key=natural_order):
        for standing in stated[task].standings:
            one = standing.implementation
            approvers = standing.acceptance.approvers if standing.acceptance else ()
            for ref, kind, rationale in _departing(one):
                element = crosswalk.catalog.elements.get(ref)
                if element is not None:
                    yield Departure(element, kind, one.iri, rationale, one.parties, approvers)


def _departing(found: Implementation) -> Iterator[tuple[ElementRef, str, str | None]]:
    if found.status in _DEPARTING:
        yield found.task, found.status, found.rationale
    for decided in found.dispositions:
        if decided.decision in _DEPARTING:
            yield decided.item, decided.decision, decided.rationale


def _progress(
    view: ImplementationView, crosswalk: Crosswalk, as_of: dt.date, asset: str | None
) -> dict[str, dict[str, int]]:
    found = coverage(view, crosswalk, view.profile, as_of, asset=asset)
    tasks = [one for one in found.elements if one.element.kind == "task"]
    kinds = dict.fromkeys(one.element.profile_status or "not_stated" for one in tasks)
    return {
        kind: tally(t for t in tasks if (t.element.profile_status or "not_stated") == kind)
        for kind in sorted(kinds)
    }
