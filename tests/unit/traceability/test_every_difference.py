"""An impact is the difference that evidence makes: for every asset, in every answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_invariants import DAYS, EVIDENCE, MODEL, TASKS, graphs, quick
from test_suppliers import OTHERS, THEIRS, left
from trace_harness import DAY, ROOT, claim, ref, view, with_mappings

from crosstrace import documents
from crosstrace.bootstrap import KnowledgeGraph
from crosstrace.crosswalk import Crosswalk
from crosstrace.errors import NotFound
from crosstrace.traceability import (
    ImplementationView,
    Loss,
    Supply,
    attestation,
    coverage,
    impact,
    responsibility,
)
from crosstrace.traceability.reach import parts_of
from crosstrace.traceability.view import Allocation, Asset, Party

BASE = "https://example.org/base"
US, THEM = "https://example.org/us", "https://example.org/them"
EDITIONS = ("sp800-218a", "ssdf-1.1", "csf-2.0")
FORM = "cisa-form-1.0"
DONE = "; ct:evidence :fresh"
ELEMENTS = [*TASKS, ref("sp800-218a:PO.1"), ref("sp800-218a:PO.1.1.R1"), ref("csf-2.0:GV.OC-01")]
KINDS = ["performs", "inherits", "shared", "customer_provided", None]


@st.composite
def held(draw: st.DrawFn, iri: str, creator: str) -> ImplementationView:
    """A graph that states something for two assets, and leaves something to others."""
    found = draw(graphs())
    of_either = tuple(
        replace(one, iri=f"{iri}/{one.iri}", asset=draw(st.sampled_from([MODEL, BASE])))
        for one in found.implementations
    )
    allocations = tuple(
        Allocation(
            f"{iri}/a{number}",
            draw(st.sampled_from(ELEMENTS)),
            draw(st.sampled_from([MODEL, BASE])),
            (draw(st.sampled_from([US, THEM])),),
            draw(st.sampled_from(KINDS)),
        )
        for number in range(draw(st.integers(0, 3)))
    )
    return replace(
        found,
        iri=iri,
        creators=(creator,),
        subject=draw(st.sampled_from([MODEL, BASE])),
        assets={one: Asset(one, "ai_model") for one in (MODEL, BASE)},
        parties={one: Party(one, "organization") for one in (US, THEM)},
        implementations=of_either,
        allocations=allocations,
    )


OURS = held("urn:ours", US)
SUPPLIERS = st.lists(
    st.sampled_from(["urn:one", "urn:two"]), unique=True, min_size=1, max_size=2
).flatmap(lambda names: st.tuples(*(held(name, THEM) for name in names)))


@pytest.fixture(scope="module")
def crosswalk(graph: KnowledgeGraph) -> Crosswalk:
    return with_mappings(
        graph.crosswalk,
        "sp800-218a:PO.1.1 superset_of csf-2.0:GV.OC-01",
        "ssdf-1.1:PO.1.3 equal csf-2.0:GV.OC-01",
    )


def agrees(
    told: Loss,
    crosswalk: Crosswalk,
    day: dt.date,
    before: Sequence[ImplementationView],
    after: Sequence[ImplementationView],
) -> None:
    """That what is told is the difference between the graphs, the asker's first."""
    ours, lessened = before[0], after[0]
    lost = set()
    for asset in ours.assets:
        for edition in EDITIONS:
            one, two = (coverage(g, crosswalk, edition, day, asset=asset) for g in (ours, lessened))
            lost |= {
                (asset, b.element.ref, b.coverage, a.coverage)
                for b, a in zip(one.elements, two.elements, strict=True)
                if b.coverage is not a.coverage
            }
    assert lost == {
        (e.asset, e.before.element.ref, e.before.coverage, e.after.coverage)
        for e in told.elements
        if e.before.element.ref.edition in EDITIONS
    }
    items = set()
    for asset in ours.assets:
        one, two = (attestation(g, crosswalk, FORM, day, asset=asset) for g in (ours, lessened))
        items |= {
            (asset, b.element.ref, b.readiness, a.readiness)
            for b, a in zip(one.items, two.items, strict=True)
            if b.readiness is not a.readiness
        }
    assert items == {
        (i.asset, i.before.element.ref, i.before.readiness, i.after.readiness) for i in told.items
    }
    less = {(asset, element) for asset, element, *_ in lost}
    assert {a.iri for a in told.allocations} == {
        a.iri
        for a in ours.allocations
        if any((a.asset, part) in less for part in parts_of(crosswalk, "sp800-218a", a.element))
    }
    shown = [
        responsibility(g[0], crosswalk, day, suppliers=g[1:]).supplied for g in (before, after)
    ]
    first, second = (
        {(s.allocation, s.element.ref, s.party): s.supply for s in some} for some in shown
    )
    assert {key for key in first if first[key] is not second[key]} == {
        (s.before.allocation, s.before.element.ref, s.before.party) for s in told.supplies
    }


def naming(graphs: Sequence[ImplementationView], gone: Sequence[Collection[str]]) -> set[str]:
    return {
        one.iri
        for graph, names in zip(graphs, gone, strict=True)
        for one in graph.implementations
        if set(names) & set(one.evidence)
    }


@quick
@given(ours=OURS, suppliers=SUPPLIERS, lost=st.sampled_from(EVIDENCE), day=DAYS)
def test_lost_evidence(
    crosswalk: Crosswalk,
    ours: ImplementationView,
    suppliers: tuple[ImplementationView, ...],
    lost: str,
    day: dt.date,
) -> None:
    every = (ours, *suppliers)
    if not any(lost in graph.evidence for graph in every):
        with pytest.raises(NotFound):
            impact(ours, crosswalk, day, evidence=lost, suppliers=suppliers)
        return
    told = impact(ours, crosswalk, day, evidence=lost, suppliers=suppliers).together
    agrees(told, crosswalk, day, every, [graph.without({lost}) for graph in every])
    gone = [{lost}] * len(every)
    assert {one.before.implementation.iri for one in told.statements} == naming(every, gone)


@quick
@given(ours=OURS, suppliers=SUPPLIERS, day=DAYS, before=DAYS)
def test_expiring_evidence_by_each_graphs_own_word(
    crosswalk: Crosswalk,
    ours: ImplementationView,
    suppliers: tuple[ImplementationView, ...],
    day: dt.date,
    before: dt.date,
) -> None:
    every = (ours, *suppliers)
    told = impact(ours, crosswalk, day, expires_before=before, suppliers=suppliers).together
    gone = [
        {
            one.iri
            for one in graph.evidence.values()
            if one.issued and one.valid_until and one.issued <= day <= one.valid_until < before
        }
        for graph in every
    ]
    lessened = [graph.without(names) for graph, names in zip(every, gone, strict=True)]
    agrees(told, crosswalk, day, every, lessened)
    assert {one.before.implementation.iri for one in told.statements} == naming(every, gone)


@quick
@given(ours=OURS, suppliers=SUPPLIERS, day=DAYS, before=DAYS)
def test_the_order_in_which_suppliers_are_named_changes_nothing(
    crosswalk: Crosswalk,
    ours: ImplementationView,
    suppliers: tuple[ImplementationView, ...],
    day: dt.date,
    before: dt.date,
) -> None:
    one, two = (
        documents.responsibility(responsibility(ours, crosswalk, day, suppliers=some))
        for some in (suppliers, suppliers[::-1])
    )
    assert one == two
    one, two = (
        documents.impact(impact(ours, crosswalk, day, expires_before=before, suppliers=some))
        for some in (suppliers, suppliers[::-1])
    )
    assert one == two


# --- Each by hand


def supplier(turtle: str, root: str = THEIRS) -> ImplementationView:
    return view(turtle.replace("Party :us", "Party :them").replace("To :model", "To :base"), root)


LEFT = OTHERS + left("one", "PS.1.1", "base", "them", "Inherits")
ELSEWHERE = THEIRS.replace("ct:subject :base", "ct:subject :model")
"""The supplier's graph is of another asset, and states something of this one too."""
UNTIL = "ct:validUntil '2026-12-01'^^xsd:date"
FRESH = "https://example.org/fresh"


def test_a_suppliers_statement_on_another_asset_is_lost_too(graph: KnowledgeGraph) -> None:
    theirs = supplier(claim("PS.1.1", "Implemented", DONE), ELSEWHERE)
    found = impact(view(LEFT), graph.crosswalk, DAY, evidence=FRESH, suppliers=[theirs]).together
    assert [(s.before.supply, s.after.supply) for s in found.supplies] == [
        (Supply.SHOWN, Supply.LAPSED)
    ]
    assert [one.sole for one in found.statements] == [True]


def test_what_is_stated_for_another_asset_is_covered_less(graph: KnowledgeGraph) -> None:
    ours = view(OTHERS + claim("PO.2.3", "Implemented", DONE).replace("To :model", "To :base"))
    found = impact(ours, graph.crosswalk, DAY, evidence=FRESH)
    assert {one.asset for one in found.together.elements} == {BASE}
    [told] = documents.impact(found)["losses"]
    assert {e["asset"] for e in (*told["elements"], *told["statements"])} == {BASE}


def test_evidence_that_another_graph_holds_valid_longer_expires_all_the_same(
    graph: KnowledgeGraph,
) -> None:
    theirs = supplier(claim("PS.1.1", "Implemented", DONE) + f":fresh {UNTIL} .")
    longer = ROOT.replace("2026-12-31", "2029-12-31")
    ours = view(LEFT + claim("PO.2.3", "Implemented", DONE), longer)
    found = impact(
        ours, graph.crosswalk, DAY, expires_before=dt.date(2027, 1, 1), suppliers=[theirs]
    )
    assert [s.after.supply for s in found.together.supplies] == [Supply.LAPSED]
    # By our own word it still counts for us.
    assert [s.graph for s in found.together.statements] == [theirs.iri]
    assert found.losses[0].evidence[0].valid_until == dt.date(2026, 12, 1)


def test_evidence_is_found_by_the_digest_that_any_graph_gives(graph: KnowledgeGraph) -> None:
    digest = ":fresh ct:digest [ ct:algorithm 'sha256' ; ct:value 'ab12' ] ."
    theirs = supplier(claim("PS.1.1", "Implemented", DONE) + digest)
    found = impact(view(LEFT), graph.crosswalk, DAY, evidence="AB12", suppliers=[theirs])
    assert len(found.together.supplies) == 1


@pytest.mark.parametrize("element", ["PO.2.3", "PO.2"])
def test_an_allocation_on_a_practice_is_one_on_its_tasks(
    graph: KnowledgeGraph, element: str
) -> None:
    ours = claim("PO.2.3", "Implemented", DONE) + left("mine", element, "model", "us", "Performs")
    other = left("other", element, "base", "us", "Performs")
    found = impact(view(OTHERS + ours + other), graph.crosswalk, DAY, evidence=FRESH).together
    assert [a.iri for a in found.allocations] == ["https://example.org/mine"]


def test_of_a_suppliers_graphs_that_counts_which_states_something(graph: KnowledgeGraph) -> None:
    empty = supplier("", ELSEWHERE.replace(":their-graph", ":a-graph"))
    shows = supplier(claim("PS.1.1", "Implemented", DONE))
    for some in ([empty, shows], [shows, empty]):
        [found] = responsibility(view(LEFT), graph.crosswalk, DAY, suppliers=some).supplied
        assert (found.supply, found.supplier) == (Supply.SHOWN, shows.iri)


def test_of_a_suppliers_statements_the_least_counts(graph: KnowledgeGraph) -> None:
    less = supplier(claim("PS.1.1", "Planned"), THEIRS.replace(":their-graph", ":less"))
    shows = supplier(claim("PS.1.1", "Implemented", DONE) + claim("PO.1.1", "Implemented", DONE))
    for some in ([less, shows], [shows, less]):
        [found] = responsibility(view(LEFT), graph.crosswalk, DAY, suppliers=some).supplied
        assert (found.supply, found.supplier) == (Supply.NOT_DONE, less.iri)
