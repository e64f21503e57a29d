"""A port of this machine that must stay silent, and the figures of the corpus at the end."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from hostile_run import PROPERTY, Ear, figures

from crosstrace.bootstrap import Services
from crosstrace.web.app import create_app

sys.path.insert(0, str(Path(__file__).parents[1] / "api"))

from api_harness import running


@pytest.fixture(scope="session")
def ear() -> Iterator[Ear]:
    """A port where nobody may call."""
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        ear = Ear(server)
        thread = threading.Thread(target=ear.listen, args=(ended,))
        thread.start()
        yield ear
        fetches = ear.heard
        # It does hear: a call of our own is counted.
        socket.create_connection(server.getsockname()).close()
        for _ in range(100):
            if ear.heard > fetches:
                break
            ended.wait(0.1)
        ended.set()
        thread.join()
    assert (fetches, ear.heard) == (0, 1)


@pytest.fixture(scope="session")
def client(services: Services) -> Iterator[httpx.Client]:
    """A client of a service."""
    with (
        running(create_app(services)) as server,
        httpx.Client(base_url=server.url, timeout=60) as opened,
    ):
        yield opened


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures, whichever process ran the cases."""
    reports = [r for some in terminalreporter.stats.values() for r in some]
    properties = [p for r in reports if getattr(r, "when", "") == "call" for p in r.user_properties]
    answers = [value for name, value in properties if name == PROPERTY]
    if answers:
        terminalreporter.write_line(f"hostile corpus: {figures(answers)}")
