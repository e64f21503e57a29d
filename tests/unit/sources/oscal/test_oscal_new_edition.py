"""An OSCAL catalog as an edition of its own."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from crosstrace.bootstrap import KnowledgeGraph, open_seeded, read_graph
from crosstrace.errors import InvalidInput
from crosstrace.model import ElementRef
from crosstrace.resources import SHAPES
from crosstrace.sources.oscal import read_catalog
from crosstrace.sources.oscal.new_edition import new_edition
from crosstrace.sources.wording import import_oscal_edition
from crosstrace.store import GraphStore
from crosstrace.validation import engine_named
from crosstrace.validation.shapes import read_shapes

TODAY = dt.date(2026, 11, 24)
SMALL = Path(__file__).parent / "catalog.json"
CATALOG: dict[str, Any] = {
    "catalog": {
        "metadata": {"title": "Ours", "version": "3", "oscal-version": "1.1.2"},
        "groups": [
            {
                "id": "ac",
                "title": "Access",
                "controls": [
                    {
                        "id": "ac-2",
                        "title": "Accounts",
                        "props": [
                            {"name": "label", "value": "AC-02", "class": "other"},
                            {"name": "label", "value": "AC-2"},
                        ],
                        "parts": [{"name": "statement", "prose": "Accounts are managed."}],
                        "controls": [
                            {
                                "id": "ac-2.1",
                                "title": "Automation",
                                "props": [
                                    {"name": "label", "value": "AC-2(1)"},
                                    {"name": "status", "value": "withdrawn"},
                                ],
                            }
                        ],
                    }
                ],
            }
        ],
    }
}


def brought_in(store: GraphStore, body: bytes) -> KnowledgeGraph:
    held = read_graph(store).catalog
    import_oscal_edition(
        store, held, body, name="ours.json", slug="ours", publisher="https://example.org/",
        imported=TODAY,
    )  # fmt: skip
    return read_graph(store)


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    return brought_in(open_seeded("memory:"), json.dumps(CATALOG).encode())


def test_elements_have_the_publishers_identifiers_words_and_places(graph: KnowledgeGraph) -> None:
    elements = {e.ref.local: e for e in graph.catalog.of_edition("ours")}
    assert {local: e.kind for local, e in elements.items()} == {
        "ac": "group",
        "AC-2": "control",
        "AC-2(1)": "control",
    }
    account = elements["AC-2"]
    assert (account.label, account.text) == ("Accounts", "Accounts are managed.")
    assert not account.own_label
    assert account.parent == ElementRef("ours", "ac")
    assert elements["AC-2(1)"].change_note == "Withdrawn by its publisher."


def test_the_edition_says_whose_it_is_and_since_when(graph: KnowledgeGraph) -> None:
    edition = graph.catalog.editions["ours"]
    assert (edition.title, edition.version) == ("Ours", "3")
    assert (edition.publisher, edition.issued) == ("https://example.org/", "2026-11-24")


def test_a_new_edition_keeps_the_house_style(graph: KnowledgeGraph) -> None:
    shapes = read_shapes((SHAPES / "house-style" / "framework.ttl").read_bytes())
    data = ox.serialize({q.triple for q in graph.store.quads()}, format=ox.RdfFormat.N_TRIPLES)
    assert data is not None
    assert engine_named("shifty").run(shapes, data) == ()


def test_it_can_come_again_but_not_as_a_bundled_one(graph: KnowledgeGraph) -> None:
    again = json.loads(json.dumps(CATALOG))
    again["catalog"]["metadata"]["title"] = "Ours, mended"
    assert brought_in(graph.store, json.dumps(again).encode()).catalog.editions["ours"].title == (
        "Ours, mended"
    )
    with pytest.raises(InvalidInput, match=r"'csf-2.0' comes with Crosstrace"):
        import_oscal_edition(
            graph.store, graph.catalog, SMALL.read_bytes(), name="c.json", slug="csf-2.0",
            publisher="https://example.org/", imported=TODAY,
        )  # fmt: skip


@pytest.mark.parametrize("slug", ["audit", "graph", "errata", "framework", "mapping-set"])
def test_it_can_not_be_called_like_other_graphs(graph: KnowledgeGraph, slug: str) -> None:
    """Everybody sees the frameworks; an edition `audit` would show the audit log with them."""
    with pytest.raises(InvalidInput, match=f"'{slug}' names something else"):
        import_oscal_edition(
            graph.store, graph.catalog, SMALL.read_bytes(), name="c.json", slug=slug,
            publisher="https://example.org/", imported=TODAY,
        )  # fmt: skip
    assert not any(name.endswith("/audit") for name in graph.store.graph_names())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"groups": []}, "neither groups nor controls"),
        ({"controls": [{"id": "a", "title": "A", "props": [{"name": "label", "value": "ac"}]}]},
         "the identifier 'ac' twice"),
        ({"controls": [{"id": "_", "title": "A"}]}, "'_' has no identifier"),
    ],
)  # fmt: skip
def test_what_can_not_be_an_edition_is_refused(change: dict[str, Any], message: str) -> None:
    body = json.dumps({"catalog": CATALOG["catalog"] | change}).encode()
    catalog = read_catalog(body, "json", edition="ours", is_new=True)
    with pytest.raises(InvalidInput, match=message):
        new_edition(catalog, publisher="https://example.org/", source_name="x", imported=TODAY)


def test_examples_of_controls_are_said_to_be_left_out() -> None:
    catalog = read_catalog(SMALL.read_bytes(), "json", edition="ours", is_new=True)
    made = new_edition(catalog, publisher="https://x.org/", source_name="x", imported=TODAY)
    assert "examples of controls are not taken over" in made.summary()[1]
