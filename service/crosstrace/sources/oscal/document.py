"""The document tree the three syntaxes are read into, and the errors that say where.

The tree has OSCAL's JSON shape: objects, arrays and text (`None` for an absent value).
"""

from __future__ import annotations

import re
from typing import Final, NoReturn, TypeAlias

from crosstrace.errors import InputError, InvalidInput
from crosstrace.rdf.tree import malformed, position

Tree: TypeAlias = "str | list[Tree] | dict[str, Tree] | None"

MAX_DEPTH: Final = 64
"""Objects and arrays (XML: elements) inside one another; real catalogs need fewer than 20."""

# RDF/XML, one of the forms every element is served in, can't hold these.
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0e-\x1b\ud800-\udfff\ufffe\uffff]")


def too_deep(syntax: str, line: int | None = None, column: int | None = None) -> InvalidInput:
    """The error for a file that is nested deeper than `MAX_DEPTH`."""
    problem = f"The {syntax} is nested deeper than {MAX_DEPTH} levels; no catalog needs that."
    return InvalidInput(problem, (InputError(problem, line=line, column=column),))


def decode(body: bytes, syntax: str) -> str:
    """The text of a UTF-8 file, without a byte order mark."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = body[: error.start].decode("utf-8-sig")
        place = position(before, len(before))
        raise malformed(syntax, "these bytes are not UTF-8", *place) from error


class Node:
    """An object of the tree with its JSON pointer, so that an error can say which one it is."""

    def __init__(self, value: Tree, pointer: str) -> None:
        self.pointer = pointer
        if not isinstance(value, dict):
            self.fail("should be an object")
        self._members = value

    def text(self, name: str) -> str:
        """The text of a member with its whitespace collapsed; empty when it is absent."""
        return " ".join(self.raw(name).split())

    def raw(self, name: str) -> str:
        """The text of a member as written; empty when it is absent."""
        value = self._members.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.fail(f"has a member {name!r} that should be text")
        if _UNPRINTABLE.search(value):
            self.fail(f"has a member {name!r} with characters that are not text")
        return value

    def required(self, name: str) -> str:
        """The text of a member that must be there."""
        return self.text(name) or self.fail(f"lacks {name!r}")

    def child(self, name: str) -> Node:
        """The object in a member that must be there."""
        if name not in self._members:
            self.fail(f"lacks {name!r}")
        return Node(self._members[name], f"{self.pointer}/{name}")

    def children(self, name: str) -> list[Node]:
        """The objects in an array; none when the member is absent."""
        value = self._members.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self.fail(f"has a member {name!r} that should be an array")
        place = f"{self.pointer}/{name}"
        return [Node(item, f"{place}/{index}") for index, item in enumerate(value)]

    def fail(self, problem: str) -> NoReturn:
        """Raise the `InvalidInput` that says `problem` of this object."""
        detail = f"{self.pointer or 'The document'} {problem}."
        raise InvalidInput(detail, (InputError(detail, pointer=self.pointer),))
