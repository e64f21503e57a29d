"""Where in a client's RDF/XML an error is, which its parser doesn't say."""

from __future__ import annotations

import io
from typing import Final
from xml.parsers import expat

import pyoxigraph as ox

from crosstrace.rdf.tree import position

NAMESPACE_END: Final = " "
"""Stands between the namespace and the local part of a name; no IRI holds it."""


def xml_parser() -> expat.XMLParserType:
    """A parser for checked UTF-8 that gives names with their namespaces."""
    return expat.ParserCreate("utf-8", NAMESPACE_END)


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
