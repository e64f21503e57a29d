"""The pages that search an element and follow a crosswalk."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from crosstrace.bootstrap import KnowledgeGraph
from crosstrace.crosswalk import DEFAULT_HOPS, MAX_HOPS, explain, settles, trace, verdict
from crosstrace.errors import InvalidInput
from crosstrace.lookup import ElementFilter, search
from crosstrace.model import Element, ElementRef
from crosstrace.web.dependencies import Graph, MaxHops
from crosstrace.web.drawing import draw
from crosstrace.web.pages.rendering import page
from crosstrace.web.pagination import CURSOR_PATTERN, paginate

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

PAGE_SIZE = 40
SUGGESTIONS = 12

Words = Annotated[str, Query(max_length=200)]
OptionalEdition = Annotated[str, Query(max_length=64)]


@router.get("/search")
def search_page(
    graph: Graph,
    q: Words = "",
    edition: OptionalEdition = "",
    cursor: Annotated[str | None, Query(pattern=CURSOR_PATTERN)] = None,
) -> HTMLResponse:
    """Elements by words, the best match first."""
    wanted = ElementFilter(edition=edition or None, q=q.strip() or None)
    found = search(graph.catalog, wanted)
    results = paginate(found, query=repr(wanted), limit=PAGE_SIZE, cursor=cursor)
    editions = graph.catalog.editions
    return HTMLResponse(
        page("search.html", q=q, edition=edition, results=results, editions=editions)
    )


@router.get("/crosswalk")
def crosswalk_page(
    graph: Graph,
    source: Words = "",
    target: OptionalEdition = "",
    max_hops: MaxHops = DEFAULT_HOPS,
) -> HTMLResponse:
    """What an element relates to: the verdict in words, the paths drawn, each result explained."""
    values = {
        "source": source,
        "target": target,
        "max_hops": max_hops,
        "hops": range(1, MAX_HOPS + 1),
        "editions": graph.catalog.editions,
    }
    start = _known(graph, source)
    if start is None:
        suggestions = _suggestions(graph, source)
        return HTMLResponse(page("crosswalk-ask.html", suggestions=suggestions, **values))
    answer = graph.crosswalk.answer(start.ref, target or None, max_hops=max_hops)
    drawing = draw(trace(graph.crosswalk, start.ref, target, max_hops=max_hops)) if target else None
    body = page(
        "crosswalk.html",
        start=start,
        answer=answer,
        verdict=verdict(answer),
        explain=explain,
        settles=settles,
        drawing=drawing,
        **values,
    )
    return HTMLResponse(body)


def _known(graph: KnowledgeGraph, text: str) -> Element | None:
    try:
        return graph.catalog.elements.get(ElementRef.parse(text))
    except InvalidInput:
        return None


def _suggestions(graph: KnowledgeGraph, text: str) -> list[Element]:
    words = text.replace(":", " ").strip()
    return search(graph.catalog, ElementFilter(q=words))[:SUGGESTIONS] if words else []
