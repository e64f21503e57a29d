"""What every request is held to: the size and the pace of its body, and the headers back.

Pure ASGI, so that bodies are counted while they stream in and nothing is buffered twice.
"""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crosstrace import logs
from crosstrace.errors import CrosstraceError, InvalidInput, ResourceExhausted, TooLarge
from crosstrace.web.problems import Problem, SlowRequest, respond

BODY_SECONDS: Final = 20.0
"""Seconds in which a request's body has to be there."""

BODIES: Final = 32
"""How many bodies of the largest size are held at once, for all requests together."""

_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]{0,127}")

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
    """Gives every request an id, every answer the security headers, and HEAD its GET.

    The id is the client's (or its proxy's) `X-Request-Id`, if that can stand in a log and in an
    address as it is.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Frame one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = _given_id(Headers(scope=scope)) or str(uuid4())
        logs.request_id.set(request_id)
        head = scope["method"] == "HEAD"

        async def framed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update({**SECURITY_HEADERS, "X-Request-Id": request_id})
            elif head:
                message = {**message, "body": b""}
            await send(message)

        asked = scope["method"]
        state = {**scope.get("state", {}), "request_id": request_id, "method": asked}
        await self.app(
            {**scope, "state": state, "method": "GET" if head else asked}, receive, framed
        )


def _given_id(headers: Headers) -> str | None:
    given = headers.getlist("x-request-id")
    return given[0] if len(given) == 1 and _REQUEST_ID.fullmatch(given[0]) else None


@dataclass(slots=True)
class _Body:
    """What has come of one request's body."""

    bytes: int = 0


class BodyLimits:
    """Ends a request whose body is over `max_bytes` (413) or not there in `seconds` (408).

    All bodies together may have the size of `BODIES` of the largest (503).
    """

    def __init__(self, app: ASGIApp, max_bytes: int, seconds: float = BODY_SECONDS) -> None:
        self.app = app
        self.max_bytes = max_bytes
        self.seconds = seconds
        self._held = 0

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
        body = _Body()
        try:
            await self.app(scope, self._limited(receive, body), send)
        finally:
            self._held -= body.bytes

    def _check_announced(self, length: str) -> None:
        if not (length.isascii() and length.isdigit()):
            raise InvalidInput("The Content-Length is not a number.")
        if int(length) > self.max_bytes:
            raise self._too_large()

    def _limited(self, receive: Receive, body: _Body) -> Receive:
        """`receive`, counting what really comes: a length that was announced may be a lie."""
        deadline = time.monotonic() + self.seconds
        complete = False

        async def limited() -> Message:
            nonlocal complete
            if complete:  # waiting for the client to go away has no deadline
                return await receive()
            try:
                message = await asyncio.wait_for(receive(), deadline - time.monotonic())
            except TimeoutError:
                raise SlowRequest(
                    f"The body was not complete after {self.seconds:g} seconds; send it faster."
                ) from None
            part = len(message.get("body", b""))
            body.bytes += part
            self._held += part
            complete = not message.get("more_body", False)
            self._check(body)
            return message

        return limited

    def _check(self, body: _Body) -> None:
        if body.bytes > self.max_bytes:
            raise self._too_large()
        if self._held > BODIES * self.max_bytes:
            raise ResourceExhausted("Too many bodies arrive at once; try again in a few seconds.")

    def _too_large(self) -> TooLarge:
        return TooLarge(f"The body is over {self.max_bytes} bytes, the most that is taken.")
