"""Figures for operations, in Prometheus' text format; one registry per application.

No label is taken from what clients send but what is one of a few known words: never an
organisation, a graph, an address.
"""

from __future__ import annotations

import platform
from collections.abc import Iterator
from typing import Final

import pyoxigraph
from prometheus_client import (
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    Info,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from crosstrace import __version__
from crosstrace.bootstrap import Services
from crosstrace.sandbox import WorkerPool
from crosstrace.sandbox.protocol import Header

MEDIA_TYPE: Final = "text/plain"
VERSION: Final = "version=0.0.4"


class Metrics:
    """What is counted of requests, and the registry of all there is to tell."""

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
        self.problems = Counter(
            "crosstrace_problems",
            "Requests answered with a problem, by its kind: rate-limited, unauthenticated, ….",
            ("kind",),
            registry=self._registry,
        )
        self.refused_credentials = Counter(
            "crosstrace_refused_credentials",
            "Requests whose key or token was not valid.",
            registry=self._registry,
        )
        self.truncated = Counter(
            "crosstrace_truncated_answers",
            "SPARQL answers that were cut at the row limit.",
            registry=self._registry,
        )
        self.query_seconds = Histogram(
            "crosstrace_query_seconds",
            "Time that the evaluation of a SPARQL query took a worker, with the wait for one.",
            registry=self._registry,
        )
        self.validation_seconds = Histogram(
            "crosstrace_validation_seconds",
            "Time that the judgement of a graph took a worker, with the wait for one.",
            ("engine", "level"),
            registry=self._registry,
        )
        build = Info("crosstrace_build", "What is running.", registry=self._registry)
        build.info(
            {
                "version": __version__,
                "python": platform.python_version(),
                "pyoxigraph": pyoxigraph.__version__,
            }
        )
        ProcessCollector(registry=self._registry)
        GCCollector(registry=self._registry)

    def watch(self, services: Services) -> None:
        """Tell too what the services count themselves."""
        self._registry.register(services.archive.figures)
        self._registry.register(_Workers(services.pools))
        services.queries.pool.watchers.append(self._queried)
        services.validator.pool.watchers.append(self._judged)

    def _queried(self, _header: Header, seconds: float) -> None:
        self.query_seconds.observe(seconds)

    def _judged(self, header: Header, seconds: float) -> None:
        if header["job"] == "judge":
            self.validation_seconds.labels(header["engine"], header["level"]).observe(seconds)

    def text(self) -> bytes:
        """Everything, for Prometheus to read."""
        return generate_latest(self._registry)


class _Workers(Collector):
    """The load of the pools of workers."""

    def __init__(self, pools: tuple[WorkerPool, ...]) -> None:
        self._pools = pools

    def collect(self) -> Iterator[Metric]:
        """The figures of this moment."""
        labels = ("pool", "state")
        workers = GaugeMetricFamily("crosstrace_workers", "Worker processes.", labels=labels)
        waiting = GaugeMetricFamily(
            "crosstrace_worker_waiting", "Jobs that wait for a worker.", labels=("pool",)
        )
        waits = CounterMetricFamily(
            "crosstrace_worker_waits", "Jobs that had to wait for a worker.", labels=("pool",)
        )
        kills = CounterMetricFamily(
            "crosstrace_worker_kills", "Workers ended at a limit.", labels=("pool",)
        )
        for pool in self._pools:
            load = pool.load()
            workers.add_metric((pool.name, "busy"), load.busy)
            workers.add_metric((pool.name, "idle"), load.idle)
            waiting.add_metric((pool.name,), load.waiting)
            waits.add_metric((pool.name,), load.waits)
            kills.add_metric((pool.name,), load.kills)
        yield from (workers, waiting, waits, kills)
