"""One graph before every engine."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from crosstrace.rdf.formats import TURTLE
from crosstrace.validation import bundled_shapes, engine_named
from crosstrace.validation.engines import ENGINES
from crosstrace.validation.engines.cross_check import REFERENCE, cross_check
from crosstrace.validation.engines.rows import RawResult
from crosstrace.validation.reference import read_names
from crosstrace.validation.shapes import Shapes
from crosstrace.validation.submission import read_submission
from reading_once import queries_read_once

SHAPES: Final = Path(__file__).parents[1] / "shapes"
sys.path.insert(0, str(SHAPES))

from shape_harness import small_reference  # noqa: E402 - tests of shapes own the small profile


def agreed(graph: str) -> tuple[RawResult, ...]:
    """The results in which all engines agree; `EnginesDisagree` when they don't."""
    with queries_read_once():
        return agreed_without_shortcut(graph)


def agreed_without_shortcut(graph: str) -> tuple[RawResult, ...]:
    """As `agreed`, by the reference as it comes."""
    known = small_reference()
    submission = read_submission(graph.encode(), TURTLE, {}, read_names(known).classes)
    data = submission.data + known
    return compared(bundled_shapes(), data)


def compared(shapes: Shapes, data: bytes) -> tuple[RawResult, ...]:
    """The reference's results, in which the other engines agree, but for its known faults."""
    expected = engine_named(REFERENCE).run(shapes, data)
    for engine in ENGINES:
        if engine != REFERENCE:
            cross_check(engine, engine_named(engine).run(shapes, data), expected, shapes, data)
    return expected
