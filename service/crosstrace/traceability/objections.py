"""What speaks against a statement: counter-evidence and failed assessments, and the answers.

A finding does not lapse; it stands until a later assessment refutes it. An accepted risk lives
with it and does not refute it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from crosstrace.traceability.view import (
    Assessment,
    Evidence,
    ImplementationView,
    RiskAcceptance,
)

Source: TypeAlias = Evidence | Assessment


class Answered(StrEnum):
    """What became of an objection."""

    OPEN = "open"
    REFUTED = "refuted"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Objection:
    """Counter-evidence or a failed assessment; `answer` is what refutes or accepts it."""

    source: str
    against: str
    kind: str
    since: dt.date | None
    answered: Answered
    answer: str | None = None


def all_objections(view: ImplementationView, as_of: dt.date) -> tuple[Objection, ...]:
    """Everything that speaks against a statement of the graph by a day, open ones first."""
    found = (
        objection(view, source, against, as_of)
        for against, sources in sources_against(view).items()
        for source in sources
        if raised(source, as_of)
    )
    return tuple(
        sorted(found, key=lambda o: (list(Answered).index(o.answered), o.source, o.against))
    )


def valid_acceptance(
    view: ImplementationView, implementation: str, as_of: dt.date
) -> RiskAcceptance | None:
    """The acceptance of what an implementation leaves that holds longest, None on a day without."""
    valid = [
        found
        for found in view.acceptances
        if implementation in found.accepts
        and found.valid_until is not None
        and found.valid_until >= as_of
    ]
    return max(valid, key=lambda found: (found.valid_until, found.iri), default=None)


def sources_against(view: ImplementationView) -> Mapping[str, list[Source]]:
    """The counter-evidence and failed assessments of each implementation."""
    found: dict[str, list[Source]] = defaultdict(list)
    for evidence in view.evidence.values():
        for implementation in evidence.contradicts:
            found[implementation].append(evidence)
    for assessment in view.assessments:
        if assessment.outcome == "failed":
            for implementation in assessment.of:
                found[implementation].append(assessment)
    return {against: sorted(sources, key=lambda s: s.iri) for against, sources in found.items()}


def _since(source: Source) -> dt.date | None:
    return source.issued if isinstance(source, Evidence) else source.ended


def raised(source: Source, as_of: dt.date) -> bool:
    """Whether it spoke by that day. A finding does not lapse: it stands until it is answered."""
    since = _since(source)
    return since is None or since <= as_of


def objection(view: ImplementationView, source: Source, against: str, as_of: dt.date) -> Objection:
    """What a source says against an implementation, and what has become of it by that day."""
    kind = "counter_evidence" if isinstance(source, Evidence) else "failed_assessment"
    since = _since(source)
    answered, answer = Answered.OPEN, None
    passed = _passed(view, against, since, as_of)
    accepted = valid_acceptance(view, against, as_of)
    if passed is not None:
        answered, answer = Answered.REFUTED, passed.iri
    elif accepted is not None:
        answered, answer = Answered.ACCEPTED, accepted.iri
    return Objection(source.iri, against, kind, since, answered, answer)


def _passed(
    view: ImplementationView, implementation: str, since: dt.date | None, as_of: dt.date
) -> Assessment | None:
    """The last assessment that the implementation passed, not before the objection."""
    passed = [
        found
        for found in view.assessments
        if implementation in found.of
        and found.outcome == "passed"
        and since is not None
        and found.ended is not None
        and since <= found.ended <= as_of
    ]
    return max(passed, key=lambda found: (found.ended, found.iri), default=None)
