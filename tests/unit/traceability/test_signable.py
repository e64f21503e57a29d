"""What blocks an attestation of the profile: whatever is open, by whatever statement."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_invariants import DAYS, MODEL, TASKS, graphs, quick
from trace_harness import DAY, claim, ref, view

from crosstrace import documents
from crosstrace.bootstrap import KnowledgeGraph
from crosstrace.traceability import (
    Attestation,
    ImplementationView,
    Judged,
    Readiness,
    attestation,
    explain_plans,
    gaps,
)
from crosstrace.traceability.view import Disposition, Evidence, Implementation, RiskAcceptance

PROFILE, FORM = "sp800-218a", "cisa-form-1.0"
DONE = "; ct:evidence :fresh"
FRESH = Evidence("urn:fresh", issued=dt.date(2025, 1, 1))
ITEM = "PO.1.1.R1"


def settled(graph: KnowledgeGraph) -> tuple[Implementation, ...]:
    """Every task but those of the generated graphs, done and decided in all its items."""
    return tuple(
        Implementation(
            f"urn:{task.ref}", task.ref, MODEL, "implemented", parties=("urn:us",),
            evidence=(FRESH.iri,),
            dispositions=tuple(
                Disposition(f"urn:{item}", item, "adopted")
                for item in graph.catalog.children.get(task.ref, ())
            ),
        )
        for task in graph.catalog.of_edition(PROFILE)
        if task.kind == "task" and task.ref not in TASKS
    )  # fmt: skip


@st.composite
def decided(draw: st.DrawFn, graph: KnowledgeGraph) -> ImplementationView:
    """Statements on a few tasks, each with some decisions, owners and acceptances."""
    found = draw(graphs())
    decisions = st.sampled_from(["adopted", "adapted", "omitted", "forgotten"])

    def dispositions(task: Implementation) -> tuple[Disposition, ...]:
        items = graph.catalog.children.get(task.task, ())
        return tuple(
            Disposition(f"urn:{n}", item, draw(decisions), draw(st.sampled_from([None, "So"])))
            for item in items
            for n in range(draw(st.integers(0, 2)))
        )

    stated = tuple(
        replace(
            one, parties=draw(st.sampled_from([(), ("urn:us",)])), dispositions=dispositions(one)
        )
        for one in found.implementations
    )
    accepted = draw(st.lists(st.sampled_from([one.iri for one in stated] or ["urn:i0"])))
    acceptance = RiskAcceptance("urn:ok", tuple(accepted), valid_until=dt.date(2030, 1, 1))
    return replace(
        found,
        implementations=(*stated, *settled(graph)),
        evidence={**found.evidence, FRESH.iri: FRESH},
        acceptances=(acceptance,),
    )


@quick
@given(data=st.data(), day=DAYS)
def test_ready_is_what_leaves_nothing_open(
    graph: KnowledgeGraph, data: st.DataObject, day: dt.date
) -> None:
    found = data.draw(decided(graph))
    ready = {
        item.element.ref: item.readiness
        for item in attestation(found, graph.crosswalk, PROFILE, day).items
    }
    still_open = {one.element.ref: one for one in gaps(found, graph.crosswalk, day).tasks}
    assert {ref for ref, one in ready.items() if one is Readiness.READY} == ready.keys() - (
        still_open.keys()
    )
    accepted = set(found.acceptances[0].accepts)
    for task, one in still_open.items():
        lacking = [
            s.implementation.iri
            for s in one.standing.standings
            if s.applicable and s.coverage != "full"
        ]
        unsettled = one.open_items or "no_owner" in one.gaps
        borne = bool(lacking) and accepted.issuperset(lacking) and not unsettled
        assert (ready[task] is Readiness.WITH_ACCEPTANCE) == borne


def asked(graph: KnowledgeGraph, turtle: str, edition: str = PROFILE) -> Attestation:
    rest = settled(graph)
    others = tuple(
        replace(rest[0], iri=f"urn:{t}", task=t, status="not_applicable", rationale="No")
        for t in TASKS
        if t != ref("sp800-218a:PO.1.1")
    )
    found = view(turtle)
    found = replace(
        found,
        implementations=(*found.implementations, *rest, *others),
        evidence={**found.evidence, FRESH.iri: FRESH},
    )
    return attestation(found, graph.crosswalk, edition, DAY)


def decision(item: str, more: str) -> str:
    return f"[ a ct:ItemDisposition ; ct:item sp800-218a:PO.1.1.{item} ; ct:decision ct:{more} ]"


@pytest.mark.parametrize(
    ("first", "open_items", "says"),
    [
        ("Adopted", [], None),
        ("Omitted ; ct:rationale 'Ours is small'", [], None),
        ("Forgotten", [ITEM], "Nothing is decided on PO.1.1.R1."),
        ("Adapted", [ITEM], "It is not said why PO.1.1.R1 should not be followed."),
        ("Adopted ] , [ ct:item sp800-218a:PO.1.1.R1 ; ct:decision ct:Omitted ; ct:rationale 'No'",
         [ITEM], "Nothing is decided on PO.1.1.R1."),
    ],
)  # fmt: skip
def test_undecided_items_block_the_profile_and_not_the_form(
    graph: KnowledgeGraph, first: str, open_items: list[str], says: str | None
) -> None:
    decided = f" ; ct:disposition {decision('R1', first)} , {decision('R2', 'Adopted')}"
    turtle = claim("PO.1.1", "Implemented", DONE + decided)
    found = asked(graph, turtle)
    assert found.readiness is (Readiness.BLOCKED if open_items else Readiness.READY)
    told = next(i for i in documents.attestation(found)["items"] if i["item"].endswith("PO.1.1"))
    [task] = told["tasks"]
    assert task["open_items"] == [f"sp800-218a:{item}" for item in open_items]
    assert task["blocked_by"] == says
    assert told["status"] == "asserted"
    assert asked(graph, turtle, FORM).readiness is Readiness.READY


def test_every_statement_that_lacks_something_has_to_be_accepted(graph: KnowledgeGraph) -> None:
    planned = claim("PO.1.1", "Planned") + claim("PO.1.1", "NotImplemented").replace(
        ":PO.1.1 a", ":twice a", 1
    )
    accepted = ":ok a ct:RiskAcceptance ; ct:accepts {} ; ct:validUntil '2027-01-01'^^xsd:date ."
    one = asked(graph, planned + accepted.format(":twice"), FORM)
    both = asked(graph, planned + accepted.format(":twice, :PO.1.1"), FORM)
    assert one.readiness is Readiness.BLOCKED
    assert both.readiness is Readiness.WITH_ACCEPTANCE
    assert [p.implementation.iri for p in both.plans] == ["https://example.org/PO.1.1"]


@pytest.mark.parametrize(
    ("judged", "says"),
    [
        (None, "Whether the graph conforms was not judged."),
        (
            Judged("draft", DAY, 0),
            "at the level draft, which asks for its structure alone, it conf",
        ),
        (Judged("submission", DAY, 0), "Judged as of 2026-11-25 at the level submission, it conf"),
        (Judged("submission", DAY, 1), "it does not conform, with 1 violation."),
    ],
)
def test_an_attestation_says_how_its_graph_was_judged(
    graph: KnowledgeGraph, judged: Judged | None, says: str
) -> None:
    found = attestation(view(), graph.crosswalk, PROFILE, DAY, judged=judged)
    assert says in explain_plans.attestation_summary(found)
    told = documents.attestation(found)["judged"]
    assert told == (
        judged
        and {
            "level": judged.level,
            "as_of": "2026-11-25",
            "conforms": judged.violations == 0,
            "violations": judged.violations,
        }
    )
