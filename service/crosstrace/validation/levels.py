"""How much is asked of a graph: its structure, enough to hand it over, or enough to sign."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Final

import pyoxigraph as ox
from rdflib.namespace import SH
from rdflib.term import Node

from crosstrace.validation.engines.rows import RawResult
from crosstrace.validation.shapes import Shapes, shapes_of
from crosstrace.vocab import CTSH

LEVELS: Final = ("draft", "submission", "attestation")
DEFAULT_LEVEL: Final = "submission"

_TARGETS: Final = (
    *(SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf),
    SH.target,
)


@lru_cache(maxsize=16)
def asked_at(shapes: Shapes, level: str) -> Shapes:
    """The shapes without the targets of those that are asked for only later.

    An engine need not look for what `at_level` would take out: of a shape and the property
    shapes below it, the only ones in whose name it reports, none is asked for.
    """
    reached = LEVELS.index(level)
    later = {
        str(shape)
        for target in _TARGETS
        for shape in shapes.graph.subjects(target)
        if all(LEVELS.index(shapes.level(one)) > reached for one in _reporting(shape, shapes))
    }
    triples = ox.parse(shapes.turtle, format=ox.RdfFormat.N_TRIPLES)
    return shapes_of(
        quad.triple
        for quad in triples
        if not (quad.predicate.value in map(str, _TARGETS) and quad.subject.value in later)
    )


def _reporting(shape: Node, shapes: Shapes) -> list[Node]:
    """A shape and the property shapes below it; `shapes.read_shapes` lets in no cycle."""
    below = shapes.values(shape, SH.property)
    return [shape, *(one for part in below for one in _reporting(part, shapes))]


def at_level(found: Iterable[RawResult], shapes: Shapes, level: str) -> list[RawResult]:
    """The results that count at `level`.

    A shape is asked for from its own level on. At attestation nothing may be open, so that
    what our shapes find is a violation, whatever it is before; an organisation's own shapes
    keep their severities.
    """
    reached = LEVELS.index(level)
    counted = [r for r in found if LEVELS.index(shapes.level(r.source_shape)) <= reached]
    if level != LEVELS[-1]:
        return counted
    return [
        replace(r, severity=str(SH.Violation)) if str(r.source_shape).startswith(CTSH) else r
        for r in counted
    ]
