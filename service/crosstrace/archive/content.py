"""The statements of a version: how they are written down, stored, and read again.

The written form is N-Triples, sorted, with the IRIs for blank nodes that `submission` gives; its
digest is what the audit log holds. In the store these are IRIs of their version, so that two
documents never share one and what is restored is the same to the letter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias, cast

import pyoxigraph as ox

from crosstrace.archive.names import GraphName
from crosstrace.validation.submission import BLANK

Node: TypeAlias = ox.NamedNode | ox.BlankNode


def canonical(judged: bytes) -> bytes:
    """The written form of what a worker has judged: N-Triples, a statement a line."""
    lines = sorted({line for line in judged.splitlines() if line})
    return b"".join(line + b"\n" for line in lines)


def to_quads(content: bytes, name: GraphName, number: int) -> list[ox.Quad]:
    """The statements in the form in which the store holds them, in the version's named graph."""
    prefix, graph = name.blank_prefix(number), ox.NamedNode(name.version_iri(number))
    stored = _mapped(_parsed(content), lambda label: ox.NamedNode(prefix + label), BLANK)
    return [ox.Quad(t.subject, t.predicate, t.object, graph) for t in stored]


def from_quads(quads: Iterable[ox.Quad], name: GraphName, number: int) -> bytes:
    """The written form again, of what the store holds."""
    prefix = name.blank_prefix(number)
    found = _mapped((q.triple for q in quads), lambda label: ox.NamedNode(BLANK + label), prefix)
    return canonical(ox.serialize(found, format=ox.RdfFormat.N_TRIPLES) or b"")


def to_triples(content: bytes) -> list[ox.Triple]:
    """The statements with blank nodes, for giving them to a reader."""
    return _mapped(_parsed(content), ox.BlankNode, BLANK)


def _parsed(content: bytes) -> Iterable[ox.Triple]:
    return (quad.triple for quad in ox.parse(content, format=ox.RdfFormat.N_TRIPLES))


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
