"""What is lost with a piece of evidence."""

from __future__ import annotations

from crosstrace.documents.base import Document
from crosstrace.documents.crosswalks import hop
from crosstrace.documents.responsibility import supplied
from crosstrace.documents.statements import day, named_evidence
from crosstrace.traceability import (
    ElementLoss,
    Impact,
    Loss,
    StatementLoss,
    Withdrawal,
    explain,
    explain_answers,
)


def impact(found: Impact) -> Document:
    """The document of `GET /v1/graphs/{name}/impact`."""
    return {
        "graph": found.graph,
        "asset": found.asset,
        "as_of": found.as_of.isoformat(),
        "reason": found.reason,
        "expires_before": day(found.expires_before),
        "editions": list(found.editions),
        "message": explain_answers.impact_summary(found),
        "losses": [_loss(one) for one in found.losses],
        "together": _loss(found.together),
    }


def _loss(found: Loss) -> Document:
    return {
        "evidence": [
            {"evidence": one.iri, "title": one.title, "valid_until": day(one.valid_until)}
            for one in found.evidence
        ],
        "message": explain_answers.loss(found),
        "outcomes_at_risk": len(found.elements),
        "single_point_of_failure": bool(found.sole),
        "statements": [_statement(one) for one in found.statements],
        "elements": [_element(one) for one in found.elements],
        "candidates": [str(ref) for ref in found.candidates],
        "attestation_items": [
            {
                "item": str(one.before.element.ref),
                "asset": one.asset,
                "label": one.before.element.label,
                "before": str(one.before.readiness),
                "after": str(one.after.readiness),
            }
            for one in found.items
        ],
        "allocations": [
            {"allocation": one.iri, "element": str(one.element), "parties": list(one.parties)}
            for one in found.allocations
        ],
        "supplies": [
            {"before": str(one.before.supply), "after": supplied(one.after)}
            for one in found.supplies
        ],
    }


def withdrawal(found: Withdrawal) -> Document:
    """What a graph's coverage owes to a mapping set."""
    return {
        "graph": found.graph,
        "asset": found.asset,
        "mapping_set": found.mapping_set,
        "as_of": found.as_of.isoformat(),
        "editions": list(found.editions),
        "message": explain_answers.withdrawal(found),
        "elements": [_element(one) for one in found.elements],
        "candidates": [str(ref) for ref in found.candidates],
    }


def _element(found: ElementLoss) -> Document:
    return {
        "element": str(found.before.element.ref),
        "asset": found.asset,
        "label": found.before.element.label,
        "before": str(found.before.coverage),
        "after": str(found.after.coverage),
        "status": str(found.before.status),
        "reason": explain.reason(found.after),
        "tasks": [str(support.standing.task) for support in found.before.support],
        "hops": [hop(step) for support in found.before.support[:1] for step in support.path],
    }


def _statement(found: StatementLoss) -> Document:
    implementation = found.before.implementation
    return {
        "graph": found.graph,
        "implementation": implementation.iri,
        "task": str(implementation.task),
        "asset": implementation.asset,
        "before": str(found.before.coverage),
        "after": str(found.after.coverage),
        "sole": found.sole,
        "keeps": [named_evidence(one) for one in found.keeps],
    }
