"""The audit log, backups and shares: each sees their own, and the operator everything."""

from __future__ import annotations

import io
import tarfile

import pytest
from tenancy import (
    ACME_PLAN,
    GRAPHS_KEPT,
    LABELS,
    WIDGET,
    Caller,
    World,
    leaks,
)

from api_harness import is_problem
from crosstrace.access import LOCAL_ORGANIZATION

pytestmark = pytest.mark.every_store

AUDITORS = ("acme", "acme-auditor", "acme-limited", "acme-read-only", "bob", "bob-limited",
            "bob-token", "carol", "mallory", "operator")  # fmt: skip
READERS = tuple(label for label in LABELS if label not in ("acme-admin", "nobody"))


def test_the_labels_are_those_of_the_world(world: World) -> None:
    assert tuple(world.callers) == LABELS


@pytest.mark.parametrize("label", AUDITORS)
def test_the_log_has_the_records_of_what_one_may_see(world: World, label: str) -> None:
    caller = world.callers[label]
    answer = world.ask(caller, "GET", "/v1/audit", params={"limit": 500})
    assert not leaks(answer, caller)
    records = answer.json()["items"]
    assert {record["organization"] for record in records} <= {caller.organization}
    own = {kept.name for kept in caller.sees if kept.organization == caller.organization}
    assert {record["graph"] for record in records} == own
    assert answer.json()["total"] == len(records)


@pytest.mark.parametrize("label", ["acme-admin", "acme-token"])
def test_who_is_no_auditor_gets_no_log(world: World, label: str) -> None:
    is_problem(world.ask(label, "GET", "/v1/audit"), 403)


def test_a_cursor_leads_nobody_else_anywhere(world: World) -> None:
    for path in ("/v1/audit", "/v1/graphs"):
        page = world.ask("acme", "GET", path, params={"limit": 1, "format": "json"}).json()
        for label in ("bob", "acme-limited"):
            asked = {"cursor": page["next_cursor"], "format": "json"}
            is_problem(world.ask(label, "GET", path, params=asked), 400)


@pytest.mark.parametrize("label", READERS)
def test_the_list_has_what_one_may_see(world: World, label: str) -> None:
    caller = world.callers[label]
    answer = world.ask(caller, "GET", "/v1/graphs", params={"format": "json"})
    assert not leaks(answer, caller)
    items = answer.json()["items"]
    found = {(item["organization"], item["name"]) for item in items}
    assert found == {(kept.organization, kept.name) for kept in caller.sees}
    for item in items:
        own = item["organization"] == caller.organization
        assert (item["shared_with"] is not None) == own


def test_a_backup_is_for_the_operator_alone(world: World, caller: Caller) -> None:
    answer = world.ask(caller, "GET", "/v1/backup")
    if caller.label != "operator":
        is_problem(answer, 401 if caller.organization is None else 403)
        assert not leaks(answer, caller)
        return
    with tarfile.open(fileobj=io.BytesIO(answer.content), mode="r:gz") as packed:
        log = packed.extractfile("audit.jsonl")
        assert log is not None
        text = log.read().decode()
    assert all(kept.title(1) in text for kept in GRAPHS_KEPT)


@pytest.mark.parametrize("label", ["acme", "acme-admin", "acme-limited"])
def test_who_manages_shares_sees_them_and_no_more(changing: World, label: str) -> None:
    caller = changing.callers[label]
    for method in ("PUT", "DELETE"):
        path = f"/v1/graphs/{WIDGET.name}/shares/carol"
        answer = changing.ask(caller, method, path)
        assert answer.json()["changed"] is True
        assert not leaks(answer, caller)
    listed = changing.ask(caller, "GET", f"/v1/graphs/{WIDGET.name}/shares")
    assert listed.json() == {"items": ["bob"]}


def test_a_share_reaches_neither_other_graphs_nor_others(changing: World) -> None:
    acme, bob = changing.callers["acme"], changing.callers["bob"]
    path = f"/v1/graphs/{ACME_PLAN.name}"
    asked = {"owner": "acme", "format": "json"}
    is_problem(changing.ask(bob, "GET", path, params=asked), 404)
    assert changing.ask(acme, "PUT", f"{path}/shares/bob").status_code == 200
    assert changing.ask(bob, "GET", path, params=asked).status_code == 200
    for label in ("carol", "mallory"):
        is_problem(changing.ask(label, "GET", path, params=asked), 404)
    # The key is limited to graphs of its organisation that have this name.
    is_problem(changing.ask("bob-limited", "GET", path, params=asked), 404)
    assert changing.ask(acme, "DELETE", f"{path}/shares/bob").status_code == 200
    again = changing.ask(bob, "GET", path, params=asked)
    is_problem(again, 404)
    assert not leaks(again, bob)


def test_the_time_before_access_was_configured_is_nobodys(world: World, caller: Caller) -> None:
    answer = world.ask(caller, "GET", "/v1/graphs/plan", params={"owner": LOCAL_ORGANIZATION})
    assert answer.status_code in (401, 403, 404, 400)
