"""Evaluating in this process what a worker evaluates: limits, datasets, errors with places."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from crosstrace.bootstrap import KnowledgeGraph
from crosstrace.errors import InvalidInput
from crosstrace.sandbox.worker import Handler
from crosstrace.sparql.evaluate import open_evaluator
from crosstrace.sparql.results import JSON, RESULT_TYPES

ERRATA = "https://w3id.org/crosstrace/id/errata"
TURTLE = RESULT_TYPES["construct"]["turtle"]


@pytest.fixture(scope="module")
def evaluate(graph: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Handler:
    folder = tmp_path_factory.mktemp("evaluate") / "snapshot"
    graph.store.snapshot(Path(folder))
    return open_evaluator({"snapshot": str(folder), "query_bytes": 10_000, "query_rows": 10})


def ask(
    evaluate: Handler, query: str, media_type: str = JSON, **graphs: list[str]
) -> tuple[dict[str, Any], bytes]:
    header = {"media_type": media_type, "default_graphs": [], "named_graphs": [], **graphs}
    return evaluate(header, query.encode())


def count(evaluate: Handler, query: str, **graphs: list[str]) -> int:
    _, body = ask(evaluate, query, **graphs)
    [binding] = json.loads(body)["results"]["bindings"]
    return int(binding["n"]["value"])


ALL = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def test_everything_is_asked_when_nothing_is_named(
    evaluate: Handler, graph: KnowledgeGraph
) -> None:
    assert count(evaluate, ALL) == len(graph.store)


def test_rows_and_triples_are_cut_and_it_is_said(evaluate: Handler) -> None:
    header, body = ask(evaluate, "SELECT * { ?s ?p ?o }")
    assert header == {"rows": 10, "truncated": True}
    assert len(json.loads(body)["results"]["bindings"]) == 10
    header, _ = ask(evaluate, "CONSTRUCT WHERE { ?s ?p ?o }", TURTLE)
    assert header == {"rows": 10, "truncated": True}
    header, _ = ask(evaluate, "SELECT * { ?s ?p ?o } LIMIT 3")
    assert header == {"rows": 3, "truncated": False}


@pytest.mark.parametrize(
    ("query", "graphs"),
    [
        (ALL.replace("{", f"FROM <{ERRATA}> {{", 1), {}),
        (ALL, {"default_graphs": [ERRATA]}),
        ("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", {"named_graphs": [ERRATA]}),
        (
            ALL.replace("{", "FROM <https://w3id.org/crosstrace/ns> {", 1),
            {"default_graphs": [ERRATA]},
        ),
    ],
)
def test_named_datasets_are_asked_and_the_protocol_wins(
    evaluate: Handler, graph: KnowledgeGraph, query: str, graphs: dict[str, list[str]]
) -> None:
    assert count(evaluate, query, **graphs) == len(graph.store.graph(ERRATA))


def test_a_graph_outside_the_dataset_is_not_reached(evaluate: Handler) -> None:
    inside = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{ERRATA}> {{ ?s ?p ?o }} }}"
    assert count(evaluate, inside, default_graphs=[ERRATA]) == 0


@pytest.mark.parametrize("where", ["FROM <http://127.0.0.1:9/>", "FROM NAMED <file:///etc/passwd>"])
def test_a_graph_that_is_not_held_is_refused_and_not_fetched(evaluate: Handler, where: str) -> None:
    with pytest.raises(InvalidInput, match="nothing is fetched"):
        ask(evaluate, f"SELECT * {where} {{ ?s ?p ?o }}")


def test_a_syntax_error_is_placed_in_the_text_the_client_wrote(evaluate: Handler) -> None:
    with pytest.raises(InvalidInput) as caught:
        ask(evaluate, "SELECT *\nWHERE { ?s ?p ?o ?q }")
    assert caught.value.errors[0].line == 2
