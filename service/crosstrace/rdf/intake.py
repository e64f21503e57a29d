"""The one parser for bytes that clients send.

It reads only what it is told to be, fetches nothing, and is bounded: nesting, literals,
statements, statements per node. It belongs into a sandboxed worker, for a parser can
still be made to use much time or memory.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from crosstrace.errors import InputError, InvalidInput, printable
from crosstrace.rdf import rdfxml
from crosstrace.rdf.formats import JSON_LD, RDF_XML, YAML_LD, Syntax
from crosstrace.rdf.jsonld import prepare, prepare_yaml

_PLACE = re.compile(r"^Parser error (?:at|between) .*?: |\s*\(line \d+\)$")
_BOM = b"\xef\xbb\xbf"
_PREPARE = {JSON_LD: prepare, YAML_LD: prepare_yaml}


@dataclass(frozen=True, slots=True)
class IntakeLimits:
    """How much one document may hold."""

    statements: int = 2_000_000
    literal_characters: int = 100_000
    statements_per_node: int = 10_000


def parse(
    body: bytes,
    syntax: Syntax,
    *,
    base: str,
    contexts: Mapping[str, Mapping[str, Any]],
    limits: IntakeLimits | None = None,
    keep_labels: bool = False,
) -> list[ox.Triple]:
    """The statements of `body`; relative IRIs are resolved against `base`.

    With `keep_labels` blank nodes are called what the document calls them; without, no two
    documents share one. `contexts` are the JSON-LD contexts known by their IRI; no other is
    looked up.
    `InvalidInput` says where the document is wrong, by line and column where there are lines.
    """
    text = body.removeprefix(_BOM)
    _check_encoding(text)
    if syntax is RDF_XML:
        rdfxml.check(text)
    prepared = _PREPARE[syntax](text, contexts) if syntax in _PREPARE else text
    triples = _read(prepared, syntax, base, limits or IntakeLimits(), keep_labels)
    if not triples and text.strip():
        raise InvalidInput(_nothing_found(syntax))
    return triples


def _check_encoding(text: bytes) -> None:
    try:
        text.decode()
    except UnicodeDecodeError as error:
        raise _not_utf8(text, error.start, "is not UTF-8") from error
    # Every second byte of UTF-16 may be one, and no format of text has any use for it.
    if (zero := text.find(0)) >= 0:
        raise _not_utf8(text, zero, "has a zero byte, as UTF-16 has but UTF-8 has not,")


def _not_utf8(text: bytes, start: int, what: str) -> InvalidInput:
    line = text.count(b"\n", 0, start) + 1
    column = start - text.rfind(b"\n", 0, start)
    detail = f"The document {what} in line {line}, byte {column}; send it as UTF-8."
    return InvalidInput(detail, (InputError(detail, line, column),))


def _read(
    text: bytes, syntax: Syntax, base: str, limits: IntakeLimits, keep_labels: bool
) -> list[ox.Triple]:
    triples: list[ox.Triple] = []
    degrees: Counter[ox.NamedNode | ox.BlankNode] = Counter()
    try:
        for quad in ox.parse(
            text,
            format=syntax.format,
            base_iri=base,
            without_named_graphs=True,
            rename_blank_nodes=not keep_labels,
        ):
            triples.append(quad.triple)
            if isinstance(quad.subject, (ox.NamedNode, ox.BlankNode)):
                degrees[quad.subject] += 1
            _check_limits(quad, degrees[quad.subject], len(triples), limits)
    except SyntaxError as error:
        place = rdfxml.place_of_error(text, base) if syntax is RDF_XML else None
        raise _located(error, place) from error
    return triples


def _check_limits(quad: ox.Quad, degree: int, count: int, limits: IntakeLimits) -> None:
    if isinstance(quad.object, ox.Triple) or isinstance(quad.subject, ox.Triple):
        raise InvalidInput("Quoted triples (RDF-star) are not read.")
    if count > limits.statements:
        raise InvalidInput(f"The document holds more than {limits.statements:,} statements.")
    if degree > limits.statements_per_node:
        raise InvalidInput(
            f"{quad.subject} has more than {limits.statements_per_node:,} statements."
        )
    if isinstance(quad.object, ox.Literal) and len(quad.object.value) > limits.literal_characters:
        raise InvalidInput(
            f"A text of {quad.subject} is longer than {limits.literal_characters:,} characters; "
            "put it into a file and refer to that as evidence."
        )


def _located(error: SyntaxError, place: tuple[int, int] | None) -> InvalidInput:
    message = str(error.msg)
    if "named graph" in message.lower():
        return InvalidInput(
            "The document names graphs of its own; send its statements without graph names."
        )
    line, column = place or (error.lineno, error.offset)
    where = f" in line {line}, column {column}" if line else ""
    detail = f"The document can't be read{where}: {_one_line(message)}."
    return InvalidInput(detail, (InputError(detail, line, column),))


def _one_line(message: str) -> str:
    return printable(" ".join(_PLACE.sub("", message).split())).rstrip(".")


def _nothing_found(syntax: Syntax) -> str:
    if syntax in _PREPARE:
        return (
            "The document makes no statement: its keys have no meaning without a "
            '@context. Add "@context": "https://w3id.org/crosstrace/context.jsonld".'
        )
    return "The document makes no statement; it may be empty but for prefixes and comments."
