"""Backups: they hold one moment, are restored to the letter on every kind of store, or refused."""

from __future__ import annotations

import gzip
import io
import json
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox
import pytest
from submissions import ACME, AS_ACME, BOB, MODEL, TURNS_OUT_DIFFERENT, put, statements

from crosstrace.archive import GraphName, open_archive
from crosstrace.backup import backup_chunks, restore, write_backup
from crosstrace.errors import BrokenData, InvalidInput
from crosstrace.store import GraphStore
from stores import Kept, Opener


@pytest.fixture(scope="module")
def frameworks() -> GraphStore:
    store = GraphStore.in_memory()
    blank = ox.BlankNode("b1")
    name = ox.NamedNode("http://e.org/framework")
    store.append(
        [
            ox.Quad(ox.NamedNode("http://e.org/a"), ox.NamedNode("http://e.org/p"), blank, name),
            ox.Quad(blank, ox.NamedNode("http://e.org/p"), ox.Literal("Größe"), name),
        ]
    )
    return store


@pytest.fixture
def backup(tmp_path: Path, frameworks: GraphStore) -> Path:
    """Of a store with graphs of two organizations, a withdrawn one, a share, and keys."""
    register = tmp_path / "access.sqlite"
    with closing(sqlite3.connect(register)) as connection:
        connection.execute("CREATE TABLE organization (slug TEXT)")
        connection.execute("INSERT INTO organization VALUES ('acme')")
        connection.commit()
    file = tmp_path / "backup.tar.gz"
    with open_archive(str(tmp_path / "original"), frameworks) as archive:
        put(archive, statements(1))
        put(archive, TURNS_OUT_DIFFERENT)
        put(archive, statements(3), GraphName("bob", "gone"), BOB)
        archive.withdraw(GraphName("bob", "gone"), BOB)
        archive.share(MODEL, "bob", ACME)
        write_backup(archive, register, file)
        put(archive, statements(4))  # after it
    return file


def test_what_is_restored_is_the_same_to_the_letter(
    backup: Path, kept: Kept, reopen: Opener, tmp_path: Path
) -> None:
    register = tmp_path / "restored.sqlite"
    found = restore(backup, kept.location, login=kept.login, register=register)
    assert (found.records, found.versions, found.register) == (5, 3, True)
    with closing(sqlite3.connect(register)) as connection:
        assert connection.execute("SELECT slug FROM organization").fetchall() == [("acme",)]
    assert register.stat().st_mode & 0o777 == 0o600
    original = tmp_path / "original"
    with reopen() as archive, open_archive(str(original), GraphStore.in_memory()) as before:
        assert archive.verify() == []
        assert archive.state.head == found.head
        assert archive.log() == before.log()[:5]
        graph = before.graph(MODEL, AS_ACME)
        for version in graph.versions[:2]:
            same = archive.graph(MODEL, AS_ACME).version(version.number)
            assert same == version
            assert archive.content(same) == before.content(version)
        assert archive.graphs(AS_ACME)[0].shared_with == {"bob"}
        assert put(archive, statements(5)).is_new


def test_frameworks_are_restored_with_what_was_imported(
    backup: Path, frameworks: GraphStore, tmp_path: Path
) -> None:
    restore(backup, str(tmp_path / "new"))
    with closing(GraphStore.open(tmp_path / "new" / "frameworks")) as restored:
        assert set(restored.quads()) == set(frameworks.quads())


def test_a_store_that_holds_something_is_left_alone(
    backup: Path, kept: Kept, reopen: Opener
) -> None:
    with reopen() as archive:
        put(archive, statements(9))
    with pytest.raises(InvalidInput, match="restore into"):
        restore(backup, kept.location, login=kept.login)
    with reopen() as archive:
        assert archive.state.sequence == 1


def test_the_chunks_are_the_file(tmp_path: Path, frameworks: GraphStore) -> None:
    with open_archive(str(tmp_path / "store"), frameworks) as archive:
        put(archive, statements(1))
        file = tmp_path / "sent.tar.gz"
        file.write_bytes(b"".join(backup_chunks(archive, None)))
    assert restore(file, str(tmp_path / "new")).versions == 1


@pytest.mark.parametrize("member", ["audit.jsonl", "contents.jsonl", "frameworks.nq"])
def test_a_backup_that_was_altered_is_refused(backup: Path, tmp_path: Path, member: str) -> None:
    altered = _rewritten(backup, {member: lambda body: body.replace(b"e", b"f", 1)})
    with pytest.raises(BrokenData, match=member):
        restore(altered, str(tmp_path / "new"))


def test_a_manifest_that_was_altered_too_does_not_help(backup: Path, tmp_path: Path) -> None:
    def alter(body: bytes) -> bytes:
        return body.replace(b'"actor":"key:k1"', b'"actor":"key:k9"', 1)

    altered = _rewritten(backup, {"audit.jsonl": alter}, with_digests=True)
    with pytest.raises(BrokenData, match="record 2"):
        restore(altered, str(tmp_path / "new"))


def test_contents_that_were_swapped_are_noticed(backup: Path, tmp_path: Path) -> None:
    def alter(body: bytes) -> bytes:
        first, second, *rest = map(json.loads, body.splitlines())
        first["pieces"], second["pieces"] = second["pieces"], first["pieces"]
        return b"".join(json.dumps(line).encode() + b"\n" for line in (first, second, *rest))

    altered = _rewritten(backup, {"contents.jsonl": alter}, with_digests=True)
    with pytest.raises(BrokenData, match="version 1 of acme/model"):
        restore(altered, str(tmp_path / "new"))


@pytest.mark.parametrize(
    "body",
    [b"", b"no tar file", gzip.compress(b"nor this"), gzip.compress(b"\0" * 10240)],
    ids=["nothing", "text", "packed text", "an empty tar"],
)
def test_what_is_no_backup(tmp_path: Path, body: bytes) -> None:
    file = tmp_path / "x.tar.gz"
    file.write_bytes(body)
    with pytest.raises(InvalidInput, match="backup"):
        restore(file, str(tmp_path / "new"))
    assert not (tmp_path / "new").exists()


def test_a_backup_that_was_cut_off_or_holds_other_files(backup: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.tar.gz"
    cut.write_bytes(backup.read_bytes()[:-200])
    with pytest.raises(InvalidInput, match="backup"):
        restore(cut, str(tmp_path / "new"))
    outside = tmp_path / "outside.tar.gz"
    with tarfile.open(outside, "w:gz") as packed:
        packed.addfile(tarfile.TarInfo("../evil"))
    with pytest.raises(InvalidInput, match="no backup"):
        restore(outside, str(tmp_path / "new"))
    with pytest.raises(InvalidInput, match="can't be read"):
        restore(tmp_path / "nowhere", str(tmp_path / "new"))


def _rewritten(
    backup: Path, changes: dict[str, Callable[[bytes], bytes]], *, with_digests: bool = False
) -> Path:
    """The backup with members changed, on request with a manifest that agrees."""
    with tarfile.open(backup) as packed:
        members = {m.name: packed.extractfile(m).read() for m in packed}  # type: ignore[union-attr]
    for name, change in changes.items():
        members[name] = change(members[name])
    if with_digests:
        manifest = json.loads(members["manifest.json"])
        manifest["members"] = {
            name: sha256(members[name]).hexdigest() for name in manifest["members"]
        }
        members["manifest.json"] = json.dumps(manifest).encode()
    altered = backup.with_name("altered.tar.gz")
    with tarfile.open(altered, "w:gz") as packed:
        for name, body in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(body)
            packed.addfile(info, io.BytesIO(body))
    return altered
