"""pySHACL, the reference: slow, and what the others are held to."""

from __future__ import annotations

import pyshacl
import rdflib
from pyshacl.errors import ShapeLoadError

from crosstrace.errors import InvalidInput
from crosstrace.validation.engines.rows import RawResult, graph_of, literals_as_written, results_of
from crosstrace.validation.shapes import Shapes


class PyShacl:
    """pySHACL with the shapes given explicitly: nothing in the data is taken for a shape."""

    def run(self, shapes: Shapes, data: bytes) -> tuple[RawResult, ...]:
        """The results for `data`, N-Triples without blank nodes."""
        with literals_as_written():
            try:
                _, report, text = pyshacl.validate(graph_of(data), shacl_graph=shapes.graph)
            except ShapeLoadError as error:
                raise InvalidInput(f"The shapes can't be used: {error}.") from error
        if not isinstance(report, rdflib.Graph):
            raise InvalidInput(f"The shapes can't be used: {text}.")
        return results_of(report, shapes)
