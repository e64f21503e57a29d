from __future__ import annotations

from typing import Any

import httpx
import pytest

from api_harness import is_problem
from crosstrace.web.schemas import Element, ElementPage, Frameworks

EDITIONS = {
    "ai-100-2e2023",
    "ai-rmf-1.0",
    "cisa-form-1.0",
    "csf-1.1",
    "csf-2.0",
    "owasp-llm-1.1",
    "sp800-218a",
    "sp800-53r5",
    "ssdf-1.1",
    "ssdf-1.2-ipd",
}


def page(client: httpx.Client, **parameters: Any) -> ElementPage:
    answer = client.get("/v1/elements", params=parameters)
    assert answer.status_code == 200, answer.text
    return ElementPage.model_validate(answer.json())


def test_the_frameworks(client: httpx.Client) -> None:
    found = Frameworks.model_validate(client.get("/v1/frameworks").json())
    assert {item.slug for item in found.items} == EDITIONS
    (profile,) = (item for item in found.items if item.slug == "sp800-218a")
    assert profile.element_counts == {
        "group": 4,
        "practice": 20,
        "task": 48,
        "recommendation": 59,
        "consideration": 16,
        "note": 11,
    }


@pytest.mark.parametrize(
    ("parameters", "total"),
    [
        ({"edition": "sp800-218a", "kind": "task"}, 48),
        ({"edition": "sp800-218a", "priority": "high"}, 21),
        ({"priority": "medium"}, 22),
        ({"priority": "low"}, 5),
        ({"kind": "task", "status": "added"}, 6),
        ({"kind": "task", "status": "modified"}, 3),
        ({"parent": "sp800-218a:PO.1"}, 3),
        ({"edition": "csf-2.0", "kind": "subcategory"}, 106),
        ({"kind": "unheard_of"}, 0),
    ],
)
def test_filters(client: httpx.Client, parameters: dict[str, str], total: int) -> None:
    assert page(client, **parameters).total == total


def test_an_identifier_is_found_first(client: httpx.Client) -> None:
    assert page(client, q="GOVERN 1.1").items[0].element == "ai-rmf-1.0:GOVERN-1.1"


def test_words_are_found_in_text(client: httpx.Client) -> None:
    found = page(client, q="reproducibility architectures", edition="sp800-218a")
    assert [item.element for item in found.items] == ["sp800-218a:PO.1.1.R2"]


def test_the_pages_hold_each_element_once(client: httpx.Client) -> None:
    collected: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        found = page(client, limit=200, **cursor)
        collected += [item.element for item in found.items]
        if found.next_cursor is None:
            break
        cursor = {"cursor": found.next_cursor}
    assert len(collected) == len(set(collected)) == found.total


def test_a_page_has_fifty_elements_unless_asked_otherwise(client: httpx.Client) -> None:
    assert len(page(client).items) == 50
    assert len(page(client, limit=1).items) == 1


def test_a_cursor_of_another_list(client: httpx.Client) -> None:
    cursor = page(client, edition="csf-2.0", limit=5).next_cursor
    answer = client.get("/v1/elements", params={"edition": "csf-1.1", "cursor": cursor})
    assert "cursor" in is_problem(answer, 400)["detail"]


def test_one_element(client: httpx.Client) -> None:
    found = Element.model_validate(client.get("/v1/elements/sp800-218a/PO.1.1").json())
    assert (found.kind, found.priority, found.profile_status) == ("task", "high", "unchanged")
    assert (found.parent, found.refines) == ("sp800-218a:PO.1", "ssdf-1.1:PO.1.1")
    assert [item.element for item in found.items] == found.children
    assert {item.kind for item in found.items} == {"recommendation"}
    references = [r.element for r in found.references if r.direction == "from_here"]
    assert {"ai-rmf-1.0:MAP-1.3", "ai-rmf-1.0:MAP-1.5", "ai-rmf-1.0:MAP-1.6"} < set(references)
    assert all(r.as_printed for r in found.references if r.style == "crosswalk")
    assert found.source.locator


def test_an_element_shows_mappings_that_end_at_it(client: httpx.Client) -> None:
    found = Element.model_validate(client.get("/v1/elements/csf-2.0/GV.OC-03").json())
    assert ("ssdf-1.1:PO.1.1", "to_here") in {(r.element, r.direction) for r in found.references}


def test_citations_of_sources_that_are_not_held(client: httpx.Client) -> None:
    found = Element.model_validate(client.get("/v1/elements/ssdf-1.1/PO.1.1").json())
    assert {"BSIMM", "BSAFSS"} < {citation.source for citation in found.citations}


def test_a_withdrawn_element_says_where_it_went(client: httpx.Client) -> None:
    found = Element.model_validate(client.get("/v1/elements/csf-1.1/ID.BE-1").json())
    assert found.change_note
