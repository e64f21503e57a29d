"""`audit`, `backup`, `restore` and `query` at an endpoint, as an operator runs them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from test_backup_commands import MODEL, fill

from crosstrace.cli.main import run
from crosstrace.store import Addresses
from stores import missing, started

Output = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def location(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An endpoint that holds two versions of a graph."""
    if reason := missing("oxigraph"):
        pytest.fail(reason)
    with started("oxigraph", tmp_path_factory.mktemp("endpoint")) as kept:
        fill(kept.location)
        yield kept.location


def test_an_endpoint_is_verified_backed_up_and_left_alone(
    location: str, tmp_path: Path, capsys: Output
) -> None:
    assert run(["audit", "verify", "--store", location]) == 0
    said = capsys.readouterr()
    assert "Nothing was altered. The last of 2 records" in said.out.replace("\n", " ")
    assert "checking versions 4 of 4" in said.err
    file = tmp_path / "backup.tar.gz"
    assert run(["backup", str(file), "--store", location]) == 0
    assert run(["restore", str(file), "--store", str(tmp_path / "new")]) == 0
    capsys.readouterr()
    assert run(["restore", str(file), "--store", location]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert run(["backup", str(tmp_path / "no" / "b.tar.gz"), "--store", location]) == 2
    assert "can't be written: No such file" in capsys.readouterr().err


def test_an_endpoint_is_asked_where_it_takes_queries(location: str, capsys: Output) -> None:
    query = f"SELECT ?o {{ GRAPH <{MODEL.version_iri(2)}> {{ ?s ?p ?o }} }}"
    assert run(["query", "-e", query, "--store", location, "--format", "csv"]) == 0
    assert capsys.readouterr().out.split() == ["o", "1"]
    assert run(["query", "-e", "SELECT", "--store", location]) == 2
    assert "/query answered 400" in capsys.readouterr().err


def test_what_others_changed_at_the_endpoint_is_found(location: str, capsys: Output) -> None:
    change = f'INSERT DATA {{ GRAPH <{MODEL.version_iri(1)}> {{ <a:b> <a:b> "x" }} }}'
    httpx.post(Addresses.parse(location).update, data={"update": change}).raise_for_status()
    assert run(["audit", "verify", "--store", location]) == 1
    said = capsys.readouterr().out.replace("\n", " ")
    assert "Version 1 of acme/model is not at the endpoint as it was submitted" in said
    assert "1 statement that nobody submitted" in said
