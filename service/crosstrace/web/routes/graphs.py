"""`/v1/graphs`: implementation graphs that are kept."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse

from crosstrace import documents
from crosstrace.archive.submitting import submit
from crosstrace.rdf.formats import SYNTAXES
from crosstrace.validation.levels import DEFAULT_LEVEL
from crosstrace.validation.service import PROFILES
from crosstrace.web import schemas
from crosstrace.web.answers import graph_place
from crosstrace.web.dependencies import ServicesDep, WriteJobs
from crosstrace.web.graphs import (
    ExpectedDep,
    IdempotencyKey,
    Level,
    NamePath,
    Owner,
    Profile,
    ReaderPrincipal,
    WriterPrincipal,
    by,
    content_response,
    document_of,
    graph_of,
    reader_of,
    version_headers,
)
from crosstrace.web.negotiation import HTML, JSON, RDF_FORMS, Representation, negotiated
from crosstrace.web.openapi import answers, body
from crosstrace.web.pages.rendering import page
from crosstrace.web.pagination import CURSOR_PATTERN, paginate

router = APIRouter(tags=["graphs"], default_response_class=Response)

LIST_FORMS: Final = (JSON, HTML)
FORMS: Final = (*RDF_FORMS, JSON, HTML)
PATH: Final = "/v1/graphs/{name}"
KEPT: Final = {"ETag": "The version's entity tag.", "Crosstrace-Version": "The version's number."}


@router.get(
    "/v1/graphs",
    summary="The graphs that you may see",
    responses=answers(*LIST_FORMS, model=schemas.StoredGraphs, problems=(400, 401, 403, 406)),
)
def list_graphs(
    services: ServicesDep,
    principal: ReaderPrincipal,
    form: Annotated[Representation, Depends(negotiated(*LIST_FORMS))],
    limit: Annotated[int, Query(ge=1, le=500, description="Graphs on a page.")] = 50,
    cursor: Annotated[
        str | None,
        Query(pattern=CURSOR_PATTERN, description="next_cursor of the page before."),
    ] = None,
) -> Response:
    """Your organisation's and those shared with it, each with its latest version."""
    reader = reader_of(principal)
    found = paginate(
        services.archive.graphs(reader), query=f"graphs {reader}", limit=limit, cursor=cursor
    )
    items = [documents.stored_graph(graph, principal.organization) for graph in found.items]
    listed = {"items": items, "total": found.total, "next_cursor": found.next_cursor}
    if form is HTML:
        return HTMLResponse(page("graphs.html", **listed), headers={"Vary": "Accept"})
    return JSONResponse(listed, headers={"Vary": "Accept"})


@router.put(
    PATH,
    summary="Submit a graph",
    responses={
        **answers(
            JSON,
            model=schemas.Receipt,
            description="This very version was kept before.",
            headers=KEPT,
            problems=(400, 401, 403, 404, 408, 412, 413, 415, 422, 503),
        ),
        201: answers(JSON, model=schemas.Receipt, description="A version was kept.")[200],
    },
    openapi_extra=body({s.media_type: "The graph." for s in SYNTAXES}),
)
async def put_graph(
    request: Request,
    services: ServicesDep,
    jobs: WriteJobs,
    principal: WriterPrincipal,
    name: NamePath,
    expected: ExpectedDep,
    profile: Profile = PROFILES[0],
    level: Level = DEFAULT_LEVEL,
    idempotency_key: IdempotencyKey = None,
) -> JSONResponse:
    """Judge the graph in the body and keep it as the next version if it has no violation.

    Nothing is kept of a graph that does not conform: 422 with the whole report. `If-Match`
    with the version's ETag keeps an update of someone else from getting lost.
    """
    receipt = await jobs.run(
        submit,
        services.archive,
        services.validator,
        graph_of(principal, name),
        await document_of(request, profile, level),
        by(request, principal),
        expected=expected,
        idempotency_key=idempotency_key,
    )
    made = receipt.outcome.version
    assert made is not None  # noqa: S101 - a submission makes a version or raises
    location = str(request.url_for("get_version", name=name, number=made.number).path)
    return JSONResponse(
        documents.receipt(receipt),
        status_code=201 if receipt.outcome.is_new else 200,
        headers={**version_headers(made), "Location": location},
    )


@router.get(
    PATH,
    summary="Read a graph",
    responses={
        **answers(
            *FORMS,
            model=schemas.StoredGraph,
            headers=KEPT,
            problems=(400, 401, 403, 404, 406, 410, 503),
        ),
        304: {"description": "The client holds this version."},
    },
)
def get_graph(
    request: Request,
    services: ServicesDep,
    principal: ReaderPrincipal,
    name: NamePath,
    form: Annotated[Representation, Depends(negotiated(*FORMS))],
    owner: Owner = None,
) -> Response:
    """The version in force as RDF, or as JSON what is known of the graph; 410 when withdrawn."""
    reader = reader_of(principal)
    found = services.archive.graph(graph_of(principal, name, owner), reader)
    if form in (JSON, HTML):
        document = documents.stored_graph(found, principal.organization)
        headers = version_headers(found.latest)
        if form is HTML:
            versions = [documents.version(version) for version in reversed(found.versions)]
            place = graph_place(services.graph, found)
            text = page("graph.html", graph=document, versions=versions, place=place)
            return HTMLResponse(text, headers=headers)
        return JSONResponse(document, headers=headers)
    return content_response(request, services, services.archive.current(found.name, reader), form)


@router.delete(
    PATH,
    summary="Withdraw a graph",
    responses=answers(
        JSON, model=schemas.GraphChange, problems=(400, 401, 403, 404, 410, 412, 503)
    ),
)
async def delete_graph(
    request: Request,
    services: ServicesDep,
    jobs: WriteJobs,
    principal: WriterPrincipal,
    name: NamePath,
    expected: ExpectedDep,
) -> JSONResponse:
    """Take the graph out of force; its versions and what was done to it stay readable."""
    found = await jobs.run(
        services.archive.withdraw,
        graph_of(principal, name),
        by(request, principal),
        expected=expected,
    )
    return JSONResponse(documents.outcome(found, principal.organization))
