"""`GET /v1/backup`: for those who run the service, and for nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from access_harness import Tenants, configured
from graph_cases import DRAFT, TURTLE, fresh_name, graph

from api_harness import is_problem
from crosstrace.access import Role
from crosstrace.backup import restore
from crosstrace.bootstrap import Services

pytestmark = pytest.mark.every_store


@pytest.fixture(scope="module")
def operated(services: Services, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tenants]:
    """A service that `acme` runs."""
    folder: Path = tmp_path_factory.mktemp("operated")
    with configured(services, folder, operator="acme") as started:
        yield started


def test_the_local_tenant_gets_a_backup_that_can_be_restored(
    client: httpx.Client, tmp_path: Path
) -> None:
    body = graph("To be restored")
    name = fresh_name("backed-up")
    put = client.put(f"/v1/graphs/{name}", content=body, params=DRAFT, headers=TURTLE)
    assert put.status_code == 201
    answer = client.get("/v1/backup")
    assert answer.headers["content-type"] == "application/gzip"
    assert "attachment" in answer.headers["content-disposition"]
    file = tmp_path / "backup.tar.gz"
    file.write_bytes(answer.content)
    found = restore(file, str(tmp_path / "new"))
    assert found.versions >= 1
    records = client.get("/v1/audit", params={"limit": 500}).json()["items"]
    assert found.head in {record["digest"] for record in records}


def test_admins_of_the_operator_get_one_with_the_register(
    operated: Tenants, tmp_path: Path
) -> None:
    _, text = operated.key(Role.ADMIN)
    answer = operated.get("/v1/backup", text)
    assert answer.status_code == 200
    file = tmp_path / "backup.tar.gz"
    file.write_bytes(answer.content)
    assert restore(file, str(tmp_path / "new"), register=tmp_path / "access.sqlite").register


@pytest.mark.parametrize("role", [Role.READER, Role.SUBMITTER, Role.AUDITOR])
def test_another_role_is_not_enough(operated: Tenants, role: Role) -> None:
    _, text = operated.key(role)
    assert "role admin" in is_problem(operated.get("/v1/backup", text), 403)["detail"]


def test_a_read_only_key_is_not_enough(operated: Tenants) -> None:
    _, text = operated.key(Role.ADMIN, read_only=True)
    is_problem(operated.get("/v1/backup", text), 403)


def test_other_organizations_get_none(operated: Tenants, tenants: Tenants) -> None:
    stranger = operated.issuer.token(organization="bob", roles=["admin"])
    assert "'operator'" in is_problem(operated.get("/v1/backup", stranger), 403)["detail"]
    _, text = tenants.key(Role.ADMIN)  # where no operator is named
    is_problem(tenants.get("/v1/backup", text), 403)


def test_nobody_in_particular_is_asked_who_it_is(operated: Tenants) -> None:
    is_problem(operated.get("/v1/backup"), 401)
    is_problem(operated.get("/v1/backup", "ctk_wrong"), 401)
