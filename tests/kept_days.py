"""A clock for what is submitted, so that versions are kept on the days that a test wants."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

CLOCKS = ("crosstrace.archive.journal.dt", "crosstrace.archive.submitting.dt")


@contextmanager
def keeping_time(day: dt.date) -> Iterator[None]:
    """While this lasts, what is submitted comes on the morning of that day."""

    class Morning(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> Morning:
            return cls(day.year, day.month, day.day, 9, tzinfo=tz)

    clock = SimpleNamespace(**{**vars(dt), "datetime": Morning})
    with pytest.MonkeyPatch.context() as patch:
        for module in CLOCKS:
            patch.setattr(module, clock)
        yield
