"""pyshacl-turbo, the most conformant of the fast engines: for shapes that others bring."""

from __future__ import annotations

import pyshacl_turbo
import rdflib

from crosstrace.errors import InvalidInput
from crosstrace.validation.engines.rows import RawResult, graph_of, literals_as_written, results_of
from crosstrace.validation.shapes import Shapes


class Turbo:
    """pyshacl-turbo; a graph and bytes go in, never a string that might be read as a path."""

    def run(self, shapes: Shapes, data: bytes) -> tuple[RawResult, ...]:
        """The results for `data`, N-Triples without blank nodes."""
        with literals_as_written():
            _, report, text = pyshacl_turbo.validate(
                graph_of(data), shacl_graph=shapes.turtle, shacl_graph_format="turtle"
            )
        if not isinstance(report, rdflib.Graph):
            raise InvalidInput(f"The shapes can't be used: {text}.")
        return results_of(report, shapes)
