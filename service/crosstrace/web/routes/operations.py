"""What operators ask: is it alive, can it work, what has it done."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from crosstrace.errors import InputError, ResourceExhausted
from crosstrace.web import schemas
from crosstrace.web.dependencies import MetricsDep, ServicesDep
from crosstrace.web.metrics import MEDIA_TYPE, VERSION
from crosstrace.web.negotiation import JSON, Representation
from crosstrace.web.openapi import answers

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
def readiness(services: ServicesDep) -> JSONResponse:
    """Whether the store holds the graph, the shapes are there, and the workers answer.

    `network_shut_off` says that no worker can open a connection, which not every platform allows.
    """
    checks = {
        "store": services.graph.store.graph_names() != [],
        "shapes": services.validator.ready(),
        "workers": all(pool.ready() for pool in services.pools),
    }
    if not all(checks.values()):
        missing = tuple(InputError(f"{part} is not ready") for part, ok in checks.items() if not ok)
        raise ResourceExhausted("The service can't do its work yet or any more.", missing)
    shut_off = all(pool.no_network for pool in services.pools)
    return JSONResponse({"status": "ready", "checks": checks, "network_shut_off": shut_off})


@router.get(
    "/metrics",
    summary="Figures for Prometheus",
    responses=answers(Representation("text", MEDIA_TYPE)),
)
async def metrics(found: MetricsDep) -> Response:
    """Requests, durations, answers that were cut and workers that were ended."""
    return Response(found.text(), media_type=f"{MEDIA_TYPE}; {VERSION}")
