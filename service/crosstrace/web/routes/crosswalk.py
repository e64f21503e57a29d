"""`/v1/crosswalk` and `/v1/trace`: what relates to what, how sure that is, and along which path."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import JSONResponse, StreamingResponse

from crosstrace import documents
from crosstrace.crosswalk import DEFAULT_HOPS, Table, trace
from crosstrace.exchange import crosswalk_tables
from crosstrace.model import EDITION_PATTERN, REFERENCE_PATTERN, ElementRef
from crosstrace.web import schemas
from crosstrace.web.dependencies import (
    Edition,
    EditionPath,
    Graph,
    Hierarchy,
    Include,
    MaxHops,
    Reference,
)
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

router = APIRouter(tags=["crosswalk"], default_response_class=Response)

TABLE_FORMS: Final = (JSON, CSV, XLSX, SSSOM, OSCAL)
PLACE_PATTERN: Final = f"(?:{REFERENCE_PATTERN})|(?:{EDITION_PATTERN})"

TableForm = Annotated[Representation, Depends(negotiated(*TABLE_FORMS))]


_WRITERS: Final[dict[Representation, Callable[[Table], Iterator[str] | Iterator[bytes]]]] = {
    JSON: crosswalk_tables.json_rows,
    CSV: crosswalk_tables.csv_rows,
    XLSX: crosswalk_tables.xlsx_rows,
    SSSOM: crosswalk_tables.sssom_rows,
    OSCAL: crosswalk_tables.oscal_rows,
}


@router.get(
    "/v1/crosswalk",
    summary="What an element relates to",
    responses=answers(JSON, model=schemas.Crosswalk, problems=(400, 404)),
)
def crosswalk(
    graph: Graph,
    source: Reference,
    include: Include,
    target: Edition = None,
    max_hops: MaxHops = DEFAULT_HOPS,
    hierarchy: Hierarchy = False,
) -> JSONResponse:
    """Each result with its status, its paths hop by hop, and its explanation, the best first."""
    answer = graph.crosswalk.answer(
        ElementRef.parse(source), target, max_hops=max_hops, include=include, hierarchy=hierarchy
    )
    return JSONResponse(documents.answer(answer))


@router.get(
    "/v1/crosswalk/{source_edition}/{target_edition}",
    summary="The whole crosswalk between two editions",
    responses=answers(*TABLE_FORMS, model=schemas.CrosswalkTable, problems=(400, 404, 406)),
)
def crosswalk_table(
    graph: Graph,
    source_edition: EditionPath,
    target_edition: EditionPath,
    form: TableForm,
    include: Include,
    max_hops: MaxHops = DEFAULT_HOPS,
    hierarchy: Hierarchy = False,
) -> StreamingResponse:
    """The results for every element of the source edition that has one.

    SSSOM/TSV and OSCAL hold what is stated: published mappings, and what follows from them
    conclusively. What leaves several relations open is in the other forms only.
    """
    table = graph.crosswalk.table(
        source_edition, target_edition, max_hops=max_hops, include=include, hierarchy=hierarchy
    )
    headers = {"Vary": "Accept"}
    if form is XLSX:
        name = f"{source_edition}-to-{target_edition}.xlsx"
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return StreamingResponse(_WRITERS[form](table), media_type=form.media_type, headers=headers)


@router.get(
    "/v1/contradictions",
    summary="Which mappings contradict each other",
    responses=answers(JSON, model=schemas.Contradictions, problems=(400, 404)),
)
def contradictions(
    graph: Graph,
    edition: Annotated[
        str,
        Query(
            pattern=EDITION_PATTERN,
            description="The edition of which one element of each pair is.",
            examples=["ssdf-1.1"],
        ),
    ],
    max_hops: MaxHops = DEFAULT_HOPS,
) -> JSONResponse:
    """Each pair of elements of which mappings say what can't hold together, with both proofs."""
    found = graph.crosswalk.contradictions(edition, max_hops=max_hops)
    return JSONResponse(documents.contradictions(edition, max_hops, found))


@router.get(
    "/v1/trace",
    summary="Every path between two places",
    responses=answers(JSON, model=schemas.Trace, problems=(400, 404)),
)
def trace_paths(
    graph: Graph,
    start: Annotated[
        str, Query(alias="from", pattern=REFERENCE_PATTERN, description="Where paths begin.")
    ],
    to: Annotated[
        str, Query(pattern=PLACE_PATTERN, description="An element, or an edition, where they end.")
    ],
    max_hops: MaxHops = DEFAULT_HOPS,
) -> JSONResponse:
    """The paths as a graph of nodes and edges that can be drawn."""
    found = trace(graph.crosswalk, ElementRef.parse(start), to, max_hops=max_hops)
    return JSONResponse(documents.trace(found))
