"""The contract's JSON documents, the same over HTTP and on the command line.

Keys are snake_case; an element is written `{edition}:{id}`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TypeAlias

import pyoxigraph as ox

from crosstrace.crosswalk import (
    Answer,
    Hop,
    Judgement,
    LinkGraph,
    Proof,
    Result,
    Trace,
    explain,
    settles,
    verdict,
)
from crosstrace.lookup import Catalog
from crosstrace.model import Edition, Element, ElementRef
from crosstrace.vocab import RDF

Document: TypeAlias = dict[str, Any]


ITEM_KINDS = ("recommendation", "consideration", "note")
PROFILE_STATUSES = {
    "unchanged": "unchanged from SSDF 1.1",
    "modified": "modified from SSDF 1.1",
    "added": "not in SSDF 1.1",
}
"""How a profile status is said to people."""


def dumps(document: Document) -> str:
    """The document as JSON text for people and programs."""
    return json.dumps(document, ensure_ascii=False, indent=2)


def edition(found: Edition) -> Document:
    """An entry of `GET /v1/frameworks`."""
    return {
        "slug": found.slug,
        "title": found.title,
        "version": found.version,
        "publisher": found.publisher,
        "publication_status": found.publication_status,
        "issued": found.issued,
        "element_counts": dict(found.element_counts),
    }


def summary(found: Element) -> Document:
    """An element in a list."""
    return {
        "element": str(found.ref),
        "iri": found.ref.iri,
        "kind": found.kind,
        "notation": found.notation,
        "label": found.label,
        "own_label": found.own_label,
        "text": found.text,
        "own_text": found.own_text,
        "parent": _name(found.parent),
        "priority": found.priority,
        "profile_status": found.profile_status,
    }


def element(found: Element, catalog: Catalog, links: LinkGraph) -> Document:
    """The document of `GET /v1/elements/{edition}/{id}`."""
    children = [catalog.element(ref) for ref in catalog.children.get(found.ref, ())]
    items = [c for c in children if c.kind in ITEM_KINDS]
    return summary(found) | {
        "children": [str(child.ref) for child in children],
        "items": [
            {"element": str(i.ref), "kind": i.kind, "label": i.label, "text": i.text} for i in items
        ],
        "refines": _name(found.refines),
        "change_note": found.change_note,
        "references": [_reference(hop, catalog) for hop in links.hops(found.ref)],
        "citations": [
            {"source": c.source, "page": c.page, "as_printed": c.as_printed}
            for c in catalog.citations.get(found.ref, ())
        ],
        "source": {"title": found.source.title, "locator": found.source.locator},
    }


def _name(ref: ElementRef | None) -> str | None:
    return None if ref is None else str(ref)


def _reference(step: Hop, catalog: Catalog) -> Document:
    return {
        "element": str(step.target),
        "label": catalog.element(step.target).label,
        "relation": step.relation,
        "style": step.mapping.style,
        "direction": "to_here" if step.inverse else "from_here",
        "mapping": step.mapping.iri,
        "mapping_set": step.mapping.mapping_set,
        "as_printed": step.mapping.as_printed,
    }


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
        "transfer": str(conclusion.transfer),
        "hops": proofs[0]["hops"],
        "paths": [p["hops"] for p in proofs],
        "proofs": proofs,
        "contradictions": [
            {"rationale": c.rationale, "proofs": [proof(p) for p in c.proofs]}
            for c in conclusion.contradictions
        ],
        "settled_by": settles(found),
        "explanation": explain(found),
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


def resource(iri: str, triples: Iterable[ox.Triple]) -> Document:
    """Any resource, with what `triples` say of it, in a stable order."""
    own = sorted((t for t in triples if t.subject == ox.NamedNode(iri)), key=str)
    statements = [_statement(triple) for triple in own]
    return {
        "iri": iri,
        "types": [s["value"] for s in statements if s["property"] == RDF + "type"],
        "statements": statements,
    }


def _statement(triple: ox.Triple) -> Document:
    value = triple.object
    literal = value if isinstance(value, ox.Literal) else None
    kind = "iri" if isinstance(value, ox.NamedNode) else "literal" if literal else "blank"
    return {
        "property": triple.predicate.value,
        "type": kind,
        "value": str(value) if isinstance(value, ox.Triple) else value.value,
        "language": literal.language if literal else None,
        "datatype": literal.datatype.value if literal else None,
    }
