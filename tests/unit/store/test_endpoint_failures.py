"""What is said of an endpoint that fails: its address to operators only, a password to nobody."""

from __future__ import annotations

import traceback

import httpx
import pytest

from crosstrace.errors import CrosstraceError, StoreUnavailable, Unprocessable
from crosstrace.store import Addresses, Endpoint
from crosstrace.vocab import AUDIT_GRAPH

LOCATION = "http://ann:s3%2Fcret@graphs.internal:7200/repo?key=hidden"
SHOWN = "http://graphs.internal:7200/repo"


def failing(answer: httpx.Response | httpx.HTTPError) -> Endpoint:
    def handle(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        if isinstance(answer, httpx.HTTPError):
            raise answer
        return answer

    asked: list[httpx.Request] = []
    endpoint = Endpoint(Addresses.parse(LOCATION))
    client = endpoint._client
    endpoint._client = httpx.Client(transport=httpx.MockTransport(handle), auth=client.auth)
    client.close()
    return endpoint


def said(error: CrosstraceError) -> str:
    """All that any log could have of it."""
    return "".join(traceback.format_exception(error)) + repr(error)


@pytest.mark.parametrize(
    ("answer", "kind", "reason"),
    [
        (httpx.ConnectError("refused"), StoreUnavailable, "can't be reached: refused."),
        (httpx.ReadTimeout("timed out"), StoreUnavailable, "can't be reached: timed out."),
        (httpx.Response(500, text=f"at {SHOWN}"), StoreUnavailable, "answered 500: at http"),
        (httpx.Response(403, text="no"), StoreUnavailable, "answered 403: no"),
        (httpx.Response(302, text=""), StoreUnavailable, "answered 302:"),
        (httpx.Response(400, text="in line 7"), Unprocessable, "answered 400: in line 7"),
        (httpx.Response(200, text="<html>"), StoreUnavailable, "something else than SPARQL"),
        (httpx.Response(200, json={"head": {}, "boolean": True}), StoreUnavailable, "no rows"),
        (
            httpx.Response(200, json={"head": {"vars": ["node"]}, "results": {"bindings": [{}]}}),
            StoreUnavailable,
            "something else",
        ),
        (
            httpx.Response(
                200, json={"head": {"vars": ["node", "text"]}, "results": {"bindings": [{}]}}
            ),
            StoreUnavailable,
            "lacks something",
        ),
    ],
)
def test_clients_are_told_what_to_do_and_operators_where(
    answer: httpx.Response | httpx.HTTPError, kind: type[CrosstraceError], reason: str
) -> None:
    endpoint = failing(answer)
    with pytest.raises(kind) as error:
        list(endpoint.texts_after(AUDIT_GRAPH, AUDIT_GRAPH))
    endpoint.close()
    for hidden in ("graphs.internal", "7200", "http", "hidden", "cret"):
        assert hidden not in error.value.detail
    assert "who runs the service" in error.value.detail.lower()
    assert f"{SHOWN} " in str(error.value)
    assert reason in str(error.value)
    for hidden in ("s3", "cret", "ann:", "hidden"):
        assert hidden not in said(error.value)


def test_what_the_address_has_before_its_at_is_the_login() -> None:
    def handle(request: httpx.Request) -> httpx.Response:
        assert "@" not in str(request.url)
        sent.append(request.headers.get("authorization"))
        demand = {"WWW-Authenticate": "Basic realm=x"}
        return httpx.Response(200 if sent[-1] else 401, headers=demand)

    sent: list[str | None] = []
    endpoint = Endpoint(Addresses.parse(LOCATION))
    with httpx.Client(transport=httpx.MockTransport(handle), auth=endpoint._client.auth) as client:
        endpoint._client.close()
        endpoint._client = client
        endpoint.drop(AUDIT_GRAPH)
    expected = httpx.BasicAuth("ann", "s3/cret")._auth_header
    assert sent == [None, expected]
