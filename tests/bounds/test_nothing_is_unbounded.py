"""Whatever a client sends ends in an answer within its bound, and others don't notice."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Iterator

import httpx
import pytest
from bounds_harness import BODY_BYTES, ROWS, SECONDS

TURTLE = {"Content-Type": "text/turtle"}
QUERY = "SELECT ?t { ?t a <https://w3id.org/crosstrace/ns#Task> } LIMIT 5"


def problem(answer: httpx.Response, status: int) -> dict[str, object]:
    assert answer.status_code == status, answer.text[:500]
    assert answer.headers["content-type"] == "application/problem+json"
    document: dict[str, object] = answer.json()
    return document


def test_a_large_body_is_refused(client: httpx.Client) -> None:
    body = b"#" * (BODY_BYTES + 1)
    problem(client.post("/v1/validate", content=body, headers=TURTLE), 413)


def test_a_large_body_without_a_length_is_refused(client: httpx.Client) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(BODY_BYTES // 10_000 + 2):
            yield b"#" * 10_000

    problem(client.post("/v1/validate", content=chunks(), headers=TURTLE), 413)


def test_a_large_query_is_refused(client: httpx.Client) -> None:
    headers = {"Content-Type": "application/sparql-query"}
    problem(client.post("/sparql", content="#" * 70_000 + "\nASK {}", headers=headers), 413)


def test_what_cannot_be_parsed_is_refused_with_its_place(client: httpx.Client) -> None:
    document = problem(client.post("/v1/validate", content="<a> <b>\n  c .", headers=TURTLE), 400)
    [error] = document["errors"]  # type: ignore[misc]
    assert error["line"] == 2
    assert error["column"]


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-yaml", "image/png"])
def test_an_unknown_media_type_is_refused(client: httpx.Client, media_type: str) -> None:
    headers = {"Content-Type": media_type}
    problem(client.post("/v1/validate", content="x", headers=headers), 415)


RUNAWAYS = {
    "a product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "a sorted product": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY DESC(?i) ?f",
    "a distinct product": ("SELECT (COUNT(DISTINCT *) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"),
    "a pattern": (
        'SELECT * { ?a ?b ?c . ?d ?e ?f FILTER REGEX(CONCAT(STR(?c), STR(?f)), "(.*)*z{9}$") }'
    ),
    "a path": "SELECT (COUNT(*) AS ?n) { ?a (!<urn:x>|^!<urn:x>)* ?b . ?b (!<urn:y>)* ?c }",
    "a growing text": (
        "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d), STR(?g))) AS ?x) "
        "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    ),
}


@pytest.mark.parametrize("query", RUNAWAYS.values(), ids=RUNAWAYS.keys())
def test_a_runaway_query_is_stopped(client: httpx.Client, query: str) -> None:
    start = time.monotonic()
    problem(client.get("/sparql", params={"query": query}), 503)
    assert time.monotonic() - start < SECONDS + 3
    answer = client.get("/sparql", params={"query": QUERY})
    assert len(answer.json()["results"]["bindings"]) == 5


def median_seconds(client: httpx.Client, times: int) -> float:
    found = []
    for _ in range(times):
        start = time.monotonic()
        assert client.get("/v1/elements/csf-2.0/PR.DS-01").status_code == 200
        assert client.get("/sparql", params={"query": QUERY}).status_code == 200
        found.append(time.monotonic() - start)
    return statistics.median(found)


def test_others_are_answered_while_queries_run_away(base: str, client: httpx.Client) -> None:
    before = median_seconds(client, 20)
    runaway = RUNAWAYS["a product"]
    statuses: list[int] = []

    def run_away() -> None:
        answer = httpx.get(f"{base}/sparql", params={"query": runaway}, timeout=30)
        statuses.append(answer.status_code)

    threads = [threading.Thread(target=run_away) for _ in range(2)]
    for thread in threads:
        thread.start()
    time.sleep(0.3)
    meanwhile = median_seconds(client, 20)
    for thread in threads:
        thread.join()
    assert statuses == [503, 503]
    # Two cores, two runaways: others share them, but none waits for a runaway to end.
    assert meanwhile < max(20 * before, 0.5)


def test_the_row_limit_is_said_in_the_answer(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }"})
    assert len(answer.json()["results"]["bindings"]) == ROWS
    assert answer.json()["head"]["link"]
    assert answer.headers["crosstrace-row-limit"] == str(ROWS)
    assert answer.headers["crosstrace-truncated"] == "true"


BOMBS = {
    "query": ("/sparql", "application/sparql-query", "ASK " + "{" * 20_000 + "}" * 20_000),
    "JSON": ("/v1/validate", "application/ld+json", '{"a":' * 20_000),
    "Turtle": ("/v1/validate", "text/turtle", "<a> <b> " + "(" * 90_000),
    "blank nodes": ("/v1/validate", "text/turtle", "<a> <b> " + "[<b> " * 30_000),
    "quoted triples": ("/v1/validate", "text/turtle", "<a> <b> " + "<<( " * 40_000),
    "XML": ("/v1/validate", "application/rdf+xml", "<a>" * 60_000),
    "evidence": ("/v1/evidence", "application/json", '{"_type":' * 20_000),
    "list of evidence": ("/v1/evidence", "application/json", "[" * 200_000),
}


@pytest.mark.parametrize(("path", "media_type", "body"), BOMBS.values(), ids=BOMBS.keys())
def test_deep_nesting_is_refused(
    client: httpx.Client, path: str, media_type: str, body: str
) -> None:
    start = time.monotonic()
    answer = client.post(path, content=body, headers={"Content-Type": media_type})
    assert answer.status_code in (400, 503)
    problem(answer, answer.status_code)
    assert time.monotonic() - start < 12


def test_many_values_on_one_node_are_refused(client: httpx.Client) -> None:
    values = ", ".join(f"<v{i}>" for i in range(15_000))
    answer = client.post("/v1/validate", content=f"<a> <b> {values} .", headers=TURTLE)
    assert "more than 10,000 statements" in str(problem(answer, 400)["detail"])
