"""The SPARQL 1.1 Graph Store HTTP Protocol over graphs at rest."""

from __future__ import annotations

import httpx
import pyoxigraph as ox
import pytest
from access_harness import Tenants
from graph_cases import DRAFT, PREFIXES, TURTLE, fresh_name, graph

from api_harness import is_problem
from crosstrace.access import Role

pytestmark = pytest.mark.every_store

PATH = "/rdf-graph-store"
BASE = "https://w3id.org/crosstrace/id/graph/local/"


def named(name: str) -> dict[str, str]:
    return {"graph": BASE + name, **DRAFT}


def triples(client: httpx.Client, iri: str) -> set[ox.Triple]:
    answer = client.get(PATH, params={"graph": iri}, headers={"Accept": "application/n-triples"})
    assert answer.status_code == 200, answer.text
    return {quad.triple for quad in ox.parse(answer.content, format=ox.RdfFormat.N_TRIPLES)}


def test_a_graph_is_put_read_and_deleted(client: httpx.Client) -> None:
    name = fresh_name()
    answer = client.put(PATH, params=named(name), content=graph("Put"), headers=TURTLE)
    assert answer.status_code == 201
    assert len(triples(client, BASE + name)) == answer.json()["details"]["statements"]
    head = client.head(PATH, params={"graph": BASE + name})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == answer.headers["etag"]
    assert client.delete(PATH, params={"graph": BASE + name}).status_code == 200
    is_problem(client.get(PATH, params={"graph": BASE + name}), 410)
    assert triples(client, answer.json()["details"]["iri"])


def test_posting_merges_and_keeps_blank_nodes_apart(client: httpx.Client) -> None:
    name = fresh_name()
    blank = "{} :model dcterms:relation _:same . _:same dcterms:title '{}' ."
    first = graph("Merged", blank.format("", "one"))
    client.put(PATH, params=named(name), content=first, headers=TURTLE)
    before = triples(client, BASE + name)
    for number, title in enumerate(("two", "three"), 2):
        more = blank.format(PREFIXES, title)
        answer = client.post(PATH, params=named(name), content=more, headers=TURTLE)
        assert answer.json()["version"] == number
    after = triples(client, BASE + name)
    assert len(after) == len(before) + 4
    relations = {t.object for t in after if t.predicate.value.endswith("/relation")}
    assert len(relations) == 3


def test_posting_without_a_graph_makes_one(client: httpx.Client) -> None:
    answer = client.post(PATH, params=DRAFT, content=graph("New"), headers=TURTLE)
    assert answer.status_code == 201
    assert client.get(answer.headers["location"]).status_code == 200


def test_what_does_not_conform_changes_nothing(client: httpx.Client) -> None:
    name = fresh_name()
    client.put(PATH, params=named(name), content=graph("Kept"), headers=TURTLE)
    second_root = PREFIXES + ":other a ct:ImplementationGraph ."
    answer = client.post(PATH, params=named(name), content=second_root, headers=TURTLE)
    assert is_problem(answer, 422)["report"]["conforms"] is False
    assert client.get(f"/v1/graphs/{name}", params={"format": "json"}).json()["versions"] == 1


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ({}, 400),
        ({"default": ""}, 400),
        ({"graph": BASE + "x", "default": ""}, 400),
        ({"graph": "http://127.0.0.1:9/x"}, 400),
        ({"graph": BASE + "x/versions/0x1"}, 400),
        ({"graph": BASE + "not-there"}, 404),
        ({"graph": "https://w3id.org/crosstrace/id/graph/others/x"}, 404),
    ],
)
def test_what_is_no_graph_to_read(
    client: httpx.Client, parameters: dict[str, str], status: int
) -> None:
    is_problem(client.get(PATH, params=parameters), status)


def test_versions_and_the_graphs_of_others_can_not_be_written(client: httpx.Client) -> None:
    name = fresh_name()
    made = client.put(PATH, params=named(name), content=graph("Mine"), headers=TURTLE).json()
    for iri, status in (
        (made["details"]["iri"], 403),
        (BASE.replace("local", "others") + "x", 403),
    ):
        parameters = {"graph": iri, **DRAFT}
        for method in ("PUT", "POST"):
            answer = client.request(
                method, PATH, params=parameters, content=graph("y"), headers=TURTLE
            )
            is_problem(answer, status)
        is_problem(client.delete(PATH, params={"graph": iri}), status)


def test_a_retry_of_a_merge_is_answered_again(client: httpx.Client) -> None:
    name = fresh_name()
    etag = client.put(PATH, params=named(name), content=graph("Base"), headers=TURTLE).headers
    headers = {**TURTLE, "If-Match": etag["etag"], "Idempotency-Key": f"merge of {name}"}
    more = PREFIXES + ":model dcterms:description 'more' ."
    first = client.post(PATH, params=named(name), content=more, headers=headers)
    assert first.status_code == 201
    client.put(PATH, params=named(name), content=graph("Another's"), headers=TURTLE)
    again = client.post(PATH, params=named(name), content=more, headers=headers)
    assert again.status_code == 200, again.text
    assert again.json()["details"] == first.json()["details"]
    assert again.json()["report"] == first.json()["report"]
    other = client.post(PATH, params=named(name), content=more + "\n", headers=headers)
    assert "another request" in is_problem(other, 422)["detail"]


def test_a_retry_that_names_no_graph_means_the_one_that_it_made(client: httpx.Client) -> None:
    headers = {**TURTLE, "Idempotency-Key": fresh_name("key")}
    first = client.post(PATH, params=DRAFT, content=graph("Once"), headers=headers)
    again = client.post(PATH, params=DRAFT, content=graph("Once"), headers=headers)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.headers["location"] == first.headers["location"]
    headers["Idempotency-Key"] = fresh_name("key")
    other = client.post(PATH, params=DRAFT, content=graph("Once"), headers=headers)
    assert other.headers["location"] != first.headers["location"]


def test_a_key_for_some_graphs_makes_no_others(tenants: Tenants) -> None:
    _, text = tenants.key(Role.SUBMITTER, graphs=frozenset({"mine"}))
    headers = {**TURTLE, "Authorization": f"Bearer {text}"}
    answer = tenants.client.post(PATH, params=DRAFT, content=graph("New"), headers=headers)
    assert "limited to other graphs" in is_problem(answer, 403)["detail"]
