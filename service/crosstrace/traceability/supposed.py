"""How a task would stand if something were different: evidence lost or renewed, a claim mended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import replace

from crosstrace.traceability.standing import (
    EvidenceState,
    NamedEvidence,
    Standing,
    TaskStanding,
    standing_of,
    task_standing,
)
from crosstrace.traceability.view import Implementation

GIVEN = NamedEvidence("", EvidenceState.CURRENT, None)
"""Evidence that nobody has given yet."""


def without(standing: TaskStanding, evidence: Collection[str], as_of: dt.date) -> TaskStanding:
    """The task as it would stand if some evidence supported nothing."""
    lessened = (
        _with(
            one,
            replace(
                one.implementation,
                evidence=tuple(e for e in one.implementation.evidence if e not in evidence),
            ),
            tuple(named for named in one.evidence if named.iri not in evidence),
            as_of,
        )
        for one in standing.standings
    )
    return task_standing(standing.task, lessened)


def renewed(standing: TaskStanding, evidence: str, as_of: dt.date) -> TaskStanding:
    """The task as it would stand if a piece of expired evidence were valid again."""
    return task_standing(
        standing.task,
        (
            _with(
                one,
                one.implementation,
                tuple(_valid(named) if named.iri == evidence else named for named in one.evidence),
                as_of,
            )
            for one in standing.standings
        ),
    )


def _valid(named: NamedEvidence) -> NamedEvidence:
    if named.state is not EvidenceState.EXPIRED:
        return named
    return replace(named, state=EvidenceState.CURRENT)


def given_evidence(standing: TaskStanding, as_of: dt.date) -> TaskStanding:
    """The task as it would stand if evidence that counts showed what decides it."""
    first, *rest = standing.standings
    named = first.evidence if first.current else (*first.evidence, GIVEN)
    return task_standing(standing.task, (_with(first, first.implementation, named, as_of), *rest))


def given_rationale(standing: TaskStanding, as_of: dt.date) -> TaskStanding:
    """The task as it would stand if the deciding statement had a reason to depart."""
    first, *rest = standing.standings
    stated = replace(first.implementation, rationale="given")
    return task_standing(standing.task, (_with(first, stated, first.evidence, as_of), *rest))


def answered(standing: TaskStanding, as_of: dt.date) -> TaskStanding:
    """The task as it would stand if all that speaks against the deciding statement were refuted."""
    first, *rest = standing.standings
    answer = _with(replace(first, objections=()), first.implementation, first.evidence, as_of)
    return task_standing(standing.task, (answer, *rest))


def carried_out(standing: TaskStanding, as_of: dt.date) -> TaskStanding:
    """The task as it would stand if the deciding statement said that all is done, and showed it.

    What speaks against that statement goes on doing so.
    """
    if not standing.standings:
        stated = Implementation("", standing.task, status="implemented")
        return task_standing(standing.task, [standing_of(stated, (GIVEN,), (), None, as_of)])
    first, *rest = standing.standings
    stated = replace(first.implementation, status="implemented")
    changed = task_standing(standing.task, (_with(first, stated, first.evidence, as_of),))
    return task_standing(standing.task, (*given_evidence(changed, as_of).standings, *rest))


def _with(
    standing: Standing,
    implementation: Implementation,
    named: tuple[NamedEvidence, ...],
    as_of: dt.date,
) -> Standing:
    return standing_of(implementation, named, standing.objections, standing.acceptance, as_of)
