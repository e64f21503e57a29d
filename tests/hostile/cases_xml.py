"""RDF/XML: cut short, entities, nesting, and what is not read."""

from __future__ import annotations

from typing import Final

from hostile_case import INVALID, LISTENER, VERDICT, Case, lines

from crosstrace.rdf.formats import RDF_XML

_RDF: Final = (
    '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="urn:x:">{}</r:RDF>'
)
_NODE: Final = '<r:Description r:about="urn:a"><b>{}</b></r:Description>'
_ONE: Final = _RDF.format(_NODE)
_ATTRIBUTE: Final = 'p:a{0}="1"'
_NAMESPACE: Final = 'xmlns:n{0}="urn:n{0}"'
_LAUGHS: Final = '<!ENTITY a0 "ha">' + lines(
    9, '<!ENTITY a1{0} "&a0;&a0;&a0;&a0;&a0;&a0;&a0;&a0;&a0;&a0;">'
)


def _rdf(content: str) -> str:
    return _RDF.format(content)


def _text(content: str) -> str:
    return _ONE.format(content)


_REFUSED: Final = {
    "cut in a tag": (_text("x")[:60], "unclosed token"),
    "cut in a text": (_text("xx")[:112], "no element found"),
    "cut in the last tag": (_text("x")[:-5], "unclosed token"),
    "tags that cross": ('<a xmlns="urn:x:">\n<b></a></b>', "mismatched tag"),
    "two roots": (_rdf("") * 2, "junk after document element"),
    "no root": ("<!-- nothing -->", "no element found"),
    "text before the root": ("words " + _text("x"), "syntax error"),
    "an attribute twice": (
        _rdf('<r:Description r:about="urn:a" r:about="urn:b"/>'),
        "duplicate attribute",
    ),
    "an attribute without quotes": (_rdf("<r:Description r:about=urn:a/>"), "not well-formed"),
    "a reference to zero": (_text("&#0;"), "invalid character number"),
    "a reference to a surrogate": (_text("&#xD800;"), "invalid character number"),
    "an entity of nowhere": (_text("&x;"), "undefined entity"),
    "an undeclared prefix": ("<r:RDF/>", "unbound prefix"),
    "JSON for XML": ('{"@id": "urn:a"}', "not well-formed"),
    "Turtle for XML": ('<urn:a> <urn:b> "c" .', "unbound prefix"),
    "a DOCTYPE": (f"<!DOCTYPE r>{_text('x')}", "DOCTYPE"),
    "a DOCTYPE in small letters": (f"<!doctype r>{_text('x')}", "syntax error"),
    "a billion laughs": (f"<!DOCTYPE r [{_LAUGHS}]>{_text('&a18;')}", "DOCTYPE"),
    "an entity of itself": (f'<!DOCTYPE r [<!ENTITY a "&a;">]>{_text("&a;")}', "DOCTYPE"),
    "a DTD to fetch": (f'<!DOCTYPE r SYSTEM "{LISTENER}">{_text("x")}', "DOCTYPE"),
    "an entity to fetch": (
        f'<!DOCTYPE r [<!ENTITY a SYSTEM "{LISTENER}">]>{_text("&a;")}',
        "DOCTYPE",
    ),
    "a parameter entity to fetch": (
        f'<!DOCTYPE r [<!ENTITY % a SYSTEM "{LISTENER}"> %a;]>{_text("x")}',
        "DOCTYPE",
    ),
    "a file as entity": (
        f'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>{_text("&a;")}',
        "DOCTYPE",
    ),
    "200,000 bytes of one entity": (
        f'<!DOCTYPE r [<!ENTITY a "{"x" * 200_000}">]>{_text("&a;" * 100)}',
        "DOCTYPE",
    ),
}
_UNPLACED: Final = {
    "an inclusion": (
        _rdf(f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{LISTENER}"/>'),
        "",
    ),
    "text between nodes": (_rdf("words"), "Unexpected text"),
    "an identifier twice": (
        _rdf('<r:Description r:ID="a"><b>1</b></r:Description>' * 2),
        "already been used",
    ),
    "an identifier that is none": (
        _rdf('<r:Description r:ID="1 2"><b>1</b></r:Description>'),
        "rdf:ID",
    ),
    "what RDF gave up": (
        _rdf('<r:Description r:aboutEach="a"><b>1</b></r:Description>'),
        "aboutEach",
    ),
    "a base that is no IRI": (_text("x").replace("<r:RDF", '<r:RDF xml:base="http://[bad"'), "IRI"),
    "a language that is none": (
        _rdf('<r:Description r:about="urn:a"><b xml:lang="no tag">x</b></r:Description>'),
        "language",
    ),
    "a text of 150,000 letters": (_text("x" * 150_000), "longer than 100,000"),
    "20,000 members of a bag": (
        _rdf(f'<r:Bag r:about="urn:a">{"<r:li>x</r:li>" * 20_000}</r:Bag>'),
        "more than 10,000 statements",
    ),
    "a schema to fetch": (
        f'<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:schemaLocation="urn:x {LISTENER}"/>',
        "makes no statement",
    ),
}
_READ: Final = {
    "a style sheet to fetch": f'<?xml-stylesheet href="{LISTENER}"?>{_text("x")}',
    "a command to run": f'<?php system("id") ?>{_text("x")}',
    "a DOCTYPE in a comment": f"<!-- <!DOCTYPE r> -->{_text('x')}",
    "an entity in CDATA": _text("<![CDATA[<!ENTITY a>&a;]]>"),
    "XML as a text": _rdf(
        '<r:Description r:about="urn:a"><b r:parseType="Literal"><x/></b></r:Description>'
    ),
    "a datatype to fetch": _rdf(
        f'<r:Description r:about="urn:a"><b r:datatype="{LISTENER}">1</b></r:Description>'
    ),
}
_LARGE: Final = [
    Case(
        "60,000 elements in each other",
        lambda: '<a xmlns="urn:x:">' * 60_000,
        INVALID,
        "deeper than 200",
        1,
        RDF_XML,
    ),
    Case(
        "20,000 nodes in each other, closed",
        lambda: _rdf("<a>\n<b>" * 20_000 + "</b></a>" * 20_000),
        INVALID,
        "deeper than 200",
        101,
        RDF_XML,
    ),
    Case(
        "20,000 attributes",
        lambda: _rdf(
            f'<r:Description r:about="urn:a" xmlns:p="urn:p:" {lines(20_000, _ATTRIBUTE)}/>'
        ),
        INVALID,
        "attributes",
        1,
        RDF_XML,
    ),
    Case(
        "50,000 namespaces",
        lambda: f"<a {lines(50_000, _NAMESPACE)}/>",
        INVALID,
        "namespaces",
        1,
        RDF_XML,
    ),
    Case(
        "10,000 nodes",
        lambda: _rdf(lines(10_000, '<r:Description r:about="urn:{0}"><b>x</b></r:Description>')),
        VERDICT,
        "Root-one",
        syntax=RDF_XML,
    ),
]

CASES: Final = [
    *(
        Case(f"XML: {what}", text, INVALID, says, 2 if "\n<b>" in text else 1, RDF_XML)
        for what, (text, says) in _REFUSED.items()
    ),
    *(
        Case(f"XML: {what}", text, INVALID, says, syntax=RDF_XML)
        for what, (text, says) in _UNPLACED.items()
    ),
    *(
        Case(f"XML: {what}", text, VERDICT, "Root-one", syntax=RDF_XML)
        for what, text in _READ.items()
    ),
    *_LARGE,
]
