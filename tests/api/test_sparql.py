"""The SPARQL 1.1 Protocol over HTTP; what a query may not do is tested with the guard."""

from __future__ import annotations

import csv
import json
import time
import xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from typing import Any

import httpx
import pyoxigraph as ox
import pytest
from access_harness import Tenants

from api_harness import is_problem
from crosstrace.bootstrap import Services
from crosstrace.web.pages.sparql import EXAMPLES

CT = "https://w3id.org/crosstrace/ns#"
COUNT = f"SELECT (COUNT(?t) AS ?n) WHERE {{ ?t a <{CT}Task> }}"
THREE = """\
SELECT ?s ?p ?o WHERE {
  VALUES ?s { <https://w3id.org/crosstrace/id/csf-2.0> }
  ?s ?p ?o
}
ORDER BY ?p ?o LIMIT 3"""
CONSTRUCT = f"CONSTRUCT WHERE {{ ?t a <{CT}Practice> }}"
ASK = f"ASK {{ ?t a <{CT}Task> }}"
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
SLOW = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def get(client: httpx.Client, query: str, accept: str = "*/*", **more: Any) -> httpx.Response:
    return client.get("/sparql", params={"query": query, **more}, headers={"Accept": accept})


def number(answer: httpx.Response) -> int:
    assert answer.status_code == 200, answer.text
    (row,) = answer.json()["results"]["bindings"]
    return int(row["n"]["value"])


def test_three_ways_to_send_a_query(client: httpx.Client) -> None:
    numbers = {
        number(get(client, COUNT)),
        number(client.post("/sparql", data={"query": COUNT})),
        number(client.post("/sparql", content=COUNT, headers={"Content-Type": QUERY})),
        number(
            client.post(
                "/sparql", content=COUNT, headers={"Content-Type": f"{QUERY}; charset=utf-8"}
            )
        ),
    }
    assert numbers == {48 + 42 + 49}


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("application/xml", "application/xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("text/html", "text/html; charset=utf-8"),
    ],
)
def test_the_forms_of_a_table(client: httpx.Client, accept: str, media_type: str) -> None:
    answer = get(client, THREE, accept)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    assert "Accept" in answer.headers["vary"]


def test_the_table_is_the_same_in_each_form(client: httpx.Client) -> None:
    results = get(client, THREE).json()["results"]["bindings"]
    expected = [[row[name]["value"] for name in "spo"] for row in results]
    assert len(expected) == 3
    rows = list(csv.reader(StringIO(get(client, THREE, "text/csv").text)))
    assert rows[1:] == expected
    lines = get(client, THREE, format="tsv").text.splitlines()
    assert lines[0] == "?s\t?p\t?o"
    assert len(lines) == 4
    xml = ET.fromstring(get(client, THREE, format="xml").text)
    namespace = "{http://www.w3.org/2005/sparql-results#}"
    cells = [[binding[0].text for binding in result] for result in xml.iter(f"{namespace}result")]
    assert cells == expected


def test_a_yes_or_no(client: httpx.Client) -> None:
    assert get(client, ASK).json()["boolean"] is True
    assert "<boolean>true</boolean>" in get(client, ASK, format="xml").text
    assert "Yes" in get(client, ASK, "text/html").text
    is_problem(get(client, ASK, format="turtle"), 406)


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "text/turtle"),
        ("application/n-triples", "application/n-triples"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/ld+json", "application/ld+json"),
    ],
)
def test_the_forms_of_a_graph(client: httpx.Client, accept: str, media_type: str) -> None:
    answer = get(client, CONSTRUCT, accept)
    assert answer.headers["content-type"].partition(";")[0] == media_type
    form = ox.RdfFormat.from_media_type(media_type)
    assert len({quad.triple for quad in ox.parse(answer.content, format=form)}) == 60


def test_a_graph_as_a_page(client: httpx.Client) -> None:
    answer = get(client, "DESCRIBE <https://w3id.org/crosstrace/id/csf-2.0>", "text/html")
    assert answer.status_code == 200
    assert "&lt;https://w3id.org/crosstrace/id/csf-2.0&gt;" in answer.text


def test_the_dataset_can_be_chosen(client: httpx.Client) -> None:
    graph = "https://w3id.org/crosstrace/id/sp800-218a"
    assert number(get(client, COUNT, **{"default-graph-uri": graph})) == 48
    named = "SELECT (COUNT(DISTINCT ?g) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"
    assert number(get(client, named, **{"named-graph-uri": graph})) == 1
    by_form = {"query": COUNT, "default-graph-uri": graph}
    assert number(client.post("/sparql", data=by_form)) == 48
    by_address = client.post(
        "/sparql",
        params={"default-graph-uri": graph},
        content=COUNT,
        headers={"Content-Type": QUERY},
    )
    assert number(by_address) == 48


def test_an_unknown_graph_is_not_fetched(client: httpx.Client) -> None:
    is_problem(get(client, COUNT, **{"default-graph-uri": "http://127.0.0.1:9/x"}), 400)


def test_graphs_without_a_query(client: httpx.Client) -> None:
    is_problem(client.get("/sparql", params={"default-graph-uri": f"{CT}x"}), 400)


def test_several_queries_are_refused(client: httpx.Client) -> None:
    is_problem(client.get("/sparql", params=[("query", ASK), ("query", ASK)]), 400)
    both = client.post(
        "/sparql", params={"query": ASK}, content=ASK, headers={"Content-Type": QUERY}
    )
    is_problem(both, 400)


@pytest.mark.parametrize("query", ["", "SELECT", "SELECT * WHERE { ?s ?p }", "hello"])
def test_a_query_that_is_none(client: httpx.Client, query: str) -> None:
    is_problem(client.post("/sparql", data={"query": query}), 400)


def test_a_syntax_error_has_its_place(client: httpx.Client) -> None:
    problem = is_problem(get(client, "SELECT *\nWHERE { ?s ?p no:prefix }"), 400)
    assert problem["errors"][0]["line"] == 2


@pytest.mark.parametrize(
    "request_",
    [
        {"method": "GET", "params": {"update": "DROP ALL"}},
        {"method": "POST", "data": {"update": "DROP ALL"}},
        {"method": "POST", "data": {"query": "DELETE WHERE { ?s ?p ?o }"}},
        {"method": "GET", "params": {"query": "LOAD <http://127.0.0.1:9/x>"}},
        {
            "method": "POST",
            "content": "DROP ALL",
            "headers": {"Content-Type": "application/sparql-update"},
        },
    ],
)
def test_updates_are_refused_in_any_form(client: httpx.Client, request_: dict[str, Any]) -> None:
    problem = is_problem(client.request(url="/sparql", **request_), 403)
    assert problem["type"].endswith("/read-only")


def test_a_post_without_a_query(client: httpx.Client) -> None:
    is_problem(client.post("/sparql", data={"quarry": ASK}), 400)
    is_problem(client.post("/sparql", content=b"", headers={"Content-Type": QUERY}), 400)


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data; boundary=x", "", "nonsense"])
def test_another_body_is_not_read(client: httpx.Client, kind: str) -> None:
    answer = client.post("/sparql", content=ASK, headers={"Content-Type": kind})
    is_problem(answer, 415)


@pytest.mark.parametrize("kind", [FORM, QUERY])
def test_text_that_is_not_utf_8(client: httpx.Client, kind: str) -> None:
    body = b"query=ASK%FF%7B%7D" if kind == FORM else ASK.encode("utf-16")
    is_problem(client.post("/sparql", content=body, headers={"Content-Type": kind}), 400)
    is_problem(client.get("/sparql?query=ASK%FF"), 400)


def test_too_many_fields(client: httpx.Client) -> None:
    fields = "&".join(f"f{number}=1" for number in range(300))
    is_problem(client.get(f"/sparql?{fields}"), 400)


def test_a_long_query_is_refused(client: httpx.Client, services: Services) -> None:
    query = ASK + "#" * services.settings.query_bytes
    is_problem(client.post("/sparql", data={"query": query}), 413)


def test_the_answer_says_its_row_limit(client: httpx.Client, services: Services) -> None:
    limit = str(services.settings.query_rows)
    headers = get(client, THREE).headers
    assert (headers["crosstrace-row-limit"], headers["crosstrace-truncated"]) == (limit, "false")


def test_a_cut_answer_says_so_and_is_counted(client: httpx.Client, services: Services) -> None:
    def cut() -> float:
        lines = client.get("/metrics").text.splitlines()
        (line,) = (x for x in lines if x.startswith("crosstrace_truncated_answers_total"))
        return float(line.split()[1])

    before = cut()
    answer = get(client, "SELECT * WHERE { ?s ?p ?o }")
    assert answer.headers["crosstrace-truncated"] == "true"
    assert len(answer.json()["results"]["bindings"]) == services.settings.query_rows
    assert cut() == before + 1
    page = get(client, "SELECT * WHERE { ?s ?p ?o }", "text/html")
    assert f"cut at {services.settings.query_rows} rows" in page.text


def test_a_query_over_its_time_is_stopped(client: httpx.Client, services: Services) -> None:
    begun = time.monotonic()
    problem = is_problem(get(client, SLOW), 503)
    assert time.monotonic() - begun < services.settings.query_seconds + 1.5
    assert problem["type"].endswith("/time-limit")
    assert number(get(client, COUNT)) == 139


def test_others_are_answered_while_heavy_queries_run(client: httpx.Client) -> None:
    with ThreadPoolExecutor(12) as crowd:
        heavy = [crowd.submit(get, client, SLOW) for _ in range(12)]
        time.sleep(0.3)
        for _ in range(20):
            begun = time.monotonic()
            assert client.get("/v1/elements/csf-2.0/GV.OC-03").status_code == 200
            assert time.monotonic() - begun < 0.5
        for answer in heavy:
            is_problem(answer.result(), 503)
    assert number(get(client, COUNT)) == 139


def test_the_service_describes_itself(client: httpx.Client, services: Services) -> None:
    for accept in ("*/*", "text/turtle", "application/rdf+xml"):
        answer = client.get("/sparql", headers={"Accept": accept})
        media_type = answer.headers["content-type"].partition(";")[0]
        form = ox.RdfFormat.from_media_type(media_type)
        triples = [quad.triple for quad in ox.parse(answer.content, format=form)]
        sd = "http://www.w3.org/ns/sparql-service-description#"
        names = {t.object.value for t in triples if t.predicate.value == f"{sd}name"}
        assert names == set(services.graph.store.graph_names())
        endpoints = {t.object.value for t in triples if t.predicate.value == f"{sd}endpoint"}
        assert endpoints == {f"{client.base_url}/sparql"}
    is_problem(client.get("/sparql", headers={"Accept": "text/csv"}), 406)


def test_a_host_that_cannot_be_in_an_iri_is_not_used(tenants: Tenants) -> None:
    answer = tenants.get("/sparql", Host="x>y", Accept="application/n-triples")
    assert answer.status_code == 200
    assert "<http://localhost/sparql>" in answer.text


def test_a_person_gets_a_form(client: httpx.Client) -> None:
    answer = client.get("/sparql", headers={"Accept": "text/html"})
    assert '<textarea id="query"' in answer.text


def test_results_as_a_page_are_escaped(client: httpx.Client) -> None:
    query = 'SELECT ?x ?y WHERE { BIND("<b>bold</b>" AS ?x) BIND(<javascript:alert(1)> AS ?y) }'
    answer = get(client, query, "text/html")
    assert "&lt;b&gt;bold&lt;/b&gt;" in answer.text
    assert 'href="javascript' not in answer.text
    assert "<b>" not in answer.text


def test_each_example_on_the_page_has_results(client: httpx.Client) -> None:
    for query in EXAMPLES.values():
        assert json.loads(get(client, query).content)["results"]["bindings"]
