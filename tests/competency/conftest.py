"""Two services: one with the worked example, one with mapping sets that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from worked_example import SETTINGS, asked, made_up, submit_all

from crosstrace.bootstrap import open_services
from stores import Maker


@pytest.fixture(scope="session")
def client(new_store: Maker) -> Iterator[httpx.Client]:
    """Of a service with the graphs of the three organizations."""
    with open_services(new_store().settings(SETTINGS)) as services, asked(services) as opened:
        submit_all(opened)
        yield opened


@pytest.fixture(scope="session")
def disputed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Of a service with two more mapping sets, and what was derived."""
    with made_up(tmp_path_factory.mktemp("made-up")) as services, asked(services) as opened:
        yield opened
