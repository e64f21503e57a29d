"""What clients send: read when it is sound, refused with a place when it isn't."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstrace.errors import InvalidInput
from crosstrace.rdf import jsonld
from crosstrace.rdf.context import CONTEXT_IRI, known_contexts
from crosstrace.rdf.formats import (
    JSON_LD,
    N_QUADS,
    N_TRIPLES,
    RDF_XML,
    SYNTAXES,
    TRIG,
    TURTLE,
    YAML_LD,
    Syntax,
)
from crosstrace.rdf.intake import IntakeLimits, parse

BASE = "https://example.org/"


def read(text: str | bytes, syntax: Syntax = TURTLE, **options: Any) -> list[ox.Triple]:
    body = text if isinstance(text, bytes) else text.encode()
    return parse(body, syntax, base=BASE, contexts=known_contexts(), **options)


def refused(text: str | bytes, syntax: Syntax = TURTLE, **options: Any) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        read(text, syntax, **options)
    return caught.value


@pytest.mark.parametrize(
    ("text", "syntax"),
    [
        ("<a> <b> <c> .", TURTLE),
        ("<https://example.org/a> <https://example.org/b> <https://example.org/c> .", N_TRIPLES),
        ("<a> <b> <c> .", TRIG),
        ("<https://example.org/a> <https://example.org/b> <https://example.org/c> .", N_QUADS),
        ('{"@id": "a", "https://example.org/b": {"@id": "c"}}', JSON_LD),
        ('"@id": a\nhttps://example.org/b:\n  "@id": c', YAML_LD),
        (
            '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="https://example.org/">'
            '<r:Description r:about="a"><b r:resource="c"/></r:Description></r:RDF>',
            RDF_XML,
        ),
    ],
)
def test_every_syntax_gives_the_same_statement(text: str, syntax: Syntax) -> None:
    [triple] = read(text, syntax)
    assert str(triple) == f"<{BASE}a> <{BASE}b> <{BASE}c>"


def test_a_byte_order_mark_is_no_error() -> None:
    assert len(read(b"\xef\xbb\xbf<a> <b> <c> .")) == 1


def test_bad_encoding_is_placed() -> None:
    error = refused(b"<a> <b> <c> .\n<a> <b> '\xff' .")
    assert (error.errors[0].line, error.errors[0].column) == (2, 10)


def test_a_syntax_error_is_placed() -> None:
    error = refused("<a> <b> <c> .\n<a> <b> nonsense .")
    assert error.errors[0].line == 2
    assert error.errors[0].column is not None
    assert error.detail.endswith(".")
    assert "Parser error" not in error.detail


@pytest.mark.parametrize(
    ("text", "syntax"),
    [
        ("<g> { <a> <b> <c> }", TRIG),
        ("<urn:a> <urn:b> <urn:c> <urn:g> .", N_QUADS),
        ('{"@id": "urn:g", "@graph": [{"@id": "urn:a", "urn:b": "c"}]}', JSON_LD),
        ('{"@id": "urn:g", "@graph": [{"@id": "urn:a", "urn:b": "c"}]}', YAML_LD),
    ],
)
def test_graphs_of_its_own_are_refused(text: str, syntax: Syntax) -> None:
    assert "graph" in refused(text, syntax).detail


def test_quoted_triples_are_refused() -> None:
    assert "Quoted triples" in refused("<a> <b> <<( <a> <b> <c> )>> .").detail


RDF_XML_HEAD = (
    '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:">\n'
    ' <r:Description r:about="ü"><e:p>x</e:p></r:Description>\n'
)


@pytest.mark.parametrize(
    ("inner", "line", "column", "problem"),
    [
        (" ü<r:Description", 3, 3, "unclosed token"),
        ("<r:Description>\n </r:RDF>", 4, 4, "mismatched tag"),
        ("<r:Description>", 3, 16, "no element found"),
        ("<r:Description>&nbsp;</r:Description></r:RDF>", 3, 16, "undefined entity"),
        (" <no:e/></r:RDF>", 3, 2, "unbound prefix"),
        (' <r:Description r:about="a" r:about="b"/></r:RDF>', 3, 29, "duplicate attribute"),
        (" <e:T>\n<e:p\n r:resource='a b'/></e:T></r:RDF>", 4, 1, "IRI"),
        (" <e:T>\n no </e:T></r:RDF>", 4, 5, "Unexpected text event"),
        (" <e/></r:RDF>", 3, 2, "namespaces are required"),
    ],
)
def test_an_error_in_rdf_xml_is_placed(inner: str, line: int, column: int, problem: str) -> None:
    error = refused(RDF_XML_HEAD + inner, RDF_XML)
    assert problem in error.detail
    assert "\n" not in error.detail
    assert (error.errors[0].line, error.errors[0].column) == (line, column)


def test_rdf_xml_that_breaks_off_is_no_document() -> None:
    # The parser alone would take what came before for all of it.
    assert "no element found" in refused(RDF_XML_HEAD, RDF_XML).detail


DOCTYPES = [
    '<!DOCTYPE r [<!ENTITY a "b">]><r/>',
    '<!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd"><r/>',
]


@pytest.mark.parametrize("text", DOCTYPES)
def test_xml_with_a_doctype_is_refused(text: str) -> None:
    assert "DOCTYPE" in refused(text, RDF_XML).detail


def test_limits_name_what_is_over_them() -> None:
    limits = IntakeLimits(statements=5, literal_characters=10, statements_per_node=3)
    many = "".join(f"<n{i}> <b> <c> ." for i in range(6))
    assert "more than 5 statements" in refused(many, limits=limits).detail
    wide = "".join(f"<a> <b> <c{i}> ." for i in range(4))
    assert "more than 3 statements" in refused(wide, limits=limits).detail
    assert "longer than 10 characters" in refused('<a> <b> "01234567890" .', limits=limits).detail


@pytest.mark.parametrize(
    ("text", "syntax"), [("# only a comment", TURTLE), ("{}", JSON_LD), ("{}", YAML_LD)]
)
def test_a_document_without_statements_is_refused(text: str, syntax: Syntax) -> None:
    assert "makes no statement" in refused(text, syntax).detail


def test_json_ld_without_a_context_gets_a_hint() -> None:
    assert CONTEXT_IRI in refused('{"type": "Implementation"}', JSON_LD).detail


def test_the_published_context_is_put_in_place() -> None:
    document = {
        "@context": [CONTEXT_IRI, {"own": "https://example.org/"}],
        "@id": "own:i",
        "@type": "Implementation",
        "implements": "sp800-218a:PO.1.1",
        "status": "Implemented",
    }
    texts = {str(t) for t in read(json.dumps(document), JSON_LD)}
    ct = "https://w3id.org/crosstrace/ns#"
    assert (
        f"<https://example.org/i> <{ct}implements> <https://w3id.org/crosstrace/id/sp800-218a/PO.1.1>"
        in texts
    )
    assert f"<https://example.org/i> <{ct}status> <{ct}Implemented>" in texts


@pytest.mark.parametrize(
    "context",
    [
        '"http://127.0.0.1:9/context"',
        '["file:///etc/passwd"]',
        '{"x": {"@id": "urn:x", "@context": "http://127.0.0.1:9/"}}',
        '{"@import": "http://127.0.0.1:9/"}',
    ],
)
def test_a_context_that_would_be_fetched_is_refused(context: str) -> None:
    detail = refused(f'{{"@context": {context}, "@id": "urn:a", "urn:b": "c"}}', JSON_LD).detail
    assert "fetch" in detail or "not followed" in detail


@pytest.mark.parametrize(
    "text",
    ['{"urn:a": NaN}', '{"urn:a": 1, "urn:a": 2}', '{"urn:a": ', "[" * 5000, '{"a":' * 2000],
)
def test_broken_or_ambiguous_json_is_refused(text: str) -> None:
    assert isinstance(refused(text, JSON_LD), InvalidInput)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ('{"a": 1,\n "a": 2}', 2, 2),
        ('{"a": {"b": "a"}, "c": [{"a": "\\"a\\":"}, {"a": 1}],\n\n  "\\u0061" : {"a": 1}}', 3, 3),
        ('[{"a": "x"}, {"a": {}, "b": [], "a": 1}]', 1, 33),
    ],
)
def test_a_name_that_stands_twice_is_placed(text: str, line: int, column: int) -> None:
    error = refused(text, JSON_LD)
    assert f"'a' twice in one object, again in line {line}, column {column};" in error.detail
    assert [(found.line, found.column) for found in error.errors] == [(line, column)]


def test_lone_surrogates_are_refused() -> None:
    assert "surrogate" in refused('{"@id": "urn:a", "urn:b": "\\ud800"}', JSON_LD).detail


def test_brackets_in_strings_are_no_nesting() -> None:
    text = json.dumps({"@id": "urn:a", "urn:b": "[{" * (jsonld.MAX_DEPTH + 1) + '\\"'})
    assert len(read(text, JSON_LD)) == 1


@given(st.binary(max_size=60))
def test_any_bytes_end_in_statements_or_a_clear_refusal(body: bytes) -> None:
    for syntax in SYNTAXES:
        with suppress(InvalidInput):
            assert read(body, syntax) or not body.removeprefix(b"\xef\xbb\xbf").strip()
