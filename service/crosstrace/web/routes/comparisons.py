"""`/v1/graphs/{name}/diff` and `/compare`: two versions, or two graphs, beside each other."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse

from crosstrace import documents, traceability
from crosstrace.web import schemas
from crosstrace.web.dependencies import AnswerJobs, Graph, ServicesDep
from crosstrace.web.graphs import NamePath, Owner, ReaderPrincipal, graph_of, reader_of
from crosstrace.web.negotiation import JSON
from crosstrace.web.openapi import answers
from crosstrace.web.routes.answers import GRAPH, OptionalEdition
from crosstrace.web.views import (
    AskedReading,
    Day,
    KnownOn,
    origin_of,
    reading_named,
    reading_of,
)

router = APIRouter(tags=["answers"], default_response_class=Response)

MOST_VERSIONS = 999_999_999


@router.get(
    GRAPH + "/diff",
    summary="What changed between two versions",
    responses=answers(JSON, model=schemas.VersionDiffAnswer, problems=(400, 401, 403, 404, 503)),
)
async def diff(
    jobs: AnswerJobs,
    services: ServicesDep,
    graph: Graph,
    principal: ReaderPrincipal,
    name: NamePath,
    day: Day,
    older: Annotated[int, Query(alias="from", ge=1, le=MOST_VERSIONS, description="A version.")],
    newer: Annotated[
        int, Query(alias="to", ge=1, le=MOST_VERSIONS, description="A later version.")
    ],
    owner: Owner = None,
) -> JSONResponse:
    """Statements, evidence and dispositions that came, went or changed, and the coverage then."""

    def work() -> JSONResponse:
        stored = services.archive.graph(graph_of(principal, name, owner), reader_of(principal))
        before, after = (
            reading_of(services.archive, stored.version(number)) for number in (older, newer)
        )
        found = traceability.version_diff(before.view, after.view, graph.crosswalk, day)
        origin = origin_of(before, after)
        return JSONResponse(documents.version_diff(found) | documents.answered_from(origin))

    return await jobs.run(work)


@router.get(
    GRAPH + "/compare",
    summary="Compare with another graph",
    responses=answers(
        JSON, model=schemas.ComparisonAnswer, problems=(400, 401, 403, 404, 410, 503)
    ),
)
async def compare(
    jobs: AnswerJobs,
    services: ServicesDep,
    graph: Graph,
    principal: ReaderPrincipal,
    reading: AskedReading,
    day: Day,
    other: Annotated[
        str, Query(max_length=130, description="A graph: name, or organisation/name.")
    ],
    edition: OptionalEdition = None,
    known_on: KnownOn = None,
) -> JSONResponse:
    """How far two graphs cover an edition, element by element."""

    def work() -> JSONResponse:
        second = reading_named(services.archive, principal, other, known_on)
        found = traceability.compare(
            reading.view, second.view, graph.crosswalk, day, edition=edition
        )
        origin = origin_of(reading, second)
        return JSONResponse(documents.comparison(found) | documents.answered_from(origin))

    return await jobs.run(work)
