"""Nothing a client sends makes the service reach out, or run code."""

from __future__ import annotations

import json

import httpx
import pytest
from bounds_harness import Listener

TURTLE = {"Content-Type": "text/turtle"}
ROOT = "<https://example.org/g> a <https://w3id.org/crosstrace/ns#ImplementationGraph> ."


def problem(answer: httpx.Response, status: int) -> str:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    return str(answer.json()["detail"])


QUERIES = [
    "SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ service silent <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ \\u0053ERVICE <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ {{ SELECT * {{ ?s ?p ?o . SERVICE <{url}> {{ ?a ?b ?c }} }} }} }}",
    "SELECT * {{ BIND(<{url}> AS ?u) SERVICE ?u {{ ?s ?p ?o }} }}",
    "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * FROM <{url}> {{ ?s ?p ?o }}",
    "SELECT * FROM NAMED <{url}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
]


@pytest.mark.parametrize("query", QUERIES)
def test_no_query_fetches(client: httpx.Client, listener: Listener, query: str) -> None:
    answer = client.get("/sparql", params={"query": query.format(url=listener.url)})
    assert "fetch" in problem(answer, 400)


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
def test_no_dataset_of_the_protocol_fetches(
    client: httpx.Client, listener: Listener, name: str
) -> None:
    answer = client.get("/sparql", params={"query": "ASK {}", name: listener.url})
    assert "fetch" in problem(answer, 400)


@pytest.mark.parametrize("update", ["LOAD <{url}>", "INSERT DATA {{ <urn:a> <urn:b> <{url}> }}"])
def test_no_update_is_done(client: httpx.Client, listener: Listener, update: str) -> None:
    text = update.format(url=listener.url)
    problem(client.post("/sparql", data={"update": text}), 403)
    problem(client.get("/sparql", params={"query": text}), 403)


@pytest.mark.parametrize(
    "context",
    ['"{url}"', '["{url}"]', '{{"@import": "{url}"}}', '{{"a": {{"@context": "{url}"}}}}'],
)
def test_no_json_ld_context_is_fetched(
    client: httpx.Client, listener: Listener, context: str
) -> None:
    body = f'{{"@context": {context.format(url=listener.url)}, "@id": "urn:a", "urn:b": "c"}}'
    headers = {"Content-Type": "application/ld+json"}
    problem(client.post("/v1/validate", content=body, headers=headers), 400)


@pytest.mark.parametrize(
    "document",
    [
        {"bomFormat": "CycloneDX", "specVersion": "1.6", "$schema": "{url}"},
        {"version": "2.1.0", "$schema": "{url}", "runs": []},
        {"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": []},
    ],
)
def test_no_schema_or_context_of_evidence_is_fetched(
    client: httpx.Client, listener: Listener, document: dict[str, object]
) -> None:
    body = json.dumps(document).replace("{url}", listener.url)
    headers = {"Content-Type": "application/json"}
    assert client.post("/v1/evidence", content=body, headers=headers).status_code == 200
    context = {"@context": listener.url, "@graph": []}
    problem(client.post("/v1/evidence", json=context), 400)


def test_no_import_in_a_submission_is_followed(client: httpx.Client, listener: Listener) -> None:
    body = (
        f"{ROOT} <https://example.org/g> <http://www.w3.org/2002/07/owl#imports> <{listener.url}> ."
    )
    assert client.post("/v1/validate", content=body, headers=TURTLE).status_code == 200


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE r SYSTEM "{url}">',
        '<!DOCTYPE r [<!ENTITY x SYSTEM "{url}">]>',
        '<!DOCTYPE r [<!ENTITY % x SYSTEM "{url}"> %x;]>',
    ],
)
def test_no_entity_is_fetched(client: httpx.Client, listener: Listener, doctype: str) -> None:
    body = doctype.format(url=listener.url) + (
        '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="urn:x:">'
        '<r:Description r:about="urn:a"><b>&x;</b></r:Description></r:RDF>'
    )
    headers = {"Content-Type": "application/rdf+xml"}
    assert "DOCTYPE" in problem(client.post("/v1/validate", content=body, headers=headers), 400)


CODE = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ct: <https://w3id.org/crosstrace/ns#> .
@prefix ex: <https://example.org/> .
ex:Shape a sh:NodeShape ; sh:targetClass ct:ImplementationGraph ; sh:js ex:script ;
    sh:sparql [ sh:select "SELECT $this WHERE {{ SERVICE <{url}> {{ ?s ?p ?o }} }}" ;
        sh:message "code in the data ran" ] ;
    sh:rule [ a sh:SPARQLRule ; sh:construct "CONSTRUCT {{ $this a ct:Task }} WHERE {{}}" ] ;
    sh:property [ sh:path ex:nothing ; sh:minCount 1 ; sh:message "shapes in the data ran" ] .
ex:script sh:jsLibrary [ sh:jsLibraryURL "{url}" ] ; sh:jsFunctionName "f" .
"""


def test_no_code_in_a_submission_runs(client: httpx.Client, listener: Listener) -> None:
    body = CODE.format(url=listener.url) + ROOT
    answer = client.post("/v1/validate", content=body, headers=TURTLE)
    assert answer.status_code == 200
    assert " ran" not in json.dumps([r["message"] for r in answer.json()["results"]])
