"""Bringing mapping sets in: stored whole and answering, or refused with the rows' numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from crosstrace.bootstrap import open_seeded, read_graph
from crosstrace.errors import InvalidInput, NotFound
from crosstrace.exchange.importing import bundled_sets, import_set, withdraw_set
from crosstrace.lookup import Catalog
from crosstrace.mappingsets import MappingDocument, MappingRow, SetHeader
from crosstrace.model import ElementRef
from crosstrace.sources import mapping_sets
from crosstrace.store import GraphStore
from crosstrace.vocab import MAPPING_SET

HEADER = SetHeader(
    slug="ours",
    title="Ours",
    version="1",
    publisher="https://example.org/",
    sources=("https://example.org/mappings",),
    issued="2026-11-24",
    licence="https://example.org/licence",
    style="set_theory",
    use_case="Testing.",
    source_edition="csf-2.0",
    target_edition="ai-rmf-1.0",
)
OUTCOME, OTHER = ElementRef("csf-2.0", "GV.OC-03"), ElementRef("csf-2.0", "GV.OC-01")
GOVERN = ElementRef("ai-rmf-1.0", "GOVERN-1.1")
ROW = MappingRow((OUTCOME,), "superset_of", (GOVERN,), "1", 1, rationale="semantic", strength=6)
UNION = replace(ROW, sources=(OTHER, OUTCOME), record="2", number=2, relation="equal", strength=10)
ABSENT = ElementRef("ai-rmf-1.0", "GOVERN-9.9")


@pytest.fixture(scope="module")
def seeded() -> GraphStore:
    return open_seeded("memory:")


@pytest.fixture(scope="module")
def catalog(seeded: GraphStore) -> Catalog:
    return read_graph(seeded).catalog


@pytest.fixture
def store(seeded: GraphStore) -> Iterator[GraphStore]:
    yield seeded
    seeded.replace_graphs([], [MAPPING_SET + "ours"])


def document(*rows: MappingRow, **changes: object) -> MappingDocument:
    return MappingDocument(replace(HEADER, **changes), rows)  # type: ignore[arg-type]


def test_a_set_is_stored_and_answers(store: GraphStore, catalog: Catalog) -> None:
    imported = import_set(store, catalog, document(ROW))
    assert (imported.slug, imported.rows) == ("ours", 1)
    [found] = [
        r
        for r in read_graph(store).crosswalk.answer(OUTCOME, "ai-rmf-1.0").results
        if r.element == GOVERN
    ]
    assert (found.status, found.relations) == ("asserted", ("superset_of",))


def test_what_is_stored_is_the_document(store: GraphStore, catalog: Catalog) -> None:
    import_set(store, catalog, document(ROW, UNION))
    found = mapping_sets.document(store, "ours")
    assert found.header == HEADER
    assert {replace(row, number=0) for row in (ROW, UNION)} == set(found.rows)


def test_a_later_import_takes_the_place_of_an_earlier_one(
    store: GraphStore, catalog: Catalog
) -> None:
    import_set(store, catalog, document(ROW, UNION))
    import_set(store, catalog, document(replace(ROW, record="3")))
    assert [row.record for row in mapping_sets.document(store, "ours").rows] == ["3"]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (replace(ROW, relation=None), "exactly one relation"),
        (replace(ROW, relation="related_to"), "ct:relatedTo is not one of those"),
        (replace(ROW, rationale=None), "set theory style has a rationale"),
        (replace(ROW, relation="equal", strength=9), "strength of a mapping is 10"),
        (replace(ROW, supportive_property="precedes"), "Only supports and is supported by"),
        (replace(ROW, targets=(ABSENT,)), "ai-rmf-1.0:GOVERN-9.9 is not an element"),
        (replace(ROW, targets=(GOVERN, ABSENT)), "ai-rmf-1.0:GOVERN-9.9 is not an element"),
    ],
)
def test_a_row_that_breaks_the_shapes_is_refused_with_its_number(
    store: GraphStore, catalog: Catalog, row: MappingRow, message: str
) -> None:
    wrong = replace(row, record="w", number=7)
    with pytest.raises(InvalidInput, match=f"Row 7: .*{message}") as caught:
        import_set(store, catalog, document(ROW, wrong))
    assert {error.line for error in caught.value.errors} == {7}
    assert MAPPING_SET + "ours" not in store.graph_names()


def test_all_wrong_rows_are_named(store: GraphStore, catalog: Catalog) -> None:
    wrong = [replace(ROW, rationale=None, record=str(n), number=n) for n in (2, 5, 9)]
    with pytest.raises(InvalidInput, match="There are 2 more such") as caught:
        import_set(store, catalog, document(*wrong))
    assert [error.line for error in caught.value.errors] == [2, 5, 9]


def test_a_set_needs_its_use_case(store: GraphStore, catalog: Catalog) -> None:
    with pytest.raises(InvalidInput, match="documents its use case"):
        import_set(store, catalog, document(ROW, use_case=" "))


def test_the_name_of_a_bundled_set_is_taken(store: GraphStore, catalog: Catalog) -> None:
    assert "ssdf-1.1-to-csf-2.0" in bundled_sets()
    with pytest.raises(InvalidInput, match="comes with Crosstrace"):
        import_set(store, catalog, document(ROW, slug="ssdf-1.1-to-csf-2.0"))
    with pytest.raises(InvalidInput, match="can't be withdrawn"):
        withdraw_set(store, "ssdf-1.1-to-csf-2.0")


def test_an_edition_has_to_be_held(store: GraphStore, catalog: Catalog) -> None:
    with pytest.raises(NotFound, match="No edition 'iso-27001'"):
        import_set(store, catalog, document(ROW, target_edition="iso-27001"))


def test_a_set_can_be_withdrawn_once(store: GraphStore, catalog: Catalog) -> None:
    import_set(store, catalog, document(ROW))
    withdraw_set(store, "ours")
    assert MAPPING_SET + "ours" not in store.graph_names()
    with pytest.raises(NotFound, match="No mapping set 'ours'"):
        withdraw_set(store, "ours")
