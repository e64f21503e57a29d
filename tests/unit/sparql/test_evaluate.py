"""Evaluating in this process what a worker evaluates: limits, datasets, errors with places."""

from __future__ import annotations

import json
from typing import Any

import pytest

from crosstrace.archive.replica import Replica
from crosstrace.bootstrap import KnowledgeGraph
from crosstrace.errors import InvalidInput
from crosstrace.sandbox.worker import Handler
from crosstrace.sparql.evaluate import open_evaluator
from crosstrace.sparql.results import JSON, RESULT_TYPES

ERRATA = "https://w3id.org/crosstrace/id/errata"
TURTLE = RESULT_TYPES["construct"]["turtle"]


@pytest.fixture(scope="module")
def evaluate(graph: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Handler:
    folder = tmp_path_factory.mktemp("evaluate")
    Replica(folder / "store", graph.store).checkpoint(folder / "snapshot")
    evaluator = open_evaluator({"query_bytes": 10_000, "query_rows": 10})
    dataset = {"snapshot": str(folder / "snapshot"), "visible": graph.store.graph_names()}
    return lambda header, body: evaluator({**dataset, "further": [], **header}, body)


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


def test_an_element_can_be_named_with_a_prefix(evaluate: Handler) -> None:
    prefix = "PREFIX sp800-218a: <https://w3id.org/crosstrace/id/sp800-218a/>"
    named = "SELECT (COUNT(*) AS ?n) { sp800-218a:PO.1.1 ?p ?o }"
    in_full = named.replace(
        "sp800-218a:PO.1.1", "<https://w3id.org/crosstrace/id/sp800-218a/PO.1.1>"
    )
    assert count(evaluate, f"{prefix} {named}") == count(evaluate, in_full) > 0


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


def test_a_syntax_error_after_names_with_several_dots_is_where_it_is_after_others(
    evaluate: Handler,
) -> None:
    text = "PREFIX a: <urn:a> ASK { a:PO.1.1 a:PO.1.2 ?o ?q }"
    details = set()
    for written in (text, text.replace("PO.1.", "PO_1_")):
        with pytest.raises(InvalidInput) as caught:
            ask(evaluate, written)
        details.add(caught.value.detail)
        assert f"at 1:{caught.value.errors[0].column}:" in caught.value.detail
    assert len(details) == 1


def test_a_graph_the_caller_may_not_see_is_as_good_as_absent(evaluate: Handler) -> None:
    hidden = {"visible": ["https://w3id.org/crosstrace/ns"]}
    everywhere = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    _, body = ask(evaluate, everywhere, **hidden)
    [binding] = json.loads(body)["results"]["bindings"]
    assert binding["g"]["value"] == "https://w3id.org/crosstrace/ns"
    with pytest.raises(InvalidInput, match="isn't held here"):
        ask(evaluate, ALL.replace("{", f"FROM <{ERRATA}> {{", 1), **hidden)


def test_a_further_graph_is_seen_when_it_is_named_and_only_then(evaluate: Handler) -> None:
    graphs = {"visible": ["https://w3id.org/crosstrace/ns"], "further": [ERRATA]}
    inside = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{ERRATA}> {{ ?s ?p ?o }} }}"
    assert count(evaluate, inside, **graphs) == 0
    assert count(evaluate, inside.replace("{", f"FROM NAMED <{ERRATA}> {{", 1), **graphs) > 0
