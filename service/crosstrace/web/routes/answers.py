"""`/v1/graphs/{name}/…`: what graphs at rest answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request, Response

from crosstrace import documents, traceability
from crosstrace.exchange import answer_tables
from crosstrace.model import EDITION_PATTERN
from crosstrace.traceability import DEFAULT_COUNT, Judged
from crosstrace.web import schemas
from crosstrace.web.answers import (
    ANSWERED,
    PAGE_FORMS,
    PROBLEMS,
    TABLE_FORMS,
    Asked,
    Mouth,
    tell,
)
from crosstrace.web.dependencies import AnswerJobs, EditionPath, Graph
from crosstrace.web.negotiation import Representation, negotiated
from crosstrace.web.openapi import Model, Responses, answers
from crosstrace.web.pages import answers as pages
from crosstrace.web.views import (
    AskedReading,
    AsOf,
    Asset,
    Day,
    SupplierReadings,
    parse_day,
)

router = APIRouter(tags=["answers"], default_response_class=Response)

GRAPH: Final = "/v1/graphs/{name}"
MOST_STEPS: Final = 48

WantedEdition = Annotated[
    str, Query(pattern=EDITION_PATTERN, description="The edition to answer for.")
]
OptionalEdition = Annotated[
    str | None, Query(pattern=EDITION_PATTERN, description="The edition to answer for.")
]


def _asked_in(*forms: Representation) -> Callable[..., Awaitable[Asked]]:
    """A dependency that gives the request for an answer that exists in `forms`."""
    chosen = Depends(negotiated(*forms))

    async def asked(
        request: Request,
        graph: Graph,
        reading: AskedReading,
        form: Representation = chosen,
    ) -> Asked:
        return Asked(request, graph, reading, form)

    return asked


AsPage = Annotated[Asked, Depends(_asked_in(*PAGE_FORMS))]
AsTable = Annotated[Asked, Depends(_asked_in(*TABLE_FORMS))]


def told(mouth: Mouth, model: Model) -> Responses:
    """How OpenAPI describes an answer of a graph."""
    return answers(*mouth.forms, model=model, problems=PROBLEMS, headers=ANSWERED)


async def _answer(
    jobs: AnswerJobs,
    asked: Asked,
    mouth: Mouth,
    ask: Callable[..., Any],
    *args: Any,
    **options: Any,
) -> Response:
    """What `ask` finds in the graph, computed and written where it holds up no lookup."""

    def work() -> Response:
        return tell(asked, mouth, ask(asked.reading.view, asked.graph.crosswalk, *args, **options))

    return await jobs.run(work)


_COVERAGE: Final = Mouth(documents.coverage, pages.coverage, answer_tables.coverage)


@router.get(
    GRAPH + "/coverage",
    summary="How far an edition is covered",
    responses=told(_COVERAGE, schemas.CoverageAnswer),
)
async def coverage(
    jobs: AnswerJobs, asked: AsTable, day: Day, edition: WantedEdition, asset: Asset = None
) -> Response:
    """Each element of the edition: how far, by which statements and hops, and why."""
    return await _answer(jobs, asked, _COVERAGE, traceability.coverage, edition, day, asset=asset)


_GAPS: Final = Mouth(documents.gaps, pages.gaps, answer_tables.gaps)


@router.get(GRAPH + "/gaps", summary="What is open", responses=told(_GAPS, schemas.GapsAnswer))
async def gaps(
    jobs: AnswerJobs,
    asked: AsTable,
    day: Day,
    edition: OptionalEdition = None,
    asset: Asset = None,
) -> Response:
    """What is open, high priority first; with an edition also where no mapping leads to it."""
    return await _answer(jobs, asked, _GAPS, traceability.gaps, day, asset=asset, edition=edition)


_IMPACT: Final = Mouth(documents.impact, pages.impact)
_WITHDRAWAL: Final = Mouth(documents.withdrawal, pages.withdrawal)


@router.get(
    GRAPH + "/impact",
    summary="What is lost with evidence",
    responses=told(_IMPACT, (schemas.ImpactAnswer, schemas.WithdrawalAnswer)),
)
async def impact(
    jobs: AnswerJobs,
    asked: AsPage,
    suppliers: SupplierReadings,
    day: Day,
    evidence: Annotated[
        str | None,
        Query(max_length=2000, description="IRI or digest of the evidence that is lost."),
    ] = None,
    expires_before: AsOf = None,
    mapping_set: Annotated[
        str | None,
        Query(pattern=EDITION_PATTERN, description="Instead: a mapping set that is withdrawn."),
    ] = None,
    asset: Asset = None,
) -> Response:
    """What loses support when evidence is lost, or coverage when a mapping set is withdrawn.

    With no parameter: what most rests upon. Evidence is lost for every asset; the mapping set for
    the one that is asked for, or the subject.
    """
    before = None if expires_before is None else parse_day(expires_before)
    traceability.check_question(evidence, before, mapping_set, asset)
    if mapping_set is not None:
        ask = traceability.withdrawal
        return await _answer(jobs, asked, _WITHDRAWAL, ask, mapping_set, day, asset=asset)
    return await _answer(
        jobs,
        replace(asked, beside=suppliers),
        _IMPACT,
        traceability.impact,
        day,
        evidence=evidence,
        expires_before=before,
        suppliers=[one.view for one in suppliers],
    )


_RESPONSIBILITY: Final = Mouth(
    documents.responsibility, pages.responsibility, answer_tables.responsibility
)


@router.get(
    GRAPH + "/responsibility",
    summary="Who answers for what",
    responses=told(_RESPONSIBILITY, schemas.ResponsibilityAnswer),
)
async def responsibility(
    jobs: AnswerJobs, asked: AsTable, suppliers: SupplierReadings, day: Day
) -> Response:
    """Who answers for each task, what nobody or too many do, and what suppliers show."""
    return await _answer(
        jobs,
        replace(asked, beside=suppliers),
        _RESPONSIBILITY,
        traceability.responsibility,
        day,
        suppliers=[one.view for one in suppliers],
    )


_ATTESTATION: Final = Mouth(documents.attestation, pages.attestation, answer_tables.attestation)


@router.get(
    GRAPH + "/attestation/{edition}",
    summary="Ready to attest",
    responses=told(_ATTESTATION, schemas.AttestationAnswer),
)
async def attestation(
    jobs: AnswerJobs, asked: AsTable, day: Day, edition: EditionPath, asset: Asset = None
) -> Response:
    """The readiness to sign a form or the profile: tasks behind each item, evidence, blockers."""
    made = asked.reading.version.submitted
    judged = Judged(
        made.level, dt.date.fromisoformat(made.judged_as_of), made.counts.get("violation", 0)
    )
    ask = traceability.attestation
    return await _answer(jobs, asked, _ATTESTATION, ask, edition, day, asset=asset, judged=judged)


_NEXT_STEPS: Final = Mouth(documents.next_steps, pages.next_steps)


@router.get(
    GRAPH + "/next-steps",
    summary="What to do next",
    responses=told(_NEXT_STEPS, schemas.NextSteps),
)
async def next_steps(
    jobs: AnswerJobs,
    asked: AsPage,
    day: Day,
    count: Annotated[int, Query(ge=1, le=MOST_STEPS, description="Steps.")] = DEFAULT_COUNT,
    asset: Asset = None,
) -> Response:
    """The steps that close most gaps of high priority and certainly lift most elsewhere."""
    return await _answer(jobs, asked, _NEXT_STEPS, traceability.next_steps, day, count, asset=asset)
