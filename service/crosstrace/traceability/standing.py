"""How a statement stands on a day: what it claims, what shows it, and what speaks against it.

A claim counts as far as evidence shows it that is current on that day. What can't be shown
isn't covered; what is contradicted is covered in part at most, until the contradiction is
refuted. A risk that is accepted is borne, not treated, so acceptance changes no coverage.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from crosstrace.model import ElementRef
from crosstrace.traceability.objections import Answered, Findings, Objection
from crosstrace.traceability.view import (
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


DECISIONS = ("adopted", "adapted", "omitted")
"""What can be decided on an item; all but the first need a reason."""


@dataclass(frozen=True, slots=True)
class NamedEvidence:
    """Evidence as a statement names it; `evidence` is None when the graph doesn't describe it."""

    iri: str
    state: EvidenceState
    evidence: Evidence | None


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
        """What the deciding statement says of an item of the task, if it decides it.

        Nothing is where two decisions differ, or where one can't be read.
        """
        stated = self.standings[0].implementation.dispositions if self.standings else ()
        found = [one for one in stated if one.item == item]
        if len({one.decision for one in found}) != 1 or found[0].decision not in DECISIONS:
            return None
        return next((one for one in found if one.rationale), found[0])


def standings(
    view: ImplementationView, as_of: dt.date, asset: str | None = None
) -> Mapping[ElementRef, TaskStanding]:
    """Every task that is stated for an asset (the subject when None), as it stands on a day."""
    return _stated(view, view.for_asset(asset), Findings(view, as_of), as_of)


def standings_by_asset(
    view: ImplementationView, as_of: dt.date
) -> Mapping[str | None, Mapping[ElementRef, TaskStanding]]:
    """The same for each asset that something is stated for, the subject first."""
    findings = Findings(view, as_of)
    stated: dict[str | None, list[Implementation]] = defaultdict(list)
    for one in sorted(view.implementations, key=lambda i: (i.asset != view.subject, i.asset or "")):
        stated[one.asset].append(one)
    return {asset: _stated(view, some, findings, as_of) for asset, some in stated.items()}


def _stated(
    view: ImplementationView,
    implementations: Iterable[Implementation],
    findings: Findings,
    as_of: dt.date,
) -> dict[ElementRef, TaskStanding]:
    found: dict[ElementRef, list[Standing]] = defaultdict(list)
    for one in implementations:
        named = tuple(_named(view, one, iri, as_of) for iri in one.evidence)
        objections, acceptance = findings.of(one.iri), findings.acceptance(one.iri)
        found[one.task].append(standing_of(one, named, objections, acceptance, as_of))
    return {task: task_standing(task, some) for task, some in found.items()}


def together(found: Iterable[TaskStanding]) -> dict[ElementRef, TaskStanding]:
    """The tasks by all statements on each, wherever they were made."""
    stated: dict[ElementRef, list[Standing]] = defaultdict(list)
    for one in found:
        stated[one.task] += one.standings
    return {task: task_standing(task, some) for task, some in stated.items()}


def task_standing(task: ElementRef, found: Iterable[Standing]) -> TaskStanding:
    """The task by all statements on it."""
    return TaskStanding(task, tuple(sorted(found, key=_least)))


def _least(standing: Standing) -> tuple[bool, int, str]:
    return not standing.applicable, standing.coverage.rank, standing.implementation.iri


def evidence_state(evidence: Evidence | None, as_of: dt.date) -> EvidenceState:
    """Whether evidence counts on a day: from its issue to its last day, both included."""
    if evidence is None:
        return EvidenceState.NOT_DESCRIBED
    if evidence.issued is None or not evidence.dated:
        return EvidenceState.UNDATED
    if evidence.valid_until is not None and evidence.valid_until < as_of:
        return EvidenceState.EXPIRED
    return EvidenceState.NOT_YET_ISSUED if evidence.issued > as_of else EvidenceState.CURRENT


def standing_of(
    implementation: Implementation,
    named: tuple[NamedEvidence, ...],
    objections: tuple[Objection, ...],
    acceptance: RiskAcceptance | None,
    as_of: dt.date,
) -> Standing:
    """How a statement stands with this evidence and these objections."""
    coverage, ground = _claimed(implementation, as_of)
    if coverage in (Coverage.FULL, Coverage.PARTIAL):
        if not any(found.state is EvidenceState.CURRENT for found in named):
            coverage, ground = Coverage.NONE, Ground.NO_CURRENT_EVIDENCE
        elif any(found.answered is not Answered.REFUTED for found in objections):
            coverage, ground = Coverage.PARTIAL, Ground.CONTRADICTED
    applicable = ground is not Ground.NOT_APPLICABLE
    return Standing(implementation, coverage, applicable, ground, named, objections, acceptance)


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
