"""Warm workers, each for one job at a time, killed when a job is over its time."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

from crosstrace.errors import CrosstraceError, ResourceExhausted, TimeLimitExceeded
from crosstrace.sandbox.limits import Limits
from crosstrace.sandbox.protocol import Header, read_frame, write_frame

LOGGER = logging.getLogger(__name__)
QUEUE_SECONDS = 5.0
FRAME_OVERHEAD = 2**20


class Worker:
    """One worker process: it loads its code when it is made, and takes jobs when it is open."""

    def __init__(self, entry: str) -> None:
        self._entry = entry
        self._killed = False
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", "crosstrace.sandbox.worker", entry],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def open(self, settings: Mapping[str, Any], limits: Limits) -> None:
        """Wait until it is ready for jobs within `limits`; `ResourceExhausted` if it can't be."""
        self._limits = limits
        opening = {"settings": dict(settings), "memory_bytes": limits.memory_bytes}
        try:
            write_frame(self._stdin, opening)
            ready, _ = read_frame(self._stdout)
        except (EOFError, OSError) as error:
            self.end()
            raise ResourceExhausted(
                f"A worker for {self._entry} could not start; its memory limit may be too low."
            ) from error
        self.no_network = bool(ready["no_network"])

    @property
    def _stdin(self) -> Any:
        return cast("Any", self._process.stdin)

    @property
    def _stdout(self) -> Any:
        return cast("Any", self._process.stdout)

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def alive(self) -> bool:
        """Whether it can take a job."""
        return not self._killed and self._process.poll() is None

    def kill(self) -> None:
        """Stop it, whatever it does."""
        self._killed = True
        self._process.kill()

    def run(self, header: Header, body: bytes, seconds: float) -> tuple[Header, bytes]:
        """Do one job; the process is dead afterwards when the job was over its limits."""
        late = threading.Event()

        def stop() -> None:
            late.set()
            self.kill()

        timer = threading.Timer(seconds, stop)
        timer.start()
        try:
            write_frame(self._stdin, header, body)
            return read_frame(self._stdout, self._limits.output_bytes + FRAME_OVERHEAD)
        except ValueError as error:
            self.kill()
            raise ResourceExhausted("The answer is larger than it may be.") from error
        except (EOFError, OSError) as error:
            self.kill()
            if late.is_set():
                raise TimeLimitExceeded(
                    f"The work was stopped after {seconds:g} seconds; ask for less at once."
                ) from error
            raise ResourceExhausted(
                "The work needed more memory, or deeper nesting, than it may have."
            ) from error
        finally:
            timer.cancel()
            timer.join()

    def end(self) -> None:
        """End the process and release its pipes."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    LOGGER.debug("pipe of worker %s was already broken", self.pid)


@contextmanager
def starting(entry: str, count: int) -> Iterator[list[Worker]]:
    """Workers that load their code meanwhile; those that no pool has taken end with the context."""
    workers: list[Worker] = []
    try:
        workers.extend(Worker(entry) for _ in range(count))
        yield workers
    finally:
        for worker in workers:
            worker.end()


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
        self._entry, self._settings = entry, settings
        self._size, self._max_size = size, max_size
        self._idle: list[Worker] = []
        self._total = size
        self._closed = False
        self._changed = threading.Condition()
        self._fill(started or [])
        self.no_network = all(worker.no_network for worker in self._idle)
        if not self.no_network:
            LOGGER.warning("workers %s run without a network filter on this platform", name)

    def _fill(self, started: list[Worker]) -> None:
        """Make up the idle workers, from those `started` first; all load their code at once."""
        with starting(self._entry, max(0, self._size - len(started))) as more:
            try:
                for workers in (started, more):
                    while workers and len(self._idle) < self._size:
                        workers[-1].open(self._settings, self.limits)
                        self._idle.append(workers.pop())
            except BaseException:
                self.close()
                raise

    def ready(self) -> bool:
        """Whether a job would find a worker."""
        with self._changed:
            return not self._closed and (bool(self._idle) or self._total < self._max_size)

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
        worker = self._take()
        self.runs += 1
        try:
            answer, payload = worker.run(header, body, seconds or self.limits.seconds)
        finally:
            self._give_back(worker)
        if "error" in answer:
            raise CrosstraceError.from_dict(answer["error"])
        if "fault" in answer:
            LOGGER.error("a worker of %s failed:\n%s", self.name, answer["fault"])
            raise CrosstraceError("Something is wrong on our side; it has been logged.")
        return answer["answer"], payload

    def close(self) -> None:
        """End every idle worker; a busy one ends when its job does."""
        with self._changed:
            self._closed = True
            idle, self._idle = self._idle, []
            self._total -= len(idle)
            self._changed.notify_all()
        for worker in idle:
            worker.end()

    def _take(self) -> Worker:
        deadline = time.monotonic() + QUEUE_SECONDS
        with self._changed:
            while True:
                if self._idle:
                    worker = self._idle.pop()
                    if worker.alive():
                        return worker
                    worker.end()
                    self._total -= 1
                elif self._total < self._max_size:
                    break
                elif not self._wait_until(deadline):
                    raise ResourceExhausted("All workers are busy; try again in a few seconds.")
            self._total += 1
        return self._start()

    def _wait_until(self, deadline: float) -> bool:
        left = deadline - time.monotonic()
        return left > 0 and not self._closed and self._changed.wait(left)

    def _start(self) -> Worker:
        """A fresh worker, already counted."""
        try:
            worker = Worker(self._entry)
            worker.open(self._settings, self.limits)
        except BaseException:
            with self._changed:
                self._total -= 1
                self._changed.notify()
            raise
        return worker

    def _give_back(self, worker: Worker) -> None:
        if not worker.alive():
            self.kills += 1
            worker.end()
            with self._changed:
                self._total -= 1
                refill = not self._closed and self._total < self._size
                self._changed.notify()
            if refill:
                threading.Thread(target=self._add_idle, daemon=True).start()
            return
        with self._changed:
            keep = not self._closed and len(self._idle) < self._size
            if keep:
                self._idle.append(worker)
            else:
                self._total -= 1
            self._changed.notify()
        if not keep:
            worker.end()

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
