"""What the routes of graphs at rest share: names, who reads and writes, what is expected."""

from __future__ import annotations

import re
from typing import Annotated, Final

from fastapi import Depends, Header, Path, Query, Request, Response

from crosstrace.access import (
    GRAPH_PATTERN,
    ORGANIZATION_PATTERN,
    Permission,
    Principal,
    may,
)
from crosstrace.archive import By, Expected, GraphName, Reader, Version
from crosstrace.archive.content import to_triples
from crosstrace.archive.submitting import Document
from crosstrace.bootstrap import Services
from crosstrace.errors import InvalidInput
from crosstrace.model import EDITION_PATTERN
from crosstrace.rdf.formats import syntax_for_media_type
from crosstrace.validation.levels import LEVELS
from crosstrace.validation.service import PROFILES
from crosstrace.web.access import requires
from crosstrace.web.body import media_type, read_body
from crosstrace.web.negotiation import Representation
from crosstrace.web.rdf import rdf_response

_TAGS: Final = re.compile(r'\s*(?:\*|(?:W/)?"[^"]*"(?:\s*,\s*(?:W/)?"[^"]*")*)\s*')
_STRONG: Final = re.compile(r'(?<!W/)"([^"]*)"')

ReaderPrincipal = Annotated[Principal, Depends(requires(Permission.READ_GRAPHS))]
WriterPrincipal = Annotated[Principal, Depends(requires(Permission.WRITE_GRAPHS))]
ManagerPrincipal = Annotated[Principal, Depends(requires(Permission.MANAGE))]
AuditorPrincipal = Annotated[Principal, Depends(requires(Permission.AUDIT))]

NamePath = Annotated[
    str, Path(pattern=GRAPH_PATTERN, description="A graph's name.", examples=["larkspur-2"])
]
OrganizationPath = Annotated[
    str, Path(pattern=ORGANIZATION_PATTERN, description="An organisation.", examples=["acme"])
]
Owner = Annotated[
    str | None,
    Query(
        pattern=ORGANIZATION_PATTERN,
        description="The organisation whose graph is meant; your own when left out.",
    ),
]
NumberPath = Annotated[int, Path(ge=1, le=999_999_999, description="A version's number.")]
Level = Annotated[
    str,
    Query(
        pattern="^[a-z-]{1,40}$",
        description="How much is asked: draft (structure), submission or attestation.",
        json_schema_extra={"enum": list(LEVELS)},
    ),
]
Profile = Annotated[
    str,
    Query(
        pattern=EDITION_PATTERN,
        description="The profile to judge against.",
        json_schema_extra={"enum": list(PROFILES)},
    ),
]
IdempotencyKey = Annotated[
    str | None,
    Header(
        min_length=1,
        max_length=255,
        description="Any text of your own; a retry with the same key is answered, not repeated.",
    ),
]


def reader_of(principal: Principal) -> Reader:
    """As whom the archive is read."""
    readable = may(principal, Permission.READ_GRAPHS)
    return Reader(principal.organization, principal.graphs if readable else frozenset())


def graph_of(principal: Principal, name: str, owner: str | None = None) -> GraphName:
    """The graph that a path and `?owner=` name."""
    return GraphName(owner or principal.organization, name)


def by(request: Request, principal: Principal) -> By:
    """Who asks for a change, for the audit log."""
    return By(principal.organization, principal.actor, request.state.request_id)


async def _expected(
    if_match: Annotated[
        str | None, Header(description="The ETag that you take for the current one.")
    ] = None,
    if_none_match: Annotated[
        str | None, Header(description="* when the graph must not be there yet.")
    ] = None,
) -> Expected:
    if if_none_match is not None and if_none_match.strip() != "*":
        raise InvalidInput("If-None-Match of a change is '*': the graph must not be there yet.")
    return Expected(match=_tags(if_match), absent=if_none_match is not None)


ExpectedDep = Annotated[Expected, Depends(_expected)]


def _tags(header: str | None) -> tuple[str, ...]:
    """The strong entity tags in a header, without quotes; weak ones never match a change."""
    if header is None:
        return ()
    if not _TAGS.fullmatch(header):
        raise InvalidInput('If-Match holds ETags in quotes, such as "3-0123456789abcdef", or *.')
    return ("*",) if header.strip() == "*" else (*_STRONG.findall(header), "")


async def document_of(request: Request, profile: str, level: str) -> Document:
    """The document in a request's body."""
    syntax = syntax_for_media_type(media_type(request))
    return Document(await read_body(request), syntax, profile, level)


def version_headers(found: Version) -> dict[str, str]:
    """The headers that say which version an answer is of."""
    return {
        "ETag": f'"{found.etag}"',
        "Crosstrace-Version": str(found.number),
        "Vary": "Accept, Authorization",
        "Cache-Control": "private, no-cache",
    }


def content_response(
    request: Request, services: Services, found: Version, form: Representation
) -> Response:
    """The statements of a version in `form`, or 304 when the client holds them already."""
    if (same := _unchanged(request, found)) is not None:
        return same
    return rdf_response(to_triples(services.archive.content(found)), form, version_headers(found))


def _unchanged(request: Request, found: Version) -> Response | None:
    """304 when the client holds this very version already."""
    held = request.headers.get("if-none-match", "")
    if held.strip() == "*" or found.etag in re.findall(r'"([^"]*)"', held):
        return Response(status_code=304, headers=version_headers(found))
    return None
