"""What operators ask: is it alive, can it work, what has it done."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from crosstrace.access import Permission, Principal
from crosstrace.errors import InputError, ResourceExhausted
from crosstrace.web import schemas
from crosstrace.web.access import METRICS, demand_operator, requires
from crosstrace.web.dependencies import MetricsDep, ReadinessDep, ServicesDep, StoppingDep
from crosstrace.web.metrics import MEDIA_TYPE, VERSION
from crosstrace.web.negotiation import JSON, Representation
from crosstrace.web.openapi import answers

LookUpPrincipal = Annotated[Principal, Depends(requires(Permission.LOOK_UP))]

router = APIRouter(tags=["operations"], default_response_class=JSONResponse)


@router.get("/healthz", summary="Is it alive", responses=answers(JSON, model=schemas.Health))
async def health() -> JSONResponse:
    """The process answers; nothing is said of its parts."""
    return JSONResponse({"status": "ok"})


@router.get(
    "/readyz",
    summary="Can it work",
    responses=answers(JSON, model=schemas.Readiness, problems=(503,)),
)
def readiness(services: ServicesDep, found: ReadinessDep, stopping: StoppingDep) -> JSONResponse:
    """Whether each part does its work, which is tried at most every few seconds.

    Graphs can be kept and queried, the disk has room, the shapes can be read, credentials can be
    checked, and a worker of each kind answers. `network_shut_off` says that no worker can open a
    connection, which not every platform allows.
    """
    if stopping.asked:
        raise ResourceExhausted("The service is stopping.")
    parts = found.parts()
    failing = tuple(InputError(f"{name}: {why}") for name, why in parts.items() if why)
    if failing:
        raise ResourceExhausted("The service can't do its work yet or any more.", failing)
    checks = {name: why is None for name, why in parts.items()}
    shut_off = all(pool.no_network for pool in services.pools)
    return JSONResponse({"status": "ready", "checks": checks, "network_shut_off": shut_off})


@router.get(
    METRICS,
    summary="Figures for Prometheus",
    responses=answers(Representation("text", MEDIA_TYPE)),
)
async def metrics(found: MetricsDep, services: ServicesDep, principal: LookUpPrincipal) -> Response:
    """Requests, the store, validations, queries and workers; for the operator's organisation.

    Anybody may read them while no access is configured, or with the setting `metrics_anonymous`.
    """
    if not services.settings.metrics_anonymous:
        demand_operator(principal, services, "the figures")
    text = await run_in_threadpool(found.text)
    return Response(text, media_type=f"{MEDIA_TYPE}; {VERSION}")
