"""What the workers that judge know of the frameworks in a store."""

from __future__ import annotations

from dataclasses import dataclass

from crosstrace.store import GraphStore
from crosstrace.validation.identifiers import identifiers_graph
from crosstrace.validation.reference import reference_graph


@dataclass(frozen=True, slots=True)
class Known:
    """N-Triples: `reference` is data beside each submission, `identifiers` explains mistakes."""

    reference: bytes
    identifiers: bytes


def read_known(store: GraphStore) -> Known:
    """What is known of the elements in `store`."""
    return Known(reference_graph(store), identifiers_graph(store))
