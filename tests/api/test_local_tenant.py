"""Without configured access: one local tenant, and nobody from elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from access_harness import add_probes
from starlette.datastructures import Headers

from api_harness import Server, is_problem, running
from crosstrace.access import Change, Permission, Register, open_access
from crosstrace.bootstrap import Services
from crosstrace.errors import Forbidden
from crosstrace.web.access import Misdirected, refuse_from_elsewhere
from crosstrace.web.app import create_app

LOCAL_HOSTS = ["localhost", "LocalHost:8000", "127.0.0.1", "127.9.9.9:1", "[::1]", "[::1]:8000"]
OTHER_HOSTS = [
    "evil.example",
    "localhost.evil.example",
    "127.0.0.1.evil.example:8000",
    "0.0.0.0",
    "192.0.2.1",
    "[2001:db8::1]",
    "[::1",
    "evil.example@127.0.0.1:80@evil.example",
    "",
    ":8000",
]


def refusal(method: str = "GET", **headers: str) -> type[Exception] | None:
    """The kind of refusal that a request with these headers meets."""
    given = {"host": "127.0.0.1:8000", **headers}
    try:
        refuse_from_elsewhere(method, Headers({n.replace("_", "-"): v for n, v in given.items()}))
    except (Forbidden, Misdirected) as error:
        return type(error)
    return None


@pytest.mark.parametrize("host", LOCAL_HOSTS)
def test_this_machine_by_name_or_address(host: str) -> None:
    assert refusal(host=host) is None


@pytest.mark.parametrize("host", OTHER_HOSTS)
def test_another_host_is_refused(host: str) -> None:
    assert refusal(host=host) is Misdirected


def test_a_request_has_one_host() -> None:
    raw = [(b"host", b"localhost"), (b"host", b"localhost")]
    for headers in (Headers(), Headers(raw=raw)):
        with pytest.raises(Misdirected):
            refuse_from_elsewhere("GET", headers)


@pytest.mark.parametrize("name", ["forwarded", "x_forwarded_for", "x_forwarded_host"])
def test_what_a_proxy_passes_on_is_refused(name: str) -> None:
    assert refusal(**{name: "192.0.2.1"}) is Forbidden


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize(
    ("headers", "let_through"),
    [
        ({}, True),
        ({"sec_fetch_site": "same-origin", "origin": "null"}, True),
        ({"sec_fetch_site": "none"}, True),
        ({"sec_fetch_site": "same-site", "origin": "http://127.0.0.1:9000"}, False),
        ({"sec_fetch_site": "cross-site"}, False),
        ({"sec_fetch_site": "", "origin": "http://127.0.0.1:8000"}, False),
        ({"origin": "http://127.0.0.1:8000"}, True),
        ({"origin": "http://127.0.0.1:9000"}, False),
        ({"origin": "http://127.0.0.1"}, False),
        ({"origin": "https://evil.example"}, False),
        ({"origin": "null"}, False),
    ],
)
def test_no_other_site_changes_anything(
    method: str, headers: dict[str, str], let_through: bool
) -> None:
    assert refusal(method, **headers) is (None if let_through else Forbidden)
    assert refusal("GET", **headers) is None, "it can't read the answer"


def test_the_service_refuses_what_comes_from_elsewhere(client: httpx.Client) -> None:
    is_problem(client.get("/v1/frameworks", headers={"Host": "evil.example"}), 421)
    is_problem(client.get("/v1/frameworks", headers={"X-Forwarded-For": "192.0.2.1"}), 403)
    answer = client.post("/sparql", data={"query": "ASK {}"}, headers={"Origin": "null"})
    assert "another site" in is_problem(answer, 403)["detail"]
    assert client.get("/healthz", headers={"Host": "probe"}).status_code == 200


def test_a_credential_where_there_are_none_is_not_passed_over(client: httpx.Client) -> None:
    answer = client.get("/v1/frameworks", headers={"Authorization": "Bearer x"})
    assert "organization add" in is_problem(answer, 401)["detail"]


def test_the_local_tenant_is_not_limited(client: httpx.Client) -> None:
    assert "ratelimit-limit" not in client.get("/v1/frameworks").headers


@pytest.fixture
def folder_server(services: Services, tmp_path: Path) -> Iterator[Server]:
    """A service whose store has a folder, in which no organisation is registered yet."""
    settings = services.settings.model_copy(update={"store": str(tmp_path)})
    with open_access(settings) as access:
        app = create_app(replace(services, settings=settings, access=access))
        add_probes(app)
        with running(app) as started:
            yield started


def test_with_the_first_organization_everybody_needs_a_key(
    folder_server: Server, tmp_path: Path
) -> None:
    probes = [f"{folder_server.url}/probe/{permission.name}" for permission in Permission]
    assert [httpx.get(url).json()["organization"] for url in probes] == ["local"] * 5
    file = tmp_path / "access.sqlite"
    with closing(Register(file)) as register:
        register.add_organization("acme", "Acme", Change("tester", dt.datetime.now(dt.UTC)))
    assert [httpx.get(url).status_code for url in probes] == [200, 401, 401, 401, 401]
    for found in tmp_path.iterdir():
        found.unlink()
    assert httpx.get(probes[-1]).status_code == 401, "without its register it stays closed"
