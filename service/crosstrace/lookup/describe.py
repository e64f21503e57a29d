"""Any resource of ours as RDF."""

from __future__ import annotations

import pyoxigraph as ox

from crosstrace.errors import NotFound
from crosstrace.store import GraphStore, read_query


def describe(store: GraphStore, iri: str) -> set[ox.Triple]:
    """What is said of `iri` and of the mappings from and to it; `NotFound` when nothing is."""
    triples = store.construct(read_query("crosstrace.lookup", "describe"), {"resource": iri})
    if not any(t.subject == ox.NamedNode(iri) for t in triples):
        raise NotFound(f"Nothing is known about <{iri}>.")
    return triples
