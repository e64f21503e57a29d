"""Where in the submitted text the nodes and values of a result stand.

What is read here, with places, is held against the statements of the real parser, one by
one; when a single one differs, no place is given at all, for a wrong place is worse than
none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import pyoxigraph as ox

from crosstrace.rdf.formats import (
    JSON_LD,
    N_QUADS,
    N_TRIPLES,
    RDF_XML,
    TRIG,
    TURTLE,
    YAML_LD,
    Syntax,
)
from crosstrace.rdf.jsonld import tree_of_json, tree_of_yaml
from crosstrace.rdf.tree import Tree
from crosstrace.validation.places import NOWHERE, Found, Places, UnsureError, is_list_cell, key
from crosstrace.validation.statements import Reader, Statement
from crosstrace.validation.statements_xml import read_xml
from crosstrace.validation.tracing import trace

__all__ = ["MAX_CHARACTERS", "NOWHERE", "Places", "locate"]

MAX_CHARACTERS: Final = 1_000_000
"""About 20,000 statements; beyond, reading a second time would cost seconds."""


def locate(body: bytes, syntax: Syntax, stated: Sequence[ox.Triple]) -> Places:
    """The places of the statements that the real parser made of `body`, in its order."""
    text = body.decode("utf-8-sig")
    if len(text) > MAX_CHARACTERS:
        return NOWHERE
    try:
        return _LOCATE[syntax](text, stated)
    except UnsureError:
        return NOWHERE


def _in_statements(
    read: Callable[[str], Iterable[Statement]],
) -> Callable[[str, Sequence[ox.Triple]], Places]:
    def find(text: str, stated: Sequence[ox.Triple]) -> Places:
        statements = list(read(text))
        triples = [triple for triple in stated if not is_list_cell(triple)]
        if len(triples) != len(statements) or not all(map(_agree, statements, triples)):
            raise UnsureError
        return _places(text, statements, triples)

    return find


def _places(text: str, read: Iterable[Statement], triples: Iterable[ox.Triple]) -> Places:
    found = Found()
    for statement, triple in zip(read, triples, strict=True):
        if statement.subject.start is not None:
            found.describe(key(triple.subject), statement.subject.start)
        found.state(triple, statement.object.start)
    return found.places(text)


def _agree(statement: Statement, triple: ox.Triple) -> bool:
    terms = (triple.subject, triple.predicate, triple.object)
    return all(
        mention.key is None or mention.key == key(term)
        for mention, term in zip(statement, terms, strict=True)
    )


def _in_tree(read: Callable[[bytes], Tree]) -> Callable[[str, Sequence[ox.Triple]], Places]:
    return lambda text, stated: trace(read(text.encode()), stated).places(text)


_LOCATE: Final[Mapping[Syntax, Callable[[str, Sequence[ox.Triple]], Places]]] = {
    **dict.fromkeys(
        (TURTLE, TRIG, N_TRIPLES, N_QUADS), _in_statements(lambda text: Reader(text).statements())
    ),
    RDF_XML: _in_statements(read_xml),
    JSON_LD: _in_tree(tree_of_json),
    YAML_LD: _in_tree(tree_of_yaml),
}
