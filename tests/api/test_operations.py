"""What operators ask: is it alive, can it work, what has it done."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from access_harness import Tenants, configured

from api_harness import Server, is_problem, running
from crosstrace.access import AccessControl, Role
from crosstrace.bootstrap import Services
from crosstrace.errors import ResourceExhausted, StoreUnavailable
from crosstrace.sandbox import WorkerPool
from crosstrace.web import readiness
from crosstrace.web.app import create_app
from crosstrace.web.readiness import FRESH_SECONDS, Readiness

pytestmark = pytest.mark.every_store

PARTS = {
    "store",
    "frameworks",
    "disk",
    "shapes",
    "access",
    "query workers",
    "validation workers",
    "evidence workers",
}


def broken(*_: object) -> None:
    raise StoreUnavailable("the password of the store is hunter2")


class DeadPool(WorkerPool):
    """A pool that has no worker and gets none."""

    def __init__(self) -> None:
        self.name, self.no_network = "dead", False

    def check(self) -> None:
        raise ResourceExhausted("no worker")


class LostRegister(AccessControl):
    def check(self) -> None:
        broken()


@contextmanager
def served(services: Services, **changed: Any) -> Iterator[Server]:
    with running(create_app(replace(services, **changed))) as server:
        yield server


def not_ready(server: Server) -> list[str]:
    answer = httpx.get(f"{server.url}/readyz")
    problem = is_problem(answer, 503)
    assert answer.headers["retry-after"]
    assert "hunter2" not in answer.text
    assert httpx.get(f"{server.url}/healthz").status_code == 200
    return [error["detail"] for error in problem["errors"]]


def test_health(client: httpx.Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


def test_readiness(client: httpx.Client) -> None:
    assert client.get("/readyz").json() == {
        "status": "ready",
        "checks": dict.fromkeys(PARTS, True),
        "network_shut_off": True,
    }


def test_a_service_without_workers_is_not_ready(services: Services) -> None:
    with served(services, pools=(DeadPool(),)) as server:
        assert not_ready(server) == ["dead workers: no worker answers"]


def test_a_full_disk_is_not_ready(services: Services) -> None:
    settings = services.settings.model_copy(update={"min_free_bytes": 2**62})
    with served(services, settings=settings) as server:
        [said] = not_ready(server)
        assert said.startswith("disk: less is free")


def test_a_store_that_takes_nothing_is_not_ready_and_the_log_says_why(
    services: Services, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(services.archive, "check", broken)
    with served(services) as server:
        assert not_ready(server) == ["store: it takes no changes, or can't be read"]
    assert "hunter2" in caplog.text


def test_access_that_cannot_be_checked_is_not_ready(services: Services) -> None:
    with served(services, access=LostRegister(None)) as server:
        assert not_ready(server) == ["access: keys and tokens can't be checked"]


def test_each_part_is_tried_and_its_failure_named(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> object:
        raise OSError("gone")

    monkeypatch.setattr(shutil, "disk_usage", gone)
    monkeypatch.setattr(services.validator, "ready", lambda: False)
    monkeypatch.setattr(services.graph.store, "graph_names", list)
    failing = {name for name, why in Readiness(services).parts().items() if why}
    assert failing == {"disk", "shapes", "frameworks"}


def test_what_was_found_is_good_for_a_few_seconds(
    services: Services, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "crosstrace")
    now, tried = [0.0], []
    monkeypatch.setattr(readiness, "_failure", lambda *part: tried.append(part[0]) or state[0])
    state: list[str | None] = ["away"]
    found = Readiness(services, clock=lambda: now[0])
    assert set(found.parts().values()) == {"away"}
    state[0] = None
    assert set(found.parts().values()) == {"away"}
    assert len(tried) == len(PARTS)
    now[0] += FRESH_SECONDS
    assert set(found.parts().values()) == {None}
    assert [r.getMessage() for r in caplog.records] == ["Not ready.", "Ready again."]


def sample(text: str, name: str) -> float:
    lines = [line for line in text.splitlines() if line.startswith(name)]
    assert len(lines) == 1, (name, lines)
    return float(lines[0].rpartition(" ")[2])


def test_requests_are_counted_by_route_and_not_by_address(client: httpx.Client) -> None:
    client.get("/v1/elements/csf-2.0/GV.OC-03")
    client.get("/v1/elements/csf-2.0/NO-99")
    client.head("/v1/elements/csf-2.0/GV.OC-03")
    client.request("BREW", "/nowhere-at-all")
    text = client.get("/metrics").text
    route = 'route="/v1/elements/{edition}/{id}"'
    assert f'crosstrace_requests_total{{method="GET",{route},status="200"}}' in text
    assert f'crosstrace_requests_total{{method="HEAD",{route},status="200"}}' in text
    assert f'crosstrace_requests_total{{method="GET",{route},status="404"}}' in text
    assert 'method="other",route="unmatched",status="404"' in text
    assert "GV.OC-03" not in text
    assert "nowhere-at-all" not in text
    assert "crosstrace_request_seconds_bucket" in text
    assert sample(text, 'crosstrace_problems_total{kind="not-found"}') >= 2


def test_every_part_has_its_figures(client: httpx.Client) -> None:
    client.get("/sparql", params={"query": "ASK { }"})
    turtle = {"Content-Type": "text/turtle"}
    body = "<http://e.org/a> a <http://e.org/b> ."
    client.post("/v1/validate?level=draft", content=body, headers=turtle)
    text = client.get("/metrics").text
    judged = 'crosstrace_validation_seconds_count{engine="shifty",level="draft"}'
    for name in (judged, "crosstrace_query_seconds_count", "crosstrace_build_info"):
        assert sample(text, name) >= 1
    for pool in ("query", "validation", "evidence"):
        assert sample(text, f'crosstrace_workers{{pool="{pool}",state="idle"}}') >= 0
        assert sample(text, f'crosstrace_worker_kills_total{{pool="{pool}"}}') >= 0
    for name in ("versions", "audit_records", "journal_waiting", "commit_seconds_sum"):
        assert sample(text, f"crosstrace_{name} ") >= 0
    assert sample(text, "process_resident_memory_bytes") > 2**20


@pytest.fixture(scope="module")
def operated(services: Services, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tenants]:
    """A service that `acme` runs."""
    folder: Path = tmp_path_factory.mktemp("operated")
    with configured(services, folder, operator="acme") as started:
        yield started


def test_the_figures_are_the_operators(operated: Tenants, tenants: Tenants) -> None:
    _, own = operated.key(Role.READER, read_only=True)
    stranger = operated.issuer.token(organization="bob")
    assert operated.get("/metrics", own).status_code == 200
    assert "'operator'" in is_problem(operated.get("/metrics", stranger), 403)["detail"]
    is_problem(operated.get("/metrics"), 401)
    is_problem(operated.get("/metrics", "ctk_wrong"), 401)
    text = operated.get("/metrics", own).text
    assert sample(text, "crosstrace_refused_credentials_total") == 1
    assert sample(text, 'crosstrace_problems_total{kind="unauthenticated"}') == 2
    assert "acme" not in text
    # Where no operator is named, nobody is.
    _, other = tenants.key(Role.ADMIN)
    is_problem(tenants.get("/metrics", other), 403)


def test_the_figures_are_open_when_the_settings_say_so(services: Services, tmp_path: Path) -> None:
    with configured(services, tmp_path, metrics_anonymous=True, anonymous=False) as started:
        assert started.get("/metrics").status_code == 200
        assert started.get("/v1/frameworks").status_code == 401
