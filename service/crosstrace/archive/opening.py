"""Opening the graphs at rest that a store holds, wherever they become durable."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from crosstrace.archive.archive import Archive
from crosstrace.archive.homes import EmbeddedHome, EndpointHome
from crosstrace.archive.journal import Home
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


@contextmanager
def open_home(
    location: str, frameworks: GraphStore, login: Login | None = None
) -> Iterator[Opened]:
    """The parts of the store `location`, let go of at the end."""
    with laid_out(location) as layout, ExitStack() as opened:
        replica = opened.enter_context(closing(Replica(layout.graphs, frameworks)))
        home: Home = EmbeddedHome(replica)
        if is_remote(location):
            endpoint = opened.enter_context(closing(Endpoint(Addresses.parse(location), login)))
            home = EndpointHome(endpoint, replica)
        yield Opened(replica, home, opened.enter_context(room_for_snapshots(layout)))


@contextmanager
def open_archive(
    location: str, frameworks: GraphStore, login: Login | None = None
) -> Iterator[Archive]:
    """The graphs at rest of the store `location`; what is under way is finished at the end.

    `login` is for an endpoint that asks for one.
    """
    with (
        open_home(location, frameworks, login) as opened,
        closing(Archive(opened.replica, opened.home, opened.snapshots)) as archive,
    ):
        yield archive
