"""The house style of the shapes: named by requirement, with a helpful sentence and a source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from rdflib import BNode, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, SH
from shape_catalog import (
    COMPONENTS,
    FIX,
    OF_NO_GRAPH,
    OTHER_PROPERTIES,
    SEEN_IN_READING,
    TARGETS,
    name,
    requirements,
    shapes,
)
from shape_harness import SHAPE_FILES, shapes_graph

from crosstrace.vocab import CTSH

if TYPE_CHECKING:
    from pathlib import Path

    from rdflib.term import Node

SEVERITIES = {SH.Violation, SH.Warning, SH.Info}
PLACEHOLDER = re.compile(r"\{([$?]\w+)\}")
PUBLISHERS = ("NIST ", "OSCAL ", "W3C ", "in-toto ", "Package URL", "Crosstrace: ")
REMOTE = re.compile(r"\b(SERVICE|LOAD|FROM|MINUS|VALUES)\b|\bNOW\s*\(", re.IGNORECASE)
"""What reaches outside the graph, depends on the clock, or is not allowed in SHACL-SPARQL."""


def only(subject: Node, predicate: URIRef) -> Node:
    """The one value of a property."""
    values = list(shapes_graph().objects(subject, predicate))
    assert len(values) == 1, f"{name(subject)} has {len(values)} values of {predicate}"
    return values[0]


@pytest.mark.parametrize("shape", requirements(), ids=name)
def test_a_requirement_is_named_by_subject_and_demand(shape: Node) -> None:
    assert re.fullmatch(r"[A-Z]\w+-[a-z]\w+", name(shape))


@pytest.mark.parametrize("shape", [*requirements(), *SEEN_IN_READING], ids=name)
def test_a_requirement_explains_itself(shape: Node) -> None:
    assert only(shape, SH.severity) in SEVERITIES
    assert str(only(shape, DCTERMS.source)).startswith(PUBLISHERS)
    for predicate in (SH.message, FIX):
        sentence = str(only(shape, predicate))
        assert sentence[0].isupper() or sentence.startswith("{")
        assert sentence.endswith(".")
        assert set(PLACEHOLDER.findall(sentence)) <= {"$this", "?value", "?path"}


@pytest.mark.parametrize("shape", requirements(), ids=name)
def test_a_requirement_uses_only_constraints_that_are_proven(shape: Node) -> None:
    stated = set(shapes_graph().predicates(shape))
    assert stated <= COMPONENTS.keys() | OTHER_PROPERTIES
    assert stated & COMPONENTS.keys()


@pytest.mark.parametrize(
    "shape",
    [shape for shape in shapes() if shape not in (*requirements(), *SEEN_IN_READING, *OF_NO_GRAPH)],
    ids=name,
)
def test_a_gathering_or_part_reports_nothing_and_has_a_label(shape: Node) -> None:
    stated = set(shapes_graph().predicates(shape))
    assert isinstance(only(shape, RDFS.label), Literal)
    assert stated.isdisjoint({SH.message, SH.severity, FIX})
    if not stated.isdisjoint(TARGETS):
        assert stated <= {RDF.type, RDFS.label, SH.property, *TARGETS}


def test_every_shape_and_constraint_has_an_iri_of_ours() -> None:
    graph = shapes_graph()
    links = (SH.property, SH.sparql, SH.node, SH["not"], SH.qualifiedValueShape)
    named = [*shapes(), *(node for link in links for node in graph.objects(None, link))]
    for members in graph.objects(None, SH["or"]):
        named.extend(graph.items(members))
    for node in named:
        assert isinstance(node, URIRef)
        assert node.startswith(CTSH)
        assert (node, RDF.type, None) in graph


def test_only_paths_lists_and_prefixes_are_blank() -> None:
    graph = shapes_graph()
    allowed = {SH.path, SH["in"], SH["or"], SH.declare, RDF.rest}
    linked = {p for _, p, o in graph if isinstance(o, BNode)}
    assert linked <= allowed


def test_no_query_reaches_outside_the_graph() -> None:
    queries = [str(query) for query in shapes_graph().objects(None, SH.select)]
    assert len(queries) == len(list(shapes_graph().subjects(RDF.type, SH.SPARQLConstraint)))
    for query in queries:
        assert "$this" in query
        assert REMOTE.search(query) is None


@pytest.mark.parametrize("file", SHAPE_FILES, ids=lambda file: file.name)
def test_a_file_stays_readable(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    assert len(lines) < 300
    assert not [line for line in lines if "\t" in line or line != line.rstrip()]
