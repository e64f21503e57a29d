"""From the report graph an engine gives to comparable results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import pyoxigraph as ox
import rdflib
from rdflib.namespace import SH
from rdflib.term import BNode, Node, URIRef

from crosstrace.validation.shapes import Shapes, in_rdflib
from crosstrace.validation.submission import BLANK

_Statement: TypeAlias = tuple[Any, str, Node]
_RESULT: Final = str(SH.result)


@dataclass(frozen=True, slots=True)
class RawResult:
    """One result; `path` is the path as the shape writes it, also when it is complex."""

    severity: str
    source_shape: Node
    component: str
    focus_node: Node
    path: Node | None
    value: Node | None
    message: str | None


@contextmanager
def literals_as_written() -> Iterator[None]:
    """Let rdflib keep the form of literals, also of ill-formed ones, so that engines agree."""
    normalize = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS = normalize


def graph_of(data: bytes) -> rdflib.Graph:
    """Data as a graph with blank nodes again where `submission` put IRIs for them.

    For engines that keep them apart: only so are `sh:nodeKind` and `isBlank` judged rightly.
    """
    graph = rdflib.Graph()
    for subject, predicate, value in rdflib.Graph().parse(data=data, format="nt"):
        graph.add((_blank(subject), predicate, _blank(value)))
    return graph


def _blank(term: Node) -> Node:
    text = str(term)
    is_name = isinstance(term, URIRef) and text.startswith(BLANK)
    return BNode(text.removeprefix(BLANK)) if is_name else term


def _named(term: Node | None) -> Node | None:
    return URIRef(BLANK + term) if isinstance(term, BNode) else term


def results_of(report: rdflib.Graph, shapes: Shapes) -> tuple[RawResult, ...]:
    """The results that a SHACL validation report holds."""
    return _results([(s, str(p), o) for s, p, o in report], shapes)


def results_in(report: bytes, shapes: Shapes) -> tuple[RawResult, ...]:
    """The results that a report in N-Triples holds; much faster than by way of a graph."""
    known: dict[Any, Node] = {}

    def term(said: Any) -> Node:
        if said not in known:
            known[said] = in_rdflib(said)
        return known[said]

    quads = ox.parse(report, format=ox.RdfFormat.N_TRIPLES)
    return _results([(term(q.subject), q.predicate.value, term(q.object)) for q in quads], shapes)


def _results(statements: Sequence[_Statement], shapes: Shapes) -> tuple[RawResult, ...]:
    found: dict[Any, dict[str, Node]] = {o: {} for _, p, o in statements if p == _RESULT}
    for subject, predicate, value in statements:
        if subject in found:
            found[subject][predicate] = value
    return tuple(_result(said, shapes) for said in found.values())


def _result(said: Mapping[str, Node], shapes: Shapes) -> RawResult:
    shape = _required(said, SH.sourceShape)
    focus_node = _required(said, SH.focusNode)
    path = said.get(str(SH.resultPath))
    message = said.get(str(SH.resultMessage))
    return RawResult(
        severity=str(_required(said, SH.resultSeverity)),
        source_shape=shape,
        component=str(_required(said, SH.sourceConstraintComponent)),
        focus_node=_named(focus_node) or focus_node,
        # An engine may lose a complex path or give a copy of it: the shape has it.
        path=path if isinstance(path, URIRef) else shapes.path(shape),
        value=_named(said.get(str(SH.value))),
        message=None if message is None else str(message),
    )


def _required(said: Mapping[str, Node], predicate: URIRef) -> Node:
    found = said.get(str(predicate))
    if found is None:
        raise ValueError(f"a result of the engine has no {predicate}")
    return found
