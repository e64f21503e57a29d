"""Reading a backup: everything in it is held against its manifest and its log before any use."""

from __future__ import annotations

import json
import re
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
from crosstrace.backup.bounded import bounded, write_member
from crosstrace.backup.members import CONTENTS, FORMAT, FRAMEWORKS, LOG, MANIFEST, REGISTER
from crosstrace.backup.writing import file_digest
from crosstrace.errors import BrokenData, InvalidInput

_KNOWN: Final = {FRAMEWORKS, LOG, CONTENTS, REGISTER, MANIFEST}
_NEEDED: Final = {FRAMEWORKS, LOG, CONTENTS}
_DIGEST: Final = re.compile("[0-9a-f]{64}")

MANIFEST_BYTES: Final = 64 * 2**10
"""No manifest is as large: what is beyond isn't read."""

LINE_BYTES: Final = 512 * 2**20
"""No line is as long, and what is longer is read as several."""


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
    manifest = _manifest(file, folder, _unpack(file, folder))
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


def _unpack(file: Path, folder: Path) -> list[str]:
    """Write the members that are known into `folder`; the names of those that aren't."""
    unknown = []
    try:
        with bounded(file) as body, tarfile.open(fileobj=body, mode="r|") as packed:
            for member in packed:
                if not (member.isreg() and not member.issparse()) or _is_twice(folder, member.name):
                    raise InvalidInput(f"{str(file)!r} is no backup of Crosstrace.")
                source = packed.extractfile(member) if member.name in _KNOWN else None
                if source is None:
                    unknown.append(member.name)
                else:
                    write_member(source, folder / member.name)
    except (tarfile.TarError, zlib.error, EOFError, ValueError, OverflowError) as error:
        raise InvalidInput(f"{str(file)!r} is no whole backup of Crosstrace: {error}.") from error
    except OSError as error:
        why = error.strerror or "it is no whole backup of Crosstrace"
        raise InvalidInput(f"{str(file)!r} can't be read: {why}.") from error
    return unknown


def _is_twice(folder: Path, name: str) -> bool:
    return name in _KNOWN and (folder / name).exists()


def _manifest(file: Path, folder: Path, unknown: list[str]) -> dict[str, Any]:
    """The manifest, which may tell of a later version, whose other members are not known here."""
    if unknown and not (folder / MANIFEST).exists():
        raise InvalidInput(f"{str(file)!r} is no backup of Crosstrace.")
    try:
        with (folder / MANIFEST).open("rb") as said:
            manifest = json.loads(said.read(MANIFEST_BYTES))
    except (OSError, ValueError, RecursionError) as error:
        raise InvalidInput("The backup has no manifest; it may have been cut off.") from error
    if isinstance(manifest, dict) and _is_later(manifest.get("format")):
        raise InvalidInput("The backup was written by a later version of Crosstrace.")
    if unknown or not isinstance(manifest, dict) or not _is_ours(manifest):
        raise InvalidInput(
            "The manifest of the backup is none of ours, or not of all that is in it."
        )
    return manifest


def _is_later(written: object) -> bool:
    return isinstance(written, int) and written > FORMAT


def _is_ours(manifest: dict[str, Any]) -> bool:
    head = manifest.get("head")
    return (
        manifest.get("format") == FORMAT
        and isinstance(manifest.get("members"), dict)
        and isinstance(manifest.get("records"), int)
        and (head is None or (isinstance(head, str) and _DIGEST.fullmatch(head) is not None))
    )


def _check_members(folder: Path, members: dict[str, Any]) -> None:
    there = {path.name for path in folder.iterdir()} - {MANIFEST}
    for name in sorted(_NEEDED | there | members.keys()):
        if name not in there or file_digest(folder / name) != members.get(name):
            raise BrokenData(f"{name} in the backup is not what the manifest says.")


def _lines(file: Path) -> Iterator[str]:
    # Only at \n: a title may hold what Unicode takes for the end of a line too.
    with file.open("rb") as lines:
        while line := lines.readline(LINE_BYTES):
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
