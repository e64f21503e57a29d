"""What to do next: the steps that close most gaps of high priority and lift most elsewhere.

A step mends what keeps one task open, or all tasks that lost the same evidence. Where something
else keeps a task open then, the step closes no gap of it, and another step may. What it lifts in
other editions is counted where that is certain; leads are named beside it and weigh nothing.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from crosstrace.crosswalk import Crosswalk
from crosstrace.lookup.catalog import natural_order
from crosstrace.model import Element, ElementRef
from crosstrace.traceability.coverage import elements_covered
from crosstrace.traceability.gaps import open_items
from crosstrace.traceability.reach import tasks_of
from crosstrace.traceability.standing import (
    Coverage,
    EvidenceState,
    Ground,
    NamedEvidence,
    TaskStanding,
    standings,
)
from crosstrace.traceability.supposed import (
    answered,
    carried_out,
    given_evidence,
    given_rationale,
    renewed,
)
from crosstrace.traceability.view import ImplementationView

DEFAULT_COUNT = 5


class Action(StrEnum):
    """What a step is."""

    RENEW_EVIDENCE = "renew_evidence"
    GIVE_EVIDENCE = "give_evidence"
    ANSWER_OBJECTION = "answer_objection"
    GIVE_RATIONALE = "give_rationale"
    COMPLETE = "complete"
    CARRY_OUT_PLAN = "carry_out_plan"
    IMPLEMENT = "implement"
    STATE = "state"


_ACTIONS = {
    Ground.NO_CURRENT_EVIDENCE: Action.GIVE_EVIDENCE,
    Ground.CONTRADICTED: Action.ANSWER_OBJECTION,
    Ground.NO_RATIONALE: Action.GIVE_RATIONALE,
    Ground.PARTLY_DONE: Action.COMPLETE,
    Ground.PLANNED: Action.CARRY_OUT_PLAN,
    Ground.OVERDUE: Action.CARRY_OUT_PLAN,
    Ground.NOT_IMPLEMENTED: Action.IMPLEMENT,
    Ground.NO_STATUS: Action.STATE,
    Ground.NOT_STATED: Action.STATE,
}


@dataclass(frozen=True, slots=True)
class Lift:
    """An element of another edition that is certainly covered more after the step."""

    element: Element
    before: Coverage
    after: Coverage


@dataclass(frozen=True, slots=True)
class Step:
    """One step; `rank` counts from 1. `leads` are worth looking at and count for nothing.

    `standings` is how its tasks stand before, `after` how they do then. `closed` counts the gaps
    closed by priority, `gained` how much more is covered: three from nothing to all, two from
    planned, one from a part.
    """

    rank: int
    action: Action
    tasks: tuple[Element, ...]
    standings: tuple[TaskStanding, ...]
    after: tuple[TaskStanding, ...]
    evidence: NamedEvidence | None
    closed: Mapping[str, int]
    gained: int
    lifts: tuple[Lift, ...] = ()
    leads: tuple[ElementRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The next steps of a graph; `open_tasks` is the number of all tasks not covered in full.

    `undecided` are the tasks of which items are open; that is settled by deciding, not by a step.
    """

    graph: str
    asset: str | None
    profile: str
    as_of: dt.date
    editions: tuple[str, ...]
    open_tasks: int
    steps: tuple[Step, ...]
    undecided: tuple[ElementRef, ...] = ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    action: Action
    tasks: frozenset[ElementRef]
    evidence: NamedEvidence | None = None


def next_steps(
    view: ImplementationView,
    crosswalk: Crosswalk,
    as_of: dt.date,
    count: int = DEFAULT_COUNT,
    *,
    asset: str | None = None,
) -> Plan:
    """The `count` steps that help most, each as if those before it were done.

    In order: the gaps closed of high, medium and low priority, how much is gained by that, the
    elements elsewhere that are certainly lifted, and the identifier.
    """
    stated = dict(standings(view, as_of, asset))
    undecided = [ref for ref, one in stated.items() if open_items(crosswalk, one)]
    tasks = {task.ref: task for task in tasks_of(crosswalk, view.profile)}
    open_tasks = {ref for ref in tasks if _is_open(stated.get(ref, TaskStanding(ref)))}
    remaining, steps = set(open_tasks), list[Step]()
    while remaining and len(steps) < count:
        options = [
            _step(stated, tasks, candidate, len(steps) + 1, as_of)
            for candidate in _candidates(stated, remaining)
        ]
        most = min(map(_closing, options))
        alike = [step for step in options if _closing(step) == most]
        best = min((_lifted(crosswalk, view.profile, stated, step) for step in alike), key=_order)
        steps.append(best)
        stated.update(_after(stated, best, as_of))
        remaining = {ref for ref in remaining if _is_open(stated.get(ref, TaskStanding(ref)))}
    return Plan(
        graph=view.iri,
        asset=asset or view.subject,
        profile=view.profile,
        as_of=as_of,
        editions=tuple(sorted({view.profile, *_others(crosswalk, view.profile)})),
        open_tasks=len(open_tasks),
        steps=tuple(steps),
        undecided=tuple(sorted(undecided, key=natural_order)),
    )


def _is_open(standing: TaskStanding) -> bool:
    return standing.applicable and standing.coverage is not Coverage.FULL


def _closing(step: Step) -> tuple[int, ...]:
    """The gaps that a step closes, the more the less."""
    closed = [-step.closed.get(priority, 0) for priority in ("high", "medium", "low")]
    return *closed, -step.gained


def _order(step: Step) -> tuple[object, ...]:
    """The order of steps that close as much: certain lift, then the identifiers."""
    names = tuple(natural_order(task.ref) for task in step.tasks)
    return -len(step.lifts), names, step.evidence.iri if step.evidence else ""


def _candidates(
    stated: Mapping[ElementRef, TaskStanding], remaining: Collection[ElementRef]
) -> list[_Candidate]:
    """A step for each open task, and for each piece of evidence whose renewal closes gaps."""
    renewed: dict[str, tuple[NamedEvidence, set[ElementRef]]] = {}
    found = []
    for ref in sorted(remaining, key=natural_order):
        standing = stated.get(ref, TaskStanding(ref))
        expired = _expired(standing)
        for named in expired:
            renewed.setdefault(named.iri, (named, set()))[1].add(ref)
        if not expired:
            found.append(_Candidate(_ACTIONS[standing.ground], frozenset({ref})))
    found += [
        _Candidate(Action.RENEW_EVIDENCE, frozenset(refs), named)
        for named, refs in renewed.values()
    ]
    return found


def _expired(standing: TaskStanding) -> list[NamedEvidence]:
    """The evidence of a claim that would count again if it were renewed."""
    if standing.ground is not Ground.NO_CURRENT_EVIDENCE:
        return []
    named = standing.standings[0].evidence
    return [one for one in named if one.state is EvidenceState.EXPIRED]


def _step(
    stated: Mapping[ElementRef, TaskStanding],
    tasks: Mapping[ElementRef, Element],
    candidate: _Candidate,
    rank: int,
    as_of: dt.date,
) -> Step:
    refs = sorted(candidate.tasks, key=natural_order)
    before = tuple(stated.get(ref, TaskStanding(ref)) for ref in refs)
    after = tuple(_taken(candidate.action, one, candidate.evidence, as_of) for one in before)
    return Step(
        rank=rank,
        action=candidate.action,
        tasks=tuple(tasks[ref] for ref in refs),
        standings=before,
        after=after,
        evidence=candidate.evidence,
        closed=Counter(tasks[one.task].priority or "none" for one in after if not _is_open(one)),
        gained=sum(map(_missing, before)) - sum(map(_missing, after)),
    )


_MISSING = {Coverage.NONE: 3, Coverage.PLANNED: 2, Coverage.PARTIAL: 1}


def _missing(standing: TaskStanding) -> int:
    return _MISSING[standing.coverage] if _is_open(standing) else 0


def _taken(
    action: Action, standing: TaskStanding, evidence: NamedEvidence | None, as_of: dt.date
) -> TaskStanding:
    """The task as it stands when the step is taken, and nothing else."""
    if evidence is not None:
        return renewed(standing, evidence.iri, as_of)
    return _TAKEN.get(action, carried_out)(standing, as_of)


_TAKEN = {
    Action.GIVE_EVIDENCE: given_evidence,
    Action.ANSWER_OBJECTION: answered,
    Action.GIVE_RATIONALE: given_rationale,
}


def _after(
    stated: Mapping[ElementRef, TaskStanding], step: Step, as_of: dt.date
) -> dict[ElementRef, TaskStanding]:
    """What stands differently; evidence that is renewed counts wherever it is named."""
    after = {one.task: one for one in step.after}
    if step.evidence is not None:
        after |= {ref: renewed(one, step.evidence.iri, as_of) for ref, one in stated.items()}
    return after


def _others(crosswalk: Crosswalk, profile: str) -> list[str]:
    editions = crosswalk.catalog.editions.values()
    return [e.slug for e in editions if e.slug != profile and e.publication_status == "final"]


def _lifted(
    crosswalk: Crosswalk, profile: str, stated: Mapping[ElementRef, TaskStanding], step: Step
) -> Step:
    """The step with what it lifts in other editions, and what it leads to."""
    after = {**stated, **{one.task: one for one in step.after}}
    tasks = {task.ref for task in step.tasks}
    lifts, leads = [], []
    for edition in _others(crosswalk, profile):
        earlier = elements_covered(crosswalk, profile, edition, stated, bearing=tasks)
        later = elements_covered(crosswalk, profile, edition, after, bearing=tasks)
        for one, two in zip(earlier, later, strict=True):
            if two.coverage.rank > one.coverage.rank and two.coverage is not Coverage.UNKNOWN:
                lifts.append(Lift(one.element, one.coverage, two.coverage))
            elif len(two.candidates) > len(one.candidates):
                leads.append(one.element.ref)
    return replace(step, lifts=tuple(lifts), leads=tuple(leads))
