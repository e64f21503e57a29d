"""Coverage of an edition by an implementation graph."""

from __future__ import annotations

from crosstrace.documents.base import Document
from crosstrace.documents.crosswalks import hop
from crosstrace.documents.statements import statements
from crosstrace.traceability import Aggregate, EditionCoverage, ElementCoverage, Support, explain


def coverage(found: EditionCoverage) -> Document:
    """The document of `GET /v1/graphs/{name}/coverage`."""
    return {
        "graph": found.graph,
        "asset": found.asset,
        "profile": found.profile,
        "edition": found.edition,
        "as_of": found.as_of.isoformat(),
        "editions": list(found.editions),
        "message": explain.summary(found),
        "counts": found.counts,
        "elements": [element_coverage(one) for one in found.elements],
        "aggregates": [_aggregate(one) for one in found.aggregates],
        "not_coverable": dict(found.not_coverable),
    }


def element_coverage(found: ElementCoverage) -> Document:
    """One element, with what was counted for it and what was not."""
    element = found.element
    return {
        "element": str(element.ref),
        "label": element.label,
        "kind": element.kind,
        "priority": element.priority,
        "coverage": str(found.coverage),
        "applicable": found.applicable,
        "status": str(found.status),
        "ground": str(found.ground),
        "reason": explain.reason(found),
        "review": found.review,
        "support": [
            _way(one) | {"gives": str(one.gives), "statements": statements(one.standing)}
            for one in found.support
        ],
        "candidates": [
            _way(one) | {"implementations": [s.implementation.iri for s in one.standing.standings]}
            for one in found.candidates
        ],
    }


def _way(found: Support) -> Document:
    return {
        "task": str(found.standing.task),
        "status": str(found.status),
        "review": found.review,
        "hops": [hop(step) for step in found.path],
    }


def _aggregate(found: Aggregate) -> Document:
    return {
        "element": str(found.element.ref),
        "label": found.element.label,
        "kind": found.element.kind,
        "counts": dict(found.counts),
        "total": found.total,
        "message": explain.aggregate(found),
    }
