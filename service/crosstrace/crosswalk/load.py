"""Reading the asserted mappings of a store."""

from __future__ import annotations

from collections import defaultdict

from crosstrace.crosswalk.links import LinkGraph
from crosstrace.model import ElementRef, Mapping
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
        sources=_elements(rows, "source"),
        relation=token(row["relation"]),
        targets=_elements(rows, "target"),
        style=token(row["style"]),
        mapping_set=row["set"].removeprefix(MAPPING_SET),
        standing=_token(row, "standing") or "final",
        rationale=_token(row, "rationale"),
        strength=int(row["strength"]) if "strength" in row else None,
        supportive_property=_token(row, "supportiveProperty"),
        change_type=_token(row, "changeType"),
        as_printed=row.get("asPrinted"),
    )


def _elements(rows: list[Row], name: str) -> tuple[ElementRef, ...]:
    return tuple(dict.fromkeys(ElementRef.from_iri(row[name]) for row in rows))


def _token(row: Row, name: str) -> str | None:
    return token(row[name]) if name in row else None
