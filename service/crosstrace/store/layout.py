"""What a store's folder holds, and where the parts of other stores are kept meanwhile."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from crosstrace.errors import InvalidInput
from crosstrace.store.addresses import is_remote
from crosstrace.store.graph_store import MEMORY

RESTORING: Final = ".restoring-"
"""What the folder's name begins with in which a restore is under way."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders of an opened store."""

    graphs: Path
    snapshots: Path


def frameworks_location(location: str) -> str:
    """Where the frameworks of the store `location` are, for `open_store`."""
    if location == MEMORY or is_remote(location):
        return location
    folder = Path(location)
    _demand_restored(folder)
    if (folder / "CURRENT").exists():
        raise InvalidInput(
            f"{location!r} was made by version 0.2 or earlier, which kept frameworks only; name "
            "another folder and import again what was imported."
        )
    return str(folder / "frameworks")


def disk_of(location: str) -> Path:
    """A folder on the disk that the store `location` fills here."""
    durable = not (location == MEMORY or is_remote(location))
    return Path(location if durable else tempfile.gettempdir())


@contextmanager
def laid_out(location: str) -> Iterator[Layout]:
    """The parts of the store `location`; one that needn't last is removed at the end."""
    durable = not (location == MEMORY or is_remote(location))
    temporary = None if durable else tempfile.mkdtemp(prefix="crosstrace-")
    folder = Path(temporary or location)
    _demand_restored(folder)
    try:
        # Copies share the files of the store, so they are on the same disk.
        yield Layout(folder / "graphs", folder / "snapshots")
    finally:
        if temporary:
            shutil.rmtree(temporary, ignore_errors=True)


def _demand_restored(folder: Path) -> None:
    if any(folder.glob(f"{RESTORING}*")):
        raise InvalidInput(
            f"A restore into {str(folder)!r} was not finished: empty that folder and restore again."
        )


@contextmanager
def room_for_snapshots(layout: Layout) -> Iterator[Path]:
    """An empty folder for snapshots, for who holds the graphs: the snapshots of others go."""
    folder = layout.snapshots
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
