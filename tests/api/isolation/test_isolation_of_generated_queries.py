"""Generated queries get what they would get from a store with nothing in it but what is seen.

By hand, for more of them, each time others: `ISOLATION_QUERIES=5000 pytest tests/api/isolation -k
generated`.
"""

from __future__ import annotations

import os
from collections import Counter
from functools import cache
from typing import TypeAlias

import httpx
import pyoxigraph as ox
import pytest
from algebra import GRAPHS, Query, queries
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tenancy import LABELS, Caller, World, leaks

from crosstrace.bootstrap import Services
from crosstrace.store import GraphStore

pytestmark = pytest.mark.every_store

USUAL = 300
WANTED = int(os.environ.get("ISOLATION_QUERIES", USUAL))
ACCEPT = {"Accept": "application/sparql-results+json, application/n-triples;q=0.9"}
Found: TypeAlias = Counter[tuple[str, ...]] | set[str] | bool | None
"""Rows, triples or a truth; None for a query that is refused."""


class Oracle:
    """What one caller may see, and nothing else, in stores of its own."""

    def __init__(self, quads: list[ox.Quad], frameworks: set[str], caller: Caller) -> None:
        self._all = caller.all_graphs() | frameworks
        self._default = self._store(quads, caller.default_graphs() | frameworks)
        self._named = self._store(quads, self._all)

    @staticmethod
    def _store(quads: list[ox.Quad], names: set[str]) -> ox.Store:
        store = ox.Store()
        store.extend(quad for quad in quads if str(quad.graph_name).strip("<>") in names)
        return store

    def answer(self, query: Query) -> Found:
        by_protocol = any(query.protocol)
        default, named = query.protocol if by_protocol else query.listed
        if not {*default, *named} <= self._all:
            return None
        try:
            if by_protocol:
                return self._read(query, default, named)
            if any(query.listed):
                return _read(self._named.query(query.text))
            return _read(self._default.query(query.text, use_default_graph_as_union=True))
        except SyntaxError:
            return None

    def _read(self, query: Query, default: tuple[str, ...], named: tuple[str, ...]) -> Found:
        graphs = {
            "default_graph": [ox.NamedNode(iri) for iri in default],
            "named_graphs": [ox.NamedNode(iri) for iri in named],
        }
        return _read(self._named.query(query.text, **graphs))


def _read(answer: object) -> Found:
    if isinstance(answer, ox.QueryBoolean):
        return bool(answer)
    if isinstance(answer, ox.QuerySolutions):
        return Counter(tuple(map(str, row)) for row in answer)
    assert isinstance(answer, ox.QueryTriples)
    return set(map(str, answer))


def _received(answer: httpx.Response) -> Found:
    if answer.status_code == 400:
        return None
    assert answer.status_code == 200, answer.text
    if answer.headers["content-type"].startswith("application/n-triples"):
        parsed = ox.parse(answer.content, format=ox.RdfFormat.N_TRIPLES)
        return {str(quad.triple) for quad in parsed}
    return _read(ox.parse_query_results(answer.content, format=ox.QueryResultsFormat.JSON))


@pytest.fixture(scope="session")
def oracles(world: World, services: Services) -> dict[str, Oracle]:
    """An oracle for each caller."""
    frameworks = set(services.graph.store.graph_names())
    with world.archive.snapshot() as folder:
        quads = list(GraphStore.read_only(folder).quads())

    @cache
    def seeing(caller: str) -> Oracle:
        return Oracle(quads, frameworks, world.callers[caller])

    alike: dict[frozenset[object], str] = {}
    return {label: seeing(alike.setdefault(world.callers[label].sees, label)) for label in LABELS}


def test_the_oracle_knows_graphs_and_the_grammar_names_all(
    world: World, oracles: dict[str, Oracle]
) -> None:
    everything = Query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
    found = oracles["acme"].answer(everything)
    assert isinstance(found, Counter)
    for iri in world.callers["acme"].default_graphs():
        assert (f"<{iri}>",) in found
        assert iri in GRAPHS


def test_a_query_gets_what_may_be_seen(world: World, oracles: dict[str, Oracle]) -> None:
    kinds: Counter[str] = Counter()

    @given(query=queries(), label=st.sampled_from(LABELS))
    @settings(
        max_examples=WANTED,
        deadline=None,
        derandomize=WANTED == USUAL,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def holds(query: Query, label: str) -> None:
        caller = world.callers[label]
        form = {
            "query": query.text,
            "default-graph-uri": list(query.protocol[0]),
            "named-graph-uri": list(query.protocol[1]),
        }
        answer = world.ask(caller, "POST", "/sparql", data=form, headers=ACCEPT)
        assert not leaks(answer, caller)
        received, expected = _received(answer), oracles[label].answer(query)
        kinds[_kind(expected)] += 1
        if answer.headers.get("crosstrace-truncated") == "true":
            assert isinstance(received, Counter)
            assert isinstance(expected, Counter)
            assert received <= expected
        else:
            assert received == expected

    holds()
    print(f"\n{kinds.total()} queries: {dict(kinds)}")
    # Most are answered, and many find something; else this would show little.
    assert kinds["something"] > WANTED / 10
    assert kinds["refused"] < WANTED / 2


def _kind(found: Found) -> str:
    if found is None:
        return "refused"
    return "something" if found else "nothing"
