"""What an archive counts of itself, for Prometheus; nothing is told apart by tenant or graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from prometheus_client import Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

_BATCHES: Final = (1, 2, 4, 8, 16, 32, 64)
_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


@dataclass(frozen=True, slots=True)
class Holdings:
    """What there is at one moment; `snapshot_age` is in seconds, None before the first one."""

    versions: int
    in_force: int
    records: int
    waiting: int
    snapshots: int
    snapshots_held: int
    snapshot_age: float | None


_GAUGES: Final = {
    "versions": ("versions", "Versions of graphs that are kept."),
    "graphs_in_force": ("in_force", "Graphs that have a version in force."),
    "audit_records": ("records", "Records of the audit log."),
    "journal_waiting": ("waiting", "Changes that wait to be made durable."),
    "snapshot_number": ("snapshots", "Snapshots made since the start; the latest one's number."),
    "snapshots_held": ("snapshots_held", "Snapshots on the disk, for queries that use them."),
    "snapshot_age_seconds": ("snapshot_age", "Time since the latest snapshot was made."),
}


class Figures(Collector):
    """The counters that the archive moves, and on request what it holds."""

    def __init__(self, holdings: Callable[[], Holdings]) -> None:
        self._holdings = holdings
        self.commit_seconds = Histogram(
            "crosstrace_commit_seconds",
            "Time to make a batch of changes durable.",
            buckets=_SECONDS,
            registry=None,
        )
        self.batch_changes = Histogram(
            "crosstrace_batch_changes",
            "Changes that were made durable together.",
            buckets=_BATCHES,
            registry=None,
        )
        self.failed_batches = Counter(
            "crosstrace_failed_batches", "Batches that could not be made durable.", registry=None
        )
        self.refused = Counter(
            "crosstrace_refused_changes",
            "Changes of graphs that were not made, by the kind of problem.",
            ("kind",),
            registry=None,
        )

    def collect(self) -> Iterator[Metric]:
        """Everything, for a registry."""
        for counted in (self.commit_seconds, self.batch_changes, self.failed_batches, self.refused):
            yield from counted.collect()
        found = self._holdings()
        for name, (field, meaning) in _GAUGES.items():
            if (value := getattr(found, field)) is not None:
                yield GaugeMetricFamily(f"crosstrace_{name}", meaning, value=value)
