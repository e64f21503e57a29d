"""Where in the submitted text the nodes and values of a result stand.

The statements that `statements` reads are held against those of the real parser, one by
one; when a single one differs, no place is given at all, for a wrong place is worse than
none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import pyoxigraph as ox
from rdflib.namespace import XSD
from rdflib.term import Literal, Node, URIRef

from crosstrace.rdf.formats import N_QUADS, N_TRIPLES, TRIG, TURTLE, Syntax
from crosstrace.validation.report import Location
from crosstrace.validation.statements import Reader, Statement, UnsureError
from crosstrace.validation.submission import BLANK
from crosstrace.vocab import RDF

Key: TypeAlias = str | tuple[str, str]

LINE_BASED: Final = (TURTLE, TRIG, N_TRIPLES, N_QUADS)
MAX_CHARACTERS: Final = 1_000_000
"""About 20,000 statements; beyond, reading a second time would cost seconds."""

_LIST: Final = (RDF + "first", RDF + "rest")


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a text's nodes, and of the values in its statements."""

    _nodes: Mapping[Key, int]
    _values: Mapping[tuple[Key, Key, Key], int]
    _line_starts: Sequence[int]

    def of(self, focus_node: Node, path: Node | None, value: Node | None) -> tuple[Location, ...]:
        """Where the node is described, or else named, then where it has the value.

        The second is left out when it is on the line of the first.
        """
        offsets = [self._nodes.get(_key(focus_node))]
        if isinstance(path, URIRef) and value is not None:
            offsets.append(self._values.get((_key(focus_node), _key(path), _key(value))))
        by_line: dict[int, Location] = {}
        for offset in offsets:
            if offset is not None:
                place = self._place(offset)
                by_line.setdefault(place.line, place)
        return tuple(by_line.values())

    def _place(self, offset: int) -> Location:
        line = bisect_right(self._line_starts, offset)
        return Location(line, offset - self._line_starts[line - 1] + 1)


NOWHERE: Final = Places({}, {}, ())


def locate(body: bytes, syntax: Syntax, stated: Sequence[ox.Triple]) -> Places:
    """The places of the statements that the real parser made of `body`, in its order."""
    text = body.decode("utf-8-sig")
    if syntax not in LINE_BASED or len(text) > MAX_CHARACTERS:
        return NOWHERE
    try:
        read = list(Reader(text).statements())
    except UnsureError:
        return NOWHERE
    triples = [triple for triple in stated if not _is_list_cell(triple)]
    if len(triples) != len(read) or not all(map(_agree, read, triples)):
        return NOWHERE
    return _places(text, read, triples)


def _places(text: str, read: Iterable[Statement], triples: Iterable[ox.Triple]) -> Places:
    described: dict[Key, int] = {}
    named: dict[Key, int] = {}
    values: dict[tuple[Key, Key, Key], int] = {}
    for statement, triple in zip(read, triples, strict=True):
        subject, value = _key(triple.subject), _key(triple.object)
        described.setdefault(subject, statement.subject.start)
        named.setdefault(value, statement.object.start)
        values.setdefault((subject, _key(triple.predicate), value), statement.object.start)
    line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
    return Places(named | described, values, line_starts)


def _is_list_cell(triple: ox.Triple) -> bool:
    # Lists are made of statements that the text doesn't spell out.
    return triple.predicate.value in _LIST and str(_key(triple.subject)).startswith(BLANK)


def _agree(statement: Statement, triple: ox.Triple) -> bool:
    terms = (triple.subject, triple.predicate, triple.object)
    return all(
        mention.key is None or mention.key == _key(term)
        for mention, term in zip(statement, terms, strict=True)
    )


def _key(term: Any) -> Key:
    """What tells terms apart, the same for pyoxigraph's and rdflib's."""
    match term:
        case ox.Literal():
            return term.value, (term.language or "").lower() or term.datatype.value
        case Literal():
            return str(term), (term.language or "").lower() or str(term.datatype or XSD.string)
        case ox.NamedNode():
            return term.value
        case _:
            return str(term)
