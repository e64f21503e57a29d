"""JSON into the document tree: no NaN, no member twice, no depth that would exhaust a parser."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Final, NoReturn

from crosstrace.errors import InputError, InvalidInput
from crosstrace.rdf.tree import malformed, position
from crosstrace.sources.oscal.document import MAX_DEPTH, Tree, decode, too_deep

# The closing quote is optional so that an open string is passed over once, in linear time.
_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)


def read_json(body: bytes) -> Tree:
    """The tree of a JSON document; numbers and truth values become text, as in YAML."""
    text = decode(body, "JSON")
    _check_depth(text)
    try:
        tree: Tree = json.loads(
            text,
            parse_int=str,
            parse_float=str,
            parse_constant=_refuse_constant,
            object_pairs_hook=_object,
        )
    except json.JSONDecodeError as error:
        raise malformed("JSON", error.msg, error.lineno, error.colno) from error
    return tree


def _check_depth(text: str) -> None:
    depth = 0
    for token in _TOKEN.finditer(text):
        if token[0] in "[{":
            depth += 1
        elif token[0] in "]}":
            depth -= 1
        if depth > MAX_DEPTH:
            raise too_deep("JSON", *position(text, token.start()))


def _object(pairs: list[tuple[str, Tree]]) -> Tree:
    members = dict(pairs)
    if len(members) < len(pairs):
        twice = next(
            name for name, count in Counter(name for name, _ in pairs).items() if count > 1
        )
        _refuse(f"A JSON object has the member {twice[:80]!r} twice; keep one.")
    return members


def _refuse_constant(name: str) -> NoReturn:
    _refuse(f"The JSON holds {name}, which is not JSON.")


def _refuse(detail: str) -> NoReturn:
    raise InvalidInput(detail, (InputError(detail),))
