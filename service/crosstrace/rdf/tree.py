"""JSON and YAML as one tree that keeps where each part stands in the text.

Offsets count characters from 0, without a byte order mark.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias

from crosstrace.errors import InputError, InvalidInput


class Scalar(NamedTuple):
    """Text, a number, a truth value or nothing."""

    value: str | int | float | bool | None
    start: int


class Array(NamedTuple):
    """A sequence; it starts at its bracket or first dash."""

    items: list[Tree]
    start: int


class Object(NamedTuple):
    """A mapping; it starts at its brace, or at its first name when it has no brace."""

    members: list[Member]
    start: int


class Member(NamedTuple):
    """A name with its value; names are unique in an object."""

    name: str
    start: int
    value: Tree


Tree: TypeAlias = Scalar | Array | Object


def native(tree: Tree) -> Any:
    """The tree as Python's own dicts, lists and scalars, without the places."""
    match tree:
        case Object():
            return {member.name: native(member.value) for member in tree.members}
        case Array():
            return [native(item) for item in tree.items]
    return tree.value


def objects(tree: Tree) -> Iterator[Object]:
    """All objects in the tree, the outer before the inner; what contexts define is left out."""
    match tree:
        case Array():
            for item in tree.items:
                yield from objects(item)
        case Object():
            yield tree
            for member in tree.members:
                if member.name != "@context":
                    yield from objects(member.value)


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of an offset in `text`."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def malformed(syntax: str, problem: str, line: int, column: int) -> InvalidInput:
    """The error for a text that isn't `syntax`; `line` and `column` count from 1."""
    found = InputError(problem, line=line, column=column)
    return InvalidInput(
        f"The {syntax} is broken at line {line}, column {column}: {problem}.", (found,)
    )
