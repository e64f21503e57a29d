"""Serving until asked to end: bounded connections, heads that must arrive, a graceful stop."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from types import FrameType
from typing import Final

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol

from crosstrace.settings import Settings
from crosstrace.web.problems import RETRY_SECONDS
from crosstrace.web.stopping import Stopping

GRACE_SECONDS: Final = 30.0
HEAD_SECONDS: Final = 10.0
"""Seconds in which a request's line and headers have to be there, from the first byte on."""

STALL_SECONDS: Final = 60.0
"""Seconds in which a client has to take some of an answer that waits for it."""

_FULL: Final = (
    "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n"
    f"Retry-After: {RETRY_SECONDS}\r\n\r\n"
).encode()

log = logging.getLogger(__name__)


def serve_until_stopped(app: FastAPI, settings: Settings) -> bool:
    """Serve `app` until the process is asked to end; whether every request was finished.

    `SystemExit` when the address can't be listened on.
    """
    server = Server(app, settings)
    server.run()
    return not server.cut_short


class Server(uvicorn.Server):
    """Takes no new work after the first SIGTERM or SIGINT, and no more time after the second."""

    def __init__(
        self, app: FastAPI, settings: Settings, *, head_seconds: float = HEAD_SECONDS
    ) -> None:
        class Connection(_Connection):
            seconds, most = head_seconds, settings.connections

        super().__init__(
            uvicorn.Config(
                app,
                host=settings.host,
                port=settings.port,
                http=Connection,
                ws="none",
                log_config=None,
                access_log=False,  # every request is logged by the application
                server_header=False,
            )
        )
        self.cut_short = False
        self._stopping: Stopping = app.state.stopping
        self._deadline: float | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002
        """Stop; on the second signal at once."""
        self.force_exit = self._stopping.asked
        self._stopping.asked = True

    async def on_tick(self, counter: int) -> bool:
        """Whether to end: when it was asked for and nothing is under way, or time is up."""
        if await super().on_tick(counter):
            return True
        if not self._stopping.asked:
            return False
        running = self._stopping.running
        if self._deadline is None:
            log.info("Stopping; what is under way is finished.", extra={"requests": running})
            self._deadline = time.monotonic() + GRACE_SECONDS
        left = 0.0 if self.force_exit else self._deadline - time.monotonic()
        if running and left > 0:
            return False
        if running:
            self.cut_short = True
            log.warning("Requests are cut short.", extra={"requests": running})
        # What is left of the time is for clients to take their answers.
        self.config.timeout_graceful_shutdown = max(0, math.ceil(left))
        return True


class _Connection(H11Protocol):
    """A connection of which there are not too many, and that idling or dripping can't hold."""

    seconds: float
    most: int
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > self.most:
            transport.write(_FULL)
            transport.close()
        else:
            self._await_head()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.cycle is None or self.cycle.response_complete:
            self._await_head()
        else:
            self._end_timer()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._end_timer()
        self._timer = self.loop.call_later(STALL_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        self._end_timer()
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end_timer()
        super().connection_lost(exc)

    def _await_head(self) -> None:
        if self._timer is None:
            self._timer = self.loop.call_later(self.seconds, self.transport.close)

    def _end_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
