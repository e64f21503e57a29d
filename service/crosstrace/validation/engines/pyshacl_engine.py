"""pySHACL, the reference: slow, and what the others are held to."""

from __future__ import annotations

import pyshacl
import rdflib

from crosstrace.validation.engines.refusal import faults_of, refusal
from crosstrace.validation.engines.rows import RawResult, graph_of, literals_as_written, results_of
from crosstrace.validation.shapes import Shapes


class PyShacl:
    """pySHACL with the shapes given explicitly: nothing in the data is taken for a shape."""

    def run(self, shapes: Shapes, data: bytes) -> tuple[RawResult, ...]:
        """The results for `data`, N-Triples without blank nodes."""
        with literals_as_written():
            graph = graph_of(data)
            with faults_of(shapes):
                _, report, text = pyshacl.validate(graph, shacl_graph=shapes.graph)
        if not isinstance(report, rdflib.Graph):
            raise refusal(text, shapes)
        return results_of(report, shapes)
