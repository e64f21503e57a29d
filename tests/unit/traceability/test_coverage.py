"""How far an edition is covered, by statements that stand and mappings that carry."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from trace_harness import DAY, claim, example, ref, view, with_mappings

from crosstrace import documents
from crosstrace.bootstrap import KnowledgeGraph
from crosstrace.crosswalk import Crosswalk
from crosstrace.errors import NotFound
from crosstrace.traceability import ElementCoverage, coverage, explain

DONE = "; ct:evidence :fresh"


def of(crosswalk: Crosswalk, element: str, turtle: str, day: dt.date = DAY) -> ElementCoverage:
    wanted = ref(element)
    found = coverage(view(turtle), crosswalk, wanted.edition, day).of(wanted)
    assert found is not None
    return found


# --- The profile itself


def test_the_example_of_a_model_producer(graph: KnowledgeGraph) -> None:
    """Counted by hand in the file.

    Of 48 tasks PW.1.3 and PW.4.2 do not apply; PO.4.2, PW.3.3 and RV.3.2 are partial; RV.1.2 and
    RV.3.3 planned; RV.3.4 not implemented; the other 40 are implemented (RV.3.1 by an
    alternative), and on 25 November 2026 no evidence has expired.
    """
    found = coverage(example("model-producer"), graph.crosswalk, "sp800-218a", DAY)
    assert found.counts["task"] == {
        "full": 40,
        "partial": 3,
        "planned": 2,
        "unknown": 0,
        "none": 1,
        "not_applicable": 2,
    }
    assert found.editions == ("sp800-218a",)
    assert found.not_coverable == {"note": 11}
    assert explain.summary(found).startswith(
        "On 2026-11-25: of 46 tasks of sp800-218a, 40 fully covered, 3 covered in part, 2 planned, "
        "1 not covered; 2 more do not apply."
    )
    [practice] = [a for a in found.aggregates if str(a.element.ref) == "sp800-218a:RV.3"]
    # RV.3.1 alternative with evidence, RV.3.2 partial, RV.3.3 planned, RV.3.4 not implemented.
    assert Counter(practice.counts) == Counter(full=1, partial=1, planned=1, none=1)
    assert explain.aggregate(practice).startswith("1 of 4 below sp800-218a:RV.3 are fully covered")


def test_evidence_that_expires_takes_its_claims_with_it(graph: KnowledgeGraph) -> None:
    # On 1 February 2027 the endpoint report and both access reviews are past (31 January), and
    # the role matrix (19 January). PO.5.2 rests on the first alone and PO.2.1 on the last alone;
    # PS.1.1 keeps the environment audit, PS.1.2 the monitoring report, PS.1.3 the key ceremony.
    before = coverage(example("model-producer"), graph.crosswalk, "sp800-218a", DAY)
    after = coverage(example("model-producer"), graph.crosswalk, "sp800-218a", dt.date(2027, 2, 1))
    lost = {
        str(b.element.ref)
        for b, a in zip(before.elements, after.elements, strict=True)
        if b.element.kind == "task" and b.coverage != a.coverage
    }
    assert lost == {"sp800-218a:PO.5.2", "sp800-218a:PO.2.1"}


@pytest.mark.parametrize(
    ("status", "decision", "token", "ground"),
    [
        ("Implemented" + DONE[:0], "Adopted", "full", "adopted"),
        ("Implemented", "Adapted ; ct:rationale 'So'", "partial", "adapted"),
        ("Implemented", "Omitted ; ct:rationale 'So'", "none", "omitted"),
        ("Implemented", "Forgotten", "none", "undecided"),
        ("Partial", "Adopted", "partial", "partly_done"),
        ("Partial", "Omitted", "none", "omitted"),
        ("Planned", "Adopted", "planned", "planned"),
        ("NotImplemented", "Adopted", "none", "not_implemented"),
    ],
)
def test_an_item_is_covered_as_its_task_and_its_decision_allow(
    graph: KnowledgeGraph, status: str, decision: str, token: str, ground: str
) -> None:
    decided = (
        f"{DONE} ; ct:disposition [ a ct:ItemDisposition ; ct:item sp800-218a:PO.1.1.R1 ; "
        f"ct:decision ct:{decision} ]"
    )
    found = of(graph.crosswalk, "sp800-218a:PO.1.1.R1", claim("PO.1.1", status, decided))
    assert (str(found.coverage), str(found.ground)) == (token, ground)
    assert explain.reason(found)


def test_an_item_says_why(graph: KnowledgeGraph) -> None:
    def reason(turtle: str) -> str:
        return explain.reason(of(graph.crosswalk, "sp800-218a:PO.1.1.R1", turtle))

    assert reason("") == "Nothing is stated on it for this asset."
    assert reason(claim("PO.1.1", "Implemented", DONE)) == (
        "sp800-218a:PO.1.1 is answered, but nothing is decided on this item."
    )
    decided = "; ct:disposition [ ct:item sp800-218a:PO.1.1.R1 ; ct:decision ct:Omitted ]"
    assert reason(claim("PO.1.1", "Planned", decided)) == ("It is omitted: no rationale is given.")


def test_items_of_a_task_that_does_not_apply_do_not_apply(graph: KnowledgeGraph) -> None:
    turtle = claim("PO.1.1", "NotApplicable", "; ct:rationale 'None'")
    found = of(graph.crosswalk, "sp800-218a:PO.1.1.R1", turtle)
    assert not found.applicable
    assert explain.reason(found) == "Of sp800-218a:PO.1.1: It does not apply: “None”"


def test_only_statements_for_the_asset_count(graph: KnowledgeGraph) -> None:
    turtle = claim("PO.1.1", "Implemented", DONE) + ":data a ct:Dataset ."
    turtle = turtle.replace("ct:appliesTo :model", "ct:appliesTo :data")
    assert of(graph.crosswalk, "sp800-218a:PO.1.1", turtle).coverage == "none"
    data = "https://example.org/data"
    found = coverage(view(turtle), graph.crosswalk, "sp800-218a", DAY, asset=data)
    one = found.of(ref("sp800-218a:PO.1.1"))
    assert one is not None
    assert (one.coverage, found.asset) == ("full", data)


# --- SSDF, which the profile refines


@pytest.mark.parametrize(
    ("task", "status", "token", "review"),
    [
        ("PO.1.1", "Implemented", "full", False),
        ("PO.1.1", "Partial", "partial", False),
        ("PO.1.1", "Planned", "planned", False),
        ("PO.1.1", "NotImplemented", "none", False),
        # The profile modifies PO.1.3: how much of SSDF's own task is done a person has to say.
        ("PO.1.3", "Implemented", "partial", True),
        ("PO.1.3", "Partial", "unknown", True),
        ("PO.1.3", "Planned", "planned", True),
    ],
)
def test_tasks_carry_over_to_those_they_refine(
    graph: KnowledgeGraph, task: str, status: str, token: str, review: bool
) -> None:
    found = of(graph.crosswalk, f"ssdf-1.1:{task}", claim(task, status, DONE))
    assert (str(found.coverage), found.review) == (token, review)
    assert [hop.relation for hop in found.support[0].path] == ["refines"]


def test_carrying_over_is_explained(graph: KnowledgeGraph) -> None:
    def reason(task: str, status: str) -> str:
        found = of(graph.crosswalk, f"ssdf-1.1:{task}", claim(task, status, DONE))
        return explain.reason(found)

    assert reason("PO.1.1", "Implemented") == (
        "sp800-218a:PO.1.1 is fully covered and repeats this unchanged, so this is fully covered "
        "too."
    )
    assert "how much has to be reviewed" in reason("PO.1.3", "Implemented")
    assert reason("PO.1.1", "Planned") == (
        "It would be covered by way of sp800-218a:PO.1.1, which is planned."
    )
    assert "nothing certain follows" in reason("PO.1.3", "Partial")


def test_what_does_not_apply_carries_over_when_unchanged(graph: KnowledgeGraph) -> None:
    def applies(task: str) -> bool:
        turtle = claim(task, "NotApplicable", "; ct:rationale 'No'")
        return of(graph.crosswalk, f"ssdf-1.1:{task}", turtle).applicable

    assert not applies("PO.1.1")
    assert applies("PO.1.3")


def test_the_draft_of_the_next_ssdf_is_covered_through_what_is_equal(
    graph: KnowledgeGraph,
) -> None:
    # PO.1.1 is carried over, so equal; RV.1.2 was widened in substance, so ours is a subset.
    claims = claim("PO.1.1", "Implemented", DONE) + claim("RV.1.2", "Implemented", DONE)
    assert of(graph.crosswalk, "ssdf-1.2-ipd:PO.1.1", claims).coverage == "full"
    widened = of(graph.crosswalk, "ssdf-1.2-ipd:RV.1.2", claims)
    assert (widened.coverage, widened.status) == ("partial", "asserted")
    added = of(graph.crosswalk, "ssdf-1.2-ipd:PO.6.1", claims)
    assert (added.coverage, added.ground) == ("unknown", "no_mapping")


# --- Other editions, by crosswalks and by set theory


def test_a_crosswalk_covers_nothing_and_names_its_candidates(graph: KnowledgeGraph) -> None:
    # SSDF 1.1's PO.1.1 is related to GV.OC-03 by NIST's concept crosswalk.
    found = of(graph.crosswalk, "csf-2.0:GV.OC-03", claim("PO.1.1", "Implemented", DONE))
    assert (found.coverage, found.ground, found.status) == ("unknown", "leads_only", "lead")
    assert [str(one.standing.task) for one in found.candidates] == ["sp800-218a:PO.1.1"]
    assert explain.reason(found) == (
        "Only leads come here, from which nothing follows. Candidates to review: sp800-218a:PO.1.1."
    )
    none = of(graph.crosswalk, "csf-2.0:GV.OC-03", claim("PO.1.1", "Planned"))
    assert (none.coverage, none.candidates) == ("unknown", ())
    assert "tasks that are not implemented" in explain.reason(none)


def test_where_nothing_maps_is_a_gap_in_the_mappings(graph: KnowledgeGraph) -> None:
    # No mapping reaches RC.RP-06 from an SSDF or profile task.
    found = of(graph.crosswalk, "csf-2.0:RC.RP-06", claim("PO.1.1", "Implemented", DONE))
    assert (found.coverage, found.ground) == ("unknown", "no_mapping")
    assert "gap in the mappings" in explain.reason(found)


# What follows for the target when the task is done in full, in part, planned, or not.
CARRIED = {
    "equal": ("full", "partial", "planned", "none"),
    "superset_of": ("full", "unknown", "planned", "none"),
    "subset_of": ("partial", "partial", "planned", "none"),
    "intersects_with": ("partial", "unknown", "planned", "none"),
    "no_relationship": ("unknown", "unknown", "unknown", "unknown"),
}


@pytest.mark.parametrize("relation", CARRIED)
@pytest.mark.parametrize("by_base", [False, True], ids=["profile", "base"])
def test_set_theory_carries_what_follows(
    graph: KnowledgeGraph, relation: str, by_base: bool
) -> None:
    source = "ssdf-1.1:PO.1.1" if by_base else "sp800-218a:PO.1.1"
    crosswalk = with_mappings(graph.crosswalk, f"{source} {relation} csf-2.0:RC.RP-06")
    statuses = ("Implemented", "Partial", "Planned", "NotImplemented")
    for status, token in zip(statuses, CARRIED[relation], strict=True):
        found = of(crosswalk, "csf-2.0:RC.RP-06", claim("PO.1.1", status, DONE))
        assert found.coverage == token, status
        assert explain.reason(found)
    if relation != "no_relationship":
        done = of(crosswalk, "csf-2.0:RC.RP-06", claim("PO.1.1", "Implemented", DONE))
        assert len(done.support[0].path) == 1 + by_base
        assert f"csf-2.0:RC.RP-06; so this is {explain.HOW_FAR[done.coverage]}" in (
            explain.reason(done)
        )


def test_a_modified_task_carries_at_most_a_part(graph: KnowledgeGraph) -> None:
    crosswalk = with_mappings(graph.crosswalk, "ssdf-1.1:PO.1.3 equal csf-2.0:RC.RP-06")
    found = of(crosswalk, "csf-2.0:RC.RP-06", claim("PO.1.3", "Implemented", DONE))
    assert (found.coverage, found.review, found.status) == ("partial", True, "possible")
    assert "modifies ssdf-1.1:PO.1.3" in explain.reason(found)


def test_two_parts_never_make_a_whole(graph: KnowledgeGraph) -> None:
    crosswalk = with_mappings(
        graph.crosswalk,
        "sp800-218a:PO.1.1 subset_of csf-2.0:RC.RP-06",
        "sp800-218a:PO.1.2 subset_of csf-2.0:RC.RP-06",
    )
    both = claim("PO.1.1", "Implemented", DONE) + claim("PO.1.2", "Implemented", DONE)
    found = of(crosswalk, "csf-2.0:RC.RP-06", both)
    assert found.coverage == "partial"
    assert "1 other task add" in explain.reason(found)


def test_a_lead_beside_a_mapping_stays_a_candidate(graph: KnowledgeGraph) -> None:
    # PO.1.1 leads to GV.OC-03 by the crosswalk; here PW.1.1 is also a superset of it.
    crosswalk = with_mappings(graph.crosswalk, "sp800-218a:PW.1.1 superset_of csf-2.0:GV.OC-03")
    both = claim("PO.1.1", "Implemented", DONE) + claim("PW.1.1", "NotImplemented")
    found = of(crosswalk, "csf-2.0:GV.OC-03", both)
    # What is mapped is not implemented, and what is implemented only leads there.
    assert (found.coverage, found.ground) == ("unknown", "leads_only")
    done = of(crosswalk, "csf-2.0:GV.OC-03", both.replace("NotImplemented", "Implemented" + DONE))
    assert done.coverage == "full"
    assert [str(one.standing.task) for one in done.candidates] == ["sp800-218a:PO.1.1"]


def test_a_category_is_counted_and_only_covered_when_something_maps_to_it(
    graph: KnowledgeGraph,
) -> None:
    plain = coverage(view(), graph.crosswalk, "csf-2.0", DAY)
    assert plain.of(ref("csf-2.0:GV.OC")) is None
    assert "csf-2.0:GV.OC" in {str(a.element.ref) for a in plain.aggregates}
    crosswalk = with_mappings(graph.crosswalk, "sp800-218a:PO.1.1 equal csf-2.0:GV.OC")
    assert of(crosswalk, "csf-2.0:GV.OC", claim("PO.1.1", "Implemented", DONE)).coverage == "full"
    # That the whole is covered says nothing of its parts.
    part = of(crosswalk, "csf-2.0:GV.OC-01", claim("PO.1.1", "Implemented", DONE))
    assert part.coverage == "unknown"


def test_an_unknown_edition_is_refused(graph: KnowledgeGraph) -> None:
    with pytest.raises(NotFound, match="No edition 'csf-9'"):
        coverage(view(), graph.crosswalk, "csf-9", DAY)


def test_the_document_gives_the_whole_proof(graph: KnowledgeGraph) -> None:
    turtle = claim("PO.1.1", "Implemented", "; ct:evidence :fresh , :stale") + claim(
        "PO.2.1", "Implemented", DONE
    )
    found = coverage(view(turtle), graph.crosswalk, "ssdf-1.1", DAY)
    document = documents.coverage(found)
    assert document["as_of"] == "2026-11-25"
    assert document["editions"] == ["sp800-218a", "ssdf-1.1"]
    [element] = [e for e in document["elements"] if e["element"] == "ssdf-1.1:PO.1.1"]
    assert (element["coverage"], element["status"]) == ("full", "asserted")
    [support] = element["support"]
    assert [hop["mapping_set"] for hop in support["hops"]] == ["sp800-218a-refines-ssdf-1.1"]
    [statement] = support["statements"]
    assert statement["implementation"] == "https://example.org/PO.1.1"
    assert [(e["title"], e["state"]) for e in statement["evidence"]] == [
        ("Fresh", "current"),
        ("Stale", "expired"),
    ]
    assert document["counts"]["task"]["full"] == 2
    assert documents.dumps(document) == documents.dumps(documents.coverage(found))
