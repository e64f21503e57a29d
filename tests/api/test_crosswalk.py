from __future__ import annotations

import csv
from io import BytesIO, StringIO
from typing import Any

import httpx
import openpyxl
import pytest
import yaml

from crosstrace.mappingsets import oscal_read
from crosstrace.web.schemas import Crosswalk, CrosswalkTable, Trace


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


def sssom_rows(client: httpx.Client, path: str) -> list[dict[str, str]]:
    lines = client.get(path, params={"format": "sssom"}).text.splitlines(keepends=True)
    header = yaml.safe_load("".join(line[1:] for line in lines if line.startswith("#")))
    assert {"mapping_set_id", "license", "curie_map"} < set(header)
    table = StringIO("".join(line for line in lines if not line.startswith("#")))
    rows = list(csv.DictReader(table, delimiter="\t"))
    curies = ("record_id", "subject_id", "predicate_id", "object_id", "mapping_source")
    prefixes = {row[column].partition(":")[0] for row in rows for column in curies}
    assert prefixes <= set(header["curie_map"])
    return rows


@pytest.mark.parametrize("path", [TABLE, "/v1/crosswalk/ai-rmf-1.0/sp800-218a"])
def test_the_table_as_sssom_holds_each_published_mapping(client: httpx.Client, path: str) -> None:
    rows = sssom_rows(client, path)
    assert len({row["record_id"] for row in rows}) == len(rows) == 138
    for row in rows:
        assert row["subject_id"].startswith("sp800-218a:")
        assert row["predicate_id"] == "ct:relatedTo"
        assert row["mapping_source"] == "ct-id:mapping-set/sp800-218a-to-ai-rmf-1.0"


def test_the_table_as_oscal_is_a_mapping_collection(client: httpx.Client) -> None:
    answer = client.get(TABLE, headers={"Accept": "application/oscal+json"})
    assert answer.headers["content-type"].startswith("application/oscal+json")
    [found] = oscal_read.read(answer.content)
    assert len(tuple(found.rows)) == 138


def test_a_table_of_leads_has_no_form_in_oscal(client: httpx.Client) -> None:
    answer = client.get("/v1/crosswalk/csf-2.0/ai-rmf-1.0", params={"format": "oscal"})
    assert answer.status_code == 406
    assert "nothing to write" in answer.json()["detail"]
    assert "CSV" in answer.json()["detail"]


def test_the_table_as_a_workbook(client: httpx.Client) -> None:
    answer = client.get(TABLE, params={"format": "xlsx", "include": "asserted"})
    assert answer.headers["content-disposition"] == (
        'attachment; filename="sp800-218a-to-ai-rmf-1.0.xlsx"'
    )
    book = openpyxl.load_workbook(BytesIO(answer.content))
    sheet = book["Crosswalk"]
    names = [cell.value for cell in sheet[1]]
    assert sheet.max_row == 1 + 138
    assert sheet.auto_filter.ref == f"A1:Q{sheet.max_row}"
    assert isinstance(sheet.cell(2, names.index("hops") + 1).value, int)
    explained = [row[0].value for row in book["Columns"].iter_rows(min_row=2)]
    assert explained == names


def test_the_table_with_steps_between_parent_and_child(client: httpx.Client) -> None:
    plain = client.get("/v1/crosswalk/ssdf-1.1/ssdf-1.2-ipd").json()
    wide = client.get("/v1/crosswalk/ssdf-1.1/ssdf-1.2-ipd", params={"hierarchy": True}).json()
    assert {i["source"] for i in plain["items"]} < {i["source"] for i in wide["items"]}
    [found] = [i for i in wide["items"] if i["source"] == "ssdf-1.1:PO"]
    assert {r["status"] for r in found["results"]} == {"possible"}


def test_every_proof_carries_what_it_shows(client: httpx.Client) -> None:
    found = ask(client, "ssdf-1.1:PO.1", target="ssdf-1.2-ipd")
    [result] = found.results
    assert (result.status, result.relations, result.rationale) == (
        "asserted",
        ["equal"],
        "semantic",
    )
    assert result.transfer == "full"
    assert "On the syntactic rationale it intersects with it." in result.explanation
    assert {(p.rationale, *p.relations) for p in result.proofs} == {
        ("semantic", "equal"),
        ("syntactic", "intersects_with"),
    }
    assert result.excluded == ["subset_of", "superset_of", "intersects_with", "no_relationship"]


def test_a_lead_says_what_would_settle_it(client: httpx.Client) -> None:
    [first, *_] = ask(client, "csf-2.0:GV.OC-03", target="ai-rmf-1.0").results
    assert first.transfer == "candidate_evidence"
    assert first.settled_by is not None
    assert "would settle it" in first.settled_by


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
