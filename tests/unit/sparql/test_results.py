"""Answers in every form are read back as what they were."""

from __future__ import annotations

import csv
import json
from io import StringIO
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstrace.errors import InvalidInput
from crosstrace.sparql.results import CSV, JSON, TSV, XML, write_boolean, write_rows

FORMATS = {JSON: ox.QueryResultsFormat.JSON, TSV: ox.QueryResultsFormat.TSV}
SPARQL = "{http://www.w3.org/2005/sparql-results#}"
# XML 1.0 can't hold other control characters.
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"], include_characters="\t\n\r"))
IRIS = st.integers(0, 99).map(lambda n: ox.NamedNode(f"https://example.org/{n}?a=b&c='d'"))
TERMS = st.one_of(
    IRIS,
    TEXT.map(ox.Literal),
    TEXT.map(lambda t: ox.Literal(t, language="en")),
    st.integers().map(ox.Literal),
    st.none(),
)


@pytest.mark.parametrize("media_type", FORMATS)
@given(rows=st.lists(st.tuples(TERMS, TERMS), max_size=5))
def test_rows_survive(media_type: str, rows: list[tuple[ox.NamedNode | None, ...]]) -> None:
    body = write_rows(media_type, ["a", "b"], rows, truncated=False)
    found = ox.parse_query_results(body, format=FORMATS[media_type])
    assert isinstance(found, ox.QuerySolutions)
    assert [tuple(solution) for solution in found] == rows


@given(rows=st.lists(st.tuples(TERMS, TERMS), max_size=5))
def test_xml_holds_every_text(rows: list[tuple[ox.NamedNode | None, ...]]) -> None:
    # Read with a plain XML parser: the library's reader trims texts.
    tree = ET.fromstring(write_rows(XML, ["a", "b"], rows, truncated=False))
    found = [
        {binding.get("name"): binding[0].text or "" for binding in result}
        for result in tree.iter(f"{SPARQL}result")
    ]
    assert found == [
        {name: cell.value for name, cell in zip("ab", row, strict=True) if cell} for row in rows
    ]


@given(rows=st.lists(st.tuples(TERMS), max_size=5))
def test_csv_holds_the_plain_values(rows: list[tuple[ox.NamedNode | None]]) -> None:
    body = write_rows(CSV, ["a"], rows, truncated=False).decode()
    found = list(csv.reader(StringIO(body, newline="")))
    assert found[0] == ["a"]
    assert [row[0] if row else "" for row in found[1:]] == [
        cell.value if cell else "" for (cell,) in rows
    ]


def test_blank_nodes_are_written_as_such() -> None:
    node = ox.BlankNode("b1")
    assert b'"bnode"' in write_rows(JSON, ["a"], [(node,)], truncated=False)
    assert b"<bnode>b1</bnode>" in write_rows(XML, ["a"], [(node,)], truncated=False)
    assert write_rows(CSV, ["a"], [(node,)], truncated=False) == b"a\r\n_:b1\r\n"
    assert write_rows(TSV, ["a"], [(node,)], truncated=False) == b"?a\n_:b1\n"


def test_a_cut_answer_says_so() -> None:
    document = json.loads(write_rows(JSON, ["a"], [], truncated=True))
    assert document["head"]["link"]
    assert b"<link href=" in write_rows(XML, ["a"], [], truncated=True)
    assert "link" not in json.loads(write_rows(JSON, ["a"], [], truncated=False))["head"]


@pytest.mark.parametrize("value", [True, False])
def test_a_boolean_in_every_form(value: bool) -> None:
    word = str(value).lower()
    assert json.loads(write_boolean(JSON, value))["boolean"] is value
    assert f"<boolean>{word}</boolean>".encode() in write_boolean(XML, value)
    assert write_boolean(CSV, value) == write_boolean(TSV, value) == f"{word}\n".encode()


@pytest.mark.parametrize("media_type", [JSON, XML, CSV, TSV])
def test_quoted_triples_are_refused(media_type: str) -> None:
    node = ox.NamedNode("urn:a")
    with pytest.raises(InvalidInput, match="quoted triples"):
        write_rows(media_type, ["a"], [(ox.Triple(node, node, node),)], truncated=False)


def test_characters_that_xml_cannot_hold_are_refused_with_a_way_out() -> None:
    with pytest.raises(InvalidInput, match="ask for JSON"):
        write_rows(XML, ["a"], [(ox.Literal("\x01"),)], truncated=False)
