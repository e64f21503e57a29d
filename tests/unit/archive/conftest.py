"""An archive on each kind of store, with graphs that need no judging."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest

from crosstrace.archive import open_archive
from crosstrace.store import Addresses, Endpoint, GraphStore
from crosstrace.vocab import ID
from stores import KINDS, Kept, Opener, missing, started


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Kept]]:
    """A running store by its kind; each server is started once."""
    running: dict[str, Kept] = {}
    with ExitStack() as opened:

        def kept(kind: str) -> Kept:
            if kind not in running:
                server = started(kind, tmp_path_factory.mktemp(kind))
                running[kind] = opened.enter_context(server)
            return running[kind]

        yield kept


@pytest.fixture(params=KINDS)
def kept(
    request: pytest.FixtureRequest,
    servers: Callable[[str], Kept],
    tmp_path_factory: pytest.TempPathFactory,
) -> Kept:
    """Where an empty store of each kind is."""
    if request.param == "folder":
        return Kept(str(tmp_path_factory.mktemp("archive") / "store"))
    return emptied(request.param, servers)


@pytest.fixture(params=KINDS[1:])
def remote(request: pytest.FixtureRequest, servers: Callable[[str], Kept]) -> Kept:
    """Where an empty endpoint of each kind is."""
    return emptied(request.param, servers)


def emptied(kind: str, servers: Callable[[str], Kept]) -> Kept:
    if reason := missing(kind):
        pytest.fail(reason)
    kept = servers(kind)
    with closing(Endpoint(Addresses.parse(kept.location), kept.login)) as endpoint:
        for graph in endpoint.graph_names(ID):
            endpoint.drop(graph)
    return kept


@pytest.fixture
def reopen(kept: Kept) -> Opener:
    """Opens the same store, empty at first, as often as it is called."""
    frameworks = GraphStore.in_memory()
    return lambda: open_archive(kept.location, frameworks, kept.login)
