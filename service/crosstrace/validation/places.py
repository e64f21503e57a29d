"""The places of a text's nodes and values, by the terms that a report names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import pyoxigraph as ox
from rdflib.namespace import XSD
from rdflib.term import Literal, Node, URIRef

from crosstrace.validation.report import Location
from crosstrace.validation.submission import BLANK
from crosstrace.vocab import RDF

Key: TypeAlias = str | tuple[str, str]

_LIST: Final = (RDF + "first", RDF + "rest")


class UnsureError(Exception):
    """The text holds what can't be followed; its places are not known."""


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a text's nodes, and of the values in its statements."""

    _nodes: Mapping[Key, int]
    _values: Mapping[tuple[Key, Key, Key], int]
    _line_starts: Sequence[int]

    def of(self, focus_node: Node, path: Node | None, value: Node | None) -> tuple[Location, ...]:
        """Where the node is described, or else named, then where it has the value.

        The last is the most precise.
        """
        offsets = [self._nodes.get(key(focus_node))]
        if isinstance(path, URIRef) and value is not None:
            offsets.append(self._values.get((key(focus_node), key(path), key(value))))
        return tuple(dict.fromkeys(self._place(o) for o in offsets if o is not None))

    def _place(self, offset: int) -> Location:
        line = bisect_right(self._line_starts, offset)
        return Location(line, offset - self._line_starts[line - 1] + 1)


NOWHERE: Final = Places({}, {}, ())


@dataclass(slots=True)
class Found:
    """Places in the making; the first one of each kind counts."""

    _described: dict[Key, int] = field(default_factory=dict)
    _named: dict[Key, int] = field(default_factory=dict)
    _values: dict[tuple[Key, Key, Key], int] = field(default_factory=dict)

    def describe(self, node: Key, start: int) -> None:
        """The node is described at `start`."""
        self._described.setdefault(node, start)

    def name(self, term: Key, start: int) -> None:
        """The term is named at `start`."""
        self._named.setdefault(term, start)

    def state(self, triple: ox.Triple, start: int | None) -> None:
        """The statement has its value at `start`, unless the text doesn't spell it out."""
        if start is None:
            return
        value = key(triple.object)
        self.name(value, start)
        self._values.setdefault((key(triple.subject), key(triple.predicate), value), start)

    def places(self, text: str) -> Places:
        """What was found in `text`."""
        line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
        return Places(self._named | self._described, self._values, line_starts)


def is_list_cell(triple: ox.Triple) -> bool:
    """Whether the statement is one of those that make up lists, which no text spells out."""
    if triple.predicate.value not in _LIST:
        return False
    return isinstance(triple.subject, ox.BlankNode) or key(triple.subject).startswith(BLANK)


def key(term: Any) -> Any:
    """What tells terms apart, the same for pyoxigraph's and rdflib's: a `Key`."""
    match term:
        case ox.Literal():
            return term.value, (term.language or "").lower() or term.datatype.value
        case Literal():
            return str(term), (term.language or "").lower() or str(term.datatype or XSD.string)
        case ox.NamedNode():
            return term.value
        case _:
            return str(term)
