"""The worked example of three organizations, each answer found by hand in the three files.

The graphs are judged on 25 November 2026, when all conform, and on 15 February 2027, when time
has taken its toll: of Heron's evidence the review of access to weights ended on 10 January and
the audit of the toolchain on 15 January, of Millrace's the audit of the platform on 20 January,
of Fernwick's the attestation of Millrace on 31 January.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from trace_harness import example, ref

from crosstrace.bootstrap import KnowledgeGraph, Services
from crosstrace.rdf.formats import syntax_for_filename
from crosstrace.resources import DATA
from crosstrace.traceability import (
    Findings,
    Gap,
    Ownership,
    Readiness,
    Supply,
    attestation,
    compare,
    coverage,
    gaps,
    impact,
    next_steps,
    read_view,
    responsibility,
)
from three_organizations import (
    ACCEPTED_UNTIL,
    ASKED_OF_HERON,
    BEHIND_ITEM_2,
    BLOCKERS_OF_ITEM_2,
    CSF_SUBCATEGORIES,
    DAY,
    DEPARTURES,
    DIFFERING,
    DOUBLY_OWNED,
    EXPIRING,
    FOLDER,
    ITEMS_LOST_WITH_AUDIT,
    LATER,
    LOST_WITH_REVIEW,
    MODIFIED_DONE,
    MODIFIED_PARTIAL,
    NAMES,
    NEW_DONE,
    NEW_OPEN,
    OBJECTIONS,
    ON_THE_ATTESTATION,
    ON_THE_POLICY,
    OPEN_ITEMS,
    OWN_COVERAGE,
    OWNERSHIP,
    PARTIAL,
    PIECES_OF_EVIDENCE,
    PLANS,
    READY_ITEMS,
    SSDF_COVERAGE,
    STEPS,
    UNSUPPORTED,
    heron,
    millrace,
)

HERON, MILLRACE, FERNWICK = (example(f"{FOLDER}/{name}") for name in NAMES)


def locals_of(found: object) -> set[str]:
    return {one.element.ref.local for one in found}  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", NAMES)
def test_all_three_conform_when_they_were_submitted(services: Services, name: str) -> None:
    file = DATA / "examples" / FOLDER / f"{name}.ttl"
    syntax = syntax_for_filename(file.name)
    report = services.validator.validate(file.read_bytes(), syntax, as_of=dt.date(2026, 11, 20))
    assert report.conforms


def test_the_worker_hands_on_what_the_file_states(services: Services) -> None:
    file = DATA / "examples" / FOLDER / "acquirer.ttl"
    data = services.validator.statements(file.read_bytes(), syntax_for_filename(file.name))
    read = read_view(data)
    # The file names all nodes it asks about; only the labels of its blank nodes may differ.
    assert read.implementations[0].iri == FERNWICK.implementations[0].iri
    assert read.evidence.keys() == FERNWICK.evidence.keys()
    assert read.allocations == FERNWICK.allocations


# --- Coverage and gaps (questions 9 to 15)


def test_9_no_high_task_is_without_a_statement(graph: KnowledgeGraph) -> None:
    for view in (HERON, MILLRACE, FERNWICK):
        found = gaps(view, graph.crosswalk, DAY)
        missing = [t for t in found.tasks if Gap.NOT_STATED in t.gaps]
        assert "high" not in {task.element.priority for task in missing}
        assert found.unplaced == ()


def test_10_what_is_partial_and_which_items_are_open(graph: KnowledgeGraph) -> None:
    found = gaps(HERON, graph.crosswalk, DAY)
    by_task = {task.element.ref.local: task for task in found.tasks}
    partial = {name for name, t in by_task.items() if t.standing.coverage == "partial"}
    assert partial == PARTIAL
    assert by_task["RV.2.2"].gaps[0] is Gap.CONTRADICTED
    for name, items in OPEN_ITEMS.items():
        assert [i.local for i in by_task[name].open_items] == items
    # The most important is what is open in a High task; what only has open items comes last.
    assert found.tasks[0].element.ref.local == "RV.2.2"
    assert found.tasks[-1].gaps == (Gap.OPEN_ITEMS,)


def test_11_what_is_certain_in_other_editions(graph: KnowledgeGraph) -> None:
    """To CSF only crosswalks lead."""
    own = coverage(HERON, graph.crosswalk, "sp800-218a", DAY).counts["task"]
    assert own == OWN_COVERAGE
    ssdf = coverage(HERON, graph.crosswalk, "ssdf-1.1", DAY).counts["task"]
    assert ssdf == SSDF_COVERAGE
    csf = coverage(HERON, graph.crosswalk, "csf-2.0", DAY).counts["subcategory"]
    assert (csf["unknown"], sum(csf.values())) == (CSF_SUBCATEGORIES, CSF_SUBCATEGORIES)


def test_13_what_is_omitted_adapted_or_does_not_apply(graph: KnowledgeGraph) -> None:
    found = gaps(HERON, graph.crosswalk, DAY).departures
    assert [(d.element.ref.local, d.kind) for d in found] == DEPARTURES
    assert all(d.rationale and d.parties for d in found)


def test_14_how_far_the_new_and_modified_tasks_are(graph: KnowledgeGraph) -> None:
    progress = gaps(HERON, graph.crosswalk, DAY).progress
    added, modified = progress["added"], progress["modified"]
    assert (added["full"], added["none"]) == (NEW_DONE, NEW_OPEN)
    assert (modified["full"], modified["partial"]) == (MODIFIED_DONE, MODIFIED_PARTIAL)


def test_15_two_products_side_by_side(graph: KnowledgeGraph) -> None:
    found = compare(HERON, MILLRACE, graph.crosswalk, DAY)
    differing = {
        p.first.element.ref.local: (str(p.first.coverage), str(p.second.coverage))
        for p in found.pairs
        if p.differs and p.first.element.kind == "task"
    }
    assert differing == DIFFERING


# --- Evidence (questions 16 to 20)


def test_16_what_falls_with_a_piece_of_evidence(graph: KnowledgeGraph) -> None:
    """PS.1.3 keeps the record of the key ceremony; the items behind PS.1.1 are blocked already."""
    found = impact(HERON, graph.crosswalk, DAY, evidence=heron("weight-review")).together
    statements = {s.before.implementation.task.local: s for s in found.statements}
    assert statements.keys() == {"PS.1.1", "PS.1.3"}
    assert statements["PS.1.1"].sole
    assert [e.iri for e in statements["PS.1.3"].keeps] == [heron("key-ceremony")]
    assert {str(e.before.element.ref) for e in found.elements} == LOST_WITH_REVIEW
    assert found.items == ()
    assert found.candidates


def test_16_a_changed_digest_names_the_evidence(graph: KnowledgeGraph) -> None:
    value = HERON.evidence[heron("weight-review")].digests[0].value
    found = impact(HERON, graph.crosswalk, DAY, evidence=value.upper()).together
    assert [e.iri for e in found.evidence] == [heron("weight-review")]


def test_16_items_of_the_form_fall_too(graph: KnowledgeGraph) -> None:
    found = impact(HERON, graph.crosswalk, DAY, evidence=heron("environment-audit")).together
    assert locals_of([i.before for i in found.items]) == ITEMS_LOST_WITH_AUDIT
    assert {i.after.readiness for i in found.items} == {Readiness.BLOCKED}


def test_17_what_expires_within_sixty_days(graph: KnowledgeGraph) -> None:
    found = impact(HERON, graph.crosswalk, DAY, expires_before=DAY + dt.timedelta(days=60))
    ranked = [(loss.evidence[0].iri, len(loss.elements)) for loss in found.losses]
    assert ranked == EXPIRING
    assert len(found.together.elements) == sum(number for _, number in EXPIRING)


def test_18_what_is_claimed_without_current_evidence(graph: KnowledgeGraph) -> None:
    def unsupported(day: dt.date) -> set[str]:
        tasks = gaps(HERON, graph.crosswalk, day).tasks
        return locals_of(t for t in tasks if Gap.NO_CURRENT_EVIDENCE in t.gaps)

    assert {day: unsupported(day) for day in UNSUPPORTED} == UNSUPPORTED


def test_19_the_single_point_of_failure(graph: KnowledgeGraph) -> None:
    found = impact(HERON, graph.crosswalk, DAY)
    first = found.losses[0]
    assert first.evidence[0].iri == heron("policy")
    assert (len(first.sole), len(first.elements)) == ON_THE_POLICY
    assert len(found.losses) == PIECES_OF_EVIDENCE


def test_20_what_speaks_against_claims() -> None:
    def told(day: dt.date) -> dict[str, str]:
        return {o.source.rsplit("/")[-1]: str(o.answered) for o in Findings(HERON, day).all()}

    assert {day: told(day) for day in OBJECTIONS} == OBJECTIONS


# --- Responsibility (questions 21 to 24)


def test_21_and_22_who_answers_for_what(graph: KnowledgeGraph) -> None:
    found = responsibility(FERNWICK, graph.crosswalk, DAY, suppliers=[MILLRACE, HERON])
    held = {(one.asset.rsplit("/")[-1], one.element.ref.local): one for one in found.elements}
    counts = Counter((asset, str(one.ownership)) for (asset, _), one in held.items())
    assert counts == OWNERSHIP
    doubly = {local for (_, local), o in held.items() if o.ownership is Ownership.DOUBLY_OWNED}
    assert doubly == DOUBLY_OWNED
    assert held["heron-7b", "PW.9.1"].ownership is Ownership.PASSED_AROUND
    assert held["heron-7b", "RV.3.1"].ownership is Ownership.UNCONFIRMED
    roles = {s.organization: s.role for s in held["ledgerlens", "PW.1.1"].shares}
    assert roles == {
        "https://example.org/fernwick/fernwick": "acquirer",
        millrace("millrace"): "system_producer",
    }
    [shared] = [s for s in held["ledgerlens", "PW.4.4"].shares if s.name == "Millrace Software"]
    assert (shared.kind, shared.means) == ("shared", ("Acceptance protocol",))


def test_22_without_the_other_graphs_less_is_known(graph: KnowledgeGraph) -> None:
    found = responsibility(MILLRACE, graph.crosswalk, DAY)
    model = [one for one in found.elements if one.asset == heron("heron-7b")]
    assert {one.ownership for one in model} == {Ownership.HANDED_OVER}
    assert {one.supply for one in found.supplied} == {Supply.NO_GRAPH}


def test_23_what_to_ask_a_supplier_for(graph: KnowledgeGraph) -> None:
    found = responsibility(MILLRACE, graph.crosswalk, DAY, suppliers=[HERON]).supplied
    assert {one.element.ref.local: str(one.supply) for one in found} == ASKED_OF_HERON


def test_24_what_a_lapsed_attestation_takes_with_it(graph: KnowledgeGraph) -> None:
    later = responsibility(MILLRACE, graph.crosswalk, LATER, suppliers=[HERON]).supplied
    lapsed = [one for one in later if one.supply is Supply.LAPSED]
    assert [one.element.ref.local for one in lapsed] == ["PS.1.1"]
    assert lapsed[0].statements == (millrace("PS.1.1"),)
    # Asked ahead of time, from the supplier's piece of evidence.
    ahead = impact(
        MILLRACE, graph.crosswalk, DAY, evidence=heron("weight-review"), suppliers=[HERON]
    ).together
    [one] = ahead.supplies
    assert (one.before.supply, one.after.supply) == (Supply.SHOWN, Supply.LAPSED)
    assert {s.graph for s in ahead.statements} == {heron("graph")}
    assert ahead.elements == ()


def test_24_the_acquirer_sees_what_its_supplier_no_longer_shows(graph: KnowledgeGraph) -> None:
    # PS.1.1 of Millrace rests on the platform's audit; PO.5.3 was never done.
    for day, expected in ((DAY, Supply.SHOWN), (LATER, Supply.LAPSED)):
        found = responsibility(FERNWICK, graph.crosswalk, day, suppliers=[MILLRACE]).supplied
        by_task = {one.element.ref.local: one.supply for one in found}
        assert by_task["PS.1.1"] is expected
        assert by_task["PO.5.3"] is Supply.NOT_DONE
        # Shared by way of the whole practice RV.1, but nobody has stated RV.1.2.
        assert by_task["RV.1.2"] is Supply.NOT_STATED
    # The county's own six statements rest on the attestation, which has ended too.
    lost = impact(FERNWICK, graph.crosswalk, DAY, expires_before=LATER).together
    assert {s.before.implementation.task.local for s in lost.sole} == ON_THE_ATTESTATION


# --- Attestation and planning (questions 25 to 28)


def test_25_whether_item_2_of_the_form_can_be_signed(graph: KnowledgeGraph) -> None:
    found = attestation(HERON, graph.crosswalk, "cisa-form-1.0", DAY)
    items = {item.element.ref.local: item for item in found.items}
    assert len(items["2"].tasks) == BEHIND_ITEM_2
    assert locals_of(items["2"].blockers) == BLOCKERS_OF_ITEM_2
    ready = {name for name, item in items.items() if item.readiness is Readiness.READY}
    assert ready == READY_ITEMS
    assert [p.implementation.task.local for p in found.plans] == PLANS


def test_26_what_backs_what_can_not_be_attested(graph: KnowledgeGraph) -> None:
    found = attestation(MILLRACE, graph.crosswalk, "sp800-218a", DAY)
    states = {item.element.ref.local: item.readiness for item in found.items}
    assert states["PO.5.3"] is Readiness.WITH_ACCEPTANCE
    assert [a.valid_until for a in found.acceptances] == [ACCEPTED_UNTIL]
    later = attestation(MILLRACE, graph.crosswalk, "sp800-218a", LATER)
    assert later.acceptances == ()
    assert {i.element.ref.local: i.readiness for i in later.items}["PO.5.3"] is Readiness.BLOCKED


def test_27_what_was_shown_on_an_earlier_day(graph: KnowledgeGraph) -> None:
    # On 20 October the report of the jailbreak was out, and the retest was still to come.
    found = coverage(HERON, graph.crosswalk, "sp800-218a", dt.date(2026, 10, 20))
    then = found.of(ref("sp800-218a:PW.8.2"))
    assert then is not None
    assert (then.coverage, then.ground) == ("partial", "contradicted")


def test_28_what_to_do_next(graph: KnowledgeGraph) -> None:
    found = next_steps(HERON, graph.crosswalk, LATER)
    assert [(s.action, *(t.ref.local for t in s.tasks)) for s in found.steps] == STEPS
    assert [s.evidence.iri for s in found.steps if s.evidence] == [
        heron("toolchain-audit"),
        heron("weight-review"),
    ]
    assert [len(s.lifts) for s in found.steps] == [1, 1, 1, 1, 1]
    # 22 full and one that does not apply on the first day; two claims less on the later one.
    assert found.open_tasks == 48 - 22 - 1 + 2


def test_28_one_renewal_may_close_several_gaps(graph: KnowledgeGraph) -> None:
    # Millrace's audit of the platform backs four High tasks alone.
    first = next_steps(MILLRACE, graph.crosswalk, LATER, 1).steps[0]
    assert [t.ref.local for t in first.tasks] == ["PO.3.1", "PO.3.2", "PO.5.1", "PS.1.1"]
    assert (first.closed["high"], first.gained) == (4, 12)
