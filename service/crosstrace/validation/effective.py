"""Whether an organisation's own shapes judge anything: a target, a constraint, a class there is.

Source: SHACL, sections 2.1 (targets) and 4 (constraint components).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from functools import cache
from typing import Final

import pyoxigraph as ox
from rdflib.namespace import OWL, RDF, RDFS, SH
from rdflib.term import Node, URIRef

from crosstrace.errors import InvalidInput
from crosstrace.rdf.context import context_document
from crosstrace.validation.engines.rows import RawResult
from crosstrace.validation.shapes import Shapes
from crosstrace.vocab import CTSH

_NO_INSTANCE: Final = URIRef(CTSH + "OwnShapes-targetClass")
_TARGETS: Final = (
    *(SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf),
    SH.target,
)
_SAYS_NO_CONSTRAINT: Final = frozenset(
    {
        *_TARGETS,
        *(SH.path, SH.property, SH.deactivated, SH.message, SH.severity, SH.ignoredProperties),
        *(SH.name, SH.description, SH.order, SH.group, SH.defaultValue, SH.declare, SH.prefixes),
        *(SH.shapesGraph, SH.entailment, SH.suggestedShapesGraph, SH.flags),
    }
)
_LANGUAGES: Final = (str(RDF), str(RDFS), str(OWL), str(SH))
"""Whose classes there are, whether a graph has members of them or not."""
_CLASSIFYING: Final = (str(RDF.type), str(RDFS.subClassOf))


def check_effective(shapes: Shapes) -> None:
    """Raise `InvalidInput` when no shape has both a target and a constraint."""
    parameters = set(shapes.graph.objects(None, SH.parameter))
    own = {path for one in parameters for path in shapes.graph.objects(one, SH.path)}
    if not any(_constrains(shape, shapes, own) for shape in _targeting(shapes)):
        raise InvalidInput(
            "The shapes can't be used: they judge nothing, for no shape has both a target, such as "
            "sh:targetClass, and a constraint, such as sh:minCount."
        )


def without_instances(shapes: Shapes, stated: Iterable[ox.Triple]) -> list[RawResult]:
    """A warning for each class that a shape targets and neither graph nor context has."""
    known = _classes(stated) | _terms()
    asked = sorted((s, c) for s, c in shapes.graph.subject_objects(SH.targetClass))
    return [
        RawResult(
            severity=str(SH.Warning),
            source_shape=_NO_INSTANCE,
            component=str(SH.NodeConstraintComponent),
            focus_node=shape,
            path=None,
            value=wanted,
            message=None,
        )
        for shape, wanted in asked
        if str(wanted) not in known
        and not str(wanted).startswith(_LANGUAGES)
        and not _is_class(wanted, shapes)
    ]


def _is_class(wanted: Node, shapes: Shapes) -> bool:
    """Whether the shapes tell what the class is, as a superclass of others."""
    return (None, RDFS.subClassOf, wanted) in shapes.graph


def _targeting(shapes: Shapes) -> Iterator[Node]:
    graph = shapes.graph
    for target in _TARGETS:
        yield from graph.subjects(target)
    for kind in (SH.NodeShape, SH.PropertyShape):
        yield from (s for s in graph.subjects(RDF.type, kind) if (s, RDF.type, RDFS.Class) in graph)


def _constrains(shape: Node, shapes: Shapes, parameters: Set[Node]) -> bool:
    """Whether the shape or a property shape below it has a constraint; there are no cycles.

    One that is deactivated counts, for whoever writes that knows what it does.
    """
    for predicate in shapes.graph.predicates(shape):
        is_shacl = str(predicate).startswith(str(SH)) and predicate not in _SAYS_NO_CONSTRAINT
        if is_shacl or predicate in parameters:
            return True
    below = shapes.values(shape, SH.property)
    return any(_constrains(part, shapes, parameters) for part in below)


def _classes(stated: Iterable[ox.Triple]) -> set[str]:
    found: set[str] = set()
    for triple in stated:
        if triple.predicate.value in _CLASSIFYING and isinstance(triple.object, ox.NamedNode):
            found.add(triple.object.value)
    return found


@cache
def _terms() -> frozenset[str]:
    """All that the context has a name for, among it the classes of the ontology."""
    context = context_document()["@context"]
    found = set()
    for said in context.values():
        text = said.get("@id") if isinstance(said, dict) else said
        prefix, _, local = str(text).partition(":")
        if isinstance(context.get(prefix), str):
            found.add(f"{context[prefix]}{local}")
    return frozenset(found)
