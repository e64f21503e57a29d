"""A gate that many pass at once, and that one may shut to have what is behind it alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Gate:
    """Who waits to shut it goes before those who come later, so that it is never kept waiting."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._within = 0
        self._shut = False

    @contextmanager
    def open(self) -> Iterator[None]:
        """Be within, with any number of others; not for one who is within already."""
        with self._changed:
            self._changed.wait_for(lambda: not self._shut)
            self._within += 1
        try:
            yield
        finally:
            with self._changed:
                self._within -= 1
                self._changed.notify_all()

    @contextmanager
    def shut(self) -> Iterator[None]:
        """Be within alone."""
        with self._changed:
            self._changed.wait_for(lambda: not self._shut)
            self._shut = True
            self._changed.wait_for(lambda: not self._within)
        try:
            yield
        finally:
            with self._changed:
                self._shut = False
                self._changed.notify_all()
