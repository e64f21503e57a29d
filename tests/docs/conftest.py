"""A desk in a folder of its own, with the service answering."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk, without_waiting

from crosstrace.bootstrap import Services
from crosstrace.web.app import create_app


@pytest.fixture
def desk(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    services: Services,
) -> Desk:
    monkeypatch.chdir(tmp_path)
    without_waiting(monkeypatch)
    return Desk(tmp_path, create_app(services), capsys)
