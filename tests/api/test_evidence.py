"""Documents of the supply chain over HTTP: read in a worker, answered as statements to add."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox
import pytest

from api_harness import is_problem
from crosstrace.web.schemas import Evidence

INPUTS = Path(__file__).parents[1] / "unit" / "evidence" / "inputs"
EXPECTED = INPUTS.parent / "expected"
BOM = (INPUTS / "ml-bom.json").read_bytes()


def post(client: httpx.Client, body: bytes, accept: str = "*/*", **params: Any) -> httpx.Response:
    headers = {"Content-Type": "application/json", "Accept": accept}
    return client.post("/v1/evidence", content=body, params=params, headers=headers)


def test_json_has_the_graph_and_what_it_leaves_out(client: httpx.Client) -> None:
    answer = post(client, BOM)
    assert answer.status_code == 200
    found = Evidence.model_validate(answer.json())
    assert found.format == "cyclonedx"
    assert "Parts of the BOM are not kept: dependencies." in found.losses
    [node] = [n for n in found.graph["@graph"] if n["id"] == found.evidence]
    assert node["title"] == "CycloneDX 1.6 BOM of example/assistant 1.4.0"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("slsa-provenance.json", "slsa-provenance.ttl"), ("scan.sarif", "scan.ttl")],
)
def test_turtle_is_the_graph_with_its_losses_as_comments(
    client: httpx.Client, name: str, expected: str
) -> None:
    answer = post(client, (INPUTS / name).read_bytes(), "text/turtle")
    assert answer.headers["content-type"].startswith("text/turtle")
    comments = [line for line in answer.text.splitlines() if line.startswith("# ")]
    assert any("not kept" in comment for comment in comments)
    found = {quad.triple for quad in ox.parse(answer.text, ox.RdfFormat.TURTLE)}
    wanted = ox.parse((EXPECTED / expected).read_bytes(), ox.RdfFormat.TURTLE)
    assert found == {quad.triple for quad in wanted}


def test_json_ld_can_be_validated_as_it_is(client: httpx.Client) -> None:
    said = {"base": "https://example.org/x/", "for": ["sp800-218a:PS.3.2", "sp800-218a:PS.2.1"]}
    days = {"issued": "2026-11-01", "valid_until": "2027-11-01", "title": "Ours"}
    answer = post(client, BOM, "application/ld+json", **said, **days)
    assert answer.headers["content-type"].startswith("application/ld+json")
    nodes = {node["id"]: node for node in answer.json()["@graph"]}
    evidence = nodes["https://example.org/x/PS.3.2"]["evidence"]
    assert nodes["https://example.org/x/PS.2.1"]["evidence"] == evidence
    assert (nodes[evidence]["issued"], nodes[evidence]["validUntil"]) == tuple(days.values())[:2]
    report = client.post(
        "/v1/validate", content=answer.content, headers={"Content-Type": "application/ld+json"}
    )
    assert report.status_code == 200


def test_the_document_can_be_named_and_has_to_be_that(client: httpx.Client) -> None:
    assert post(client, BOM, document="cyclonedx").status_code == 200
    problem = is_problem(post(client, BOM, document="sarif"), 400)
    assert problem["errors"][0]["pointer"] == "/version"


def test_a_broken_document_is_a_problem_with_its_place(client: httpx.Client) -> None:
    problem = is_problem(post(client, BOM.replace(b'"library"', b'"idea"', 1)), 400)
    assert problem["errors"][0]["pointer"] == "/metadata/component/components/0/type"


@pytest.mark.parametrize(
    "params",
    [
        {"base": "ftp://example.org/"},
        {"issued": "2026-02-30"},
        {"issued": "soon"},
        {"url": "file:///etc/passwd"},
        {"for": "sp800-218a:PS.9.9"},
        {"for": "csf-2.0:PR.DS-01"},
        {"document": "pdf"},
    ],
)
def test_parameters_that_can_not_be_used(client: httpx.Client, params: dict[str, str]) -> None:
    is_problem(post(client, BOM, **params), 400)


def test_only_json_is_read(client: httpx.Client) -> None:
    headers = {"Content-Type": "text/turtle"}
    is_problem(client.post("/v1/evidence", content=BOM, headers=headers), 415)
    is_problem(post(client, BOM, "text/csv"), 406)
