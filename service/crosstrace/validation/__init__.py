"""Judging implementation graphs: shapes, engines, and a report people can act on."""

from typing import TYPE_CHECKING, Any

from crosstrace.validation.engines import engine_named
from crosstrace.validation.known import Known, read_known
from crosstrace.validation.reference import reference_graph
from crosstrace.validation.report import Report, Result
from crosstrace.validation.service import JUDGE, Validator

if TYPE_CHECKING:
    from crosstrace.validation.shapes import bundled_shapes, shapes_graph

__all__ = [
    "JUDGE",
    "Known",
    "Report",
    "Result",
    "Validator",
    "bundled_shapes",
    "engine_named",
    "read_known",
    "reference_graph",
    "shapes_graph",
]


def __getattr__(name: str) -> Any:
    # Only workers read shapes; who but asks for a verdict need not load rdflib for it.
    if name in ("bundled_shapes", "shapes_graph"):
        from crosstrace.validation import shapes

        return getattr(shapes, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
