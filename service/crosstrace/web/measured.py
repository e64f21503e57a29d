"""Each request counted and logged: under its route's pattern, never with what it asked."""

from __future__ import annotations

import logging
import time
from http import HTTPStatus
from typing import Any, Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crosstrace.access import Principal
from crosstrace.web.metrics import Metrics

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})

log = logging.getLogger(__name__)


class Measured:
    """ASGI middleware around everything that answers."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count and log one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = time.perf_counter()
        status = sent = 0

        async def watch(message: Message) -> None:
            nonlocal status, sent
            status = message.get("status", status)
            sent += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, watch)
        finally:
            seconds = time.perf_counter() - begun
            said = _said(scope, status, seconds, sent)
            self._count(scope, said, seconds)
            failed = status >= HTTPStatus.INTERNAL_SERVER_ERROR or not status
            log.log(logging.WARNING if failed else logging.INFO, "request", extra=said)

    def _count(self, scope: Scope, said: dict[str, Any], seconds: float) -> None:
        self.metrics.requests.labels(said["method"], said["route"], said["status"]).inc()
        self.metrics.seconds.labels(said["route"]).observe(seconds)
        if (problem := said["problem"]) is not None:
            self.metrics.problems.labels(problem).inc()
            if problem == "unauthenticated" and "authorization" in Headers(scope=scope):
                self.metrics.refused_credentials.inc()


def _said(scope: Scope, status: int, seconds: float, sent: int) -> dict[str, Any]:
    """What is logged of a request; `status` is 0 when the client went away before the answer."""
    state = scope["state"]
    principal: Principal | None = state.get("principal")
    asked = state["method"]
    client = scope.get("client")
    return {
        "method": asked if asked in _METHODS else "other",
        "route": getattr(scope.get("route"), "path", "unmatched"),
        "status": status,
        "duration_ms": round(seconds * 1000, 1),
        "bytes": 0 if asked == "HEAD" else sent,
        "organization": principal.organization if principal else None,
        "actor": principal.actor if principal else None,
        "client": client[0] if client else None,
        "problem": state.get("problem"),
    }
