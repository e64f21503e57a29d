"""No query says anything of a graph that its caller may not see, not even that it is there."""

from __future__ import annotations

import itertools
from typing import Any

import httpx
import pytest
from attacks import (
    ATTACKS,
    FOR_NOBODY,
    NOWHERE,
    OF_NO_GRAPH,
    REFUSED,
    SERVICE_GRAPHS,
    filled,
    nowhere,
)
from tenancy import (
    ACME_PLAN,
    BENCH,
    COMMON,
    ENDED,
    GIFT,
    GONE,
    GRAPHS_KEPT,
    HANDED,
    PLAN,
    WIDGET,
    Caller,
    Kept,
    World,
    leaks,
)

from api_harness import is_problem
from crosstrace.vocab import ERRATA_GRAPH

pytestmark = pytest.mark.every_store

STRANGERS = (
    ("bob", GONE),
    ("bob", ENDED),
    ("bob-limited", WIDGET),
    ("acme-admin", HANDED),
    ("acme-limited", GIFT),
    ("carol", WIDGET),
    ("nobody", BENCH),
)
"""Who may not see which graph: another's, one shared no more, one beyond the key or the role."""

CSV = {"Accept": "text/csv, application/n-triples;q=0.9, */*;q=0.1"}
COUNTS = (
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
    "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { } }",
    "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a <https://w3id.org/crosstrace/ns#GraphVersion> }",
    f"SELECT ?t {{ <{COMMON}> ?p ?t }} ORDER BY ?t",
    "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY ?p",
    "SELECT (MAX(?t) AS ?x) { ?v <http://www.w3.org/ns/prov#generatedAtTime> ?t }",
)


def asked(world: World, caller: Caller, query: str, **given: Any) -> httpx.Response:
    return world.ask(caller, "POST", "/sparql", data={"query": query, **given}, headers=CSV)


def own_graph(caller: Caller) -> str:
    return min(caller.default_graphs(), default=ERRATA_GRAPH)


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_a_foreign_graph_is_answered_like_none(world: World, attack: str) -> None:
    """The same status and text as for a graph that isn't there."""
    for label, kept in STRANGERS:
        caller, missing = world.callers[label], nowhere(kept)
        assert kept in caller.unseen
        answer = asked(world, caller, filled(attack, kept, own_graph(caller)))
        other = asked(world, caller, filled(attack, missing, own_graph(caller)))
        assert not leaks(answer, caller), (label, kept)
        assert answer.status_code == other.status_code in (200, 400)
        assert _comparable(answer, kept) == _comparable(other, missing), (label, kept)


def _comparable(answer: httpx.Response, kept: Kept) -> list[str]:
    text = answer.text.replace(kept.name, "NAME")
    for number in range(1, kept.versions + 1):
        text = text.replace(kept.node(number).split("/")[2], "NODE")
    return sorted(text.replace(answer.headers["x-request-id"], "ID").splitlines())


@pytest.mark.parametrize("name", [name for name in ATTACKS if name not in OF_NO_GRAPH])
def test_the_attacks_find_what_may_be_seen(world: World, name: str) -> None:
    """The same queries by the owner differ for a graph that is there, else this shows nothing."""
    acme, missing = world.callers["acme"], nowhere(WIDGET)
    seen = asked(world, acme, filled(ATTACKS[name], WIDGET, ACME_PLAN.version_iri(3)))
    other = asked(world, acme, filled(ATTACKS[name], missing, ACME_PLAN.version_iri(3)))
    differs = _comparable(seen, WIDGET) != _comparable(other, missing)
    assert differs == (name not in FOR_NOBODY)


@pytest.mark.parametrize("attack", REFUSED.values(), ids=REFUSED.keys())
def test_what_would_reach_out_or_change_is_refused(world: World, attack: str) -> None:
    for label, kept in STRANGERS:
        caller = world.callers[label]
        answer = asked(world, caller, filled(attack, kept, own_graph(caller)))
        is_problem(answer, 400 if "SERVICE" in attack else 403)
        assert not leaks(answer, caller)


EVERYTHING = "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
WAYS = ("GET", "form", "direct")


def _by(world: World, caller: Caller, way: str, query: str, graphs: dict[str, Any]) -> Any:
    if way == "GET":
        params = {"query": query, **graphs}
        return world.ask(caller, "GET", "/sparql", params=params, headers=CSV)
    if way == "form":
        return asked(world, caller, query, **graphs)
    headers = {**CSV, "Content-Type": "application/sparql-query"}
    return world.ask(
        caller, "POST", "/sparql", params=graphs, content=query.encode(), headers=headers
    )


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("label", ["bob", "acme-limited", "nobody"])
def test_the_protocol_names_only_what_may_be_seen(world: World, label: str, way: str) -> None:
    caller = world.callers[label]
    foreign = caller.unseen[0]
    own = own_graph(caller)
    lists = [(), (own,), (foreign.version_iri(1),), (own, foreign.iri), (NOWHERE,), SERVICE_GRAPHS]
    queries = itertools.cycle((EVERYTHING, EVERYTHING.replace("{", f"FROM <{own}> {{", 1)))
    refusals = set()
    for default, named in list(itertools.product(lists, lists))[1:]:
        graphs = {"default-graph-uri": list(default), "named-graph-uri": list(named)}
        answer = _by(world, caller, way, next(queries), graphs)
        assert not leaks(answer, caller)
        if {*default, *named} <= {own}:
            assert answer.status_code == 200
        else:
            refusals.add(is_problem(answer, 400)["detail"])
    assert len(refusals) == 1


@pytest.mark.parametrize("way", WAYS)
def test_the_protocol_overrides_from_and_is_checked_itself(world: World, way: str) -> None:
    bob = world.callers["bob"]
    query = f"SELECT * FROM <{ENDED.version_iri(2)}> {{ ?s ?p ?o }}"
    answer = _by(world, bob, way, query, {"default-graph-uri": [BENCH.version_iri(1)]})
    assert answer.status_code == 200
    assert BENCH.text(1) in answer.text
    assert not leaks(answer, bob)


def test_each_sees_exactly_their_graphs(world: World, caller: Caller) -> None:
    answer = asked(world, caller, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
    tenants = {line for line in answer.text.splitlines() if "/id/graph/" in line}
    assert tenants == caller.default_graphs()
    for iri in sorted(caller.all_graphs() - caller.default_graphs()):
        found = asked(world, caller, f"SELECT * FROM <{iri}> {{ ?s ?p ?o }}")
        assert len(found.text.splitlines()) > 5
        assert not leaks(found, caller)


def test_each_sees_exactly_the_versions_in_force(world: World, caller: Caller) -> None:
    answer = asked(world, caller, "SELECT ?o { ?s <http://www.w3.org/ns/dcat#version> ?o }")
    for kept in GRAPHS_KEPT:
        for number in range(1, kept.versions + 1):
            in_force = kept in caller.sees and kept.version_iri(number) == kept.in_force
            assert (kept.text(number) in answer.text) == in_force


def test_nothing_that_others_do_changes_what_one_counts(changing: World) -> None:
    def counted() -> list[tuple[str, list[str]]]:
        watching = [who for who in changing.callers.values() if who.organization != "acme"]
        return [
            (who.label, [asked(changing, who, query).text for query in COUNTS]) for who in watching
        ]

    before = counted()
    for kept in (Kept("acme", "further-one", versions=1), Kept("acme", PLAN, versions=4)):
        assert changing.submit(kept, kept.versions).status_code == 201
    assert changing.ask("acme", "DELETE", f"/v1/graphs/{PLAN}").status_code == 200
    assert counted() == before


def test_the_description_of_the_service_names_no_tenant(world: World, caller: Caller) -> None:
    for accept in ("text/turtle", "text/html", "application/n-triples"):
        answer = world.ask(caller, "GET", "/sparql", headers={"Accept": accept})
        assert "/id/graph/" not in answer.text
        assert not leaks(answer, caller)


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv", "html"])
def test_no_form_of_the_answer_says_more(world: World, form: str) -> None:
    for caller in world.callers.values():
        for query in (f"SELECT * {{ GRAPH ?g {{ <{COMMON}> ?p ?o }} }}", "ASK { GRAPH ?g {} }"):
            answer = asked(world, caller, query, format=form)
            assert answer.status_code == 200
            assert not leaks(answer, caller)
