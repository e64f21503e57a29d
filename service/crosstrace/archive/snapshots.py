"""Copies of the store for those who evaluate queries: as fresh as the last change, never torn.

A copy shares the files on the disk with the store, so that making one takes milliseconds. It is
made when a query comes after a change, and removed when no query uses it any more.
"""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from crosstrace.errors import StoreUnavailable


class Snapshots:
    """Numbered copies in `folder`; `checkpoint` writes one, `sequence` says what it would hold."""

    def __init__(
        self, folder: Path, checkpoint: Callable[[Path], None], sequence: Callable[[], int]
    ) -> None:
        self._folder, self._checkpoint, self._sequence = folder, checkpoint, sequence
        self._lock = threading.Lock()
        self.made = 0
        self._made_at = 0.0
        self._current: Path | None = None
        self._holds = -1
        self._users: Counter[Path] = Counter()

    @contextmanager
    def current(self) -> Iterator[Path]:
        """The folder of a copy that holds every change made until now; it stays while in use."""
        with self._lock:
            path = self._fresh()
            self._users[path] += 1
        try:
            yield path
        finally:
            with self._lock:
                self._users[path] -= 1
                self._sweep()

    def held(self) -> int:
        """How many copies are on the disk."""
        with self._lock:
            return len(self._users)

    def age(self) -> float | None:
        """Seconds since the latest copy was made; None before the first one."""
        return time.monotonic() - self._made_at if self.made else None

    def check(self) -> None:
        """Make a copy if there is none of what was written last, and write to its disk.

        `StoreUnavailable` when either can't be done.
        """
        probe = self._folder / "probe"
        try:
            with self.current(), probe.open("wb") as file:
                file.write(b"crosstrace")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise StoreUnavailable(f"The store's folder can't be written to: {error}.") from error
        finally:
            probe.unlink(missing_ok=True)

    def _fresh(self) -> Path:
        wanted = self._sequence()
        if self._current is None or self._holds < wanted:
            self.made += 1
            path = self._folder / f"{self.made}"
            try:
                self._checkpoint(path)
            except BaseException:
                shutil.rmtree(path, ignore_errors=True)
                raise
            self._current, self._holds = path, wanted
            self._made_at = time.monotonic()
            self._sweep()
        return self._current

    def _sweep(self) -> None:
        for path in [p for p, users in self._users.items() if not users and p != self._current]:
            del self._users[path]
            shutil.rmtree(path, ignore_errors=True)
