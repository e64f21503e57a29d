"""The application put together; nothing is read or opened until `create_app` is called."""

from __future__ import annotations

from types import MethodType
from typing import Any, Final

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from crosstrace import __version__
from crosstrace.access import Rates
from crosstrace.bootstrap import Services
from crosstrace.web import openapi, problems
from crosstrace.web.access import METRICS, OPEN, Guard
from crosstrace.web.jobs import Jobs
from crosstrace.web.limits import BODY_SECONDS, BodyLimits, Frame
from crosstrace.web.measured import Measured
from crosstrace.web.metrics import Metrics
from crosstrace.web.pages import find, front, judge, reference
from crosstrace.web.readiness import Readiness
from crosstrace.web.routes import (
    answers,
    backup,
    comparisons,
    crosswalk,
    editions,
    elements,
    evidence,
    graph_history,
    graph_store,
    graphs,
    linked_data,
    mapping_sets,
    operations,
    schema,
    sparql,
    validate,
)
from crosstrace.web.stopping import Gate, Stopping

_DESCRIPTION: Final = (
    "NIST SP 800-218A as linked data beside the frameworks it refers to: look up elements, follow "
    "crosswalks with every hop shown, query with SPARQL, and have implementation graphs judged. "
    "Errors are RFC 9457 problem documents."
)
_MODULES: Final = (
    linked_data,
    elements,
    crosswalk,
    editions,
    mapping_sets,
    validate,
    graphs,
    graph_history,
    graph_store,
    answers,
    comparisons,
    evidence,
    sparql,
    schema,
    operations,
    backup,
    front,
    find,
    judge,
    reference,
)


def create_app(services: Services, *, body_seconds: float = BODY_SECONDS) -> FastAPI:
    """The HTTP service over `services`, which the caller opens and closes.

    A request's body has to arrive within `body_seconds`.
    """
    app = _routed()
    metrics = Metrics()
    metrics.watch(services)
    app.state.services = services
    app.state.metrics = metrics
    app.state.readiness = Readiness(services)
    app.state.stopping = Stopping()
    app.state.query_jobs = Jobs()
    app.state.validation_jobs = Jobs()
    app.state.write_jobs = Jobs()
    app.state.evidence_jobs = Jobs()
    app.state.answer_jobs = Jobs()
    app.mount("/static", StaticFiles(packages=[("crosstrace.web", "static")]), name="static")
    # The last one added is the outermost.
    app.add_middleware(BodyLimits, max_bytes=services.settings.body_bytes, seconds=body_seconds)
    rates = Rates(services.settings.rate_per_minute)
    app.add_middleware(Guard, access=services.access, rates=rates, open_to_all=_open(services))
    app.add_middleware(Gate, stopping=app.state.stopping)
    app.add_middleware(problems.UnexpectedErrors)
    app.add_middleware(Measured, metrics=metrics)
    app.add_middleware(Frame)
    return app


def _open(services: Services) -> tuple[str, ...]:
    return (*OPEN, METRICS) if services.settings.metrics_anonymous else OPEN


def openapi_document() -> dict[str, Any]:
    """The OpenAPI document of the service, without opening anything."""
    return openapi.document(_routed())


def _routed() -> FastAPI:
    app = FastAPI(
        title="Crosstrace",
        version=__version__,
        description=_DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    for module in _MODULES:
        app.include_router(module.router)
    app.openapi = MethodType(openapi.document, app)  # type: ignore[method-assign]
    problems.install(app)
    return app
