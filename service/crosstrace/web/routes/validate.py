"""`POST /v1/validate`: an implementation graph is judged."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse

from crosstrace.errors import InvalidInput
from crosstrace.model import EDITION_PATTERN
from crosstrace.rdf.formats import SYNTAXES, syntax_for_media_type
from crosstrace.validation.levels import DEFAULT_LEVEL, LEVELS
from crosstrace.validation.sarif import sarif
from crosstrace.validation.service import PROFILES
from crosstrace.web import schemas
from crosstrace.web.body import media_type, read_body
from crosstrace.web.dependencies import ServicesDep, ValidationJobs
from crosstrace.web.negotiation import HTML, JSON, TURTLE, Representation, negotiated
from crosstrace.web.openapi import answers, body
from crosstrace.web.pages.rendering import page

router = APIRouter(tags=["validation"], default_response_class=Response)

SARIF: Final = Representation("sarif", "application/sarif+json")
FORMS: Final = (JSON, TURTLE, HTML, SARIF)


@router.post(
    "/v1/validate",
    summary="Judge an implementation graph",
    responses=answers(*FORMS, model=schemas.Report, problems=(400, 404, 406, 408, 413, 415, 503)),
    openapi_extra=body({s.media_type: "The graph." for s in SYNTAXES}),
)
async def validate(
    request: Request,
    services: ServicesDep,
    jobs: ValidationJobs,
    form: Annotated[Representation, Depends(negotiated(*FORMS))],
    profile: Annotated[
        str,
        Query(
            pattern=EDITION_PATTERN,
            description="The profile to judge against.",
            json_schema_extra={"enum": list(PROFILES)},
        ),
    ] = PROFILES[0],
    level: Annotated[
        str,
        Query(
            pattern="^[a-z-]{1,40}$",
            description="How much is asked: draft (structure), submission or attestation.",
            json_schema_extra={"enum": list(LEVELS)},
        ),
    ] = DEFAULT_LEVEL,
    as_of: Annotated[
        str | None,
        Query(
            pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
            description="The day for which validity is judged; today (UTC) when left out.",
            json_schema_extra={"format": "date"},
        ),
    ] = None,
) -> Response:
    """The report on the graph in the body; 200 whatever the verdict.

    The Content-Type names the body's syntax. Nothing that the graph names is fetched, and
    no shape or rule inside it is run.
    """
    syntax = syntax_for_media_type(media_type(request))
    report = await jobs.run(
        services.validator.validate,
        await read_body(request),
        syntax,
        profile=profile,
        level=level,
        as_of=None if as_of is None else _day(as_of),
    )
    headers = {"Vary": "Accept"}
    if form is TURTLE:
        return Response(report.to_turtle(), media_type=form.media_type, headers=headers)
    if form is HTML:
        text = page("report-page.html", report=report.to_json(), verdict=report.verdict())
        return HTMLResponse(text, headers=headers)
    if form is SARIF:
        found = sarif([("graph", report)])
        return JSONResponse(found, media_type=form.media_type, headers=headers)
    return JSONResponse(report.to_json(), headers=headers)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput("as_of is no day; write it as in 2026-11-23.") from error
