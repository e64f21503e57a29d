"""From the report graph an engine gives to comparable results."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import rdflib
from rdflib.namespace import SH
from rdflib.term import BNode, Node, URIRef

from crosstrace.validation.shapes import Shapes
from crosstrace.validation.submission import BLANK


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
    return tuple(_result(report, node, shapes) for node in report.objects(None, SH.result))


def _result(report: rdflib.Graph, node: Node, shapes: Shapes) -> RawResult:
    shape = _required(report, node, SH.sourceShape)
    focus_node = _required(report, node, SH.focusNode)
    path = report.value(node, SH.resultPath)
    message = report.value(node, SH.resultMessage)
    return RawResult(
        severity=str(_required(report, node, SH.resultSeverity)),
        source_shape=shape,
        component=str(_required(report, node, SH.sourceConstraintComponent)),
        focus_node=_named(focus_node) or focus_node,
        # An engine may lose a complex path or give a copy of it: the shape has it.
        path=path if isinstance(path, URIRef) else shapes.graph.value(shape, SH.path),
        value=_named(report.value(node, SH.value)),
        message=None if message is None else str(message),
    )


def _required(report: rdflib.Graph, node: Node, predicate: URIRef) -> Node:
    found = report.value(node, predicate)
    if found is None:
        raise ValueError(f"a result of the engine has no {predicate}")
    return found
