"""Statements of an implementation graph as they stand on a day, for all answers on them."""

from __future__ import annotations

import datetime as dt

from crosstrace.documents.base import Document
from crosstrace.traceability import (
    NamedEvidence,
    Objection,
    RiskAcceptance,
    Standing,
    TaskStanding,
    explain,
)


def day(found: dt.date | None) -> str | None:
    """A day as `YYYY-MM-DD`."""
    return None if found is None else found.isoformat()


def statement(found: Standing) -> Document:
    """One implementation, how far it counts, and what it rests on."""
    implementation = found.implementation
    return {
        "implementation": implementation.iri,
        "task": str(implementation.task),
        "asset": implementation.asset,
        "status": implementation.status,
        "coverage": str(found.coverage),
        "applicable": found.applicable,
        "ground": str(found.ground),
        "reason": explain.standing_reason(found),
        "statement": implementation.statement,
        "rationale": implementation.rationale,
        "planned_date": day(implementation.planned),
        "responsible_parties": list(implementation.parties),
        "evidence": [named_evidence(one) for one in found.evidence],
        "objections": [objection(one) for one in found.objections],
        "risk_acceptance": None if found.acceptance is None else acceptance(found.acceptance),
    }


def statements(found: TaskStanding) -> list[Document]:
    """All implementations of a task, the deciding one first."""
    return [statement(one) for one in found.standings]


def named_evidence(found: NamedEvidence) -> Document:
    """A piece of evidence and whether it counts."""
    evidence = found.evidence
    return {
        "evidence": found.iri,
        "title": evidence.title if evidence else None,
        "state": str(found.state),
        "issued": day(evidence.issued) if evidence else None,
        "valid_until": day(evidence.valid_until) if evidence else None,
        "digests": [
            {"algorithm": one.algorithm, "value": one.value}
            for one in (evidence.digests if evidence else ())
        ],
    }


def objection(found: Objection) -> Document:
    """What speaks against an implementation."""
    return {
        "source": found.source,
        "against": found.against,
        "kind": found.kind,
        "since": day(found.since),
        "answered": str(found.answered),
        "answer": found.answer,
        "message": explain.objection(found),
    }


def acceptance(found: RiskAcceptance) -> Document:
    """A risk acceptance."""
    return {
        "acceptance": found.iri,
        "accepts": list(found.accepts),
        "approvers": list(found.approvers),
        "rationale": found.rationale,
        "valid_until": day(found.valid_until),
    }
