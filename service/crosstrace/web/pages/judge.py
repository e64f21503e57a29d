"""The page on which a graph is pasted and judged."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from crosstrace.errors import CrosstraceError, InvalidInput
from crosstrace.rdf.formats import SYNTAXES, syntax_for_media_type
from crosstrace.validation.service import PROFILES
from crosstrace.web.body import Form, read_form
from crosstrace.web.dependencies import ServicesDep, ValidationJobs
from crosstrace.web.pages.rendering import page
from crosstrace.web.problems import Problem

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/validate")
async def empty_page() -> HTMLResponse:
    """The form."""
    return HTMLResponse(_page())


@router.post("/validate")
async def judge(
    services: ServicesDep, jobs: ValidationJobs, form: Annotated[Form, Depends(read_form)]
) -> HTMLResponse:
    """The verdict on the pasted graph, above the text, so that it can be mended and sent again."""
    graph, media_type = form.only("graph"), form.only("syntax")
    try:
        if not graph.strip():
            raise InvalidInput("The field is empty; paste a graph.")
        report = await jobs.run(
            services.validator.validate,
            graph.encode(),
            syntax_for_media_type(media_type),
        )
    except CrosstraceError as error:
        problem = Problem.of(error)
        body = _page(graph=graph, chosen=media_type, problem=problem)
        return HTMLResponse(body, status_code=problem.status)
    verdict = report.verdict()
    body = _page(graph=graph, chosen=media_type, report=report.to_json(), verdict=verdict)
    return HTMLResponse(body)


def _page(**values: object) -> str:
    defaults = {"graph": "", "chosen": "", "problem": None, "report": None}
    return page("validate.html", **{**defaults, **values}, syntaxes=SYNTAXES, profile=PROFILES[0])
