"""A real server over the session's services, and a client for it."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
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
