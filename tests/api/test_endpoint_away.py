"""A remote store that goes away: clients learn what to do, and the log where it was."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pytest
from graph_cases import TURTLE, graph

from api_harness import Server, is_problem, running
from crosstrace.archive import open_archive
from crosstrace.bootstrap import Services
from crosstrace.cli.main import run
from crosstrace.web.app import create_app
from stores import missing, started

SECRET = "hunter2"


@dataclass(frozen=True)
class Lost:
    """A service over an endpoint that has ended since, and where that was."""

    server: Server
    location: str
    address: str


@pytest.fixture(scope="module")
def lost(services: Services, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lost]:
    if reason := missing("oxigraph"):
        pytest.fail(reason)
    with ExitStack() as opened, ExitStack() as endpoint:
        kept = endpoint.enter_context(started("oxigraph", tmp_path_factory.mktemp("endpoint")))
        location = kept.location.replace("http://", f"http://ann:{SECRET}@")
        archive = opened.enter_context(open_archive(location, services.graph.store))
        app = create_app(replace(services, archive=archive))
        server = opened.enter_context(running(app))
        answer = httpx.put(
            f"{server.url}/v1/graphs/ours?level=draft",
            content=graph("Ours"),
            headers=TURTLE,
        )
        assert answer.status_code == 201, answer.text
        endpoint.close()
        yield Lost(server, location, kept.location.partition("/query")[0])


def test_no_client_learns_where_the_store_is(lost: Lost, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    url = f"{lost.server.url}/v1/graphs"
    asked = [
        httpx.put(f"{url}/new?level=draft", content=graph("Ours"), headers=TURTLE),
        httpx.delete(f"{url}/ours"),
        httpx.get(f"{lost.server.url}/readyz"),
    ]
    for answer in asked:
        is_problem(answer, 503)
        assert answer.headers["retry-after"]
        everything = f"{answer.text} {answer.headers}"
        for hidden in (lost.address, "127.0.0.1", lost.address.rpartition(":")[2], SECRET, "ann"):
            assert hidden not in everything.replace(answer.headers["x-request-id"], "")
    assert "same Idempotency-Key" in asked[0].json()["detail"]
    assert "who runs the service" in asked[0].json()["detail"]
    warned = [r.getMessage() for r in caplog.records if r.name == "crosstrace.web.problems"]
    assert len(warned) == 2
    assert all(f"{lost.address}/query can't be reached" in message for message in warned)
    assert SECRET not in caplog.text
    assert httpx.get(f"{url}/ours").status_code == 200  # it is read all the same


@pytest.mark.parametrize(
    "command",
    [
        ["audit", "verify", "--store"],
        ["audit", "show", "--store"],
        ["backup", "x.tar.gz", "--store"],
        ["query", "-e", "ASK {}", "--store"],
        ["show", "sp800-218a:PO.1.1", "--store"],
        ["serve", "--port", "0", "--store"],
    ],
)
def test_operators_read_the_address_and_no_password(
    lost: Lost,
    command: list[str],
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run([*command, lost.location]) == 2
    said = "".join(capsys.readouterr())
    assert f"{lost.address}/query" in said
    assert SECRET not in said
    assert "ann:" not in said
    assert list(tmp_path.iterdir()) == []
