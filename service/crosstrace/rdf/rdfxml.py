"""What a client's RDF/XML is checked for before the parser gets it, and where an error is.

The parser itself says no place, and takes a document that breaks off for a complete one.
"""

from __future__ import annotations

import io
from typing import Final
from xml.parsers import expat

import pyoxigraph as ox

from crosstrace.errors import InvalidInput
from crosstrace.rdf.tree import malformed, position

MAX_DEPTH: Final = 200
"""Elements in each other; a node and its property are two."""
MAX_NAMES: Final = 1_000
"""Attributes, or namespaces declared, of one element."""
NAMESPACE_END: Final = " "
"""Stands between the namespace and the local part of a name; no IRI holds it."""


def check(text: bytes) -> None:
    """`InvalidInput` with the place, unless `text` is XML without a DOCTYPE, and bounded."""
    if text.strip():
        _Check(text).run()


def xml_parser() -> expat.XMLParserType:
    """A parser for checked UTF-8 that gives names with their namespaces."""
    return expat.ParserCreate("utf-8", NAMESPACE_END)


class _Check:
    """Bounds what the real parser takes quadratic time for, and allows no entities.

    They are declared in a DOCTYPE, and one line of them can grow to gigabytes.
    """

    def __init__(self, text: bytes) -> None:
        self._text = text
        self._depth = self._declared = 0
        self._parser = xml_parser()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartNamespaceDeclHandler = self._declare
        self._parser.StartDoctypeDeclHandler = self._doctype

    def run(self) -> None:
        try:
            self._parser.Parse(self._text, True)
        except expat.ExpatError as error:
            raise self._broken(
                expat.ErrorString(error.code), self._parser.ErrorByteIndex
            ) from error

    def _start(self, _name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._broken(f"elements are nested deeper than {MAX_DEPTH} levels")
        if max(len(attributes), self._declared) > MAX_NAMES:
            raise self._broken(f"an element has more than {MAX_NAMES:,} attributes or namespaces")
        self._declared = 0

    def _end(self, _name: str) -> None:
        self._depth -= 1

    def _declare(self, _prefix: str | None, _iri: str | None) -> None:
        self._declared += 1

    def _doctype(self, *_declared: object) -> None:
        raise self._broken("a DOCTYPE is not read, nor any entity it declares; remove it")

    def _broken(self, problem: str, offset: int | None = None) -> InvalidInput:
        at = self._parser.CurrentByteIndex if offset is None else offset
        return malformed("RDF/XML", problem, *_position(self._text, at))


def place_of_error(text: bytes, base: str) -> tuple[int, int] | None:
    """Line and column of the tag at which the parser refuses `text`; None when it doesn't."""
    feed = _Feed(text)
    try:
        for _ in ox.parse(feed, format=ox.RdfFormat.RDF_XML, base_iri=base):
            pass
    except SyntaxError:
        return _position(text, text.rfind(b"<", 0, feed.tell()))
    return None


def _position(text: bytes, offset: int) -> tuple[int, int]:
    before = text[: max(offset, 0)].decode("utf-8", "replace")
    return position(before, len(before))


class _Feed(io.BytesIO):
    """A file of which no read goes beyond a tag, so that it is known how far a parser came."""

    def __init__(self, text: bytes) -> None:
        super().__init__(text)
        self._text = text

    def read(self, size: int | None = -1, /) -> bytes:
        """At most `size` bytes, when it isn't negative, and at most up to the next tag's end."""
        start = self.tell()
        end = self._text.find(b">", start) + 1 or len(self._text)
        wanted = end - start
        return super().read(wanted if size is None or size < 0 else min(size, wanted))
