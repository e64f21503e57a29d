"""The shapes that are asked for at a level, so that an engine need not look for the others.

What an engine reports of a target is in the name of the shape or of a property shape below it
(SHACL, section 4.8.2); where none of these is asked for, `levels.at_level` would take every
result out.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import pyoxigraph as ox
from rdflib.namespace import SH
from rdflib.term import Node

from crosstrace.validation.levels import LEVELS
from crosstrace.validation.shapes import Shapes, shapes_of

_TARGETS: Final = (
    *(SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf),
    SH.target,
)


@lru_cache(maxsize=16)
def asked_at(shapes: Shapes, level: str) -> Shapes:
    """The shapes without the targets of those that are asked for only after `level`."""
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
