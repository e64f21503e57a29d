"""`/v1/graphs`: submitting, reading, withdrawing, and the guards against losing anything."""

from __future__ import annotations

import hashlib
from itertools import pairwise
from typing import Any

import httpx
import pyoxigraph as ox
import pytest
from graph_cases import DRAFT, TURTLE, fresh_name, graph

from api_harness import example, is_problem
from crosstrace.archive.replica import Held

pytestmark = pytest.mark.every_store

ENDING = "@prefix : <https://example.org/> .\n:a :b [ :c 1 ] ."


def put(client: httpx.Client, name: str, text: str, **headers: str) -> httpx.Response:
    return client.put(
        f"/v1/graphs/{name}", content=text, params=DRAFT, headers={**TURTLE, **headers}
    )


def test_a_graph_is_kept_with_its_report(client: httpx.Client) -> None:
    name = fresh_name()
    body = example("model-producer.ttl")
    answer = client.put(f"/v1/graphs/{name}", content=body, headers=TURTLE)
    assert answer.status_code == 201
    receipt = answer.json()
    assert receipt["report"]["conforms"] is True
    assert receipt["details"]["body_sha256"] == hashlib.sha256(body).hexdigest()
    assert receipt["details"]["statements"] == len(_triples(client, f"/v1/graphs/{name}"))
    assert answer.headers["etag"] == f'"{receipt["details"]["etag"]}"'
    assert client.get(answer.headers["location"]).status_code == 200


def test_every_version_stays_readable(client: httpx.Client) -> None:
    name = fresh_name()
    for number in (1, 2, 3):
        assert put(client, name, graph(f"Version {number}")).json()["version"] == number
    versions = client.get(f"/v1/graphs/{name}/versions").json()["items"]
    assert [version["title"] for version in versions] == ["Version 1", "Version 2", "Version 3"]
    for version in versions:
        path = f"/v1/graphs/{name}/versions/{version['version']}"
        assert f'"{version["title"]}"' in client.get(path, params={"format": "turtle"}).text
    missing = client.get(f"/v1/graphs/{name}/versions/4", params={"format": "turtle"})
    assert "from 1 to 3" in is_problem(missing, 404)["detail"]


def test_the_same_again_makes_no_version(client: httpx.Client) -> None:
    name = fresh_name()
    first = put(client, name, graph("Same"))
    again = put(client, name, graph("Same") + "\n# Other bytes, the same statements.")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["created"] is False
    assert again.headers["etag"] == first.headers["etag"]


def test_what_does_not_conform_is_not_kept(client: httpx.Client) -> None:
    name = fresh_name()
    body = example("acquirer-draft.ttl")
    answer = client.put(f"/v1/graphs/{name}", content=body, headers=TURTLE)
    problem = is_problem(answer, 422)
    assert problem["report"]["conforms"] is False
    assert problem["report"]["counts"]["violation"] == len(problem["errors"])
    assert all(error["line"] for error in problem["errors"])
    is_problem(client.get(f"/v1/graphs/{name}"), 404)


def test_an_update_of_someone_else_is_not_lost(client: httpx.Client) -> None:
    name = fresh_name()
    absent = {"If-None-Match": "*"}
    first = put(client, name, graph("First"), **absent)
    assert "exists" in is_problem(put(client, name, graph("Other"), **absent), 412)["detail"]
    mine = {"If-Match": first.headers["etag"]}
    assert put(client, name, graph("Second"), **mine).status_code == 201
    lost = put(client, name, graph("Third"), **mine)
    assert "If-Match" in is_problem(lost, 412)["detail"]
    deleted = client.delete(f"/v1/graphs/{name}", headers=mine)
    is_problem(deleted, 412)
    weak = put(client, name, graph("Third"), **{"If-Match": f"W/{first.headers['etag']}"})
    is_problem(weak, 412)
    assert put(client, name, graph("Third"), **{"If-Match": "*"}).status_code == 201
    is_problem(put(client, name, graph("x"), **{"If-Match": "no quotes"}), 400)
    is_problem(put(client, name, graph("x"), **{"If-None-Match": '"1"'}), 400)


def test_a_retry_is_safe(client: httpx.Client) -> None:
    name = fresh_name()
    key = {"Idempotency-Key": f"key of {name}"}
    first = put(client, name, graph("Mine"), **key)
    put(client, name, graph("Another's"))
    again = put(client, name, graph("Mine"), **key)
    assert again.status_code == 200
    assert again.json()["details"] == first.json()["details"]
    other = put(client, name, graph("Something else"), **key)
    assert "another request" in is_problem(other, 422)["detail"]


def test_a_retry_that_asks_for_something_else_is_another_request(client: httpx.Client) -> None:
    name = fresh_name()
    key = {"Idempotency-Key": f"key of {name}"}
    body = example("model-producer.ttl")
    path = f"/v1/graphs/{name}"
    assert client.put(path, content=body, params=DRAFT, headers={**TURTLE, **key}).is_success
    answer = client.put(path, content=body, headers={**TURTLE, **key})
    assert "another request" in is_problem(answer, 422)["detail"]
    as_trig = {"Content-Type": "application/n-triples", **key}
    answer = client.put(path, content=body, params=DRAFT, headers=as_trig)
    assert "another request" in is_problem(answer, 422)["detail"]
    assert client.get(path, params={"format": "json"}).json()["versions"] == 1


def test_a_client_that_holds_the_version_is_told_so(client: httpx.Client) -> None:
    name = fresh_name()
    etag = put(client, name, graph("Held")).headers["etag"]
    held = client.get(f"/v1/graphs/{name}", headers={"If-None-Match": f'"x", {etag}'})
    assert (held.status_code, held.content) == (304, b"")
    assert held.headers["etag"] == etag
    assert client.get(f"/v1/graphs/{name}", headers={"If-None-Match": '"x"'}).status_code == 200


def test_withdrawing_keeps_the_trail(client: httpx.Client) -> None:
    name = fresh_name()
    put(client, name, graph("To be withdrawn"))
    gone = client.delete(f"/v1/graphs/{name}").json()
    assert gone["changed"] is True
    assert gone["graph"]["withdrawn"]
    assert "can still be read" in is_problem(client.get(f"/v1/graphs/{name}"), 410)["detail"]
    is_problem(client.delete(f"/v1/graphs/{name}"), 410)
    assert client.get(f"/v1/graphs/{name}/versions/1").status_code == 200
    assert client.get(f"/v1/graphs/{name}", params={"format": "json"}).json()["withdrawn"]
    log = _log(client, name)
    assert [record["action"] for record in log] == ["submit", "withdraw"]
    assert log[1]["digest"] == gone["audit"]["digest"]


def test_what_was_withdrawn_on_a_day_answers_nothing_as_of_it(client: httpx.Client) -> None:
    name = fresh_name()
    put(client, name, graph("To be withdrawn"))
    path, asked = f"/v1/graphs/{name}/coverage", {"edition": "csf-2.0", "known_on": "2100-01-01"}
    assert client.get(path, params=asked).status_code == 200
    client.delete(f"/v1/graphs/{name}")
    assert "was withdrawn" in is_problem(client.get(path, params=asked), 410)["detail"]
    put(client, name, graph("Again"))
    assert client.get(path, params=asked).status_code == 200


def test_the_log_is_a_chain(client: httpx.Client) -> None:
    name = fresh_name()
    for title in ("One", "Two"):
        put(client, name, graph(title))
    records = _all(client, "/v1/audit")
    # Between them may be records of other organizations, which are not told here.
    pairs = [(a, b) for a, b in pairwise(records) if a["sequence"] + 1 == b["sequence"]]
    assert all(after["previous"] == before["digest"] for before, after in pairs)
    assert pairs[-1] == tuple(records[-2:])


def test_a_page_of_the_log_is_had_without_reading_the_log(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(client, fresh_name(), graph("Logged"))
    before = _all(client, "/v1/audit")
    monkeypatch.setattr(Held, "log", lambda _: pytest.fail("the whole log was read"))
    assert _all(client, "/v1/audit", limit=max(len(before) // 3, 1)) == before


def test_the_forms_hold_the_same_statements(client: httpx.Client) -> None:
    name = fresh_name()
    put(client, name, graph("In all forms", ":model dcterms:relation [ dcterms:title 'x' ] ."))
    answers = {
        form: client.get(f"/v1/graphs/{name}", params={"format": form})
        for form in ("turtle", "jsonld", "ntriples", "rdfxml")
    }
    found = {
        form: _canonical(answer.content, answer.headers["content-type"])
        for form, answer in answers.items()
    }
    assert len(set(found.values())) == 1
    assert "In all forms" in client.get(f"/v1/graphs/{name}", params={"format": "html"}).text


def test_the_list_is_paged(client: httpx.Client) -> None:
    names = {fresh_name("listed") for _ in range(5)}
    for name in names:
        put(client, name, graph(name))
    listed = {item["name"] for item in _all(client, "/v1/graphs", limit=2)}
    assert names <= listed
    page = client.get("/v1/graphs", headers={"Accept": "text/html"}).text
    assert "Implementation graphs" in page


def test_sparql_sees_the_version_in_force(client: httpx.Client) -> None:
    name = fresh_name()
    first = put(client, name, graph(f"Old {name}")).json()["details"]["iri"]
    put(client, name, graph(f"New {name}"))
    titles = (
        "PREFIX ct: <https://w3id.org/crosstrace/ns#> SELECT ?t { GRAPH ?x { ?g a ct:"
        "ImplementationGraph ; <http://purl.org/dc/terms/title> ?t } "
        f'FILTER(CONTAINS(?t, " {name}")) }}'
    )
    assert _column(client, titles) == [f"New {name}"]
    old = f"SELECT ?t FROM <{first}> {{ ?g <http://purl.org/dc/terms/title> ?t }}"
    assert sorted(_column(client, old)) == ["Model", f"Old {name}"]
    client.delete(f"/v1/graphs/{name}")
    assert _column(client, titles) == []


@pytest.mark.parametrize("name", ["A", "a b", "-", "x" * 70, "%2e%2e"])
def test_a_name_that_is_none(client: httpx.Client, name: str) -> None:
    is_problem(client.put(f"/v1/graphs/{name}", content=graph("x"), headers=TURTLE), 400)


def test_a_graph_under_its_own_iri(client: httpx.Client) -> None:
    name = fresh_name()
    iri = put(client, name, graph("Dereferenced")).json()["details"]["iri"]
    path = iri.removeprefix("https://w3id.org/crosstrace")
    for address in (path, path.rpartition("/versions/")[0]):
        answer = client.get(address, headers={"Accept": "text/turtle"}, follow_redirects=True)
        assert '"Dereferenced"' in answer.text


def _triples(client: httpx.Client, path: str) -> list[ox.Quad]:
    answer = client.get(path, headers={"Accept": "application/n-triples"})
    return list(ox.parse(answer.content, format=ox.RdfFormat.N_TRIPLES))


def _canonical(body: bytes, content_type: str) -> str:
    form = ox.RdfFormat.from_media_type(content_type.partition(";")[0])
    dataset = ox.Dataset(ox.parse(body, format=form))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return "\n".join(sorted(map(str, dataset)))


def _column(client: httpx.Client, query: str) -> list[str]:
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": "application/json"})
    assert answer.status_code == 200, answer.text
    return [row["t"]["value"] for row in answer.json()["results"]["bindings"]]


def _log(client: httpx.Client, name: str) -> list[dict[str, Any]]:
    return [record for record in _all(client, "/v1/audit") if record["graph"] == name]


def _all(client: httpx.Client, path: str, limit: int = 500) -> list[dict[str, Any]]:
    """The items of every page."""
    found: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        asked = {"limit": limit} | ({"cursor": cursor} if cursor else {})
        page = client.get(path, params=asked, headers={"Accept": "application/json"}).json()
        found += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            assert len(found) == page["total"]
            return found
