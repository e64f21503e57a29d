"""Restoring into an endpoint: a full one is left to the byte, a cut-off restore is begun anew."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from endpoints import dump, update
from submissions import ACME, MODEL, put, statements

from crosstrace.archive import Record, Use, open_archive
from crosstrace.archive.homes import EndpointHome
from crosstrace.backup import restore, restoring, write_backup
from crosstrace.errors import InvalidInput, StoreUnavailable
from crosstrace.store import GraphStore
from stores import Kept

EMPTY = GraphStore.in_memory()


@pytest.fixture(scope="module")
def backup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("backup")
    with open_archive(str(folder / "store"), EMPTY) as archive:
        for number in range(3):
            put(archive, statements(number))
        archive.share(MODEL, "bob", ACME)
        write_backup(archive, None, folder / "backup.tar.gz")
    return folder / "backup.tar.gz"


def test_a_refused_restore_leaves_a_full_endpoint_as_it_was(backup: Path, remote: Kept) -> None:
    with open_archive(remote.location, EMPTY, remote.login) as service:
        put(service, statements(9))
        before = dump(remote)
        with pytest.raises(InvalidInput, match="restore into an empty one"):
            restore(backup, remote.location, login=remote.login)
        assert dump(remote) == before != b""
        service.check()  # it was not taken from the service either
        assert put(service, statements(8)).is_new


def test_graphs_without_a_log_count_too(backup: Path, remote: Kept) -> None:
    update(remote, f"INSERT DATA {{ GRAPH <{MODEL.version_iri(1)}> {{ <a:b> <a:b> <a:b> }} }}")
    before = dump(remote)
    with pytest.raises(InvalidInput, match="holds graphs"):
        restore(backup, remote.location, login=remote.login)
    assert dump(remote) == before


def test_a_restore_that_was_cut_off_is_no_store_and_is_begun_anew(
    backup: Path, remote: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = EndpointHome.commit

    def killed(self: EndpointHome, records: Sequence[Record], contents: Sequence[bytes]) -> None:
        if records[0].sequence > 2:
            raise KeyboardInterrupt
        commit(self, records, contents)

    with monkeypatch.context() as patched:
        patched.setattr(restoring, "BATCH", 1)
        patched.setattr(EndpointHome, "commit", killed)
        with pytest.raises(KeyboardInterrupt):
            restore(backup, remote.location, login=remote.login)
    before = dump(remote)
    for use in (Use(), Use(reading=True)):
        with (
            pytest.raises(StoreUnavailable, match="not finished"),
            open_archive(remote.location, EMPTY, remote.login, use),
        ):
            pytest.fail("half a store was opened")
    assert dump(remote) == before
    assert restore(backup, remote.location, login=remote.login).records == 4
    with open_archive(remote.location, EMPTY, remote.login) as archive:
        assert archive.verify() == []
        assert archive.state.sequence == 4


def test_of_two_restores_the_later_one_stays(
    backup: Path, remote: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit, others = EndpointHome.commit, [None]

    def beside(self: EndpointHome, records: Sequence[Record], contents: Sequence[bytes]) -> None:
        commit(self, records, contents)
        if others:
            others.pop()
            assert restore(backup, remote.location, login=remote.login).records == 4

    monkeypatch.setattr(restoring, "BATCH", 2)
    monkeypatch.setattr(EndpointHome, "commit", beside)
    with pytest.raises(StoreUnavailable, match="Another service"):
        restore(backup, remote.location, login=remote.login)
    with open_archive(remote.location, EMPTY, remote.login) as archive:
        assert archive.verify() == []
        assert archive.state.sequence == 4
