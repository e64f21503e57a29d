"""Where changes become durable: in the embedded store, or at a SPARQL endpoint that others run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final
from uuid import uuid4

from crosstrace.archive.at_endpoint import EndpointReader, mark, marks, remove_unfinished
from crosstrace.archive.description import describe
from crosstrace.archive.records import Record, read_log
from crosstrace.archive.replica import REMEDY, Replica
from crosstrace.archive.state import State, Version
from crosstrace.archive.statements import all_quads, content_quads, line_quad
from crosstrace.errors import BrokenData, StoreUnavailable
from crosstrace.store import SECONDS, Endpoint
from crosstrace.vocab import HOLDER_GRAPH

CHECK_SECONDS: Final = 2.0
"""How long an endpoint may take to say that it is there."""


class EmbeddedHome:
    """The embedded store itself: one transaction a batch."""

    copies = 1

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

    def faults(self, state: State, on_version: Callable[[Version], None]) -> Iterable[str]:  # noqa: ARG002
        """None, for there is nothing beside the embedded store."""
        return ()


class EndpointHome(EndpointReader):
    """A SPARQL endpoint, with the embedded store as the copy in which queries are evaluated.

    A record's line is written last and by itself, so that a version is there once its line is,
    whatever the server does between two requests. One service writes to an endpoint: the one
    that opened it last holds it, and an earlier one is refused from then on.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        replica: Replica,
        on_record: Callable[[Record], None] = lambda _: None,
        *,
        restoring: bool = False,
    ) -> None:
        super().__init__(endpoint, replica, on_record, restoring=restoring)
        self._token: Final = f"urn:uuid:{uuid4()}"
        self._sure = False
        endpoint.drop(HOLDER_GRAPH)
        mark(endpoint, HOLDER_GRAPH, self._token)

    def catch_up(self, after: int) -> list[Record]:
        """What the endpoint holds beyond number `after`: at first everything.

        Later that can only be what was written although its answer never came. `BrokenData` when
        a content is not as it was submitted.
        """
        self._demand_hold(SECONDS)
        if self._sure:
            return []
        records = self._copied(after)
        # What was prepared for a record that never came must not mix with the next one's.
        last = records[-1].sequence if records else after
        remove_unfinished(self._endpoint, self._replica, last)
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
        if marks(self._endpoint, HOLDER_GRAPH, seconds) != [self._token]:
            raise StoreUnavailable(
                "Another service has opened the same endpoint since; this one writes no more."
            )

    def _lacking(self, record: Record) -> None:
        raise BrokenData(
            f"The endpoint doesn't hold version {record.submitted and record.submitted.version} of "
            f"{record.name} as it was submitted. {REMEDY}"
        )
