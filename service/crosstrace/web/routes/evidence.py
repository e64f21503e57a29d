"""`POST /v1/evidence`: a document of the software supply chain is described as evidence."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse

from crosstrace.errors import InvalidInput, UnsupportedSyntax
from crosstrace.evidence import FORMATS, Given
from crosstrace.web import schemas
from crosstrace.web.body import media_type, read_body
from crosstrace.web.dependencies import EvidenceJobs, ServicesDep
from crosstrace.web.negotiation import JSON, JSONLD, TURTLE, Representation, negotiated
from crosstrace.web.openapi import answers, body

router = APIRouter(tags=["validation"], default_response_class=Response)

FORMS: Final = (JSON, TURTLE, JSONLD)
READ: Final = (
    *("application/json", "application/ld+json", "application/vnd.cyclonedx+json"),
    *("application/spdx+json", "application/sarif+json", "application/vnd.in-toto+json"),
    "application/octet-stream",
)
_DAY: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_TASK: Final = r"^sp800-218a:[A-Za-z0-9.-]{1,20}$"


def _day(name: str, description: str) -> object:
    return Query(
        alias=name,
        pattern=_DAY,
        description=description,
        json_schema_extra={"format": "date"},
    )


async def _given(
    tasks: Annotated[
        list[Annotated[str, Query(pattern=_TASK)]] | None,
        Query(alias="for", max_length=50, description="Tasks it is evidence for, as edition:id."),
    ] = None,
    title: Annotated[
        str | None, Query(max_length=500, description="Title, in place of one made for it.")
    ] = None,
    issued: Annotated[
        str | None, _day("issued", "When it was issued, in place of the document's date.")
    ] = None,
    valid_until: Annotated[str | None, _day("valid_until", "The last day that it counts.")] = None,
    url: Annotated[
        str | None, Query(max_length=2000, description="Where a reader can get it.")
    ] = None,
) -> Given:
    return Given(
        title=title,
        issued=_date("issued", issued),
        valid_until=_date("valid_until", valid_until),
        url=url,
        tasks=tuple(tasks or ()),
    )


def _date(name: str, text: str | None) -> dt.date | None:
    try:
        return None if text is None else dt.date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput(f"{name} is no day; write it as in 2026-11-23.") from error


@router.post(
    "/v1/evidence",
    summary="Describe a document as evidence",
    responses=answers(*FORMS, model=schemas.Evidence, problems=(400, 406, 408, 413, 415, 503)),
    openapi_extra=body(dict.fromkeys(READ, "The document.")),
)
async def evidence(
    request: Request,
    services: ServicesDep,
    jobs: EvidenceJobs,
    form: Annotated[Representation, Depends(negotiated(*FORMS))],
    given: Annotated[Given, Depends(_given)],
    document: Annotated[
        str | None,
        Query(
            pattern="^[a-z0-9-]{1,40}$",
            description="The document's format; without it, it is found from the content.",
            json_schema_extra={"enum": list(FORMATS)},
        ),
    ] = None,
    base: Annotated[
        str, Query(max_length=500, description="IRI your own identifiers begin with.")
    ] = "https://example.org/",
) -> Response:
    """The in-toto, CycloneDX, SPDX 3 or SARIF document in the body as statements to add to a graph.

    The evidence has the SHA-256 of the body as it was sent. What is not kept of the document
    is said by the JSON form, and by comments at the head of the Turtle.
    """
    if media_type(request) not in READ:
        raise UnsupportedSyntax(f"Send the document as JSON: {', '.join(READ)}.")
    content = await read_body(request)
    found = await jobs.run(services.evidence.read, content, base=base, given=given, format=document)
    headers = {"Vary": "Accept"}
    if form is TURTLE:
        comments = "".join(f"# {loss}\n" for loss in found.losses)
        return Response(comments + found.turtle, media_type=form.media_type, headers=headers)
    answer = found.graph if form is JSONLD else found.to_json()
    return JSONResponse(answer, media_type=form.media_type, headers=headers)
