"""The network of mappings: elements are nodes, each asserted mapping links its ends.

A link may be walked both ways; walking it against its direction is its converse. Editions
are part of an element's name, so a path goes from one edition of a framework to another
only over a mapping between the two. Parent and child are not linked here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

from crosstrace.crosswalk.algebra import (
    ANY,
    NOTHING,
    RelationSet,
    converse,
    of_members,
    relation_set,
)
from crosstrace.model import ElementRef, Mapping
from crosstrace.vocab import CONVERSE

if TYPE_CHECKING:
    import networkx as nx

SUPPORTIVE_EQUALS = {"identical": "syntactic", "equivalent": "semantic"}
"""Supportive relations that read as equal, and on which rationale (IR 8477, table 7)."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One step along a mapping from `source` to `target`; `inverse` when against its direction.

    `open` holds the set-theory relations that may hold between the two, None when the mapping
    says nothing in those terms; `rationale` is that of `open`. A step is `disputed` when another
    mapping of the same two elements and rationale says what can't hold beside it.
    """

    mapping: Mapping
    source: ElementRef
    target: ElementRef
    inverse: bool
    open: RelationSet | None
    rationale: str | None
    disputed: bool = False

    @property
    def relation(self) -> str:
        """The relation as read in the direction of the step."""
        relation = self.mapping.relation
        return CONVERSE.get(relation, relation) if self.inverse else relation

    @property
    def collective(self) -> bool:
        """Whether the mapping relates unions of which `source` or `target` is only a member."""
        return len(self.mapping.sources) + len(self.mapping.targets) > 2


Path = tuple[Hop, ...]
_NO_HOPS: dict[str, tuple[Hop, ...]] = {}


class LinkGraph:
    """All asserted mappings as a network that can be walked in both directions."""

    def __init__(self, mappings: Collection[Mapping]) -> None:
        self._mappings = tuple(mappings)
        import networkx as nx  # here, for it takes its time and not every command needs it

        self._graph: nx.MultiDiGraph[ElementRef] = nx.MultiDiGraph()
        for mapping in mappings:
            for source, target in product(mapping.sources, mapping.targets):
                self._graph.add_edge(source, target, mapping=mapping)
        self._hops: dict[ElementRef, dict[str, tuple[Hop, ...]]] = {}

    def __len__(self) -> int:
        return len(self._mappings)

    @property
    def mappings(self) -> tuple[Mapping, ...]:
        """The mappings the network was made of."""
        return self._mappings

    def hops(self, element: ElementRef) -> Iterator[Hop]:
        """Every step that leaves `element`, forward ones first."""
        for hops in self._by_edition(element).values():
            yield from hops

    def paths(
        self,
        start: ElementRef,
        max_hops: int,
        *,
        target: str | None = None,
        avoid: Collection[str] = (),
    ) -> Iterator[Path]:
        """Every path from `start` of at most `max_hops` steps that visits no edition twice.

        With `target` only the paths that end in that edition, which go no further; editions
        to `avoid` are not entered.
        """
        visited = (start.edition, *avoid)
        yield from self._extend((), start, visited, max_hops, target)

    def _extend(
        self,
        path: Path,
        end: ElementRef,
        visited: tuple[str, ...],
        left: int,
        target: str | None,
    ) -> Iterator[Path]:
        steps = self._by_edition(end)
        editions = steps if left > 1 or target is None else {target} & steps.keys()
        for edition in editions:
            if edition in visited:
                continue
            arrived = target is None or edition == target
            for hop in steps[edition]:
                longer = (*path, hop)
                if arrived:
                    yield longer
                if left > 1 and edition != target:
                    yield from self._extend(
                        longer, hop.target, (*visited, edition), left - 1, target
                    )

    def _by_edition(self, element: ElementRef) -> dict[str, tuple[Hop, ...]]:
        found = self._hops.get(element)
        if found is None:
            found = self._hops[element] = self._read_hops(element)
        return found

    def _read_hops(self, element: ElementRef) -> dict[str, tuple[Hop, ...]]:
        if element not in self._graph:
            return _NO_HOPS
        found: dict[str, list[Hop]] = defaultdict(list)
        for _, end, data in self._graph.out_edges(element, data=True):
            found[end.edition].append(_hop(data["mapping"], element, end, inverse=False))
        for end, _, data in self._graph.in_edges(element, data=True):
            found[end.edition].append(_hop(data["mapping"], element, end, inverse=True))
        return {edition: tuple(_marked(hops)) for edition, hops in found.items()}


def _marked(hops: list[Hop]) -> list[Hop]:
    """The hops from one element to one edition, those that are disputed marked."""
    claims: dict[tuple[ElementRef, str | None], RelationSet] = defaultdict(lambda: ANY)
    for hop in hops:
        if hop.mapping.style == "set_theory" and hop.open is not None:
            claims[hop.target, hop.rationale] &= hop.open
    return [
        replace(hop, disputed=True) if claims[hop.target, hop.rationale] == NOTHING else hop
        for hop in hops
    ]


def _hop(mapping: Mapping, source: ElementRef, target: ElementRef, *, inverse: bool) -> Hop:
    relations, rationale = _reading(mapping)
    if relations is not None and inverse:
        relations = converse(relations)
    return Hop(mapping, source, target, inverse, relations, rationale)


def _reading(mapping: Mapping) -> tuple[RelationSet | None, str | None]:
    """What a mapping says of one source and one target of it in set-theory terms."""
    if mapping.style == "set_theory":
        relations, rationale = relation_set([mapping.relation]), mapping.rationale
    elif mapping.relation in SUPPORTIVE_EQUALS:
        relations, rationale = RelationSet.EQUAL, SUPPORTIVE_EQUALS[mapping.relation]
    else:
        return None, mapping.rationale
    counts = {"sources": len(mapping.sources), "targets": len(mapping.targets)}
    return of_members(relations, **counts), rationale
