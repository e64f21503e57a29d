"""What changed between two editions, over HTTP and on the page."""

from __future__ import annotations

import httpx
import pytest

from crosstrace.resources import DATA
from crosstrace.web.schemas import EditionDiff

DIFF = "/v1/editions/ssdf-1.1/diff/ssdf-1.2-ipd"
PRODUCER = (DATA / "examples" / "model-producer.ttl").read_bytes()


def test_the_changes_are_counted_and_listed(client: httpx.Client) -> None:
    found = EditionDiff.model_validate(client.get(DIFF).json())
    assert found.counts == {
        "unchanged": 49,
        "reworded": 12,
        "moved": 0,
        "removed": 0,
        "added": 9,
        "not_stated": 4,
    }
    assert found.stated_by == ["ssdf-1.1-to-ssdf-1.2-ipd"]
    assert found.not_compared == ["implementation_example"]
    assert found.graph is None
    effects = {e.mapping_set: e.reassess for e in found.mapping_effects}
    assert effects["sp800-218a-refines-ssdf-1.1"] == 1


def test_an_edition_that_was_followed_by_moves(client: httpx.Client) -> None:
    found = EditionDiff.model_validate(client.get("/v1/editions/csf-1.1/diff/csf-2.0").json())
    assert found.counts["moved"] == 88
    [moved] = [c for c in found.changes if c.element == "csf-1.1:ID.GV-1"]
    assert "csf-2.0:GV.PO-01" in moved.successors
    assert moved.carry_over == "reassess"
    assert moved.mappings


def test_a_graph_is_told_which_statements_carry_over(client: httpx.Client) -> None:
    answer = client.post(DIFF, content=PRODUCER, headers={"Content-Type": "text/turtle"})
    found = EditionDiff.model_validate(answer.json()).graph
    assert found is not None
    claims = {claim.element: claim for claim in found.claims}
    substantive = claims["sp800-218a:RV.1.2"]
    assert (substantive.change, substantive.carry_over) == ("reworded", "reassess")
    assert substantive.through == "ssdf-1.1:RV.1.2"
    assert claims["sp800-218a:PO.1.1"].carry_over == "carry_over"
    assert "ssdf-1.2-ipd:PO.6.1" in found.not_assessed
    # The profile's own tasks refine nothing in SSDF.
    assert found.untouched > 0


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/editions/ssdf-1.1/diff/csf-2.0", 400),
        ("/v1/editions/ssdf-1.1/diff/ssdf-1.1", 400),
        ("/v1/editions/ssdf-1.1/diff/ssdf-9", 404),
    ],
)
def test_what_can_not_be_compared_is_refused(client: httpx.Client, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_broken_graph_is_refused_with_its_place(client: httpx.Client) -> None:
    answer = client.post(DIFF, content=b"<a> <b> .", headers={"Content-Type": "text/turtle"})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["line"] == 1


def test_the_page_names_the_changes(client: httpx.Client) -> None:
    page = client.get(DIFF, headers={"Accept": "text/html"})
    assert page.headers["content-type"].startswith("text/html")
    assert "reworded, in substance" in page.text
    assert "/id/ssdf-1.2-ipd/PO.6.1" in page.text
    edition = client.get("/id/ssdf-1.1", headers={"Accept": "text/html"})
    assert f"{DIFF}?format=html" in edition.text
