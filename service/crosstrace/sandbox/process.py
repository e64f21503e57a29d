"""One worker process: started, given jobs, ended."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, cast

from crosstrace.errors import ResourceExhausted, TimeLimitExceeded
from crosstrace.sandbox.limits import Limits
from crosstrace.sandbox.protocol import Header, read_frame, write_frame

FRAME_OVERHEAD: Final = 2**20


class Worker:
    """One worker process: it loads its code when it is made, and takes jobs when it is open.

    What it says on stderr goes to the file `stderr`, or where the service's own goes.
    """

    def __init__(self, entry: str, stderr: int | None = None) -> None:
        self._entry = entry
        self._killed = self._stopped = False
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", "crosstrace.sandbox.worker", entry],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
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
        """End the process now; whoever waits for its job is told."""
        self._killed = True
        self._process.kill()

    def stop(self) -> None:
        """End the process because the service ends."""
        self._stopped = True
        self.kill()

    def run(self, header: Header, body: bytes, seconds: float) -> tuple[Header, bytes]:
        """Do one job; the process is dead afterwards when the job was over its limits."""
        late = threading.Event()

        def end_late() -> None:
            late.set()
            self.kill()

        timer = threading.Timer(seconds, end_late)
        timer.start()
        try:
            write_frame(self._stdin, header, body)
            return read_frame(self._stdout, self._limits.output_bytes + FRAME_OVERHEAD)
        except ValueError as error:
            self.kill()
            raise ResourceExhausted("The answer is larger than it may be.") from error
        except (EOFError, OSError) as error:
            self.kill()
            if self._stopped:
                raise ResourceExhausted("The service stopped before the work was done.") from error
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
                    continue  # what was buffered has no reader any more


@contextmanager
def starting(entry: str, count: int, stderr: int | None = None) -> Iterator[list[Worker]]:
    """Workers that load their code meanwhile; those that no pool has taken end with the context."""
    workers: list[Worker] = []
    try:
        workers.extend(Worker(entry, stderr) for _ in range(count))
        yield workers
    finally:
        for worker in workers:
            worker.end()
