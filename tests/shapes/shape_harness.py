"""Judges a graph with the shipped engines and gives the results as comparable rows."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import pyoxigraph as ox
import rdflib
from rdflib.namespace import RDF, RDFS
from rdflib.term import BNode, Literal, Node, URIRef

from crosstrace.rdf.formats import TURTLE
from crosstrace.validation import bundled_shapes, job
from crosstrace.validation.engines.rows import RawResult
from crosstrace.validation.identifiers import read_identifiers
from crosstrace.validation.levels import DEFAULT_LEVEL, at_level
from crosstrace.validation.locate import Places, locate
from crosstrace.validation.meant import Meaning
from crosstrace.validation.paths import path_text
from crosstrace.validation.reference import read_names
from crosstrace.validation.service import PROFILES
from crosstrace.validation.shapes import Shapes
from crosstrace.validation.submission import BLANK, read_submission
from crosstrace.validation.terms import Terms, read_terms
from crosstrace.vocab import PREFIXES as OUR_PREFIXES
from crosstrace.vocab import local_name

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parents[1]
SHAPE_FILES: Final = sorted((ROOT / "shapes" / "implementation").glob("*.ttl"))
PREFIXES: Final = OUR_PREFIXES | {
    "ex": "https://example.org/",
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
    locations: str
    """Lines and columns in the file, as in `12:1 14:9`."""
    level: str
    """The first level at which it is reported."""

    @property
    def subject(self) -> str:
        """The part of the shape's name before the hyphen, which is also its folder."""
        return self.shape.split("-")[0]


@cache
def small_reference() -> bytes:
    """`reference.ttl`, a profile of four tasks and the day, and the ontology's terms."""
    return _as_n_triples(HERE / "reference.ttl") + _ontology_terms()


def _ontology_terms() -> bytes:
    ontology = rdflib.Graph()
    for module in sorted((ROOT / "ontology").glob("*.ttl")):
        ontology.parse(module)
    terms = rdflib.Graph()
    for term in ontology.subjects(RDFS.isDefinedBy):
        terms += ontology.triples((term, RDF.type, None))
    return terms.serialize(format="nt", encoding="utf-8")


@cache
def terms_in(known: bytes) -> Terms:
    """The terms that a reference graph tells of."""
    return read_terms(known)


@cache
def small_meaning() -> Meaning:
    """What identifiers mean beside `reference.ttl`, as `history.ttl` tells it."""
    history = _as_n_triples(HERE / "history.ttl")
    known = read_identifiers(small_reference(), history)
    return Meaning(known, PROFILES[0], terms_in(small_reference()))


def _as_n_triples(file: Path) -> bytes:
    quads = ox.parse(file.read_bytes(), format=ox.RdfFormat.TURTLE)
    document = ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES)
    assert document is not None
    return document


@cache
def shapes_graph() -> rdflib.Graph:
    """The shapes as their files state them."""
    graph = rdflib.Graph()
    for file in SHAPE_FILES:
        graph.parse(file)
    return graph


def judge(
    engine: str,
    body: bytes,
    known: bytes,
    level: str = DEFAULT_LEVEL,
    shapes: Shapes | None = None,
) -> list[Row]:
    """The results of `engine` for a Turtle submission beside a reference graph with a clock.

    By the bundled shapes, unless others are given.
    """
    used = shapes or bundled_shapes()
    submission = read_submission(body, TURTLE, {}, read_names(known).classes)
    found = job.judge(submission, used, engine, known, terms_in(known))
    places = locate(body, TURTLE, submission.stated)
    return sorted(_row(result, places, used) for result in at_level(found, used, level))


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


def _row(result: RawResult, places: Places, shapes: Shapes) -> Row:
    return Row(
        severity=local_name(result.severity),
        shape=short(result.source_shape).removeprefix("ctsh:"),
        constraint=local_name(result.component),
        focus_node=short(result.focus_node),
        path=_path(result.path, shapes),
        value=short(result.value),
        locations=" ".join(
            f"{place.line}:{place.column}"
            for place in places.of(result.focus_node, result.path, result.value)
        ),
        level=shapes.level(result.source_shape),
    )


def _path(path: Node | None, shapes: Shapes) -> str:
    if isinstance(path, BNode):
        return path_text(path, shapes.graph, short)
    return short(path)
