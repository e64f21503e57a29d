"""pyshacl-turbo, the most conformant of the fast engines: for shapes that others bring."""

from __future__ import annotations

import pyshacl_turbo
import rdflib

from crosstrace.validation.engines.refusal import faults_of, refusal
from crosstrace.validation.engines.rows import RawResult, graph_of, literals_as_written, results_of
from crosstrace.validation.shapes import Shapes


class Turbo:
    """pyshacl-turbo; a graph and bytes go in, never a string that might be read as a path."""

    def run(self, shapes: Shapes, data: bytes) -> tuple[RawResult, ...]:
        """The results for `data`, N-Triples without blank nodes."""
        with literals_as_written():
            graph = graph_of(data)
            with faults_of(shapes):
                _, report, text = pyshacl_turbo.validate(
                    graph, shacl_graph=shapes.turtle, shacl_graph_format="turtle"
                )
        if not isinstance(report, rdflib.Graph):
            raise refusal(text, shapes)
        return results_of(report, shapes)
