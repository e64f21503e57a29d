from __future__ import annotations

import asyncio
import logging

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from api_harness import Server, is_problem
from crosstrace.web.limits import SECURITY_HEADERS, Frame
from crosstrace.web.problems import UnexpectedErrors

SECRET = "the store's password"


async def broken(_scope: Scope, _receive: Receive, _send: Send) -> None:
    raise RuntimeError(SECRET)


async def broken_halfway(_scope: Scope, _receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    raise RuntimeError(SECRET)


def ask(app: Frame) -> httpx.Response:
    async def once() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
            return await client.get("/")

    return asyncio.run(once())


def test_an_unexpected_failure_is_logged_and_not_shown(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        answer = ask(Frame(UnexpectedErrors(broken)))
    problem = is_problem(answer, 500)
    assert SECRET not in answer.text
    assert SECRET in caplog.text
    assert problem["instance"].removeprefix("urn:uuid:") in caplog.text


def test_a_failure_in_the_middle_of_an_answer_breaks_it_off() -> None:
    with pytest.raises(RuntimeError):
        ask(Frame(UnexpectedErrors(broken_halfway)))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nowhere", 404),
        ("/id/csf-2.0/NO-1", 404),
        ("/id/nothing", 404),
        ("/id/csf-2.0/%3Cb%3E", 400),
        ("/v1/elements/nothing/PO.1.1", 404),
        ("/v1/elements?limit=0", 400),
        ("/v1/elements?priority=urgent", 400),
        ("/v1/elements?parent=nonsense", 400),
        ("/v1/elements?parent=csf-2.0:NO", 404),
        ("/v1/elements?cursor=made-up", 400),
        ("/v1/crosswalk", 400),
        ("/v1/crosswalk?source=GV.OC-03", 400),
        ("/v1/crosswalk?source=csf-2.0:GV.OC-03&target=nothing", 404),
        ("/v1/crosswalk?source=csf-2.0:GV.OC-03&include=certain", 400),
        ("/v1/crosswalk?source=csf-2.0:GV.OC-03&max_hops=5", 400),
        ("/v1/crosswalk/csf-2.0/nothing", 404),
        ("/v1/trace?from=csf-2.0:GV.OC-03", 400),
        ("/static/nothing.css", 404),
        ("/static/../app.py", 404),
        ("/crosswalk?max_hops=9", 400),
    ],
)
def test_what_is_wrong_is_said_as_a_problem(client: httpx.Client, path: str, status: int) -> None:
    is_problem(client.get(path), status)


@pytest.mark.parametrize("path", ["/v1/elements?q={}", "/id/{}", "/v1/crosswalk?source={}"])
def test_a_rejected_value_is_not_repeated(client: httpx.Client, path: str) -> None:
    value = "<script>alert(1)</script>" * 10
    for accept in ("application/json", "text/html"):
        answer = client.get(path.format(value), headers={"Accept": accept})
        assert answer.status_code in (400, 404)
        assert "alert" not in answer.text


def test_a_parameter_error_says_which_and_why(client: httpx.Client) -> None:
    problem = is_problem(client.get("/v1/elements?limit=501"), 400)
    assert problem["errors"] == [
        {"detail": "Input should be less than or equal to 500", "pointer": "query/limit"}
    ]


def test_a_person_gets_the_problem_as_a_page(client: httpx.Client) -> None:
    answer = client.get("/id/csf-2.0/NO-1", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "csf-2.0:NO-1" in answer.text or "NO-1" in answer.text


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/v1/frameworks", "GET, HEAD"),
        ("GET", "/v1/validate", "POST"),
        ("HEAD", "/v1/validate", "POST"),
        ("POST", "/ontology", "GET, HEAD"),
        ("PUT", "/id/csf-2.0", "GET, HEAD"),
        ("OPTIONS", "/sparql", "GET, HEAD, POST"),
        ("DELETE", "/validate", "GET, HEAD, POST"),
        ("POST", "/static/style.css", "GET, HEAD"),
    ],
)
def test_another_method_is_told_what_works(
    client: httpx.Client, method: str, path: str, allowed: str
) -> None:
    answer = client.request(method, path)
    assert answer.status_code == 405
    assert answer.headers["allow"] == allowed


@pytest.mark.parametrize(
    "path", ["/", "/v1/frameworks", "/nowhere", "/static/style.css", "/sparql", "/healthz"]
)
def test_every_answer_has_the_security_headers(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers
    assert {name: headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS
    assert "'unsafe" not in headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/", "/v1/frameworks", "/id/csf-2.0", "/static/style.css"])
def test_head_is_get_without_the_body(client: httpx.Client, path: str) -> None:
    got, head = client.get(path), client.head(path)
    assert head.status_code == got.status_code == 200
    assert head.content == b""
    assert head.headers["content-type"] == got.headers["content-type"]
    assert head.headers["content-length"] == got.headers["content-length"]


def test_each_request_has_its_own_id(client: httpx.Client, server: Server) -> None:
    ids = {client.get("/healthz").headers["x-request-id"] for _ in range(5)}
    ids.add(httpx.get(f"{server.url}/healthz").headers["x-request-id"])
    assert len(ids) == 6
