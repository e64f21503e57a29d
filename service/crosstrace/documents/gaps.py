"""What is open in an implementation graph, and what the mappings leave open."""

from __future__ import annotations

from crosstrace.documents.base import Document
from crosstrace.documents.crosswalks import hop
from crosstrace.documents.statements import objection, statements
from crosstrace.model import Element
from crosstrace.traceability import (
    Departure,
    Gaps,
    MappingGaps,
    Superseded,
    TaskGaps,
    explain_answers,
)


def gaps(found: Gaps) -> Document:
    """The document of `GET /v1/graphs/{name}/gaps`."""
    return {
        "graph": found.graph,
        "asset": found.asset,
        "profile": found.profile,
        "as_of": found.as_of.isoformat(),
        "editions": list(found.editions),
        "message": explain_answers.gaps_summary(found),
        "tasks": [_task(one) for one in found.tasks],
        "departures": [_departure(one) for one in found.departures],
        "objections": [objection(one) for one in found.objections],
        "progress": found.progress,
        "unplaced": list(found.unplaced),
        "mapping_gaps": None if found.unmapped is None else mapping_gaps(found.unmapped),
    }


def _task(found: TaskGaps) -> Document:
    return {
        "element": str(found.element.ref),
        "label": found.element.label,
        "priority": found.element.priority,
        "profile_status": found.element.profile_status,
        "coverage": str(found.standing.coverage),
        "status": str(found.status),
        "gaps": [str(gap) for gap in found.gaps],
        "reason": explain_answers.gap_reason(found),
        "open_items": [str(ref) for ref in found.open_items],
        "statements": statements(found.standing),
    }


def _departure(found: Departure) -> Document:
    return {
        "element": str(found.element.ref),
        "label": found.element.label,
        "kind": found.kind,
        "implementation": found.implementation,
        "rationale": found.rationale,
        "responsible_parties": list(found.parties),
        "approvers": list(found.approvers),
    }


def mapping_gaps(found: MappingGaps) -> Document:
    """Where no mapping leads from a profile to an edition."""
    return {
        "profile": found.profile,
        "edition": found.edition,
        "editions": list(found.editions),
        "message": explain_answers.mapping_gaps(found),
        "exhaustive": found.exhaustive,
        "mapping_sets": [one.slug for one in found.sets],
        "total": found.total,
        "unmapped": [_element(one) for one in found.unmapped],
        "leads_only": [_element(one) for one in found.leads_only],
    }


def _element(found: Element) -> Document:
    return {"element": str(found.ref), "label": found.label}


def superseded(found: tuple[Superseded, ...]) -> Document:
    """The editions of the past that mappings point at, with what became of each element."""
    return {
        "items": [
            {
                "edition": one.edition.slug,
                "publication_status": one.edition.publication_status,
                "successor": one.successor.slug,
                "draft": one.draft,
                "mappings": one.mappings,
                "message": explain_answers.superseded(one),
                "elements": [
                    {
                        "element": str(ref),
                        "counterpart": explain_answers.counterpart(hops),
                        "hops": [hop(step) for step in hops],
                    }
                    for ref, hops in one.counterparts.items()
                ],
            }
            for one in found
        ]
    }
