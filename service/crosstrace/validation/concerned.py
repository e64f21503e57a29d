"""Which task or item a finding is about."""

from __future__ import annotations

from typing import Final

import pyoxigraph as ox
from rdflib.term import Node

from crosstrace.errors import InvalidInput
from crosstrace.model import ElementRef
from crosstrace.validation.engines.rows import RawResult
from crosstrace.validation.reference import Names
from crosstrace.vocab import CT

_TO_ELEMENT: Final = ("implements", "item", "element")
_TO_IMPLEMENTATION: Final = ("accepts",)
_FROM_IMPLEMENTATION: Final = ("evidence", "disposition", "digest")
_STEPS: Final = 5  # digest, evidence, risk acceptance, implementation, task


class Concerned:
    """From any node of a submission to the element it serves, along the vocabulary's links."""

    def __init__(self, data: bytes, names: Names) -> None:
        self._names = names
        self._next: dict[str, str] = {}
        for quad in ox.parse(data, format=ox.RdfFormat.N_TRIPLES):
            self._note(quad.triple)

    def _note(self, triple: ox.Triple) -> None:
        if not isinstance(triple.subject, ox.NamedNode) or not isinstance(
            triple.object, ox.NamedNode
        ):
            return
        name = triple.predicate.value.removeprefix(CT)
        if name in _TO_ELEMENT or name in _TO_IMPLEMENTATION:
            self._next.setdefault(triple.subject.value, triple.object.value)
        elif name in _FROM_IMPLEMENTATION:
            self._next.setdefault(triple.object.value, triple.subject.value)

    def element(self, result: RawResult) -> str | None:
        """The element a result is about, written `edition:id`: its value, else its node's."""
        for node in (result.value, result.focus_node):
            found = self._follow(node)
            if found is not None:
                return found
        return None

    def _follow(self, node: Node | None) -> str | None:
        iri = None if node is None else str(node)
        for _ in range(_STEPS):
            if iri is None:
                return None
            if iri in self._names.titles:
                return str(ElementRef.from_iri(iri))
            iri = self._next.get(iri)
        return None

    def priority(self, element: str | None) -> str | None:
        """The priority of the task that an element is or belongs to."""
        if element is None:
            return None
        try:
            ref = ElementRef.parse(element)
        except InvalidInput:
            return None
        task = ".".join(ref.local.split(".")[:3])
        return self._names.priorities.get(ElementRef(ref.edition, task).iri)
