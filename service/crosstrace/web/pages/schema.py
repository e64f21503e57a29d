"""The ontology and the shapes for people, each term under the anchor that its IRI ends with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

import pyoxigraph as ox

from crosstrace.store import GraphStore, read_query
from crosstrace.vocab import CTSH, DCTERMS, SH, local_name, token
from crosstrace.web.pages.rendering import page

_COLUMNS: Final = {
    SH + "severity": "severity",
    SH + "message": "message",
    CTSH + "fix": "fix",
    DCTERMS + "source": "source",
}


def ontology_page(store: GraphStore) -> str:
    """All terms in the order of their names."""
    rows = store.select(read_query("crosstrace.web.pages", "terms"))
    terms = sorted(
        ({**row, "name": local_name(row["term"]), "kind": local_name(row["type"])} for row in rows),
        key=lambda term: term["name"].casefold(),
    )
    return page("ontology.html", terms=terms)


def shapes_page(triples: Iterable[ox.Triple]) -> str:
    """Every rule: the shapes that have a message, by name."""
    shapes: dict[str, dict[str, str]] = defaultdict(dict)
    for triple in triples:
        column = _COLUMNS.get(triple.predicate.value)
        shape, value = triple.subject, triple.object
        if column and isinstance(shape, ox.NamedNode) and not isinstance(value, ox.Triple):
            shapes[shape.value][column] = value.value
    rules = [
        {
            "name": local_name(iri),
            "severity": token(values["severity"]),
            "message": values["message"],
            "fix": values.get("fix"),
            "source": values.get("source"),
        }
        for iri, values in sorted(shapes.items())
        if {"message", "severity"} <= set(values)
    ]
    return page("shapes.html", rules=rules)
