"""What the shapes ask of each class's properties, as far as one node alone can tell.

Read are the constraints of the level draft whose breach is a violation. What a query compares
across nodes is left to `crosstrace validate`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from rdflib import Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS, SH, XSD
from rdflib.term import Literal, Node

from crosstrace.rdf.compact import name_of
from crosstrace.validation.shapes import Shapes
from crosstrace.vocab import local_name

_PARTS: Final = (SH.property, SH["or"], SH["and"], SH["not"], SH.node, RDF.first, RDF.rest)
_DATES: Final = (XSD.date, XSD.dateTime)


@dataclass(slots=True)
class Asked:
    """What is asked of the values of one property.

    `allowed` are the only values there may be, `classes` those of which a node must be one,
    `inner` what is asked of the nodes it leads to. `shapes` are the constraints all this is from.
    Properties, classes and values go by their names in the JSON-LD context.
    """

    required: bool = False
    single: bool = False
    is_text: bool = False
    is_date: bool = False
    allowed: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    classes: frozenset[str] = frozenset()
    inner: dict[str, Asked] = field(default_factory=dict)
    shapes: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Constraints:
    """What is asked by class and property, and of a property's values whatever has it."""

    of_class: dict[str, dict[str, Asked]]
    of_value: dict[str, Asked]
    mentioned: dict[str, set[str]]
    """The properties that any constraint of a class speaks of, at whatever level."""


def read_constraints(shapes: Shapes, ontology: Graph) -> Constraints:
    """The constraints in `shapes`; what holds for a property's values holds for its range."""
    found = Constraints({}, {}, {})
    for target, owner in shapes.graph.subject_objects(SH.targetClass):
        properties = found.of_class.setdefault(_name(owner), {})
        _read(shapes, target, properties)
        mentioned = found.mentioned.setdefault(_name(owner), set())
        mentioned.update(_paths_below(shapes.graph, target))
    for target, path in shapes.graph.subject_objects(SH.targetSubjectsOf):
        properties = {}
        _read(shapes, target, properties)
        if _name(path) in properties:
            _merge(found.of_value.setdefault(_name(path), Asked()), properties[_name(path)])
    for target, path in shapes.graph.subject_objects(SH.targetObjectsOf):
        _of_objects(shapes, ontology, target, path, found)
    return found


def _of_objects(
    shapes: Shapes, ontology: Graph, target: Node, path: Node, found: Constraints
) -> None:
    """What is asked of whatever a property leads to: that it is of some class, or what it has."""
    properties: dict[str, Asked] = {}
    _read(shapes, target, properties)
    kinds = properties.pop("type", None)
    if kinds is not None:
        value = Asked(classes=frozenset(kinds.allowed), shapes=kinds.shapes)
        _merge(found.of_value.setdefault(_name(path), Asked()), value)
    owner = ontology.value(path, RDFS.range)
    if properties and owner is not None:
        of_range = found.of_class.setdefault(_name(owner), {})
        for key, asked in properties.items():
            _merge(of_range.setdefault(key, Asked()), asked)


def _read(shapes: Shapes, target: Node, properties: dict[str, Asked]) -> None:
    for shape in (target, *shapes.graph.objects(target, SH.property)):
        steps = _steps(shapes.graph, shape)
        if not steps or not _counts(shapes, shape):
            continue
        asked = _asked(shapes.graph, shape)
        first = properties.setdefault(steps[0], Asked())
        if len(steps) == 1:
            _merge(first, asked)
        else:
            _merge(first, Asked(required=asked.required, single=asked.single))
            _merge(first.inner.setdefault(steps[1], Asked()), asked)


def _steps(graph: Graph, shape: Node) -> list[str]:
    """The one or two properties of a path; none when it is not so simple."""
    path = graph.value(shape, SH.path)
    steps = [path] if isinstance(path, URIRef) else [*Collection(graph, path)] if path else []
    is_simple = all(isinstance(step, URIRef) for step in steps)
    return [_name(step) for step in steps] if is_simple and len(steps) in (1, 2) else []


def _name(term: Node) -> str:
    """A property, class or value by its name in the context."""
    if isinstance(term, Literal):
        return str(term)
    return "type" if term == RDF.type else name_of(str(term))


def _counts(shapes: Shapes, shape: Node) -> bool:
    severity = shapes.graph.value(shape, SH.severity) or SH.Violation
    is_query = shapes.graph.value(shape, SH.sparql) is not None
    return shapes.level(shape) == "draft" and severity == SH.Violation and not is_query


def _asked(graph: Graph, shape: Node) -> Asked:
    value = graph.value(shape, SH.qualifiedValueShape)
    alternatives = [*_members(graph, shape, SH["or"])]
    datatypes = {graph.value(one, SH.datatype) for one in alternatives}
    classes = {graph.value(one, SH["class"]) for one in (shape, *alternatives)} - {None}
    least = _number(graph, shape, SH.minCount) or _number(graph, shape, SH.qualifiedMinCount)
    return Asked(
        required=bool(least),
        single=_number(graph, shape, SH.maxCount) == 1,
        is_text=value is not None and graph.value(value, SH.pattern) is not None,
        is_date=datatypes == set(_DATES),
        allowed=tuple(
            _name(one) for node in (shape, value) for one in _members(graph, node, SH["in"])
        ),
        patterns=tuple(
            str(pattern)
            for one in (shape, *graph.objects(shape, SH.node))
            for pattern in graph.objects(one, SH.pattern)
        ),
        classes=frozenset(_name(one) for one in classes if one is not None),
        shapes={local_name(str(shape))},
    )


def _merge(into: Asked, other: Asked) -> None:
    into.required |= other.required
    into.single |= other.single
    into.is_text |= other.is_text
    into.is_date |= other.is_date
    into.allowed = into.allowed or other.allowed
    into.patterns = (*into.patterns, *other.patterns)
    both = bool(into.classes and other.classes)
    into.classes = into.classes & other.classes if both else into.classes or other.classes
    into.shapes |= other.shapes
    for key, asked in other.inner.items():
        _merge(into.inner.setdefault(key, Asked()), asked)


def _members(graph: Graph, node: Node | None, predicate: URIRef) -> Iterator[Node]:
    for head in graph.objects(node, predicate) if node is not None else ():
        yield from Collection(graph, head)


def _number(graph: Graph, shape: Node, predicate: URIRef) -> int | None:
    found = graph.value(shape, predicate)
    return int(found) if isinstance(found, Literal) else None


def _paths_below(graph: Graph, target: Node) -> set[str]:
    """The properties that a shape and its parts speak of."""
    found: set[str] = set()
    seen: set[Node] = set()
    waiting = [target]
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            found.update(_steps(graph, node)[:1])
            waiting += [part for predicate in _PARTS for part in graph.objects(node, predicate)]
    return found
