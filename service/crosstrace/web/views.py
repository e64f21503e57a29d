"""What is read of graphs at rest to answer from: which version, and its statements as values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Final

from fastapi import Depends, Query

from crosstrace.access import Principal
from crosstrace.archive import Archive, GraphName, Version
from crosstrace.documents import Origin
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
        description="Answer from what was known by the end of that day (UTC): the version of each "
        "graph that was in force then; 410 when it was withdrawn.",
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


@dataclass(frozen=True, slots=True)
class Reading:
    """A version of a graph at rest, and its statements as values."""

    version: Version
    view: ImplementationView


def reading_of(archive: Archive, version: Version) -> Reading:
    """The version with its statements."""
    return Reading(version, _read(archive, version.name, version.number))


@lru_cache(maxsize=HELD)
def _read(archive: Archive, name: GraphName, number: int) -> ImplementationView:
    return read_view(archive.content(archive.state.graphs[name].version(number)))


def origin_of(reading: Reading, *beside: Reading) -> Origin:
    """What an answer is made from: a version, and those of other graphs that are looked at too."""
    made = reading.version.submitted
    return Origin(
        graph=reading.view.iri,
        title=made.title,
        name=str(reading.version.name),
        version=reading.version.number,
        digest=made.content_digest,
        digested="of the statements as sorted N-Triples",
        beside=tuple(origin_of(one) for one in beside),
    )


def _known_by(
    archive: Archive, principal: Principal, name: GraphName, known_on: str | None
) -> Version:
    """The version that was in force at the end of the day `known_on`; now when None."""
    reader = reader_of(principal)
    if known_on is None:
        return archive.current(name, reader)
    # The end of that day, as ISO 8601 writes it: there is no day after the calendar's last.
    return archive.graph(name, reader).at(f"{parse_day(known_on).isoformat()}T24:00:00")


def _reading(
    services: ServicesDep,
    principal: ReaderPrincipal,
    name: NamePath,
    owner: Owner = None,
    version: VersionNumber = None,
    known_on: KnownOn = None,
) -> Reading:
    if version is not None and known_on is not None:
        raise InvalidInput("Ask for a version or for a day on which it was known, not for both.")
    archive, wanted = services.archive, graph_of(principal, name, owner)
    if version is not None:
        found = archive.graph(wanted, reader_of(principal)).version(version)
    else:
        found = _known_by(archive, principal, wanted, known_on)
    return reading_of(archive, found)


AskedReading = Annotated[Reading, Depends(_reading)]


def _suppliers(
    services: ServicesDep,
    principal: ReaderPrincipal,
    supplier: Suppliers = (),
    known_on: KnownOn = None,
) -> list[Reading]:
    return [reading_named(services.archive, principal, text, known_on) for text in supplier]


def reading_named(
    archive: Archive, principal: Principal, text: str, known_on: str | None
) -> Reading:
    """The graph that a parameter names (`name`, or `organization/name`), as known on that day."""
    organization, _, name = text.rpartition("/")
    wanted = GraphName(organization or principal.organization, name)
    return reading_of(archive, _known_by(archive, principal, wanted, known_on))


SupplierReadings = Annotated[list[Reading], Depends(_suppliers)]
