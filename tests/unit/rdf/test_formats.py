"""Syntaxes by media type and file ending, and output that does not vary."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from crosstrace.errors import UnsupportedSyntax
from crosstrace.rdf.formats import (
    SYNTAXES,
    TURTLE,
    WRITTEN,
    Syntax,
    syntax_for_filename,
    syntax_for_media_type,
    syntax_named,
)
from crosstrace.rdf.output import write


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_a_syntax_is_found_by_each_of_its_names(syntax: Syntax) -> None:
    assert syntax_named(syntax.name) is syntax
    for media_type in syntax.media_types:
        assert syntax_for_media_type(f"{media_type.upper()}; charset=utf-8") is syntax
    for ending in syntax.endings:
        assert syntax_for_filename(f"Graph{ending.upper()}") is syntax


def test_unknown_names_are_refused_with_a_list() -> None:
    with pytest.raises(UnsupportedSyntax, match="text/turtle"):
        syntax_for_media_type("text/plain")
    with pytest.raises(UnsupportedSyntax, match=r"\.ttl"):
        syntax_for_filename("graph.docx")
    with pytest.raises(UnsupportedSyntax, match="jsonld"):
        syntax_named("yaml")


@pytest.mark.parametrize("syntax", WRITTEN)
def test_what_is_written_is_read_again_and_never_varies(syntax: Syntax) -> None:
    nodes = [ox.NamedNode(f"https://w3id.org/crosstrace/ns#x{i}") for i in range(9)]
    triples = {ox.Triple(a, b, c) for a in nodes[:3] for b in nodes[3:6] for c in nodes[6:]}
    body = write(triples, syntax)
    assert {quad.triple for quad in ox.parse(body, format=syntax.format)} == triples
    assert write(sorted(triples, key=str, reverse=True), syntax) == body


def test_only_prefixes_that_are_used_are_written() -> None:
    node = ox.NamedNode("https://w3id.org/crosstrace/ns#Task")
    body = write([ox.Triple(node, node, node)], TURTLE).decode()
    assert "@prefix ct:" in body
    assert "@prefix skos:" not in body
