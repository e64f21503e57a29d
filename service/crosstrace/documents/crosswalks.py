"""Crosswalk answers and traces."""

from __future__ import annotations

from collections.abc import Iterable

from crosstrace.crosswalk import (
    Answer,
    Conclusion,
    Hop,
    Judgement,
    Proof,
    Result,
    Trace,
    explain,
    settles,
    verdict,
)
from crosstrace.documents.base import Document
from crosstrace.model import ElementRef


def hop(step: Hop) -> Document:
    """One step of a path, in the direction it is walked.

    `together` names the elements whose unions the mapping relates, None for a plain one.
    """
    mapping = step.mapping
    together = {
        "sources": [str(ref) for ref in mapping.sources],
        "targets": [str(ref) for ref in mapping.targets],
    }
    return {
        "mapping": mapping.iri,
        "source": str(step.source),
        "relation": step.relation,
        "style": mapping.style,
        "target": str(step.target),
        "mapping_set": mapping.mapping_set,
        "inverse": step.inverse,
        "rationale": mapping.rationale,
        "strength": mapping.strength,
        "property": mapping.supportive_property,
        "together": together if step.collective else None,
    }


def judgement(found: Judgement) -> Document:
    """What a path, or all paths together, show."""
    return {
        "status": str(found.status),
        "relations": list(found.relations),
        "excluded": list(found.excluded),
        "rationale": found.rationale,
        "strength": found.strength,
        "rule": found.rule,
    }


def proof(found: Proof) -> Document:
    """A path with what it shows by itself."""
    return judgement(found.judgement) | {"hops": [hop(step) for step in found.path]}


def result(found: Result) -> Document:
    """One result of a crosswalk; `hops` is its best path, `proofs` are all."""
    conclusion = found.conclusion
    proofs = [proof(p) for p in conclusion.proofs]
    return {
        "element": str(found.element),
        "label": found.label,
        **judgement(conclusion.headline),
        "settled": [judgement(claim) for claim in conclusion.settled],
        "transfer": str(conclusion.transfer),
        "hops": proofs[0]["hops"],
        "paths": [p["hops"] for p in proofs],
        "proofs": proofs,
        "contradictions": _contradictions(conclusion),
        "settled_by": settles(found),
        "explanation": explain(found),
    }


def _contradictions(found: Conclusion) -> list[Document]:
    return [
        {"rationale": one.rationale, "proofs": [proof(p) for p in one.proofs]}
        for one in found.contradictions
    ]


def contradictions(
    edition: str, max_hops: int, found: Iterable[tuple[ElementRef, Result]]
) -> Document:
    """The document of `GET /v1/contradictions`."""
    return {
        "edition": edition,
        "max_hops": max_hops,
        "items": [
            {
                "source": str(source),
                "target": str(one.element),
                "contradictions": _contradictions(one.conclusion),
                "settled_by": settles(one),
                "explanation": explain(one),
            }
            for source, one in found
        ],
    }


def answer(found: Answer) -> Document:
    """The document of `GET /v1/crosswalk`."""
    return {
        "source": str(found.source),
        "target": found.target,
        "max_hops": found.max_hops,
        "message": verdict(found),
        "results": [result(r) for r in found.results],
    }


def trace(found: Trace) -> Document:
    """The document of `GET /v1/trace`: a graph that can be drawn, and its paths."""
    return {
        "from": str(found.start),
        "to": found.end,
        "max_hops": found.max_hops,
        "nodes": [{"id": str(n.element), "label": n.label, "depth": n.depth} for n in found.nodes],
        "edges": [hop(step) for step in found.edges],
        "paths": [[hop(step) for step in path] for path in found.paths],
    }
