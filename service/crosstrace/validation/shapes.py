"""The shapes a graph is judged by: read, checked, and asked for their words.

Checked, because an engine must neither reach out nor hang: no imports, no scripts, no
rules, no `SERVICE`, no recursion, no cyclic lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import rdflib
from rdflib.namespace import OWL, RDF, SH
from rdflib.term import Node, URIRef

from crosstrace import resources
from crosstrace.errors import InputError, InvalidInput
from crosstrace.rdf.tokens import decode_escapes, tokens
from crosstrace.vocab import CTSH

_FIX: Final = URIRef(CTSH + "fix")
_FORBIDDEN: Final = {
    OWL.imports: "owl:imports is not followed; put the shapes into one file",
    SH.js: "sh:js runs scripts, which is not done",
    SH.jsLibrary: "sh:jsLibrary loads scripts, which is not done",
    SH.jsFunctionName: "sh:jsFunctionName runs scripts, which is not done",
    SH.rule: "sh:rule changes data, which is not done",
}
_QUERIES: Final = (SH.select, SH.ask, SH.construct, SH.update)
_SINGLE: Final = (SH.node, SH.property, SH.qualifiedValueShape, SH["not"])
_LISTED: Final = (SH["and"], SH["or"], SH.xone)


@dataclass(frozen=True, eq=False)
class Shapes:
    """A shapes graph, as Turtle for the fast engines and as a graph for everything else."""

    turtle: bytes
    graph: rdflib.Graph

    def message(self, shape: Node) -> str | None:
        """The sentence a shape gives, with its placeholders."""
        return self._text(shape, SH.message)

    def fix(self, shape: Node) -> str | None:
        """What a shape says to add or change, with its placeholders."""
        return self._text(shape, _FIX)

    def _text(self, shape: Node, predicate: URIRef) -> str | None:
        found = self.graph.value(shape, predicate)
        return None if found is None else str(found)


def read_shapes(*documents: bytes) -> Shapes:
    """Checked shapes from Turtle documents, taken together; `InvalidInput` says what is wrong."""
    graph = rdflib.Graph()
    for document in documents:
        _parse(graph, document)
    _check_terms(graph)
    _check_queries(graph)
    _check_lists(graph)
    _check_recursion(graph)
    return Shapes(graph.serialize(format="nt").encode(), graph)


@cache
def bundled_shapes(folder: Path = resources.SHAPES / "implementation") -> Shapes:
    """The project's own shapes for implementation graphs."""
    return read_shapes(*bundled_documents(folder))


def bundled_documents(folder: Path = resources.SHAPES / "implementation") -> list[bytes]:
    """The files of the project's own shapes."""
    return [file.read_bytes() for file in sorted(folder.glob("*.ttl"))]


def shapes_graph() -> set[ox.Triple]:
    """The bundled shapes as triples."""
    return {
        quad.triple
        for document in bundled_documents()
        for quad in ox.parse(document, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
    }


def _parse(graph: rdflib.Graph, document: bytes) -> None:
    try:
        graph.parse(data=document.decode(), format="turtle")
    except UnicodeDecodeError as error:
        raise InvalidInput("The shapes are not UTF-8.") from error
    except (SyntaxError, RecursionError) as error:
        line = getattr(error, "lines", None)
        line = line + 1 if isinstance(line, int) else None
        where = f" in line {line}" if line else ""
        detail = f"The shapes can't be read as Turtle{where}."
        raise InvalidInput(detail, (InputError(detail, line),)) from error


def _check_terms(graph: rdflib.Graph) -> None:
    for predicate, reason in _FORBIDDEN.items():
        if (None, predicate, None) in graph:
            raise InvalidInput(f"The shapes can't be used: {reason}.")


def _check_queries(graph: rdflib.Graph) -> None:
    for predicate in _QUERIES:
        for query in graph.objects(None, predicate):
            words = {t.text for t in tokens(decode_escapes(str(query))) if t.kind == "word"}
            if "SERVICE" in words:
                raise InvalidInput(
                    "The shapes can't be used: SERVICE would fetch, which is not done."
                )


def _check_lists(graph: rdflib.Graph) -> None:
    if _cycle(graph.subject_objects(RDF.rest)):
        raise InvalidInput("The shapes can't be used: a list in them has no end.")


def _check_recursion(graph: rdflib.Graph) -> None:
    cycle = _cycle(_uses(graph))
    if cycle:
        names = " → ".join(str(shape) for shape in cycle)
        raise InvalidInput(f"The shapes can't be used: they refer to themselves ({names}).")


def _cycle(edges: Iterable[tuple[Node, Node]]) -> list[Node]:
    """The nodes of a cycle among `edges`, none when there is none."""
    sorter: TopologicalSorter[Node] = TopologicalSorter()
    for start, end in edges:
        sorter.add(start, end)
    try:
        sorter.prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def _uses(graph: rdflib.Graph) -> Iterator[tuple[Node, Node]]:
    for predicate in _SINGLE:
        yield from graph.subject_objects(predicate)
    for predicate in _LISTED:
        for shape, head in graph.subject_objects(predicate):
            for member in graph.items(head):
                yield shape, member
