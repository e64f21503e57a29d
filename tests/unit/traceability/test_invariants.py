"""What must hold of coverage whatever a graph states and whatever is mapped."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from trace_harness import ref, view, with_mappings

from crosstrace.bootstrap import KnowledgeGraph
from crosstrace.crosswalk import Crosswalk
from crosstrace.traceability import Coverage, ImplementationView, coverage
from crosstrace.traceability.view import Assessment, Evidence, Implementation

TASKS = [ref(f"sp800-218a:{local}") for local in ("PO.1.1", "PO.1.3", "PS.1.2", "PW.2.1")]
EVIDENCE = [f"urn:e{number}" for number in range(4)]
EDITIONS = ("sp800-218a", "ssdf-1.1", "ssdf-1.2-ipd", "csf-2.0", "ai-rmf-1.0")
LEADS_ONLY = ("ai-rmf-1.0", "csf-1.1", "owasp-llm-1.1", "cisa-form-1.0", "sp800-53r5")
DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31))
MODEL = "https://example.org/model"
quick = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@st.composite
def graphs(draw: st.DrawFn) -> ImplementationView:
    statuses = ["implemented", "partial", "planned", "alternative", "not_applicable", None]
    names = [f"urn:i{number}" for number in range(5)]
    implementations = tuple(
        Implementation(
            iri=name,
            task=draw(st.sampled_from(TASKS)),
            asset=MODEL,
            status=draw(st.sampled_from(statuses)),
            evidence=tuple(draw(st.lists(st.sampled_from(EVIDENCE), unique=True, max_size=3))),
            rationale=draw(st.sampled_from([None, "Because"])),
        )
        for name in names[: draw(st.integers(0, 5))]
    )
    against = st.lists(st.sampled_from(names), unique=True, max_size=1)
    evidence = {
        iri: Evidence(
            iri,
            issued=draw(DAYS),
            valid_until=draw(st.none() | DAYS),
            contradicts=tuple(draw(against)),
        )
        for iri in EVIDENCE[: draw(st.integers(0, 4))]
    }
    assessments = tuple(
        Assessment(f"urn:t{n}", tuple(draw(against)), outcome, draw(DAYS))
        for n, outcome in enumerate(["passed", "failed"][: draw(st.integers(0, 2))])
    )
    return replace(
        view(), implementations=implementations, evidence=evidence, assessments=assessments
    )


@pytest.fixture(scope="module")
def crosswalk(graph: KnowledgeGraph) -> Crosswalk:
    return with_mappings(
        graph.crosswalk,
        "sp800-218a:PO.1.1 superset_of csf-2.0:GV.OC-01",
        "ssdf-1.1:PO.1.3 equal csf-2.0:GV.OC-02",
        "sp800-218a:PS.1.2 intersects_with csf-2.0:GV.OC-03",
        "ssdf-1.1:PO.1.1 subset_of csf-2.0:GV.OC-03",
    )


def tokens(
    found: ImplementationView, crosswalk: Crosswalk, edition: str, day: dt.date
) -> dict[str, Coverage]:
    return {
        str(e.element.ref): e.coverage for e in coverage(found, crosswalk, edition, day).elements
    }


@quick
@given(graph=graphs(), lost=st.sets(st.sampled_from(EVIDENCE)), day=DAYS)
def test_dropping_evidence_never_raises_coverage(
    crosswalk: Crosswalk, graph: ImplementationView, lost: set[str], day: dt.date
) -> None:
    for edition in EDITIONS:
        before = tokens(graph, crosswalk, edition, day)
        after = tokens(graph.without(lost), crosswalk, edition, day)
        assert all(after[element].rank <= before[element].rank for element in before)


@quick
@given(graph=graphs(), days=st.tuples(DAYS, DAYS, DAYS))
def test_time_alone_brings_no_evidence_back(
    crosswalk: Crosswalk, graph: ImplementationView, days: tuple[dt.date, dt.date, dt.date]
) -> None:
    # With all evidence issued before and nothing contradicted, coverage only falls.
    issued = {
        iri: replace(e, issued=dt.date(2025, 1, 1), contradicts=())
        for iri, e in graph.evidence.items()
    }
    aging = replace(graph, evidence=issued, assessments=())
    found = [tokens(aging, crosswalk, "ssdf-1.1", day) for day in sorted(days)]
    for earlier, later in pairwise(found):
        assert all(later[element].rank <= earlier[element].rank for element in earlier)


@quick
@given(graph=graphs(), day=DAYS)
def test_leads_never_cover(graph: ImplementationView, day: dt.date, crosswalk: Crosswalk) -> None:
    for edition in LEADS_ONLY:
        assert set(tokens(graph, crosswalk, edition, day).values()) == {Coverage.UNKNOWN}


@quick
@given(graph=graphs(), day=DAYS, order=st.randoms(use_true_random=False))
def test_the_order_of_statements_changes_nothing(
    crosswalk: Crosswalk, graph: ImplementationView, day: dt.date, order: object
) -> None:
    shuffled = list(graph.implementations)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    again = replace(
        graph,
        implementations=tuple(shuffled),
        evidence=dict(reversed(graph.evidence.items())),
        assessments=graph.assessments[::-1],
    )
    for edition in EDITIONS:
        assert coverage(graph, crosswalk, edition, day) == coverage(again, crosswalk, edition, day)
