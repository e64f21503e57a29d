"""Mapping sets between their files and their graphs: nothing is lost on the way."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from crosstrace.bootstrap import KnowledgeGraph
from crosstrace.errors import NotFound
from crosstrace.mappingsets import sssom
from crosstrace.resources import DATA
from crosstrace.sources import mapping_sets

FILES = sorted((DATA / "mappings").glob("*.sssom.tsv"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_graph_holds_what_the_file_says(graph: KnowledgeGraph, file: Path) -> None:
    authored = sssom.read(file.read_text(encoding="utf-8"))
    held = mapping_sets.document(graph.store, authored.header.slug)
    assert held.header == authored.header
    assert {replace(row, number=0) for row in authored.rows} == set(held.rows)


def test_a_set_that_is_not_held_is_said(graph: KnowledgeGraph) -> None:
    with pytest.raises(NotFound, match="No mapping set 'ours'"):
        mapping_sets.document(graph.store, "ours")
