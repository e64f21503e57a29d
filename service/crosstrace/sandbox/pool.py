"""Warm workers, each for one job at a time, killed when a job is over its time."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from crosstrace.errors import CrosstraceError, ResourceExhausted
from crosstrace.sandbox.limits import Limits
from crosstrace.sandbox.process import Worker, starting
from crosstrace.sandbox.protocol import PING, Header
from crosstrace.sandbox.warnings import Listener

LOGGER = logging.getLogger(__name__)
QUEUE_SECONDS = 5.0
PING_SECONDS: Final = 2.0
SLOW: Final = 0.5
"""Of its time limit, what a job may take without being logged as slow."""


@dataclass(frozen=True, slots=True)
class Load:
    """What a pool does now, and how often since it was opened jobs waited or workers were ended."""

    busy: int
    idle: int
    waiting: int
    waits: int
    kills: int


class WorkerPool:
    """Workers for one kind of job.

    `size` are kept warm; up to `max_size` run at once; beyond that a job waits, but not long.
    `entry` is `module:function`; `function(settings)` gives the handler of a job's header and
    body. Of `started`, workers of that entry, as many are taken as are kept warm. Safe to call
    from many threads.
    """

    def __init__(
        self,
        entry: str,
        settings: Mapping[str, Any],
        *,
        limits: Limits,
        size: int,
        max_size: int,
        name: str,
        started: list[Worker] | None = None,
    ) -> None:
        self.name, self.limits = name, limits
        self.runs = self.kills = 0
        self.watchers: list[Callable[[Header, float], None]] = []
        """Told of each job: its header, and the seconds it took with its wait for a worker."""
        self._entry, self._settings = entry, settings
        self._size, self._max_size = size, max_size
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._total = size
        self._waiting = self._waits = 0
        self._closed = False
        self._changed = threading.Condition()
        self._listener = Listener(name)
        try:
            self._fill(started or [])
        except BaseException:
            self.close()
            raise
        self.no_network = all(worker.no_network for worker in self._idle)
        if not self.no_network:
            LOGGER.warning("Workers run without a network filter here.", extra={"pool": name})

    def _fill(self, started: list[Worker]) -> None:
        """Make up the idle workers, from those `started` first; all load their code at once."""
        missing = max(0, self._size - len(started))
        with self._listener.sink() as stderr, starting(self._entry, missing, stderr) as more:
            for workers in (started, more):
                while workers and len(self._idle) < self._size:
                    workers[-1].open(self._settings, self.limits)
                    self._idle.append(workers.pop())

    def ready(self) -> bool:
        """Whether a job would find a worker."""
        with self._changed:
            return not self._closed and (bool(self._idle) or self._total < self._max_size)

    def check(self) -> None:
        """Have an idle worker answer; raises what a job would meet.

        When all are busy nothing is asked: each of them is held to the limits of its job.
        """
        with self._changed:
            if self._busy and not self._idle and not self._closed:
                return
        self._work(self._take(), PING, b"", PING_SECONDS)

    def load(self) -> Load:
        """The figures of this moment."""
        with self._changed:
            busy, idle = len(self._busy), len(self._idle)
            return Load(busy, idle, self._waiting, self._waits, self.kills)

    def pids(self) -> list[int]:
        """The processes that wait for a job."""
        with self._changed:
            return [worker.pid for worker in self._idle]

    def run(
        self, header: Header, body: bytes = b"", *, seconds: float | None = None
    ) -> tuple[Header, bytes]:
        """Do one job within `seconds` (the pool's limit when None).

        Raises `TimeLimitExceeded`, `ResourceExhausted`, or the error the handler raised.
        """
        begun = time.monotonic()
        worker = self._take()
        self.runs += 1
        try:
            answer, payload = self._work(worker, header, body, seconds or self.limits.seconds)
        finally:
            for tell in self.watchers:
                tell(header, time.monotonic() - begun)
        if "error" in answer:
            raise CrosstraceError.from_dict(answer["error"])
        if "fault" in answer:
            LOGGER.error("A worker failed:\n%s", answer["fault"], extra={"pool": self.name})
            raise CrosstraceError("Something is wrong on our side; it has been logged.")
        return answer["answer"], payload

    def close(self) -> None:
        """End every worker; jobs that are under way fail."""
        with self._changed:
            self._closed = True
            idle, self._idle = self._idle, []
            self._total -= len(idle)
            for worker in self._busy:
                worker.stop()  # its job's thread releases it
            self._changed.notify_all()
        for worker in idle:
            worker.end()
        self._listener.close()

    def _work(
        self, worker: Worker, header: Header, body: bytes, seconds: float
    ) -> tuple[Header, bytes]:
        begun = time.monotonic()
        try:
            found = worker.run(header, body, seconds)
        except CrosstraceError as error:
            self._warn("A worker was ended.", begun, seconds, reason=error.detail)
            raise
        finally:
            self._give_back(worker)
        if time.monotonic() - begun > SLOW * seconds:
            self._warn("Work was slow.", begun, seconds)
        return found

    def _warn(self, message: str, begun: float, limit: float, **further: str) -> None:
        took = round(time.monotonic() - begun, 3)
        said = {"pool": self.name, "seconds": took, "limit_seconds": limit, **further}
        LOGGER.warning(message, extra=said)

    def _take(self) -> Worker:
        deadline = time.monotonic() + QUEUE_SECONDS
        with self._changed:
            while True:
                if self._closed:
                    raise ResourceExhausted("The service is stopping.")
                if self._idle:
                    worker = self._idle.pop()
                    if worker.alive():
                        self._busy.add(worker)
                        return worker
                    worker.end()
                    self._total -= 1
                elif self._total < self._max_size:
                    break
                elif not self._wait_until(deadline):
                    raise ResourceExhausted("All workers are busy; try again in a few seconds.")
            self._total += 1
        worker = self._start()
        with self._changed:
            self._busy.add(worker)
        return worker

    def _wait_until(self, deadline: float) -> bool:
        left = deadline - time.monotonic()
        if left <= 0:
            return False
        self._waiting += 1
        self._waits += 1
        try:
            return self._changed.wait(left)
        finally:
            self._waiting -= 1

    def _start(self) -> Worker:
        """A fresh worker, already counted."""
        try:
            with self._listener.sink() as stderr:
                worker = Worker(self._entry, stderr)
            worker.open(self._settings, self.limits)
        except BaseException:
            with self._changed:
                self._total -= 1
                self._changed.notify()
            raise
        return worker

    def _give_back(self, worker: Worker) -> None:
        with self._changed:
            self._busy.discard(worker)
            alive = worker.alive()
            keep = alive and not self._closed and len(self._idle) < self._size
            if keep:
                self._idle.append(worker)
            else:
                self._total -= 1
            self.kills += not alive and not self._closed
            refill = not alive and not self._closed and self._total < self._size
            self._changed.notify()
        if not keep:
            worker.end()
        if refill:
            threading.Thread(target=self._refill, daemon=True).start()

    def _add_idle(self) -> None:
        with self._changed:
            self._total += 1
        worker = self._start()
        with self._changed:
            keep = not self._closed
            if keep:
                self._idle.append(worker)
                self._changed.notify()
            else:
                self._total -= 1
        if not keep:
            worker.end()

    def _refill(self) -> None:
        try:
            self._add_idle()
        except ResourceExhausted as error:
            LOGGER.warning("%s", error.detail, extra={"pool": self.name})
