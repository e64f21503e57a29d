"""A place in the report is where the node or value stands in the text, or there is none."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.namespace import XSD
from rdflib.term import Literal, URIRef
from turtle_documents import MARK, Written, documents
from validation_harness import ROOT, Judge

from crosstrace.rdf.formats import N_QUADS, N_TRIPLES, TRIG, TURTLE, Syntax
from crosstrace.validation.locate import MAX_CHARACTERS, NOWHERE, Places, locate
from crosstrace.validation.report import Location
from crosstrace.validation.submission import BLANK, read_submission

EX = "https://example.org/"


def places(text: str | bytes, syntax: Syntax = TURTLE) -> Places:
    body = text.encode() if isinstance(text, str) else text
    return locate(body, syntax, read_submission(body, syntax, {}).stated)


def node(name: str) -> URIRef:
    return URIRef(name.replace("_:", BLANK) if name.startswith("_:") else name)


def at(text: str, offset: int) -> tuple[Location, ...]:
    """The place of an offset, found without the code under test."""
    before = text[:offset].split("\n")
    return (Location(len(before), len(before[-1]) + 1),)


@settings(max_examples=300, deadline=None)
@given(documents())
def test_every_node_is_found_where_it_was_written(written: Written) -> None:
    body = written.text.encode()
    stated = read_submission(body, TURTLE, {}).stated
    found = locate(body, TURTLE, stated)
    for name, offset in written.subjects.items():
        assert found.of(node(name), None, None) == at(written.text, offset), name
    marked = {t.object.value: t.subject.value for t in stated if t.predicate.value == MARK}
    assert marked.keys() == written.nodes.keys()
    for mark, offset in written.nodes.items():
        assert found.of(URIRef(marked[mark]), None, None) == at(written.text, offset), mark


@st.composite
def graphs(draw: st.DrawFn) -> list[ox.Triple]:
    """Small graphs without lists, which serialisers fold in various ways."""
    nodes = st.sampled_from(
        [ox.NamedNode(f"{EX}{name}") for name in ("a", "b", "c/d", "e-f")]
        + [ox.BlankNode(label) for label in ("x", "y")]
    )
    predicates = st.sampled_from([ox.NamedNode(f"{EX}p"), ox.NamedNode(f"{EX}q")])
    texts = st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12
    )
    literals = st.builds(ox.Literal, texts) | st.integers(-9, 9).map(ox.Literal)
    triples = st.builds(ox.Triple, nodes, predicates, nodes | literals)
    return draw(st.lists(triples, min_size=1, max_size=12, unique=True))


@settings(max_examples=100, deadline=None)
@given(graphs(), st.sampled_from([TURTLE, TRIG, N_TRIPLES, N_QUADS]))
def test_what_a_serialiser_writes_is_followed(triples: list[ox.Triple], syntax: Syntax) -> None:
    body = ox.serialize(triples, format=syntax.format, prefixes={"ex": EX})
    assert body is not None
    lines = body.decode().split("\n")
    found = places(body, syntax)
    for triple in triples:
        name = triple.subject.value
        is_blank = isinstance(triple.subject, ox.BlankNode)
        (place,) = found.of(URIRef(BLANK + name if is_blank else name), None, None)
        token = lines[place.line - 1][place.column - 1 :].replace("\\", "").split(" ")[0]
        wanted = {f"_:{name}"} if is_blank else {f"<{name}>", f"ex:{name.removeprefix(EX)}"}
        assert token in wanted


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_what_another_serialiser_writes_is_followed(triples: list[ox.Triple]) -> None:
    n_triples = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    text = rdflib.Graph().parse(data=n_triples, format="nt").serialize(format="turtle")
    lines = text.split("\n")
    found = places(text)
    for name in {t.subject.value for t in triples if isinstance(t.subject, ox.NamedNode)}:
        (place,) = found.of(URIRef(name), None, None)
        token = lines[place.line - 1][place.column - 1 :]
        local = name.rsplit("/", 1)[-1]
        assert token.split(" ")[0] in (f"<{name}>", *(f"ns{n}:{local}" for n in range(1, 9)))


def test_a_value_has_a_place_of_its_own() -> None:
    text = f'<{EX}a> <{EX}p> 1 ;\n  <{EX}q> 1 ,\n    "1" .\n'
    found = places(text)
    one = Literal("1", datatype=XSD.integer, normalize=False)
    about = URIRef(f"{EX}a")
    assert found.of(about, URIRef(f"{EX}q"), one) == (Location(1, 1), Location(2, 27))
    assert found.of(about, URIRef(f"{EX}q"), Literal("1")) == (Location(1, 1), Location(3, 5))
    # On the line of its node it has one too, for all may be on one; what isn't stated has none.
    assert found.of(about, URIRef(f"{EX}p"), one) == (Location(1, 1), Location(1, 49))
    assert found.of(about, URIRef(f"{EX}p"), Literal("2")) == (Location(1, 1),)


def test_what_is_only_named_is_placed_where_it_is_named() -> None:
    found = places(f'<{EX}a> <{EX}p>\n <{EX}b> ,\n "someone" .')
    assert found.of(URIRef(f"{EX}b"), None, None) == (Location(2, 2),)
    assert found.of(Literal("someone"), None, None) == (Location(3, 2),)
    assert found.of(URIRef(f"{EX}c"), None, None) == ()


def test_columns_are_characters_and_a_byte_order_mark_is_none() -> None:
    text = f'\ufeff<{EX}a> <{EX}p> "\U0001d518" . <{EX}b> <{EX}p> 1 .'
    (place,) = places(text).of(URIRef(f"{EX}b"), None, None)
    assert text.removeprefix("\ufeff")[place.column - 1 :].startswith(f"<{EX}b>")


def test_a_graph_in_braces_is_followed() -> None:
    text = f"{{ <{EX}a> <{EX}p> 1 .\n<{EX}b> <{EX}p> 1 }}\n<{EX}c> <{EX}p> 1 ."
    found = places(text, TRIG)
    assert [found.of(URIRef(EX + n), None, None)[0].line for n in "abc"] == [1, 2, 3]


def test_long_texts_have_no_places() -> None:
    assert places(f"<{EX}a> <{EX}p> 1 ." + " " * MAX_CHARACTERS) is NOWHERE


@pytest.mark.parametrize(
    "text",
    [
        f"<{EX}a> <{EX}p> 2 .",
        f"<{EX}b> <{EX}p> 1 , 2 .",
        f"<{EX}a> <{EX}q> 1 , 2 .",
        f"GRAPH <{EX}g> {{ <{EX}a> <{EX}p> 1 , 2 }}",
        f"no:a <{EX}p> 1 , 2 .",
        f"<{EX}a> <{EX}p> 1 , 2 ] .",
        f"<{EX}a> <{EX}p> 1 , 2 . @prefix",
        f"<{EX}a> <{EX}p> 1 , 2 . §",
    ],
)
def test_a_text_that_says_something_else_gives_no_place_at_all(text: str) -> None:
    stated = read_submission(f"<{EX}a> <{EX}p> 1 , 2 .".encode(), TURTLE, {}).stated
    assert locate(text.encode(), TRIG, stated) is NOWHERE


def test_deep_nesting_is_no_danger() -> None:
    depth = 20_000
    text = f"<{EX}a> <{EX}p> " + f"[ <{EX}p>\n" * depth + "1" + "]" * depth + " ."
    body = text.encode()
    stated = read_submission(body, TURTLE, {}).stated
    found = locate(body, TURTLE, stated)
    assert found.of(URIRef(stated[0].subject.value), None, None)[0].line == depth


def test_the_report_points_into_the_text(judge: Judge) -> None:
    statements = ROOT + "ex:x a ct:Implementation ;\n  ct:status\n    'done' .\n"
    (found,) = [r for r in judge(statements, prefixes=PREFIXES_LINE).results if r.value == "done"]
    node_place, value_place = found.locations
    lines = (PREFIXES_LINE + statements).split("\n")
    assert lines[node_place.line - 1][node_place.column - 1 :].startswith("ex:x a ")
    assert lines[value_place.line - 1][value_place.column - 1 :].startswith("'done'")


PREFIXES_LINE = " ".join(
    f"@prefix {prefix}: <{iri}> ."
    for prefix, iri in {
        "ct": "https://w3id.org/crosstrace/ns#",
        "dcterms": "http://purl.org/dc/terms/",
        "edition": "https://w3id.org/crosstrace/id/",
        "ex": EX,
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }.items()
)
