"""Judges small graphs the way the worker does, in this process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

from crosstrace.rdf.formats import TURTLE, Syntax
from crosstrace.validation import Report
from crosstrace.validation.engines import DEFAULT, DEFAULT_FOR_OWN_SHAPES

AS_OF: Final = "2026-11-23"
PREFIXES: Final = """\
@prefix ct: <https://w3id.org/crosstrace/ns#> .
@prefix ctsh: <https://w3id.org/crosstrace/shapes#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix edition: <https://w3id.org/crosstrace/id/> .
@prefix ex: <https://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix task: <https://w3id.org/crosstrace/id/sp800-218a/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
ROOT: Final = """\
ex:graph a ct:ImplementationGraph ;
    dcterms:title "Answers" ; dcterms:issued "2026-11-02"^^xsd:date ; dcterms:creator ex:org ;
    ct:profile edition:sp800-218a ; ct:subject ex:model ; ct:role ct:ModelProducer .
ex:org a ct:Organization .
ex:model a ct:AIModel .
"""

Handler: TypeAlias = Callable[[dict[str, Any], bytes], tuple[dict[str, Any], bytes]]


class Judge:
    """A validation handler, asked in short."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler

    def __call__(
        self,
        statements: str,
        *,
        own_shapes: str = "",
        engine: str | None = None,
        cross_check: bool = False,
        syntax: Syntax = TURTLE,
        profile: str = "sp800-218a",
        prefixes: str = PREFIXES,
    ) -> Report:
        """The report on `statements`, beside which an organisation's shapes may stand."""
        shapes = (PREFIXES + own_shapes).encode() if own_shapes else b""
        header = {
            "syntax": syntax.name,
            "profile": profile,
            "level": "submission",
            "engine": engine or (DEFAULT_FOR_OWN_SHAPES if own_shapes else DEFAULT),
            "cross_check": cross_check,
            "as_of": AS_OF,
            "job": "judge",
            "shapes_bytes": len(shapes),
            "onto_bytes": 0,
            "keep": False,
        }
        document, _ = self._handler(header, (prefixes + statements).encode() + shapes)
        return Report.from_worker(document)
