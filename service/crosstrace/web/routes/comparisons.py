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
from crosstrace.web.views import Day, View, view_named, view_of

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
            view_of(services.archive, stored.version(number)) for number in (older, newer)
        )
        found = traceability.version_diff(before, after, graph.crosswalk, day)
        return JSONResponse(documents.version_diff(found))

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
    view: View,
    day: Day,
    other: Annotated[
        str, Query(max_length=130, description="A graph: name, or organisation/name.")
    ],
    edition: OptionalEdition = None,
) -> JSONResponse:
    """How far two graphs cover an edition, element by element."""

    def work() -> JSONResponse:
        second = view_named(services.archive, principal, other)
        found = traceability.compare(view, second, graph.crosswalk, day, edition=edition)
        return JSONResponse(documents.comparison(found))

    return await jobs.run(work)
