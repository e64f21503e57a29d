"""A disk that was full: the store is written to again as soon as it can be, without a restart."""

from __future__ import annotations

import resource
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox
import pytest
from submissions import AS_ACME, MODEL, put, statements

from crosstrace.archive import Archive, open_archive, replica
from crosstrace.archive.content import canonical
from crosstrace.archive.gate import Gate
from crosstrace.archive.replica import Replica
from crosstrace.errors import StoreUnavailable
from crosstrace.store import GraphStore
from stores import Opener


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process may grow, as if the disk were full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """In a folder, with one version that can be read whatever comes."""
    with open_archive(str(tmp_path / "store"), GraphStore.in_memory()) as opened:
        put(opened, statements(1))
        yield opened


def test_a_store_is_written_to_again_once_the_disk_has_room(
    reopen: Opener, caplog: pytest.LogCaptureFixture
) -> None:
    with reopen() as archive:
        put(archive, statements(1))
        with archive.snapshot() as before:
            with full_disk():
                for _ in range(3):
                    refused(archive, 2)
                assert archive.content(archive.current(MODEL, AS_ACME)) == canonical(statements(1))
            assert "can't be written to: " in caplog.text  # with the reason
            again = put(archive, statements(2), key="k")
            assert (again.version and again.version.number) == 2
            archive.check()
            assert len(GraphStore.read_only(before).graph(MODEL.version_iri(1))) == 3
        with archive.snapshot() as after:
            assert len(GraphStore.read_only(after).graph(MODEL.version_iri(2))) == 3
    with reopen() as archive:
        assert archive.verify() == []
        assert archive.state.sequence == 2


def refused(archive: Archive, number: int) -> None:
    """Nothing is told of paths."""
    with pytest.raises(StoreUnavailable) as error:
        put(archive, statements(number), key="k")
    assert error.value.detail.startswith("The store can't be written to just now; try again")
    assert "/" not in error.value.detail


def test_readiness_finds_out_that_there_is_room_again(archive: Archive) -> None:
    with full_disk():
        refused(archive, 2)
        with pytest.raises(StoreUnavailable):
            archive.check()
    archive.check()


def test_while_there_is_too_little_room_the_store_stays_as_it_is(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    with full_disk():
        refused(archive, 2)
    monkeypatch.setattr(replica, "ROOM", 2**62)
    refused(archive, 2)
    assert archive.content(archive.current(MODEL, AS_ACME)) == canonical(statements(1))
    monkeypatch.undo()
    assert put(archive, statements(2), key="k").is_new


def test_when_it_can_not_be_opened_for_writing_it_is_read(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    with full_disk():
        refused(archive, 2)
        # As if the space had been taken by others right after it was looked for.
        monkeypatch.setattr(replica, "_demand_room", lambda _: None)
        refused(archive, 2)
    assert archive.content(archive.current(MODEL, AS_ACME)) == canonical(statements(1))
    assert put(archive, statements(2), key="k").is_new
    assert archive.verify() == []


def test_when_it_can_not_be_opened_at_all_nothing_is_said_of_it(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(store: GraphStore, _folder: Path) -> None:
        store.close()
        raise OSError("too many open files")

    version = archive.current(MODEL, AS_ACME)
    with full_disk():
        refused(archive, 2)
    monkeypatch.setattr(GraphStore, "reopen", broken)
    refused(archive, 2)
    with pytest.raises(StoreUnavailable, match="can't be read just now"):
        archive.content(version)
    monkeypatch.undo()
    archive.check()
    assert archive.content(version) == canonical(statements(1))


def test_what_was_written_although_it_seemed_to_fail_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append, failing = GraphStore.append, [OSError("While syncing file: /srv/store/000007.log")]

    def fail_late(store: GraphStore, quads: Iterable[ox.Quad]) -> None:
        append(store, quads)
        if failing:
            raise failing.pop()

    monkeypatch.setattr(GraphStore, "append", fail_late)
    with open_archive(str(tmp_path / "store"), GraphStore.in_memory()) as archive:
        refused(archive, 1)
        retried = put(archive, statements(1), key="k")
        assert (retried.is_new, retried.sequence) == (False, 1)
        assert put(archive, statements(2)).sequence == 2
        assert archive.verify() == []
    with open_archive(str(tmp_path / "store"), GraphStore.in_memory()) as archive:
        assert archive.state.sequence == 2


def test_a_store_is_not_opened_anew_under_those_who_read_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go, text = threading.Event(), threading.Event(), GraphStore.text

    def slowly(store: GraphStore, subject: str, predicate: str) -> str | None:
        begun.set()
        assert go.wait(20)
        return text(store, subject, predicate)

    store = Replica(tmp_path / "graphs", GraphStore.in_memory())
    monkeypatch.setattr(GraphStore, "text", slowly)
    reader = threading.Thread(target=store.pieces, args=(1,))
    reader.start()
    assert begun.wait(20)
    with full_disk(), pytest.raises(StoreUnavailable):
        store.append([ox.Quad(*[ox.NamedNode("http://e.org/s")] * 4)])
    mender = threading.Thread(target=store.mend)
    mender.start()
    mender.join(0.05)
    assert mender.is_alive()
    go.set()
    for thread in (reader, mender):
        thread.join(20)
        assert not thread.is_alive()
    store.flush()
    store.close()


def test_whoever_waits_at_a_gate_goes_through() -> None:
    gate, order = Gate(), []

    def enter(name: str) -> None:
        with gate.shut() if name == "shut" else gate.open():
            order.append(name)

    with gate.open():
        threads = [threading.Thread(target=enter, args=(name,)) for name in ("shut", "open")]
        threads[0].start()
        while not gate._shut:
            pass
        threads[1].start()
        assert order == []
    for thread in threads:
        thread.join(20)
    assert order == ["shut", "open"]
