"""The reference graph of all bundled editions, in the form in which the service adds it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from shape_harness import CTSH, PREFIXES, ROOT, n_triples

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

CT: Final = PREFIXES["ct"]
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
TYPE: Final = ox.NamedNode(PREFIXES["rdf"] + "type")
SUBCLASS_OF: Final = ox.NamedNode(PREFIXES["rdfs"] + "subClassOf")
IN_SCHEME: Final = ox.NamedNode(SKOS + "inScheme")
KEPT: Final = frozenset(
    {TYPE, IN_SCHEME}
    | {ox.NamedNode(SKOS + name) for name in ("notation", "prefLabel", "broader")}
    | {ox.NamedNode(CT + name) for name in ("priority", "profileStatus")}
)
AS_OF: Final = ox.Triple(
    ox.NamedNode(CTSH + "Clock"),
    ox.NamedNode(CT + "asOf"),
    ox.Literal("2026-11-23", datatype=ox.NamedNode(PREFIXES["xsd"] + "date")),
)


@cache
def bundled_reference() -> bytes:
    """What is known of every element, and the day for which the examples are judged."""
    return n_triples([AS_OF, *_elements()])


def _elements() -> Iterator[ox.Triple]:
    parents = _parents()
    for file in sorted((ROOT / "data" / "frameworks").glob("*.ttl")):
        triples = _triples(file)
        elements = {triple.subject for triple in triples if triple.predicate == IN_SCHEME}
        for triple in triples:
            if triple.subject in elements and triple.predicate in KEPT:
                yield triple
                if triple.predicate == TYPE:
                    for kind in _above(triple.object, parents):
                        yield ox.Triple(triple.subject, TYPE, kind)


def _above(kind: Term, parents: dict[Term, ox.NamedNode]) -> Iterator[ox.NamedNode]:
    while kind in parents:
        kind = parents[kind]
        yield kind


def _parents() -> dict[Term, ox.NamedNode]:
    """The tree of our own classes; what they are in other vocabularies is of no concern here."""
    modules = [ROOT / "ontology" / name for name in ("core.ttl", "profile.ttl")]
    return {
        triple.subject: triple.object
        for module in modules
        for triple in _triples(module)
        if triple.predicate == SUBCLASS_OF and isinstance(triple.object, ox.NamedNode)
    }


def _triples(file: Path) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(file.read_bytes(), format=ox.RdfFormat.TURTLE)]
