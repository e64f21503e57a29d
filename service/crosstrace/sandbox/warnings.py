"""What workers say on stderr, as events of the service's log with the name of their pool."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from crosstrace.errors import ResourceExhausted

LONGEST: Final = 2000
"""Bytes of one line that are logged; a longer one is logged in parts."""

log = logging.getLogger(__name__)


class Listener:
    """A pipe that the workers of the pool `name` write to, and the thread that reads it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._source, self._sink = os.pipe()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._listen, name=f"{name} warnings", daemon=True)
        self._thread.start()

    @contextmanager
    def sink(self) -> Iterator[int]:
        """Where a new worker writes to; `ResourceExhausted` once it is closed."""
        with self._lock:
            if self._sink < 0:
                raise ResourceExhausted("The service is stopping.")
            own = os.dup(self._sink)
        try:
            yield own
        finally:
            os.close(own)

    def close(self, seconds: float = 1.0) -> None:
        """Take no worker any more; what the last ones said is waited for."""
        with self._lock:
            if self._sink >= 0:
                os.close(self._sink)
            self._sink = -1
        self._thread.join(seconds)

    def _listen(self) -> None:
        with os.fdopen(self._source, "rb") as source:
            while line := source.readline(LONGEST):
                if text := line.decode(errors="replace").rstrip():
                    log.warning("A worker says: %s", text, extra={"pool": self._name})
