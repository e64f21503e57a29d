"""The local store of all graphs at rest, beside a copy of the frameworks that queries join.

It is apart from the store of the frameworks: what the project asks of its own graphs, over the
union of them all, can't be touched by what others submit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from crosstrace.archive.records import Record
from crosstrace.errors import StoreUnavailable
from crosstrace.store import GraphStore
from crosstrace.vocab import AUDIT_GRAPH, GRAPHS, RDF

_LINE = ox.NamedNode(RDF + "value")
_AUDIT = ox.NamedNode(AUDIT_GRAPH)


def record_quad(record: Record) -> ox.Quad:
    """The statement that holds a record's line, under an IRI that sorts by its number."""
    node = ox.NamedNode(f"{AUDIT_GRAPH}/{record.sequence:012d}")
    return ox.Quad(node, _LINE, ox.Literal(record.line()), _AUDIT)


class Replica:
    """An embedded store in a folder; one process may write to it."""

    def __init__(self, folder: Path) -> None:
        self._store = GraphStore.open(folder)

    def publish(self, frameworks: GraphStore) -> None:
        """Put the frameworks' graphs, as they are now, in place of those published before."""
        own = (name for name in self._store.graph_names() if not _is_at_rest(name))
        self._store.replace_graphs(frameworks.quads(), own)

    def log(self) -> list[str]:
        """The lines of the audit log, in their order."""
        found = sorted(self._store.graph(AUDIT_GRAPH), key=lambda quad: str(quad.subject))
        return [quad.object.value for quad in found if isinstance(quad.object, ox.Literal)]

    def append(self, quads: Iterable[ox.Quad]) -> None:
        """Add statements: all of them or none, and on the disk when this returns."""
        try:
            self._store.append(quads)
        except OSError as error:
            raise StoreUnavailable(f"The store can't be written to: {error}.") from error

    def graph(self, name: str) -> set[ox.Quad]:
        """The statements of one named graph."""
        return self._store.graph(name)

    def at_rest(self) -> Iterator[ox.Quad]:
        """Every statement but the frameworks'."""
        for name in self._store.graph_names():
            if _is_at_rest(name):
                yield from self._store.graph(name)

    def checkpoint(self, folder: Path) -> None:
        """A copy in the new `folder` that others may read; it shares the files on the disk."""
        self._store.checkpoint(folder)


def _is_at_rest(name: str) -> bool:
    return name == AUDIT_GRAPH or name.startswith(GRAPHS)
