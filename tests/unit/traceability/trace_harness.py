"""Graphs for the tests of traceability: small ones by hand, and the bundled examples."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache

import pyoxigraph as ox

from crosstrace.crosswalk import Crosswalk, LinkGraph
from crosstrace.model import ElementRef, Mapping
from crosstrace.resources import DATA
from crosstrace.traceability import ImplementationView, read_view

DAY = dt.date(2026, 11, 25)
PREFIXES = """
    @prefix : <https://example.org/> .
    @prefix ct: <https://w3id.org/crosstrace/ns#> .
    @prefix csf-2.0: <https://w3id.org/crosstrace/id/csf-2.0/> .
    @prefix dcterms: <http://purl.org/dc/terms/> .
    @prefix earl: <http://www.w3.org/ns/earl#> .
    @prefix foaf: <http://xmlns.com/foaf/0.1/> .
    @prefix org: <http://www.w3.org/ns/org#> .
    @prefix prov: <http://www.w3.org/ns/prov#> .
    @prefix sp800-218a: <https://w3id.org/crosstrace/id/sp800-218a/> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
ROOT = """
    :graph a ct:ImplementationGraph ; dcterms:title "Ours" ; dcterms:creator :us ;
        dcterms:issued "2026-11-01"^^xsd:date ; ct:role ct:ModelProducer ;
        ct:profile <https://w3id.org/crosstrace/id/sp800-218a> ; ct:subject :model .
    :us a ct:Organization ; foaf:name "Us" .
    :model a ct:AIModel .
    :fresh a ct:Evidence ; dcterms:title "Fresh" ; dcterms:issued "2026-01-01"^^xsd:date ;
        ct:validUntil "2026-12-31"^^xsd:date .
    :stale a ct:Evidence ; dcterms:title "Stale" ; dcterms:issued "2025-01-01"^^xsd:date ;
        ct:validUntil "2026-06-30"^^xsd:date .
"""


def n_triples(turtle: str | bytes) -> bytes:
    """Turtle as N-Triples."""
    triples = (quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE))
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""


def view(turtle: str = "", root: str = ROOT) -> ImplementationView:
    """A graph with the root above and what `turtle` adds."""
    return read_view(n_triples(PREFIXES + root + turtle))


@cache
def example(name: str) -> ImplementationView:
    """A bundled example, by its path below `data/examples` without the ending."""
    return read_view(n_triples((DATA / "examples" / f"{name}.ttl").read_bytes()))


def claim(task: str, status: str, more: str = "") -> str:
    """A statement on a task of the profile for the model."""
    return (
        f":{task} a ct:Implementation ; ct:implements sp800-218a:{task} ; "
        f"ct:appliesTo :model ; ct:status ct:{status} ; ct:responsibleParty :us {more} .\n"
    )


def ref(text: str) -> ElementRef:
    """An element by its name."""
    return ElementRef.parse(text)


def with_mappings(crosswalk: Crosswalk, *rows: str) -> Crosswalk:
    """The crosswalk with set-theory rows, each `source relation target`, on semantic grounds."""
    mappings = []
    for row in rows:
        source, relation, target = row.split()
        mappings.append(
            Mapping(
                iri=f"urn:test:{source}-{target}",
                sources=(ref(source),),
                relation=relation,
                targets=(ref(target),),
                style="set_theory",
                mapping_set="test",
                rationale="semantic",
            )
        )
    catalog = crosswalk.catalog
    some = next(iter(catalog.mapping_sets.values()))
    sets = {**catalog.mapping_sets, "test": replace(some, slug="test", style="set_theory")}
    links = LinkGraph([*crosswalk.links.mappings, *mappings])
    return Crosswalk(replace(catalog, mapping_sets=sets), links)
