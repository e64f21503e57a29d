"""A SHACL property path, written as SPARQL writes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import rdflib
from rdflib.collection import Collection
from rdflib.namespace import RDF, SH
from rdflib.term import Node, URIRef

_SUFFIXES: Final = {
    SH.zeroOrMorePath: "*",
    SH.oneOrMorePath: "+",
    SH.zeroOrOnePath: "?",
}


def path_text(path: Node, graph: rdflib.Graph, name: Callable[[Node], str]) -> str:
    """`path` of the shapes `graph`, its properties written by `name`: `^ex:p`, `ex:p/ex:q*`.

    A path has no cycle: `shapes.read_shapes` sees to that.
    """
    return _written(path, graph, name, inner=False)


def _written(path: Node, graph: rdflib.Graph, name: Callable[[Node], str], *, inner: bool) -> str:
    """With `inner`, what consists of several parts stands in brackets."""
    if isinstance(path, URIRef):
        return name(path)
    inverse = graph.value(path, SH.inversePath)
    if inverse is not None:
        return f"^{_written(inverse, graph, name, inner=True)}"
    for predicate, suffix in _SUFFIXES.items():
        repeated = graph.value(path, predicate)
        if repeated is not None:
            return _written(repeated, graph, name, inner=True) + suffix
    alternatives = graph.value(path, SH.alternativePath)
    separator, head = ("/", path) if alternatives is None else ("|", alternatives)
    parts = [_written(part, graph, name, inner=True) for part in _members(head, graph)]
    joined = separator.join(parts)
    return f"({joined})" if inner and len(parts) > 1 else joined


def _members(head: Node, graph: rdflib.Graph) -> list[Node]:
    return list(Collection(graph, head)) if (head, RDF.first, None) in graph else []
