"""Backups that were made to do harm, or to be cut off: one line, and nothing is written."""

from __future__ import annotations

import gzip
import io
import json
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from packed import LOG, MANIFEST, chain, read_members, sign, write_members
from submissions import ACME, MODEL, put, statements

from crosstrace.archive import open_archive
from crosstrace.archive.content import pack, unpack
from crosstrace.backup import bounded, checking, restore, write_backup, writing
from crosstrace.errors import BrokenData, CrosstraceError, InvalidInput, StoreUnavailable
from crosstrace.store import GraphStore

Members = list[tuple[tarfile.TarInfo, bytes]]


@pytest.fixture(scope="module")
def backup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("backup")
    with open_archive(str(folder / "store"), GraphStore.in_memory()) as archive:
        put(archive, statements(1))
        archive.share(MODEL, "bob", ACME)
        write_backup(archive, None, folder / "backup.tar.gz")
    return folder / "backup.tar.gz"


def refused(file: Path, tmp_path: Path, says: str, kind: type[CrosstraceError]) -> None:
    """Nothing is left, neither where it was to go nor beside it."""
    place = tmp_path / "place"
    place.mkdir(exist_ok=True)
    with pytest.raises(kind, match=says) as error:
        restore(file, str(place / "new"), register=place / "keys")
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 400
    assert list(place.iterdir()) == []


def repacked(backup: Path, file: Path, alter: Callable[[Members], object]) -> Path:
    members: Members = []
    for name, body in read_members(backup).items():
        info = tarfile.TarInfo(name)
        info.size = len(body)
        members.append((info, body))
    alter(members)
    with tarfile.open(file, "w:gz") as packed:
        for info, body in members:
            packed.addfile(info, io.BytesIO(body))
    return file


def special(kind: bytes, name: str, target: str = "/etc/passwd") -> Callable[[Members], object]:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return lambda members: members.insert(0, (info, b""))


def named(name: str) -> Callable[[Members], object]:
    info = tarfile.TarInfo(name)
    info.size = 1
    return lambda members: members.insert(0, (info, b"x"))


def dated(members: Members) -> None:
    members[0][0].pax_headers = {"mtime": "1e30"}
    members[0] = (members[0][0], members[0][1] + b"x")
    members[0][0].size += 1


@pytest.mark.parametrize(
    ("alter", "says"),
    [
        (special(tarfile.SYMTYPE, LOG), "no backup"),
        (special(tarfile.LNKTYPE, LOG), "no backup"),
        (special(tarfile.SYMTYPE, "link"), "no backup"),
        (special(tarfile.DIRTYPE, "folder"), "no backup"),
        (special(tarfile.CHRTYPE, MANIFEST), "no backup"),
        (special(tarfile.FIFOTYPE, MANIFEST), "no backup"),
        (named("../evil"), "not of all that is in it"),
        (named("/tmp/evil"), "not of all that is in it"),
        (named("a/../../evil"), "not of all that is in it"),
        (named(f"./{LOG}"), "not of all that is in it"),
        (lambda members: members.append(members[0]), "no backup"),
        (lambda members: members.append(members[-1]), "no backup"),
        (lambda members: members.clear(), "no manifest"),
        (lambda members: members.pop(), "no manifest"),
        (dated, "not what the manifest says"),
    ],
)  # fmt: skip
def test_members_that_no_backup_has(
    backup: Path, tmp_path: Path, alter: Callable[[Members], object], says: str
) -> None:
    file = repacked(backup, tmp_path / "x.tar.gz", alter)
    refused(file, tmp_path, says, CrosstraceError)
    assert not (tmp_path.parent / "evil").exists()


def test_wherever_it_is_cut_off(backup: Path, tmp_path: Path) -> None:
    whole, file = backup.read_bytes(), tmp_path / "cut.tar.gz"
    for length in range(0, len(whole) - 8, max(len(whole) // 25, 1)):
        file.write_bytes(whole[:length])
        refused(file, tmp_path, "backup", InvalidInput)


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"format": 2}, "later version"),
        ({"format": 2, "members": None}, "later version"),
        ({"format": 0}, "none of ours"),
        ({"format": "2"}, "none of ours"),
        ({"records": "x" * 1000}, "none of ours"),
        ({"head": "x\n" * 1000}, "none of ours"),
        ({"padding": "x" * checking.MANIFEST_BYTES}, "no manifest"),
    ],
)
def test_manifests_of_others(
    backup: Path, tmp_path: Path, said: dict[str, object], says: str
) -> None:
    members = read_members(backup)
    members[MANIFEST] = json.dumps(json.loads(members[MANIFEST]) | said).encode()
    refused(write_members(members, tmp_path / "x.tar.gz"), tmp_path, says, InvalidInput)


def test_a_later_version_is_called_so_also_when_it_has_other_members(
    backup: Path, tmp_path: Path
) -> None:
    members = {"signatures.jsonl": b"{}\n", **read_members(backup)}
    members[MANIFEST] = json.dumps({"format": 2}).encode()
    refused(write_members(members, tmp_path / "x.tar.gz"), tmp_path, "later version", InvalidInput)


def test_what_unpacks_to_more_than_a_backup_holds(
    backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded, "ALLOWANCE", 2**20)
    members = read_members(backup) | {"frameworks.nq": b"#" * 8 * 2**20}
    file = write_members(members, tmp_path / "bomb.tar.gz")
    refused(file, tmp_path, "more than a backup holds", InvalidInput)
    header = tarfile.TarInfo("x" * 90)
    header.type, header.size = tarfile.XHDTYPE, 2**40  # read into memory as a whole
    file.write_bytes(gzip.compress(header.tobuf(tarfile.GNU_FORMAT) + bytes(8 * 2**20)))
    refused(file, tmp_path, "more than a backup holds", InvalidInput)


def test_a_content_that_unpacks_to_more_than_any_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crosstrace.archive.content.LARGEST", 1000)
    assert unpack(pack(b"x" * 1000)) == b"x" * 1000
    for body in (b"x" * 1001, b"x" * 10_000_000):
        with pytest.raises(ValueError, match="larger"):
            unpack(pack(body))


def test_lines_are_read_in_bounded_parts(
    backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "LINE_BYTES", 4096)
    members = read_members(backup)
    members[LOG] = b"x" * 10_000
    sign(members)
    file = write_members(members, tmp_path / "x.tar.gz")
    refused(file, tmp_path, "no record of ours", BrokenData)


@pytest.mark.parametrize("partner", ["anonymous", "../x", "A B"])
def test_nobody_gets_a_share_whom_none_can_be_given(
    backup: Path, tmp_path: Path, partner: str
) -> None:
    members = read_members(backup)
    first, share = map(json.loads, members[LOG].splitlines())
    chain(members, [first, share | {"partner": partner}])
    file = write_members(members, tmp_path / "x.tar.gz")
    refused(file, tmp_path, "no record of ours", BrokenData)


def test_no_room_to_unpack_is_said_to_be_so(
    backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(io.RawIOBase):
        def write(self, _body: object) -> int:
            raise OSError(28, "No space left on device")

    opened = Path.open
    monkeypatch.setattr(
        Path,
        "open",
        lambda path, mode="r", **more: Full() if mode == "xb" else opened(path, mode, **more),
    )
    refused(backup, tmp_path, "no room in .* let TMPDIR", StoreUnavailable)


def test_a_restore_that_was_killed_is_no_store(backup: Path, tmp_path: Path) -> None:
    place = tmp_path / "place"
    (place / ".restoring-abc").mkdir(parents=True)
    (place / "frameworks").mkdir()
    with pytest.raises(InvalidInput, match="holds something"):
        restore(backup, str(place))
    with (
        pytest.raises(InvalidInput, match="not finished: empty that folder"),
        open_archive(str(place), GraphStore.in_memory()),
    ):
        pytest.fail("half a store was opened")
    assert sorted(path.name for path in place.iterdir()) == [".restoring-abc", "frameworks"]


def test_keys_that_came_meanwhile_are_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys, exists = tmp_path / "keys", Path.exists
    keys.write_text("theirs")
    register = tmp_path / "access.sqlite"
    with closing(sqlite3.connect(register)) as connection:
        connection.execute("CREATE TABLE organization (slug TEXT)")
    with open_archive(str(tmp_path / "store"), GraphStore.in_memory()) as archive:
        write_backup(archive, register, tmp_path / "backup.tar.gz")
    monkeypatch.setattr(Path, "exists", lambda path: path != keys and exists(path))
    with pytest.raises(StoreUnavailable, match="File exists"):
        restore(tmp_path / "backup.tar.gz", str(tmp_path / "new"), register=keys)
    assert keys.read_text() == "theirs"
    assert not (tmp_path / "new").exists()


def test_a_backup_that_can_not_be_finished_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    place = tmp_path / "place"
    place.mkdir()
    with open_archive(str(tmp_path / "store"), GraphStore.in_memory()) as archive:
        monkeypatch.setattr(writing, "_nobodys", full)
        with pytest.raises(OSError, match="No space"):
            write_backup(archive, None, place / "backup.tar.gz")
        assert list(place.iterdir()) == []
        monkeypatch.undo()
        write_backup(archive, None, place / "backup.tar.gz")
        with pytest.raises(FileExistsError):
            write_backup(archive, None, place / "backup.tar.gz")
    assert [path.stat().st_mode & 0o777 for path in place.iterdir()] == [0o600]
