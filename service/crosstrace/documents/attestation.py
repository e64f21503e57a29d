"""Readiness to attest to a form or profile."""

from __future__ import annotations

from crosstrace.documents.base import Document
from crosstrace.documents.crosswalks import hop
from crosstrace.documents.statements import acceptance, statement, statements
from crosstrace.traceability import (
    Attestation,
    ItemReadiness,
    Judged,
    Readiness,
    TaskBehind,
    explain_plans,
)


def attestation(found: Attestation) -> Document:
    """The document of `GET /v1/graphs/{name}/attestation/{edition}`."""
    return {
        "graph": found.graph,
        "asset": found.asset,
        "profile": found.profile,
        "edition": found.edition,
        "as_of": found.as_of.isoformat(),
        "editions": list(found.editions),
        "readiness": str(found.readiness),
        "message": explain_plans.attestation_summary(found),
        "judged": None if found.judged is None else _judged(found.judged),
        "optional": found.form,
        "items": [_item(one) for one in found.items],
        "acceptances": [acceptance(one) for one in found.acceptances],
        "plans": [statement(one) for one in found.plans],
    }


def _judged(found: Judged) -> Document:
    return {
        "level": found.level,
        "as_of": found.as_of.isoformat(),
        "conforms": found.conforms,
        "violations": found.violations,
    }


def _item(found: ItemReadiness) -> Document:
    return {
        "item": str(found.element.ref),
        "label": found.element.label,
        "priority": found.element.priority,
        "readiness": str(found.readiness),
        "status": str(found.status),
        "reason": explain_plans.item(found),
        "tasks": [_task(one) for one in found.tasks],
        "blockers": [str(one.element.ref) for one in found.blockers],
    }


def _task(found: TaskBehind) -> Document:
    ready = found.readiness is Readiness.READY
    return {
        "task": str(found.element.ref),
        "label": found.element.label,
        "readiness": str(found.readiness),
        "coverage": str(found.standing.coverage),
        "applicable": found.standing.applicable,
        "review": found.review,
        "open_items": [str(ref) for ref in found.asked.open_items] if found.asked else [],
        "blocked_by": None if ready else explain_plans.blocker(found),
        "hops": [hop(step) for step in found.path],
        "statements": statements(found.standing),
    }
