"""What is asked when evidence is thought away: the graphs, asset by asset, with and without it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from crosstrace.crosswalk import Crosswalk
from crosstrace.lookup.catalog import natural_order
from crosstrace.model import ElementRef
from crosstrace.traceability.attestation import ItemReadiness, forms, items_ready
from crosstrace.traceability.coverage import ElementCoverage, elements_covered
from crosstrace.traceability.standing import TaskStanding, standings_by_asset
from crosstrace.traceability.supplied import Supplied, supplied
from crosstrace.traceability.supposed import without
from crosstrace.traceability.view import Evidence, ImplementationView

COMPARED: Final = 50
"""What it takes to compare the answers for an asset, in pieces of evidence gone through."""

Stated: TypeAlias = Mapping[ElementRef, TaskStanding]


@dataclass(frozen=True, slots=True)
class Piece:
    """Evidence that is thought away, in the graphs of these numbers; 0 is the asker's own."""

    evidence: Evidence
    graphs: frozenset[int]


@dataclass(frozen=True, slots=True)
class Part:
    """What a graph states for one asset, and the tasks that name each piece of evidence."""

    order: int
    number: int
    graph: str
    asset: str | None
    stated: Stated
    naming: Mapping[str, set[ElementRef]]

    def effort(self, evidence: str) -> int:
        """What it takes to ask for the part anew without the evidence."""
        stated = [one for task in self.naming[evidence] for one in self.stated[task].standings]
        alone = any(len(one.evidence) == 1 for one in stated)
        return sum(1 + len(one.evidence) for one in stated) + (COMPARED if alone else 0)

    def without(self, names: Collection[str], as_of: dt.date) -> dict[ElementRef, TaskStanding]:
        """The tasks that name the evidence, as they would stand without it."""
        tasks = {task for name in names for task in self.naming.get(name, ())}
        return {
            task: without(self.stated[task], names, as_of)
            for task in sorted(tasks, key=natural_order)
        }


class Question:
    """The graphs and the day that are asked about, for every asset that they state something for.

    Only what the evidence bears on is asked anew.
    """

    def __init__(
        self,
        view: ImplementationView,
        crosswalk: Crosswalk,
        as_of: dt.date,
        suppliers: Sequence[ImplementationView],
    ) -> None:
        self.view, self.crosswalk, self.as_of = view, crosswalk, as_of
        self.suppliers = tuple(suppliers)
        stated = (
            (number, graph.iri, asset, found)
            for number, graph in enumerate((view, *suppliers))
            for asset, found in standings_by_asset(graph, as_of).items()
        )
        self.parts = tuple(Part(order, *one, _naming(one[-1])) for order, one in enumerate(stated))
        self._naming: dict[str, list[Part]] = defaultdict(list)
        for part in self.parts:
            for iri in part.naming:
                self._naming[iri].append(part)
        self.supplied = supplied(view, crosswalk, as_of, suppliers)
        self._ready: dict[str | None, Mapping[ElementRef, ItemReadiness]] = {}

    def named_in(self, pieces: Iterable[Piece]) -> tuple[Part, ...]:
        """The parts that name some of the evidence where it is thought away, in their order."""
        found = {
            id(part): part
            for piece in pieces
            for part in self._naming.get(piece.evidence.iri, ())
            if part.number in piece.graphs
        }
        return tuple(sorted(found.values(), key=lambda part: part.order))

    def effort(self, pieces: Iterable[Piece]) -> int:
        """About how much it takes to try them in turn, in pieces of evidence gone through."""
        theirs = sum(len(graph.implementations) for graph in self.suppliers)
        total = 0
        for piece in pieces:
            parts = self.named_in((piece,))
            total += sum(part.effort(piece.evidence.iri) for part in parts)
            if any(part.number for part in parts):
                total += theirs + len(self.view.allocations)
        return total

    def answers_for(self, part: Part) -> bool:
        """Whether coverage and readiness are answers on what the part states."""
        asset = part.asset
        return part.number == 0 and (asset == self.view.subject or asset in self.view.assets)

    def elements(self, part: Part, after: Stated) -> Iterator[tuple[ElementCoverage, ...]]:
        """What the tasks bear on, before and after, in every edition."""
        for edition in sorted(self.crosswalk.catalog.editions):
            both = (
                elements_covered(self.crosswalk, self.view.profile, edition, stated, bearing=after)
                for stated in (part.stated, {**part.stated, **after})
            )
            yield from zip(*both, strict=True)

    def items(self, part: Part, after: Stated) -> Iterator[tuple[ItemReadiness, ItemReadiness]]:
        """The items of all forms, before and after."""
        if part.asset not in self._ready:
            self._ready[part.asset] = self._items(part.stated)
        later = self._items({**part.stated, **after})
        for ref, found in self._ready[part.asset].items():
            yield found, later[ref]

    def _items(self, stated: Stated) -> dict[ElementRef, ItemReadiness]:
        return {
            item.element.ref: item
            for form in forms(self.crosswalk)
            for item in items_ready(self.view, self.crosswalk, form, stated)
        }

    def supplied_without(self, lost: Sequence[Collection[str]]) -> tuple[Supplied, ...]:
        """What suppliers would show."""
        lessened = [g.without(gone) for g, gone in zip(self.suppliers, lost[1:], strict=True)]
        return supplied(self.view, self.crosswalk, self.as_of, lessened)


def _naming(stated: Stated) -> dict[str, set[ElementRef]]:
    found: dict[str, set[ElementRef]] = defaultdict(set)
    for task, standing in stated.items():
        for one in standing.standings:
            for iri in one.implementation.evidence:
                found[iri].add(task)
    return found
