"""The reference graph that is added to a submission, and the names it gives to elements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from crosstrace.store import GraphStore, read_query
from crosstrace.vocab import CT, CTSH, RDF, SKOS, XSD, token


def reference_graph(store: GraphStore) -> bytes:
    """What the shapes must know of the frameworks in `store`, as N-Triples."""
    triples = store.construct(read_query("crosstrace.validation", "reference"))
    return _n_triples(sorted(triples, key=str))


def clock(as_of: dt.date) -> bytes:
    """The statement of the day to judge at, as N-Triples."""
    day = ox.Literal(as_of.isoformat(), datatype=ox.NamedNode(XSD + "date"))
    return _n_triples([ox.Triple(ox.NamedNode(CTSH + "Clock"), ox.NamedNode(CT + "asOf"), day)])


def _n_triples(triples: Iterable[ox.Triple]) -> bytes:
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""


@dataclass(frozen=True, slots=True)
class Names:
    """Titles and priorities of the known elements, by IRI, and our classes among theirs."""

    titles: dict[str, str]
    priorities: dict[str, str]
    classes: set[str]


def read_names(reference: bytes) -> Names:
    """The names that a reference graph holds."""
    names = Names({}, {}, set())
    for quad in ox.parse(reference, format=ox.RdfFormat.N_TRIPLES):
        subject, predicate = str(quad.subject)[1:-1], quad.predicate.value
        match quad.object:
            case ox.Literal(value=title) if predicate == SKOS + "prefLabel":
                names.titles[subject] = title
            case ox.NamedNode(value=iri) if predicate == CT + "priority":
                names.priorities[subject] = token(iri)
            case ox.NamedNode(value=iri) if predicate == RDF + "type" and iri.startswith(CT):
                names.classes.add(iri)
    return names
