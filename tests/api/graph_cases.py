"""Small graphs that conform as drafts, and what is asked of the service about them."""

from __future__ import annotations

from itertools import count

PREFIXES = """@prefix : <https://example.org/> .
@prefix ct: <https://w3id.org/crosstrace/ns#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix sp800-218a: <https://w3id.org/crosstrace/id/sp800-218a/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
TURTLE = {"Content-Type": "text/turtle"}
DRAFT = {"level": "draft"}
_numbers = count(1)


def graph(title: str, extra: str = "") -> str:
    """A draft that conforms; its title tells it from others."""
    return f"""{PREFIXES}
:graph a ct:ImplementationGraph ;
    dcterms:title "{title}" ;
    dcterms:issued "2026-11-20"^^xsd:date ;
    dcterms:creator :org ;
    ct:profile <https://w3id.org/crosstrace/id/sp800-218a> ;
    ct:subject :model ;
    ct:role ct:ModelProducer .
:org a ct:Organization ; foaf:name "Org" .
:model a ct:AIModel ; dcterms:title "Model" ; dcat:version "1" .
{extra}"""


def fresh_name(stem: str = "graph") -> str:
    """A name that no other test has used."""
    return f"{stem}-{next(_numbers):04d}"
