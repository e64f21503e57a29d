"""How often somebody may ask, over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from access_harness import Tenants, configured

from api_harness import is_problem
from crosstrace.access import Role
from crosstrace.bootstrap import Services
from still_clock import standing_still

LIMIT = 8


@pytest.fixture(scope="module")
def limited(services: Services, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tenants]:
    """A service that is closed to the anonymous and allows few requests a minute."""
    folder: Path = tmp_path_factory.mktemp("rates")
    settings = {"rate_per_minute": LIMIT, "anonymous": False}
    with standing_still(), configured(services, folder, **settings) as started:
        yield started


def test_each_credential_has_its_own_limit_on_every_route(limited: Tenants) -> None:
    _, text = limited.key(Role.READER)
    paths = ["/v1/frameworks", "/", "/static/style.css", "/nowhere", "/probe/MANAGE", "/readyz"]
    answers = [limited.get(path, text) for path in paths * LIMIT]
    statuses = [answer.status_code for answer in answers]
    assert statuses[: len(paths)] == [200, 200, 200, 404, 403, 200]
    assert statuses.count(429) == len(answers) - LIMIT
    refused = answers[-1]
    assert "within a minute" in is_problem(refused, 429)["detail"]
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert refused.headers["retry-after"] == refused.headers["ratelimit-reset"]
    assert refused.headers["ratelimit-remaining"] == "0"
    assert all(answer.headers["ratelimit-limit"] == str(LIMIT) for answer in answers)
    assert limited.get("/healthz", text).status_code == 200
    _, another = limited.key(Role.READER)
    assert limited.get("/v1/frameworks", another).status_code == 200
    assert limited.get("/v1/frameworks", limited.issuer.token()).status_code == 200


def test_without_a_credential_little_is_open_and_that_is_limited(limited: Tenants) -> None:
    assert limited.get("/readyz").status_code == 200
    assert limited.get("/static/style.css").status_code == 200
    for path in ("/v1/frameworks", "/", "/metrics", "/nowhere"):
        answer = limited.get(path)
        assert "without a key" in is_problem(answer, 401)["detail"]
    guesses = [limited.get("/v1/frameworks", f"ctk_{n}").status_code for n in range(2 * LIMIT)]
    assert guesses[0] == 401
    assert guesses[-1] == 429
    assert limited.get("/readyz").status_code == 429
    assert limited.get("/healthz").status_code == 200
