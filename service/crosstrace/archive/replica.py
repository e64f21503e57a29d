"""The local store of all graphs at rest, beside a copy of the frameworks that queries join.

It is apart from the store of the frameworks: what the project asks of its own graphs, over the
union of them all, can't be touched by what others submit.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from crosstrace.archive.content import unpack
from crosstrace.archive.gate import Gate
from crosstrace.archive.records import digest_of
from crosstrace.archive.state import Version
from crosstrace.archive.statements import VALUE, piece_iri
from crosstrace.errors import BrokenData, StoreUnavailable
from crosstrace.store import GraphStore
from crosstrace.vocab import AUDIT_GRAPH, CONTENT_GRAPH, GRAPHS, HOLDER_GRAPH, RESTORING_GRAPH

ROOM: Final = 4 * 1024 * 1024
"""Bytes that have to be free before a store is opened anew, beside what its logs hold."""

REMEDY: Final = "Restore the latest backup, and keep this store as evidence."

_KEPT: Final = (AUDIT_GRAPH, CONTENT_GRAPH, HOLDER_GRAPH, RESTORING_GRAPH)

log = logging.getLogger(__name__)


class Held:
    """What an embedded store holds of graphs at rest, and of the frameworks beside them."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._gate = Gate()
        self._lost = False

    def close(self) -> None:
        """Let go of the folder."""
        with self._gate.shut():
            self._store.close()

    def log(self) -> list[str]:
        """The lines of the audit log, in their order."""
        found = sorted(self.graph(AUDIT_GRAPH), key=lambda quad: str(quad.subject))
        return [quad.object.value for quad in found if isinstance(quad.object, ox.Literal)]

    def pieces(self, sequence: int) -> list[str]:
        """The pieces of the content that the record `sequence` brought, in their order."""
        found: list[str] = []
        with self._reading():
            while (piece := self._store.text(piece_iri(sequence, len(found)), VALUE)) is not None:
                found.append(piece)
        return found

    def content(self, version: Version) -> bytes:
        """The statements of a version, as they were judged; `BrokenData` when they have changed."""
        try:
            found = unpack(self.pieces(version.sequence))
        except ValueError:
            raise altered(version) from None
        if digest_of(found) != version.submitted.content_digest:
            raise altered(version)
        return found

    def graphs_at_rest(self) -> list[str]:
        """The named graphs that hold what is kept of graphs at rest."""
        with self._reading():
            return [name for name in self._store.graph_names() if is_at_rest(name)]

    def size(self, name: str) -> int:
        """How many statements a named graph holds."""
        with self._reading():
            return self._store.size(name)

    def graph(self, name: str) -> set[ox.Quad]:
        """The statements of one named graph."""
        with self._reading():
            return self._store.graph(name)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with self._gate.open():
            if self._lost:
                raise StoreUnavailable("The store can't be read just now; try again later.")
            yield


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
        self._folder, self._failed = folder, False
        # What was published before may be of another release, or of a start that was cut short.
        published = [name for name in self._store.graph_names() if not is_at_rest(name)]
        self._store.replace_graphs(frameworks.quads(), published)

    def append(self, quads: Iterable[ox.Quad]) -> None:
        """Add statements: all of them or none, and on the disk when this returns.

        When it raises `StoreUnavailable` they may be there nevertheless.
        """
        self.mend()
        with self._writing():
            self._store.append(quads)

    def flush(self) -> None:
        """Nothing, as long as the store can be written to; else `StoreUnavailable`."""
        self.mend()
        with self._writing():
            self._store.flush()

    def checkpoint(self, folder: Path) -> None:
        """A copy in the new `folder` that others may read; it shares the files on the disk."""
        self.mend()
        with self._writing():
            self._store.checkpoint(folder)

    def mend(self) -> None:
        """Open the store anew when a write has failed and the disk takes something again.

        RocksDB writes no more after a failure. Readers wait for the moment that it takes, and
        snapshots are stores of their own. `StoreUnavailable` while it can't be written to.
        """
        if not self._failed:
            return
        with _explained(), self._gate.shut():
            if not self._failed:  # another thread was quicker
                return
            _demand_room(self._folder)
            self._lost = True
            try:
                self._store.reopen(self._folder)
            except StoreUnavailable:  # but it can be read
                self._lost = False
                raise
            self._lost = self._failed = False
        log.warning("The store can be written to again.")

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with _explained(), self._gate.open():
            try:
                yield
            except OSError:
                self._failed = True
                raise


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except (OSError, StoreUnavailable) as error:
        # What it says has paths, which are no client's business.
        log.error("The store can't be written to: %s", error)  # noqa: TRY400 - no fault of ours
        raise StoreUnavailable(
            "The store can't be written to just now; try again later, with the same "
            "Idempotency-Key."
        ) from error


def _demand_room(folder: Path) -> None:
    """`OSError` unless the disk takes what opening the store may write: its logs as tables."""
    size = sum(path.stat().st_size for path in folder.glob("*.log")) + ROOM
    probe = folder.parent / "probe"
    try:
        with probe.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, size)
    finally:
        probe.unlink(missing_ok=True)


def altered(version: Version) -> BrokenData:
    """That a version has changed in the store."""
    return BrokenData(
        f"Version {version.number} of {version.name} is not what was submitted. {REMEDY}"
    )


def is_at_rest(name: str) -> bool:
    """Whether a named graph is one of those that hold what is kept of graphs at rest."""
    return name in _KEPT or name.startswith(GRAPHS)
