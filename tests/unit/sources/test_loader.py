"""Seeding a store: the manifest is obeyed, and a durable store is brought up to date."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from crosstrace import resources
from crosstrace.bootstrap import KnowledgeGraph, known_elements, open_graph
from crosstrace.errors import BrokenData, StoreUnavailable
from crosstrace.sources.loader import lay_over, seed
from crosstrace.store import MEMORY, GraphStore
from crosstrace.validation import read_known
from crosstrace.vocab import CT, IMPORT_GRAPHS, MANIFEST_GRAPH, RDF, SKOS

PO_1_1 = ox.NamedNode("https://w3id.org/crosstrace/id/ssdf-1.1/PO.1.1")


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    for name in ("data", "ontology"):
        shutil.copytree(resources.ROOT / name, tmp_path / name)
    return tmp_path


def test_a_changed_file_is_refused(bundle: Path) -> None:
    file = bundle / "data" / "errata.ttl"
    file.write_text(file.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    with pytest.raises(BrokenData, match=r"data/errata.ttl has SHA-256 .*the manifest says"):
        seed(GraphStore.in_memory(), bundle)


def test_a_wrong_count_is_refused(bundle: Path) -> None:
    manifest = bundle / "data" / "manifest.ttl"
    text = manifest.read_text(encoding="utf-8")
    start = text.index("ct:statements", text.index("data/errata.ttl"))
    number = text[start:].split(" ;")[0]
    manifest.write_text(text.replace(number, "ct:statements 1", 1), encoding="utf-8")
    with pytest.raises(BrokenData, match="the manifest says 1"):
        seed(GraphStore.in_memory(), bundle)


def test_a_missing_file_is_refused(bundle: Path) -> None:
    (bundle / "data" / "errata.ttl").unlink()
    with pytest.raises(BrokenData, match=r"errata.ttl is in the manifest but can't be read"):
        seed(GraphStore.in_memory(), bundle)


def test_a_seeded_store_is_left_as_it_is(tmp_path: Path) -> None:
    first = open_graph(str(tmp_path / "store"))
    size = len(first.store)
    del first
    again = open_graph(str(tmp_path / "store"))
    assert len(again.store) == size


def earlier_manifest(graph: ox.NamedNode) -> list[ox.Quad]:
    file, name = ox.NamedNode(f"{MANIFEST_GRAPH}#earlier"), ox.NamedNode(MANIFEST_GRAPH)
    said = {
        RDF + "type": ox.NamedNode(CT + "SourceFile"),
        CT + "filePath": ox.Literal("data/frameworks/retired.ttl"),
        CT + "graph": graph,
        CT + "sha256": ox.Literal("0" * 64),
        CT + "statements": ox.Literal(1),
    }
    return [ox.Quad(file, ox.NamedNode(p), value, name) for p, value in said.items()]


def test_a_store_of_another_version_gets_the_new_graph_and_keeps_imports() -> None:
    store = GraphStore.in_memory()
    seed(store)
    size = len(store)
    kept = ox.NamedNode(IMPORT_GRAPHS + "own")
    stale = ox.NamedNode("https://w3id.org/crosstrace/id/retired")
    quad = (PO_1_1, ox.NamedNode(SKOS + "note"), ox.Literal("x"))
    store.replace_graphs([ox.Quad(*quad, kept), ox.Quad(*quad, stale)], [])
    store.replace_graphs(earlier_manifest(stale), [MANIFEST_GRAPH])
    seed(store)
    assert len(store) == size + 1
    assert stale.value not in store.graph_names()
    assert kept.value in store.graph_names()


def test_imported_text_takes_the_place_of_the_decks() -> None:
    store = GraphStore.in_memory()
    seed(store)
    graph = ox.NamedNode(IMPORT_GRAPHS + "ssdf-1.1")
    quads = [
        ox.Quad(graph, ox.NamedNode(RDF + "type"), ox.NamedNode(CT + "WordingOverlay"), graph),
        ox.Quad(PO_1_1, ox.NamedNode(SKOS + "definition"), ox.Literal("Official."), graph),
        ox.Quad(PO_1_1, ox.NamedNode(CT + "textSource"), ox.NamedNode(CT + "PublisherText"), graph),
    ]
    for _ in range(2):
        lay_over(store, graph.value, quads)
        rows = store.select(
            f"SELECT ?text WHERE {{ <{PO_1_1.value}> <{SKOS}definition> ?text }}",
        )
        assert rows == [{"text": "Official."}]
        assert store.duplicates() == []


def test_a_store_in_use_is_said_to_be(tmp_path: Path) -> None:
    opened = GraphStore.open(tmp_path)
    with pytest.raises(StoreUnavailable, match="another process may be using it"):
        GraphStore.open(tmp_path)
    assert len(opened) == 0


def test_the_known_elements_are_the_same_however_they_are_read(
    graph: KnowledgeGraph, tmp_path: Path
) -> None:
    whole = read_known(graph.store)
    assert known_elements(MEMORY) == whole
    assert known_elements(str(tmp_path / "store")) == whole
