"""What became of the elements of an edition, and what that does to a graph."""

from __future__ import annotations

from crosstrace.crosswalk import (
    CarryOver,
    Crosswalk,
    EditionDiff,
    ElementChange,
    bearing_on,
)
from crosstrace.documents.base import Document
from crosstrace.traceability import Implementation, ImplementationView


def edition_diff(found: EditionDiff) -> Document:
    """The document of `GET /v1/editions/{source}/diff/{target}`."""
    return {
        "source": found.source,
        "target": found.target,
        "stated_by": [mapping_set.slug for mapping_set in found.stated_by],
        "not_compared": list(found.not_compared),
        "counts": {str(change): number for change, number in found.counts.items()},
        "changes": [_change(change) for change in found.changes],
        "mapping_effects": [
            {
                "mapping_set": effect.mapping_set,
                "carry_over": effect.carry_over,
                "reassess": effect.reassess,
                "retire": effect.retire,
            }
            for effect in found.mapping_effects
        ],
        "graph": None,
    }


def _change(found: ElementChange) -> Document:
    return {
        "change": str(found.change),
        "element": str(found.element),
        "label": found.label,
        "successors": [str(successor) for successor in found.successors],
        "substantive": found.substantive,
        "carry_over": str(found.carry_over),
        "note": found.note,
        "mappings": [hop.mapping.iri for hop in found.hops],
    }


def graph_effect(crosswalk: Crosswalk, found: EditionDiff, view: ImplementationView) -> Document:
    """What the change does to a graph's statements, each by the element it is on or refines.

    `not_assessed` are the elements that are new; `untouched` counts statements on others.
    """
    effects, untouched = [], len(view.unplaced)
    for implementation in view.implementations:
        change = bearing_on(crosswalk, found, implementation.task)
        if change is None:
            untouched += 1
        else:
            effects.append(_effect(implementation, change))
    added = [c for c in found.changes if c.carry_over is CarryOver.NOT_ASSESSED]
    return {
        "claims": effects,
        "not_assessed": [str(change.element) for change in added],
        "untouched": untouched,
    }


def _effect(implementation: Implementation, change: ElementChange) -> Document:
    return {
        "implementation": implementation.iri,
        "asset": implementation.asset,
        "element": str(implementation.task),
        "status": implementation.status,
        "through": str(change.element),
        "change": str(change.change),
        "carry_over": str(change.carry_over),
        "successors": [str(successor) for successor in change.successors],
    }
