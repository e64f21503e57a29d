"""Where changes become durable: in the embedded store, or at a SPARQL endpoint that others run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import uuid4

import pyoxigraph as ox

from crosstrace.archive.content import unpack
from crosstrace.archive.description import describe
from crosstrace.archive.records import Record, read_log
from crosstrace.archive.replica import Replica
from crosstrace.archive.statements import (
    VALUE,
    all_quads,
    content_quads,
    line_iri,
    line_quad,
    piece_iri,
)
from crosstrace.errors import BrokenData, StoreUnavailable
from crosstrace.store import SECONDS, Endpoint
from crosstrace.vocab import AUDIT_GRAPH, CONTENT_GRAPH, HOLDER_GRAPH

CHECK_SECONDS: Final = 2.0
"""How long an endpoint may take to say that it is there."""


class EmbeddedHome:
    """The embedded store itself: one transaction a batch."""

    def __init__(self, replica: Replica) -> None:
        self._replica = replica
        self._sure = True

    def catch_up(self, after: int) -> list[Record]:
        """What was written although that seemed to fail; nobody else writes here."""
        if self._sure:
            return []
        self._replica.mend()
        records = [record for record in read_log(self._replica.log()) if record.sequence > after]
        self._sure = True
        return records

    def commit(self, records: Sequence[Record], contents: Sequence[bytes]) -> None:
        """Keep the batch, all of it or nothing; which, is found later if this fails."""
        self._sure = False
        self._replica.append(all_quads(records, contents))
        self._sure = True

    def check(self) -> None:
        """Raise `StoreUnavailable` when the store has given up writing."""
        self._replica.flush()


class EndpointHome:
    """A SPARQL endpoint, with the embedded store as the copy in which queries are evaluated.

    A record's line is written last and by itself, so that a version is there once its line is,
    whatever the server does between two requests. One service writes to an endpoint: the one
    that opened it last holds it, and an earlier one is refused from then on.
    """

    def __init__(self, endpoint: Endpoint, replica: Replica) -> None:
        self._endpoint, self._replica = endpoint, replica
        self._token: Final = f"urn:uuid:{uuid4()}"
        self._sure = False
        endpoint.drop(HOLDER_GRAPH)
        endpoint.insert([_holder(self._token)])

    def catch_up(self, after: int) -> list[Record]:
        """What the endpoint holds beyond number `after`: at first everything.

        Later that can only be what was written although its answer never came.
        """
        self._demand_hold(SECONDS)
        if self._sure:
            return []
        lines = self._endpoint.texts_after(AUDIT_GRAPH, line_iri(after))
        records = [Record.read(text) for _, text in lines]
        last = records[-1].sequence if records else after
        # What was prepared for a record that never came must not mix with the next one's.
        self._endpoint.remove_texts_after(CONTENT_GRAPH, piece_iri(last, 9999))
        pieces = self._pieces(after)
        for record in records:
            content = _content(record, pieces.get(record.sequence, []))
            self._replica.append(all_quads([record], [content]))
        self._sure = True
        return records

    def commit(self, records: Sequence[Record], contents: Sequence[bytes]) -> None:
        """Keep the batch; if this fails midway, the records that were kept are found later."""
        self._sure = False
        for record, content in zip(records, contents, strict=True):
            if record.submitted:
                self._endpoint.drop(record.name.version_iri(record.submitted.version))
                self._endpoint.insert(content_quads(record, content))
        for record in records:
            self._endpoint.insert(describe(record))
            self._endpoint.insert([line_quad(record)])
        self._replica.append(all_quads(records, contents))
        self._sure = True

    def check(self) -> None:
        """Raise `StoreUnavailable` when the endpoint doesn't answer soon or is another's now."""
        self._demand_hold(CHECK_SECONDS)
        self._replica.flush()

    def _demand_hold(self, seconds: float) -> None:
        found = self._endpoint.texts_after(HOLDER_GRAPH, HOLDER_GRAPH, seconds=seconds)
        if [text for _, text in found] != [self._token]:
            raise StoreUnavailable(
                "Another service has opened the same endpoint since; this one writes no more."
            )

    def _pieces(self, after: int) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for node, text in self._endpoint.texts_after(CONTENT_GRAPH, piece_iri(after, 9999)):
            found.setdefault(int(node.split("/")[-2]), []).append(text)
        return found


def _content(record: Record, pieces: list[str]) -> bytes:
    if record.submitted is None:
        return b""
    try:
        return unpack(pieces)
    except ValueError as error:
        raise BrokenData(
            f"The endpoint has lost the content of version {record.submitted.version} of "
            f"{record.name}. Restore the latest backup."
        ) from error


def _holder(token: str) -> ox.Quad:
    node, value = ox.NamedNode(f"{HOLDER_GRAPH}/service"), ox.NamedNode(VALUE)
    return ox.Quad(node, value, ox.Literal(token), ox.NamedNode(HOLDER_GRAPH))
