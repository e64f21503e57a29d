"""Backups: they hold one moment, are restored to the letter on every kind of store, or refused."""

from __future__ import annotations

import gzip
import json
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pyoxigraph as ox
import pytest
from packed import chain, read_members, sign, write_members
from submissions import ACME, AS_ACME, BOB, MODEL, TURNS_OUT_DIFFERENT, put, statements

from crosstrace.archive import GraphName, open_archive
from crosstrace.archive.content import pack
from crosstrace.archive.records import digest_of
from crosstrace.backup import backup_chunks, restore, write_backup
from crosstrace.errors import BrokenData, InvalidInput, StoreUnavailable
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


def test_a_log_that_was_cut_off_is_not_what_the_manifest_says(backup: Path, tmp_path: Path) -> None:
    def cut(body: bytes) -> bytes:
        return b"".join(body.splitlines(keepends=True)[:-1])

    altered = _rewritten(backup, {"audit.jsonl": cut}, with_digests=True)
    with pytest.raises(BrokenData, match=r"tells of 5 records.* holds 4"):
        restore(altered, str(tmp_path / "new"))


def test_what_the_manifest_claims_is_held_against_the_log(backup: Path, tmp_path: Path) -> None:
    def claim(body: bytes) -> bytes:
        return json.dumps(json.loads(body) | {"head": "f" * 64}).encode()

    with pytest.raises(BrokenData, match="ffff"):
        restore(_rewritten(backup, {"manifest.json": claim}), str(tmp_path / "new"))


def test_a_member_that_the_manifest_does_not_list_is_refused(backup: Path, tmp_path: Path) -> None:
    def unlist(body: bytes) -> bytes:
        manifest = json.loads(body)
        del manifest["members"]["access.sqlite"]
        return json.dumps(manifest).encode()

    register = tmp_path / "restored.sqlite"
    with pytest.raises(BrokenData, match=r"access\.sqlite"):
        restore(
            _rewritten(backup, {"manifest.json": unlist}), str(tmp_path / "new"), register=register
        )
    assert not register.exists()


def test_a_register_that_is_none_is_refused(backup: Path, tmp_path: Path) -> None:
    bodies = (b"", b"no database", b"SQLite format 3\0 and no more")
    alters: list[Callable[[bytes], bytes]] = [partial(_instead, body) for body in bodies]
    for alter in alters:
        altered = _rewritten(backup, {"access.sqlite": alter}, with_digests=True)
        with pytest.raises(BrokenData, match=r"access\.sqlite"):
            restore(altered, str(tmp_path / "new"))


def test_a_title_may_hold_what_ends_lines_elsewhere(tmp_path: Path, frameworks: GraphStore) -> None:
    file = tmp_path / "backup.tar.gz"
    with open_archive(str(tmp_path / "store"), frameworks) as archive:
        put(archive, statements(1), title="one\u2028two\x85three")
        write_backup(archive, None, file)
    assert restore(file, str(tmp_path / "new")).versions == 1


def test_when_writing_fails_nothing_is_left(
    backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left")

    for place in ("new", "empty"):
        folder = tmp_path / place
        folder.mkdir()
        with monkeypatch.context() as patched:
            patched.setattr(GraphStore, "append", full)
            with pytest.raises(StoreUnavailable, match="can't be written"):
                restore(backup, str(folder / "store"), register=folder / "keys")
        assert list(folder.iterdir()) == []
        assert restore(backup, str(folder), register=folder / "keys").register
        assert {path.name for path in folder.iterdir()} == {"frameworks", "graphs", "keys"}


@pytest.mark.parametrize(
    ("member", "alter", "says"),
    [
        ("contents.jsonl", lambda body: body + b'{"sequence":9,"pieces":[]}\n', "no record"),
        ("contents.jsonl", lambda body: b"[" * 10_000 + b"\n" + body, "version 1 of acme/model"),
        ("audit.jsonl", lambda body: b"\xff\n" + body, "no text"),
        ("audit.jsonl", lambda body: b"7\n" + body, "no record of ours"),
        ("frameworks.nq", lambda body: body + b"<a:b> <a:b> <a:b> .\n", "no framework"),
        ("frameworks.nq", lambda body: body + b"<a:b> <a:b>\n", "can't be read"),
        ("manifest.json", lambda _: b'{"format": 2, "members": {}}', "later version"),
        ("manifest.json", lambda _: b'{"format": 1, "members": []}', "none of ours"),
        ("manifest.json", lambda _: b"[" * 100_000, "no manifest"),
    ],
)
def test_what_digests_do_not_show_is_found_too(
    backup: Path, tmp_path: Path, member: str, alter: Callable[[bytes], bytes], says: str
) -> None:
    signed = member != "manifest.json"
    altered = _rewritten(backup, {member: alter}, with_digests=signed)
    with pytest.raises((BrokenData, InvalidInput), match=says):
        restore(altered, str(tmp_path / "new"), register=tmp_path / "new" / "access.sqlite")
    assert not (tmp_path / "new").exists()


def test_blank_nodes_of_two_versions_can_not_become_one(backup: Path, tmp_path: Path) -> None:
    content = b"_:b <http://e.org/p> _:b .\n"
    members = read_members(backup)
    first, *others = map(json.loads, members["contents.jsonl"].splitlines())
    first["pieces"] = pack(content)
    members["contents.jsonl"] = b"".join(
        json.dumps(line).encode() + b"\n" for line in [first, *others]
    )
    records = [json.loads(line) for line in members["audit.jsonl"].splitlines()]
    records[0]["submitted"]["content_digest"] = digest_of(content)
    chain(members, records)
    altered = write_members(members, tmp_path / "altered.tar.gz")
    with pytest.raises(BrokenData, match="version 1 of acme/model"):
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


def _instead(body: bytes, _before: bytes) -> bytes:
    return body


def _rewritten(
    backup: Path, changes: dict[str, Callable[[bytes], bytes]], *, with_digests: bool = False
) -> Path:
    """The backup with members changed, on request with a manifest that agrees."""
    members = read_members(backup)
    for name, change in changes.items():
        members[name] = change(members[name])
    if with_digests:
        sign(members)
    return write_members(members, backup.with_name("altered.tar.gz"))
