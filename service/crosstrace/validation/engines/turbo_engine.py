"""pyshacl-turbo, the most conformant of the fast engines: for shapes that others bring."""

from __future__ import annotations

import pyshacl_turbo
import rdflib

from crosstrace.errors import InvalidInput
from crosstrace.validation.engines.rows import RawResult, literals_as_written, results_of
from crosstrace.validation.shapes import Shapes


class Turbo:
    """pyshacl-turbo; shapes and data go in as bytes with their syntax named."""

    def run(self, shapes: Shapes, data: bytes) -> tuple[RawResult, ...]:
        """The results for `data`, N-Triples without blank nodes."""
        with literals_as_written():
            _, report, text = pyshacl_turbo.validate(
                data,
                shacl_graph=shapes.turtle,
                data_graph_format="turtle",
                shacl_graph_format="turtle",
            )
        if not isinstance(report, rdflib.Graph):
            raise InvalidInput(f"The shapes can't be used: {text}.")
        return results_of(report, shapes)
