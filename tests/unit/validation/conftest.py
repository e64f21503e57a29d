"""The validation handler with the real reference graph, opened once."""

from __future__ import annotations

import pytest
from validation_harness import Judge

from crosstrace import resources
from crosstrace.bootstrap import KnowledgeGraph
from crosstrace.validation import reference_graph
from crosstrace.validation.job import open_validator


@pytest.fixture(scope="session")
def judge(graph: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Judge:
    reference = tmp_path_factory.mktemp("validation") / "reference.nt"
    reference.write_bytes(reference_graph(graph.store))
    shapes = resources.SHAPES / "implementation"
    return Judge(open_validator({"reference": str(reference), "shapes": str(shapes)}))
