"""What a step promises is what editing the graph brings."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from test_invariants import DAYS, MODEL, TASKS, graphs, quick
from trace_harness import DAY, claim, view

from crosstrace import documents
from crosstrace.bootstrap import KnowledgeGraph
from crosstrace.traceability import (
    Action,
    ImplementationView,
    Step,
    TaskStanding,
    explain,
    explain_plans,
    next_steps,
    standings,
)
from crosstrace.traceability.view import Evidence, Implementation

GIVEN = Evidence("urn:given", issued=dt.date(2020, 1, 1))


def edited(graph: ImplementationView, step: Step, day: dt.date) -> ImplementationView:
    """The graph as a person would leave it who does what the step says, and no more."""
    if step.evidence is not None:
        old = graph.evidence[step.evidence.iri]
        evidence = {**graph.evidence, old.iri: replace(old, valid_until=None)}
        return replace(graph, evidence=evidence)
    [task] = step.tasks
    stated = standings(graph, day).get(task.ref, TaskStanding(task.ref)).standings
    graph = replace(graph, evidence={**graph.evidence, GIVEN.iri: GIVEN})
    if not stated:
        new = Implementation(
            f"urn:{task.ref}", task.ref, MODEL, "implemented", evidence=("urn:given",)
        )
        return replace(graph, implementations=(*graph.implementations, new))
    return _mended(graph, step.action, stated[0].implementation, bool(stated[0].current))


def _mended(
    graph: ImplementationView, action: Action, old: Implementation, shown: bool
) -> ImplementationView:
    new = old
    if action is Action.ANSWER_OBJECTION:
        contrary = [
            e
            for e in old.evidence
            if e in graph.evidence and old.iri in graph.evidence[e].contradicts
        ]
        new = replace(old, evidence=tuple(e for e in old.evidence if e not in contrary))
        graph = _refuted(graph, old.iri)
    elif action is Action.GIVE_RATIONALE:
        new = replace(old, rationale="Because")
    else:
        evidence = old.evidence if shown else (*old.evidence, GIVEN.iri)
        status = old.status if action is Action.GIVE_EVIDENCE else "implemented"
        new = replace(old, evidence=evidence, status=status)
    return replace(
        graph, implementations=tuple(new if one == old else one for one in graph.implementations)
    )


def _refuted(graph: ImplementationView, against: str) -> ImplementationView:
    def rest(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(one for one in names if one != against)

    evidence = {
        iri: replace(one, contradicts=rest(one.contradicts)) for iri, one in graph.evidence.items()
    }
    assessments = tuple(replace(one, of=rest(one.of)) for one in graph.assessments)
    return replace(graph, evidence=evidence, assessments=assessments)


def told(found: TaskStanding) -> tuple[object, ...]:
    return found.task, found.coverage, found.ground, found.applicable


@quick
@given(found=graphs(), day=DAYS)
def test_each_step_leads_where_it_says(
    graph: KnowledgeGraph, found: ImplementationView, day: dt.date
) -> None:
    # All other tasks are settled, so that the steps are about those that were drawn.
    others = tuple(
        Implementation(f"urn:{e.ref}", e.ref, MODEL, "not_applicable", rationale="No")
        for e in graph.catalog.of_edition("sp800-218a")
        if e.kind == "task" and e.ref not in TASKS
    )
    # Nothing ends before it was issued, which the shapes forbid.
    evidence = {
        iri: replace(e, valid_until=e.valid_until and e.issued and max(e.valid_until, e.issued))
        for iri, e in found.evidence.items()
    }
    found = replace(found, implementations=(*found.implementations, *others), evidence=evidence)
    plan = next_steps(found, graph.crosswalk, day, 40)
    for step in plan.steps:
        before = standings(found, day)
        assert list(map(told, step.standings)) == [
            told(before.get(task.ref, TaskStanding(task.ref))) for task in step.tasks
        ]
        found = edited(found, step, day)
        after = standings(found, day)
        assert list(map(told, step.after)) == [told(after[task.ref]) for task in step.tasks]
        closed = [one for one in step.after if not one.applicable or one.coverage == "full"]
        assert sum(step.closed.values()) == len(closed)
    # Those steps were all there are: nothing is left open.
    assert next_steps(found, graph.crosswalk, day).steps == ()
    assert sum(sum(step.closed.values()) for step in plan.steps) == plan.open_tasks


def test_items_that_are_undecided_are_named_though_no_step_is_needed(graph: KnowledgeGraph) -> None:
    plan = next_steps(
        settled(graph, claim("PO.3.1", "Implemented", "; ct:evidence :fresh")), graph.crosswalk, DAY
    )
    assert explain_plans.plan_summary(plan) == (
        "On 2026-11-25 no task of sp800-218a is open. Items are still to be decided on in 1 task."
    )
    assert documents.next_steps(plan)["undecided"] == ["sp800-218a:PO.3.1"]


def settled(graph: KnowledgeGraph, turtle: str) -> ImplementationView:
    rest = "".join(
        claim(e.ref.local, "NotApplicable", "; ct:rationale 'No'")
        for e in graph.catalog.of_edition("sp800-218a")
        if e.kind == "task" and e.ref.local != "PO.3.1"
    )
    return view(turtle + rest)


AGAINST = " . :bad a ct:Evidence ; dcterms:issued '2026-05-01'^^xsd:date ; ct:contradicts :PO.3.1"


@pytest.mark.parametrize(
    ("status", "more", "steps"),
    [
        ("Partial", "; ct:evidence :stale", ["renew_evidence", "complete"]),
        ("Partial", "; ct:evidence :fresh", ["complete"]),
        ("Partial", "; ct:evidence :fresh" + AGAINST, ["answer_objection", "complete"]),
        ("Implemented", "; ct:evidence :stale" + AGAINST, ["renew_evidence", "answer_objection"]),
        ("Implemented", "; ct:evidence :fresh" + AGAINST, ["answer_objection"]),
        ("Planned", AGAINST.replace(" .", "; ct:statement 's' .", 1),
         ["carry_out_plan", "answer_objection"]),
        ("Alternative", "", ["give_evidence", "give_rationale"]),
    ],
)  # fmt: skip
def test_what_stays_open_is_another_step(
    graph: KnowledgeGraph, status: str, more: str, steps: list[str]
) -> None:
    plan = next_steps(settled(graph, claim("PO.3.1", status, more)), graph.crosswalk, DAY)
    assert [str(step.action) for step in plan.steps] == steps
    assert [dict(step.closed) for step in plan.steps[:-1]] == [{}] * (len(steps) - 1)
    assert dict(plan.steps[-1].closed) == {"high": 1}
    for step in plan.steps[:-1]:
        left = f"leaves sp800-218a:PO.3.1 {explain.words(step.after[0].ground)}"
        assert explain_plans.step_reason(step).startswith(f"Closes nothing by itself; {left}")
    assert "close 1" in explain_plans.plan_summary(plan) or len(steps) == 1
    [task] = documents.next_steps(plan)["steps"][-1]["tasks"]
    assert (task["after"], plan.open_tasks) == ("full", 1)
