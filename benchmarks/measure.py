"""What a piece of work took: time on the clock, time of the processor, memory of its processes."""

from __future__ import annotations

import os
import resource
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(slots=True)
class Spent:
    """Seconds on the clock and of the processor; on a busy machine only the latter count."""

    wall: float
    processor: float
    peak_bytes: int = 0


def timed(work: Callable[[], T], workers: Callable[[], Sequence[int]] = tuple) -> tuple[T, Spent]:
    """What `work` gives and took, in this process and in `workers`, the ids of others."""
    before, start = _processor(workers()), time.perf_counter()
    answer = work()
    return answer, Spent(time.perf_counter() - start, _processor(workers()) - before)


def _processor(pids: Sequence[int]) -> float:
    own = time.process_time()
    return own + sum(sum(map(int, _fields(pid)[11:13])) for pid in pids) / TICKS


def _fields(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the third on: utime and stime are 11 and 12, rss is 21."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def run(*command: str | Path) -> tuple[bytes, Spent]:
    """What a whole command prints, and what it and the processes it started took."""
    before, start = _of_children(), time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    with process, _peak_memory(process.pid) as peak:
        said, _ = process.communicate()
    return said, Spent(time.perf_counter() - start, _of_children() - before, peak[0])


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@contextmanager
def _peak_memory(pid: int, every: float = 0.1) -> Iterator[list[int]]:
    """The most bytes resident at once in `pid` and all below it, sampled, as the list's one item.

    Pages that processes share are counted for each: it may be less, not more.
    """
    peak, done = [0], threading.Event()

    def watch() -> None:
        while not done.wait(every):
            peak[0] = max(peak[0], _resident(pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()


def _resident(pid: int) -> int:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return int(_fields(pid)[21]) * PAGE + sum(_resident(int(child)) for child in children)
    except (OSError, IndexError):
        return 0  # it has ended
