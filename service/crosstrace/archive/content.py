"""The statements of a version: how they are written down, stored, and read again.

The written form is N-Triples, sorted, with the IRIs for blank nodes that `submission` gives; its
digest is what the audit log holds. It is kept to the letter, packed, beside the statements that
queries see: a graph database may write numbers and times in another way than they came, and no
two documents may share a blank node there.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias, cast

import pyoxigraph as ox

from crosstrace.archive.names import GraphName
from crosstrace.validation.submission import BLANK

Node: TypeAlias = ox.NamedNode | ox.BlankNode

PIECE: Final = 64 * 1024
"""Characters in one text; databases that take longer ones may need seconds for them."""


LARGEST: Final = 512 * 2**20
"""Bytes in the written form of a version; workers, which have less memory, make none as large."""


def canonical(judged: bytes) -> bytes:
    """The written form of what a worker has judged: N-Triples, a statement a line."""
    lines = sorted({line for line in judged.splitlines() if line})
    return b"".join(line + b"\n" for line in lines)


def to_quads(content: bytes, name: GraphName, number: int) -> list[ox.Quad]:
    """The statements in the form in which the store holds them, in the version's named graph."""
    prefix, graph = name.blank_prefix(number), ox.NamedNode(name.version_iri(number))
    stored = _mapped(_parsed(content), lambda label: ox.NamedNode(prefix + label), BLANK)
    return [ox.Quad(t.subject, t.predicate, t.object, graph) for t in stored]


def pack(content: bytes) -> list[str]:
    """The written form as texts that any database takes: compressed, in Base64, in pieces."""
    packed = base64.b64encode(zlib.compress(content)).decode()
    return [packed[start : start + PIECE] for start in range(0, len(packed), PIECE)]


def unpack(pieces: Iterable[str]) -> bytes:
    """The written form again; `ValueError` when a piece is missing or changed."""
    packed = zlib.decompressobj()
    try:
        content = packed.decompress(base64.b64decode("".join(pieces), validate=True), LARGEST)
    except zlib.error as error:
        raise ValueError("the packed content is broken") from error
    if not packed.eof or packed.unused_data:
        raise ValueError("the packed content is not whole, or larger than any is")
    return content


def to_triples(content: bytes) -> list[ox.Triple]:
    """The statements with blank nodes, for giving them to a reader."""
    return _mapped(_parsed(content), ox.BlankNode, BLANK)


def _parsed(content: bytes) -> Iterator[ox.Triple]:
    """The statements; `ValueError` when these are none."""
    try:
        for quad in ox.parse(content, format=ox.RdfFormat.N_TRIPLES):
            yield quad.triple
    except SyntaxError as error:
        raise ValueError("the content is no N-Triples") from error


def _mapped(
    found: Iterable[ox.Triple], make: Callable[[str], Node], prefix: str
) -> list[ox.Triple]:
    """The triples, with what `make` gives for the rest of each IRI that begins with `prefix`."""

    def term(value: object) -> object:
        if isinstance(value, ox.NamedNode) and value.value.startswith(prefix):
            return make(value.value.removeprefix(prefix))
        return value

    return [
        ox.Triple(cast("Node", term(t.subject)), t.predicate, cast("Node", term(t.object)))
        for t in found
    ]
