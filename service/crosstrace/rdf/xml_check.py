"""RDF/XML looked through before it is read: well-formed, bounded, and without entities.

The parser of RDF/XML tells no places and takes quadratic time for deep nesting; expat tells
the one and prevents the other. Source: XML 1.0 (fifth edition); Namespaces in XML 1.0.
"""

from __future__ import annotations

from typing import Final, NoReturn
from xml.parsers import expat

from crosstrace.errors import InputError, InvalidInput

MAX_DEPTH: Final = 200
"""Elements in each other; a node and its property are two."""
MAX_NAMES: Final = 1_000
"""Attributes, or namespaces declared, of one element."""


def check_xml(text: bytes) -> None:
    """Raise `InvalidInput`, by line and column, for what isn't XML or isn't bounded.

    A DOCTYPE is neither: entities are declared there, and one line can grow to gigabytes.
    """
    if text.strip():
        _Check().check(text)


class _Check:
    def __init__(self) -> None:
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartNamespaceDeclHandler = self._declare
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._depth = self._declared = 0

    def check(self, text: bytes) -> None:
        try:
            self._parser.Parse(text, True)
        except expat.ExpatError as error:
            self._refuse(expat.ErrorString(error.code), error.lineno, error.offset + 1)
        except (LookupError, ValueError):
            self._refuse("it says that it has another encoding than UTF-8")

    def _start(self, _name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            self._refuse(f"elements are nested deeper than {MAX_DEPTH} levels")
        if max(len(attributes), self._declared) > MAX_NAMES:
            self._refuse(f"an element has more than {MAX_NAMES:,} attributes or namespaces")
        self._declared = 0

    def _end(self, _name: str) -> None:
        self._depth -= 1

    def _declare(self, _prefix: str | None, _iri: str | None) -> None:
        self._declared += 1

    def _doctype(self, *_declared: object) -> None:
        self._refuse("a DOCTYPE is not read, nor any entity it declares; remove it")

    def _refuse(self, reason: str, line: int | None = None, column: int | None = None) -> NoReturn:
        place = (
            line or self._parser.CurrentLineNumber,
            column or self._parser.CurrentColumnNumber + 1,
        )
        detail = f"The XML can't be read in line {place[0]}, column {place[1]}: {reason}."
        raise InvalidInput(detail, (InputError(detail, *place),))
