"""Readiness, plans and comparisons in sentences, for every mouth the same."""

from __future__ import annotations

from collections import Counter

from crosstrace.traceability.attestation import (
    Attestation,
    ItemReadiness,
    Judged,
    Readiness,
    TaskBehind,
)
from crosstrace.traceability.compare import Comparison, VersionDiff
from crosstrace.traceability.explain import (
    HOW_FAR,
    evidence_name,
    listed,
    plural,
    task_reason,
    words,
)
from crosstrace.traceability.explain_answers import gap_reason
from crosstrace.traceability.next_steps import Action, Plan, Step
from crosstrace.traceability.standing import Coverage

OPTIONAL_FORM = (
    "Agencies have been free to ask for this form or not since OMB M-26-05 of 23 January 2026, "
    "which rescinded M-22-18 and M-23-16; a contract may still ask for it. The tasks behind an "
    "item are those that its appendix relates to it for reference."
)


# --- Attestation


def attestation_summary(found: Attestation) -> str:
    """Whether it can be attested, and what stands against it."""
    counts = Counter(item.readiness for item in found.items)
    parts = [f"{counts[state]} {words(state)}" for state in Readiness if counts[state]]
    noun = "item" if found.form else "task"
    sentence = (
        f"On {found.as_of} {found.edition} is {words(found.readiness)}: of "
        f"{plural(len(found.items), noun)}, {listed(parts)}."
    )
    sentence += f" {judged(found.judged)}"
    return f"{sentence} {OPTIONAL_FORM}" if found.form else sentence


def judged(found: Judged | None) -> str:
    """How the graph behind an answer was judged."""
    if found is None:
        return "Whether the graph conforms was not judged."
    verdict = "it conforms"
    if not found.conforms:
        verdict = f"it does not conform, with {plural(found.violations, 'violation')}"
    asked = ", which asks for its structure alone" if found.level == "draft" else ""
    return f"Judged as of {found.as_of} at the level {found.level}{asked}, {verdict}."


def item(found: ItemReadiness) -> str:
    """Whether an item can be attested, and what blocks it."""
    if not found.tasks:
        return "No task is related to it, so nothing here backs it."
    review = [str(task.element.ref) for task in found.tasks if task.review]
    ready = f"All {plural(len(found.tasks), 'task')} behind it are covered or don't apply."
    if len(found.tasks) == 1:
        ready = "The task behind it is covered or doesn't apply."
    sentence = ready
    if found.blockers:
        sentence = " ".join(f"{t.element.ref}: {blocker(t)}" for t in found.blockers)
    if review and any(task.path for task in found.tasks):
        sentence += f" To review, since the profile modifies them: {listed(review)}."
    return sentence


def blocker(found: TaskBehind) -> str:
    """Why a task is not ready."""
    return gap_reason(found.asked) if found.asked else task_reason(found.standing)


# --- Next steps


def plan_summary(found: Plan) -> str:
    """How much is open and how much of that is listed."""
    sentence = f"On {found.as_of} no task of {found.profile} is open."
    if found.steps:
        closed = sum(sum(step.closed.values()) for step in found.steps)
        sentence = (
            f"On {found.as_of} {plural(found.open_tasks, 'task')} of {found.profile} "
            f"{'is' if found.open_tasks == 1 else 'are'} open; "
            f"{'this step closes' if len(found.steps) == 1 else 'these steps close'} {closed}."
        )
    if found.undecided:
        sentence += f" Items are still to be decided on in {plural(len(found.undecided), 'task')}."
    return sentence


_STEPS = {
    Action.GIVE_EVIDENCE: "Give evidence that counts for {tasks}.",
    Action.ANSWER_OBJECTION: "Refute or mend what speaks against {tasks}.",
    Action.GIVE_RATIONALE: "Give the rationale for departing from {tasks}.",
    Action.COMPLETE: "Complete {tasks}, which is done in part.",
    Action.CARRY_OUT_PLAN: "Set a day for {tasks} and carry it out.",
    Action.IMPLEMENT: "Implement {tasks}.",
    Action.STATE: "State how {tasks} is met, and meet it.",
}


def step(found: Step) -> str:
    """What to do."""
    tasks = listed(str(task.ref) for task in found.tasks)
    if found.evidence is not None:
        verb = "rests" if len(found.tasks) == 1 else "rest"
        return f"Renew {evidence_name(found.evidence)}, on which {tasks} {verb}."
    stated = found.standings[0].standings
    planned = stated[0].implementation.planned if stated else None
    if found.action is Action.CARRY_OUT_PLAN and planned:
        return f"Carry out {tasks}, planned for {planned}."
    return _STEPS[found.action].format(tasks=tasks)


def step_reason(found: Step) -> str:
    """Why the step stands where it does."""
    closed = [f"{n} of {name} priority" for name, n in found.closed.items() if n]
    sentence = f"Closes {listed(closed)}" if closed else "Closes nothing by itself"
    left = [one for one in found.after if one.applicable and one.coverage is not Coverage.FULL]
    if left:
        kept = [f"{one.task} {words(one.ground)}" for one in left]
        sentence += f"; leaves {listed(kept)}"
    lifted = Counter(lift.element.ref.edition for lift in found.lifts)
    if lifted:
        certain = [f"{plural(n, 'element')} of {slug}" for slug, n in sorted(lifted.items())]
        sentence += f"; certainly lifts {listed(certain)}"
    if found.leads:
        sentence += f"; also worth looking at: {plural(len(found.leads), 'lead')}, not counted"
    return f"{sentence}."


# --- Comparison


def comparison_summary(found: Comparison) -> str:
    """How many elements are covered alike, and which graph is ahead where they are not."""
    differing = [pair for pair in found.pairs if pair.differs]
    ahead = sum(p.first.coverage.rank > p.second.coverage.rank for p in differing)
    behind = sum(p.first.coverage.rank < p.second.coverage.rank for p in differing)
    first, second = (c.counts for c in (found.first, found.second))
    kinds = [kind for kind in first if first[kind][Coverage.FULL] or second[kind][Coverage.FULL]]
    full = [
        f"{first[kind][Coverage.FULL]} and {second[kind][Coverage.FULL]} of "
        f"{plural(sum(first[kind].values()), kind)} are {HOW_FAR[Coverage.FULL]}"
        for kind in kinds
    ]
    sentence = (
        f"On {found.first.as_of}, {len(found.pairs) - len(differing)} of {len(found.pairs)} "
        f"elements of {found.first.edition} are covered alike; the first covers more of {ahead}, "
        f"the second of {behind}."
    )
    return f"{sentence} {listed(full).capitalize()}." if full else sentence


_THING = {"evidence": "piece of evidence"}


def version_summary(found: VersionDiff) -> str:
    """What kinds of change there are."""
    counts = Counter((_THING.get(c.kind, c.kind), c.change) for c in found.changes)
    parts = [f"{plural(n, kind)} {change}" for (kind, change), n in sorted(counts.items())]
    return f"{listed(parts, most=20).capitalize()}." if parts else "Nothing is stated differently."
