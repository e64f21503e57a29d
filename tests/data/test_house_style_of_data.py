"""The bundled data keep the project's own house style."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from crosstrace.bootstrap import KnowledgeGraph
from crosstrace.resources import SHAPES
from crosstrace.validation import engine_named
from crosstrace.validation.shapes import read_shapes


@pytest.mark.parametrize("name", ["framework", "mapping"])
def test_editions_and_mapping_sets_keep_the_house_style(graph: KnowledgeGraph, name: str) -> None:
    shapes = read_shapes((SHAPES / "house-style" / f"{name}.ttl").read_bytes())
    triples = {quad.triple for quad in graph.store.quads()}
    data = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    assert data is not None
    assert engine_named("shifty").run(shapes, data) == ()
