"""A path as the report writes it is SPARQL, and leads where SHACL's path leads."""

from __future__ import annotations

from collections import Counter

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph
from rdflib.namespace import RDF, SH
from rdflib.term import BNode, Node, URIRef
from validation_harness import PREFIXES

from crosstrace.validation import engine_named
from crosstrace.validation.engines import ENGINES
from crosstrace.validation.paths import path_copy, path_text
from crosstrace.validation.shapes import read_shapes

EX = "https://example.org/"
KINDS = ("inversePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath")
PATHS = st.recursive(
    st.sampled_from(["ex:p", "ex:q"]),
    lambda inner: (
        st.builds("[ sh:{} {} ]".format, st.sampled_from(KINDS), inner)
        | st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"( {' '.join(parts)} )")
        | st.lists(inner, min_size=2, max_size=3).map(
            lambda parts: f"[ sh:alternativePath ( {' '.join(parts)} ) ]"
        )
    ),
    max_leaves=6,
)
NODES = st.sampled_from([ox.NamedNode(f"{EX}{name}") for name in "abc"])
# Engines differ on paths of no steps from a node that the graph does not name.
NAMING = ox.Triple(*(ox.NamedNode(EX + name) for name in ("a", "other", "a")))
EDGES = st.lists(
    st.builds(
        ox.Triple, NODES, st.sampled_from([ox.NamedNode(f"{EX}{name}") for name in "pq"]), NODES
    ),
    max_size=6,
    unique=True,
).map(lambda edges: [NAMING, *edges])


def in_brackets(node: Node) -> str:
    return f"<{node}>"


def text_of(path: str) -> str:
    shapes = read_shapes(f"{PREFIXES} ex:Shape sh:path {path} .".encode())
    written = shapes.graph.value(URIRef(f"{EX}Shape"), SH.path)
    assert written is not None
    return path_text(written, shapes.graph, in_brackets)


def reached_by_shacl(path: str, edges: list[ox.Triple]) -> set[str]:
    """What pyshacl-turbo reaches from ex:a: each value breaks a rule that nothing meets."""
    shapes = read_shapes(
        f"{PREFIXES} ex:Shape a sh:PropertyShape ; sh:targetNode ex:a ; sh:path {path} ; "
        "sh:in () .".encode()
    )
    data = ox.serialize(edges, format=ox.RdfFormat.N_TRIPLES) or b""
    return {str(result.value) for result in engine_named("turbo").run(shapes, data)}


def reached_by_sparql(path: str, edges: list[ox.Triple]) -> set[str]:
    store = ox.Store()
    store.extend(ox.Quad(*edge) for edge in edges)
    found = store.query(f"SELECT DISTINCT ?v {{ <{EX}a> {text_of(path)} ?v }}")
    assert isinstance(found, ox.QuerySolutions)
    return {row["v"].value for row in found}


@settings(max_examples=150, deadline=None)
@given(PATHS, EDGES)
def test_a_path_leads_where_shacl_leads(path: str, edges: list[ox.Triple]) -> None:
    assert reached_by_sparql(path, edges) == reached_by_shacl(path, edges)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("ex:p", "<p>"),
        ("[ sh:inversePath ex:p ]", "^<p>"),
        ("( ex:p [ sh:zeroOrMorePath ex:q ] )", "<p>/<q>*"),
        ("[ sh:oneOrMorePath ( ex:p ex:q ) ]", "(<p>/<q>)+"),
        ("[ sh:alternativePath ( ex:p [ sh:inversePath ex:q ] ) ]", "<p>|^<q>"),
        ("( [ sh:alternativePath ( ex:p ex:q ) ] [ sh:zeroOrOnePath ex:p ] )", "(<p>|<q>)/<p>?"),
        ("[ sh:inversePath [ sh:zeroOrMorePath ex:p ] ]", "^<p>*"),
        ("[ sh:zeroOrMorePath [ sh:inversePath ex:p ] ]", "(^<p>)*"),
        ("[ sh:zeroOrOnePath [ sh:oneOrMorePath ex:p ] ]", "(<p>+)?"),
    ],
)
def test_a_path_is_written_as_in_sparql(path: str, text: str) -> None:
    assert text_of(path) == text.replace("<", f"<{EX}")


@pytest.mark.parametrize("engine", ENGINES)
def test_no_engine_loses_a_path(engine: str) -> None:
    path = "( ex:p [ sh:inversePath ex:q ] )"
    shapes = read_shapes(
        f"{PREFIXES} ex:Shape a sh:NodeShape ; sh:targetNode ex:a ; "
        f"sh:property [ sh:path {path} ; sh:maxCount 0 ] .".encode()
    )
    data = f"<{EX}a> <{EX}p> <{EX}b> .\n<{EX}c> <{EX}q> <{EX}b> .".encode()
    (result,) = engine_named(engine).run(shapes, data)
    assert result.path is not None
    assert path_text(result.path, shapes.graph, in_brackets) == f"<{EX}p>/^<{EX}q>"


@settings(max_examples=50, deadline=None)
@given(PATHS)
def test_a_copy_is_the_same_path_in_nodes_of_its_own(path: str) -> None:
    shapes = read_shapes(f"{PREFIXES} ex:Shape sh:path {path} .".encode())
    written = shapes.graph.value(URIRef(f"{EX}Shape"), SH.path)
    assert written is not None
    root, statements = path_copy(written, shapes.graph)
    copy = Graph()
    for statement in statements:
        copy.add(statement)
    assert path_text(root, copy, in_brackets) == path_text(written, shapes.graph, in_brackets)
    used = Counter(value for _, _, value in statements if isinstance(value, BNode))
    assert all(count == 1 for count in used.values())


def test_a_list_that_is_something_else_as_well_is_read_as_the_list() -> None:
    assert text_of(f"[ <{RDF.first}> ex:p ; <{RDF.rest}> ( ex:q ) ; sh:inversePath ex:r ]") == (
        f"<{EX}p>/<{EX}q>"
    )
