"""The world of three tenants, once as it stays and once to be changed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tenancy import LABELS, Caller, World, populated

from crosstrace.bootstrap import Services
from stores import Maker


@pytest.fixture(scope="session")
def world(
    services: Services, new_store: Maker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """A world that no test changes."""
    with populated(services, new_store(), tmp_path_factory.mktemp("world")) as made:
        yield made


@pytest.fixture(scope="module")
def changing(
    services: Services, new_store: Maker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """A world for the tests of one file that write."""
    with populated(services, new_store(), tmp_path_factory.mktemp("changing")) as made:
        yield made


@pytest.fixture(params=LABELS)
def caller(request: pytest.FixtureRequest, world: World) -> Caller:
    """Each of those who call."""
    return world.callers[request.param]
