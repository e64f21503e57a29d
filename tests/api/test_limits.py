"""The bounds on what a client sends, tried over a socket where a client library would not lie."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Iterator

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from api_harness import IMPATIENCE, Server, is_problem
from crosstrace.bootstrap import Services
from crosstrace.errors import CrosstraceError
from crosstrace.web.limits import BodyLimits

TURTLE = {"Content-Type": "text/turtle"}


def raw(server: Server, request: bytes, wait: float = 10) -> bytes:
    """What the server answers to these very bytes until it ends the connection."""
    with socket.create_connection((server.host, server.port), timeout=wait) as connection:
        connection.sendall(request)
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)


def head(path: str, *lines: str) -> bytes:
    return "\r\n".join([f"POST {path} HTTP/1.1", "Host: localhost", *lines, "", ""]).encode()


def test_a_body_that_says_it_is_too_large_is_refused_unread(
    server: Server, services: Services
) -> None:
    size = services.settings.body_bytes + 1
    request = head(
        "/v1/validate", f"Content-Length: {size}", "Content-Type: text/turtle", "Connection: close"
    )
    begun = time.monotonic()
    assert raw(server, request).startswith(b"HTTP/1.1 413")
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize("path", ["/v1/validate", "/sparql", "/validate"])
def test_a_chunked_body_is_counted_while_it_streams(
    client: httpx.Client, services: Services, path: str
) -> None:
    types = {"/v1/validate": "text/turtle", "/sparql": "application/sparql-query"}
    kind = types.get(path, "application/x-www-form-urlencoded")

    def chunks() -> Iterator[bytes]:
        for _ in range(services.settings.body_bytes // 2**16 + 1):
            yield b"#" * 2**16

    answer = client.post(path, content=chunks(), headers={"Content-Type": kind})
    assert "over" in is_problem(answer, 413)["detail"]


@pytest.mark.parametrize("length", ["-1", "ten", "1e3", "٣"])
def test_a_length_that_is_no_number_is_refused(server: Server, length: str) -> None:
    answer = raw(server, head("/v1/validate", f"Content-Length: {length}", "Connection: close"))
    assert answer.startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize(
    "body", [b"@prefix", b""], ids=["that stops in the middle", "that never begins"]
)
def test_a_body_that_does_not_come_is_not_waited_for(impatient: Server, body: bytes) -> None:
    begun = time.monotonic()
    answer = raw(
        impatient,
        head("/v1/validate", "Content-Length: 99", "Content-Type: text/turtle") + body,
    )
    assert answer.startswith(b"HTTP/1.1 408")
    assert b"slow-request" in answer
    assert IMPATIENCE <= time.monotonic() - begun < IMPATIENCE + 2


def test_a_body_that_drips_has_one_deadline_in_all(impatient: Server) -> None:
    begun = time.monotonic()
    with socket.create_connection((impatient.host, impatient.port), timeout=10) as connection:
        connection.sendall(head("/v1/validate", "Content-Length: 99", "Content-Type: text/turtle"))
        while time.monotonic() - begun < IMPATIENCE - 0.1:
            connection.sendall(b"#")
            time.sleep(0.05)
        assert connection.recv(65536).startswith(b"HTTP/1.1 408")


def test_a_client_that_goes_away_leaves_the_service_well(
    server: Server, client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_connection((server.host, server.port)) as connection:
        connection.sendall(head("/v1/validate", "Content-Length: 9", "Content-Type: text/turtle"))
        time.sleep(0.1)
    time.sleep(0.1)
    assert client.get("/healthz").status_code == 200
    assert "Unexpected failure" not in caplog.text


def send(*headers: tuple[bytes, bytes], body: bytes) -> int:
    """The status for a request as a server that checks nothing itself would hand it on."""
    statuses: list[int] = []
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/",
        "query_string": b"",
        "headers": [*headers],
        "state": {"request_id": "0"},
    }
    pieces = [body[:3], body[3:]]

    async def receive() -> Message:
        return {"type": "http.request", "body": pieces.pop(0), "more_body": bool(pieces)}

    async def note(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    async def reader(scope: Scope, receive: Receive, send: Send) -> None:
        await Response(await Request(scope, receive).body())(scope, receive, send)

    limited = BodyLimits(reader, max_bytes=8)
    try:
        asyncio.run(limited(scope, receive, note))
    except CrosstraceError as error:
        statuses.append(error.status)
    return statuses[-1]


@pytest.mark.parametrize(
    ("length", "body", "status"),
    [
        (b"8", b"12345678", 200),
        (b"1", b"123456789", 413),
        (b"9", b"1", 413),
        (b"ten", b"1", 400),
        (b"-1", b"1", 400),
        ("٣".encode(), b"123", 400),
    ],
)
def test_an_announced_length_is_checked_and_not_believed(
    length: bytes, body: bytes, status: int
) -> None:
    assert send((b"content-length", length), body=body) == status


def test_a_lookup_does_not_wait_for_a_slow_body(impatient: Server) -> None:
    with socket.create_connection((impatient.host, impatient.port)) as connection:
        connection.sendall(head("/v1/validate", "Content-Length: 9", "Content-Type: text/turtle"))
        begun = time.monotonic()
        assert httpx.get(f"{impatient.url}/v1/elements/csf-2.0/GV.OC-03").status_code == 200
        assert time.monotonic() - begun < IMPATIENCE
