"""The guard sees a query as a parser would, and lets nothing through that could hurt."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstrace.errors import CrosstraceError, InvalidInput, ReadOnly, TooLarge
from crosstrace.sparql.guard import dataset_of, guard, with_row_limit

MAX_BYTES = 65_536


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * { ?s ?p ?o }", "select"),
        ("ask { ?s ?p ?o }", "ask"),
        ("PREFIX a: <urn:a> CONSTRUCT WHERE { ?s a:b ?o }", "construct"),
        ("BASE <urn:select> DESCRIBE <x>", "describe"),
        ("# SELECT\nASK {}", "ask"),
        ("PREFIX select: <urn:x> ASK { select:a ?p ?o }", "ask"),
    ],
)
def test_the_form_is_seen(query: str, form: str) -> None:
    assert guard(query, MAX_BYTES).form == form


SERVICES = [
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "select * { service silent ?where { ?s ?p ?o } }",
    "SELECT * { { SELECT * { SeRvIcE <http://h/> { } } } }",
    "SELECT * { \\u0053ERVICE <http://h/> { ?s ?p ?o } }",
    "SELECT * { SER\\u0056ICE <http://h/> { ?s ?p ?o } }",
    "SELECT * { \\U00000053ERVICE <http://h/> { ?s ?p ?o } }",
    "SELECT * { # comment\nSERVICE<http://h/>{ ?s ?p ?o } }",
    'SELECT * { ?s ?p "\\u0022 . SERVICE <http://h/> { ?a ?b ?c } #" }',
    "ASK { ?s ?p 'x'SERVICE <http://h/> { } }",
    "ASK { ?s ?p 1SERVICE <http://h/> { } }",
    "ASK { ?s ?p ?o.SERVICE <http://h/> { } }",
]


@pytest.mark.parametrize("query", SERVICES)
def test_service_is_seen_in_every_disguise(query: str) -> None:
    with pytest.raises(InvalidInput):
        guard(query, MAX_BYTES)


HARMLESS = [
    'SELECT * { ?s ?p "SERVICE" }',
    "SELECT * { ?s ?p '''a ' SERVICE ''' }",
    'SELECT * { ?s ?p """a "" SERVICE""" }',
    "SELECT * { ?s <urn:SERVICE> ?o }",
    "PREFIX service: <urn:x> SELECT * { ?s service:SERVICE ?o }",
    "SELECT * { ?s ?p ?SERVICE }",
    "SELECT * { ?s ?p ?o } # SERVICE",
    'SELECT * { ?s ?p "a\\"SERVICE" }',
    "SELECT * { ?s ?p ?o FILTER(?o < 3 && ?o > 2) }",
    "SELECT ?drop ?insert { ?drop ?insert ?o }",
]


@pytest.mark.parametrize("query", HARMLESS)
def test_a_keyword_that_is_none_is_let_through(query: str) -> None:
    assert guard(query, MAX_BYTES).form == "select"


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "PREFIX a: <urn:a> delete where { ?s ?p ?o }",
        "LOAD <http://127.0.0.1:9/>",
        "CLEAR ALL",
        "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "# x\nDROP GRAPH <urn:g>",
    ],
)
def test_updates_are_refused_as_such(update: str) -> None:
    with pytest.raises(ReadOnly, match="only answers queries"):
        guard(update, MAX_BYTES)


@pytest.mark.parametrize(
    "query",
    [
        "ASK " + "{" * 3000 + "}" * 3000,
        "ASK { ?s " + "(" * 5000 + "<urn:p>" + ")" * 5000 + " ?o }",
        "ASK { ?s <urn:p>" + "+" * 7000 + " ?o }",
        "ASK { " + "<<( " * 3000 + " }",
        "ASK {" + "{} UNION " * 700 + "{} }",
        "ASK {" + "OPTIONAL {} " * 700 + "}",
        "ASK {" + "?s ?p ?o . " * 400 + "}",
        "SELECT * { BIND(1" + "+1" * 6900 + " AS ?x) }",
        "SELECT * { BIND(" + "!" * 6000 + "1 AS ?x) }",
        "ASK { ?s ?p " + "[ <urn:p> " * 500 + "] }",
        "ASK {} # \ud800",
        "nothing at all",
        "",
    ],
)
def test_what_a_parser_should_not_see_is_refused(query: str) -> None:
    with pytest.raises(InvalidInput):
        guard(query, MAX_BYTES)


def test_size_is_counted_in_bytes() -> None:
    assert guard("ASK {} #" + "é" * 10, 40)
    with pytest.raises(TooLarge, match="longer than 20 bytes"):
        guard("ASK {} #" + "é" * 10, 20)


@given(st.text(max_size=200))
def test_any_text_is_guarded_without_a_fault(text: str) -> None:
    for query in (text, f"SELECT * {{ {text} }}"):
        try:
            checked = guard(query, MAX_BYTES)
        except CrosstraceError:
            continue
        with_row_limit(checked, 5)
        dataset_of(checked)


def test_the_dataset_is_read_from_the_query() -> None:
    query = (
        "PREFIX g: <https://example.org/> SELECT * FROM <urn:a> FROM NAMED g:b FROM g:c "
        "WHERE { ?s ?p 'FROM <urn:x>' }"
    )
    found = dataset_of(guard(query, MAX_BYTES))
    assert found == (["urn:a", "https://example.org/c"], ["https://example.org/b"])


@pytest.mark.parametrize(
    ("query", "default", "named"),
    [
        ("CONSTRUCT { ?s ?p ?o } FROM <urn:a> FROM NAMED <urn:b> WHERE {}", "urn:a", "urn:b"),
        ("CONSTRUCT FROM <urn:a> FROM NAMED <urn:b> WHERE { ?s ?p ?o }", "urn:a", "urn:b"),
        ("DESCRIBE <urn:c> FROM <urn:a> FROM NAMED <urn:b>", "urn:a", "urn:b"),
        ("BASE <http://e.org/x/> ASK FROM <a> FROM NAMED </b> {}", "http://e.org/x/a",
         "http://e.org/b"),
        ("BASE <http://e.org/x/> PREFIX y: <y/> ASK FROM y:a\\/1 FROM NAMED <#b> {}",
         "http://e.org/x/y/a/1", "http://e.org/x/#b"),
    ],
)  # fmt: skip
def test_the_dataset_is_read_wherever_it_stands(query: str, default: str, named: str) -> None:
    assert dataset_of(guard(query, MAX_BYTES)) == ([default], [named])


NUMBERS = ox.Store()
for _number in range(40):
    NUMBERS.add(ox.Quad(ox.NamedNode(f"urn:{_number}"), ox.NamedNode("urn:n"), ox.Literal(_number)))


def rows(query: str) -> list[str]:
    return [str(solution["n"]) for solution in NUMBERS.query(query)]


@given(
    own=st.one_of(st.none(), st.integers(0, 60)),
    offset=st.one_of(st.none(), st.integers(0, 45)),
    limit=st.integers(1, 50),
    values=st.booleans(),
    comment=st.booleans(),
    inner=st.booleans(),
    offset_first=st.booleans(),
)
def test_the_row_limit_keeps_the_first_rows(
    own: int | None,
    offset: int | None,
    limit: int,
    values: bool,
    comment: bool,
    inner: bool,
    offset_first: bool,
) -> None:
    pattern = "?s <urn:n> ?n"
    if inner:
        pattern = "{ SELECT ?n { ?s <urn:n> ?n } ORDER BY ?n LIMIT 30 }"
    parts = [f"LIMIT {own}" if own is not None else "", f"OFFSET {offset}" if offset else ""]
    slices = " ".join(reversed(parts) if offset_first else parts)
    query = f"SELECT ?n WHERE {{ {pattern} }} ORDER BY ?n {slices}"
    if values:
        query += " VALUES ?n { 1 2 3 5 8 13 21 34 }"
    if comment:
        query += " # LIMIT 1"
    limited = with_row_limit(guard(query, MAX_BYTES), limit)
    assert rows(limited) == rows(query)[:limit]
