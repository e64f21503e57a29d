"""The IRIs of the contract: namespaces, named graphs, and the tokens JSON uses for them."""

from __future__ import annotations

import re
from typing import Final

CT: Final = "https://w3id.org/crosstrace/ns#"
CTSH: Final = "https://w3id.org/crosstrace/shapes#"
ID: Final = "https://w3id.org/crosstrace/id/"
MAPPING_SET: Final = ID + "mapping-set/"

ONTOLOGY_GRAPH: Final = "https://w3id.org/crosstrace/ns"
FRAMEWORK_GRAPH: Final = ID + "framework"
ERRATA_GRAPH: Final = ID + "errata"
MANIFEST_GRAPH: Final = ID + "manifest"
IMPORT_GRAPHS: Final = ID + "import/"
CITATION_GRAPHS: Final = ID + "citations/"

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
DCTERMS: Final = "http://purl.org/dc/terms/"
DCAT: Final = "http://www.w3.org/ns/dcat#"
PROV: Final = "http://www.w3.org/ns/prov#"
PROF: Final = "http://www.w3.org/ns/dx/prof/"
SSSOM: Final = "https://w3id.org/sssom/"
SEMAPV: Final = "https://w3id.org/semapv/vocab/"
SH: Final = "http://www.w3.org/ns/shacl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
ORG: Final = "http://www.w3.org/ns/org#"
EARL: Final = "http://www.w3.org/ns/earl#"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
VOID: Final = "http://rdfs.org/ns/void#"

PREFIXES: Final[dict[str, str]] = {
    "ct": CT,
    "ctsh": CTSH,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "skos": SKOS,
    "dcterms": DCTERMS,
    "dcat": DCAT,
    "prov": PROV,
    "prof": PROF,
    "sssom": SSSOM,
    "semapv": SEMAPV,
    "sh": SH,
    "xsd": XSD,
    "org": ORG,
    "earl": EARL,
    "foaf": FOAF,
    "void": VOID,
}
"""Prefixes every bundled query and every serialisation may rely on."""


def local_name(iri: str) -> str:
    """The part of `iri` after its last `#` or `/`."""
    return re.split(r"[#/]", iri)[-1]


def token(iri: str) -> str:
    """The JSON token of a vocabulary term: `ct:intersectsWith` gives `intersects_with`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", local_name(iri)).lower()
