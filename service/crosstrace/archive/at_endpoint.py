"""What a SPARQL endpoint holds of graphs at rest: reading it, and what is there beside the log."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Final

import pyoxigraph as ox

from crosstrace.archive.content import unpack
from crosstrace.archive.description import describe
from crosstrace.archive.names import GraphName
from crosstrace.archive.records import Record, digest_of
from crosstrace.archive.replica import Replica
from crosstrace.archive.state import State, Version
from crosstrace.archive.statements import VALUE, all_quads, line_iri, line_quad, piece_iri
from crosstrace.archive.verifying_endpoint import endpoint_faults
from crosstrace.errors import InvalidInput, StoreUnavailable
from crosstrace.store import SECONDS, Endpoint
from crosstrace.vocab import AUDIT_GRAPH, CONTENT_GRAPH, GRAPHS, HOLDER_GRAPH, RESTORING_GRAPH

_TOGETHER: Final = 10_000
"""Statements from which on they are written; to wait for the disk for each record takes long."""

_LAST_PIECE: Final = 9999
_PIECE: Final = re.compile(re.escape(AUDIT_GRAPH) + r"/(\d{12})/\d{4}")
_NOTHING: Final[tuple[int, Iterator[tuple[str, str]]]] = (sys.maxsize, iter(()))


class EndpointReader:
    """An endpoint that is read and left as it is, beside whoever writes to it.

    What it holds is copied into the embedded store. Contents that are not as they were submitted
    are left out there, so that all of them are found.
    """

    copies = 2

    def __init__(
        self,
        endpoint: Endpoint,
        replica: Replica,
        on_record: Callable[[Record], None] = lambda _: None,
        *,
        restoring: bool = False,
    ) -> None:
        self._endpoint, self._replica, self._on_record = endpoint, replica, on_record
        if not restoring and marks(endpoint, RESTORING_GRAPH):
            raise StoreUnavailable(
                "A restore into this store was not finished: run it again first."
            )

    def catch_up(self, after: int) -> list[Record]:
        """What the endpoint holds beyond number `after`: at first everything."""
        return self._copied(after)

    def commit(self, records: Sequence[Record], contents: Sequence[bytes]) -> None:  # noqa: ARG002
        """Keep nothing: `StoreUnavailable`."""
        raise StoreUnavailable("The store was opened for reading only.")

    def check(self) -> None:
        """Raise `StoreUnavailable`, for nothing could be kept."""
        self.commit([], [])

    def faults(self, state: State, on_version: Callable[[Version], None]) -> Iterable[str]:
        """How the endpoint's own graphs differ from what `state` and the copy tell, in sentences.

        `on_version` is told of each version before it is looked at.
        """
        return endpoint_faults(self._endpoint, self._replica, state, on_version)

    def _copied(self, after: int) -> list[Record]:
        """The records beyond `after`, now held here with their contents, some at a time."""
        lines = self._endpoint.texts_after(AUDIT_GRAPH, line_iri(after))
        records = [Record.read(text) for _, text in lines]
        waiting: list[ox.Quad] = []
        for record, content in zip(records, self._contents(after, records), strict=True):
            if content is None:
                self._lacking(record)
                waiting += [line_quad(record), *describe(record)]
            else:
                waiting += all_quads([record], [content])
            if len(waiting) >= _TOGETHER:
                self._replica.append(waiting)
                waiting = []
            self._on_record(record)
        self._replica.append(waiting)
        return records

    def _contents(self, after: int, records: Iterable[Record]) -> Iterator[bytes | None]:
        """The contents of the records; None for one that isn't as it was submitted."""
        pieces = self._endpoint.texts_after(CONTENT_GRAPH, piece_iri(after, _LAST_PIECE))
        groups = groupby(pieces, _sequence)
        sequence, group = next(groups, _NOTHING)
        for record in records:
            while sequence < record.sequence:
                sequence, group = next(groups, _NOTHING)
            found = [text for _, text in group] if sequence == record.sequence else []
            yield _content(record, found)

    def _lacking(self, record: Record) -> None:
        """What is done when the content of a record's version isn't as it was submitted."""


def _sequence(piece: tuple[str, str]) -> int:
    """The number of the record that a piece belongs to; 0 when others put it there."""
    found = _PIECE.fullmatch(piece[0])
    return int(found[1]) if found else 0


def _content(record: Record, pieces: list[str]) -> bytes | None:
    if record.submitted is None:
        return b""
    try:
        content = unpack(pieces)
    except ValueError:
        return None
    return content if digest_of(content) == record.submitted.content_digest else None


def remove_unfinished(endpoint: Endpoint, replica: Replica, last: int) -> None:
    """Take out what was prepared for records after `last`, which never came.

    A version's pieces are written before its statements and are removed after them, so that there
    are statements without a record only where there are such pieces, unless others put them there.
    """
    after = piece_iri(last, _LAST_PIECE)
    if next(endpoint.texts_after(CONTENT_GRAPH, after), None) is None:
        return
    known = set(replica.graphs_at_rest())
    for graph in endpoint.graph_names(GRAPHS):
        if graph not in known and _is_next(graph, known):
            endpoint.drop(graph)
    endpoint.remove_texts_after(CONTENT_GRAPH, after)


def _is_next(graph: str, known: set[str]) -> bool:
    """Whether a graph would hold the version after those that are known."""
    try:
        name, number = GraphName.from_iri(graph)
    except InvalidInput:
        return False
    return number is not None and (number == 1 or name.version_iri(number - 1) in known)


@contextmanager
def restoring_into(endpoint: Endpoint) -> Iterator[None]:
    """An endpoint to fill, which nobody opens before the end is reached.

    `InvalidInput`, before anything is written, when it holds graphs, unless they are what a
    restore left that was cut short.
    """
    again = marks(endpoint, RESTORING_GRAPH)
    if not again and next(_held(endpoint), None) is not None:
        raise InvalidInput("The store holds graphs; restore into an empty one.")
    endpoint.drop(HOLDER_GRAPH)  # whoever still writes stops
    mark(endpoint, RESTORING_GRAPH, "restoring")
    if again:
        for graph in _held(endpoint):
            endpoint.drop(graph)
    yield
    endpoint.drop(RESTORING_GRAPH)


def _held(endpoint: Endpoint) -> Iterator[str]:
    """The graphs at rest that hold something, first those that tell of others."""
    yield from (graph for graph in (AUDIT_GRAPH, CONTENT_GRAPH) if endpoint.size(graph))
    yield from endpoint.graph_names(GRAPHS)


def mark(endpoint: Endpoint, graph: str, text: str) -> None:
    """Put a text into a graph that is for one."""
    node = ox.NamedNode(f"{graph}/service")
    endpoint.insert([ox.Quad(node, ox.NamedNode(VALUE), ox.Literal(text), ox.NamedNode(graph))])


def marks(endpoint: Endpoint, graph: str, seconds: float = SECONDS) -> list[str]:
    """The texts in such a graph."""
    return [text for _, text in endpoint.texts_after(graph, graph, seconds=seconds)]
