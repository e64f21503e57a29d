"""Who answers for what, and what suppliers show."""

from __future__ import annotations

from crosstrace.documents.base import Document
from crosstrace.documents.statements import named_evidence
from crosstrace.traceability import (
    ElementResponsibility,
    Responsibility,
    Share,
    Supplied,
    explain,
    explain_answers,
)


def responsibility(found: Responsibility) -> Document:
    """The document of `GET /v1/graphs/{name}/responsibility`."""
    return {
        "graph": found.graph,
        "asset": found.asset,
        "profile": found.profile,
        "as_of": found.as_of.isoformat(),
        "editions": list(found.editions),
        "graphs": list(found.graphs),
        "message": explain_answers.responsibility_summary(found),
        "elements": [_element(one) for one in found.elements],
        "supplied": [supplied(one) for one in found.supplied],
    }


def _element(found: ElementResponsibility) -> Document:
    return {
        "element": str(found.element.ref),
        "label": found.element.label,
        "priority": found.element.priority,
        "asset": found.asset,
        "ownership": str(found.ownership),
        "message": explain_answers.ownership(found),
        "shares": [_share(one) for one in found.shares],
    }


def _share(found: Share) -> Document:
    return {
        "graph": found.graph,
        "stated_by": found.speaker,
        "party": found.party,
        "name": found.name,
        "organization": found.organization,
        "role": found.role,
        "kind": found.kind,
        "attestation_means": list(found.means),
        "source": found.source,
    }


def supplied(found: Supplied) -> Document:
    """Something left to another party, with what its own graph shows."""
    shown = [] if found.found is None else found.found.support
    return {
        "element": str(found.element.ref),
        "label": found.element.label,
        "asset": found.allocation.asset,
        "party": found.party,
        "kind": found.allocation.kind,
        "attestation_means": list(found.allocation.means),
        "allocation": found.allocation.iri,
        "supplier_graph": found.supplier,
        "supply": str(found.supply),
        "message": explain_answers.supply(found),
        "coverage": None if found.found is None else str(found.found.coverage),
        "status": None if found.found is None else str(found.found.status),
        "reason": None if found.found is None else explain.reason(found.found),
        "evidence": [
            named_evidence(one)
            for support in shown
            for standing in support.standing.standings
            for one in standing.evidence
        ],
        "affected_statements": list(found.statements),
    }
