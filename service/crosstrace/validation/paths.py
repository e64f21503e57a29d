"""A SHACL property path: written as SPARQL writes it, or copied into a report.

Source: SHACL, section 2.3.1. A node that is a list and something else as well is read as the
list, as the W3C's tests ask for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

import rdflib
from rdflib.namespace import RDF, SH
from rdflib.term import BNode, Node, URIRef

Statement: TypeAlias = tuple[Node, URIRef, Node]

_SUFFIXES: Final = {
    SH.zeroOrMorePath: "*",
    SH.oneOrMorePath: "+",
    SH.zeroOrOnePath: "?",
}
# How tightly SPARQL 1.1 binds the parts of a path, section 19.8, rules 89 to 94.
_ALTERNATIVE, _SEQUENCE, _INVERSE, _REPEATED, _PRIMARY = range(5)


def path_text(path: Node, graph: rdflib.Graph, name: Callable[[Node], str]) -> str:
    """`path` of the shapes `graph`, its properties written by `name`: `^ex:p`, `ex:p/ex:q*`.

    A path has no cycle: `shapes.read_shapes` sees to that.
    """
    return _Writer(graph, name).written(path, _ALTERNATIVE)


def path_copy(path: Node, graph: rdflib.Graph) -> tuple[Node, list[Statement]]:
    """The same path in nodes of its own, `_:path1` and so on, each of them used once."""
    copier = _Copier(graph)
    return copier.copied(path), copier.statements


def _read(path: Node, graph: rdflib.Graph) -> tuple[URIRef, list[Node]]:
    """What kind of path a node is, the property that makes it one, and the path's parts."""
    if (path, RDF.first, None) in graph:
        return RDF.first, list(graph.items(path))
    for kind in (SH.inversePath, *_SUFFIXES):
        part = graph.value(path, kind)
        if part is not None:
            return kind, [part]
    members = graph.value(path, SH.alternativePath)
    return SH.alternativePath, [] if members is None else list(graph.items(members))


@dataclass(frozen=True, slots=True)
class _Writer:
    graph: rdflib.Graph
    name: Callable[[Node], str]

    def written(self, path: Node, least: int) -> str:
        """In brackets unless it binds at `least` as tightly."""
        text, binding = self._parts(path)
        return text if binding >= least else f"({text})"

    def _parts(self, path: Node) -> tuple[str, int]:
        if isinstance(path, URIRef):
            return self.name(path), _PRIMARY
        kind, parts = _read(path, self.graph)
        if kind == SH.inversePath:
            return f"^{self.written(parts[0], _REPEATED)}", _INVERSE
        if kind in _SUFFIXES:
            return self.written(parts[0], _PRIMARY) + _SUFFIXES[kind], _REPEATED
        if kind == SH.alternativePath:
            return self._joined("|", parts, _SEQUENCE), _ALTERNATIVE
        return self._joined("/", parts, _INVERSE), _SEQUENCE

    def _joined(self, separator: str, parts: list[Node], least: int) -> str:
        return separator.join(self.written(part, least) for part in parts)


@dataclass(frozen=True, slots=True)
class _Copier:
    graph: rdflib.Graph
    statements: list[Statement] = field(default_factory=list)

    def copied(self, path: Node) -> Node:
        """The node of a copy of `path`, whose statements are noted."""
        if isinstance(path, URIRef):
            return path
        kind, parts = _read(path, self.graph)
        if kind == RDF.first:
            return self._list(parts)
        of = self._list(parts) if kind == SH.alternativePath else self.copied(parts[0])
        return self._noted((kind, of))

    def _list(self, parts: list[Node]) -> Node:
        rest: Node = RDF.nil
        for part in reversed(parts):
            rest = self._noted((RDF.first, self.copied(part)), (RDF.rest, rest))
        return rest

    def _noted(self, *said: tuple[URIRef, Node]) -> Node:
        node = BNode(f"path{len(self.statements) + 1}")
        self.statements.extend((node, predicate, value) for predicate, value in said)
        return node
