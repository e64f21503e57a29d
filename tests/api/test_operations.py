from __future__ import annotations

from dataclasses import replace

import httpx

from api_harness import is_problem, running
from crosstrace.bootstrap import Services
from crosstrace.sandbox import WorkerPool
from crosstrace.web.app import create_app


class DownPool(WorkerPool):
    """A pool that has no worker and gets none."""

    def __init__(self) -> None:
        self.name, self.kills = "down", 3

    def ready(self) -> bool:
        return False


def test_health(client: httpx.Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


def test_readiness(client: httpx.Client) -> None:
    assert client.get("/readyz").json() == {
        "status": "ready",
        "checks": {"store": True, "shapes": True, "workers": True},
        "network_shut_off": True,
    }


def test_a_service_without_workers_is_not_ready(services: Services) -> None:
    crippled = replace(services, pools=(DownPool(),))
    with running(create_app(crippled)) as server:
        answer = httpx.get(f"{server.url}/readyz")
        problem = is_problem(answer, 503)
        assert problem["errors"] == [{"detail": "workers is not ready"}]
        assert answer.headers["retry-after"]
        assert httpx.get(f"{server.url}/healthz").status_code == 200
        assert (
            'crosstrace_worker_kills_total{pool="down"} 3.0'
            in httpx.get(f"{server.url}/metrics").text
        )


def test_requests_are_counted_by_route_and_not_by_address(client: httpx.Client) -> None:
    client.get("/v1/elements/csf-2.0/GV.OC-03")
    client.get("/v1/elements/csf-2.0/NO-99")
    client.request("BREW", "/nowhere-at-all")
    text = client.get("/metrics").text
    route = 'route="/v1/elements/{edition}/{id}"'
    assert f'crosstrace_requests_total{{method="GET",{route},status="200"}}' in text
    assert f'crosstrace_requests_total{{method="GET",{route},status="404"}}' in text
    assert 'method="other",route="unmatched",status="404"' in text
    assert "GV.OC-03" not in text
    assert "nowhere-at-all" not in text
    assert "crosstrace_request_seconds_bucket" in text
    assert 'crosstrace_worker_kills_total{pool="query"}' in text
