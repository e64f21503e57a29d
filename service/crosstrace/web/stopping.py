"""Stopping without breaking anything off: what runs is finished, what comes is sent elsewhere."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crosstrace.errors import ResourceExhausted
from crosstrace.web.problems import Problem, respond

ANSWERED: Final = ("/healthz", "/readyz")
"""What is answered to the end: the one says that it lives, the other that it takes no work."""

_CLOSE: Final = {"Connection": "close"}


class Stopping:
    """Whether the service was asked to end, and how many requests are under way."""

    def __init__(self) -> None:
        self.asked = False
        self.running = 0


class Gate:
    """ASGI middleware: counts what is under way, and lets nothing in once the end was asked for."""

    def __init__(self, app: ASGIApp, stopping: Stopping) -> None:
        self.app = app
        self.stopping = stopping

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through, or send it elsewhere."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if self.stopping.asked and scope["path"] not in ANSWERED:
            stopped = ResourceExhausted("The service is stopping; ask another, or try again soon.")
            await respond(scope, Problem.of(stopped), _CLOSE)(scope, receive, send)
            return

        async def closing(message: Message) -> None:
            if message["type"] == "http.response.start" and self.stopping.asked:
                MutableHeaders(scope=message).update(_CLOSE)
            await send(message)

        self.stopping.running += 1
        try:
            await self.app(scope, receive, closing)
        finally:
            self.stopping.running -= 1
