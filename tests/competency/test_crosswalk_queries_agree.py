"""The queries on mappings beside what the engine computes: for every task and outcome the same.

A test's name begins with the number of the question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import httpx
import pytest

from crosstrace.bootstrap import KnowledgeGraph
from crosstrace.model import ElementRef
from crosstrace.resources import ONTOLOGY

ELEMENT = "https://w3id.org/crosstrace/id/"


def name(iri: str) -> str:
    """`edition:id` of an element, the name of another term."""
    if iri.startswith(ELEMENT):
        return iri.removeprefix(ELEMENT).replace("/", ":", 1)
    return iri.rpartition("#")[2]


def rows(client: httpx.Client, number: int, **instead: Iterable[str]) -> list[dict[str, str]]:
    """The rows of a query, with other elements or editions as the `VALUES` of a variable."""
    [file] = (ONTOLOGY / "competency").glob(f"cq-{number:02}-*.rq")
    text = file.read_text(encoding="utf-8")
    for variable, names in instead.items():
        iris = " ".join(f"<{ELEMENT}{one.replace(':', '/', 1)}>" for one in names)
        text, found = re.subn(rf"(VALUES \?{variable}) {{[^}}]*}}", rf"\1 {{ {iris} }}", text)
        assert found, variable
    headers = {
        "Content-Type": "application/sparql-query",
        "Accept": "application/sparql-results+json",
    }
    answer = client.post("/sparql", content=text.encode(), headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.headers["crosstrace-truncated"] == "false"
    found_rows = answer.json()["results"]["bindings"]
    return [{key: name(value["value"]) for key, value in row.items()} for row in found_rows]


def get(client: httpx.Client, path: str, **parameters: Any) -> Any:
    answer = client.get(path, params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture(scope="module")
def tasks(graph: KnowledgeGraph) -> list[str]:
    return of_kind(graph, "sp800-218a", "task")


def of_kind(graph: KnowledgeGraph, edition: str, kind: str) -> list[str]:
    found = [str(one.ref) for one in graph.catalog.of_edition(edition) if one.kind == kind]
    assert found
    return found


def kind(graph: KnowledgeGraph, element: str) -> str:
    return graph.catalog.element(ElementRef.parse(element)).kind


def led(client: httpx.Client, source: str, target: str, hops: int) -> dict[str, str]:
    """What the engine leads to from an element, and how sure that is."""
    found = get(client, "/v1/crosswalk", source=source, target=target, max_hops=hops)
    return {one["element"]: one["status"] for one in found["results"]}


@pytest.mark.parametrize("edition", ["csf-1.1", "csf-2.0", "ai-rmf-1.0"])
def test_1_what_relates_to_each_task(
    client: httpx.Client, graph: KnowledgeGraph, tasks: list[str], edition: str
) -> None:
    told: dict[str, dict[str, set[str]]] = {task: {} for task in tasks}
    for row in rows(client, 1, task=tasks, edition=[edition]):
        told[row["task"]].setdefault(row["outcome"], set()).add(row["status"])
    assert any(told.values())
    for task in tasks:
        found = led(client, task, edition, 2)
        outcomes = {one for one in found if kind(graph, one) == "subcategory"}
        assert told[task].keys() == outcomes
        for outcome in outcomes:
            assert found[outcome] == min(told[task][outcome])  # asserted goes before lead


def test_7_what_each_task_addresses_and_what_none_does(
    client: httpx.Client, graph: KnowledgeGraph, tasks: list[str]
) -> None:
    found = rows(client, 7, task=tasks)
    addressed = {(r["task"], r["element"]) for r in found if r["finding"] != "no task"}
    assert addressed == {
        (task, element)
        for task in tasks
        for edition in ("ai-rmf-1.0", "owasp-llm-1.1", "ai-100-2e2023")
        for element, status in led(client, task, edition, 1).items()
        if status == "asserted"
    }
    threats = set(of_kind(graph, "owasp-llm-1.1", "threat"))
    alone = {r["element"] for r in found if r["finding"] == "no task"}
    assert alone < threats
    for threat in threats:
        ref = ElementRef.parse(threat)
        parts = (ref, *graph.catalog.children.get(ref, ()))
        mapped = any(led(client, str(part), "sp800-218a", 1) for part in parts)
        assert (threat in alone) is not mapped


@pytest.mark.parametrize("edition", ["csf-2.0", "ai-rmf-1.0"])
def test_12_outcomes_that_no_mapping_relates_to_a_task(
    client: httpx.Client, graph: KnowledgeGraph, edition: str
) -> None:
    unmapped = {row["outcome"] for row in rows(client, 12, edition=[edition])}
    outcomes = of_kind(graph, edition, "subcategory")
    assert unmapped < set(outcomes)
    others = [one for one in graph.catalog.editions if one != edition]
    for outcome in outcomes:
        related = {one for other in others for one in led(client, outcome, other, 1)}
        assert (outcome in unmapped) is not any(kind(graph, one) == "task" for one in related)


def test_29_what_changed_from_ssdf_1_1_to_the_draft(
    client: httpx.Client, graph: KnowledgeGraph
) -> None:
    changes = get(client, "/v1/editions/ssdf-1.1/diff/ssdf-1.2-ipd")["changes"]
    of_tasks = [one for one in changes if kind(graph, one["element"]) == "task"]
    found = rows(client, 29)
    assert {
        (r["older"], r["newer"], "Substantively" in r["change"]) for r in found if "older" in r
    } == {
        (one["element"], successor, one["substantive"])
        for one in of_tasks
        if one["change"] == "reworded"
        for successor in one["successors"]
    }
    assert {r["newer"] for r in found if r["change"] == "Added"} == {
        one["element"] for one in of_tasks if one["change"] == "added"
    }


def test_30_mappings_to_what_another_edition_has_followed(client: httpx.Client) -> None:
    found = rows(client, 30)
    items = [one for one in get(client, "/v1/editions/superseded")["items"] if not one["draft"]]
    assert {(one["edition"], one["successor"]) for one in items} == {
        (row["edition"], row["successor"]) for row in found
    }
    for item in items:
        of_edition = [row for row in found if row["edition"] == item["edition"]]
        assert len({row["mapping"] for row in of_edition}) == item["mappings"]
        assert {(row["target"], row.get("counterpart")) for row in of_edition} == {
            (one["element"], target)
            for one in item["elements"]
            for target in ([hop["target"] for hop in one["hops"]] or [None])
        }
