"""What a level doesn't ask for isn't looked for, and what it asks for is found all the same."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from rdflib.namespace import SH
from rdflib.term import URIRef
from validation_harness import PREFIXES

from crosstrace.bootstrap import KnowledgeGraph
from crosstrace.rdf.formats import TURTLE
from crosstrace.validation import bundled_shapes, engine_named, reference_graph
from crosstrace.validation.asked import asked_at
from crosstrace.validation.levels import LEVELS, at_level
from crosstrace.validation.shapes import Shapes, read_shapes
from crosstrace.validation.submission import read_submission

FAULTY = sorted((Path(__file__).parents[2] / "shapes").glob("*/fail-*.ttl"))
SHAPE = """
ex:Shape a sh:NodeShape ; sh:targetClass ex:C ; sh:targetNode ex:a ; ctsh:level ctsh:Attestation ;
    sh:nodeKind sh:Literal %s .
ex:Part sh:path ex:p ; sh:minCount 1 %s .
"""


@cache
def faults() -> bytes:
    """Every graph of the tests that breaks some shape, taken together."""
    return b"".join(read_submission(file.read_bytes(), TURTLE, {}).data for file in FAULTY)


def found(shapes: Shapes, data: bytes, level: str) -> set[tuple[str, ...]]:
    results = at_level(engine_named("shifty").run(shapes, data), shapes, level)
    return {
        tuple(map(str, (r.severity, r.source_shape, r.component, r.focus_node, r.path, r.value)))
        for r in results
    }


@pytest.mark.parametrize("level", LEVELS)
def test_nothing_that_counts_is_lost(graph: KnowledgeGraph, level: str) -> None:
    data = faults() + reference_graph(graph.store)
    asked = asked_at(bundled_shapes(), level)
    assert found(asked, data, level) == found(bundled_shapes(), data, level)
    assert len(found(asked, data, level)) > 100
    fewer = bundled_shapes().turtle.count(b"#target") - asked.turtle.count(b"#target")
    assert (fewer > 0) == (level != LEVELS[-1])


@pytest.mark.parametrize(
    ("more", "level", "targets"),
    [
        ("", "", 0),
        ("; sh:property ex:Part", "", 2),
        ("; sh:property ex:Part", "; ctsh:level ctsh:Attestation", 0),
    ],
)
def test_a_shape_is_dropped_when_none_below_it_is_asked_for(
    more: str, level: str, targets: int
) -> None:
    shapes = read_shapes((PREFIXES + SHAPE % (more, level)).encode())
    asked = asked_at(shapes, "submission")
    node = URIRef("https://example.org/Shape")
    kept = [*asked.graph.objects(node, SH.targetClass), *asked.graph.objects(node, SH.targetNode)]
    assert len(kept) == targets
    assert (node, SH.nodeKind, SH.Literal) in asked.graph
    assert len(asked_at(shapes, "attestation").graph) == len(shapes.graph)
