"""Reading a backup: everything in it is held against its manifest and its log before any use."""

from __future__ import annotations

import json
import sqlite3
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import pyoxigraph as ox

from crosstrace.archive import Record
from crosstrace.archive.content import canonical, unpack
from crosstrace.archive.records import digest_of, read_log
from crosstrace.archive.replica import is_at_rest
from crosstrace.archive.state import State
from crosstrace.archive.statements import all_quads
from crosstrace.backup.members import CONTENTS, FORMAT, FRAMEWORKS, LOG, MANIFEST, REGISTER
from crosstrace.backup.writing import file_digest
from crosstrace.errors import BrokenData, InvalidInput

_KNOWN: Final = {FRAMEWORKS, LOG, CONTENTS, REGISTER, MANIFEST}
_NEEDED: Final = {FRAMEWORKS, LOG, CONTENTS}


@dataclass(frozen=True, slots=True)
class Checked:
    """A backup that was unpacked into `folder`, and in which everything is as it should be.

    `head` is the digest of the log's last record, None when there is none.
    """

    folder: Path
    records: tuple[Record, ...]
    head: str | None

    @property
    def frameworks(self) -> Path:
        """The frameworks as N-Quads."""
        return self.folder / FRAMEWORKS

    @property
    def register(self) -> Path | None:
        """The organisations and keys, if they are in it."""
        path = self.folder / REGISTER
        return path if path.exists() else None

    def contents(self) -> Iterator[bytes]:
        """For each record the content of the version that it made; empty when it made none."""
        contents = _lines(self.folder / CONTENTS)
        for record in self.records:
            yield _content(record, contents) if record.submitted else b""
        if next(contents, None) is not None:
            raise BrokenData("The backup holds contents that no record of its log tells of.")


def unpacked(file: Path, folder: Path) -> Checked:
    """What the backup `file` holds, unpacked into the empty `folder`.

    `InvalidInput` for a file that is no backup, `BrokenData` for one that was altered.
    """
    _unpack(file, folder)
    manifest = _manifest(folder)
    _check_members(folder, manifest["members"])
    records = tuple(read_log(_lines(folder / LOG)))
    state = State()
    state.add(records)
    found = Checked(folder, records, state.head if records else None)
    said = manifest.get("records"), manifest.get("head")
    if said != (len(records), found.head):
        raise BrokenData(
            f"The manifest tells of {said[0]} records, the last with the digest {said[1]}; the "
            f"backup holds {len(records)}, the last with {found.head}. It was altered."
        )
    for record, content in zip(records, found.contents(), strict=True):
        _check_statements(record, content)
    _check_frameworks(found.frameworks)
    if found.register is not None:
        _check_register(found.register)
    return found


def _unpack(file: Path, folder: Path) -> None:
    try:
        with tarfile.open(file, "r:gz") as packed:
            for member in packed:
                plain = member.isfile() and not member.issparse()
                if member.name not in _KNOWN or not plain or (folder / member.name).exists():
                    raise InvalidInput(f"{str(file)!r} is no backup of Crosstrace.")
                packed.extract(member, folder, filter="data")
    except (tarfile.TarError, zlib.error, EOFError, ValueError) as error:
        raise InvalidInput(f"{str(file)!r} is no whole backup of Crosstrace: {error}.") from error
    except OSError as error:
        why = error.strerror or "it is no whole backup of Crosstrace"
        raise InvalidInput(f"{str(file)!r} can't be read: {why}.") from error


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise InvalidInput("The backup has no manifest; it may have been cut off.") from error
    if not isinstance(manifest, dict) or not isinstance(manifest.get("members"), dict):
        raise InvalidInput("The manifest of the backup is none of ours; it was altered.")
    if manifest.get("format") != FORMAT:
        raise InvalidInput("The backup was written by a later version of Crosstrace.")
    return manifest


def _check_members(folder: Path, members: dict[str, Any]) -> None:
    there = {path.name for path in folder.iterdir()} - {MANIFEST}
    for name in sorted(_NEEDED | there | members.keys()):
        if name not in there or file_digest(folder / name) != members.get(name):
            raise BrokenData(f"{name} in the backup is not what the manifest says.")


def _lines(file: Path) -> Iterator[str]:
    # Only at \n: a title may hold what Unicode takes for the end of a line too.
    with file.open("rb") as lines:
        for line in lines:
            try:
                yield line.removesuffix(b"\n").decode()
            except UnicodeDecodeError as error:
                raise BrokenData(f"{file.name} in the backup is no text.") from error


def _content(record: Record, contents: Iterator[str]) -> bytes:
    assert record.submitted is not None  # noqa: S101 - asked by the caller
    try:
        found = json.loads(next(contents, "null"))
        if found["sequence"] == record.sequence:
            content = unpack(found["pieces"])
            if digest_of(content) == record.submitted.content_digest:
                return content
    except (ValueError, TypeError, KeyError, RecursionError):
        pass
    raise _altered(record)


def _check_statements(record: Record, content: bytes) -> None:
    try:
        written = canonical(content) == content
        # Blank nodes are IRIs in the written form, for no two versions may share one.
        named = not any(_has_blank(quad) for quad in all_quads([record], [content]))
        if not (written and named):
            raise _altered(record)
    except (ValueError, InvalidInput) as error:
        raise _altered(record) from error


def _has_blank(quad: ox.Quad) -> bool:
    return any(isinstance(term, ox.BlankNode) for term in (quad.subject, quad.object))


def _altered(record: Record) -> BrokenData:
    version = record.submitted.version if record.submitted else 0
    return BrokenData(
        f"The backup doesn't hold version {version} of {record.name} as it was submitted."
    )


def _check_frameworks(file: Path) -> None:
    try:
        for quad in ox.parse(path=str(file), format=ox.RdfFormat.N_QUADS):
            name = quad.graph_name
            if not isinstance(name, ox.NamedNode) or is_at_rest(name.value):
                raise BrokenData(f"{FRAMEWORKS} in the backup holds what is no framework.")
    except (SyntaxError, ValueError, OSError) as error:
        raise BrokenData(f"{FRAMEWORKS} in the backup can't be read: {error}.") from error


def _check_register(file: Path) -> None:
    address = f"file:{quote(str(file))}?immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as register:
            register.execute("SELECT slug FROM organization LIMIT 1").fetchall()
            sound = register.execute("PRAGMA quick_check").fetchall() == [("ok",)]
    except sqlite3.Error as error:
        raise BrokenData(f"{REGISTER} in the backup can't be read: {error}.") from error
    if not sound:
        raise BrokenData(f"{REGISTER} in the backup is damaged.")
