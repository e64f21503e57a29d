from __future__ import annotations

import csv
from io import StringIO
from typing import Any

import httpx
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from crosstrace.web.schemas import Crosswalk, CrosswalkTable, Trace
from crosstrace.web.tables import neutral


def ask(client: httpx.Client, source: str, **parameters: Any) -> Crosswalk:
    answer = client.get("/v1/crosswalk", params={"source": source, **parameters})
    assert answer.status_code == 200, answer.text
    return Crosswalk.model_validate(answer.json())


def test_leads_with_every_hop(client: httpx.Client) -> None:
    found = ask(client, "csf-2.0:GV.OC-03", target="ai-rmf-1.0")
    assert len(found.results) == 10
    assert {result.status for result in found.results} == {"lead"}
    assert all(result.relations == [] for result in found.results)
    for result in found.results:
        assert result.hops == result.paths[0]
        assert result.hops[0].source == "csf-2.0:GV.OC-03"
        assert result.hops[-1].target == result.element
        assert all(a.target == b.source for a, b in zip(result.hops, result.hops[1:], strict=False))
    through = {path[0].target for result in found.results for path in result.paths}
    assert through == {"ssdf-1.1:PO.1.1", "ssdf-1.1:PO.1.2"}


def test_the_second_example_of_the_contract(client: httpx.Client) -> None:
    found = ask(client, "csf-2.0:PR.DS-01", target="owasp-llm-1.1")
    assert {r.element for r in found.results} == {"owasp-llm-1.1:LLM05-6", "owasp-llm-1.1:LLM10"}


def test_nothing_is_said_in_words(client: httpx.Client) -> None:
    found = ask(client, "csf-2.0:PR.DS-01", target="ai-rmf-1.0")
    assert found.results == []
    assert "unknown" in found.message


def test_asserted_links_come_first(client: httpx.Client) -> None:
    found = ask(client, "sp800-218a:PO.1.1", target="ai-rmf-1.0")
    asserted = [r for r in found.results if r.status == "asserted"]
    assert found.results[:3] == asserted
    assert len(asserted) == 3
    assert asserted[0].relations == ["related_to"]


def test_without_a_target_all_editions_are_searched(client: httpx.Client) -> None:
    found = ask(client, "sp800-218a:PO.1.1")
    assert found.target is None
    assert len({result.element.partition(":")[0] for result in found.results}) > 2


@pytest.mark.parametrize(
    ("include", "statuses"),
    [("asserted", {"asserted"}), ("lead,asserted", {"asserted", "lead"}), ("unknown", set())],
)
def test_include_limits_the_statuses(
    client: httpx.Client, include: str, statuses: set[str]
) -> None:
    found = ask(client, "sp800-218a:PO.1.1", include=include)
    assert {result.status.value for result in found.results} == statuses


def test_fewer_hops_find_less(client: httpx.Client) -> None:
    counts = [len(ask(client, "csf-2.0:GV.OC-03", max_hops=hops).results) for hops in (1, 2, 3, 4)]
    assert counts == sorted(counts)
    assert counts[0] < counts[2]


TABLE = "/v1/crosswalk/sp800-218a/ai-rmf-1.0"


def test_the_table_as_json(client: httpx.Client) -> None:
    found = CrosswalkTable.model_validate(client.get(TABLE, params={"include": "asserted"}).json())
    assert sum(len(answer.results) for answer in found.items) == 138


def test_an_empty_table_is_still_a_document(client: httpx.Client) -> None:
    found = client.get("/v1/crosswalk/csf-2.0/csf-2.0").json()
    assert CrosswalkTable.model_validate(found).items == []


def test_the_table_as_csv(client: httpx.Client) -> None:
    answer = client.get(TABLE, params={"include": "asserted"}, headers={"Accept": "text/csv"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(StringIO(answer.text)))
    assert len(rows) == 138
    assert rows[0]["source"] == "sp800-218a:PO.1.1"
    assert rows[0]["best_path"] == f"sp800-218a:PO.1.1 > {rows[0]['target']}"


@pytest.mark.parametrize("path", [TABLE, "/v1/crosswalk/ai-rmf-1.0/sp800-218a"])
def test_the_table_as_sssom_holds_each_published_mapping(client: httpx.Client, path: str) -> None:
    lines = client.get(path, params={"format": "sssom"}).text.splitlines(keepends=True)
    header = yaml.safe_load("".join(line[1:] for line in lines if line.startswith("#")))
    assert {"mapping_set_id", "license", "curie_map"} < set(header)
    table = StringIO("".join(line for line in lines if not line.startswith("#")))
    rows = list(csv.DictReader(table, delimiter="\t"))
    assert len({row["record_id"] for row in rows}) == len(rows) == 138
    for row in rows:
        assert row["subject_id"].startswith("sp800-218a:")
        assert row["predicate_id"] == "ct:relatedTo"
        prefixes = {curie.partition(":")[0] for curie in list(row.values())[1:6]}
        assert prefixes <= set(header["curie_map"])


@pytest.mark.parametrize("form", ["xlsx", "oscal"])
def test_forms_that_do_not_exist_yet(client: httpx.Client, form: str) -> None:
    answer = client.get(TABLE, params={"format": form})
    assert answer.status_code == 406
    assert "csv" in answer.json()["detail"]


@given(st.text())
def test_no_cell_can_be_a_formula(cell: str) -> None:
    safe = neutral(cell)
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert safe.removeprefix("'") == cell or safe == cell


def test_a_trace_is_a_graph(client: httpx.Client) -> None:
    parameters = {"from": "csf-2.0:GV.OC-03", "to": "ai-rmf-1.0"}
    found = Trace.model_validate(client.get("/v1/trace", params=parameters).json())
    nodes = {node.id for node in found.nodes}
    assert found.start in nodes
    assert nodes == {end for edge in found.edges for end in (edge.source, edge.target)}
    assert {path[-1].target for path in found.paths} == {
        result.element for result in ask(client, "csf-2.0:GV.OC-03", target="ai-rmf-1.0").results
    }


def test_a_trace_between_two_elements(client: httpx.Client) -> None:
    parameters = {"from": "csf-2.0:GV.OC-03", "to": "ai-rmf-1.0:MAP-1.3"}
    found = Trace.model_validate(client.get("/v1/trace", params=parameters).json())
    assert found.paths
    assert {path[-1].target for path in found.paths} == {"ai-rmf-1.0:MAP-1.3"}


def test_a_trace_to_nowhere(client: httpx.Client) -> None:
    parameters = {"from": "csf-2.0:PR.DS-01", "to": "ai-rmf-1.0"}
    found = Trace.model_validate(client.get("/v1/trace", params=parameters).json())
    assert (found.paths, found.edges) == ([], [])
