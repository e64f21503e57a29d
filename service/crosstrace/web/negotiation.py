"""Choosing the representation a client gets: `?format=` first, then `Accept` (RFC 9110, 12.5.1)."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Query, Request

from crosstrace.errors import NotAcceptable


@dataclass(frozen=True, slots=True)
class Representation:
    """A form an answer can have: its `?format=` name, its media type, and others it answers to."""

    name: str
    media_type: str
    aliases: tuple[str, ...] = ()


JSON: Final = Representation("json", "application/json")
HTML: Final = Representation("html", "text/html")
TURTLE: Final = Representation("turtle", "text/turtle")
NTRIPLES: Final = Representation("ntriples", "application/n-triples")
RDFXML: Final = Representation("rdfxml", "application/rdf+xml")
JSONLD: Final = Representation("jsonld", "application/ld+json")
JSON_SCHEMA: Final = Representation("json-schema", "application/schema+json")
CSV: Final = Representation("csv", "text/csv")
XLSX: Final = Representation(
    "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)
SSSOM: Final = Representation("sssom", "text/tab-separated-values")
OSCAL: Final = Representation("oscal", "application/oscal+json")
RDF_FORMS: Final = (TURTLE, JSONLD, NTRIPLES, RDFXML)

_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"  # noqa: S105 - RFC 9110's word for it
_RANGE = re.compile(rf"({_TOKEN})/({_TOKEN})")
_QUALITY = re.compile(r"q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MediaRange:
    """One part of an `Accept` header, e.g. `text/*;q=0.5`."""

    type: str
    subtype: str
    quality: float

    @property
    def specificity(self) -> int:
        """0 for `*/*`, 1 for `type/*`, 2 for a full media type."""
        return (self.type != "*") + (self.subtype != "*")

    def admits(self, media_type: str) -> bool:
        """Whether the range covers `media_type`."""
        main, _, sub = media_type.partition("/")
        return self.type in ("*", main) and self.subtype in ("*", sub)


def parse_accept(header: str) -> list[MediaRange]:
    """The ranges of an `Accept` header; parts that are no media range are left out."""
    ranges = []
    for part in header.split(","):
        media, *parameters = (piece.strip() for piece in part.split(";"))
        if found := _RANGE.fullmatch(media.lower()):
            weights = [m for p in parameters if (m := _QUALITY.fullmatch(p))]
            quality = float(weights[0][1]) if weights else 1.0
            ranges.append(MediaRange(found[1], found[2], quality))
    return ranges


def preferred(offers: Sequence[Representation], accept: str | None) -> Representation | None:
    """The offer the client likes best, the first of equals; None when it accepts none."""
    ranges = parse_accept(accept) if accept else []
    if not ranges:
        return offers[0]
    best = max(offers, key=lambda offer: _liking(offer, ranges))
    return best if _liking(best, ranges)[0] > 0 else None


def _liking(offer: Representation, ranges: Sequence[MediaRange]) -> tuple[float, int]:
    return max(_weight(name, ranges) for name in (offer.media_type, *offer.aliases))


def _weight(media_type: str, ranges: Sequence[MediaRange]) -> tuple[float, int]:
    admitting = [r for r in ranges if r.admits(media_type)]
    if not admitting:
        return 0.0, 0
    closest = max(admitting, key=lambda r: r.specificity)
    return closest.quality, closest.specificity


def content_type(form: Representation, accept: str | None) -> str:
    """The name under which to send `form`: an alias when the client accepts only that."""
    ranges = parse_accept(accept) if accept else []
    return max((form.media_type, *form.aliases), key=lambda name: _weight(name, ranges))


def choose(
    offers: Sequence[Representation], accept: str | None, wanted: str | None
) -> Representation:
    """The representation named `wanted`, or the best for `accept`.

    `NotAcceptable` lists what exists.
    """
    if wanted is None:
        found = preferred(offers, accept)
    else:
        found = next((offer for offer in offers if offer.name == wanted), None)
    if found is None:
        existing = ", ".join(f"{o.name} ({o.media_type})" for o in offers)
        raise NotAcceptable(f"What exists, by ?format= or Accept, is: {existing}.")
    return found


def negotiated(*offers: Representation) -> Callable[..., Awaitable[Representation]]:
    """A dependency that gives the representation to answer with, out of `offers`."""
    query = Query(
        alias="format",
        description="The form of the answer; without it, the Accept header decides.",
        json_schema_extra={"enum": [offer.name for offer in offers]},
    )

    async def chosen(
        request: Request, wanted: Annotated[str | None, query] = None
    ) -> Representation:
        return choose(offers, request.headers.get("accept"), wanted)

    return chosen
