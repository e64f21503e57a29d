"""Which task or item a finding is about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pyoxigraph as ox
from rdflib.term import Node

from crosstrace.errors import InvalidInput
from crosstrace.model import ElementRef
from crosstrace.validation.engines.rows import RawResult
from crosstrace.validation.reference import Names
from crosstrace.vocab import CT, EARL

_FORWARDS: Final = frozenset(
    {EARL + "subject"}
    | {CT + name for name in ("implements", "item", "element", "accepts", "contradicts")}
)
_BACKWARDS: Final = frozenset(CT + name for name in ("evidence", "disposition", "digest"))
_STEPS: Final = 5
"""From a digest over its evidence, a risk acceptance and an implementation to the task."""


class Concerned:
    """From any node of a submission to the element it serves, along the vocabulary's links.

    What a node says itself goes before what others say of it; of several nodes the first by
    name is taken, so that the order of statements makes no difference.
    """

    def __init__(self, stated: Iterable[ox.Triple], names: Names) -> None:
        self._names = names
        self._next: dict[str, tuple[bool, str]] = {}
        for subject, predicate, value in stated:
            if isinstance(subject, ox.NamedNode) and isinstance(value, ox.NamedNode):
                self._note(subject.value, predicate.value, value.value)

    def _note(self, subject: str, predicate: str, value: str) -> None:
        if predicate in _FORWARDS:
            self._offer(subject, (False, value))
        elif predicate in _BACKWARDS:
            self._offer(value, (True, subject))

    def _offer(self, node: str, link: tuple[bool, str]) -> None:
        self._next[node] = min(link, self._next.get(node, link))

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
            iri = self._next.get(iri, (False, None))[1]
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
