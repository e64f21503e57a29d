"""Reading the asserted mappings of a store."""

from __future__ import annotations

from collections import defaultdict

from crosstrace.crosswalk.links import LinkGraph
from crosstrace.lookup.rows import elements_of, token_of
from crosstrace.model import Mapping
from crosstrace.store import GraphStore, Row, read_query
from crosstrace.vocab import MAPPING_SET, token


def load_links(store: GraphStore) -> LinkGraph:
    """The network of every asserted mapping in `store`."""
    by_mapping: dict[str, list[Row]] = defaultdict(list)
    for row in store.select(read_query("crosstrace.crosswalk", "mappings")):
        by_mapping[row["mapping"]].append(row)
    return LinkGraph([_mapping(rows) for rows in by_mapping.values()])


def _mapping(rows: list[Row]) -> Mapping:
    row = rows[0]
    return Mapping(
        iri=row["mapping"],
        sources=elements_of(rows, "source"),
        relation=token(row["relation"]),
        targets=elements_of(rows, "target"),
        style=token(row["style"]),
        mapping_set=row["set"].removeprefix(MAPPING_SET),
        standing=token_of(row, "standing") or "final",
        rationale=token_of(row, "rationale"),
        strength=int(row["strength"]) if "strength" in row else None,
        supportive_property=token_of(row, "supportiveProperty"),
        change_type=token_of(row, "changeType"),
        as_printed=row.get("asPrinted"),
    )
