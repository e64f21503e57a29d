"""Where the parts of a JSON document stand, which Python's own parser doesn't tell."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from crosstrace.rdf.tree import Array, Member, Object, Scalar, Tree

_TEXT: Final = r'"(?:[^"\\]|\\.)*"'
_START: Final = re.compile(rf'{_TEXT}|[\[{{]|[^\s\[\]{{}},:"]+')
"""What a value or a name starts with: the whole of it, or its bracket."""
_NAME_OR_BRACKET: Final = re.compile(
    rf"(?P<name>{_TEXT})(?=\s*:)|{_TEXT}|(?P<open>[\[{{])|(?P<close>[\]}}])"
)


def with_places(document: Any, text: str) -> Tree:
    """The tree of `document`, which is what JSON's parser made of `text`.

    Parser and text go in step: each value and name is one match, in the order of the text.
    """
    return _tree(document, (match.start() for match in _START.finditer(text)))


def second_of_a_name(text: str) -> int:
    """Where the first name begins that its object has already; the text up to there is JSON."""
    names: list[set[str]] = []
    for match in _NAME_OR_BRACKET.finditer(text):
        if match["open"]:
            names.append(set())
        elif match["close"]:
            names.pop()
        elif match["name"]:
            name = json.loads(match["name"])
            if name in names[-1]:
                return match.start()
            names[-1].add(name)
    raise ValueError("No object has a name twice.")


def _tree(value: Any, starts: Iterator[int]) -> Tree:
    start = next(starts)
    if isinstance(value, dict):
        return Object(
            [Member(name, next(starts), _tree(child, starts)) for name, child in value.items()],
            start,
        )
    if isinstance(value, list):
        return Array([_tree(item, starts) for item in value], start)
    return Scalar(value, start)
