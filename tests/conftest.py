"""Fixtures that many tests share; opening the graph takes a moment, so it is done once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crosstrace.bootstrap import KnowledgeGraph, Services, open_graph, open_services
from crosstrace.settings import Settings


@pytest.fixture(scope="session")
def graph() -> KnowledgeGraph:
    return open_graph("memory:")


@pytest.fixture(scope="session")
def services() -> Iterator[Services]:
    with open_services(Settings(workers=1)) as opened:
        yield opened
