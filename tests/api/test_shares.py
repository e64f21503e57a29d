"""With whom a graph can be shared, and whose the graphs are that were kept before access was."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from access_harness import Tenants, configured
from graph_cases import DRAFT, TURTLE, fresh_name, graph

from api_harness import is_problem
from crosstrace.access import Role
from crosstrace.bootstrap import Services

pytestmark = pytest.mark.every_store
ALL = tuple(Role)


@pytest.fixture(scope="module")
def sharing(services: Services, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tenants]:
    """A service of its own, in which `acme`, `bob` and later `local` are registered."""
    with configured(services, tmp_path_factory.mktemp("sharing")) as started:
        started.add_organization("bob")
        yield started


@pytest.fixture(scope="module")
def keys_only(services: Services, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tenants]:
    """A service that takes no tokens."""
    off = dict.fromkeys(("oidc_issuer", "oidc_audience", "oidc_keys"))
    with configured(services, tmp_path_factory.mktemp("keys-only"), **off) as started:
        yield started


def bearer(credential: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {credential}"}


def submitted(tenants: Tenants, headers: dict[str, str]) -> str:
    path = f"/v1/graphs/{fresh_name('shared')}"
    answer = tenants.client.put(
        path, content=graph("Shared"), params=DRAFT, headers={**TURTLE, **headers}
    )
    assert answer.status_code == 201, answer.text
    return path


def test_a_graph_is_shared_with_whom_there_is(sharing: Tenants) -> None:
    _, text = sharing.key(*ALL)
    headers = bearer(text)
    path = submitted(sharing, headers)
    problem = is_problem(sharing.client.put(f"{path}/shares/nosuch-org", headers=headers), 404)
    assert "'nosuch-org'" in problem["detail"]
    assert "unregistered=true" in problem["detail"]
    assert sharing.get(f"{path}/shares", text).json() == {"items": []}
    assert sharing.client.put(f"{path}/shares/bob", headers=headers).json()["changed"] is True
    assert sharing.get(f"{path}/shares", text).json() == {"items": ["bob"]}


def test_an_organization_of_the_identity_provider_is_shared_with_on_purpose(
    sharing: Tenants,
) -> None:
    _, text = sharing.key(*ALL)
    path = submitted(sharing, bearer(text))
    member = sharing.issuer.token(organization="by-token", roles=["reader"])
    asked = {"owner": "acme", "format": "json"}
    address = f"{path}?{httpx.QueryParams(asked)}"
    is_problem(sharing.get(address, member), 404)
    share = f"{path}/shares/by-token"
    answer = sharing.client.put(share, params={"unregistered": True}, headers=bearer(text))
    assert answer.json()["changed"] is True
    assert sharing.get(address, member).status_code == 200
    assert sharing.client.delete(share, headers=bearer(text)).json()["changed"] is True
    is_problem(sharing.get(address, member), 404)


def test_a_graph_that_was_withdrawn_gets_no_new_share(sharing: Tenants) -> None:
    _, text = sharing.key(*ALL)
    headers = bearer(text)
    path = submitted(sharing, headers)

    def shared(partner: str) -> httpx.Response:
        asked = {"unregistered": True}
        return sharing.client.put(f"{path}/shares/{partner}", params=asked, headers=headers)

    assert shared("bob").json()["changed"] is True
    sharing.client.delete(path, headers=headers)
    assert shared("bob").json()["changed"] is False
    assert "anybody new" in is_problem(shared("by-token"), 410)["detail"]
    assert sharing.get(f"{path}/shares", text).json()["items"] == ["bob"]
    again = {"content": graph("Again"), "params": DRAFT, "headers": {**TURTLE, **headers}}
    assert sharing.client.put(path, **again).status_code == 201
    assert shared("by-token").json()["changed"] is True


def test_where_no_tokens_are_taken_every_partner_is_registered(keys_only: Tenants) -> None:
    _, text = keys_only.key(*ALL)
    path = submitted(keys_only, bearer(text))
    for asked in ({}, {"unregistered": True}):
        answer = keys_only.client.put(f"{path}/shares/by-token", params=asked, headers=bearer(text))
        assert "unregistered" not in is_problem(answer, 404)["detail"]


def test_without_access_there_is_nobody_to_share_with(client: httpx.Client) -> None:
    name = fresh_name("alone")
    client.put(f"/v1/graphs/{name}", content=graph("Alone"), params=DRAFT, headers=TURTLE)
    is_problem(client.put(f"/v1/graphs/{name}/shares/acme"), 404)


def test_graphs_from_before_are_those_of_an_organization_like_others(
    client: httpx.Client, sharing: Tenants
) -> None:
    name = fresh_name("before")
    path = f"/v1/graphs/{name}"
    kept = client.put(path, content=graph("Before"), params=DRAFT, headers=TURTLE)
    assert kept.status_code == 201
    _, acme = sharing.key(*ALL)
    of_local = f"{path}?{httpx.QueryParams({'owner': 'local', 'format': 'json'})}"
    is_problem(sharing.get(of_local, acme), 404)
    is_problem(sharing.get(of_local), 401)
    is_problem(sharing.get(path, sharing.issuer.token(organization="local")), 403)

    sharing.add_organization("local")
    key, local = sharing.key(*ALL, organization="local")
    assert sharing.get(of_local, local).status_code == 200
    is_problem(sharing.get(of_local, acme), 404)
    is_problem(sharing.get(of_local), 401)
    assert "ratelimit-limit" in sharing.get(of_local, local).headers
    is_problem(sharing.get("/v1/backup", local), 403)
    shared = sharing.client.put(f"{path}/shares/acme", headers=bearer(local))
    assert shared.json()["changed"] is True
    assert sharing.get(of_local, acme).status_code == 200
    _, limited = sharing.key(Role.AUDITOR, organization="local", graphs=frozenset({name}))
    [made, share] = sharing.get("/v1/audit", limited).json()["items"]
    assert (made["actor"], share["actor"]) == ("local", f"key:{key.id}")
    token = sharing.issuer.token(organization="local", roles=["reader"])
    assert sharing.get(of_local, token).status_code == 200
