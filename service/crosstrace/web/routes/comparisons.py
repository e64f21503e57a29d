"""`/v1/graphs/{name}/diff` and `/compare`: two versions, or two graphs, beside each other."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request, Response

from crosstrace import documents, traceability
from crosstrace.web import schemas
from crosstrace.web.answers import PAGE_FORMS, Asked, Mouth, tell
from crosstrace.web.dependencies import AnswerJobs, Graph, ServicesDep
from crosstrace.web.graphs import NamePath, Owner, ReaderPrincipal, graph_of, reader_of
from crosstrace.web.negotiation import Representation, negotiated
from crosstrace.web.pages import comparisons as pages
from crosstrace.web.routes.answers import GRAPH, AsPage, OptionalEdition, told
from crosstrace.web.views import Day, KnownOn, reading_named, reading_of

router = APIRouter(tags=["answers"], default_response_class=Response)

MOST_VERSIONS: Final = 999_999_999

_DIFF: Final = Mouth(documents.version_diff, pages.version_diff)
_COMPARISON: Final = Mouth(documents.comparison, pages.comparison)


@router.get(
    GRAPH + "/diff",
    summary="What changed between two versions",
    responses=told(_DIFF, schemas.VersionDiffAnswer),
)
async def diff(
    request: Request,
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
    form: Annotated[Representation, Depends(negotiated(*PAGE_FORMS))],
    owner: Owner = None,
) -> Response:
    """Statements, evidence and dispositions that came, went or changed, and the coverage then."""

    def work() -> Response:
        stored = services.archive.graph(graph_of(principal, name, owner), reader_of(principal))
        before, after = (
            reading_of(services.archive, stored.version(number)) for number in (older, newer)
        )
        found = traceability.version_diff(before.view, after.view, graph.crosswalk, day)
        return tell(Asked(request, graph, after, form, (before,)), _DIFF, found)

    return await jobs.run(work)


@router.get(
    GRAPH + "/compare",
    summary="Compare with another graph",
    responses=told(_COMPARISON, schemas.ComparisonAnswer),
)
async def compare(
    jobs: AnswerJobs,
    services: ServicesDep,
    principal: ReaderPrincipal,
    asked: AsPage,
    day: Day,
    other: Annotated[
        str, Query(max_length=130, description="A graph: name, or organisation/name.")
    ],
    edition: OptionalEdition = None,
    known_on: KnownOn = None,
) -> Response:
    """How far two graphs cover an edition, element by element."""

    def work() -> Response:
        second = reading_named(services.archive, principal, other, known_on)
        found = traceability.compare(
            asked.reading.view, second.view, asked.graph.crosswalk, day, edition=edition
        )
        return tell(replace(asked, beside=(second,)), _COMPARISON, found)

    return await jobs.run(work)
