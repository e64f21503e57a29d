"""YAML into the document tree, event by event.

OSCAL uses YAML as another spelling of JSON, and every value read here is text. So scalars
are not resolved (`1.10` stays `1.10`, a date stays as written), and aliases, tags and a
second document are refused: no alias bomb can grow and no object can be made.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, cast

import yaml

from crosstrace.errors import InvalidInput
from crosstrace.sources.oscal.document import (
    MAX_DEPTH,
    Tree,
    decode,
    malformed,
    position,
    too_deep,
)

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CORE: Final = "tag:yaml.org,2002:"
_TAGS: Final = (None, _CORE + "str", _CORE + "seq", _CORE + "map")
_NULLS: Final = ("", "~", "null", "Null", "NULL")


def read_yaml(body: bytes) -> Tree:
    """The tree of a YAML file with one document."""
    text = decode(body, "YAML")
    try:
        return _document(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        problem = error.problem or "it can't be read"
        raise malformed("YAML", problem, *_place(error.problem_mark)) from error
    except yaml.reader.ReaderError as error:
        place = position(text[: error.position])
        raise malformed("YAML", "this character is not allowed", *place) from error


def _document(events: Iterator[yaml.Event]) -> Tree:
    next(events)  # the start of the stream
    if isinstance(start := next(events), yaml.StreamEndEvent):
        raise _broken(start, "there is no document")
    tree = _value(next(events), events, 1)
    next(events)  # the end of the document
    if not isinstance(rest := next(events), yaml.StreamEndEvent):
        raise _broken(rest, "a second document begins here; a catalog is one document")
    return tree


def _value(event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Tree:
    if depth > MAX_DEPTH:
        raise too_deep("YAML", *_place(event.start_mark))
    if isinstance(event, yaml.AliasEvent):
        raise _broken(event, "aliases are not read; write the value out")
    if getattr(event, "tag", None) not in _TAGS:
        raise _broken(event, "tags are not read; write a plain value")
    if isinstance(event, yaml.SequenceStartEvent):
        return list(_items(events, depth))
    if isinstance(event, yaml.MappingStartEvent):
        return _object(events, depth)
    scalar = cast(yaml.ScalarEvent, event)  # nothing else is left
    plain: bool = scalar.implicit[0]
    return None if plain and scalar.value in _NULLS else scalar.value


def _items(events: Iterator[yaml.Event], depth: int) -> Iterator[Tree]:
    while not isinstance(event := next(events), yaml.SequenceEndEvent):
        yield _value(event, events, depth + 1)


def _object(events: Iterator[yaml.Event], depth: int) -> Tree:
    members: dict[str, Tree] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        if not isinstance(event, yaml.ScalarEvent):
            raise _broken(event, "the name of a member should be text")
        if event.value in members:
            raise _broken(event, "this member stands twice; keep one")
        members[event.value] = _value(next(events), events, depth + 1)
    return members


def _broken(event: yaml.Event, problem: str) -> InvalidInput:
    return malformed("YAML", problem, *_place(event.start_mark))


def _place(mark: Any) -> tuple[int, int]:
    """Line and column from 1; libyaml's marks and PyYAML's are alike but of two types."""
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)
