"""The statements that a record adds to the store: its line, what it describes, its content."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import pyoxigraph as ox

from crosstrace.archive.content import pack, to_quads
from crosstrace.archive.description import describe
from crosstrace.archive.records import Record
from crosstrace.vocab import AUDIT_GRAPH, CONTENT_GRAPH, RDF

VALUE: Final = RDF + "value"


def line_iri(sequence: int) -> str:
    """The node of a record's line; it sorts by the number."""
    return f"{AUDIT_GRAPH}/{sequence:012d}"


def piece_iri(sequence: int, number: int) -> str:
    """The node of a piece of the content that a record brought."""
    return f"{line_iri(sequence)}/{number:04d}"


def line_quad(record: Record) -> ox.Quad:
    """What keeps the record: without it nothing else of it counts."""
    return _text(line_iri(record.sequence), record.line(), AUDIT_GRAPH)


def content_quads(record: Record, content: bytes) -> Iterator[ox.Quad]:
    """The content of a version, packed for reading it again and spelled out for queries."""
    if record.submitted:
        for number, piece in enumerate(pack(content)):
            yield _text(piece_iri(record.sequence, number), piece, CONTENT_GRAPH)
        yield from to_quads(content, record.name, record.submitted.version)


def all_quads(records: Sequence[Record], contents: Sequence[bytes]) -> Iterator[ox.Quad]:
    """Everything that the store holds of the records."""
    for record, content in zip(records, contents, strict=True):
        yield line_quad(record)
        yield from describe(record)
        yield from content_quads(record, content)


def _text(subject: str, text: str, graph: str) -> ox.Quad:
    value = ox.NamedNode(VALUE)
    return ox.Quad(ox.NamedNode(subject), value, ox.Literal(text), ox.NamedNode(graph))
