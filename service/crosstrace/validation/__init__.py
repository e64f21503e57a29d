"""Judging implementation graphs: shapes, engines, and a report people can act on."""

from crosstrace.validation.engines import engine_named
from crosstrace.validation.reference import reference_graph
from crosstrace.validation.report import Report, Result
from crosstrace.validation.service import Validator
from crosstrace.validation.shapes import bundled_shapes, shapes_graph

__all__ = [
    "Report",
    "Result",
    "Validator",
    "bundled_shapes",
    "engine_named",
    "reference_graph",
    "shapes_graph",
]
