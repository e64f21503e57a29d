"""Judges a Turtle graph with each SHACL engine and gives the results as comparable rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import pyoxigraph as ox
import pyshacl
import pyshacl_turbo
import rdflib
import shifty
from rdflib.namespace import SH
from rdflib.term import BNode, Literal, Node, URIRef

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parents[1]
SHAPE_FILES: Final = sorted((ROOT / "shapes" / "implementation").glob("*.ttl"))
REFERENCE: Final = HERE / "reference.ttl"
CTSH: Final = "https://w3id.org/crosstrace/shapes#"
BLANK: Final = "urn:example:blank:"
"""Begins the IRIs that stand for blank nodes while a graph is judged."""

PREFIXES: Final = {
    "ct": "https://w3id.org/crosstrace/ns#",
    "ctsh": CTSH,
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "ex": "https://example.org/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "sp800-218a": "https://w3id.org/crosstrace/id/sp800-218a/",
    "csf-2.0": "https://w3id.org/crosstrace/id/csf-2.0/",
}


class Row(NamedTuple):
    """One validation result; terms are written as in Turtle, with the prefixes above."""

    severity: str
    shape: str
    constraint: str
    focus_node: str
    path: str
    value: str

    @property
    def subject(self) -> str:
        """The part of the shape's name before the hyphen, which is also its folder."""
        return self.shape.split("-")[0]


def shapes_of(files: Iterable[Path]) -> bytes:
    """Several Turtle files as one document; each declares the prefixes that it uses."""
    return b"\n".join(file.read_bytes() for file in files)


def union(documents: Iterable[bytes]) -> bytes:
    """The union of Turtle documents as N-Triples, which is Turtle, with blank nodes named.

    pyshifty takes a blank node for a variable when it binds `$this` in a query, and then reports
    every node for the mistake of one. An IRI in its place has no such effect in any engine.
    """
    triples = [t for doc in documents for t in ox.parse(doc, format=ox.RdfFormat.TURTLE)]
    return n_triples(ox.Triple(_named(t.subject), t.predicate, _named(t.object)) for t in triples)


def n_triples(triples: Iterable[ox.Triple]) -> bytes:
    """The triples as one document."""
    document = io.BytesIO()
    ox.serialize(triples, document, format=ox.RdfFormat.N_TRIPLES)
    return document.getvalue()


def _named(term: Any) -> Any:
    return ox.NamedNode(BLANK + term.value) if isinstance(term, ox.BlankNode) else term


@cache
def shapes_turtle() -> bytes:
    return shapes_of(SHAPE_FILES)


@cache
def shapes_graph() -> rdflib.Graph:
    return rdflib.Graph().parse(data=shapes_turtle(), format="turtle")


@contextmanager
def literals_as_written() -> Iterator[None]:
    """Lets rdflib keep the form in which literals were written, also of ill-formed ones."""
    normalize = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS = normalize


def with_pyshacl(data: bytes) -> rdflib.Graph:
    graph = rdflib.Graph().parse(data=data, format="turtle")
    report: rdflib.Graph = pyshacl.validate(graph, shacl_graph=shapes_graph())[1]
    return report


def with_pyshifty(data: bytes) -> rdflib.Graph:
    _, report, _ = shifty.validate(data, shapes_turtle(), graph_mode="data", infer=False)
    return report


def with_turbo(data: bytes) -> rdflib.Graph:
    report: rdflib.Graph = pyshacl_turbo.validate(
        data,
        shacl_graph=shapes_turtle(),
        data_graph_format="turtle",
        shacl_graph_format="turtle",
    )[1]
    return report


ENGINES: Final[dict[str, Callable[[bytes], rdflib.Graph]]] = {
    "pyshacl": with_pyshacl,
    "pyshifty": with_pyshifty,
    "pyshacl_turbo": with_turbo,
}


def judge(engine: str, *documents: bytes) -> list[Row]:
    """The results of `engine` for the union of Turtle documents, among them a reference graph."""
    with literals_as_written():
        report = ENGINES[engine](union(documents))
    return sorted(_row(report, result) for result in report.objects(None, SH.result))


def expected(tsv: Path) -> list[Row]:
    """The rows of a `.expected.tsv` file, sorted."""
    with tsv.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        if tuple(next(rows)) != Row._fields:
            raise ValueError(f"{tsv} has other columns than {', '.join(Row._fields)}")
        return sorted(Row(*row) for row in rows)


def short(term: Node | None) -> str:
    """A term as Turtle writes it, with the longest prefix that fits; nothing gives ``""``."""
    if isinstance(term, Literal):
        suffix = f"^^{short(term.datatype)}" if term.datatype else ""
        return f'"{term}"{suffix}'
    if isinstance(term, URIRef):
        return _compact(term)
    return "" if term is None else term.n3()


def _compact(iri: URIRef) -> str:
    if iri.startswith(BLANK):
        return f"_:{iri.removeprefix(BLANK)}"
    fitting = [prefix for prefix, namespace in PREFIXES.items() if iri.startswith(namespace)]
    if not fitting:
        return iri.n3()
    prefix = max(fitting, key=lambda name: len(PREFIXES[name]))
    return f"{prefix}:{iri.removeprefix(PREFIXES[prefix])}"


def _row(report: rdflib.Graph, result: Node) -> Row:
    shape = report.value(result, SH.sourceShape)
    component = report.value(result, SH.sourceConstraintComponent)
    return Row(
        severity=short(report.value(result, SH.resultSeverity)).removeprefix("sh:"),
        shape=short(shape).removeprefix("ctsh:"),
        constraint=short(component).removeprefix("sh:"),
        focus_node=short(report.value(result, SH.focusNode)),
        path=_path(report.value(result, SH.resultPath), shape),
        value=short(report.value(result, SH.value)),
    )


def _path(reported: Node | None, shape: Node | None) -> str:
    """The path of a result; a complex one is read from the shape, since pyshifty loses it."""
    path = reported if isinstance(reported, URIRef) else shapes_graph().value(shape, SH.path)
    if isinstance(path, BNode):
        return "^" + short(shapes_graph().value(path, SH.inversePath))
    return short(path)
