"""Starting the service in this process, and reading what it answers."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI

from crosstrace.resources import DATA

EXAMPLES = DATA / "examples"
IMPATIENCE = 0.5


@dataclass(frozen=True)
class Server:
    """An application that answers on a port of this machine."""

    app: FastAPI
    host: str
    port: int

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"


@contextmanager
def running(app: FastAPI) -> Iterator[Server]:
    config = uvicorn.Config(app, host="127.0.0.1", port=0, ws="none", log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    host, port = server.servers[0].sockets[0].getsockname()
    try:
        yield Server(app, host, port)
    finally:
        server.should_exit = True
        thread.join()


def example(name: str) -> bytes:
    return (EXAMPLES / name).read_bytes()


def is_problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    """The problem document that `answer` has to be."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert problem["status"] == status
    assert problem["instance"] == f"urn:uuid:{answer.headers['x-request-id']}"
    assert problem["detail"]
    return problem
