"""What goes when some evidence does: the state of all answers before and after, and the difference.

A loss is the difference between the answers with the evidence and without it, nothing else, so
that it agrees with coverage by construction. Only what the evidence bears on is asked anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence, Set
from dataclasses import dataclass

from crosstrace.lookup.catalog import natural_order
from crosstrace.model import ElementRef
from crosstrace.traceability.attestation import ItemReadiness
from crosstrace.traceability.coverage import ElementCoverage
from crosstrace.traceability.question import Part, Piece, Question, Stated
from crosstrace.traceability.reach import ancestors
from crosstrace.traceability.standing import NamedEvidence, Standing, TaskStanding
from crosstrace.traceability.supplied import Supplied
from crosstrace.traceability.view import Allocation, Evidence


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
    """An element that is covered less, for one asset."""

    asset: str | None
    before: ElementCoverage
    after: ElementCoverage


@dataclass(frozen=True, slots=True)
class ItemLoss:
    """An item of a form that is less ready, for one asset."""

    edition: str
    asset: str | None
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
    was counted. `allocations` are those on what is covered less, or on the whole that it is in.
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


def _stands(found: TaskStanding) -> tuple[object, ...]:
    """All of a task on which other answers rest; most evidence can go without changing it."""
    return tuple((one.implementation.iri, one.coverage) for one in found.standings)


def loss(question: Question, pieces: Sequence[Piece]) -> Loss:
    """What goes with the evidence."""
    lost = [
        {piece.evidence.iri for piece in pieces if number in piece.graphs}
        for number in range(len(question.suppliers) + 1)
    ]
    found = _Found(question)
    parts = question.named_in(pieces)
    for part in parts:
        found.add(part, lost[part.number])
    named = any(part.number for part in parts)
    shown = question.supplied_without(lost) if named else question.supplied
    losing = {(one.asset, one.before.element.ref) for one in found.elements}
    return Loss(
        evidence=tuple(piece.evidence for piece in pieces),
        statements=tuple(found.statements),
        elements=tuple(found.elements),
        candidates=tuple(sorted(found.candidates, key=natural_order)),
        items=tuple(found.items),
        allocations=tuple(_allocations(question, losing)),
        supplies=tuple(_supplies(question.supplied, shown)),
    )


class _Found:
    """The losses of one part after another."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.statements: list[StatementLoss] = []
        self.elements: list[ElementLoss] = []
        self.candidates: set[ElementRef] = set()
        self.items: list[ItemLoss] = []

    def add(self, part: Part, names: Set[str]) -> None:
        """What a part loses."""
        after = part.without(names, self.question.as_of)
        for task, lessened in after.items():
            later = {one.implementation.iri: one for one in lessened.standings}
            for one in part.stated[task].standings:
                if not names.isdisjoint(one.implementation.evidence):
                    found = StatementLoss(part.graph, one, later[one.implementation.iri])
                    self.statements.append(found)
        weakened = {t: one for t, one in after.items() if _stands(one) != _stands(part.stated[t])}
        if weakened and self.question.answers_for(part):
            self._covered(part, weakened)
            self._ready(part, weakened)

    def _covered(self, part: Part, weakened: Stated) -> None:
        losses = []
        for before, after in self.question.elements(part, weakened):
            if before.coverage is not after.coverage:
                losses.append(ElementLoss(part.asset, before, after))
            elif len(before.candidates) > len(after.candidates):
                self.candidates.add(before.element.ref)
        self.elements += sorted(losses, key=lambda one: natural_order(one.before.element.ref))

    def _ready(self, part: Part, weakened: Stated) -> None:
        for before, after in self.question.items(part, weakened):
            if before.readiness is not after.readiness:
                edition = before.element.ref.edition
                self.items.append(ItemLoss(edition, part.asset, before, after))


def _allocations(
    question: Question, lost: Collection[tuple[str | None, ElementRef]]
) -> Iterator[Allocation]:
    """The allocations on what is covered less, by itself or as a part."""
    held = {
        (asset, holder)
        for asset, ref in lost
        for holder in (ref, *ancestors(question.crosswalk, ref))
    }
    for one in question.view.allocations:
        if (one.asset or question.view.subject, one.element) in held:
            yield one


def _supplies(before: Sequence[Supplied], after: Sequence[Supplied]) -> Iterator[SupplyLoss]:
    def key(found: Supplied) -> tuple[object, ...]:
        return found.allocation, found.element.ref, found.party

    later = {key(found): found for found in after}
    for found in before:
        if found.supply is not later[key(found)].supply:
            yield SupplyLoss(found, later[key(found)])
