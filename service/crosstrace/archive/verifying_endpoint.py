"""Whether a SPARQL endpoint's own graphs are what the audit log tells, and nothing is beside them.

Its log and contents were read when it was opened; here follow the graphs that it answers queries
from. One version is in memory at a time, and of what an endpoint holds one page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Context, Decimal
from itertools import chain
from typing import Any, Final

import pyoxigraph as ox

from crosstrace.archive.content import to_quads
from crosstrace.archive.description import describe
from crosstrace.archive.names import GraphName
from crosstrace.archive.records import Record
from crosstrace.archive.replica import REMEDY, Held
from crosstrace.archive.state import State, Version
from crosstrace.archive.verifying import as_stored, by_name
from crosstrace.errors import BrokenData
from crosstrace.store import Endpoint
from crosstrace.vocab import AUDIT_GRAPH, CONTENT_GRAPH, GRAPHS, XSD

_DIGITS: Final = Context(prec=14)
"""Of a decimal number; Virtuoso keeps fifteen."""

_FRACTION: Final = re.compile(r"\.(\d{1,6})\d*")
_MOMENTS: Final = (XSD + "dateTime", XSD + "time")

UNFINISHED: Final = (
    "Others put it there, or a change that was cut short left it, which the service removes when "
    "it starts."
)


def endpoint_faults(
    endpoint: Endpoint, held: Held, state: State, on_version: Callable[[Version], None]
) -> Iterator[str]:
    """What the endpoint lacks, has otherwise or holds beside it, in sentences.

    `held` has the contents by which it is judged; versions whose content is lost there are passed
    over. `on_version` is told of each version before it is looked at.
    """
    yield from _sizes(endpoint, held, state)
    made = by_name(chain.from_iterable(state.records.values()))
    for graph in state.graphs.values():
        yield from _description(endpoint, graph.name, made[graph.name])
        for version in graph.versions:
            on_version(version)
            yield from _version(endpoint, held, version)
    yield from _foreign(endpoint, state)


def _sizes(endpoint: Endpoint, held: Held, state: State) -> Iterator[str]:
    versions = (version for graph in state.graphs.values() for version in graph.versions)
    pieces = [len(held.pieces(version.sequence)) for version in versions]
    expected = {AUDIT_GRAPH: state.sequence}
    if all(pieces):  # a content that isn't as it was submitted is named for itself
        expected[CONTENT_GRAPH] = sum(pieces)
    for graph, number in expected.items():
        if (found := endpoint.size(graph)) != number:
            yield (
                f"At the endpoint {graph} holds {_counted(found)} in place of {number}. "
                f"{UNFINISHED}"
            )


def _description(endpoint: Endpoint, name: GraphName, records: Iterable[Record]) -> Iterator[str]:
    quads = [quad for record in records for quad in describe(record)]
    if differs := _difference(endpoint, name.iri, quads):
        yield f"What is said of {name} at the endpoint is not what the audit log tells: {differs}"


def _version(endpoint: Endpoint, held: Held, version: Version) -> Iterator[str]:
    try:
        quads = to_quads(held.content(version), version.name, version.number)
    except (ValueError, BrokenData):
        return
    if differs := _difference(endpoint, version.iri, quads):
        yield (
            f"Version {version.number} of {version.name} is not at the endpoint as it was "
            f"submitted: {differs}"
        )


def _foreign(endpoint: Endpoint, state: State) -> Iterator[str]:
    known = {name.iri for name in state.graphs}
    known |= {version.iri for graph in state.graphs.values() for version in graph.versions}
    for graph in endpoint.graph_names(GRAPHS):
        if graph not in known:
            yield (
                f"No record of the audit log accounts for the endpoint's graph {graph}, which "
                f"holds {_counted(endpoint.size(graph))}. {UNFINISHED}"
            )


def _difference(endpoint: Endpoint, graph: str, expected: Iterable[ox.Quad]) -> str | None:
    """How many statements of a graph differ from the expected ones, in words; None when none do."""
    wanted = _comparable(expected)
    lacking, matching = set(wanted), 0
    for page in endpoint.statements(graph):
        found = _comparable(page)
        lacking -= found
        # Where an endpoint has two ways to write one value, both are that value.
        matching += len(found & wanted) + len(page) - len(found)
    surplus = max(endpoint.size(graph) - matching, 0)
    said = [f"{_counted(len(lacking))} missing"] if lacking else []
    said += [f"{_counted(surplus)} that nobody submitted"] if surplus else []
    return f"{' and '.join(said)}. {REMEDY}" if said else None


def _counted(number: int) -> str:
    return "1 statement" if number == 1 else f"{number} statements"


def _comparable(quads: Iterable[ox.Quad]) -> set[tuple[Any, ...]]:
    """Statements with values in place of the ways to write them."""
    return {(q.subject, q.predicate, _rough(q.object)) for q in as_stored(quads)}


def _rough(term: object) -> object:
    """A value no finer than every endpoint keeps it; the contents are held to the letter."""
    if not isinstance(term, ox.Literal):
        return term
    datatype = term.datatype.value
    if datatype == XSD + "decimal":
        return datatype, _DIGITS.create_decimal(Decimal(term.value)).normalize()
    if datatype in _MOMENTS:
        return datatype, _FRACTION.sub(lambda m: f".{m[1]}".rstrip("0").rstrip("."), term.value)
    if term.language:
        return term.value, term.language.lower()
    return term
