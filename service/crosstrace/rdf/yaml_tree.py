"""YAML as a tree, event by event, and no more of YAML than JSON has.

Anchors, aliases, merge keys, foreign tags, names that stand twice and a second document are
refused: no alias bomb can grow, no object can be made, and nothing is read in two ways. Plain
values are resolved by the core schema of YAML 1.2, so that `no` and `2026-10-01` are text.
Source: YAML 1.2.2, section 10.3.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from typing import Final, NoReturn, TypeAlias, cast

import yaml

from crosstrace.errors import InvalidInput
from crosstrace.rdf.tree import Array, Member, Object, Scalar, Tree, malformed, position

Value: TypeAlias = str | int | float | bool | None
Resolve: TypeAlias = Callable[[yaml.ScalarEvent], Value]

NULLS: Final = ("", "~", "null", "Null", "NULL")
TAG: Final = "tag:yaml.org,2002:"
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_COLLECTIONS: Final = (None, TAG + "seq", TAG + "map")
_BOOLEANS: Final = {
    word: value
    for name, value in (("true", True), ("false", False))
    for word in (name, name.title(), name.upper())
}
_INTEGER: Final = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT: Final = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NO_NUMBER: Final = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_TYPES: Final[dict[str, tuple[type, ...]]] = {
    TAG + "null": (type(None),),
    TAG + "bool": (bool,),
    TAG + "int": (int,),
    TAG + "float": (int, float),
}
_TWICE: Final = "this member stands twice; keep one, with a list where more than one value is meant"
_MAX_DIGITS: Final = 400
"""Characters of a number; more than any double has digits before its point."""


def read_yaml(text: str, resolve: Resolve, max_depth: int) -> Tree:
    """The tree of the one document in `text`; `InvalidInput` says by line and column what isn't.

    `resolve` makes a value of a scalar, and raises `ValueError` for one it refuses.
    """
    return _Reader(text, resolve, max_depth).document()


def core_value(scalar: yaml.ScalarEvent) -> Value:
    """The value of a scalar by the core schema; `ValueError` for what JSON has no value for."""
    if scalar.tag in (None, TAG + "str"):
        is_plain = scalar.tag is None and scalar.implicit[0]
        return _resolved(scalar.value) if is_plain else str(scalar.value)
    if scalar.tag not in _TYPES:
        raise ValueError("tags are not read; write a plain value")
    value = _resolved(scalar.value)
    kinds = _TYPES[scalar.tag]
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        raise ValueError("this value is not what its tag says")
    return float(value) if float in kinds else value  # type: ignore[arg-type]


def _resolved(text: str) -> Value:
    if text in NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if _INTEGER.fullmatch(text) or _FLOAT.fullmatch(text):
        return _number(text)
    if _NO_NUMBER.fullmatch(text):
        raise ValueError("infinity and NaN are no numbers of JSON; quote the value if it is text")
    return text


def _number(text: str) -> Value:
    if len(text) > _MAX_DIGITS:
        raise ValueError(f"this number has more than {_MAX_DIGITS} digits; quote it if it is text")
    if text[:2] in ("0o", "0x"):
        return int(text, 0)
    if _INTEGER.fullmatch(text):
        return int(text)
    value = float(text)
    if not math.isfinite(value):
        raise ValueError("this number is too large; quote it if it is text")
    return value


class _Reader:
    """Reads the events of one text."""

    def __init__(self, text: str, resolve: Resolve, max_depth: int) -> None:
        self._text = text
        self._resolve = resolve
        self._max_depth = max_depth

    def document(self) -> Tree:
        try:
            return self._document(yaml.parse(self._text, Loader=_LOADER))
        except yaml.MarkedYAMLError as error:
            start = error.problem_mark.index if error.problem_mark else 0
            raise self._broken(start, self._hint(error, start)) from error
        except yaml.reader.ReaderError as error:
            # The error counts bytes or characters, depending on the parser.
            found = yaml.reader.Reader.NON_PRINTABLE.search(self._text)
            start = found.start() if found else 0
            raise self._broken(start, "this character is not allowed") from error

    def _document(self, events: Iterator[yaml.Event]) -> Tree:
        next(events)  # the start of the stream
        if isinstance(start := next(events), yaml.StreamEndEvent):
            self._refuse(start, "there is no document")
        tree = self._value(next(events), events, 1)
        next(events)  # the end of the document
        if not isinstance(rest := next(events), yaml.StreamEndEvent):
            self._refuse(rest, "a second document begins here; send one")
        return tree

    def _value(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Tree:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._refuse(event, "anchors and aliases are not read; write the value out")
        start = _start(event)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(self._scalar(event), start)
        if depth > self._max_depth:
            self._refuse(event, f"it is nested deeper than {self._max_depth} levels")
        if cast(yaml.CollectionStartEvent, event).tag not in _COLLECTIONS:
            self._refuse(event, "tags are not read; write a plain value")
        if isinstance(event, yaml.SequenceStartEvent):
            return Array(list(self._items(events, depth)), start)
        return Object(self._members(events, depth), start)

    def _scalar(self, event: yaml.ScalarEvent) -> Value:
        try:
            return self._resolve(event)
        except ValueError as error:
            self._refuse(event, str(error))

    def _items(self, events: Iterator[yaml.Event], depth: int) -> Iterator[Tree]:
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            yield self._value(event, events, depth + 1)

    def _members(self, events: Iterator[yaml.Event], depth: int) -> list[Member]:
        members: dict[str, Member] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            name = self._value(event, events, depth + 1)
            if not isinstance(name, Scalar) or not isinstance(name.value, str):
                self._refuse(event, "the name of a member should be text; quote it")
            if name.value == "<<" and cast(yaml.ScalarEvent, event).implicit[0]:
                self._refuse(event, "merge keys are not read; write the members out")
            if name.value in members:
                self._refuse(event, _TWICE)
            value = self._value(next(events), events, depth + 1)
            members[name.value] = Member(name.value, name.start, value)
        return list(members.values())

    def _hint(self, error: yaml.MarkedYAMLError, start: int) -> str:
        if self._text[start : start + 1] == "@":
            return 'a word that begins with @ stands in quotes, as in "@context"'
        return " ".join(filter(None, (error.problem, error.context))) or "it can't be read"

    def _refuse(self, event: yaml.Event, problem: str) -> NoReturn:
        raise self._broken(_start(event), problem)

    def _broken(self, start: int, problem: str) -> InvalidInput:
        return malformed("YAML", problem, *position(self._text, start))


def _start(event: yaml.Event) -> int:
    # Every event that a parser gives has its mark.
    return event.start_mark.index if event.start_mark else 0
