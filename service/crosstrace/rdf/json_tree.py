"""Where the parts of a JSON document stand, which Python's own parser doesn't tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from crosstrace.rdf.tree import Array, Member, Object, Scalar, Tree

_START: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{]|[^\s\[\]{},:"]+')
"""What a value or a name starts with: the whole of it, or its bracket."""


def with_places(document: Any, text: str) -> Tree:
    """The tree of `document`, which is what JSON's parser made of `text`.

    Parser and text go in step: each value and name is one match, in the order of the text.
    """
    return _tree(document, (match.start() for match in _START.finditer(text)))


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
