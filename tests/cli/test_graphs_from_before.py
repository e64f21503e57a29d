"""What `organization add` and `serve` say of graphs that were kept before access was."""

from __future__ import annotations

import gc
import logging
from dataclasses import replace
from pathlib import Path

import pytest
from test_backup_commands import fill

from crosstrace.access import open_access
from crosstrace.archive import GraphName, graphs_held, open_archive
from crosstrace.bootstrap import Services
from crosstrace.cli.main import run
from crosstrace.cli.serve import _warn_of_unowned
from crosstrace.settings import Settings
from crosstrace.store import GraphStore
from stores import Maker

Output = pytest.CaptureFixture[str]


def add(folder: Path, name: str, capsys: Output) -> str:
    """What is said on stderr when an organisation is registered."""
    capsys.readouterr()
    assert run(["organization", "add", name, "--title", name, "--store", str(folder)]) == 0
    gc.collect()
    shown = capsys.readouterr()
    assert f"{name} is registered" in shown.out
    return shown.err


def keep(folder: Path, *names: str) -> None:
    for name in names:
        fill(folder, 1, GraphName("local", name))


def test_graphs_that_nobody_can_act_for_are_counted(tmp_path: Path, capsys: Output) -> None:
    keep(tmp_path, "one", "two")
    fill(tmp_path, 1, GraphName("acme", "ours"))
    said = add(tmp_path, "acme", capsys)
    assert said.startswith("2 graphs were kept before keys were asked for.")
    assert "crosstrace organization add local" in said
    assert "2 graphs" in add(tmp_path, "bob", capsys)
    assert add(tmp_path, "local", capsys) == ""
    assert add(tmp_path, "carol", capsys) == ""


def test_nothing_is_said_and_nothing_made_where_no_graph_is(tmp_path: Path, capsys: Output) -> None:
    assert add(tmp_path / "new", "acme", capsys) == ""
    assert [found.name for found in (tmp_path / "new").iterdir()] == ["access.sqlite"]
    fill(tmp_path / "other", 1, GraphName("acme", "ours"))
    assert add(tmp_path / "other", "acme", capsys) == ""


def test_one_graph_is_one(tmp_path: Path, capsys: Output) -> None:
    keep(tmp_path, "one")
    assert add(tmp_path, "acme", capsys).startswith("1 graph was kept")


def test_a_store_in_use_is_said_to_be_with_the_first_organization(
    tmp_path: Path, capsys: Output
) -> None:
    keep(tmp_path, "one")
    with open_archive(str(tmp_path), GraphStore.in_memory()):
        said = add(tmp_path, "acme", capsys)
        assert said.startswith("Graphs may have been kept before keys were asked for: The store in")
        assert "crosstrace organization add local" in said
        assert add(tmp_path, "bob", capsys) == ""


@pytest.mark.every_store
def test_a_store_is_asked_without_taking_it_over(new_store: Maker) -> None:
    kept = new_store()
    assert graphs_held(kept.location, "local", kept.login) == 0
    with open_archive(kept.location, GraphStore.in_memory(), kept.login) as archive:
        archive.check()
        if kept.location.startswith("http"):
            assert graphs_held(kept.location, "local", kept.login) == 0
        archive.check()


def test_the_service_warns_of_them_when_it_starts(
    services: Services, tmp_path: Path, capsys: Output, caplog: pytest.LogCaptureFixture
) -> None:
    keep(tmp_path, "one")

    def warned() -> list[object]:
        caplog.clear()
        settings = Settings(store=str(tmp_path))
        with (
            open_archive(str(tmp_path), GraphStore.in_memory()) as archive,
            open_access(settings) as access,
            caplog.at_level(logging.WARNING),
        ):
            _warn_of_unowned(replace(services, archive=archive, access=access))
        gc.collect()
        return [vars(record)["graphs"] for record in caplog.records]

    assert warned() == []
    add(tmp_path, "acme", capsys)
    assert warned() == [1]
    add(tmp_path, "local", capsys)
    assert warned() == []
