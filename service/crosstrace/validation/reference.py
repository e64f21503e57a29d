"""The reference graph that is added to a submission, and the names it gives to elements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from crosstrace.store import GraphStore, read_query
from crosstrace.vocab import CT, CTSH, SKOS, XSD, token


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
    """Titles and priorities of the known elements, by IRI."""

    titles: dict[str, str]
    priorities: dict[str, str]


def read_names(reference: bytes) -> Names:
    """The names that a reference graph holds."""
    names = Names({}, {})
    for quad in ox.parse(reference, format=ox.RdfFormat.N_TRIPLES):
        if not isinstance(quad.subject, ox.NamedNode):
            continue
        if quad.predicate.value == SKOS + "prefLabel" and isinstance(quad.object, ox.Literal):
            names.titles[quad.subject.value] = quad.object.value
        elif quad.predicate.value == CT + "priority" and isinstance(quad.object, ox.NamedNode):
            names.priorities[quad.subject.value] = token(quad.object.value)
    return names
