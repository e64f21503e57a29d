"""What goes when some evidence does: the state of all answers before and after, and the difference.

A loss is the difference between the answers with the evidence and without it, nothing else, so
that it agrees with coverage by construction. Only what the evidence bears on is asked anew.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from crosstrace.crosswalk import Crosswalk
from crosstrace.lookup.catalog import natural_order
from crosstrace.model import ElementRef
from crosstrace.traceability.attestation import ItemReadiness, forms, items_ready
from crosstrace.traceability.coverage import ElementCoverage, elements_covered
from crosstrace.traceability.standing import (
    NamedEvidence,
    Standing,
    TaskStanding,
    standings,
    without,
)
from crosstrace.traceability.supplied import Supplied, supplied
from crosstrace.traceability.view import Allocation, Evidence, ImplementationView

Stated: TypeAlias = Mapping[ElementRef, TaskStanding]


@dataclass(frozen=True, slots=True)
class StatementLoss:
    """A statement that names the evidence, before and after; `graph` is the one it stands in."""

    graph: str
    before: Standing
    after: Standing

    @property
    def keeps(self) -> tuple[NamedEvidence, ...]:
        """The evidence that still counts."""
        return self.after.current

    @property
    def sole(self) -> bool:
        """Whether nothing else that counts was named: a single point of failure."""
        return bool(self.before.current) and not self.keeps


@dataclass(frozen=True, slots=True)
class ElementLoss:
    """An element that is covered less."""

    before: ElementCoverage
    after: ElementCoverage


@dataclass(frozen=True, slots=True)
class ItemLoss:
    """An item of a form that is less ready."""

    edition: str
    before: ItemReadiness
    after: ItemReadiness


@dataclass(frozen=True, slots=True)
class SupplyLoss:
    """Something left to a supplier of which less is shown."""

    before: Supplied
    after: Supplied


@dataclass(frozen=True, slots=True)
class Loss:
    """What is lost with some evidence.

    `candidates` are elements to which it only leads: they lose something to review, nothing that
    was counted. `allocations` are those on elements that are covered less.
    """

    evidence: tuple[Evidence, ...]
    statements: tuple[StatementLoss, ...]
    elements: tuple[ElementLoss, ...]
    candidates: tuple[ElementRef, ...]
    items: tuple[ItemLoss, ...]
    allocations: tuple[Allocation, ...]
    supplies: tuple[SupplyLoss, ...]

    @property
    def sole(self) -> tuple[StatementLoss, ...]:
        """The statements that rested on it alone."""
        return tuple(one for one in self.statements if one.sole)


@dataclass(frozen=True, slots=True)
class _State:
    """All that may be lost, as it is at one time; `stated` is by graph, the asker's own first.

    Of a later state `elements` are those alone that may differ.
    """

    stated: tuple[tuple[str, Stated], ...]
    elements: Mapping[ElementRef, ElementCoverage]
    items: Mapping[ElementRef, ItemReadiness]
    supplied: tuple[Supplied, ...]


class Question:
    """The graphs and the day that are asked about, with the tasks that name each evidence."""

    def __init__(
        self,
        view: ImplementationView,
        crosswalk: Crosswalk,
        as_of: dt.date,
        suppliers: Sequence[ImplementationView],
    ) -> None:
        self.view, self.crosswalk, self.as_of = view, crosswalk, as_of
        self.suppliers = tuple(suppliers)
        stated = tuple((g.iri, standings(g, as_of)) for g in (view, *suppliers))
        self._naming = [_naming(found) for _, found in stated]
        self.before = _State(
            stated,
            self._covered(stated[0][1], None),
            self._ready(stated[0][1]),
            supplied(view, crosswalk, as_of, suppliers),
        )

    def tasks(self, graph: int, names: Collection[str]) -> set[ElementRef]:
        """The tasks of a graph whose statements name the evidence."""
        return {task for name in names for task in self._naming[graph].get(name, ())}

    def after(self, names: Collection[str]) -> _State:
        """The state without some evidence; only what it bears on is asked anew."""
        before = self.before
        stated = tuple(
            (
                iri,
                {
                    **found,
                    **{t: without(found[t], names, self.as_of) for t in self.tasks(i, names)},
                },
            )
            for i, (iri, found) in enumerate(before.stated)
        )
        own = stated[0][1]
        weakened = {
            task
            for task in self.tasks(0, names)
            if _stands(own[task]) != _stands(before.stated[0][1][task])
        }
        return _State(
            stated,
            self._covered(own, weakened) if weakened else {},
            self._ready(own) if weakened else before.items,
            self._supplied_without(names),
        )

    def _supplied_without(self, names: Collection[str]) -> tuple[Supplied, ...]:
        if not any(self.tasks(number, names) for number in range(1, len(self._naming))):
            return self.before.supplied
        lessened = [graph.without(names) for graph in self.suppliers]
        return supplied(self.view, self.crosswalk, self.as_of, lessened)

    def _ready(self, stated: Stated) -> dict[ElementRef, ItemReadiness]:
        return {
            item.element.ref: item
            for form in forms(self.crosswalk)
            for item in items_ready(self.view, self.crosswalk, form, stated)
        }

    def _covered(
        self, stated: Stated, bearing: Collection[ElementRef] | None
    ) -> dict[ElementRef, ElementCoverage]:
        return {
            one.element.ref: one
            for edition in self.crosswalk.catalog.editions
            for one in elements_covered(
                self.crosswalk, self.view.profile, edition, stated, bearing=bearing
            )
        }


def _stands(found: TaskStanding) -> tuple[object, ...]:
    """All of a task on which other answers rest; most evidence can go without changing it."""
    deciding = found.standings[0].implementation.iri if found.standings else None
    return found.coverage, found.applicable, deciding


def _naming(stated: Stated) -> dict[str, set[ElementRef]]:
    found: dict[str, set[ElementRef]] = defaultdict(set)
    for task, standing in stated.items():
        for one in standing.standings:
            for iri in one.implementation.evidence:
                found[iri].add(task)
    return found


def loss(question: Question, evidence: tuple[Evidence, ...]) -> Loss:
    """What goes with the evidence."""
    names = {one.iri for one in evidence}
    before, after = question.before, question.after(names)
    elements = tuple(_elements(before, after))
    lost = {one.before.element.ref for one in elements}
    return Loss(
        evidence=evidence,
        statements=tuple(_statements(question, after, names)),
        elements=elements,
        candidates=tuple(_candidates(before, after, lost)),
        items=tuple(_items(before, after)),
        allocations=tuple(a for a in question.view.allocations if a.element in lost),
        supplies=tuple(_supplies(before, after)),
    )


def _statements(question: Question, after: _State, names: set[str]) -> Iterator[StatementLoss]:
    for number, (graph, stated) in enumerate(question.before.stated):
        for task in sorted(question.tasks(number, names), key=natural_order):
            lessened = after.stated[number][1][task].standings
            later = {one.implementation.iri: one for one in lessened}
            for one in stated[task].standings:
                if not names.isdisjoint(one.implementation.evidence):
                    yield StatementLoss(graph, one, later[one.implementation.iri])


def _elements(before: _State, after: _State) -> Iterator[ElementLoss]:
    for ref in sorted(after.elements, key=natural_order):
        if before.elements[ref].coverage is not after.elements[ref].coverage:
            yield ElementLoss(before.elements[ref], after.elements[ref])


def _candidates(
    before: _State, after: _State, lost: Collection[ElementRef]
) -> Iterator[ElementRef]:
    for ref in sorted(after.elements.keys() - lost, key=natural_order):
        if len(before.elements[ref].candidates) > len(after.elements[ref].candidates):
            yield ref


def _items(before: _State, after: _State) -> Iterator[ItemLoss]:
    for ref, found in before.items.items():
        if found.readiness is not after.items[ref].readiness:
            yield ItemLoss(ref.edition, found, after.items[ref])


def _supplies(before: _State, after: _State) -> Iterator[SupplyLoss]:
    def key(found: Supplied) -> tuple[object, ...]:
        return found.allocation.iri, found.element.ref, found.party

    if after.supplied is before.supplied:
        return
    later = {key(found): found for found in after.supplied}
    for found in before.supplied:
        if found.supply is not later[key(found)].supply:
            yield SupplyLoss(found, later[key(found)])
