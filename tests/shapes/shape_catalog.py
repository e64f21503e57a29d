"""What the shape files declare: the shapes, which of them report, and the constraints they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import rdflib
from rdflib.namespace import DCTERMS, RDF, RDFS, SH
from shape_harness import shapes_graph, short

from crosstrace.vocab import CTSH

if TYPE_CHECKING:
    from rdflib.term import Node

FIX: Final = rdflib.URIRef(CTSH + "fix")
TARGETS: Final = (SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf)

COMPONENTS: Final[dict[Node, str]] = {
    SH["class"]: "ClassConstraintComponent",
    SH["in"]: "InConstraintComponent",
    SH["or"]: "OrConstraintComponent",
    SH.maxCount: "MaxCountConstraintComponent",
    SH.node: "NodeConstraintComponent",
    SH["not"]: "NotConstraintComponent",
    SH.minCount: "MinCountConstraintComponent",
    SH.pattern: "PatternConstraintComponent",
    SH.qualifiedMinCount: "QualifiedMinCountConstraintComponent",
    SH.sparql: "SPARQLConstraintComponent",
}
"""The constraints that our requirements use, by their parameter."""

OTHER_PROPERTIES: Final[frozenset[Node]] = frozenset(
    {
        *(RDF.type, RDFS.label, DCTERMS.source, FIX, *TARGETS),
        *(SH.path, SH.property, SH.message, SH.severity, SH.qualifiedValueShape),
        *(rdflib.URIRef(CTSH + name) for name in ("level", "snippet", "replaces", "expects")),
    }
)
"""What a requirement may state besides, none of which reports anything."""

SEEN_IN_READING: Final[dict[Node, str]] = {
    rdflib.URIRef(CTSH + "OwnStatementsOnly"): "NodeConstraintComponent",
    rdflib.URIRef(CTSH + "Reference-property"): "ClosedConstraintComponent",
    rdflib.URIRef(CTSH + "Reference-class"): "InConstraintComponent",
    rdflib.URIRef(CTSH + "Reference-value"): "InConstraintComponent",
}
"""Reported of statements while a submission is read; no engine sees these."""

OF_NO_GRAPH: Final = tuple(
    rdflib.URIRef(f"{CTSH}{name}")
    for name in ("Document-key", "Document-node", "Document-value", "OwnShapes-targetClass")
)
"""Reported of a JSON or YAML document, or of own shapes; see `test_unread`, `test_effective`."""


def name(node: Node) -> str:
    """The local name of a shape or SHACL term."""
    return short(node).removeprefix("ctsh:").removeprefix("sh:")


def shapes() -> list[Node]:
    """Every shape with a declared kind."""
    kinds = (SH.NodeShape, SH.PropertyShape)
    found = {shape for kind in kinds for shape in shapes_graph().subjects(RDF.type, kind)}
    return sorted(found, key=str)


def requirements() -> list[Node]:
    """The shapes by which an engine reports something."""
    return [shape for shape in shapes() if _is_property(shape) or _judges_targets(shape)]


def constraints() -> set[tuple[str, str, str]]:
    """Severity, shape and component of everything that can be reported."""
    graph = shapes_graph()
    by_engines = {
        (name(severity), name(shape), COMPONENTS[parameter])
        for shape in requirements()
        for severity in graph.objects(shape, SH.severity)
        for parameter in graph.predicates(shape)
        if parameter in COMPONENTS
    }
    in_reading = {
        ("Violation", name(shape), component) for shape, component in SEEN_IN_READING.items()
    }
    return by_engines | in_reading


def _is_property(shape: Node) -> bool:
    return (None, SH.property, shape) in shapes_graph()


def _judges_targets(shape: Node) -> bool:
    stated = set(shapes_graph().predicates(shape))
    return not stated.isdisjoint(TARGETS) and not stated.isdisjoint(COMPONENTS)
