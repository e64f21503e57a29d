"""Who gets in: keys, tokens, roles, and what each refusal says."""

from __future__ import annotations

import datetime as dt

import pytest
from access_harness import Tenants

from api_harness import is_problem
from crosstrace.access import Change, Permission, Role
from crosstrace.access.principal import PERMISSIONS
from token_issuer import unsigned

ROLES = [pytest.param(role, permission) for role in Role for permission in Permission]


@pytest.mark.parametrize(("role", "permission"), ROLES)
def test_a_key_and_a_token_may_what_their_role_may(
    tenants: Tenants, role: Role, permission: Permission
) -> None:
    key, text = tenants.key(role)
    token = tenants.issuer.token(roles=[role.value])
    for credential, actor in ((text, f"key:{key.id}"), (token, "oidc:alice")):
        answer = tenants.get(f"/probe/{permission.name}", credential)
        if permission in PERMISSIONS[role]:
            assert answer.json() == {"organization": "acme", "actor": actor}
        else:
            assert "role" in is_problem(answer, 403)["detail"]


def test_nobody_in_particular_looks_up_and_no_more(tenants: Tenants) -> None:
    assert tenants.get("/v1/frameworks").status_code == 200
    assert tenants.get("/probe/LOOK_UP").status_code == 200
    for permission in set(Permission) - {Permission.LOOK_UP}:
        answer = tenants.get(f"/probe/{permission.name}")
        assert "Authorization: Bearer" in is_problem(answer, 401)["detail"]
        assert answer.headers["www-authenticate"] == 'Bearer realm="crosstrace"'


@pytest.mark.parametrize("path", ["/v1/frameworks", "/", "/static/style.css", "/nowhere"])
def test_a_wrong_credential_is_refused_everywhere(tenants: Tenants, path: str) -> None:
    answer = tenants.get(path, "ctk_wrong")
    is_problem(answer, 401)
    assert answer.headers["www-authenticate"] == 'Bearer realm="crosstrace", error="invalid_token"'


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Basic YTpi", "Bearer x", "Bearer a.b.c", "Bearer " + "x" * 20_000],
)
def test_what_is_no_credential_is_refused(tenants: Tenants, header: str) -> None:
    is_problem(tenants.get("/v1/frameworks", Authorization=header), 401)


def test_two_credentials_are_refused(tenants: Tenants) -> None:
    _, text = tenants.key(Role.READER)
    headers = [("Authorization", f"Bearer {text}"), ("Authorization", f"Bearer {text}")]
    answer = tenants.client.get("/v1/frameworks", headers=headers)
    assert "several" in is_problem(answer, 401)["detail"]


def test_an_unknown_id_and_a_wrong_secret_get_the_same_answer(tenants: Tenants) -> None:
    key, text = tenants.key(Role.READER)
    wrong = [f"ctk_{key.id}_{'0' * 64}", f"ctk_{'0' * 16}_{text[-64:]}", text[:-1], "ctk_"]
    answers = [is_problem(tenants.get("/v1/frameworks", one), 401) for one in wrong]
    assert len({answer["detail"] for answer in answers}) == 1


def test_a_read_only_key_changes_nothing(tenants: Tenants) -> None:
    _, text = tenants.key(Role.SUBMITTER, Role.ADMIN, read_only=True)
    assert tenants.get("/probe/READ_GRAPHS", text).status_code == 200
    for permission in ("WRITE_GRAPHS", "MANAGE"):
        assert "read-only" in is_problem(tenants.get(f"/probe/{permission}", text), 403)["detail"]


def test_a_key_for_some_graphs_reaches_no_other(tenants: Tenants) -> None:
    _, text = tenants.key(Role.READER, graphs=frozenset({"model-1"}))
    assert tenants.get("/probe/READ_GRAPHS/model-1", text).status_code == 200
    answer = tenants.get("/probe/READ_GRAPHS/model-2", text)
    assert "other graphs" in is_problem(answer, 403)["detail"]


def test_a_revoked_key_is_refused_at_once(tenants: Tenants) -> None:
    key, text = tenants.key(Role.READER)
    assert tenants.get("/probe/READ_GRAPHS", text).status_code == 200
    tenants.register.revoke_key(key.id, Change("tester", dt.datetime.now(dt.UTC)))
    assert "revoked" in is_problem(tenants.get("/probe/READ_GRAPHS", text), 401)["detail"]


def test_the_day_of_a_keys_last_use_is_noted(tenants: Tenants) -> None:
    key, text = tenants.key(Role.READER)
    tenants.get("/v1/frameworks", text)
    used = {one.id: one.last_used for one in tenants.register.keys("acme")}
    assert used[key.id] == dt.datetime.now(dt.UTC).date()
    assert tenants.register.faults() == []


def test_a_forged_token_is_refused(tenants: Tenants) -> None:
    forged = unsigned({"alg": "none", "kid": "rsa-1"}, {"organization": "acme", "roles": ["admin"]})
    is_problem(tenants.get("/probe/MANAGE", forged), 401)


@pytest.mark.parametrize(
    ("claims", "says"),
    [
        ({"organization": None}, "names no organisation"),
        ({"organization": "anonymous"}, "names no organisation"),
        ({"organization": "local"}, "must register it first"),
        ({"organization": ["acme"]}, "names no organisation"),
        ({"roles": None}, "lists none of"),
        ({"roles": "owner"}, "lists none of"),
        ({"roles": {"admin": 1}}, "lists none of"),
    ],
)
def test_a_token_without_place_or_role_is_forbidden(
    tenants: Tenants, claims: dict[str, object], says: str
) -> None:
    answer = tenants.get("/v1/frameworks", tenants.issuer.token(**claims))
    assert says in is_problem(answer, 403)["detail"]


def test_no_secret_is_written_or_answered(
    tenants: Tenants, caplog: pytest.LogCaptureFixture
) -> None:
    key, text = tenants.key(Role.READER)
    secret = text.rpartition("_")[2]
    answers = [tenants.get("/probe/READ_GRAPHS", text), tenants.get("/probe/MANAGE", text)]
    tenants.register.revoke_key(key.id, Change("tester", dt.datetime.now(dt.UTC)))
    answers.append(tenants.get("/probe/READ_GRAPHS", text))
    assert [answer.status_code for answer in answers] == [200, 403, 401]
    assert all(secret not in answer.text + str(answer.headers) for answer in answers)
    assert secret not in caplog.text
    files = list(tenants.file.parent.glob(f"{tenants.file.name}*"))
    assert len(files) >= 2, "the write-ahead log is searched too"
    content = b"".join(file.read_bytes() for file in files)
    assert key.digest.encode() in content
    assert secret.encode() not in content
