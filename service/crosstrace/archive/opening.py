"""Opening the graphs at rest that a store holds, wherever they become durable."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from crosstrace.archive.archive import Archive
from crosstrace.archive.at_endpoint import EndpointReader
from crosstrace.archive.homes import EmbeddedHome, EndpointHome
from crosstrace.archive.journal import Home
from crosstrace.archive.records import Record
from crosstrace.archive.replica import Replica
from crosstrace.store import (
    Addresses,
    Endpoint,
    GraphStore,
    Login,
    is_remote,
    laid_out,
    room_for_snapshots,
)


@dataclass(frozen=True, slots=True)
class Opened:
    """The parts of an opened store: where queries look, what makes durable, room for snapshots."""

    replica: Replica
    home: Home
    snapshots: Path


@dataclass(frozen=True, slots=True)
class Use:
    """What an endpoint is opened for: to write to it, and so to hold it alone, unless `reading`.

    `restoring` opens what a restore has begun; `on_record` is told of each record that is copied.
    """

    reading: bool = False
    restoring: bool = False
    on_record: Callable[[Record], None] = lambda _: None


WRITING = Use()


@contextmanager
def open_home(
    location: str, frameworks: GraphStore, login: Login | None = None, use: Use = WRITING
) -> Iterator[Opened]:
    """The parts of the store `location`, let go of at the end."""
    with laid_out(location) as layout, ExitStack() as opened:
        replica = opened.enter_context(closing(Replica(layout.graphs, frameworks)))
        home: Home = EmbeddedHome(replica)
        if is_remote(location):
            endpoint = opened.enter_context(closing(Endpoint(Addresses.parse(location), login)))
            kind = EndpointReader if use.reading else EndpointHome
            home = kind(endpoint, replica, use.on_record, restoring=use.restoring)
        yield Opened(replica, home, opened.enter_context(room_for_snapshots(layout)))


@contextmanager
def open_archive(
    location: str, frameworks: GraphStore, login: Login | None = None, use: Use = WRITING
) -> Iterator[Archive]:
    """The graphs at rest of the store `location`; what is under way is finished at the end.

    `login` is for an endpoint that asks for one.
    """
    with (
        open_home(location, frameworks, login, use) as opened,
        closing(Archive(opened.replica, opened.home, opened.snapshots)) as archive,
    ):
        yield archive
