"""A real server over the session's services, and a client for it."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from access_harness import Tenants, configured

from api_harness import IMPATIENCE, Server, running
from crosstrace.bootstrap import Services
from crosstrace.web.app import create_app


@pytest.fixture(scope="session")
def server(services: Services) -> Iterator[Server]:
    with running(create_app(services)) as started:
        yield started


@pytest.fixture(scope="session")
def impatient(services: Services) -> Iterator[Server]:
    """A server that gives a body only half a second to arrive."""
    with running(create_app(services, body_seconds=IMPATIENCE)) as started:
        yield started


@pytest.fixture(scope="session")
def client(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, headers={"Accept": "*/*"}, timeout=30) as opened:
        yield opened


@pytest.fixture(scope="session")
def tenants(services: Services, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tenants]:
    """A service with configured access, in which `acme` is registered."""
    with configured(services, tmp_path_factory.mktemp("access")) as started:
        yield started
