"""`crosstrace serve` ends in order: what was begun is finished, and nothing is left behind."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from crosstrace.archive import GraphName, Reader, open_archive
from crosstrace.resources import DATA
from crosstrace.store import GraphStore

COMMAND = "from crosstrace.cli.main import main; main()"
GRAPH = (DATA / "examples" / "model-producer.ttl").read_bytes()


@dataclass
class Service:
    """The service as a process of its own; `rest` reads its log to the end."""

    process: subprocess.Popen[str]
    port: int

    def ask(self, path: str, **headers: str) -> httpx.Response:
        return httpx.get(f"http://127.0.0.1:{self.port}{path}", headers=headers, timeout=20)

    def rest(self) -> str:
        assert self.process.stderr is not None
        return self.process.stderr.read()


@contextmanager
def started(folder: Path, *options: str) -> Iterator[Service]:
    with subprocess.Popen(
        [sys.executable, "-c", COMMAND, "serve", "--port", "0", "--workers", "1", *options],
        env=os.environ | {"TMPDIR": str(folder)},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if found := re.search(r"running on http://127\.0\.0\.1:(\d+)", line):
                yield Service(process, int(found[1]))
                break
        else:
            pytest.fail("the service did not start")


def until(holds: Callable[[], Any], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.02)


@contextmanager
def half_sent(service: Service) -> Iterator[tuple[socket.socket, bytes]]:
    """A PUT that has begun to arrive, and what is missing of it."""
    head = (
        "PUT /v1/graphs/late?level=draft HTTP/1.1\r\nHost: localhost\r\n"
        "Content-Type: text/turtle\r\n"
        f"Content-Length: {len(GRAPH)}\r\nX-Request-Id: late-1\r\n\r\n"
    )
    middle = len(GRAPH) // 2
    with socket.create_connection(("127.0.0.1", service.port), timeout=60) as connection:
        connection.sendall(head.encode() + GRAPH[:middle])
        # An answer to a later request shows that this one has been taken up.
        assert service.ask("/healthz").status_code == 200
        yield connection, GRAPH[middle:]


def is_stopping(service: Service) -> bool:
    answer = service.ask("/readyz")
    return answer.status_code == 503 and "stopping" in answer.json()["detail"]


@pytest.mark.parametrize("wish", [signal.SIGTERM, signal.SIGINT])
def test_a_service_that_is_asked_to_end_leaves_nothing_behind(
    wish: signal.Signals, tmp_path: Path
) -> None:
    with started(tmp_path) as service:
        assert list(tmp_path.iterdir())
        service.process.send_signal(wish)
        rest = service.rest()
    assert service.process.returncode == 0, rest
    assert "Traceback" not in rest
    assert list(tmp_path.iterdir()) == []
    messages = [json.loads(line)["message"] for line in rest.splitlines()]
    assert messages[-1] == "Stopped."


def test_what_was_begun_is_finished_and_durable(tmp_path: Path) -> None:
    temporary, store = tmp_path / "temporary", tmp_path / "store"
    temporary.mkdir()
    with started(temporary, "--store", str(store)) as service:
        with half_sent(service) as (connection, missing):
            service.process.send_signal(signal.SIGTERM)
            until(lambda: is_stopping(service))
            refused = service.ask("/v1/frameworks", Accept="application/json")
            assert (refused.status_code, refused.headers["connection"]) == (503, "close")
            assert service.ask("/healthz").status_code == 200
            connection.sendall(missing)
            answer = b""
            while part := connection.recv(65536):  # to its end: the connection is closed
                answer += part
        rest = service.rest()
    assert answer.startswith(b"HTTP/1.1 201"), answer
    assert b"connection: close" in answer.lower()
    assert service.process.returncode == 0, rest
    assert list(temporary.iterdir()) == []
    assert not (store / "snapshots").exists()
    acknowledged = json.loads(answer.partition(b"\r\n\r\n")[2])
    with open_archive(str(store), GraphStore.in_memory()) as archive:
        assert archive.verify() == []
        [record] = archive.log()
        assert record.request_id == "late-1"
        assert record.digest() == acknowledged["details"]["audit"]["digest"]
        kept = archive.graph(GraphName("local", "late"), Reader("local"))
        assert kept.current is not None


def test_a_second_signal_does_not_wait(tmp_path: Path) -> None:
    with started(tmp_path) as service, half_sent(service):
        service.process.send_signal(signal.SIGTERM)
        until(lambda: is_stopping(service))
        begun = time.monotonic()
        service.process.send_signal(signal.SIGTERM)
        rest = service.rest()
        assert time.monotonic() - begun < 15  # not the 20 seconds that a body may take
    assert service.process.wait() == 1, rest
    assert "cut short" in rest
    assert list(tmp_path.iterdir()) == []
