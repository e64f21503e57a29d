"""What is read of graphs at rest to answer from: which version, and its statements as values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import Annotated, Final

from fastapi import Depends, Query

from crosstrace.access import Principal
from crosstrace.archive import Archive, GraphName, StoredGraph, Version
from crosstrace.errors import InvalidInput
from crosstrace.traceability import ImplementationView, read_view
from crosstrace.web.dependencies import ServicesDep
from crosstrace.web.graphs import NamePath, Owner, ReaderPrincipal, graph_of, reader_of

HELD: Final = 64
"""Versions that are kept ready as values; a version never changes."""

_DAY: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_SUPPLIER: Final = r"^(?:[a-z0-9-]{1,63}/)?[a-z0-9][a-z0-9.-]{0,63}$"

AsOf = Annotated[
    str | None,
    Query(
        pattern=_DAY,
        description="The day for which validity is judged; today (UTC) when left out.",
        json_schema_extra={"format": "date"},
    ),
]
KnownOn = Annotated[
    str | None,
    Query(
        pattern=_DAY,
        description="Answer from the version that was kept by the end of that day (UTC).",
        json_schema_extra={"format": "date"},
    ),
]
VersionNumber = Annotated[
    int | None, Query(ge=1, le=999_999_999, description="A version; else the one in force.")
]
Suppliers = Annotated[
    Sequence[str],
    Query(
        alias="supplier",
        max_length=20,
        description="Graphs of suppliers that are looked at too: name, or organisation/name.",
        json_schema_extra={"items": {"type": "string", "pattern": _SUPPLIER}},
    ),
]
Asset = Annotated[
    str | None,
    Query(max_length=2000, description="IRI of an asset; the graph's subject when left out."),
]


def parse_day(text: str | None) -> dt.date:
    """The day that a parameter names; today in UTC when there is none."""
    if text is None:
        return dt.datetime.now(dt.UTC).date()
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput("That is no day; write it as in 2026-11-23.") from error


async def _day(as_of: AsOf = None) -> dt.date:
    return parse_day(as_of)


Day = Annotated[dt.date, Depends(_day)]


def view_of(archive: Archive, version: Version) -> ImplementationView:
    """The statements of a version as values."""
    return _read(archive, version.name, version.number)


@lru_cache(maxsize=HELD)
def _read(archive: Archive, name: GraphName, number: int) -> ImplementationView:
    return read_view(archive.content(archive.state.graphs[name].version(number)))


def _wanted(graph: StoredGraph, version: int | None, known_on: str | None) -> Version | None:
    """The version that the parameters name; None for the one in force."""
    if version is not None and known_on is not None:
        raise InvalidInput("Ask for a version or for a day on which it was known, not for both.")
    if version is not None:
        return graph.version(version)
    if known_on is not None:
        after = parse_day(known_on) + dt.timedelta(days=1)
        return graph.at(after.isoformat())
    return None


def _version(
    services: ServicesDep,
    principal: ReaderPrincipal,
    name: NamePath,
    owner: Owner = None,
    version: VersionNumber = None,
    known_on: KnownOn = None,
) -> Version:
    reader = reader_of(principal)
    graph = services.archive.graph(graph_of(principal, name, owner), reader)
    return _wanted(graph, version, known_on) or services.archive.current(graph.name, reader)


AskedVersion = Annotated[Version, Depends(_version)]


def _view(services: ServicesDep, version: AskedVersion) -> ImplementationView:
    return view_of(services.archive, version)


def _suppliers(
    services: ServicesDep, principal: ReaderPrincipal, supplier: Suppliers = ()
) -> list[ImplementationView]:
    return [view_named(services.archive, principal, text) for text in supplier]


def view_named(archive: Archive, principal: Principal, text: str) -> ImplementationView:
    """The graph in force that a parameter names: `name`, or `organization/name`."""
    organization, _, name = text.rpartition("/")
    wanted = GraphName(organization or principal.organization, name)
    return view_of(archive, archive.current(wanted, reader_of(principal)))


View = Annotated[ImplementationView, Depends(_view)]
SupplierViews = Annotated[list[ImplementationView], Depends(_suppliers)]
