"""A clock for the counting of requests that stands still until a test moves it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

MODULES = ("limits.storage.memory", "limits.strategies", "crosstrace.access.rates")


class Clock:
    """Stands in for the module `time`."""

    def __init__(self) -> None:
        self.now = 6_000_000.0  # a minute begins here

    def time(self) -> float:
        return self.now


@contextmanager
def standing_still() -> Iterator[Clock]:
    """While this lasts, requests are counted by the clock that is given."""
    clock = Clock()
    with pytest.MonkeyPatch.context() as patch:
        for module in MODULES:
            patch.setattr(f"{module}.time", clock)
        yield clock
