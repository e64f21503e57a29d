"""The one thread that writes: it numbers and seals the records, and makes batches durable.

Whoever waits for the disk waits together: what came in while one batch was written is the
next. A change is seen by readers, and acknowledged, when it is durable and not before.
"""

from __future__ import annotations

import datetime as dt
import logging
import queue
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Final, Protocol

from crosstrace.archive.changes import Change, Draft, Outcome
from crosstrace.archive.figures import Figures
from crosstrace.archive.records import Record
from crosstrace.archive.state import State, Version
from crosstrace.errors import CrosstraceError, ResourceExhausted, StoreUnavailable

BATCH: Final = 64
"""Changes that are made durable together."""

WAITING: Final = 256
"""Changes that may wait for their batch; further ones are refused at once."""

log = logging.getLogger(__name__)


class Home(Protocol):
    """Where a batch becomes durable, all of it or nothing.

    `copies` says in how many places a version is kept: here, and at an endpoint.
    """

    copies: int

    def catch_up(self, after: int) -> list[Record]:
        """The records after number `after` that others have added, now held here too."""
        ...

    def commit(self, records: Sequence[Record], contents: Sequence[bytes]) -> None:
        """Keep the records, and with each the content of its version, if it has one."""
        ...

    def check(self) -> None:
        """Raise `StoreUnavailable` when nothing could be kept now."""
        ...

    def faults(self, state: State, on_version: Callable[[Version], None]) -> Iterable[str]:
        """What isn't as `state` tells elsewhere than in the embedded store, in sentences."""
        ...


class Journal:
    """The writer; `close` lets it finish what has come in."""

    def __init__(self, state: State, home: Home, figures: Figures) -> None:
        self._state, self._home, self._figures = state, home, figures
        self._queue: queue.Queue[Change | None] = queue.Queue(WAITING)
        self._open = True
        self._gate = threading.Lock()
        self._thread = threading.Thread(target=self._write, name="journal", daemon=True)
        self._thread.start()

    def make(self, change: Change) -> Outcome:
        """Make the change and wait until it is durable; raises what kept it from being made."""
        with self._gate:
            if not self._open:
                raise StoreUnavailable("The service is stopping and takes nothing new.")
            try:
                self._queue.put_nowait(change)
            except queue.Full:
                raise ResourceExhausted(
                    "Too many changes wait to be written; try again in a few seconds."
                ) from None
        return change.done.result()

    def ready(self) -> bool:
        """Whether a change would be taken."""
        return self._open and self._thread.is_alive()

    def waiting(self) -> int:
        """How many changes wait for their batch."""
        return self._queue.qsize()

    def close(self) -> None:
        """Finish what has come in, and end."""
        with self._gate:
            was_open, self._open = self._open, False
        if was_open:
            self._queue.put(None)
        self._thread.join()

    def _write(self) -> None:
        try:
            self._write_batches()
        finally:
            # Should this thread ever fail, nobody may wait for it.
            with self._gate:
                self._open = False
            while not self._queue.empty():
                if (left := self._queue.get()) is not None:
                    _refuse([left], _dead())

    def _write_batches(self) -> None:
        ending = False
        while not ending:
            batch = []
            waiting: Change | None = self._queue.get()
            while waiting is not None:
                batch.append(waiting)
                if len(batch) == BATCH or self._queue.empty():
                    break
                waiting = self._queue.get()
            ending = waiting is None
            try:
                self._make_durable(batch)
            except BaseException:
                _refuse(batch, _dead())
                raise

    def _make_durable(self, batch: list[Change]) -> None:
        outcomes: list[tuple[Change, Outcome]] = []
        try:
            self._state.add(self._home.catch_up(self._state.sequence))
            draft = Draft(self._state)
            now = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
            for change in batch:
                try:
                    outcomes.append((change, draft.take(change, now)))
                except CrosstraceError as error:
                    change.done.set_exception(error)
            if draft.records:
                self._commit(draft)
        except Exception as error:
            self._figures.failed_batches.inc()
            log.exception("A batch of changes was not kept.", extra={"changes": len(batch)})
            _refuse(batch, error)
            return
        self._state.add(draft.records)
        for change, outcome in outcomes:
            change.done.set_result(outcome)

    def _commit(self, draft: Draft) -> None:
        begun = time.perf_counter()
        self._home.commit(draft.records, draft.contents)
        self._figures.commit_seconds.observe(time.perf_counter() - begun)
        self._figures.batch_changes.observe(len(draft.records))


def _dead() -> StoreUnavailable:
    return StoreUnavailable("The store takes no changes any more; what was sent may be kept.")


def _refuse(batch: list[Change], error: Exception) -> None:
    """Tell those who still wait that nothing was kept for them."""
    told = (
        error
        if isinstance(error, CrosstraceError)
        else StoreUnavailable("The store failed and the change was not kept; it is logged.")
    )
    for change in batch:
        if not change.done.done():
            change.done.set_exception(told)
