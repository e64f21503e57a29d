"""From the report graph an engine gives to comparable results."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import rdflib
from rdflib.namespace import SH
from rdflib.term import Node, URIRef

from crosstrace.validation.shapes import Shapes


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


def results_of(report: rdflib.Graph, shapes: Shapes) -> tuple[RawResult, ...]:
    """The results that a SHACL validation report holds."""
    return tuple(_result(report, node, shapes) for node in report.objects(None, SH.result))


def _result(report: rdflib.Graph, node: Node, shapes: Shapes) -> RawResult:
    shape = _required(report, node, SH.sourceShape)
    path = report.value(node, SH.resultPath)
    message = report.value(node, SH.resultMessage)
    return RawResult(
        severity=str(_required(report, node, SH.resultSeverity)),
        source_shape=shape,
        component=str(_required(report, node, SH.sourceConstraintComponent)),
        focus_node=_required(report, node, SH.focusNode),
        # An engine may lose a complex path or give a copy of it: the shape has it.
        path=path if isinstance(path, URIRef) else shapes.graph.value(shape, SH.path),
        value=report.value(node, SH.value),
        message=None if message is None else str(message),
    )


def _required(report: rdflib.Graph, node: Node, predicate: URIRef) -> Node:
    found = report.value(node, predicate)
    if found is None:
        raise ValueError(f"a result of the engine has no {predicate}")
    return found
