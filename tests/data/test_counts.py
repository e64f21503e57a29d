"""The figures of the publications, asked of the graph itself.

They were taken once, row by row and both ways, from the tables of facts the graph was
encoded from (tools/compare_facts.py).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from crosstrace.bootstrap import KnowledgeGraph

HERE = Path(__file__).parent

KINDS = {
    ("sp800-218a", "Group"): 4,
    ("sp800-218a", "Practice"): 20,
    ("sp800-218a", "Task"): 48,
    ("sp800-218a", "Recommendation"): 59,
    ("sp800-218a", "Consideration"): 16,
    ("sp800-218a", "Note"): 11,
    ("ssdf-1.1", "Group"): 4,
    ("ssdf-1.1", "Practice"): 19,
    ("ssdf-1.1", "Task"): 42,
    ("ssdf-1.1", "ImplementationExample"): 198,
    ("ssdf-1.2-ipd", "Group"): 4,
    ("ssdf-1.2-ipd", "Practice"): 21,
    ("ssdf-1.2-ipd", "Task"): 49,
    ("csf-2.0", "Function"): 6,
    ("csf-2.0", "Category"): 22,
    ("csf-2.0", "Subcategory"): 106,
    ("csf-1.1", "Function"): 5,
    ("csf-1.1", "Category"): 22,
    ("csf-1.1", "Subcategory"): 79,
    ("ai-rmf-1.0", "Function"): 4,
    ("ai-rmf-1.0", "Category"): 19,
    ("ai-rmf-1.0", "Subcategory"): 72,
    ("owasp-llm-1.1", "Threat"): 10,
    ("owasp-llm-1.1", "Mitigation"): 22,
    ("ai-100-2e2023", "Publication"): 1,
    ("sp800-53r5", "Group"): 2,
    ("sp800-53r5", "Control"): 32,
    ("cisa-form-1.0", "AttestationItem"): 10,
}
PRIORITIES = {"High": 21, "Medium": 22, "Low": 5}
STATUSES = {"Unchanged": 39, "Modified": 3, "Added": 6}
MAPPING_SETS = {
    "sp800-218a-to-ai-rmf-1.0": 138,
    "sp800-218a-to-owasp-llm-1.1": 69,
    "sp800-218a-to-ai-100-2e2023": 4,
    "ssdf-1.1-to-csf-2.0": 35,
    "ssdf-1.1-to-csf-1.1": 27,
    "ssdf-1.1-to-sp800-53r5": 86,
    "csf-1.1-to-csf-2.0": 136,
    "cisa-form-1.0-to-ssdf-1.1": 52,
    "sp800-218a-refines-ssdf-1.1": 61,
    "ssdf-1.1-to-ssdf-1.2-ipd": 72,
}


def ask(graph: KnowledgeGraph, name: str) -> dict[tuple[str, ...], int]:
    """The counts a query beside this file gives, by its other columns' local names."""
    rows = graph.store.select((HERE / f"{name}.rq").read_text(encoding="utf-8"))
    return {
        tuple(value.rsplit("/", 1)[1].split("#")[-1] for key, value in row.items() if key != "n"): (
            int(row["n"])
        )
        for row in rows
    }


def test_elements_of_each_kind(graph: KnowledgeGraph) -> None:
    assert ask(graph, "kinds") == KINDS


def test_priorities_of_the_profile_tasks(graph: KnowledgeGraph) -> None:
    assert ask(graph, "priorities") == {(name,): n for name, n in PRIORITIES.items()}


def test_statuses_of_the_profile_tasks(graph: KnowledgeGraph) -> None:
    assert ask(graph, "task-statuses") == {(name,): n for name, n in STATUSES.items()}


def test_rows_of_each_mapping_set(graph: KnowledgeGraph) -> None:
    assert ask(graph, "mapping-sets") == {(name,): n for name, n in MAPPING_SETS.items()}


def test_refines_links_from_tasks_and_practices(graph: KnowledgeGraph) -> None:
    assert ask(graph, "refines") == {("Task",): 42, ("Practice",): 19}


def test_citations_of_ssdf_beside_the_mapping_sets(graph: KnowledgeGraph) -> None:
    # 1,419 printed references in all: 27 to CSF 1.1 and 86 to SP 800-53 are mapping sets.
    cited = sum(len(citations) for citations in graph.catalog.citations.values())
    assert cited == 1419 - 27 - 86


def test_tasks_without_references(graph: KnowledgeGraph) -> None:
    sets = {name for name in MAPPING_SETS if name.startswith("sp800-218a-to")}
    silent = {
        element.notation
        for element in graph.catalog.of_edition("sp800-218a")
        if element.kind == "task"
        and not any(
            hop.mapping.mapping_set in sets for hop in graph.crosswalk.links.hops(element.ref)
        )
    }
    assert silent == {"PW.1.3", "PW.4.2", "PW.6.1", "PW.6.2", "PW.7.1", "PW.8.1"}


def test_ten_tasks_have_no_items(graph: KnowledgeGraph) -> None:
    tasks = [e for e in graph.catalog.of_edition("sp800-218a") if e.kind == "task"]
    assert sum(not graph.catalog.children.get(task.ref) for task in tasks) == 10


def test_no_statement_stands_in_two_graphs(graph: KnowledgeGraph) -> None:
    assert graph.store.duplicates() == []


@pytest.mark.parametrize(
    "erratum", ["PO.1.3", "PO.5.1-PO.5.3", "PW.8", "priorities-and-references"]
)
def test_errata_say_what_each_source_states(graph: KnowledgeGraph, erratum: str) -> None:
    rows = graph.store.select((HERE / "errata.rq").read_text(encoding="utf-8"))
    found = {row["erratum"].rsplit("/", 1)[1]: row for row in rows}
    assert len(found) == 12
    assert found[erratum]["stated"] != found[erratum]["corrected"]
