"""Derived mappings in their own graph: what is kept, its provenance, and when it goes."""

from __future__ import annotations

import datetime as dt

import pyoxigraph as ox
import pytest
from networks import crosswalk, row

from crosstrace.crosswalk import derived_graph, materialise, refresh
from crosstrace.crosswalk.materialise import digest
from crosstrace.resources import SHAPES
from crosstrace.store import GraphStore
from crosstrace.validation import engine_named
from crosstrace.validation.shapes import read_shapes
from crosstrace.vocab import CT, PROV, RDF

NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
GRAPH = derived_graph("a", "c")
ROWS = [row("a:1 < b:1", strength=8), row("b:1 < c:1", strength=6)]


@pytest.fixture
def store() -> GraphStore:
    return GraphStore.in_memory()


def values(store: GraphStore, subject: str, predicate: str) -> list[str]:
    quads = store.graph(GRAPH)
    return sorted(
        q.object.value
        for q in quads
        if str(q.subject) == f"<{subject}>" and q.predicate.value == predicate
    )


def path_of(store: GraphStore, mapping: str) -> list[str]:
    said = {(str(q.subject), q.predicate.value): q.object for q in store.graph(GRAPH)}
    node, found = said[f"<{mapping}>", CT + "path"], []
    while node != ox.NamedNode(RDF + "nil"):
        found.append(said[str(node), RDF + "first"].value)
        node = said[str(node), RDF + "rest"]
    return found


def test_a_conclusion_is_kept_with_its_rule_path_and_origin(store: GraphStore) -> None:
    assert materialise(crosswalk(*ROWS), store, "a", "c", max_hops=3, at=NOW) == 1
    mapping = f"{GRAPH}/1..1"
    assert values(store, mapping, CT + "possibleRelation") == [CT + "subsetOf"]
    assert values(store, mapping, CT + "derivationStatus") == [CT + "Conclusive"]
    assert values(store, mapping, CT + "rule") == ["RCC5:<∘<"]
    assert values(store, mapping, CT + "strength") == ["6"]
    assert path_of(store, mapping) == [r.iri for r in ROWS]
    assert values(store, mapping, PROV + "wasDerivedFrom") == sorted(r.iri for r in ROWS)
    used = values(store, f"{GRAPH}#derivation", PROV + "used")
    assert [iri.rsplit("/", 1)[1] for iri in used] == sorted(r.mapping_set for r in ROWS)
    assert values(store, f"{GRAPH}#derivation", PROV + "endedAtTime") == ["2026-11-24T12:00:00Z"]


def test_what_is_kept_keeps_the_house_style(store: GraphStore) -> None:
    rows = [
        *ROWS,
        row("a:2 > b:2"),
        row("b:2 < c:2"),
        row("c:3 = a:3"),
        row("a:4 o b:4", strength=3),
    ]
    materialise(crosswalk(*rows, row("b:4 > c:4")), store, "a", "c", max_hops=3, at=NOW)
    shapes = read_shapes((SHAPES / "house-style" / "derived-mapping.ttl").read_bytes())
    data = ox.serialize((q.triple for q in store.graph(GRAPH)), format=ox.RdfFormat.N_TRIPLES)
    assert data is not None
    assert data.count(b"DerivedMapping>") == 4
    assert engine_named("shifty").run(shapes, data) == ()


def test_leads_unknowns_and_what_is_published_are_not_kept(store: GraphStore) -> None:
    network = crosswalk(
        row("a:1 ~ b:1"), row("b:1 ~ c:1"), row("a:2 < b:2"), row("b:2 > c:2"), row("a:3 = c:3")
    )
    assert materialise(network, store, "a", "c", max_hops=3, at=NOW) == 0
    assert store.graph_names() == []


def test_paths_that_only_together_say_it_are_all_kept(store: GraphStore) -> None:
    rows = [row("a:1 > b:1"), row("b:1 < c:1"), row("a:1 < d:1"), row("d:1 o c:1")]
    materialise(crosswalk(*rows), store, "a", "c", max_hops=3, at=NOW)
    origins = values(store, f"{GRAPH}/1..1", PROV + "wasDerivedFrom")
    assert origins == sorted(r.iri for r in rows)


def test_it_is_computed_anew_when_a_mapping_changes_and_only_then(store: GraphStore) -> None:
    materialise(crosswalk(*ROWS), store, "a", "c", max_hops=3, at=NOW)
    assert refresh(crosswalk(*ROWS), store, NOW) == []
    changed = [ROWS[0], row("b:1 = c:1")]
    assert refresh(crosswalk(*changed), store, NOW) == [GRAPH]
    assert values(store, f"{GRAPH}/1..1", CT + "rule") == ["RCC5:<∘="]
    assert refresh(crosswalk(*changed), store, NOW) == []


def test_it_goes_when_a_set_it_rests_on_is_withdrawn(store: GraphStore) -> None:
    materialise(crosswalk(*ROWS), store, "a", "c", max_hops=3, at=NOW)
    assert refresh(crosswalk(ROWS[0], row("c:1 ~ d:1")), store, NOW) == [GRAPH]
    assert store.graph_names() == []


def test_it_goes_when_its_edition_does(store: GraphStore) -> None:
    materialise(crosswalk(*ROWS), store, "a", "c", max_hops=3, at=NOW)
    assert refresh(crosswalk(ROWS[0]), store, NOW) == [GRAPH]
    assert store.graph_names() == []


def test_the_digest_does_not_depend_on_the_order() -> None:
    assert digest(crosswalk(*ROWS).links) == digest(crosswalk(*reversed(ROWS)).links)
    assert digest(crosswalk(*ROWS).links) != digest(crosswalk(ROWS[0]).links)
