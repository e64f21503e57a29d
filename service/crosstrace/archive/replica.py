"""The local store of all graphs at rest, beside a copy of the frameworks that queries join.

It is apart from the store of the frameworks: what the project asks of its own graphs, over the
union of them all, can't be touched by what others submit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox

from crosstrace.archive.statements import VALUE, piece_iri
from crosstrace.errors import BrokenData, StoreUnavailable
from crosstrace.store import GraphStore
from crosstrace.vocab import AUDIT_GRAPH, CONTENT_GRAPH, GRAPHS, HOLDER_GRAPH


class Held:
    """What an embedded store holds of graphs at rest, and of the frameworks beside them."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store

    def close(self) -> None:
        """Let go of the folder."""
        self._store.close()

    def log(self) -> list[str]:
        """The lines of the audit log, in their order."""
        found = sorted(self._store.graph(AUDIT_GRAPH), key=lambda quad: str(quad.subject))
        return [quad.object.value for quad in found if isinstance(quad.object, ox.Literal)]

    def pieces(self, sequence: int) -> list[str]:
        """The pieces of the content that the record `sequence` brought, in their order."""
        found: list[str] = []
        while (piece := self._store.text(piece_iri(sequence, len(found)), VALUE)) is not None:
            found.append(piece)
        return found

    def graph(self, name: str) -> set[ox.Quad]:
        """The statements of one named graph."""
        return self._store.graph(name)


class Snapshot(Held):
    """A copy of a store in a folder, for reading."""

    def __init__(self, folder: Path) -> None:
        super().__init__(GraphStore.read_only(folder))

    def frameworks(self) -> Iterator[ox.Quad]:
        """The statements of the frameworks, graph by graph."""
        for name in self._store.graph_names():
            if not is_at_rest(name):
                yield from sorted(self._store.graph(name), key=str)


class Replica(Held):
    """An embedded store in a folder; one process may write to it."""

    def __init__(self, folder: Path, frameworks: GraphStore) -> None:
        self.frameworks = tuple(frameworks.graph_names())
        # Everybody sees the frameworks: nothing that isn't for everybody may have such a name.
        if mixed := [name for name in self.frameworks if is_at_rest(name)]:
            raise BrokenData(
                f"The frameworks hold a graph {mixed[0]}, and that name is for what is kept of "
                "graphs at rest. Restore the latest backup, or import again into a new store."
            )
        super().__init__(GraphStore.open(folder))
        # What was published before may be of another release, or of a start that was cut short.
        published = [name for name in self._store.graph_names() if not is_at_rest(name)]
        self._store.replace_graphs(frameworks.quads(), published)

    def append(self, quads: Iterable[ox.Quad]) -> None:
        """Add statements: all of them or none, and on the disk when this returns."""
        with _explained():
            self._store.append(quads)

    def flush(self) -> None:
        """Nothing, as long as the store can be written to; else `StoreUnavailable`."""
        with _explained():
            self._store.flush()

    def checkpoint(self, folder: Path) -> None:
        """A copy in the new `folder` that others may read; it shares the files on the disk."""
        with _explained():
            self._store.checkpoint(folder)


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreUnavailable(f"The store can't be written to: {error}.") from error


def is_at_rest(name: str) -> bool:
    """Whether a named graph is one of those that hold what is kept of graphs at rest."""
    return name in (AUDIT_GRAPH, CONTENT_GRAPH, HOLDER_GRAPH) or name.startswith(GRAPHS)
