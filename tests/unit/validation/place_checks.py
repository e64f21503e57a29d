"""Places of offsets and of what a text holds, found without the code under test."""

from __future__ import annotations

from rdflib.term import Literal, URIRef

from crosstrace.rdf.context import known_contexts
from crosstrace.rdf.formats import Syntax
from crosstrace.validation.locate import Places, locate
from crosstrace.validation.report import Location
from crosstrace.validation.submission import BLANK, read_submission


def places(text: str, syntax: Syntax) -> Places:
    body = text.encode()
    return locate(body, syntax, read_submission(body, syntax, known_contexts()).stated)


def node(name: str) -> URIRef:
    """A node by its IRI, or a blank one by its label with `_:`."""
    return URIRef(name.replace("_:", BLANK) if name.startswith("_:") else name)


def at(text: str, offset: int) -> Location:
    before = text[:offset].split("\n")
    return Location(len(before), len(before[-1]) + 1)


def read_at(text: str, place: Location) -> str:
    """The rest of the line from a place on."""
    return text.split("\n")[place.line - 1][place.column - 1 :]


def texts_at(found: Places, text: str, focus: str, path: str, value: str | Literal) -> list[str]:
    """What stands at the places of a result, up to the end of their lines."""
    term = value if isinstance(value, Literal) else node(value)
    return [read_at(text, place) for place in found.of(node(focus), URIRef(path), term)]
