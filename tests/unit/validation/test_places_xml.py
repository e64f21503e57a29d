"""In RDF/XML too, a place is where the node or value stands, or there is none."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from place_checks import at, node, places, read_at
from rdflib.namespace import XSD
from rdflib.term import Literal, URIRef
from xml_documents import EX, MARK, Written, documents

from crosstrace.rdf.formats import RDF_XML
from crosstrace.validation.locate import NOWHERE, locate
from crosstrace.validation.report import Location
from crosstrace.validation.submission import BLANK, read_submission
from crosstrace.vocab import RDF

LIST = {f"{RDF}first", f"{RDF}rest"}


def term_of(term: Any) -> URIRef | Literal:
    if not isinstance(term, ox.Literal):
        return URIRef(term.value)
    if term.language:
        return Literal(term.value, term.language)
    return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)


@settings(max_examples=250, deadline=None)
@given(documents())
def test_every_place_is_that_of_the_node_or_value(written: Written) -> None:
    body = written.text.encode()
    stated = read_submission(body, RDF_XML, {}).stated
    found = locate(body, RDF_XML, stated)
    marks = {t.subject.value: t.object.value for t in stated if t.predicate.value == MARK}

    def of_node(name: str) -> list[Location]:
        plain = name.replace(BLANK, "_:")
        marked = written.marked.get(marks.get(name, ""))
        offsets = written.named.get(plain) or ({marked} if marked is not None else set())
        return [at(written.text, offset) for offset in offsets]

    for triple in stated:
        if triple.predicate.value in LIST:
            continue
        about, path, value = triple.subject.value, triple.predicate.value, triple.object.value
        (place,) = found.of(URIRef(about), None, None)
        assert place in of_node(about), triple
        here, *there = found.of(URIRef(about), URIRef(path), term_of(triple.object))
        if isinstance(triple.object, ox.Literal) and value.startswith("text "):
            offset = written.text.index(value)
            is_attribute = written.text[offset - 1] in "\"'"
            wanted = at(written.text, offset - is_attribute)
            assert wanted in there or (not there and here.line == wanted.line), triple
        for place in there:
            assert place in of_node(value) or names(read_at(written.text, place), value), triple


def names(text: str, value: str) -> bool:
    """Whether what stands there is the class, the text, or the property of a list."""
    if value.startswith(f"{BLANK}anonymous") or value == f"{RDF}nil":
        return text.startswith(("<ex:", "<rdf:li"))
    if value.startswith(f"{RDF}_"):
        return text.startswith("rdf:li")
    return text.startswith(
        (value or "<", f'"{value}"', f"'{value}'", value.replace(EX, "ex:"), "<b ")
    )


EXACT = """\
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="https://example.org/">
  <ex:T rdf:about="https://example.org/a"
        ex:note="a &lt; b">
    <ex:p xml:lang="de">
      Absatz</ex:p>
    <ex:q rdf:resource="https://example.org/b"/>
    <ex:day rdf:datatype="http://www.w3.org/2001/XMLSchema#date">2026-10-01</ex:day>
    <ex:digest rdf:parseType="Resource">
      <ex:value>12</ex:value>
    </ex:digest>
    <ex:member>
      <rdf:Description>
        <ex:value/>
      </rdf:Description>
    </ex:member>
    <ex:list rdf:parseType="Collection"><ex:T rdf:ID="c"/></ex:list>
    <ex:xml rdf:parseType="Literal"><b/></ex:xml>
  </ex:T>
</rdf:RDF>
"""


@pytest.mark.parametrize(
    ("focus", "path", "value", "expected"),
    [
        ("a", f"{RDF}type", f"{EX}T", [(2, 19), (2, 4)]),
        ("a", f"{EX}note", Literal("a < b"), [(2, 19), (3, 17)]),
        ("a", f"{EX}p", Literal("\n      Absatz", "de"), [(2, 19), (4, 25)]),
        ("a", f"{EX}q", f"{EX}b", [(2, 19), (6, 24)]),
        ("a", f"{EX}day", Literal("2026-10-01", datatype=XSD.date), [(2, 19), (7, 66)]),
        ("a", f"{EX}digest", "_:anonymous1", [(2, 19), (8, 5)]),
        ("_:anonymous1", f"{EX}value", Literal("12"), [(8, 5), (9, 17)]),
        ("a", f"{EX}member", "_:anonymous2", [(2, 19), (12, 7)]),
        ("_:anonymous2", f"{EX}value", Literal(""), [(12, 7), (13, 9)]),
        ("a", f"{EX}list", "_:anonymous3", [(2, 19), (16, 5)]),
        ("a", f"{EX}nothing", Literal("12"), [(2, 19)]),
        ("nobody", f"{EX}p", Literal("12"), []),
    ],
)
def test_the_place_of(focus: str, path: str, value: str | Literal, expected: Any) -> None:
    about = node(focus if focus.startswith("_:") else EX + focus)
    term = value if isinstance(value, Literal) else node(value)
    found = places(EXACT, RDF_XML).of(about, URIRef(path), term)
    assert [(place.line, place.column) for place in found] == expected


def test_a_root_may_be_a_node_and_a_byte_order_mark_is_none() -> None:
    text = '\ufeff<e:T xmlns:e="urn:e:"\n e:p="ü" e:q="v"/>'
    found = places(text, RDF_XML)
    about = node("_:anonymous1")
    assert found.of(about, URIRef("urn:e:q"), Literal("v")) == (Location(1, 1), Location(2, 14))


@pytest.mark.parametrize(
    "inner",
    [
        "<e:p>1</e:p>",
        "<e:p>1</e:p><e:p>2</e:p><e:p>3</e:p>",
        "<e:p>1</e:p><e:q>2</e:q>",
        "<e:p>1</e:p><e:p>2",
    ],
)
def test_a_text_that_says_something_else_gives_no_place_at_all(inner: str) -> None:
    head = f'<r:RDF xmlns:r="{RDF}" xmlns:e="urn:e:"><r:Description r:about="urn:a">'
    tail = "</r:Description></r:RDF>"
    stated = read_submission(f"{head}<e:p>1</e:p><e:p>2</e:p>{tail}".encode(), RDF_XML, {}).stated
    assert locate(f"{head}{inner}{tail}".encode(), RDF_XML, stated) is NOWHERE


def test_deep_nesting_is_no_danger() -> None:
    depth = 90
    text = f'<r:RDF xmlns:r="{RDF}" xmlns:e="urn:e:">'
    text += "<r:Description>\n<e:p>" * depth + "x" + "</e:p></r:Description>" * depth + "</r:RDF>"
    stated = read_submission(text.encode(), RDF_XML, {}).stated
    found = locate(text.encode(), RDF_XML, stated)
    innermost = URIRef(stated[0].subject.value)
    assert [p.line for p in found.of(innermost, URIRef("urn:e:p"), Literal("x"))] == [
        depth,
        depth + 1,
    ]
