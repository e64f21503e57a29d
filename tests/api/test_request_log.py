"""Each request is logged with who and what, by one id, and never with what it holds."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from access_harness import Tenants
from graph_cases import DRAFT, TURTLE, fresh_name, graph

from api_harness import is_problem
from crosstrace.access import Role
from crosstrace.logs import logging_to

MARK = "mark-that-no-log-may-hold"
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")


class Log:
    """What was logged, event by event."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    def requests(self) -> list[dict[str, Any]]:
        events = [json.loads(line) for line in self.text.splitlines()]
        return [event for event in events if event["message"] == "request"]

    def of(self, answer: httpx.Response) -> dict[str, Any]:
        """The event of this answer, which may come a moment after it."""
        for _ in range(200):
            asked = answer.headers["x-request-id"]
            found = [event for event in self.requests() if event["request_id"] == asked]
            if found:
                [event] = found
                return event
            httpx.Client().close()
        raise AssertionError("the request was not logged")


@pytest.fixture
def log() -> Iterator[Log]:
    found = Log()
    with logging_to(found.stream, "json", "debug"):
        yield found


def test_a_request_is_logged_with_what_an_operator_needs(client: httpx.Client, log: Log) -> None:
    answer = client.get("/v1/elements/csf-2.0/GV.OC-03", headers={"Accept": "application/json"})
    event = log.of(answer)
    assert event.pop("duration_ms") > 0
    assert event.pop("time")
    assert event == {
        "level": "INFO",
        "logger": "crosstrace.web.measured",
        "message": "request",
        "method": "GET",
        "route": "/v1/elements/{edition}/{id}",
        "status": 200,
        "bytes": len(answer.content),
        "organization": "local",
        "actor": "local",
        "client": "127.0.0.1",
        "problem": None,
        "request_id": answer.headers["x-request-id"],
    }


def test_head_is_logged_as_what_it_is(client: httpx.Client, log: Log) -> None:
    event = log.of(client.head("/v1/frameworks"))
    assert (event["method"], event["status"], event["bytes"]) == ("HEAD", 200, 0)


def test_who_asked_is_logged_and_why_it_was_refused(tenants: Tenants, log: Log) -> None:
    key, text = tenants.key(Role.READER)
    event = log.of(tenants.get("/probe/MANAGE", text))
    assert (event["organization"], event["actor"]) == ("acme", f"key:{key.id}")
    assert (event["status"], event["problem"]) == (403, "forbidden")
    event = log.of(tenants.get("/v1/frameworks", "ctk_wrong"))
    assert (event["status"], event["problem"], event["organization"]) == (
        401,
        "unauthenticated",
        None,
    )


def test_nothing_of_what_is_sent_is_logged(
    client: httpx.Client, tenants: Tenants, log: Log
) -> None:
    _, text = tenants.key(Role.READER)
    client.get("/sparql", params={"query": f'ASK {{ ?s ?p "{MARK}" }}'})
    client.get("/sparql", params={"query": f"ASK {{ <{MARK}"})
    client.get(f"/{MARK}", params={MARK: MARK}, headers={"User-Agent": MARK, "Referer": MARK})
    client.get("/v1/elements", params={"q": MARK, "cursor": MARK})
    for body in (f'<http://e.org/a> <http://e.org/b> "{MARK}" .', f"<{MARK}> <%zz{MARK}"):
        client.post("/v1/validate", content=body, headers=TURTLE)
    answers = [tenants.get("/v1/graphs", one) for one in (text, f"{text}{MARK}", f"a.{MARK}.c")]
    log.of(answers[-1])
    assert len(log.requests()) >= 9
    for secret in (MARK, text, text.rpartition("_")[2]):
        assert secret not in log.text


@pytest.mark.parametrize("given", ["abc-123", "A", "9.~_-x", "f" * 128])
def test_a_clients_id_is_that_of_answer_problem_and_log(
    client: httpx.Client, log: Log, given: str
) -> None:
    answer = client.get("/nowhere", headers={"X-Request-Id": given})
    assert answer.headers.get_list("x-request-id") == [given]
    assert answer.json()["instance"] == f"https://w3id.org/crosstrace/request/{given}"
    assert log.of(answer)["request_id"] == given


def test_a_uuid_of_a_client_is_named_like_ours(client: httpx.Client) -> None:
    given = "00000000-0000-4000-8000-000000000001"
    is_problem(client.get("/nowhere", headers={"X-Request-Id": given}), 404)


@pytest.mark.parametrize(
    "given", ["", "a b", 'a"b', "../x", "-a", "a/b", "<b>", "ä".encode(), "f" * 129, "a,b", "a\tb"]
)
def test_an_id_that_can_not_stand_everywhere_is_replaced(
    client: httpx.Client, given: str | bytes
) -> None:
    answer = client.get("/nowhere", headers={"X-Request-Id": given})  # type: ignore[dict-item]
    assert UUID.fullmatch(answer.headers["x-request-id"])
    is_problem(answer, 404)


def test_of_two_ids_none_counts(client: httpx.Client) -> None:
    answer = client.get("/nowhere", headers=[("X-Request-Id", "a"), ("X-Request-Id", "b")])
    assert UUID.fullmatch(answer.headers["x-request-id"])


def test_the_audit_log_has_the_same_id(client: httpx.Client) -> None:
    name = fresh_name("logged")
    headers = TURTLE | {"X-Request-Id": "pipeline-77"}
    put = client.put(f"/v1/graphs/{name}", content=graph("A"), params=DRAFT, headers=headers)
    assert put.status_code == 201
    records = client.get("/v1/audit", params={"limit": 500}).json()["items"]
    [record] = [one for one in records if one["graph"] == name]
    assert record["request_id"] == "pipeline-77"


def test_what_a_worker_had_to_be_ended_for_names_the_request(
    client: httpx.Client, log: Log
) -> None:
    body = "<http://e.org/a> <http://e.org/b> " + "[ <http://e.org/b> " * 5
    with_id = TURTLE | {"X-Request-Id": "slow-1"}
    client.post("/v1/validate", content=body, headers=with_id)
    logging.getLogger("crosstrace.test").warning("outside")
    events = [json.loads(line) for line in log.text.splitlines()]
    assert [e.get("request_id") for e in events if e["message"] == "outside"] == [None]
