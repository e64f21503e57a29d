"""`/id/…`: every resource under its own IRI, as data or as a page."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Path, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse

from crosstrace import documents
from crosstrace.bootstrap import KnowledgeGraph
from crosstrace.lookup import describe
from crosstrace.vocab import ID
from crosstrace.web import schemas
from crosstrace.web.dependencies import Graph
from crosstrace.web.graphs import NamePath, NumberPath, OrganizationPath
from crosstrace.web.negotiation import HTML, JSON, RDF_FORMS, Representation, negotiated
from crosstrace.web.openapi import answers, redirects
from crosstrace.web.pages.resource import element_at, resource_page
from crosstrace.web.rdf import rdf_response

router = APIRouter(tags=["linked data"], default_response_class=Response)

FORMS: Final = (JSON, *RDF_FORMS, HTML)
SEGMENT: Final = r"[A-Za-z0-9](?:[A-Za-z0-9._()-]{0,126}[A-Za-z0-9)])?"
RESOURCE_PATTERN: Final = f"^{SEGMENT}(?:/{SEGMENT}){{0,3}}$"


@router.get(
    "/id/graph/{organization}/{name}",
    summary="A graph at rest",
    status_code=303,
    responses=redirects("Where the graph can be read."),
)
async def graph_at_rest(organization: OrganizationPath, name: NamePath) -> RedirectResponse:
    """What the graph's own IRI leads to; whether you may see it is told there."""
    return RedirectResponse(f"/v1/graphs/{name}?owner={organization}", 303)


@router.get(
    "/id/graph/{organization}/{name}/versions/{number}",
    summary="A version of a graph at rest",
    status_code=303,
    responses=redirects("Where the version can be read."),
)
async def version_at_rest(
    organization: OrganizationPath, name: NamePath, number: NumberPath
) -> RedirectResponse:
    """The same for a version."""
    return RedirectResponse(f"/v1/graphs/{name}/versions/{number}?owner={organization}", 303)


@router.get(
    "/id/{resource:path}",
    summary="Any resource",
    responses=answers(
        *FORMS,
        model=(schemas.Element, schemas.Framework, schemas.Resource),
        problems=(400, 404, 406),
    ),
)
def linked_data(
    graph: Graph,
    resource: Annotated[
        str,
        Path(
            pattern=RESOURCE_PATTERN,
            description="What follows /id/ in the resource's IRI: an edition, an element, a "
            "mapping set, a mapping, an erratum, a citation.",
            examples=["csf-2.0", "sp800-218a/PO.1.1", "mapping-set/ssdf-1.1-to-csf-2.0"],
        ),
    ],
    form: Annotated[Representation, Depends(negotiated(*FORMS))],
) -> Response:
    """What is said of the resource, with its parts and the mappings from and to it.

    The four RDF forms hold the same triples.
    """
    iri = ID + resource
    triples = describe(graph.store, iri)
    headers = {"Vary": "Accept"}
    if form in RDF_FORMS:
        return rdf_response(triples, form, headers)
    if form is HTML:
        page = resource_page(graph, iri, documents.resource(iri, triples))
        return HTMLResponse(page, headers=headers)
    return JSONResponse(_document(graph, iri) or documents.resource(iri, triples), headers=headers)


def _document(graph: KnowledgeGraph, iri: str) -> documents.Document | None:
    if edition := graph.catalog.editions.get(iri.removeprefix(ID)):
        return documents.edition(edition)
    if element := element_at(graph, iri):
        return documents.element(element, graph.catalog, graph.crosswalk.links)
    return None
