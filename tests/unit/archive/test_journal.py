"""The journal: bounded, counted, and never a trap for those who wait."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import CollectorRegistry
from submissions import ACME, BOB, MODEL, put, statements

from crosstrace.archive import Archive, Expected, GraphName, Outcome, Record, open_archive
from crosstrace.archive import journal as journals
from crosstrace.archive.replica import Replica
from crosstrace.archive.state import State
from crosstrace.errors import (
    Forbidden,
    PreconditionFailed,
    ResourceExhausted,
    StoreUnavailable,
)
from crosstrace.store import GraphStore


class SlowHome:
    """Keeps nothing; a commit lasts until it is let go, and then does what it is told."""

    def __init__(self, then: Callable[[], None] = lambda: None) -> None:
        self.begun, self.go = threading.Event(), threading.Event()
        self._then = then

    def catch_up(self, after: int) -> list[Record]:  # noqa: ARG002
        return []

    def check(self) -> None:
        raise StoreUnavailable("The endpoint is not there.")

    def commit(self, records: Sequence[Record], contents: Sequence[bytes]) -> None:  # noqa: ARG002
        self.begun.set()
        assert self.go.wait(20)
        self._then()


@contextmanager
def slow(folder: Path, home: SlowHome) -> Iterator[Archive]:
    (folder / "snapshots").mkdir()
    with (
        closing(Replica(folder / "graphs", GraphStore.in_memory())) as replica,
        closing(Archive(replica, home, folder / "snapshots")) as archive,
    ):
        yield archive


def figures(archive: Archive) -> Callable[..., float | None]:
    registry = CollectorRegistry()
    registry.register(archive.figures)

    def read(name: str, **labels: str) -> float | None:
        return registry.get_sample_value(f"crosstrace_{name}", labels)

    return read


def name(number: int) -> GraphName:
    return GraphName("acme", f"g{number}")


def crowd(archive: Archive, threads: ThreadPoolExecutor, many: int) -> list[Future[Outcome]]:
    return [threads.submit(put, archive, statements(n), name(n)) for n in range(many)]


def until(holds: Callable[[], Any]) -> None:
    for _ in range(400):
        if holds():
            return
        threading.Event().wait(0.01)
    raise AssertionError("it did not come to that")


def test_no_more_changes_wait_than_may(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journals, "WAITING", 3)
    home = SlowHome()
    with slow(tmp_path, home) as archive, ThreadPoolExecutor(8) as threads:
        read = figures(archive)
        first = threads.submit(put, archive, statements(9), name(9))
        assert home.begun.wait(20)
        others = crowd(archive, threads, 3)
        until(lambda: read("journal_waiting") == 3)
        with pytest.raises(ResourceExhausted, match="Too many changes wait"):
            put(archive, statements(4), name(4))
        home.go.set()
        assert all(job.result().is_new for job in (first, *others))
        assert read("refused_changes_total", kind="resources") == 1
        assert (read("batch_changes_count"), read("batch_changes_sum")) == (2, 4)
        assert read("commit_seconds_count") == 2
        assert (read("journal_waiting"), read("audit_records")) == (0, 4)


def test_a_batch_that_fails_is_told_counted_and_not_the_end(tmp_path: Path) -> None:
    failing = [OSError("no space left")]

    def fail_once() -> None:
        if failing:
            raise failing.pop()

    home = SlowHome(fail_once)
    home.go.set()
    with slow(tmp_path, home) as archive:
        read = figures(archive)
        with pytest.raises(StoreUnavailable, match="not kept"):
            put(archive, statements(1))
        assert read("failed_batches_total") == 1
        assert put(archive, statements(1)).sequence == 1


def test_when_the_writer_itself_fails_nobody_waits_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = []
    monkeypatch.setattr(threading, "excepthook", lambda failure: failed.append(failure.exc_type))
    home = SlowHome()
    with slow(tmp_path, home) as archive, ThreadPoolExecutor(8) as threads:
        first = threads.submit(put, archive, statements(9), name(9))
        assert home.begun.wait(20)
        others = crowd(archive, threads, 3)
        until(lambda: figures(archive)("journal_waiting") == 3)
        monkeypatch.setattr(State, "add", _broken)
        home.go.set()
        for job in others:
            assert isinstance(job.exception(20), StoreUnavailable)
        assert isinstance(first.exception(20), StoreUnavailable)
        assert failed == [MemoryError]
        with pytest.raises(StoreUnavailable, match="no changes any more"):
            archive.check()
        with pytest.raises(StoreUnavailable):
            put(archive, statements(4), name(4))


def _broken(_state: State, _records: object) -> None:
    raise MemoryError


def test_what_the_archive_holds_is_told_without_names(tmp_path: Path) -> None:
    with open_archive(str(tmp_path / "store"), GraphStore.in_memory()) as archive:
        read = figures(archive)
        assert read("snapshot_age_seconds") is None
        put(archive, statements(1))
        put(archive, statements(2))
        put(archive, statements(3), GraphName("bob", "gone"), BOB)
        archive.withdraw(GraphName("bob", "gone"), BOB)
        with pytest.raises(Forbidden):
            archive.withdraw(MODEL, BOB)
        with pytest.raises(PreconditionFailed):
            put(archive, statements(4), expected=Expected(absent=True))
        with archive.snapshot():
            held = {
                "versions": 3, "graphs_in_force": 1, "audit_records": 4, "snapshot_number": 1,
                "snapshots_held": 1,
            }  # fmt: skip
            assert {key: read(key) for key in held} == held
        assert (read("snapshot_age_seconds") or 0) > 0
        assert read("refused_changes_total", kind="forbidden") == 1
        assert read("refused_changes_total", kind="precondition-failed") == 1
        labels = [s.labels for metric in archive.figures.collect() for s in metric.samples]
        assert not {"acme", "bob", "gone", "model"} & {v for one in labels for v in one.values()}


def test_an_archive_is_tried_by_writing(tmp_path: Path) -> None:
    store = tmp_path / "store"
    with open_archive(str(store), GraphStore.in_memory()) as archive:
        archive.check()
        assert [path.name for path in (store / "snapshots").iterdir()] == ["1"]
        put(archive, statements(1), by=ACME)
        archive.check()
        (store / "snapshots" / "2").rename(tmp_path / "2")
        (store / "snapshots").rename(tmp_path / "away")
        with pytest.raises(StoreUnavailable, match="folder can't be written"):
            archive.check()
        (tmp_path / "away").rename(store / "snapshots")
        archive.check()


def test_an_endpoint_that_is_away_is_noticed(tmp_path: Path) -> None:
    with slow(tmp_path, SlowHome()) as archive, pytest.raises(StoreUnavailable, match="not there"):
        archive.check()
