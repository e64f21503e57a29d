"""The network of mappings: elements are nodes, each asserted mapping is one link.

A link may be walked both ways; walking it against its direction is its converse. Parent
and child are not linked: that a practice maps somewhere says nothing of its tasks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import networkx as nx

from crosstrace.model import ElementRef, Mapping
from crosstrace.store import GraphStore, read_query
from crosstrace.vocab import local_name, token

CONVERSE = {
    "subset_of": "superset_of",
    "superset_of": "subset_of",
    "supports": "is_supported_by",
    "is_supported_by": "supports",
    "refines": "is_refined_by",
}
"""Relations whose converse has another name; all others are their own converse."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One step along a mapping from `source` to `target`; `inverse` when against its direction."""

    mapping: Mapping
    inverse: bool

    @property
    def source(self) -> ElementRef:
        """Where the step starts."""
        return self.mapping.target if self.inverse else self.mapping.source

    @property
    def target(self) -> ElementRef:
        """Where the step ends."""
        return self.mapping.source if self.inverse else self.mapping.target

    @property
    def relation(self) -> str:
        """The relation as read in the direction of the step."""
        relation = self.mapping.relation
        return CONVERSE.get(relation, relation) if self.inverse else relation


Path = tuple[Hop, ...]


class LinkGraph:
    """All asserted mappings as a network that can be walked in both directions."""

    def __init__(self, mappings: list[Mapping]) -> None:
        self._graph: nx.MultiDiGraph[ElementRef] = nx.MultiDiGraph()
        for mapping in mappings:
            self._graph.add_edge(mapping.source, mapping.target, mapping=mapping)

    def __len__(self) -> int:
        return self._graph.number_of_edges()

    def hops(self, element: ElementRef) -> Iterator[Hop]:
        """Every step that leaves `element`, forward ones first."""
        if element not in self._graph:
            return
        for _, _, forward in self._graph.out_edges(element, data=True):
            yield Hop(forward["mapping"], inverse=False)
        for _, _, backward in self._graph.in_edges(element, data=True):
            yield Hop(backward["mapping"], inverse=True)

    def paths(self, start: ElementRef, max_hops: int) -> Iterator[Path]:
        """Every path from `start` of at most `max_hops` steps that visits no edition twice."""
        yield from self._extend((), start, frozenset({start.edition}), max_hops)

    def _extend(
        self, path: Path, end: ElementRef, visited: frozenset[str], left: int
    ) -> Iterator[Path]:
        if left == 0:
            return
        for hop in self.hops(end):
            edition = hop.target.edition
            if edition not in visited:
                longer = (*path, hop)
                yield longer
                yield from self._extend(longer, hop.target, visited | {edition}, left - 1)


def load_links(store: GraphStore) -> LinkGraph:
    """Read every asserted mapping from `store`."""
    rows = store.select(read_query("crosstrace.crosswalk", "mappings"))
    return LinkGraph(
        [
            Mapping(
                iri=row["mapping"],
                source=ElementRef.from_iri(row["source"]),
                relation=token(row["relation"]),
                target=ElementRef.from_iri(row["target"]),
                style=token(row["style"]),
                mapping_set=local_name(row["set"]),
                as_printed=row.get("asPrinted"),
            )
            for row in rows
        ]
    )
