"""Figures for operations, in Prometheus' text format; one registry per application."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crosstrace.sandbox import WorkerPool

MEDIA_TYPE: Final = "text/plain"
VERSION: Final = "version=0.0.4"
_METHODS: Final = frozenset({"GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})


class Metrics:
    """What is counted: requests and their durations, cut answers, ended workers."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "crosstrace_requests",
            "Requests by route and status code.",
            ("method", "route", "status"),
            registry=self._registry,
        )
        self.seconds = Histogram(
            "crosstrace_request_seconds",
            "Time from a request's first byte to its answer's last.",
            ("route",),
            registry=self._registry,
        )
        self.truncated = Counter(
            "crosstrace_truncated_answers",
            "SPARQL answers that were cut at the row limit.",
            registry=self._registry,
        )

    def watch(self, pools: tuple[WorkerPool, ...]) -> None:
        """Report the workers that these pools had to end."""
        self._registry.register(_WorkerKills(pools))

    def text(self) -> bytes:
        """Everything, for Prometheus to read."""
        return generate_latest(self._registry)


class _WorkerKills:
    def __init__(self, pools: tuple[WorkerPool, ...]) -> None:
        self._pools = pools

    def collect(self) -> Iterator[CounterMetricFamily]:
        family = CounterMetricFamily(
            "crosstrace_worker_kills", "Workers ended at a limit.", labels=("pool",)
        )
        for pool in self._pools:
            family.add_metric((pool.name,), pool.kills)
        yield family


class Measured:
    """ASGI middleware that counts each request under its route's pattern, never its address."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = time.perf_counter()
        status = 0

        async def watch(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self.app(scope, receive, watch)
        finally:
            route = getattr(scope.get("route"), "path", "unmatched")
            method = scope["method"] if scope["method"] in _METHODS else "other"
            self.metrics.requests.labels(method, route, status).inc()
            self.metrics.seconds.labels(route).observe(time.perf_counter() - begun)
