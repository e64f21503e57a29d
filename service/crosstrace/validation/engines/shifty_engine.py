"""pyshifty, the fastest engine: shapes are planned once and used again."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from rdflib.namespace import SH
from rdflib.term import Node
from shifty._shifty import PreparedValidator

from crosstrace.errors import InvalidInput
from crosstrace.rdf.tokens import decode_escapes, tokens
from crosstrace.validation.engines.rows import RawResult, results_in
from crosstrace.validation.shapes import QUERIES, Shapes
from crosstrace.validation.submission import BLANK
from crosstrace.vocab import CTSH

_TESTS: Final = frozenset({"ISBLANK", "ISIRI", "ISURI", "STR"})
_TEXT: Final = (SH.pattern, SH.minLength, SH.maxLength)


class Shifty:
    """pyshifty; it takes bytes, never strings, which it might read as a path or URL.

    It mistakes a blank node in a query for a variable, so blank nodes come to it as IRIs;
    shapes of others that tell the two apart are refused, for the answer could be wrong.
    """

    def run(self, shapes: Shapes, data: bytes) -> tuple[RawResult, ...]:
        """The results for `data`, N-Triples without blank nodes."""
        if BLANK.encode() in data and _tells_blank_nodes(shapes):
            raise InvalidInput(
                "The engine shifty can't judge nodes without an IRI by these shapes; "
                "use the engine turbo or pyshacl, or give the nodes IRIs."
            )
        answer = _prepared(shapes).validate_w3c(
            data, data_format="nt", graph_mode="data", run_infer=False, sort_results=False
        )
        if answer.diagnostics:
            raise InvalidInput(
                f"The engine shifty can't use all of these shapes ({answer.diagnostics[0]}); use "
                "the engine turbo or pyshacl."
            )
        # What the package itself makes a graph of; doing so takes longer than judging.
        return results_in(answer._report_ntriples.encode(), shapes)


@lru_cache(maxsize=4)
def _tells_blank_nodes(shapes: Shapes) -> bool:
    """Whether shapes of others (ours are written so that it makes no difference) do that."""
    kinds = _stated_by_others(shapes, SH.nodeKind)
    queries = [query for name in QUERIES for query in _stated_by_others(shapes, name)]
    return (
        any(kind not in (SH.Literal, SH.BlankNodeOrIRI) for kind in kinds)
        or any(_stated_by_others(shapes, parameter) for parameter in _TEXT)
        or any(t.text in _TESTS for query in queries for t in tokens(decode_escapes(str(query))))
    )


def _stated_by_others(shapes: Shapes, predicate: Node) -> list[Node]:
    pairs = shapes.graph.subject_objects(predicate)
    return [value for shape, value in pairs if not str(shape).startswith(CTSH)]


@lru_cache(maxsize=4)
def _prepared(shapes: Shapes) -> PreparedValidator:
    try:
        return PreparedValidator(shapes.turtle, shapes_format="turtle")
    except (ValueError, RuntimeError) as error:
        raise InvalidInput(f"The shapes can't be used: {error}.") from error
