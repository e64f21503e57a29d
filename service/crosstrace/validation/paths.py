"""A SHACL property path, written as SPARQL writes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import rdflib
from rdflib.namespace import SH
from rdflib.term import Node, URIRef

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
        inverse = self.graph.value(path, SH.inversePath)
        if inverse is not None:
            return f"^{self.written(inverse, _REPEATED)}", _INVERSE
        for predicate, suffix in _SUFFIXES.items():
            repeated = self.graph.value(path, predicate)
            if repeated is not None:
                return self.written(repeated, _PRIMARY) + suffix, _REPEATED
        alternatives = self.graph.value(path, SH.alternativePath)
        if alternatives is not None:
            return self._joined("|", alternatives, _SEQUENCE), _ALTERNATIVE
        return self._joined("/", path, _INVERSE), _SEQUENCE

    def _joined(self, separator: str, members: Node, least: int) -> str:
        return separator.join(self.written(part, least) for part in self.graph.items(members))
