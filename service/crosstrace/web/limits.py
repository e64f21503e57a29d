"""What every request is held to: the size and the pace of its body, and the headers back.

Pure ASGI, so that bodies are counted while they stream in and nothing is buffered twice.
"""

from __future__ import annotations

import asyncio
import time
from typing import Final
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crosstrace.errors import CrosstraceError, InvalidInput, TooLarge
from crosstrace.web.problems import Problem, SlowRequest, respond

BODY_SECONDS: Final = 20.0
"""Seconds in which a request's body has to be there."""

SECURITY_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Frame:
    """Gives every request an id, every answer the security headers, and HEAD its GET."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Frame one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = str(uuid4())
        head = scope["method"] == "HEAD"

        async def framed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update({**SECURITY_HEADERS, "X-Request-Id": request_id})
            elif head:
                message = {**message, "body": b""}
            await send(message)

        state = {**scope.get("state", {}), "request_id": request_id}
        method = "GET" if head else scope["method"]
        await self.app({**scope, "state": state, "method": method}, receive, framed)


class BodyLimits:
    """Ends a request whose body is over `max_bytes` (413) or not there in `seconds` (408)."""

    def __init__(self, app: ASGIApp, max_bytes: int, seconds: float = BODY_SECONDS) -> None:
        self.app = app
        self.max_bytes = max_bytes
        self.seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through, limited."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            self._check_announced(Headers(scope=scope).get("content-length", "0"))
        except CrosstraceError as error:
            await respond(scope, Problem.of(error))(scope, receive, send)
            return
        await self.app(scope, self._limited(receive), send)

    def _check_announced(self, length: str) -> None:
        if not (length.isascii() and length.isdigit()):
            raise InvalidInput("The Content-Length is not a number.")
        if int(length) > self.max_bytes:
            raise self._too_large()

    def _limited(self, receive: Receive) -> Receive:
        """`receive`, counting what really comes: a length that was announced may be a lie."""
        deadline = time.monotonic() + self.seconds
        received = 0
        complete = False

        async def limited() -> Message:
            nonlocal received, complete
            if complete:  # waiting for the client to go away has no deadline
                return await receive()
            try:
                message = await asyncio.wait_for(receive(), deadline - time.monotonic())
            except TimeoutError:
                raise SlowRequest(
                    f"The body was not complete after {self.seconds:g} seconds; send it faster."
                ) from None
            received += len(message.get("body", b""))
            complete = not message.get("more_body", False)
            if received > self.max_bytes:
                raise self._too_large()
            return message

        return limited

    def _too_large(self) -> TooLarge:
        return TooLarge(f"The body is over {self.max_bytes} bytes, the most that is taken.")
