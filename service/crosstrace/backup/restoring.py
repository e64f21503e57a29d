"""Restoring a backup into a new store, after every digest in it has been held against it."""

from __future__ import annotations

import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from crosstrace.archive import Record
from crosstrace.archive.content import unpack
from crosstrace.archive.opening import open_home
from crosstrace.archive.records import digest_of, read_log
from crosstrace.backup.members import CONTENTS, FORMAT, FRAMEWORKS, LOG, MANIFEST, REGISTER
from crosstrace.backup.writing import file_digest
from crosstrace.errors import BrokenData, InvalidInput
from crosstrace.store import GraphStore, Login, frameworks_location, is_remote, open_store

BATCH: Final = 64
_KNOWN: Final = {FRAMEWORKS, LOG, CONTENTS, REGISTER, MANIFEST}


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored: records and versions, and the digest of the log's last record."""

    records: int
    versions: int
    head: str | None
    register: bool


def restore(
    file: Path, location: str, *, login: Login | None = None, register: Path | None = None
) -> Restored:
    """Restore the backup `file` into the store `location`, which must be new or empty.

    The organisations and keys go into `register`, if that is given. `InvalidInput` for a file
    that is no backup or a store that holds something, `BrokenData` for a backup that was altered.
    """
    with tempfile.TemporaryDirectory(prefix="crosstrace-") as name:
        folder = Path(name)
        _unpack(file, folder)
        manifest = _checked(folder)
        if not is_remote(location):
            _restore_frameworks(folder / FRAMEWORKS, location)
        versions = _restore_graphs(folder, location, login)
        kept = (folder / REGISTER).exists() and register is not None
        if kept and register is not None:
            _restore_register(folder / REGISTER, register)
        return Restored(manifest["records"], versions, manifest["head"], kept)


def _unpack(file: Path, folder: Path) -> None:
    try:
        with tarfile.open(file, "r:gz") as packed:
            for member in packed:
                if member.name not in _KNOWN or not member.isfile():
                    raise InvalidInput(f"{str(file)!r} is no backup of Crosstrace.")
                packed.extract(member, folder, filter="data")
    except OSError as error:
        raise InvalidInput(f"{str(file)!r} can't be read: {error.strerror}.") from error
    except (tarfile.TarError, EOFError) as error:
        raise InvalidInput(f"{str(file)!r} is no whole backup of Crosstrace: {error}.") from error


def _checked(folder: Path) -> dict[str, Any]:
    """The manifest, when everything is as it says."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
        members: dict[str, str] = manifest["members"]
        known = manifest["format"] == FORMAT
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InvalidInput("The backup has no manifest; it may have been cut off.") from error
    if not known:
        raise InvalidInput("The backup was written by a later version of Crosstrace.")
    for name in _KNOWN - {MANIFEST, REGISTER} | members.keys():
        path = folder / name
        if not path.exists() or file_digest(path) != members.get(name):
            raise BrokenData(f"{name} in the backup is not what the manifest says.")
    return manifest


def _restore_frameworks(file: Path, location: str) -> None:
    with closing(open_store(frameworks_location(location))) as store:
        if len(store):
            raise InvalidInput(
                f"The store {location!r} holds something; restore into a new folder."
            )
        store.append(ox.parse(path=str(file), format=ox.RdfFormat.N_QUADS))


def _restore_graphs(folder: Path, location: str, login: Login | None) -> int:
    lines = (folder / LOG).read_text(encoding="utf-8").splitlines()
    records = list(read_log(lines))
    contents = _contents(folder / CONTENTS)
    versions = 0
    with open_home(location, GraphStore.in_memory(), login) as opened:
        if opened.home.catch_up(0) or opened.replica.log():
            raise InvalidInput(f"The store {location!r} holds graphs; restore into an empty one.")
        for start in range(0, len(records), BATCH):
            batch = records[start : start + BATCH]
            found = [_content(record, contents) for record in batch]
            opened.home.commit(batch, found)
            versions += sum(record.submitted is not None for record in batch)
    return versions


def _contents(file: Path) -> Iterator[tuple[int, list[str]]]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            found = json.loads(line)
            yield found["sequence"], found["pieces"]


def _content(record: Record, contents: Iterator[tuple[int, list[str]]]) -> bytes:
    if record.submitted is None:
        return b""
    sequence, pieces = next(contents, (0, []))
    content = unpack(pieces) if sequence == record.sequence else b""
    if digest_of(content) != record.submitted.content_digest:
        raise BrokenData(
            f"The backup doesn't hold version {record.submitted.version} of {record.name} as it "
            "was submitted."
        )
    return content


def _restore_register(copy: Path, register: Path) -> None:
    if register.exists():
        raise InvalidInput(f"{str(register)!r} exists; organisations and keys are kept there.")
    register.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(register, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with copy.open("rb") as source, os.fdopen(descriptor, "wb") as target:
        shutil.copyfileobj(source, target)
