"""Running what needs a sandboxed worker, apart from the threads that answer lookups."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final, TypeVar

from anyio import CapacityLimiter
from anyio.to_thread import run_sync

from crosstrace.errors import ResourceExhausted

T = TypeVar("T")

AT_ONCE: Final = 32
"""Requests for workers of one kind, running or waiting; further ones are turned away."""


class Jobs:
    """Threads of their own for one kind of job.

    The pool lets a job wait for a worker; here it waits where it takes no thread from the
    lookups, however many heavy requests come.
    """

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._threads = CapacityLimiter(at_once)

    async def run(self, call: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """The result of `call`; `ResourceExhausted` at once when too many are under way."""
        if self._threads.available_tokens < 1:
            raise ResourceExhausted("Too many requests of this kind are under way; try again soon.")
        return await run_sync(partial(call, *args, **kwargs), limiter=self._threads)
