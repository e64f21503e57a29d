"""Restoring a backup into a new store: the whole of it or nothing."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from crosstrace.archive.at_endpoint import restoring_into
from crosstrace.archive.opening import Use, open_home
from crosstrace.backup.checking import Checked, unpacked
from crosstrace.errors import InvalidInput, StoreUnavailable
from crosstrace.store import (
    RESTORING,
    Addresses,
    Endpoint,
    GraphStore,
    Login,
    frameworks_location,
    is_remote,
    open_store,
    shown_location,
)

BATCH: Final = 64


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

    The organisations and keys go into `register`, if that is given. Everything is checked before
    anything is written, and a folder appears only when it is complete. `InvalidInput` for a file
    that is no backup or a store that holds something, `BrokenData` for a backup that was altered,
    `StoreUnavailable` when the store can't be written.
    """
    with tempfile.TemporaryDirectory(prefix="crosstrace-") as name:
        found = unpacked(file, Path(name))
        kept = register if found.register is not None else None
        try:
            if is_remote(location):
                _restore_endpoint(found, location, login, kept)
            else:
                _restore_folder(found, Path(location).resolve(), kept and kept.resolve())
        except OSError as error:
            raise StoreUnavailable(
                f"{shown_location(location)} can't be written: {error}."
            ) from error
        versions = sum(record.submitted is not None for record in found.records)
        return Restored(len(found.records), versions, found.head, kept is not None)


def _restore_folder(found: Checked, target: Path, register: Path | None) -> None:
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise InvalidInput(f"The store {str(target)!r} holds something; restore into a new folder.")
    inside = register is not None and register.is_relative_to(target)
    with _registered(found, None if inside else register), _appearing(target) as folder:
        with closing(open_store(frameworks_location(str(folder)))) as store:
            store.append(ox.parse(path=str(found.frameworks), format=ox.RdfFormat.N_QUADS))
        _restore_graphs(found, str(folder))
        if inside and register is not None:
            _copy_register(found, folder / register.relative_to(target))


@contextmanager
def _appearing(target: Path) -> Iterator[Path]:
    """A folder to fill, which becomes `target` at the end, or is gone when that isn't reached."""
    existed = target.exists()
    beside = target if existed else target.parent
    beside.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=RESTORING, dir=beside))
    try:
        folder = work / "store"
        folder.mkdir()
        yield folder
        if existed:  # it may be a mount point, in whose place nothing can be put
            for part in sorted(folder.iterdir()):
                part.rename(target / part.name)
        else:
            folder.rename(target)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _restore_endpoint(
    found: Checked, location: str, login: Login | None, register: Path | None
) -> None:
    with (
        closing(Endpoint(Addresses.parse(location), login)) as endpoint,
        _registered(found, register),
        restoring_into(endpoint),
    ):
        _restore_graphs(found, location, login)


def _restore_graphs(found: Checked, location: str, login: Login | None = None) -> None:
    records, contents = iter(found.records), found.contents()
    with open_home(location, GraphStore.in_memory(), login, Use(restoring=True)) as opened:
        while batch := list(islice(records, BATCH)):
            opened.home.catch_up(batch[0].sequence - 1)  # raises when another has taken the place
            opened.home.commit(batch, list(islice(contents, len(batch))))


@contextmanager
def _registered(found: Checked, register: Path | None) -> Iterator[None]:
    """The organisations and keys are in `register`, and stay there when all goes well."""
    if register is None:
        yield
        return
    if register.exists():
        raise InvalidInput(f"{str(register)!r} exists; organisations and keys are kept there.")
    _copy_register(found, register)
    try:
        yield
    except BaseException:
        register.unlink(missing_ok=True)
        raise


def _copy_register(found: Checked, register: Path) -> None:
    assert found.register is not None  # noqa: S101 - asked by the caller
    register.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(register, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with found.register.open("rb") as source, os.fdopen(descriptor, "wb") as target:
            shutil.copyfileobj(source, target)
    except BaseException:
        register.unlink()
        raise
