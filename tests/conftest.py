"""Fixtures that many tests share; opening the graph takes a moment, so it is done once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from crosstrace.bootstrap import KnowledgeGraph, Services, open_graph, open_services
from crosstrace.settings import Settings
from reading_once import queries_read_once
from stores import IN_MEMORY, KINDS, Maker, missing, started


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what is marked `every_store`, and keeps graphs at rest, on each kind of store."""
    if "store_kind" in metafunc.fixturenames and metafunc.definition.get_closest_marker(
        "every_store"
    ):
        metafunc.parametrize("store_kind", KINDS, indirect=True, scope="session")


@pytest.fixture(scope="session")
def graph() -> KnowledgeGraph:
    return open_graph("memory:")


@pytest.fixture(scope="session")
def store_kind(request: pytest.FixtureRequest) -> str:
    """The kind of store that graphs at rest are kept in; see the mark `every_store`."""
    kind: str = getattr(request, "param", IN_MEMORY)
    if reason := missing(kind):
        pytest.fail(reason)
    return kind


@pytest.fixture(scope="session")
def new_store(store_kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Maker]:
    """Makes empty stores of the kind, each with a server of its own if it needs one."""
    with ExitStack() as running:
        yield lambda: running.enter_context(
            started(store_kind, tmp_path_factory.mktemp(store_kind))
        )


@pytest.fixture(scope="session")
def services(new_store: Maker) -> Iterator[Services]:
    with open_services(new_store().settings(Settings(workers=1))) as opened:
        yield opened


@pytest.fixture
def reading_once() -> Iterator[None]:
    """The reference engine reads each query once; see `queries_read_once`."""
    with queries_read_once():
        yield
