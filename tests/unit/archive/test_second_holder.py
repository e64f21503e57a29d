"""Who finds a store in use leaves alone what its holder has there."""

from __future__ import annotations

from pathlib import Path

import pytest
from submissions import put, statements

from crosstrace.archive import open_archive
from crosstrace.errors import StoreUnavailable
from crosstrace.store import GraphStore


def test_snapshots_outlive_an_attempt_to_open_the_store_again(tmp_path: Path) -> None:
    frameworks = GraphStore.in_memory()
    with open_archive(str(tmp_path), frameworks) as archive:
        put(archive, statements(1))
        with archive.snapshot() as snapshot:
            held = sorted(path.name for path in Path(snapshot).iterdir())
            with (
                pytest.raises(StoreUnavailable, match="another process"),
                open_archive(str(tmp_path), frameworks),
            ):
                pass
            assert sorted(path.name for path in Path(snapshot).iterdir()) == held != []
        put(archive, statements(2))
    assert not (tmp_path / "snapshots").exists()
