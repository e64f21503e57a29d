"""`/v1/editions/…`: what changed between two editions, what that touches, what is superseded."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse

from crosstrace import documents
from crosstrace.crosswalk import diff
from crosstrace.rdf.formats import SYNTAXES, syntax_for_media_type
from crosstrace.traceability import read_view, superseded
from crosstrace.web import schemas
from crosstrace.web.body import media_type, read_body
from crosstrace.web.dependencies import EditionPath, Graph, ServicesDep, ValidationJobs
from crosstrace.web.negotiation import HTML, JSON, Representation, negotiated
from crosstrace.web.openapi import answers, body
from crosstrace.web.pages.rendering import page

router = APIRouter(tags=["editions"], default_response_class=Response)

FORMS: Final = (JSON, HTML)
PATH: Final = "/v1/editions/{source_edition}/diff/{target_edition}"


@router.get(
    "/v1/editions/superseded",
    summary="Which mappings point at editions of the past",
    responses=answers(JSON, model=schemas.SupersededEditions),
)
async def superseded_editions(graph: Graph) -> JSONResponse:
    """The editions that another one here has followed, and what became of the mapped elements."""
    return JSONResponse(documents.superseded(superseded(graph.crosswalk)))


@router.get(
    PATH,
    summary="What changed between two editions",
    responses=answers(*FORMS, model=schemas.EditionDiff, problems=(400, 404, 406)),
)
def edition_diff(
    graph: Graph,
    source_edition: EditionPath,
    target_edition: EditionPath,
    form: Annotated[Representation, Depends(negotiated(*FORMS))],
) -> Response:
    """What was added, removed, moved or reworded, who states it, and the mappings it touches."""
    found = diff(graph.crosswalk, source_edition, target_edition)
    if form is HTML:
        text = page("diff.html", diff=found, catalog=graph.catalog)
        return HTMLResponse(text, headers={"Vary": "Accept"})
    return JSONResponse(documents.edition_diff(found), headers={"Vary": "Accept"})


@router.post(
    PATH,
    summary="What a change of edition does to an implementation graph",
    responses=answers(JSON, model=schemas.EditionDiff, problems=(400, 404, 408, 413, 415, 503)),
    openapi_extra=body({s.media_type: "The implementation graph." for s in SYNTAXES}),
)
async def graph_diff(
    request: Request,
    services: ServicesDep,
    jobs: ValidationJobs,
    source_edition: EditionPath,
    target_edition: EditionPath,
) -> JSONResponse:
    """The same, with what happens to each statement of the graph in the body; nothing is kept."""
    crosswalk = services.graph.crosswalk
    found = diff(crosswalk, source_edition, target_edition)
    syntax = syntax_for_media_type(media_type(request))
    stated = await jobs.run(services.validator.statements, await read_body(request), syntax)
    effect = documents.graph_effect(crosswalk, found, read_view(stated))
    return JSONResponse(documents.edition_diff(found) | {"graph": effect})
