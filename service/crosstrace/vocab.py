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
DERIVED_GRAPHS: Final = ID + "derived/"
CITATION_GRAPHS: Final = ID + "citations/"
GRAPHS: Final = ID + "graph/"
AUDIT_GRAPH: Final = ID + "audit"
CONTENT_GRAPH: Final = ID + "audit/content"
HOLDER_GRAPH: Final = ID + "audit/holder"
RESTORING_GRAPH: Final = ID + "audit/restoring"
ORGANIZATIONS: Final = ID + "organization/"
RESERVED: Final = frozenset(
    iri.removeprefix(ID).partition("/")[0]
    for iri in (
        FRAMEWORK_GRAPH,
        ERRATA_GRAPH,
        MANIFEST_GRAPH,
        MAPPING_SET,
        IMPORT_GRAPHS,
        DERIVED_GRAPHS,
        CITATION_GRAPHS,
        GRAPHS,
        AUDIT_GRAPH,
        ORGANIZATIONS,
    )
)
"""What no edition can be called: other named graphs have these names, or begin with them."""

GENID: Final = "https://w3id.org/.well-known/genid/crosstrace/"
"""IRIs that stand for blank nodes (RDF 1.1 Concepts, section 3.5)."""

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

BLANK: Final = "crosstrace-blank:"
"""Before the label of a submission's blank node, where an engine must not see blank nodes. A
scheme of its own, for no pattern must take it for an IRI that a submission gave."""

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


CONVERSE: Final[dict[str, str]] = {
    "subset_of": "superset_of",
    "superset_of": "subset_of",
    "supports": "is_supported_by",
    "is_supported_by": "supports",
    "refines": "is_refined_by",
    "part_of": "has_part",
}
"""Relations, as tokens, whose converse has another name; all others are their own converse."""


def local_name(iri: str) -> str:
    """The part of `iri` after its last `#` or `/`."""
    return re.split(r"[#/]", iri)[-1]


def token(iri: str) -> str:
    """A term's JSON token: `ct:intersectsWith` gives `intersects_with`, `ct:AIModel` `ai_model`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", local_name(iri)).lower()


def term(name: str, *, concept: bool = False) -> str:
    """The local name of the vocabulary term of a JSON token, the other way of `token`.

    `intersects_with` gives `intersectsWith`, and as a concept `set_theory` gives `SetTheory`.
    """
    first, *rest = name.split("_")
    return "".join([first.title() if concept else first, *(word.title() for word in rest)])
