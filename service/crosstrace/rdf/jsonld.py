"""Making a client's JSON-LD and YAML-LD safe to expand: nothing remote, bounded depth, plain JSON.

Source: JSON-LD 1.1; YAML-LD, Final Community Group Report 2023.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from crosstrace.errors import InputError, InvalidInput
from crosstrace.rdf.json_tree import second_of_a_name, with_places
from crosstrace.rdf.tree import Tree, native, position
from crosstrace.rdf.yaml_tree import core_value, read_yaml

MAX_DEPTH = 100
MAX_DIGITS: Final = 400
"""Of a whole number; more than any double has digits before its point."""
_TOLD: Final = 5
"""How many names an error tells."""


def prepare(text: bytes, contexts: Mapping[str, Mapping[str, Any]]) -> bytes:
    """The document with every context that is known by its IRI put in place.

    `InvalidInput` for broken or ambiguous JSON, for deep nesting, and for a context that
    would have to be fetched.
    """
    _check_depth(text)
    return expandable(_load(text), contexts)


def prepare_yaml(text: bytes, contexts: Mapping[str, Mapping[str, Any]]) -> bytes:
    """The same for a document in YAML; the result is JSON."""
    return expandable(native(tree_of_yaml(text)), contexts)


def tree_of_json(text: bytes) -> Tree:
    """A document that `prepare` takes, with the places of its parts."""
    return with_places(_load(text), text.decode())


def tree_of_yaml(text: bytes) -> Tree:
    """A document that `prepare_yaml` takes, with the places of its parts."""
    return read_yaml(text.decode(), core_value, MAX_DEPTH)


def expandable(document: Any, contexts: Mapping[str, Mapping[str, Any]]) -> bytes:
    """The document, which is changed, as JSON with every known context put in place."""
    if not isinstance(document, dict | list):
        raise InvalidInput("The document is no object and no array, so it describes nothing.")
    _inline(document, contexts)
    try:
        return json.dumps(document, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise InvalidInput("The JSON has half a character (a lone surrogate) in a text.") from error


def _check_depth(text: bytes) -> None:
    # Before any parser sees it: a recursive one would end the process.
    depth, in_string, escaped = 0, False, False
    for byte in text:
        if escaped:
            escaped = False
        elif in_string:
            escaped, in_string = byte == 0x5C, byte != 0x22
        elif byte == 0x22:
            in_string = True
        elif byte in b"{[":
            depth += 1
            if depth > MAX_DEPTH:
                raise InvalidInput(f"The JSON document is nested deeper than {MAX_DEPTH} levels.")
        elif byte in b"}]":
            depth -= 1


def _load(text: bytes) -> Any:
    try:
        return json.loads(
            text,
            parse_constant=_no_constant,
            parse_int=_integer,
            parse_float=_finite,
            object_pairs_hook=_unique,
        )
    except _NameTwiceError as error:
        raise _twice(error.names, text.decode()) from None
    except json.JSONDecodeError as error:
        detail = f"The JSON is broken in line {error.lineno}, column {error.colno}: {error.msg}."
        raise InvalidInput(detail, (InputError(detail, error.lineno, error.colno),)) from error


def _no_constant(name: str) -> Any:
    raise InvalidInput(f"{name} is no JSON number.")


def _integer(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise InvalidInput(
            f"The JSON has a number of more than {MAX_DIGITS} digits; quote it if it is text."
        )
    return int(digits)


def _finite(number: str) -> float:
    value = float(number)
    if not math.isfinite(value):
        raise InvalidInput("The JSON has a number that is too large; quote it if it is text.")
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        times = Counter(name for name, _ in pairs)
        raise _NameTwiceError(sorted(name for name, count in times.items() if count > 1))
    return members


class _NameTwiceError(Exception):
    """Names that stand twice in one object."""

    def __init__(self, names: list[str]) -> None:
        super().__init__()
        self.names = names


def _twice(names: list[str], text: str) -> InvalidInput:
    more = ["…"] if len(names) > _TOLD else []
    told = ", ".join([*map(repr, names[:_TOLD]), *more])
    line, column = position(text, second_of_a_name(text))
    detail = (
        f"The JSON has {told} twice in one object, again in line {line}, column {column}; "
        "keep one of each name, with a list where more than one value is meant."
    )
    return InvalidInput(detail, (InputError(detail, line, column),))


def _inline(value: Any, contexts: Mapping[str, Mapping[str, Any]]) -> None:
    if isinstance(value, list):
        for item in value:
            _inline(item, contexts)
    elif isinstance(value, dict):
        for key, child in value.items():
            if key == "@context":
                value[key] = _context(child, contexts)
            elif key == "@import":
                raise InvalidInput("@import in a context is not followed; put the context inline.")
            _inline(value[key], contexts)


def _context(value: Any, contexts: Mapping[str, Mapping[str, Any]]) -> Any:
    if isinstance(value, list):
        return [_context(item, contexts) for item in value]
    if not isinstance(value, str):
        return value
    if value not in contexts:
        known = ", ".join(sorted(contexts))
        raise InvalidInput(
            "The JSON-LD names a context that would have to be fetched, and nothing is fetched "
            f"for a client. Put it inline, or use {known}."
        )
    return dict(contexts[value])
