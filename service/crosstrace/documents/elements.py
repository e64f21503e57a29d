"""Editions, elements and any other resource."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from crosstrace.crosswalk import Hop, LinkGraph
from crosstrace.documents.base import Document
from crosstrace.lookup import Catalog
from crosstrace.model import Edition, Element, ElementRef
from crosstrace.vocab import RDF

ITEM_KINDS = ("recommendation", "consideration", "note")
PROFILE_STATUSES = {
    "unchanged": "unchanged from SSDF 1.1",
    "modified": "modified from SSDF 1.1",
    "added": "not in SSDF 1.1",
}
"""How a profile status is said to people."""


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
