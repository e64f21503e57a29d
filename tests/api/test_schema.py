from __future__ import annotations

import json

import httpx
import jsonschema_rs
import pyoxigraph as ox
import pytest

from crosstrace import resources
from crosstrace.bootstrap import Services
from crosstrace.vocab import CT, CTSH, ONTOLOGY_GRAPH

FORMS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}


def read(answer: httpx.Response, form: ox.RdfFormat) -> set[ox.Triple]:
    assert answer.status_code == 200
    return {quad.triple for quad in ox.parse(answer.content, format=form)}


@pytest.mark.parametrize("form", FORMS)
def test_the_ontology(client: httpx.Client, services: Services, form: str) -> None:
    found = read(client.get("/ontology", params={"format": form}), FORMS[form])
    held = {quad.triple for quad in services.graph.store.graph(ONTOLOGY_GRAPH)}
    grounded = {t for t in held if not isinstance(t.object, ox.BlankNode)}
    assert len(found) == len(held)
    assert {t for t in grounded if isinstance(t.subject, ox.NamedNode)} <= found


@pytest.mark.parametrize("form", FORMS)
def test_the_shapes(client: httpx.Client, form: str) -> None:
    found = read(client.get("/shapes", params={"format": form}), FORMS[form])
    files = (resources.SHAPES / "implementation").glob("*.ttl")
    subjects = {
        quad.subject
        for file in files
        for quad in ox.parse(path=file)
        if isinstance(quad.subject, ox.NamedNode)
    }
    assert subjects == {t.subject for t in found if isinstance(t.subject, ox.NamedNode)}
    assert any(subject.value.startswith(CTSH) for subject in subjects)


def test_the_ontology_as_a_page_has_an_anchor_for_each_term(client: httpx.Client) -> None:
    page = client.get("/ontology", headers={"Accept": "text/html"}).text
    for term in ("Task", "priority", "High", "relatedTo"):
        assert f'id="{term}"' in page
        assert f"ct:{term}" in page


def test_the_shapes_as_a_page_have_an_anchor_for_each_rule(client: httpx.Client) -> None:
    page = client.get("/shapes", headers={"Accept": "text/html"}).text
    assert 'id="Evidence-issued"' in page
    assert "ctsh:Root-one" in page


def test_the_context_makes_terms_plain_keys(client: httpx.Client) -> None:
    answer = client.get("/context.jsonld")
    assert answer.headers["content-type"] == "application/ld+json"
    context = answer.json()["@context"]
    assert context["sp800-218a"] in (
        "https://w3id.org/crosstrace/id/sp800-218a/",
        {"@id": "https://w3id.org/crosstrace/id/sp800-218a/", "@prefix": True},
    )
    assert context["ct"] == CT


def test_the_json_schema(client: httpx.Client) -> None:
    answer = client.get("/schema.json")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/schema+json"
    file = resources.SHAPES / "implementation-graph.schema.json"
    assert answer.json() == json.loads(file.read_text(encoding="utf-8"))
    jsonschema_rs.meta.validate(answer.json())
