"""Whether the store still holds what the audit log tells of, and nothing beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pyoxigraph as ox

from crosstrace.archive.content import to_quads
from crosstrace.archive.description import describe
from crosstrace.archive.names import GraphName
from crosstrace.archive.records import Record, read_log
from crosstrace.archive.replica import REMEDY, Held, altered
from crosstrace.archive.state import State, Version
from crosstrace.errors import BrokenData, InvalidInput
from crosstrace.store import GraphStore
from crosstrace.vocab import AUDIT_GRAPH, CONTENT_GRAPH, HOLDER_GRAPH


def faults(held: Held, on_version: Callable[[Version], None]) -> list[str]:
    """What doesn't hold together, in sentences: the log, then everything against it.

    `on_version` is told of each version before it is looked at.
    """
    lines, state = held.log(), State()
    try:
        records = list(read_log(lines))
        state.add(records)
    except BrokenData as error:
        return [error.detail]
    versions = [version for graph in state.graphs.values() for version in graph.versions]
    return [
        *_foreign(held, state, versions, len(lines)),
        *_descriptions(held, records),
        *_versions(held, versions, on_version),
    ]


def _foreign(held: Held, state: State, versions: list[Version], lines: int) -> Iterator[str]:
    """What no record accounts for."""
    known = {AUDIT_GRAPH, CONTENT_GRAPH, HOLDER_GRAPH, *(name.iri for name in state.graphs)}
    known |= {version.iri for version in versions}
    for name in held.graphs_at_rest():
        if name not in known:
            yield f"No record of the audit log accounts for the graph {name}. {REMEDY}"
    pieces = sum(len(held.pieces(version.sequence)) for version in versions)
    for graph, expected in ((AUDIT_GRAPH, lines), (CONTENT_GRAPH, pieces)):
        if (found := held.size(graph)) != expected:
            yield f"{graph} holds {found} statements in place of {expected}. {REMEDY}"


def _descriptions(held: Held, records: Iterable[Record]) -> Iterator[str]:
    for name, made in by_name(records).items():
        try:
            quads = (quad for record in made for quad in describe(record))
            same = as_stored(quads) == held.graph(name.iri)
        except (ValueError, InvalidInput):  # what a record says can't be described
            same = False
        if not same:
            yield f"What is said of {name} is not what the audit log tells. {REMEDY}"


def _versions(
    held: Held, versions: Iterable[Version], on_version: Callable[[Version], None]
) -> Iterator[str]:
    for version in versions:
        on_version(version)
        try:
            quads = to_quads(held.content(version), version.name, version.number)
            same = as_stored(quads) == held.graph(version.iri)
        except (ValueError, BrokenData):
            same = False
        if not same:
            yield altered(version).detail


def by_name(records: Iterable[Record]) -> dict[GraphName, list[Record]]:
    """The records of each graph, in their order."""
    found: dict[GraphName, list[Record]] = {}
    for record in records:
        found.setdefault(record.name, []).append(record)
    return found


def as_stored(quads: Iterable[ox.Quad]) -> set[ox.Quad]:
    """The statements as a store writes them, which has its own way with numbers and times."""
    store = GraphStore.in_memory()
    store.append(quads)
    return set(store.quads())
