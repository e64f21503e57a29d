"""`/v1/frameworks` and `/v1/elements`: the editions and their elements."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import JSONResponse

from crosstrace import documents
from crosstrace.lookup import ElementFilter, search
from crosstrace.model import EDITION_PATTERN, REFERENCE_PATTERN, ElementRef
from crosstrace.web import schemas
from crosstrace.web.dependencies import EditionPath, Graph, LocalPath
from crosstrace.web.negotiation import JSON
from crosstrace.web.openapi import answers
from crosstrace.web.pagination import CURSOR_PATTERN, paginate

router = APIRouter(tags=["elements"], default_response_class=JSONResponse)


async def _wanted(
    edition: Annotated[
        str | None, Query(pattern=EDITION_PATTERN, description="Only of this edition.")
    ] = None,
    kind: Annotated[
        str | None,
        Query(pattern="^[a-z_]{1,40}$", description="Only of this kind.", examples=["task"]),
    ] = None,
    priority: Annotated[
        schemas.Priority | None, Query(description="Only with this priority in the profile.")
    ] = None,
    status: Annotated[
        schemas.ProfileStatus | None, Query(description="Only with this status in the profile.")
    ] = None,
    parent: Annotated[
        str | None, Query(pattern=REFERENCE_PATTERN, description="Only parts of this element.")
    ] = None,
    q: Annotated[
        str | None, Query(max_length=200, description="Words in identifier, label or text.")
    ] = None,
) -> ElementFilter:
    above = None if parent is None else ElementRef.parse(parent)
    return ElementFilter(edition, kind, priority, status, above, q)


@router.get(
    "/v1/frameworks",
    summary="All editions",
    responses=answers(JSON, model=schemas.Frameworks),
)
async def frameworks(graph: Graph) -> JSONResponse:
    """Every edition that is held, with the number of its elements by kind."""
    editions = graph.catalog.editions.values()
    return JSONResponse({"items": [documents.edition(edition) for edition in editions]})


@router.get(
    "/v1/elements",
    summary="Find elements",
    responses=answers(JSON, model=schemas.ElementPage, problems=(400, 404)),
)
async def elements(
    graph: Graph,
    wanted: Annotated[ElementFilter, Depends(_wanted)],
    limit: Annotated[int, Query(ge=1, le=500, description="Elements on a page.")] = 50,
    cursor: Annotated[
        str | None,
        Query(pattern=CURSOR_PATTERN, description="next_cursor of the page before."),
    ] = None,
) -> JSONResponse:
    """The elements that have every property asked for; with `q` the best matches first."""
    found = search(graph.catalog, wanted)
    page = paginate(found, query=repr(wanted), limit=limit, cursor=cursor)
    return JSONResponse(
        {
            "items": [documents.summary(element) for element in page.items],
            "total": page.total,
            "next_cursor": page.next_cursor,
        }
    )


@router.get(
    "/v1/elements/{edition}/{id}",
    summary="One element",
    responses=answers(JSON, model=schemas.Element, problems=(400, 404)),
)
async def element(graph: Graph, edition: EditionPath, id: LocalPath) -> JSONResponse:  # noqa: A002 - the contract's name
    """The element with its place, items, published references, citations and source."""
    found = graph.catalog.element(ElementRef(edition, id))
    return JSONResponse(documents.element(found, graph.catalog, graph.crosswalk.links))
