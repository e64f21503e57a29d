"""How a statement stands on a day: what it claims, what shows it, and what speaks against it.

A claim counts as far as evidence shows it that is current on that day. What can't be shown
isn't covered; what is contradicted is covered in part at most, until the contradiction is
refuted. A risk that is accepted is borne, not treated, so acceptance changes no coverage.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from crosstrace.model import ElementRef
from crosstrace.traceability.view import (
    Assessment,
    Disposition,
    Evidence,
    Implementation,
    ImplementationView,
    RiskAcceptance,
)


class Coverage(StrEnum):
    """How far an element is covered, the most first."""

    FULL = "full"
    PARTIAL = "partial"
    PLANNED = "planned"
    UNKNOWN = "unknown"
    NONE = "none"

    @property
    def rank(self) -> int:
        """0 for the least."""
        return _RANKS[self]


_RANKS = {coverage: rank for rank, coverage in enumerate(reversed(Coverage))}


class Ground(StrEnum):
    """Why an element is covered as far as it is."""

    EVIDENCED = "evidenced"
    ALTERNATIVE = "alternative"
    PARTLY_DONE = "partly_done"
    CONTRADICTED = "contradicted"
    NO_RATIONALE = "no_rationale"
    NO_CURRENT_EVIDENCE = "no_current_evidence"
    PLANNED = "planned"
    OVERDUE = "overdue"
    NOT_IMPLEMENTED = "not_implemented"
    NOT_APPLICABLE = "not_applicable"
    NO_STATUS = "no_status"
    NOT_STATED = "not_stated"
    ADOPTED = "adopted"
    ADAPTED = "adapted"
    OMITTED = "omitted"
    UNDECIDED = "undecided"
    MAPPED = "mapped"
    INCONCLUSIVE = "inconclusive"
    LEADS_ONLY = "leads_only"
    NO_MAPPING = "no_mapping"


class EvidenceState(StrEnum):
    """Whether evidence counts on a day, and if not, why."""

    CURRENT = "current"
    EXPIRED = "expired"
    NOT_YET_ISSUED = "not_yet_issued"
    UNDATED = "undated"
    CONTRARY = "contrary"
    NOT_DESCRIBED = "not_described"


@dataclass(frozen=True, slots=True)
class NamedEvidence:
    """Evidence as a statement names it; `evidence` is None when the graph doesn't describe it."""

    iri: str
    state: EvidenceState
    evidence: Evidence | None


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


@dataclass(frozen=True, slots=True)
class Standing:
    """One statement on a day. When it isn't `applicable` it counts neither for nor against."""

    implementation: Implementation
    coverage: Coverage
    applicable: bool
    ground: Ground
    evidence: tuple[NamedEvidence, ...] = ()
    objections: tuple[Objection, ...] = ()
    acceptance: RiskAcceptance | None = None

    @property
    def current(self) -> tuple[NamedEvidence, ...]:
        """The evidence that counts."""
        return tuple(e for e in self.evidence if e.state is EvidenceState.CURRENT)


@dataclass(frozen=True, slots=True)
class TaskStanding:
    """A task for one asset on a day: all statements on it, the deciding one first.

    When there are several, which the shapes forbid, the least of them decides.
    """

    task: ElementRef
    standings: tuple[Standing, ...] = ()

    @property
    def coverage(self) -> Coverage:
        """How far the task is covered."""
        return self.standings[0].coverage if self.standings else Coverage.NONE

    @property
    def applicable(self) -> bool:
        """Whether the task applies; not so when every statement on it says that, with a reason."""
        return not self.standings or any(standing.applicable for standing in self.standings)

    @property
    def ground(self) -> Ground:
        """Why it is covered as far as it is."""
        return self.standings[0].ground if self.standings else Ground.NOT_STATED

    def decision_on(self, item: ElementRef) -> Disposition | None:
        """What the deciding statement says of an item of the task."""
        decided = self.standings[0].implementation.dispositions if self.standings else ()
        return next((one for one in decided if one.item == item), None)


def standings(
    view: ImplementationView, as_of: dt.date, asset: str | None = None
) -> Mapping[ElementRef, TaskStanding]:
    """Every task that is stated for an asset (the subject when None), as it stands on a day."""
    against = _against(view)
    found: dict[ElementRef, list[Standing]] = defaultdict(list)
    for implementation in view.for_asset(asset):
        objections = tuple(
            _objection(view, source, implementation.iri, as_of)
            for source in against.get(implementation.iri, ())
            if _raised(source, as_of)
        )
        found[implementation.task].append(_standing(view, implementation, objections, as_of))
    return {
        task: TaskStanding(task, tuple(sorted(some, key=_least))) for task, some in found.items()
    }


def _least(standing: Standing) -> tuple[bool, int, str]:
    return not standing.applicable, standing.coverage.rank, standing.implementation.iri


def all_objections(view: ImplementationView, as_of: dt.date) -> tuple[Objection, ...]:
    """Everything that speaks against a statement of the graph by a day, open ones first."""
    found = (
        _objection(view, source, against, as_of)
        for against, sources in _against(view).items()
        for source in sources
        if _raised(source, as_of)
    )
    return tuple(
        sorted(found, key=lambda o: (list(Answered).index(o.answered), o.source, o.against))
    )


def evidence_state(evidence: Evidence | None, as_of: dt.date) -> EvidenceState:
    """Whether evidence counts on a day: from its issue to its last day, both included."""
    if evidence is None:
        return EvidenceState.NOT_DESCRIBED
    if evidence.issued is None or not evidence.dated:
        return EvidenceState.UNDATED
    if evidence.valid_until is not None and evidence.valid_until < as_of:
        return EvidenceState.EXPIRED
    return EvidenceState.NOT_YET_ISSUED if evidence.issued > as_of else EvidenceState.CURRENT


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


def _standing(
    view: ImplementationView,
    implementation: Implementation,
    objections: tuple[Objection, ...],
    as_of: dt.date,
) -> Standing:
    named = tuple(_named(view, implementation, iri, as_of) for iri in implementation.evidence)
    coverage, ground = _claimed(implementation, as_of)
    if coverage in (Coverage.FULL, Coverage.PARTIAL):
        if not any(found.state is EvidenceState.CURRENT for found in named):
            coverage, ground = Coverage.NONE, Ground.NO_CURRENT_EVIDENCE
        elif any(found.answered is not Answered.REFUTED for found in objections):
            coverage, ground = Coverage.PARTIAL, Ground.CONTRADICTED
    return Standing(
        implementation,
        coverage,
        ground is not Ground.NOT_APPLICABLE,
        ground,
        named,
        objections,
        valid_acceptance(view, implementation.iri, as_of),
    )


def _claimed(implementation: Implementation, as_of: dt.date) -> tuple[Coverage, Ground]:
    """What the statement claims, before anything is asked of its evidence."""
    coverage, ground = _CLAIMS.get(implementation.status, (Coverage.NONE, Ground.NO_STATUS))
    if ground in _DEPARTURES and not implementation.rationale:
        return _DEPARTURES[ground], Ground.NO_RATIONALE
    planned = implementation.planned
    if ground is Ground.PLANNED and planned is not None and planned < as_of:
        return coverage, Ground.OVERDUE
    return coverage, ground


_CLAIMS: Mapping[str | None, tuple[Coverage, Ground]] = {
    "implemented": (Coverage.FULL, Ground.EVIDENCED),
    "alternative": (Coverage.FULL, Ground.ALTERNATIVE),
    "partial": (Coverage.PARTIAL, Ground.PARTLY_DONE),
    "planned": (Coverage.PLANNED, Ground.PLANNED),
    "not_applicable": (Coverage.NONE, Ground.NOT_APPLICABLE),
    "not_implemented": (Coverage.NONE, Ground.NOT_IMPLEMENTED),
}
_DEPARTURES = {Ground.ALTERNATIVE: Coverage.PARTIAL, Ground.NOT_APPLICABLE: Coverage.NONE}
"""What needs a rationale, and how far it counts without one."""


def _named(
    view: ImplementationView, implementation: Implementation, iri: str, as_of: dt.date
) -> NamedEvidence:
    evidence = view.evidence.get(iri)
    if evidence is not None and implementation.iri in evidence.contradicts:
        return NamedEvidence(iri, EvidenceState.CONTRARY, evidence)
    return NamedEvidence(iri, evidence_state(evidence, as_of), evidence)


# --- What speaks against a statement


def _against(view: ImplementationView) -> dict[str, list[Evidence | Assessment]]:
    found: dict[str, list[Evidence | Assessment]] = defaultdict(list)
    for evidence in view.evidence.values():
        for implementation in evidence.contradicts:
            found[implementation].append(evidence)
    for assessment in view.assessments:
        if assessment.outcome == "failed":
            for implementation in assessment.of:
                found[implementation].append(assessment)
    return found


def _since(source: Evidence | Assessment) -> dt.date | None:
    return source.issued if isinstance(source, Evidence) else source.ended


def _raised(source: Evidence | Assessment, as_of: dt.date) -> bool:
    """Whether it spoke by that day. A finding does not lapse: it stands until it is answered."""
    since = _since(source)
    return since is None or since <= as_of


def _objection(
    view: ImplementationView, source: Evidence | Assessment, against: str, as_of: dt.date
) -> Objection:
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
