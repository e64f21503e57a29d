"""Impact over more evidence than anyone reads: quick, exact, and bounded."""

from __future__ import annotations

import datetime as dt

import pytest
from trace_harness import DAY, claim, example, view

from crosstrace import traceability
from crosstrace.bootstrap import KnowledgeGraph
from crosstrace.errors import InvalidInput
from crosstrace.traceability import ImplementationView, Loss, losses


def many(pieces: int, task: str = "PO.1.1") -> ImplementationView:
    """A statement that names so many pieces of evidence."""
    names = [f":e{number}" for number in range(pieces)]
    described = "\n".join(
        f'{name} a ct:Evidence ; dcterms:issued "2026-01-01"^^xsd:date .' for name in names
    )
    return view(f"{described}\n{claim(task, 'Implemented', '; ct:evidence ' + ', '.join(names))}")


def told(found: Loss) -> tuple[object, ...]:
    elements = ((one.before, one.after) for one in found.elements)
    items = ((one.before, one.after) for one in found.items)
    return (
        [(before.element.ref, before.coverage, after.coverage) for before, after in elements],
        list(found.candidates),
        [(before.element.ref, before.readiness, after.readiness) for before, after in items],
        [(s.before.implementation.iri, s.after.coverage, s.sole) for s in found.statements],
    )


@pytest.mark.parametrize("name", ["model-producer", "system-producer", "acquirer"])
def test_what_changes_nothing_is_not_asked_anew_and_the_losses_are_the_same(
    graph: KnowledgeGraph, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = example(f"three-organizations/{name}")
    quick = traceability.impact(ours, graph.crosswalk, DAY)
    numbers = iter(range(10**9))
    monkeypatch.setattr(losses, "_stands", lambda _found: next(numbers))
    slow = traceability.impact(ours, graph.crosswalk, DAY)
    assert [told(one) for one in quick.losses] == [told(one) for one in slow.losses]
    assert told(quick.together) == told(slow.together)


def test_one_of_several_pieces_takes_nothing_away(graph: KnowledgeGraph) -> None:
    found = traceability.impact(many(3), graph.crosswalk, DAY)
    assert [len(one.elements) for one in found.losses] == [0, 0, 0]
    assert found.together.elements


def test_statements_that_repeat_a_task_are_too_much_to_try_as_well(graph: KnowledgeGraph) -> None:
    again = "".join(
        f":e{n} a ct:Evidence ; dcterms:issued '2026-01-01'^^xsd:date ; "
        f"ct:validUntil '2026-12-31'^^xsd:date . "
        + claim("PO.1.1", "Implemented", f"; ct:evidence :e{n}").replace(":PO.1.1 a", f":i{n} a", 1)
        for n in range(400)
    )
    for mine, theirs in ((view(again), []), (view(), [view(again)])):
        with pytest.raises(InvalidInput, match=r"400 pieces .* name one, or an earlier day"):
            traceability.impact(
                mine, graph.crosswalk, DAY, expires_before=dt.date(2027, 1, 1), suppliers=theirs
            )
        one = traceability.impact(
            mine, graph.crosswalk, DAY, evidence="https://example.org/e7", suppliers=theirs
        )
        assert len(one.together.statements) == 1


def test_too_many_pieces_are_refused_with_a_way_out(graph: KnowledgeGraph) -> None:
    ours = many(501)
    with pytest.raises(InvalidInput, match=r"501 pieces .* name one, or an earlier day"):
        traceability.impact(ours, graph.crosswalk, DAY)
    one = traceability.impact(ours, graph.crosswalk, DAY, evidence="https://example.org/e7")
    assert len(one.losses) == 1
    none = traceability.impact(ours, graph.crosswalk, DAY, expires_before=dt.date(2027, 1, 1))
    assert none.losses == ()
