"""`/v1/mapping-sets`: the published sets, each in the formats that mapping tools read."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Path, Response
from fastapi.responses import JSONResponse, StreamingResponse

from crosstrace import documents
from crosstrace.errors import NotFound
from crosstrace.exchange.set_files import chunks, set_format
from crosstrace.model import EDITION_PATTERN
from crosstrace.sources import mapping_sets
from crosstrace.web import schemas
from crosstrace.web.dependencies import Graph
from crosstrace.web.negotiation import (
    CSV,
    JSON,
    OSCAL,
    SSSOM,
    XLSX,
    Representation,
    negotiated,
)
from crosstrace.web.openapi import answers

router = APIRouter(tags=["mapping sets"], default_response_class=Response)

OLIR: Final = Representation("olir", "text/csv")
FORMS: Final = (JSON, SSSOM, OSCAL, CSV, XLSX, OLIR)

Slug = Annotated[
    str,
    Path(pattern=EDITION_PATTERN, description="A mapping set.", examples=["ssdf-1.1-to-csf-2.0"]),
]


@router.get(
    "/v1/mapping-sets",
    summary="All mapping sets",
    responses=answers(JSON, model=schemas.MappingSets),
)
async def list_mapping_sets(graph: Graph) -> JSONResponse:
    """Every set that is held, with its style, use case and number of rows."""
    found = graph.catalog.mapping_sets.values()
    return JSONResponse({"items": [documents.mapping_set(one) for one in found]})


@router.get(
    "/v1/mapping-sets/{slug}",
    summary="One mapping set with its rows",
    responses=answers(*FORMS, model=schemas.MappingSetRows, problems=(400, 404, 406)),
)
def one_mapping_set(
    graph: Graph, slug: Slug, form: Annotated[Representation, Depends(negotiated(*FORMS))]
) -> Response:
    """The set's rows; `olir` has the columns of NIST IR 8278A Rev. 1."""
    if slug not in graph.catalog.mapping_sets:
        held = ", ".join(sorted(graph.catalog.mapping_sets))
        raise NotFound(f"No mapping set {slug!r} is held; the sets are {held}.")
    document = mapping_sets.document(graph.store, slug)
    headers = {"Vary": "Accept"}
    if form is JSON:
        found = graph.catalog.mapping_sets[slug]
        return JSONResponse(documents.mapping_rows(found, document), headers=headers)
    if form is XLSX:
        headers["Content-Disposition"] = f'attachment; filename="{slug}.xlsx"'
    pieces = chunks(document, set_format(form.name))
    return StreamingResponse(pieces, media_type=form.media_type, headers=headers)
