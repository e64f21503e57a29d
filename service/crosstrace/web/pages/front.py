"""The front page and the list of frameworks."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse

from crosstrace.rdf.formats import SYNTAXES
from crosstrace.web.dependencies import Graph
from crosstrace.web.pages.rendering import page

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/")
async def front(graph: Graph) -> HTMLResponse:
    """What this is, for whom, and the three things to begin with."""
    catalog = graph.catalog
    figures = {
        "editions of frameworks": len(catalog.editions),
        "elements": len(catalog.elements),
        "mapping sets": len(catalog.mapping_sets),
        "published mappings": len(graph.crosswalk.links),
    }
    body = page("front.html", figures=figures, editions=catalog.editions, syntaxes=SYNTAXES)
    return HTMLResponse(body)


@router.get("/frameworks")
async def frameworks(graph: Graph) -> HTMLResponse:
    """Every edition and every mapping set."""
    catalog = graph.catalog
    return HTMLResponse(
        page(
            "frameworks.html",
            editions=catalog.editions.values(),
            mapping_sets=catalog.mapping_sets.values(),
        )
    )


@router.get("/favicon.ico")
async def icon() -> RedirectResponse:
    """Where browsers look for an icon that a page doesn't name, as on a JSON answer."""
    return RedirectResponse("/static/icon.svg", status_code=308)
