"""Lookup on the real graph."""

from __future__ import annotations

import pytest

from crosstrace.bootstrap import KnowledgeGraph
from crosstrace.errors import NotFound
from crosstrace.lookup import ElementFilter, describe, search
from crosstrace.model import Element, ElementRef


def one(graph: KnowledgeGraph, text: str) -> Element:
    return graph.catalog.element(ElementRef.parse(text))


def test_a_task_of_the_profile(graph: KnowledgeGraph) -> None:
    task = one(graph, "sp800-218a:PO.1.1")
    assert task.kind == "task"
    assert task.priority == "high"
    assert task.profile_status == "unchanged"
    assert task.parent == ElementRef("sp800-218a", "PO.1")
    assert task.refines == ElementRef("ssdf-1.1", "PO.1.1")
    assert task.text is not None
    assert task.text.startswith("Identify and document all security requirements")
    assert (task.own_label, task.own_text) == (True, False)
    assert task.source.locator == "Table 1, PO.1.1"


def test_items_of_a_task_stand_in_order(graph: KnowledgeGraph) -> None:
    children = graph.catalog.children[ElementRef.parse("sp800-218a:PS.1.1")]
    assert [c.local for c in children] == [
        f"PS.1.1.{i}" for i in ("R1", "R2", "R3", "R4", "C1", "C2")
    ]


def test_pw_3_of_the_profile_is_new(graph: KnowledgeGraph) -> None:
    practice = one(graph, "sp800-218a:PW.3")
    assert (practice.profile_status, practice.refines) == ("added", None)
    with pytest.raises(NotFound):
        one(graph, "ssdf-1.1:PW.3")


def test_the_publication_wins_over_the_deck(graph: KnowledgeGraph) -> None:
    assert "for use by" in (one(graph, "sp800-218a:PO.1.3").text or "")
    assert "for reuse by" in (one(graph, "ssdf-1.1:PO.1.3").text or "")
    assert "and 2)" in (one(graph, "sp800-218a:PW.2.1").text or "")
    assert "bytecode" in (one(graph, "sp800-218a:PW.8").text or "")
    assert one(graph, "sp800-218a:PS.3.2").own_text


@pytest.mark.parametrize(
    ("edition", "first", "last"),
    [
        ("csf-2.0", "GV", "RC.RP-06"),
        ("ai-rmf-1.0", "GOVERN", "MANAGE-4.3"),
        ("sp800-53r5", "SA", "SR-9"),
        ("owasp-llm-1.1", "LLM01", "LLM10"),
        ("cisa-form-1.0", "1", "4"),
    ],
)
def test_editions_stand_in_the_order_of_their_identifiers(
    graph: KnowledgeGraph, edition: str, first: str, last: str
) -> None:
    found = [e.ref.local for e in graph.catalog.of_edition(edition)]
    assert (found[0], found[-1]) == (first, last)


def test_examples_are_ordered_by_number(graph: KnowledgeGraph) -> None:
    children = graph.catalog.children[ElementRef.parse("ssdf-1.1:PO.1.2")]
    numbers = [int(c.local.rsplit("E", 1)[1]) for c in children]
    assert numbers == sorted(numbers)


def test_titles_are_distinct_within_an_edition(graph: KnowledgeGraph) -> None:
    for edition in ("csf-2.0", "ai-rmf-1.0", "owasp-llm-1.1", "sp800-53r5"):
        labels = [e.label for e in graph.catalog.of_edition(edition)]
        assert len(labels) == len(set(labels)), edition


def test_filters_narrow(graph: KnowledgeGraph) -> None:
    high = search(graph.catalog, ElementFilter(edition="sp800-218a", kind="task", priority="high"))
    assert len(high) == 21
    added = search(graph.catalog, ElementFilter(kind="task", status="added"))
    assert [e.notation for e in added] == [
        "PO.5.3",
        "PS.1.2",
        "PS.1.3",
        "PW.3.1",
        "PW.3.2",
        "PW.3.3",
    ]
    parent = ElementRef.parse("sp800-218a:PW.3")
    assert len(search(graph.catalog, ElementFilter(parent=parent))) == 3


def test_words_must_all_occur_and_identifiers_come_first(graph: KnowledgeGraph) -> None:
    found = search(graph.catalog, ElementFilter(q="model WEIGHTS"))
    assert ElementRef.parse("sp800-218a:PS.1.3") in [e.ref for e in found]
    for element in found:
        text = f"{element.notation} {element.label} {element.text}".casefold()
        assert "model" in text
        assert "weights" in text
    first = search(graph.catalog, ElementFilter(q="ps.1.3"))[0]
    assert first.ref == ElementRef.parse("sp800-218a:PS.1.3")
    assert search(graph.catalog, ElementFilter(q="no such words anywhere")) == []


def test_unknown_editions_and_parents_are_refused(graph: KnowledgeGraph) -> None:
    with pytest.raises(NotFound, match="No edition 'x'"):
        search(graph.catalog, ElementFilter(edition="x"))
    with pytest.raises(NotFound, match=r"look like sp800-218a:PO"):
        search(graph.catalog, ElementFilter(parent=ElementRef("sp800-218a", "ZZ")))


def test_a_description_has_the_element_its_children_and_its_mappings(graph: KnowledgeGraph) -> None:
    ref = ElementRef.parse("sp800-218a:PO.1.1")
    triples = describe(graph.store, ref.iri)
    subjects = {str(t.subject).strip("<>").rsplit("/", 1)[1] for t in triples}
    assert {"PO.1.1", "PO.1.1.R1", "PO.1.1.R2", "PO.1.1..MAP-1.3", "PO.1.1..PO.1.1"} <= subjects


def test_nothing_is_described_under_an_unknown_name(graph: KnowledgeGraph) -> None:
    with pytest.raises(NotFound):
        describe(graph.store, "https://w3id.org/crosstrace/id/sp800-218a/PO.9.9")


def test_editions_and_sets_carry_their_context(graph: KnowledgeGraph) -> None:
    profile = graph.catalog.edition("sp800-218a")
    assert profile.publisher == "National Institute of Standards and Technology"
    assert dict(profile.element_counts)["task"] == 48
    olir = graph.catalog.mapping_sets["ssdf-1.1-to-csf-2.0"]
    assert (olir.rows, olir.style, olir.exhaustive) == (35, "crosswalk", False)
    assert olir.use_case.endswith("not characterised.")
