"""The crosswalk on the real graph: the reference answers, and what must never be said."""

from __future__ import annotations

import pytest

from crosstrace.bootstrap import KnowledgeGraph
from crosstrace.crosswalk import MAX_HOPS, Status, explain, trace, verdict
from crosstrace.errors import InvalidInput, NotFound
from crosstrace.model import ElementRef

GV_OC_03 = ElementRef.parse("csf-2.0:GV.OC-03")
PR_DS_01 = ElementRef.parse("csf-2.0:PR.DS-01")
PO_1_1 = ElementRef.parse("sp800-218a:PO.1.1")


def test_ten_leads_from_csf_to_the_ai_rmf(graph: KnowledgeGraph) -> None:
    answer = graph.crosswalk.answer(GV_OC_03, "ai-rmf-1.0")
    assert [r.element.local for r in answer.results] == [
        "GOVERN-1.1",
        "GOVERN-1.2",
        "GOVERN-3.2",
        "GOVERN-4.1",
        "GOVERN-5.1",
        "GOVERN-6.1",
        "MAP-1.1",
        "MAP-1.3",
        "MAP-1.5",
        "MAP-1.6",
    ]
    for result in answer.results:
        assert result.status is Status.LEAD
        assert result.relations == ()
        [path] = result.paths
        task = path[0].target.local
        assert task in ("PO.1.1", "PO.1.2")
        assert [(hop.source, hop.target) for hop in path] == [
            (GV_OC_03, ElementRef("ssdf-1.1", task)),
            (ElementRef("ssdf-1.1", task), ElementRef("sp800-218a", task)),
            (ElementRef("sp800-218a", task), result.element),
        ]
        assert [hop.inverse for hop in path] == [True, True, False]
        assert [hop.relation for hop in path] == ["related_to", "is_refined_by", "related_to"]


def test_weights_at_rest_lead_to_two_owasp_entries(graph: KnowledgeGraph) -> None:
    answer = graph.crosswalk.answer(PR_DS_01, "owasp-llm-1.1")
    assert {r.element.local: len(r.paths) for r in answer.results} == {"LLM05-6": 1, "LLM10": 2}
    assert {r.status for r in answer.results} == {Status.LEAD}


def test_nothing_found_is_said_in_words(graph: KnowledgeGraph) -> None:
    answer = graph.crosswalk.answer(PR_DS_01, "ai-rmf-1.0")
    assert answer.results == ()
    assert verdict(answer) == (
        "Nothing relates csf-2.0:PR.DS-01 to ai-rmf-1.0 within 3 hops. That no mapping was "
        "published does not mean that there is no relationship: it is unknown."
    )


def test_three_asserted_links(graph: KnowledgeGraph) -> None:
    answer = graph.crosswalk.answer(PO_1_1, "ai-rmf-1.0")
    assert [(r.element.local, r.status) for r in answer.results] == [
        ("MAP-1.3", Status.ASSERTED),
        ("MAP-1.5", Status.ASSERTED),
        ("MAP-1.6", Status.ASSERTED),
    ]
    assert verdict(answer) == (
        "sp800-218a:PO.1.1 leads to 3 elements of ai-rmf-1.0 within 3 hops: "
        "3 asserted by a publisher."
    )


def test_one_row_read_backwards_is_inverse(graph: KnowledgeGraph) -> None:
    answer = graph.crosswalk.answer(ElementRef.parse("ai-rmf-1.0:MAP 1.3"), "sp800-218a")
    assert [(r.element, r.status) for r in answer.results] == [(PO_1_1, Status.INVERSE)]


def test_the_refines_link_is_asserted_downwards_and_inverse_upwards(graph: KnowledgeGraph) -> None:
    [down] = graph.crosswalk.answer(PO_1_1, "ssdf-1.1", max_hops=1).results
    assert (down.status, down.relations) == (Status.ASSERTED, ("refines",))
    base = ElementRef.parse("ssdf-1.1:PO.1.1")
    [up] = graph.crosswalk.answer(base, "sp800-218a", max_hops=1).results
    assert (up.status, up.relations) == (Status.INVERSE, ("is_refined_by",))


def test_no_path_of_several_hops_is_more_than_a_lead(graph: KnowledgeGraph) -> None:
    for element in graph.catalog.of_edition("csf-2.0"):
        for result in graph.crosswalk.answer(element.ref, max_hops=MAX_HOPS).results:
            one_hop = any(len(path) == 1 for path in result.paths)
            assert (result.status in (Status.ASSERTED, Status.INVERSE)) == one_hop
            assert one_hop or (result.status is Status.LEAD and not result.relations)


def test_no_path_visits_an_edition_twice(graph: KnowledgeGraph) -> None:
    for result in graph.crosswalk.answer(GV_OC_03, max_hops=MAX_HOPS).results:
        for path in result.paths:
            editions = [GV_OC_03.edition, *(hop.target.edition for hop in path)]
            assert len(editions) == len(set(editions))


def test_parents_and_children_are_not_hops(graph: KnowledgeGraph) -> None:
    practice = ElementRef.parse("sp800-218a:PO.1")
    assert graph.crosswalk.answer(practice, "ai-rmf-1.0").results == ()


def test_include_keeps_the_statuses_asked_for(graph: KnowledgeGraph) -> None:
    answer = graph.crosswalk.answer(PO_1_1, include=(Status.ASSERTED,))
    assert {r.status for r in answer.results} == {Status.ASSERTED}


def test_results_come_best_status_first(graph: KnowledgeGraph) -> None:
    ranks = [r.status.rank for r in graph.crosswalk.answer(PO_1_1).results]
    assert ranks == sorted(ranks)
    assert set(ranks) == {Status.ASSERTED.rank, Status.LEAD.rank}


def test_the_explanation_names_every_hop_and_its_limits(graph: KnowledgeGraph) -> None:
    [first, *_] = graph.crosswalk.answer(GV_OC_03, "ai-rmf-1.0").results
    title = "“Security requirements for software the organization develops”"
    assert explain(first) == (
        "csf-2.0:GV.OC-03 “Cybersecurity obligations from law, regulation and contract” may bear "
        "on ai-rmf-1.0:GOVERN-1.1 “Legal and regulatory obligations for AI”, because it is "
        f"related to ssdf-1.1:PO.1.2 {title} (crosswalk set ssdf-1.1-to-csf-2.0), which is refined "
        f"by sp800-218a:PO.1.2 {title} (structural set sp800-218a-refines-ssdf-1.1), which is "
        "related to ai-rmf-1.0:GOVERN-1.1 (crosswalk set sp800-218a-to-ai-rmf-1.0). This is a "
        "lead to follow: it states no relation and counts for no coverage."
    )


def test_further_paths_are_counted_in_the_explanation(graph: KnowledgeGraph) -> None:
    results = graph.crosswalk.answer(PR_DS_01, "owasp-llm-1.1").results
    [model_theft] = [r for r in results if r.element.local == "LLM10"]
    assert "1 further path leads there." in explain(model_theft)


@pytest.mark.parametrize("hops", [0, -1, MAX_HOPS + 1])
def test_hops_out_of_range_are_refused(graph: KnowledgeGraph, hops: int) -> None:
    with pytest.raises(InvalidInput, match=f"from 1 to {MAX_HOPS}"):
        graph.crosswalk.answer(PO_1_1, max_hops=hops)


def test_unknown_ends_are_refused(graph: KnowledgeGraph) -> None:
    with pytest.raises(NotFound, match=r"exists in another edition: csf-1.1:ID.BE-1"):
        graph.crosswalk.answer(ElementRef.parse("csf-2.0:ID.BE-1"))
    with pytest.raises(NotFound, match="the editions are ai-100-2e2023"):
        graph.crosswalk.answer(PO_1_1, "nist")


def test_the_table_of_two_editions_is_its_answers(graph: KnowledgeGraph) -> None:
    table = list(graph.crosswalk.table("sp800-218a", "owasp-llm-1.1", max_hops=1).answers)
    assert sum(len(answer.results) for answer in table) == 69
    assert [a.source.local for a in table] == sorted(a.source.local for a in table)


def test_a_trace_holds_every_path_to_an_element(graph: KnowledgeGraph) -> None:
    found = trace(graph.crosswalk, PR_DS_01, "owasp-llm-1.1:LLM10")
    assert len(found.paths) == 2
    assert {str(node.element): node.depth for node in found.nodes} == {
        "csf-2.0:PR.DS-01": 0,
        "ssdf-1.1:PS.1.1": 1,
        "ssdf-1.1:PS.3.1": 1,
        "sp800-218a:PS.1.1": 2,
        "sp800-218a:PS.3.1": 2,
        "owasp-llm-1.1:LLM10": 3,
    }
    assert len(found.edges) == 6


def test_a_trace_to_an_edition(graph: KnowledgeGraph) -> None:
    assert len(trace(graph.crosswalk, GV_OC_03, "ai-rmf-1.0").paths) == 10
