"""Bringing a mapping set into a store: judged by the shapes, refused with the rows' numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

import pyoxigraph as ox
from rdflib.term import Node

from crosstrace import resources
from crosstrace.errors import InputError, InvalidInput, NotFound
from crosstrace.exchange.fitness import MAX_ERRORS, check_fitness
from crosstrace.lookup import Catalog
from crosstrace.mappingsets import MappingDocument, MappingRow
from crosstrace.sources import mapping_sets
from crosstrace.sources.loader import bundled_graphs, lay_over
from crosstrace.store import GraphStore
from crosstrace.validation.engines import DEFAULT, engine_named
from crosstrace.validation.messages import Wording
from crosstrace.validation.reference import Names
from crosstrace.validation.shapes import read_shapes
from crosstrace.vocab import CT, MAPPING_SET, RDF

_TYPE: Final = ox.NamedNode(RDF + "type")
_SHAPES: Final = resources.SHAPES / "house-style" / "mapping.ttl"


@dataclass(frozen=True, slots=True)
class Imported:
    """A set that was brought in, and what of its file could not be kept."""

    slug: str
    rows: int
    losses: tuple[str, ...]


def import_set(store: GraphStore, catalog: Catalog, document: MappingDocument) -> Imported:
    """Put one set into its named graph; as `import_sets`."""
    return import_sets(store, catalog, [document])[0]


def import_sets(
    store: GraphStore, catalog: Catalog, documents: Iterable[MappingDocument]
) -> list[Imported]:
    """Put each set into its named graph, in place of an earlier import of it: all, or none.

    `InvalidInput` says which rows break the shapes, that an element or edition isn't held, or
    that the set has the name of one that comes with Crosstrace; then nothing is stored.
    """
    judged = [_judged(catalog, document) for document in documents]
    for document, quads in judged:
        lay_over(store, MAPPING_SET + document.header.slug, quads)
    return [
        Imported(document.header.slug, len(tuple(document.rows)), document.losses)
        for document, _ in judged
    ]


def _judged(catalog: Catalog, document: MappingDocument) -> tuple[MappingDocument, list[ox.Quad]]:
    header = document.header
    if header.slug in bundled_sets():
        raise InvalidInput(
            f"{header.slug!r} is a set that comes with Crosstrace; import yours under another name."
        )
    for edition in (header.source_edition, header.target_edition):
        catalog.edition(edition)
    document = replace(document, rows=tuple(document.rows))
    check_fitness(document)
    quads = mapping_sets.quads(document)
    check(document, quads, catalog)
    return document, quads


def withdraw_set(store: GraphStore, slug: str) -> None:
    """Take an imported set out of the store again; `NotFound` when there is none."""
    if slug in bundled_sets():
        raise InvalidInput(f"{slug!r} comes with Crosstrace and can't be withdrawn from a store.")
    if MAPPING_SET + slug not in store.graph_names():
        raise NotFound(f"No mapping set {slug!r} was imported into this store.")
    lay_over(store, MAPPING_SET + slug, [])


def bundled_sets() -> set[str]:
    """The slugs of the sets that come with Crosstrace."""
    return {g.removeprefix(MAPPING_SET) for g in bundled_graphs() if g.startswith(MAPPING_SET)}


def check(document: MappingDocument, quads: list[ox.Quad], catalog: Catalog) -> None:
    """Judge a set by the house style; `InvalidInput` names each row that breaks it."""
    shapes = read_shapes(_SHAPES.read_bytes())
    results = engine_named(DEFAULT).run(shapes, _data(document, quads, catalog))
    if not results:
        return
    wording = Wording(shapes, Names({}, {}, set()))
    numbers = _numbers(document)
    found = sorted({(numbers.get(_subject(r.focus_node), 0), wording.message(r)) for r in results})
    errors = tuple(
        InputError(f"Row {number}: {text}" if number else text, line=number or None)
        for number, text in found[:MAX_ERRORS]
    )
    more = len(found) - 1
    rest = f" There {'is' if more == 1 else 'are'} {more} more such." if more else ""
    raise InvalidInput(
        f"The set {document.header.slug!r} can't be used. {errors[0].detail}{rest}", errors
    )


def _data(document: MappingDocument, quads: list[ox.Quad], catalog: Catalog) -> bytes:
    """The set with the classes that the shapes ask for, as N-Triples."""
    triples = [quad.triple for quad in quads]
    mapping = ox.NamedNode(CT + "Mapping")
    triples += [
        ox.Triple(q.subject, _TYPE, mapping)
        for q in quads
        if q.predicate == _TYPE and q.object == ox.NamedNode(CT + document.header.mapping_class)
    ]
    element = ox.NamedNode(CT + "Element")
    ends = {ref for row in document.rows for ref in (*row.sources, *row.targets)}
    triples += [
        ox.Triple(ox.NamedNode(ref.iri), _TYPE, element)
        for ref in sorted(ends)
        if ref in catalog.elements
    ]
    return ox.serialize(dict.fromkeys(triples), format=ox.RdfFormat.N_TRIPLES) or b""


def _numbers(document: MappingDocument) -> dict[str, int]:
    return {_iri(document, row): row.number for row in document.rows}


def _iri(document: MappingDocument, row: MappingRow) -> str:
    return mapping_sets.mapping_iri(document.header.slug, row.record)


def _subject(node: Node) -> str:
    return str(node).partition("#")[0]
