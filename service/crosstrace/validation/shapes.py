"""The shapes a graph is judged by: read, checked, and asked for their words.

Checked, because an engine must neither reach out nor hang: no imports, no scripts, no
rules, no `SERVICE`, no recursion, no cyclic lists or paths.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
import rdflib
from rdflib.namespace import DCTERMS, OWL, RDF, SH
from rdflib.term import BNode, Literal, Node, URIRef

from crosstrace import resources
from crosstrace.errors import InvalidInput
from crosstrace.rdf.formats import TURTLE
from crosstrace.rdf.intake import parse
from crosstrace.rdf.tokens import decode_escapes, tokens
from crosstrace.validation.levels import LEVELS
from crosstrace.validation.submission import BASE, BLANK
from crosstrace.vocab import CTSH, XSD, local_name

_FIX: Final = URIRef(CTSH + "fix")
_SNIPPET: Final = URIRef(CTSH + "snippet")
_REPLACES: Final = URIRef(CTSH + "replaces")
_LEVEL: Final = URIRef(CTSH + "level")
_EXPECTS: Final = URIRef(CTSH + "expects")
_FORBIDDEN: Final = {
    SH.js: "sh:js runs scripts, which is not done",
    SH.jsLibrary: "sh:jsLibrary loads scripts, which is not done",
    SH.jsLibraryURL: "sh:jsLibraryURL loads scripts, which is not done",
    SH.jsFunctionName: "sh:jsFunctionName runs scripts, which is not done",
    SH.rule: "sh:rule changes data, which is not done",
}
QUERIES: Final = (SH.select, SH.ask, SH.construct, SH.update)
_LIST: Final = (RDF.first, RDF.rest)
_PATHS: Final = (
    *(SH.path, SH.inversePath, SH.alternativePath),
    *(SH.zeroOrMorePath, SH.oneOrMorePath, SH.zeroOrOnePath),
)
_PARTS: Final = (
    *(SH.node, SH.property, SH.qualifiedValueShape),
    *(SH["and"], SH["or"], SH["not"], SH.xone),
)
_VOCABULARIES: Final = {
    "http://www.w3.org/ns/shacl": "http://www.w3.org/ns/shacl#none",
    "http://datashapes.org/dash": "http://datashapes.org/dash#",
}
"""What may be imported as long as nothing of it is used: engines know SHACL, not DASH."""
_TEXT: Final = ox.NamedNode(XSD + "string")
_NOT_IN_IRI: Final = re.compile(r"[<>\"{}|^`\\\x00-\x20]")


@dataclass(frozen=True, eq=False)
class Shapes:
    """A shapes graph, as Turtle for the fast engines and as a graph for everything else."""

    turtle: bytes
    graph: rdflib.Graph
    _told: dict[tuple[Node, Node], list[Node]] = field(default_factory=dict, init=False, repr=False)

    def message(self, shape: Node) -> str | None:
        """The sentence a shape gives, with its placeholders."""
        return self._text(shape, SH.message)

    def fix(self, shape: Node) -> str | None:
        """What a shape says to add or change, with its placeholders."""
        return self._text(shape, _FIX)

    def path(self, shape: Node) -> Node | None:
        """The path of a property shape, of a complex one its blank node."""
        return self._value(shape, SH.path)

    def source(self, shape: Node) -> str | None:
        """The clause of a publication that a shape is after."""
        return self._text(shape, DCTERMS.source)

    def snippet(self, shape: Node) -> str | None:
        """What a shape says to write, as Turtle with placeholders."""
        return self._text(shape, _SNIPPET)

    def replaces(self, shape: Node) -> Node | None:
        """The property whose values a shape's snippet takes the place of."""
        return self._value(shape, _REPLACES)

    def level(self, shape: Node) -> str:
        """The first level at which a shape is asked for."""
        stated = self._value(shape, _LEVEL)
        return "draft" if stated is None else local_name(str(stated)).lower()

    def expected(self, shape: Node) -> str | None:
        """The class of ours, by its local name, whose identifiers a shape's values are to be."""
        stated = self._value(shape, _EXPECTS)
        return None if stated is None else local_name(str(stated))

    def values(self, node: Node, predicate: Node) -> list[Node]:
        """What the graph states of a node; remembered, for every result asks anew."""
        if (node, predicate) not in self._told:
            self._told[node, predicate] = list(self.graph.objects(node, predicate))
        return self._told[node, predicate]

    def _value(self, shape: Node, predicate: URIRef) -> Node | None:
        return next(iter(self.values(shape, predicate)), None)

    def _text(self, shape: Node, predicate: URIRef) -> str | None:
        text = min(self.values(shape, predicate), key=_english_first, default=None)
        return None if text is None else str(text)


def read_shapes(*documents: bytes) -> Shapes:
    """Checked shapes from Turtle documents, taken together; `InvalidInput` says what is wrong."""
    shapes = shapes_of(_named([t for document in documents for t in parse_shapes(document)]))
    _check_terms(shapes.graph)
    _check_imports(shapes.graph)
    _check_queries(shapes.graph)
    _check_cycles(shapes.graph)
    _check_levels(shapes.graph)
    return shapes


def shapes_of(triples: Iterable[ox.Triple]) -> Shapes:
    """Shapes of triples that were checked, all but their paths named."""
    kept = list(triples)
    graph = rdflib.Graph()
    for subject, predicate, value in kept:
        graph.add((in_rdflib(subject), in_rdflib(predicate), in_rdflib(value)))
    return Shapes(ox.serialize(kept, format=ox.RdfFormat.N_TRIPLES) or b"", graph)


@cache
def bundled_shapes(folder: Path = resources.SHAPES / "implementation") -> Shapes:
    """The project's own shapes for implementation graphs."""
    return read_shapes(*bundled_documents(folder))


def bundled_documents(folder: Path = resources.SHAPES / "implementation") -> list[bytes]:
    """The files of the project's own shapes."""
    return [file.read_bytes() for file in sorted(folder.glob("*.ttl"))]


@cache
def shapes_graph() -> frozenset[ox.Triple]:
    """The bundled shapes as triples; blank nodes have the same labels wherever they are read."""
    found = ox.Dataset(
        quad
        for document in bundled_documents()
        for quad in ox.parse(document, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
    )
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(quad.triple for quad in found)


def parse_shapes(document: bytes) -> list[ox.Triple]:
    """The triples of a Turtle document; `InvalidInput` says where it can't be read."""
    try:
        return parse(document, TURTLE, base=BASE, contexts={})
    except InvalidInput as error:
        raise InvalidInput(f"The shapes can't be used. {error.detail}", error.errors) from error


def _named(triples: list[ox.Triple]) -> list[ox.Triple]:
    """The triples with IRIs for blank nodes, so that a result tells which shape it is of.

    Paths stay blank, for an IRI there would be a predicate. All are numbered, so that the
    same shapes give the same report.
    """
    paths = _path_nodes(triples)
    names: dict[Any, Any] = {}

    def name(term: Any) -> Any:
        if not isinstance(term, ox.BlankNode):
            return term
        if term not in names:
            label = f"shape{len(names) + 1}"
            names[term] = ox.BlankNode(label) if term in paths else ox.NamedNode(BLANK + label)
        return names[term]

    return [ox.Triple(name(t.subject), t.predicate, name(t.object)) for t in triples]


def _path_nodes(triples: list[ox.Triple]) -> set[Any]:
    parts: dict[Any, list[Any]] = {}
    for triple in triples:
        if isinstance(triple.subject, ox.BlankNode):
            parts.setdefault(triple.subject, []).append(triple.object)
    waiting = [t.object for t in triples if t.predicate.value == str(SH.path)]
    found: set[Any] = set()
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += parts.get(node, [])
    return found


def _english_first(text: Node) -> tuple[bool, str]:
    language = text.language if isinstance(text, Literal) else None
    return bool(language) and not str(language).lower().startswith("en"), str(text)


def in_rdflib(term: Any) -> Node:
    """A term of pyoxigraph as rdflib has it, literals in the form in which they are written."""
    if isinstance(term, ox.Literal):
        # To rdflib, unlike to RDF, a text with the datatype xsd:string is another one.
        is_text = term.language or term.datatype == _TEXT
        datatype = None if is_text else URIRef(term.datatype.value)
        return Literal(term.value, term.language, datatype, normalize=False)
    return URIRef(term.value) if isinstance(term, ox.NamedNode) else BNode(term.value)


def _check_terms(graph: rdflib.Graph) -> None:
    for predicate, reason in _FORBIDDEN.items():
        if (None, predicate, None) in graph:
            raise InvalidInput(f"The shapes can't be used: {reason}.")


def _check_levels(graph: rdflib.Graph) -> None:
    names = [level.capitalize() for level in LEVELS]
    for stated in graph.objects(None, _LEVEL):
        if str(stated) not in {CTSH + name for name in names}:
            raise InvalidInput(
                f"The shapes can't be used: {stated} is no ctsh:level; there is {', '.join(names)}."
            )


def _check_imports(graph: rdflib.Graph) -> None:
    for imported in graph.objects(None, OWL.imports):
        used = _VOCABULARIES.get(str(imported).rstrip("#/"))
        is_here = (imported, None, None) in graph
        if not is_here and (used is None or _uses(graph, used)):
            raise InvalidInput(
                f"The shapes can't be used: owl:imports <{imported}> is not followed; put the "
                "shapes into one file."
            )


def _uses(graph: rdflib.Graph, namespace: str) -> bool:
    return any(str(term).startswith(namespace) for triple in graph for term in triple)


def _check_queries(graph: rdflib.Graph) -> None:
    for predicate in QUERIES:
        for query in graph.objects(None, predicate):
            words = {t.text for t in tokens(decode_escapes(str(query))) if t.kind == "word"}
            if "SERVICE" in words:
                raise InvalidInput(
                    "The shapes can't be used: SERVICE would fetch, which is not done."
                )
    # A namespace is written before the query as it is, so it must not bring a query of its own.
    for part in (*graph.objects(None, SH.namespace), *graph.objects(None, SH.prefix)):
        if _NOT_IN_IRI.search(decode_escapes(str(part))):
            raise InvalidInput(
                "The shapes can't be used: a prefix or namespace holds what no IRI may hold."
            )


def _check_cycles(graph: rdflib.Graph) -> None:
    for predicates, fault in (
        ((RDF.rest,), "a list in them has no end"),
        ((*_PATHS, *_LIST), "a path in them has no end"),
        ((*_PARTS, *_LIST), "they refer to themselves"),
    ):
        edges = [edge for p in predicates for edge in graph.subject_objects(p)]
        if predicates[0] == SH.path:
            edges = _reached(graph, edges)
        cycle = _cycle(edges)
        if cycle:
            named = " → ".join(str(node) for node in cycle if not _is_blank(node))
            where = f" ({named})" if named else ""
            raise InvalidInput(f"The shapes can't be used: {fault}{where}.")


def _reached(graph: rdflib.Graph, edges: list[tuple[Node, Node]]) -> list[tuple[Node, Node]]:
    """The edges that some shape's path leads to: a path that nobody uses may be anything."""
    after: dict[Node, list[Node]] = {}
    for start, end in edges:
        after.setdefault(start, []).append(end)
    waiting = [*graph.subjects(SH.path)]
    seen: set[Node] = set()
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting += after.get(node, [])
    return [edge for edge in edges if edge[0] in seen]


def _is_blank(node: Node) -> bool:
    return isinstance(node, BNode) or str(node).startswith(BLANK)


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
