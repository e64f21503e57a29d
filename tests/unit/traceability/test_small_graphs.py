"""The answers on small graphs: what the worked example has no case of."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_invariants import DAYS, EVIDENCE, graphs, quick
from test_suppliers import OTHERS, left
from trace_harness import DAY, claim, view, with_mappings

from crosstrace import documents
from crosstrace.bootstrap import KnowledgeGraph
from crosstrace.crosswalk import Crosswalk, LinkGraph
from crosstrace.errors import InvalidInput, NotFound
from crosstrace.traceability import (
    Action,
    Coverage,
    Gap,
    ImplementationView,
    Readiness,
    attestation,
    coverage,
    explain_answers,
    explain_plans,
    gaps,
    impact,
    mapping_gaps,
    next_steps,
    superseded,
    withdrawal,
)

DONE = "; ct:evidence :fresh"
# --- Impact


@quick
@given(found=graphs(), lost=st.sampled_from(EVIDENCE), day=DAYS)
def test_an_impact_is_the_difference_that_the_evidence_makes(
    graph: KnowledgeGraph, found: ImplementationView, lost: str, day: dt.date
) -> None:
    if lost not in found.evidence:
        with pytest.raises(NotFound, match="is described in"):
            impact(found, graph.crosswalk, day, evidence=lost)
        return
    told = {
        one.before.element.ref: (one.before, one.after)
        for one in impact(found, graph.crosswalk, day, evidence=lost).together.elements
    }
    for edition in graph.catalog.editions:
        before = coverage(found, graph.crosswalk, edition, day).elements
        after = coverage(found.without({lost}), graph.crosswalk, edition, day).elements
        for one, two in zip(before, after, strict=True):
            if one.coverage is not two.coverage:
                assert told.pop(one.element.ref) == (one, two)
    assert told == {}


def test_only_one_question_is_asked_at_once(graph: KnowledgeGraph) -> None:
    with pytest.raises(InvalidInput, match="not for both"):
        impact(view(), graph.crosswalk, DAY, evidence="urn:e", expires_before=DAY)


def test_where_nothing_is_lost_that_is_said(graph: KnowledgeGraph) -> None:
    none = impact(view(), graph.crosswalk, DAY)
    assert explain_answers.impact_summary(none) == "No evidence counts on 2026-11-25."
    safe = impact(
        view(claim("PO.1.1", "Implemented", DONE)), graph.crosswalk, DAY, expires_before=DAY
    )
    assert explain_answers.impact_summary(safe) == (
        "No evidence that counts on 2026-11-25 expires before 2026-11-25."
    )


def test_an_impact_reaches_allocations_and_is_told_in_a_sentence(graph: KnowledgeGraph) -> None:
    turtle = (
        claim("PO.1.1", "Implemented", DONE + ", :other")
        + claim("PO.2.3", "Implemented", DONE)
        + OTHERS
        + left("mine", "PO.2.3", "model", "us", "Performs")
        + ":other a ct:Evidence ; dcterms:issued '2026-01-01'^^xsd:date ."
    )
    found = impact(view(turtle), graph.crosswalk, DAY, evidence="https://example.org/fresh")
    assert [a.iri for a in found.together.allocations] == ["https://example.org/mine"]
    # Nothing is decided on the item of PO.2.3; the task itself is the same in both SSDF editions.
    assert explain_answers.impact_summary(found).startswith(
        "Without “Fresh”, 1 statement would rest on nothing, 1 would keep other evidence, "
        "1 element of sp800-218a would be covered less, 1 element of ssdf-1.1 would be covered "
        "less, 1 element of ssdf-1.2-ipd would be covered less and "
    )
    document = documents.impact(found)
    [loss] = document["losses"]
    assert loss["single_point_of_failure"]
    assert [e["after"] for e in loss["elements"]] == ["none", "none", "none"]
    assert [(s["task"], s["sole"]) for s in loss["statements"]] == [
        ("sp800-218a:PO.1.1", False),
        ("sp800-218a:PO.2.3", True),
    ]
    assert loss["allocations"][0]["element"] == "sp800-218a:PO.2.3"
    assert loss["supplies"] == []


def test_a_supplier_of_the_same_name_is_not_mixed_up(graph: KnowledgeGraph) -> None:
    mine = view(claim("PO.2.3", "Implemented", DONE))
    older = view(claim("PO.2.3", "Planned"))
    found = impact(
        mine,
        graph.crosswalk,
        DAY,
        evidence="https://example.org/fresh",
        suppliers=[older],
    )
    assert [s.before.coverage for s in found.together.statements] == [Coverage.FULL]


def test_8_what_falls_with_a_mapping_set(graph: KnowledgeGraph) -> None:
    """Without its set the draft of SSDF 1.2 is reached by nothing; AI RMF loses candidates."""
    turtle = claim("PO.1.1", "Implemented", DONE)
    found = withdrawal(view(turtle), graph.crosswalk, "ssdf-1.1-to-ssdf-1.2-ipd", DAY)
    # PO.1.1 is the one task that is done; all others go from none to unknown, as no mapping leads
    # there any more: 42 tasks of SSDF 1.1 are carried over or reworded.
    assert len(found.elements) == 42
    told = {e["element"]: e for e in documents.withdrawal(found)["elements"]}
    one = told["ssdf-1.2-ipd:PO.1.1"]
    assert (one["before"], one["after"], len(one["hops"])) == ("full", "unknown", 2)
    leads = withdrawal(view(turtle), graph.crosswalk, "sp800-218a-to-ai-rmf-1.0", DAY)
    assert leads.elements == ()
    # The profile prints these three for PO.1.1.
    assert list(map(str, leads.candidates)) == [f"ai-rmf-1.0:MAP-1.{n}" for n in (3, 5, 6)]
    # GV.OC-03 loses nothing: by way of CSF 1.1 the task still leads there.
    other = withdrawal(view(turtle), graph.crosswalk, "ssdf-1.1-to-csf-2.0", DAY)
    assert "csf-2.0:GV.OC-03" not in map(str, other.candidates)
    refined = withdrawal(view(turtle), graph.crosswalk, "sp800-218a-refines-ssdf-1.1", DAY)
    assert "ssdf-1.1:PO.1.1" in {str(e.before.element.ref) for e in refined.elements}
    with pytest.raises(NotFound, match="No mapping set 'x'"):
        withdrawal(view(), graph.crosswalk, "x", DAY)


def test_8_a_set_is_withdrawn_for_the_asset_that_is_asked_for(graph: KnowledgeGraph) -> None:
    turtle = claim("PO.1.1", "Implemented", DONE) + (
        ":data a ct:Dataset . " + claim("PO.1.2", "Implemented", DONE).replace(":model", ":data")
    )
    for asset, task in ((None, "PO.1.1"), ("https://example.org/data", "PO.1.2")):
        found = withdrawal(
            view(turtle), graph.crosswalk, "ssdf-1.1-to-ssdf-1.2-ipd", DAY, asset=asset
        )
        full = [e for e in found.elements if e.before.coverage is Coverage.FULL]
        assert [(str(e.before.element.ref), e.asset) for e in full] == [
            (f"ssdf-1.2-ipd:{task}", found.asset)
        ]
    with pytest.raises(NotFound, match="never"):
        withdrawal(view(turtle), graph.crosswalk, "ssdf-1.1-to-csf-2.0", DAY, asset="urn:never")


def test_what_only_a_withdrawn_set_reaches_falls_with_it(graph: KnowledgeGraph) -> None:
    """A category is an answer as far as a mapping leads to it, and none when that is gone."""
    crosswalk = with_mappings(
        graph.crosswalk,
        "sp800-218a:PO.3.1 equal csf-2.0:PR.PS",
        "sp800-218a:PO.3.1 equal csf-2.0:PR.DS-01",
    )
    found = withdrawal(view(claim("PO.3.1", "Implemented", DONE)), crosswalk, "test", DAY)
    told = {
        str(e.before.element.ref): (e.before.coverage, e.after.coverage)
        for e in found.elements
        if e.before.element.ref.edition == "csf-2.0"
    }
    assert told == dict.fromkeys(
        ["csf-2.0:PR.PS", "csf-2.0:PR.DS-01"], (Coverage.FULL, Coverage.UNKNOWN)
    )


def test_a_task_that_applies_goes_before_one_that_does_not(graph: KnowledgeGraph) -> None:
    for tasks in (("PO.1.1", "PO.2.3"), ("PO.2.3", "PO.1.1")):
        rows = (f"sp800-218a:{task} equal csf-2.0:PR.DS-01" for task in tasks)
        done, other = tasks
        turtle = claim(done, "Planned").replace("Planned", "NotImplemented") + claim(
            other, "NotApplicable", "; ct:rationale 'No'"
        )
        crosswalk = with_mappings(graph.crosswalk, *rows)
        found = coverage(view(turtle), crosswalk, "csf-2.0", DAY)
        one = next(e for e in found.elements if e.element.ref.local == "PR.DS-01")
        assert (one.coverage, one.applicable) == (Coverage.NONE, True)


# --- Gaps


def test_each_kind_of_gap(graph: KnowledgeGraph) -> None:
    turtle = (
        claim("PO.1.1", "NotImplemented")
        + claim("PO.1.2", "Done")
        + claim("PO.2.1", "Implemented", "; ct:evidence :stale")
        + claim("PO.2.2", "Planned", "; ct:plannedDate '2026-01-01'^^xsd:date")
        + claim("PO.3.1", "NotApplicable")
        + claim("PO.2.3", "Implemented", DONE).replace("; ct:responsibleParty :us", "")
        + ":astray a ct:Implementation ; ct:implements sp800-218a:PO.1 ; ct:appliesTo :model ."
        + ":lost a ct:Implementation ."
    )
    found = gaps(view(turtle), graph.crosswalk, DAY)
    kinds = {task.element.ref.local: task.gaps for task in found.tasks}
    assert kinds["PO.1.1"] == (Gap.NOT_IMPLEMENTED,)
    assert kinds["PO.1.2"] == (Gap.NO_STATUS,)
    assert kinds["PO.2.1"] == (Gap.NO_CURRENT_EVIDENCE, Gap.OPEN_ITEMS)
    assert kinds["PO.2.2"] == (Gap.OVERDUE,)
    assert kinds["PO.3.1"] == (Gap.NO_RATIONALE,)
    assert kinds["PO.2.3"] == (Gap.NO_OWNER, Gap.OPEN_ITEMS)
    assert kinds["PO.3.2"] == (Gap.NOT_STATED,)
    assert found.unplaced == ("https://example.org/astray", "https://example.org/lost")
    [unowned] = [t for t in found.tasks if t.element.ref.local == "PO.2.3"]
    assert explain_answers.gap_reason(unowned) == (
        "Nobody is named as responsible. Nothing is decided on PO.2.3.R1."
    )
    document = documents.gaps(found)
    assert document["tasks"][0]["gaps"] == ["not_stated"]
    assert {t["status"] for t in document["tasks"]} == {"asserted", "unknown"}


def test_an_allocation_names_an_owner_too(graph: KnowledgeGraph) -> None:
    unowned = claim("PO.2.3", "Implemented", DONE).replace("; ct:responsibleParty :us", "")
    allocated = unowned + left("mine", "PO.2", "model", "us", "Performs")
    for turtle, unowned_gap in ((unowned, True), (allocated, False)):
        found = gaps(view(turtle), graph.crosswalk, DAY)
        [task] = [t for t in found.tasks if t.element.ref.local == "PO.2.3"]
        assert (Gap.NO_OWNER in task.gaps) is unowned_gap


def test_a_graph_without_gaps(graph: KnowledgeGraph) -> None:
    tasks = [e for e in graph.catalog.of_edition("sp800-218a") if e.kind == "task"]
    turtle = "".join(
        claim(task.ref.local, "NotApplicable", "; ct:rationale 'Nothing here'") for task in tasks
    )
    found = gaps(view(turtle), graph.crosswalk, DAY)
    assert found.tasks == ()
    assert "nothing is open" in explain_answers.gaps_summary(found)
    plan = next_steps(view(turtle), graph.crosswalk, DAY)
    assert plan.steps == ()
    assert "no task of sp800-218a is open" in explain_plans.plan_summary(plan)


def test_12_where_mappings_are_missing(graph: KnowledgeGraph) -> None:
    found = mapping_gaps(graph.crosswalk, "sp800-218a", "csf-2.0")
    assert len(found.unmapped) + len(found.leads_only) == found.total == 106
    assert not found.exhaustive
    assert "a missing row says nothing" in explain_answers.mapping_gaps(found)
    closed = mapping_gaps(graph.crosswalk, "sp800-218a", "ssdf-1.1")
    assert (closed.unmapped, closed.exhaustive) == ((), True)
    assert "nothing is related" in explain_answers.mapping_gaps(closed)
    assert documents.mapping_gaps(found)["mapping_sets"] == ["ssdf-1.1-to-csf-2.0"]
    mapped = with_mappings(graph.crosswalk, "sp800-218a:PO.1.1 equal csf-2.0:RC.RP-06")
    assert len(mapping_gaps(mapped, "sp800-218a", "csf-2.0").unmapped) == len(found.unmapped) - 1


def test_30_mappings_that_point_at_the_past(graph: KnowledgeGraph) -> None:
    """CSF 1.1 is withdrawn: SSDF 1.1 points at 22 of its subcategories, by 27 rows."""
    found = {one.edition.slug: one for one in superseded(graph.crosswalk)}
    assert found.keys() == {"csf-1.1", "ssdf-1.1"}
    csf = found["csf-1.1"]
    assert (csf.successor.slug, csf.draft, csf.mappings, len(csf.counterparts)) == (
        "csf-2.0",
        False,
        27,
        22,
    )
    assert found["ssdf-1.1"].draft
    document = documents.superseded(tuple(found.values()))
    elements = {e["element"]: e for item in document["items"] for e in item["elements"]}
    assert elements["csf-1.1:ID.GV-3"]["counterpart"] == "moved to csf-2.0:GV.OC-03"
    assert elements["csf-1.1:ID.GV-3"]["hops"]
    unstated = [e for e in elements.values() if e["counterpart"] == "not stated"]
    assert all(e["hops"] == [] for e in unstated)


# --- Attestation


def test_a_form_is_ready_when_all_behind_it_is(graph: KnowledgeGraph) -> None:
    tasks = [e for e in graph.catalog.of_edition("sp800-218a") if e.kind == "task"]
    turtle = "".join(claim(task.ref.local, "Implemented", DONE) for task in tasks)
    found = attestation(view(turtle), graph.crosswalk, "cisa-form-1.0", DAY)
    assert found.readiness is Readiness.READY
    assert found.editions == ("cisa-form-1.0", "sp800-218a", "ssdf-1.1")
    third = next(i for i in found.items if i.element.ref.local == "3")
    # The profile modifies two of the tasks that the form means.
    assert explain_plans.item(third) == (
        "All 10 tasks behind it are covered or don't apply. To review, since the profile modifies "
        "them: sp800-218a:PO.1.3 and sp800-218a:PS.3.2."
    )
    assert "M-26-05" in explain_plans.attestation_summary(found)
    document = documents.attestation(found)
    assert (document["readiness"], document["optional"]) == ("ready", True)
    assert {item["status"] for item in document["items"]} == {"lead"}


def test_what_is_accepted_is_not_ready(graph: KnowledgeGraph) -> None:
    accepted = """:ok a ct:RiskAcceptance ; ct:accepts :PO.5.1 ; ct:rationale "Small" ;
        ct:approver :us ; ct:validUntil "2027-01-01"^^xsd:date ."""
    turtle = claim("PO.5.1", "Planned", "; ct:plannedDate '2026-12-24'^^xsd:date") + accepted
    found = attestation(view(turtle), graph.crosswalk, "cisa-form-1.0", DAY)
    first = next(i for i in found.items if i.element.ref.local == "1a")
    assert first.readiness is Readiness.WITH_ACCEPTANCE
    assert found.readiness is Readiness.BLOCKED
    document = documents.attestation(found)
    assert [a["valid_until"] for a in document["acceptances"]] == ["2027-01-01"]
    assert [p["planned_date"] for p in document["plans"]] == ["2026-12-24"]


def test_an_item_may_be_mapped_directly_or_not_at_all(graph: KnowledgeGraph) -> None:
    direct = with_mappings(graph.crosswalk, "sp800-218a:PO.1.2 equal cisa-form-1.0:1a")
    found = attestation(view(), direct, "cisa-form-1.0", DAY).items
    first = next(i for i in found if i.element.ref.local == "1a")
    assert [len(t.path) for t in first.tasks] == [1, 2]
    bare = Crosswalk(graph.catalog, LinkGraph([]))
    unmapped = attestation(view(), bare, "cisa-form-1.0", DAY).items
    assert {i.readiness for i in unmapped} == {Readiness.BLOCKED}
    assert "nothing here backs it" in explain_plans.item(unmapped[0])


def test_nobody_attests_to_a_catalog(graph: KnowledgeGraph) -> None:
    with pytest.raises(InvalidInput, match=r"ask for one of cisa-form-1.0, sp800-218a"):
        attestation(view(), graph.crosswalk, "csf-2.0", DAY)


# --- Next steps


@pytest.mark.parametrize(
    ("status", "more", "action", "says"),
    [
        ("Implemented", "", Action.GIVE_EVIDENCE, "Give evidence that counts for"),
        ("Alternative", DONE, Action.GIVE_RATIONALE, "Give the rationale"),
        ("Partial", DONE, Action.COMPLETE, "done in part"),
        ("Planned", "; ct:plannedDate '2027-01-01'^^xsd:date", Action.CARRY_OUT_PLAN, "2027-01-01"),
        ("Planned", "", Action.CARRY_OUT_PLAN, "Set a day"),
        ("NotImplemented", "", Action.IMPLEMENT, "Implement sp800-218a:PO.1.1"),
        ("Done", "", Action.STATE, "State how"),
        (
            "Implemented",
            DONE + " . :bad a ct:Evidence ; ct:contradicts :PO.1.1",
            Action.ANSWER_OBJECTION,
            "Refute or mend",
        ),
        ("Implemented", "; ct:evidence :stale", Action.RENEW_EVIDENCE, "Renew “Stale”"),
    ],
)
def test_each_gap_has_its_step(
    graph: KnowledgeGraph, status: str, more: str, action: Action, says: str
) -> None:
    rest = "".join(
        claim(e.ref.local, "NotApplicable", "; ct:rationale 'No'")
        for e in graph.catalog.of_edition("sp800-218a")
        if e.kind == "task" and e.ref.local != "PO.1.1"
    )
    plan = next_steps(view(claim("PO.1.1", status, more) + rest), graph.crosswalk, DAY)
    [step] = plan.steps
    assert step.action is action
    assert says in explain_plans.step(step)
    assert documents.next_steps(plan)["steps"][0]["closed"] == {"high": 1}


def test_leads_are_named_and_weigh_nothing(graph: KnowledgeGraph) -> None:
    # PO.2.3 leads to more elements than PO.1.2, but PO.1.2 has High priority.
    first, *_ = next_steps(view(), graph.crosswalk, DAY, 1).steps
    assert first.tasks[0].priority == "high"
    assert "not counted" in explain_plans.step_reason(first)
    crosswalk = with_mappings(graph.crosswalk, "sp800-218a:RV.2.2 superset_of csf-2.0:RC.RP-06")
    lifted, *_ = next_steps(view(), crosswalk, DAY, 1).steps
    assert lifted.tasks[0].ref.local == "RV.2.2"
    assert "1 element of csf-2.0" in explain_plans.step_reason(lifted)


def test_the_steps_do_not_depend_on_the_order_of_statements(graph: KnowledgeGraph) -> None:
    turtle = [claim("PO.1.1", "Planned"), claim("PO.1.2", "Partial", DONE)]
    one, two = (next_steps(view("".join(t)), graph.crosswalk, DAY) for t in (turtle, turtle[::-1]))
    assert documents.next_steps(one) == documents.next_steps(two)
