"""What routes share: the services, and the parameters that several take."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Path, Query, Request

from crosstrace.bootstrap import KnowledgeGraph, Services
from crosstrace.crosswalk import DEFAULT_HOPS, MAX_HOPS, Status
from crosstrace.model import EDITION_PATTERN, LOCAL_PATTERN, REFERENCE_PATTERN
from crosstrace.web.jobs import Jobs
from crosstrace.web.metrics import Metrics
from crosstrace.web.readiness import Readiness
from crosstrace.web.stopping import Stopping

_STATUS = "|".join(Status)
INCLUDE_PATTERN = f"^(?:{_STATUS})(?:,(?:{_STATUS}))*$"


def _held(name: str) -> Any:
    """A dependency: what the application holds under this name."""

    async def find(request: Request) -> Any:
        return getattr(request.app.state, name)

    return Depends(find)


async def _graph(request: Request) -> KnowledgeGraph:
    found: Services = request.app.state.services
    return found.graph


async def _statuses(
    include: Annotated[
        str | None,
        Query(
            pattern=INCLUDE_PATTERN,
            max_length=200,
            description="Statuses to answer with, separated by commas; all when left out.",
            examples=["asserted,lead"],
        ),
    ] = None,
) -> tuple[Status, ...]:
    return tuple(Status) if include is None else tuple(map(Status, include.split(",")))


ServicesDep = Annotated[Services, _held("services")]
Graph = Annotated[KnowledgeGraph, Depends(_graph)]
QueryJobs = Annotated[Jobs, _held("query_jobs")]
WriteJobs = Annotated[Jobs, _held("write_jobs")]
ValidationJobs = Annotated[Jobs, _held("validation_jobs")]
AnswerJobs = Annotated[Jobs, _held("answer_jobs")]
EvidenceJobs = Annotated[Jobs, _held("evidence_jobs")]
MetricsDep = Annotated[Metrics, _held("metrics")]
ReadinessDep = Annotated[Readiness, _held("readiness")]
StoppingDep = Annotated[Stopping, _held("stopping")]
Include = Annotated[tuple[Status, ...], Depends(_statuses)]

EditionPath = Annotated[
    str, Path(pattern=EDITION_PATTERN, description="An edition.", examples=["csf-2.0"])
]
LocalPath = Annotated[
    str, Path(pattern=LOCAL_PATTERN, description="An element's identifier.", examples=["PO.1.1"])
]
Edition = Annotated[
    str | None,
    Query(pattern=EDITION_PATTERN, description="An edition.", examples=["ai-rmf-1.0"]),
]
Reference = Annotated[
    str,
    Query(
        pattern=REFERENCE_PATTERN,
        description="An element as edition:id.",
        examples=["csf-2.0:GV.OC-03"],
    ),
]
Hierarchy = Annotated[
    bool,
    Query(
        description="Also steps between parent and child at the ends of set-theory paths; "
        "what rests on them is possible at most."
    ),
]
MaxHops = Annotated[
    int, Query(ge=1, le=MAX_HOPS, description=f"Hops a path may have; {DEFAULT_HOPS} by default.")
]
