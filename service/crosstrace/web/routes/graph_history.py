"""A graph's versions, with whom it is shared, and what was done to it."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse

from crosstrace import documents
from crosstrace.access import AccessControl
from crosstrace.archive import Reader
from crosstrace.errors import NotFound
from crosstrace.web import schemas
from crosstrace.web.dependencies import ServicesDep, WriteJobs
from crosstrace.web.graphs import (
    AuditorPrincipal,
    ManagerPrincipal,
    NamePath,
    NumberPath,
    OrganizationPath,
    Owner,
    ReaderPrincipal,
    by,
    content_response,
    graph_of,
    reader_of,
    version_headers,
)
from crosstrace.web.negotiation import JSON, RDF_FORMS, Representation, negotiated
from crosstrace.web.openapi import answers
from crosstrace.web.pagination import CURSOR_PATTERN, paginate

router = APIRouter(tags=["graphs"], default_response_class=Response)

FORMS: Final = (*RDF_FORMS, JSON)
GRAPH: Final = "/v1/graphs/{name}"
SHARE: Final = GRAPH + "/shares/{organization}"


@router.get(
    GRAPH + "/versions",
    summary="All versions of a graph",
    responses=answers(JSON, model=schemas.GraphVersions, problems=(400, 401, 403, 404)),
)
def list_versions(
    services: ServicesDep, principal: ReaderPrincipal, name: NamePath, owner: Owner = None
) -> JSONResponse:
    """Every version, oldest first, also of a graph that was withdrawn."""
    found = services.archive.graph(graph_of(principal, name, owner), reader_of(principal))
    return JSONResponse({"items": [documents.version(version) for version in found.versions]})


@router.get(
    GRAPH + "/versions/{number}",
    summary="One version of a graph",
    responses={
        **answers(*FORMS, model=schemas.GraphVersion, problems=(400, 401, 403, 404, 406, 503)),
        304: {"description": "The client holds this version."},
    },
)
def get_version(
    request: Request,
    services: ServicesDep,
    principal: ReaderPrincipal,
    name: NamePath,
    number: NumberPath,
    form: Annotated[Representation, Depends(negotiated(*FORMS))],
    owner: Owner = None,
) -> Response:
    """The statements as RDF, or as JSON what is known of the version."""
    graph = services.archive.graph(graph_of(principal, name, owner), reader_of(principal))
    found = graph.version(number)
    if form is JSON:
        return JSONResponse(documents.version(found), headers=version_headers(found))
    return content_response(request, services, found, form)


@router.get(
    GRAPH + "/shares",
    summary="With whom a graph is shared",
    responses=answers(JSON, model=schemas.Shares, problems=(400, 401, 403, 404)),
)
def list_shares(services: ServicesDep, principal: ManagerPrincipal, name: NamePath) -> JSONResponse:
    """The organisations that may read your graph."""
    found = services.archive.graph(
        graph_of(principal, name), Reader(principal.organization, principal.graphs)
    )
    return JSONResponse({"items": sorted(found.shared_with)})


@router.put(
    SHARE,
    summary="Share a graph",
    responses=answers(JSON, model=schemas.ShareChange, problems=(400, 401, 403, 404, 410, 503)),
)
async def put_share(
    request: Request,
    services: ServicesDep,
    jobs: WriteJobs,
    principal: ManagerPrincipal,
    name: NamePath,
    organization: OrganizationPath,
    unregistered: Annotated[
        bool,
        Query(
            description="Share with an organisation that is not registered here, whose members "
            "come with tokens alone; only where tokens are taken."
        ),
    ] = False,
) -> JSONResponse:
    """Let another organisation read the graph in all its versions; not once it is withdrawn."""
    graph = graph_of(principal, name)
    with services.archive.refusals():
        _demand_partner(services.access, organization, unregistered=unregistered)
    found = await jobs.run(services.archive.share, graph, organization, by(request, principal))
    return JSONResponse(documents.share_change(found))


def _demand_partner(access: AccessControl, organization: str, *, unregistered: bool) -> None:
    """Nothing when there is such an organisation, as far as it can be known; else `NotFound`.

    Whoever took a misspelled name later would read the graph.
    """
    if access.knows(organization) or (unregistered and access.takes_tokens):
        return
    by_tokens = (
        " If its members come with tokens alone, add '?unregistered=true'."
        if access.takes_tokens
        else ""
    )
    raise NotFound(f"No organisation {organization!r} is registered here.{by_tokens}")


@router.delete(
    SHARE,
    summary="End a share",
    responses=answers(JSON, model=schemas.ShareChange, problems=(400, 401, 403, 404, 503)),
)
async def delete_share(
    request: Request,
    services: ServicesDep,
    jobs: WriteJobs,
    principal: ManagerPrincipal,
    name: NamePath,
    organization: OrganizationPath,
) -> JSONResponse:
    """Let another organisation read it no more; what it has read it may have kept."""
    graph = graph_of(principal, name)
    found = await jobs.run(services.archive.unshare, graph, organization, by(request, principal))
    return JSONResponse(documents.share_change(found))


@router.get(
    "/v1/audit",
    summary="The audit log",
    responses=answers(JSON, model=schemas.AuditLog, problems=(400, 401, 403, 503)),
)
def audit_log(
    services: ServicesDep,
    principal: AuditorPrincipal,
    limit: Annotated[int, Query(ge=1, le=500, description="Records on a page.")] = 100,
    cursor: Annotated[
        str | None,
        Query(pattern=CURSOR_PATTERN, description="next_cursor of the page before."),
    ] = None,
) -> JSONResponse:
    """What was done to your organisation's graphs: who, what, when, with which digests.

    A key that is limited to some graphs gets the records of these.
    """
    records = services.archive.trail(principal.organization)
    if principal.graphs is not None:
        records = [record for record in records if principal.reaches(record.graph)]
    query = f"audit {reader_of(principal)}"
    found = paginate(records, query=query, limit=limit, cursor=cursor)
    return JSONResponse(
        {
            "items": [documents.record(record) for record in found.items],
            "total": found.total,
            "next_cursor": found.next_cursor,
        }
    )
