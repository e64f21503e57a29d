"""The JSON-LD context names every term of the ontology and every edition."""

from __future__ import annotations

import json
from typing import Any, Final

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SKOS
from shape_harness import PREFIXES, ROOT

CT: Final = PREFIXES["ct"]
EDITIONS: Final = "https://w3id.org/crosstrace/id/"
VALUE_OF_SCHEME: Final = frozenset(
    {
        *("changeType", "decision", "derivationStatus", "kind", "labelSource", "possibleRelation"),
        *("priority", "profileStatus", "publicationStatus", "relation", "role", "status", "style"),
        *("supportiveProperty", "textSource"),
    }
)
DATES: Final = frozenset({"asOf", "plannedDate", "validUntil"})


def _context() -> dict[str, Any]:
    text = (ROOT / "ontology" / "context.jsonld").read_text(encoding="utf-8")
    context: dict[str, Any] = json.loads(text)["@context"]
    return context


def _ontology() -> rdflib.Graph:
    graph = rdflib.Graph()
    for module in sorted((ROOT / "ontology").glob("*.ttl")):
        graph.parse(module)
    return graph


CONTEXT: Final = _context()
ONTOLOGY: Final = _ontology()
TERMS: Final = sorted(
    str(term).removeprefix(CT)
    for term in set(ONTOLOGY.subjects(RDFS.label))
    if str(term).startswith(CT)
)


def _definition(term: str) -> dict[str, str]:
    stated = CONTEXT[term]
    return {"@id": stated} if isinstance(stated, str) else stated


def _kinds(term: str) -> set[rdflib.term.Node]:
    return set(ONTOLOGY.objects(rdflib.URIRef(CT + term), RDF.type))


@pytest.mark.parametrize("term", TERMS)
def test_a_term_of_the_ontology_is_a_key_of_its_own_name(term: str) -> None:
    definition = _definition(term)
    assert definition["@id"] == f"ct:{term}"
    if term in VALUE_OF_SCHEME:
        assert definition["@type"] == "@vocab"
    elif OWL.ObjectProperty in _kinds(term):
        assert definition["@type"] == "@id"
    elif term in DATES:
        assert definition["@type"] == "xsd:date"
    else:
        assert "@type" not in definition


def test_no_key_names_a_term_of_ours_that_does_not_exist() -> None:
    named = {
        iri.removeprefix("ct:")
        for key in CONTEXT
        if not key.startswith(("@", "$")) and (iri := _definition(key)["@id"]).startswith("ct:")
    }
    assert named == set(TERMS)


def test_properties_with_a_scheme_are_those_whose_values_are_keys() -> None:
    concepts = set(ONTOLOGY.subjects(RDF.type, SKOS.Concept))
    assert {str(concept).removeprefix(CT) for concept in concepts} <= CONTEXT.keys()
    assert set(TERMS) >= VALUE_OF_SCHEME | DATES


def test_every_edition_is_a_prefix() -> None:
    slugs = {
        str(edition).removeprefix(EDITIONS)
        for file in sorted((ROOT / "data" / "frameworks").glob("*.ttl"))
        for edition in rdflib.Graph().parse(file).objects(None, SKOS.inScheme)
    }
    assert len(slugs) == 10
    for slug in slugs:
        assert CONTEXT[slug] == {"@id": f"{EDITIONS}{slug}/", "@prefix": True}


def test_what_is_not_for_the_graph_is_dropped() -> None:
    assert {key for key, said in CONTEXT.items() if said is None} == {"$comment", "$schema"}
    document = {
        "$schema": "https://example.org/schema.json",
        "@context": CONTEXT,
        "id": "https://example.org/a",
        "$comment": ["For readers", {"id": "https://example.org/b", "title": "An example"}],
        "title": "A",
    }
    [stated] = ox.parse(json.dumps(document), format=ox.RdfFormat.JSON_LD)
    assert stated.subject.value == "https://example.org/a"


IMPLEMENTATION_SIDE: Final = """
    title issued creator profile subject role
    version wasDerivedFrom purl name
    implements status statement appliesTo responsibleParty evidence rationale plannedDate
    disposition item decision
    documentType validUntil downloadURL identifier digest algorithm value mediaType predicateType
    wasGeneratedBy contradicts
    element asset kind attestationMeans accepts approver
    assesses assertedBy result outcome endedAtTime
"""


def test_a_newcomer_needs_no_prefix_for_what_an_organization_states() -> None:
    node = {
        "id": "https://example.org/e",
        "title": "Report",
        "issued": "2026-10-01",
        "endedAtTime": "2026-10-01T12:00:00Z",
        "mediaType": "application/pdf",
        "downloadURL": "https://example.org/report.pdf",
        "outcome": "passed",
    }
    document = {"@context": CONTEXT, **node}
    stated = {
        str(quad.object) for quad in ox.parse(json.dumps(document), format=ox.RdfFormat.JSON_LD)
    }
    xsd = PREFIXES["xsd"]
    assert stated == {
        '"Report"',
        f'"2026-10-01"^^<{xsd}date>',
        f'"2026-10-01T12:00:00Z"^^<{xsd}dateTime>',
        "<https://www.iana.org/assignments/media-types/application/pdf>",
        "<https://example.org/report.pdf>",
        f"<{PREFIXES['earl']}passed>",
    }
    assert set(IMPLEMENTATION_SIDE.split()) <= CONTEXT.keys()
