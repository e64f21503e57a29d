"""Where changes become durable: in the embedded store, or in a SPARQL endpoint that others run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyoxigraph as ox

from crosstrace.archive.content import to_quads
from crosstrace.archive.description import describe
from crosstrace.archive.records import Record
from crosstrace.archive.replica import Replica, record_quad


class EmbeddedHome:
    """The embedded store itself: one transaction a batch."""

    def __init__(self, replica: Replica) -> None:
        self._replica = replica

    def catch_up(self, after: int) -> list[Record]:  # noqa: ARG002 - nobody else can write here
        """Nothing: the store has one writer."""
        return []

    def commit(self, records: Sequence[Record], contents: Sequence[bytes]) -> None:
        """Keep the batch, all of it or nothing."""
        self._replica.append(statements(records, contents))


def statements(records: Sequence[Record], contents: Sequence[bytes]) -> Iterator[ox.Quad]:
    """Everything the store holds of the records: lines, descriptions, contents."""
    for record, content in zip(records, contents, strict=True):
        yield record_quad(record)
        yield from describe(record)
        if record.submitted:
            yield from to_quads(content, record.name, record.submitted.version)
