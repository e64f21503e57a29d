"""What a client needs to build a graph: context, JSON Schema, ontology, shapes."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Response
from fastapi.responses import HTMLResponse, JSONResponse

from crosstrace.authoring import schema_text
from crosstrace.rdf.context import context_document
from crosstrace.validation import shapes_graph
from crosstrace.vocab import ONTOLOGY_GRAPH
from crosstrace.web.dependencies import Graph
from crosstrace.web.negotiation import (
    HTML,
    JSON_SCHEMA,
    JSONLD,
    RDF_FORMS,
    Representation,
    negotiated,
)
from crosstrace.web.openapi import answers
from crosstrace.web.pages.schema import ontology_page, shapes_page
from crosstrace.web.rdf import rdf_response

router = APIRouter(tags=["schema"], default_response_class=Response)

FORMS: Final = (*RDF_FORMS, HTML)


@router.get("/context.jsonld", summary="The JSON-LD context", responses=answers(JSONLD))
async def context() -> JSONResponse:
    """The terms as plain keys, and prefixes for the elements of each edition."""
    return JSONResponse(context_document(), media_type=JSONLD.media_type)


@router.get(
    "/schema.json", summary="The JSON Schema of JSON-LD graphs", responses=answers(JSON_SCHEMA)
)
async def schema() -> Response:
    """What editors complete and check an implementation graph by, in JSON-LD or YAML-LD."""
    return Response(schema_text(), media_type=JSON_SCHEMA.media_type)


@router.get(
    "/ontology",
    summary="The ontology",
    responses=answers(*FORMS, problems=(406,)),
)
def ontology(
    graph: Graph, form: Annotated[Representation, Depends(negotiated(*FORMS))]
) -> Response:
    """All classes, properties and concepts, each with its label and definition."""
    headers = {"Vary": "Accept"}
    if form is HTML:
        return HTMLResponse(ontology_page(graph.store), headers=headers)
    triples = {quad.triple for quad in graph.store.graph(ONTOLOGY_GRAPH)}
    return rdf_response(triples, form, headers)


@router.get("/shapes", summary="The SHACL shapes", responses=answers(*FORMS, problems=(406,)))
def shapes(form: Annotated[Representation, Depends(negotiated(*FORMS))]) -> Response:
    """The shapes that implementation graphs are judged by."""
    headers = {"Vary": "Accept"}
    if form is HTML:
        return HTMLResponse(shapes_page(shapes_graph()), headers=headers)
    return rdf_response(shapes_graph(), form, headers)
