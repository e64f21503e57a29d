"""What is lost when evidence is: statements, elements of every edition, items to attest.

The loss is the difference between the answers with the evidence and without it, nothing else;
so it agrees with coverage by construction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from crosstrace.crosswalk import Crosswalk
from crosstrace.errors import InvalidInput, NotFound
from crosstrace.model import ElementRef
from crosstrace.traceability.attestation import ItemReadiness, forms, items_ready
from crosstrace.traceability.coverage import ElementCoverage, elements_covered
from crosstrace.traceability.standing import (
    EvidenceState,
    NamedEvidence,
    Standing,
    TaskStanding,
    evidence_state,
    standings,
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
class Impact:
    """The losses one by one, the gravest first, and all of them at once.

    `reason` is `evidence`, `expires_before` or `reliance` (every piece that counts today).
    """

    graph: str
    asset: str | None
    as_of: dt.date
    reason: str
    expires_before: dt.date | None
    editions: tuple[str, ...]
    losses: tuple[Loss, ...]
    together: Loss


def impact(
    view: ImplementationView,
    crosswalk: Crosswalk,
    as_of: dt.date,
    *,
    evidence: str | None = None,
    expires_before: dt.date | None = None,
    suppliers: Sequence[ImplementationView] = (),
) -> Impact:
    """What would be lost with a piece of evidence, or with all that expires before a day.

    `evidence` is its IRI or the value of its digest, in this graph or a supplier's. With neither,
    every piece that counts is tried, so that the first is what most rests upon. `NotFound` for
    evidence that no graph has, `InvalidInput` when both are given.
    """
    if evidence is not None and expires_before is not None:
        raise InvalidInput("Ask for one piece of evidence or for a day, not for both.")
    graphs = (view, *suppliers)
    chosen = _chosen(graphs, as_of, evidence, expires_before)
    question = _Question(view, crosswalk, as_of, tuple(suppliers))
    before = question.state()
    losses = [_loss(question, before, (one,)) for one in chosen]
    reason = "evidence" if evidence else "expires_before" if expires_before else "reliance"
    return Impact(
        graph=view.iri,
        asset=view.subject,
        as_of=as_of,
        reason=reason,
        expires_before=expires_before,
        editions=tuple(sorted(crosswalk.catalog.editions)),
        losses=tuple(sorted(losses, key=_gravity)),
        together=_loss(question, before, chosen),
    )


def _gravity(found: Loss) -> tuple[object, ...]:
    """Outcomes at risk first; then what rests on it alone, and where it leads."""
    at_risk = len(found.elements) + len(found.items) + len(found.supplies)
    names = tuple(one.iri for one in found.evidence)
    return -at_risk, -len(found.sole), -len(found.candidates), -len(found.statements), names


def _chosen(
    graphs: Sequence[ImplementationView],
    as_of: dt.date,
    wanted: str | None,
    before: dt.date | None,
) -> tuple[Evidence, ...]:
    held = {e.iri: e for graph in reversed(graphs) for e in graph.evidence.values()}
    if wanted is not None:
        found = [e for e in held.values() if wanted == e.iri or _has_digest(e, wanted)]
        if not found:
            raise NotFound(f"No evidence {wanted!r} is described in {_names(graphs)}.")
        return tuple(found)
    asked = graphs[:1] if before is None else graphs
    named = {iri for graph in asked for one in graph.implementations for iri in one.evidence}
    current = [
        held[iri]
        for iri in sorted(named & held.keys())
        if evidence_state(held[iri], as_of) is EvidenceState.CURRENT
    ]
    if before is None:
        return tuple(current)
    return tuple(e for e in current if e.valid_until is not None and e.valid_until < before)


def _has_digest(evidence: Evidence, value: str) -> bool:
    return any(digest.value == value.lower() for digest in evidence.digests)


def _names(graphs: Sequence[ImplementationView]) -> str:
    return " or ".join(graph.iri for graph in graphs)


@dataclass(frozen=True, slots=True)
class _State:
    """All that may be lost, as it is at one time; `stated` has the graph's own tasks first."""

    stated: tuple[tuple[str, Stated], ...]
    elements: Mapping[ElementRef, ElementCoverage]
    items: Mapping[ElementRef, ItemReadiness]
    supplied: tuple[Supplied, ...]


@dataclass(frozen=True, slots=True)
class _Question:
    """The graphs and the day that are asked about."""

    view: ImplementationView
    crosswalk: Crosswalk
    as_of: dt.date
    suppliers: tuple[ImplementationView, ...]

    @property
    def graphs(self) -> tuple[ImplementationView, ...]:
        return self.view, *self.suppliers

    def without(self, names: Collection[str]) -> _Question:
        lessened = tuple(graph.without(names) for graph in self.suppliers)
        return replace(self, view=self.view.without(names), suppliers=lessened)

    def state(self) -> _State:
        return self._state(self._covered(self._stated()[0][1], None))

    def state_after(self, before: _State) -> _State:
        """The state, given one that differs in evidence only: what that bears on is asked anew."""
        own, earlier = self._stated()[0][1], before.stated[0][1]
        changed = [task for task, standing in own.items() if standing != earlier[task]]
        return self._state({**before.elements, **self._covered(own, changed)})

    def _state(self, elements: Mapping[ElementRef, ElementCoverage]) -> _State:
        stated = self._stated()
        items = {
            item.element.ref: item
            for form in forms(self.crosswalk)
            for item in items_ready(self.view, self.crosswalk, form, stated[0][1])
        }
        found = supplied(self.view, self.crosswalk, self.as_of, self.suppliers)
        return _State(stated, elements, items, found)

    def _stated(self) -> tuple[tuple[str, Stated], ...]:
        return tuple((graph.iri, standings(graph, self.as_of)) for graph in self.graphs)

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


def _loss(question: _Question, before: _State, evidence: tuple[Evidence, ...]) -> Loss:
    names = {one.iri for one in evidence}
    after = question.without(names).state_after(before)
    elements = tuple(_elements(before, after))
    lost = {one.before.element.ref for one in elements}
    return Loss(
        evidence=evidence,
        statements=tuple(_statements(before, after, names)),
        elements=elements,
        candidates=tuple(_candidates(before, after, lost)),
        items=tuple(_items(before, after)),
        allocations=tuple(a for a in question.view.allocations if a.element in lost),
        supplies=tuple(_supplies(before, after)),
    )


def _statements(before: _State, after: _State, names: set[str]) -> Iterator[StatementLoss]:
    for (graph, stated), (_, lessened) in zip(before.stated, after.stated, strict=True):
        for task, found in stated.items():
            later = {one.implementation.iri: one for one in lessened[task].standings}
            for one in found.standings:
                if not names.isdisjoint(one.implementation.evidence):
                    yield StatementLoss(graph, one, later[one.implementation.iri])


def _elements(before: _State, after: _State) -> Iterator[ElementLoss]:
    for ref, found in before.elements.items():
        if found.coverage is not after.elements[ref].coverage:
            yield ElementLoss(found, after.elements[ref])


def _candidates(
    before: _State, after: _State, lost: Collection[ElementRef]
) -> Iterator[ElementRef]:
    for ref, found in before.elements.items():
        if ref not in lost and len(found.candidates) > len(after.elements[ref].candidates):
            yield ref


def _items(before: _State, after: _State) -> Iterator[ItemLoss]:
    for ref, found in before.items.items():
        if found.readiness is not after.items[ref].readiness:
            yield ItemLoss(ref.edition, found, after.items[ref])


def _supplies(before: _State, after: _State) -> Iterator[SupplyLoss]:
    def key(found: Supplied) -> tuple[object, ...]:
        return found.allocation.iri, found.element.ref, found.party

    later = {key(found): found for found in after.supplied}
    for found in before.supplied:
        if found.supply is not later[key(found)].supply:
            yield SupplyLoss(found, later[key(found)])
