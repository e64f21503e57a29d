"""Writing a backup from a snapshot: it holds one moment, whatever is written meanwhile."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from crosstrace import __version__
from crosstrace.archive import Archive, Record
from crosstrace.archive.replica import Snapshot
from crosstrace.backup.members import CONTENTS, FORMAT, FRAMEWORKS, LOG, MANIFEST, REGISTER

MEDIA_TYPE: Final = "application/gzip"
CHUNK: Final = 256 * 1024


def backup_chunks(archive: Archive, register: Path | None) -> Iterator[bytes]:
    """The bytes of a backup; `register` is the file of organisations and keys, if there is one.

    The members are gathered on the disk first: what is sent is complete.
    """
    with tempfile.TemporaryDirectory(prefix="crosstrace-") as folder:
        path = Path(folder) / "backup.tar.gz"
        write_backup(archive, register, path)
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk


def write_backup(archive: Archive, register: Path | None, path: Path) -> None:
    """Write a backup into the new file `path`, readable by its owner only; whole or not at all."""
    with tempfile.TemporaryDirectory(prefix="crosstrace-", dir=path.parent) as name:
        folder = Path(name)
        with archive.snapshot() as copy, closing(Snapshot(copy)) as snapshot:
            _write_members(snapshot, folder)
        if register is not None and register.exists():
            _copy_register(register, folder / REGISTER)
        written = sorted(folder.iterdir())
        manifest = _manifest(written, folder / LOG)
        (folder / MANIFEST).write_text(json.dumps(manifest, indent=2), encoding="utf-8")
        _pack([*written, folder / MANIFEST], folder / "packed")
        path.touch(0o600, exist_ok=False)  # never in place of another file
        (folder / "packed").replace(path)


def _write_members(snapshot: Snapshot, folder: Path) -> None:
    ox.serialize(snapshot.frameworks(), str(folder / FRAMEWORKS), format=ox.RdfFormat.N_QUADS)
    lines = snapshot.log()
    _write_lines(folder / LOG, lines)
    records = map(Record.read, lines)
    kept = (record for record in records if record.submitted)
    _write_lines(
        folder / CONTENTS,
        (
            json.dumps({"sequence": record.sequence, "pieces": snapshot.pieces(record.sequence)})
            for record in kept
        ),
    )


def _write_lines(path: Path, lines: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(line + "\n" for line in lines)


def _copy_register(register: Path, copy: Path) -> None:
    # SQLite's own way of copying a file that others write to.
    with (
        closing(sqlite3.connect(f"file:{register}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)


def _manifest(members: Iterable[Path], log: Path) -> dict[str, object]:
    lines = log.read_bytes().split(b"\n")[:-1]
    return {
        "format": FORMAT,
        "crosstrace": __version__,
        "records": len(lines),
        "head": hashlib.sha256(lines[-1]).hexdigest() if lines else None,
        "members": {path.name: file_digest(path) for path in members},
    }


def file_digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pack(members: Iterable[Path], path: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with (
        os.fdopen(descriptor, "wb") as file,
        tarfile.open(fileobj=file, mode="w:gz", format=tarfile.PAX_FORMAT) as packed,
    ):
        for member in members:
            packed.add(member, member.name, filter=_nobodys)


def _nobodys(info: tarfile.TarInfo) -> tarfile.TarInfo:
    """Without the owner's name, which is nothing that a restored store needs."""
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    info.mode = 0o600
    return info
