"""The HTML representation of any resource under `/id/`."""

from __future__ import annotations

from collections import defaultdict

from crosstrace import documents
from crosstrace.bootstrap import KnowledgeGraph
from crosstrace.crosswalk import Hop
from crosstrace.model import Edition, Element, ElementRef, MappingSet
from crosstrace.store import read_query
from crosstrace.vocab import ID, MAPPING_SET
from crosstrace.web.negotiation import JSON, RDF_FORMS
from crosstrace.web.pages.rendering import page

DATA_FORMS = (JSON, *RDF_FORMS)


def resource_page(graph: KnowledgeGraph, iri: str, document: documents.Document) -> str:
    """The page of the resource `iri`, whose generic JSON `document` is at hand."""
    name = iri.removeprefix(ID)
    slug = iri.removeprefix(MAPPING_SET)
    if edition := graph.catalog.editions.get(name):
        return _edition_page(graph, edition)
    if mapping_set := graph.catalog.mapping_sets.get(slug):
        return _mapping_set_page(graph, mapping_set)
    if element := element_at(graph, iri):
        return _element_page(graph, element)
    return page("resource.html", iri=iri, document=document, forms=DATA_FORMS)


def element_at(graph: KnowledgeGraph, iri: str) -> Element | None:
    """The element whose IRI is `iri`, if it is one."""
    edition, _, local = iri.removeprefix(ID).partition("/")
    return graph.catalog.elements.get(ElementRef(edition, local))


def _edition_page(graph: KnowledgeGraph, edition: Edition) -> str:
    elements = list(graph.catalog.of_edition(edition.slug))
    tops = [element for element in elements if element.parent is None]
    return page(
        "edition.html",
        edition=edition,
        tops=tops,
        catalog=graph.catalog,
        forms=DATA_FORMS,
        iri=ID + edition.slug,
    )


def _mapping_set_page(graph: KnowledgeGraph, found: MappingSet) -> str:
    mappings = [m for m in graph.crosswalk.links.mappings if m.mapping_set == found.slug]
    return page(
        "mapping-set.html",
        mapping_set=found,
        mappings=mappings,
        catalog=graph.catalog,
        forms=DATA_FORMS,
        iri=MAPPING_SET + found.slug,
    )


def _element_page(graph: KnowledgeGraph, element: Element) -> str:
    catalog = graph.catalog
    children = [catalog.element(ref) for ref in catalog.children.get(element.ref, ())]
    references: dict[str, list[Hop]] = defaultdict(list)
    for hop in graph.crosswalk.links.hops(element.ref):
        references[hop.target.edition].append(hop)
    query = read_query("crosstrace.web.pages", "errata")
    return page(
        "element.html",
        element=element,
        edition=catalog.edition(element.ref.edition),
        ancestors=_ancestors(graph, element),
        item_kinds=documents.ITEM_KINDS,
        items=[child for child in children if child.kind in documents.ITEM_KINDS],
        children=[child for child in children if child.kind not in documents.ITEM_KINDS],
        references=references,
        citations=catalog.citations.get(element.ref, ()),
        errata=graph.store.select(query, {"element": element.ref.iri}),
        catalog=catalog,
        forms=DATA_FORMS,
        iri=element.ref.iri,
    )


def _ancestors(graph: KnowledgeGraph, element: Element) -> list[Element]:
    found: list[Element] = []
    while element.parent is not None:
        element = graph.catalog.element(element.parent)
        found.insert(0, element)
    return found
