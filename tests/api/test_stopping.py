"""What a service answers while it stops, and connections that are not let to hold it up."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
import pytest
from starlette.types import Message, Receive, Scope, Send

from api_harness import Server as Running
from api_harness import is_problem, running
from crosstrace.bootstrap import Services
from crosstrace.errors import ResourceExhausted
from crosstrace.web import limits, serving
from crosstrace.web.app import create_app
from crosstrace.web.limits import BodyLimits
from crosstrace.web.serving import Server

HEAD_SECONDS = 0.5
MOST = 3


@pytest.fixture
def stopped(services: Services) -> Iterator[Running]:
    """A service that was asked to end."""
    app = create_app(services)
    with running(app) as server:
        app.state.stopping.asked = True
        yield server


@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "HEAD"])
def test_what_comes_then_is_sent_elsewhere(stopped: Running, method: str) -> None:
    answer = httpx.request(method, f"{stopped.url}/v1/graphs/x", headers={"Accept": "*/*"})
    assert answer.status_code == 503
    assert answer.headers["connection"] == "close"
    assert answer.headers["retry-after"]
    if method != "HEAD":
        assert "stopping" in is_problem(answer, 503)["detail"]


def test_it_is_alive_and_not_ready(stopped: Running) -> None:
    alive = httpx.get(f"{stopped.url}/healthz")
    assert (alive.status_code, alive.headers["connection"]) == (200, "close")
    assert "stopping" in is_problem(httpx.get(f"{stopped.url}/readyz"), 503)["detail"]


@dataclass(frozen=True)
class Bounded:
    """A server with few connections, which is quick to give up on slow ones."""

    host: str
    port: int
    server: Server

    def connect(self) -> socket.socket:
        return socket.create_connection((self.host, self.port), timeout=20)


@contextmanager
def bounded(services: Services) -> Iterator[Bounded]:
    app = create_app(services)
    settings = services.settings.model_copy(update={"port": 0, "connections": MOST})
    server = Server(app, settings, head_seconds=HEAD_SECONDS)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    host, port = server.servers[0].sockets[0].getsockname()
    try:
        yield Bounded(host, port, server)
    finally:
        server.handle_exit(15, None)
        thread.join()
        assert not server.cut_short


@pytest.fixture(scope="module")
def small(services: Services) -> Iterator[Bounded]:
    with bounded(services) as server:
        yield server


REQUEST = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"


def is_answered(connection: socket.socket) -> bool:
    """Whether the answer to `REQUEST` comes, however it is cut."""
    answer = b""
    while not answer.endswith(b'{"status":"ok"}'):
        part = connection.recv(65536)
        assert part, answer
        answer += part
    return answer.startswith(b"HTTP/1.1 200")


def until_closed(connection: socket.socket) -> bytes:
    parts = []
    try:
        while part := connection.recv(65536):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\nHost: local"])
def test_a_head_that_does_not_come_is_not_waited_for(small: Bounded, begun: bytes) -> None:
    with small.connect() as connection:
        connection.sendall(begun)
        assert until_closed(connection) == b""


def drip(connection: socket.socket) -> None:
    for number in range(2000):
        connection.sendall(b"X-%d: y\r\n" % number)
        time.sleep(0.02)


def test_a_head_that_drips_has_one_deadline_in_all(small: Bounded) -> None:
    started = time.monotonic()
    with small.connect() as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n")
        with pytest.raises(OSError, match=r"."):
            drip(connection)
    assert time.monotonic() - started >= HEAD_SECONDS


def test_a_second_request_has_its_own_deadline(small: Bounded) -> None:
    with small.connect() as connection:
        for _ in range(2):
            connection.sendall(REQUEST)
            assert is_answered(connection)
            time.sleep(HEAD_SECONDS * 0.7)
        connection.sendall(REQUEST[:20])
        assert until_closed(connection) == b""


def test_a_body_is_not_held_to_the_time_of_a_head(small: Bounded) -> None:
    with small.connect() as connection:
        connection.sendall(
            b"POST /v1/validate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n"
            b"Content-Type: text/turtle\r\nConnection: close\r\n\r\n#"
        )
        time.sleep(HEAD_SECONDS * 2)
        connection.sendall(b"#")
        assert until_closed(connection).startswith(b"HTTP/1.1 400")


def test_there_are_not_more_connections_than_may_be(small: Bounded) -> None:
    held = [small.connect() for _ in range(MOST)]
    for connection in held:
        connection.sendall(REQUEST)
        assert is_answered(connection)
    with small.connect() as further:
        answer = until_closed(further)
        assert answer.startswith(b"HTTP/1.1 503")
        assert b"Retry-After" in answer
    held.pop().close()
    for connection in held:
        connection.close()
    time.sleep(0.1)
    with small.connect() as again:
        again.sendall(REQUEST)
        assert is_answered(again)


def test_a_client_that_takes_no_answer_is_not_waited_for(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "STALL_SECONDS", 0.3)
    shapes = b"GET /shapes HTTP/1.1\r\nHost: localhost\r\nAccept: application/n-triples\r\n\r\n"
    with bounded(services) as server, socket.socket() as greedy:
        greedy.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        greedy.connect((server.host, server.port))
        greedy.sendall(shapes * 100)
        connections = server.server.server_state.connections
        for held in (True, False):
            deadline = time.monotonic() + 20
            while bool(connections) is not held:
                assert time.monotonic() < deadline
                time.sleep(0.01)


def test_bodies_together_have_a_bound_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "BODIES", 2)

    async def crowd() -> list[object]:
        more = asyncio.Event()

        async def reader(_scope: Scope, receive: Receive, _send: Send) -> None:
            await receive()
            await more.wait()

        async def receive() -> Message:
            return {"type": "http.request", "body": b"12345678", "more_body": False}

        limited = BodyLimits(reader, max_bytes=8)
        scope = {"type": "http", "headers": []}
        waiting = [asyncio.create_task(limited(scope, receive, _nowhere)) for _ in range(3)]
        await asyncio.sleep(0.05)
        more.set()
        found = await asyncio.gather(*waiting, return_exceptions=True)
        await limited(scope, receive, _nowhere)  # the others' share is free again
        return [one for one in found if one is not None]

    [refused] = asyncio.run(crowd())
    assert isinstance(refused, ResourceExhausted)


async def _nowhere(_message: Message) -> None:
    raise AssertionError("nothing is answered here")
