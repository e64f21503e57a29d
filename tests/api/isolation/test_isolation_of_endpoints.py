"""No operation, whatever it is asked, tells or changes anything of a graph of somebody else."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest
from attacks import nowhere
from operations import OPERATIONS, READING, Operation, Request
from tenancy import (
    ACME_PLAN,
    BENCH,
    BOB_PLAN,
    CAROL_PLAN,
    ENDED,
    GIFT,
    GONE,
    GRAPHS_KEPT,
    HANDED,
    LABELS,
    PLAN,
    WIDGET,
    Kept,
    World,
    leaks,
    told,
)

pytestmark = pytest.mark.every_store

STRANGERS = (
    ("bob", ACME_PLAN, BOB_PLAN),
    ("bob", GONE, WIDGET),
    ("bob", ENDED, BENCH),
    ("bob-limited", WIDGET, BOB_PLAN),
    ("bob-token", GIFT, BENCH),
    ("acme-admin", ACME_PLAN, None),
    ("acme-limited", GONE, WIDGET),
    ("acme-token", BENCH, ACME_PLAN),
    ("acme-admin", HANDED, None),
    ("carol", WIDGET, CAROL_PLAN),
    ("mallory", WIDGET, None),
    ("operator", BOB_PLAN, None),
    ("nobody", WIDGET, None),
)
"""Who may not see which graph, and a graph that they may see."""

FORMS = ("*/*", "text/html", "application/n-triples")
READS = [operation for operation in OPERATIONS if operation.method in READING]
WRITES = [operation for operation in OPERATIONS if operation.method not in READING]
WHOLE = "/v1/backup"
"""What the operator alone gets; its test is with the records'."""

SHARES = "/v1/graphs/{name}/shares"
"""What an admin is told of all graphs of the organisation: with whom they are shared."""

_CHANGING = re.compile(r"^(?:date|x-request-id|ratelimit-\w+|content-length): .*$", re.MULTILINE)
_ID = re.compile(r"urn:uuid:[0-9a-f-]{36}")


def labelled(operation: Operation) -> str:
    return operation.label


@pytest.mark.parametrize("operation", OPERATIONS, ids=labelled)
def test_it_is_known_what_each_parameter_can_name(operation: Operation) -> None:
    assert operation.unknown() == set()
    assert operation.method in ("get", "put", "post", "delete")
    known = {"text/turtle", "application/json", "application/sparql-query"}
    assert not operation.bodies or known & set(operation.bodies)


@pytest.mark.parametrize("operation", READS, ids=labelled)
def test_reading_tells_nothing_of_others(world: World, operation: Operation) -> None:
    """Nor whether the graph is there: the answer is that for a graph which isn't."""
    for label, kept, own in STRANGERS:
        caller, missing = world.callers[label], nowhere(kept)
        assert kept in caller.unseen
        assert own is None or own in caller.sees
        if operation.path == WHOLE and label == "operator":
            continue
        pairs = zip(operation.requests(kept, own), operation.requests(missing, own), strict=True)
        for number, (request, other) in enumerate(pairs):
            form = FORMS[number % len(FORMS)]
            answer, without = (_sent(world, label, r, form) for r in (request, other))
            assert answer.status_code < 500
            assert not leaks(answer, caller), (label, kept, request)
            manages = operation.path == SHARES and label == "acme-admin"
            if operation.names_graphs and kept.name != PLAN and not manages:
                assert _comparable(answer, kept) == _comparable(without, missing)


@pytest.mark.parametrize("operation", READS, ids=labelled)
def test_reading_works_for_those_who_may(world: World, operation: Operation) -> None:
    """The same requests by the graph's owner; else the test above would show nothing."""
    statuses = {
        _sent(world, "acme", request, "*/*").status_code
        for request in operation.requests(ACME_PLAN, WIDGET)
    }
    if operation.path == "/id/{resource}":
        assert statuses == {404}  # the graphs' own addresses are operations of their own
    elif operation.path in (WHOLE, "/metrics"):
        assert statuses == {403}  # for the operator
    else:
        assert statuses & {200, 303}


@pytest.mark.parametrize("label", LABELS)
def test_what_names_no_graph_tells_of_none(world: World, label: str) -> None:
    caller = world.callers[label]
    for operation in READS:
        if not operation.names_graphs and (operation.path, label) != (WHOLE, "operator"):
            for form in ("*/*", "text/html"):
                (request,) = operation.requests(ACME_PLAN)
                assert not leaks(_sent(world, label, request, form), caller), operation.label


@pytest.mark.parametrize("path", ["/", "/search?q=plan", "/docs", "/openapi.json", "/ontology"])
def test_pages_tell_of_no_graph(world: World, path: str) -> None:
    for caller in world.callers.values():
        assert not leaks(world.ask(caller, "GET", path), caller)


FOREIGNERS = ("bob", "bob-limited", "bob-token", "carol", "mallory", "operator", "nobody",
              "acme-read-only", "acme-token", "acme-auditor")  # fmt: skip


def test_writing_leaves_the_graphs_of_others_as_they_are(changing: World) -> None:
    before = _everything_of_acme(changing)
    statuses = set()
    for operation in WRITES:
        for label in FOREIGNERS:
            caller = changing.callers[label]
            for kept in (WIDGET, ENDED):
                for request in operation.requests(kept):
                    answer = _sent(changing, label, request, "*/*")
                    assert answer.status_code < 500
                    assert not leaks(answer, caller), (label, kept, request)
                    statuses.add(answer.status_code)
    assert _everything_of_acme(changing) == before
    assert {200, 201, 401, 403} <= statuses


def test_writing_is_refused_the_same_whether_or_not_the_graph_is_there(changing: World) -> None:
    for label in FOREIGNERS:
        caller = changing.callers[label]
        kept = next(kept for kept in (HANDED, GIFT, BENCH) if kept in caller.unseen)
        for operation in WRITES:
            pairs = zip(operation.requests(kept), operation.requests(nowhere(kept)), strict=True)
            for request, other in pairs:
                answer, without = (_sent(changing, label, r, "*/*") for r in (request, other))
                assert answer.status_code == without.status_code, (label, request)
                if answer.status_code >= 400:
                    assert _comparable(answer, kept) == _comparable(without, nowhere(kept))


def _sent(world: World, label: str, request: Request, form: str) -> httpx.Response:
    return world.ask(label, request.method, request.path, **request.given(Accept=form))


def _comparable(answer: httpx.Response, kept: Kept) -> str:
    text = _ID.sub("ID", _CHANGING.sub("", told(answer)))
    for number in range(1, kept.versions + 1):
        text = text.replace(kept.node(number).split("/")[2], "NODE")
    return text.replace(f"{kept.organization}/{kept.name}", "GRAPH").replace(kept.name, "NAME")


def _everything_of_acme(world: World) -> list[Any]:
    """What is kept of acme's graphs, and what acme reads of them."""
    with world.archive.snapshot():
        held = [
            sorted(map(str, world.archive._replica.graph(iri))) for iri in sorted(_names_of_acme())
        ]
    read = [
        _ID.sub("ID", world.ask("acme", "GET", path, headers={"Accept": form}).text)
        for kept in GRAPHS_KEPT
        if kept.organization == "acme"
        for path in (
            f"/v1/graphs/{kept.name}/versions",
            f"/v1/graphs/{kept.name}/versions/1",
            f"/v1/graphs/{kept.name}/shares",
            f"/v1/graphs/{kept.name}",
        )
        for form in ("application/json, application/n-triples;q=0.9", "application/n-triples, */*")
    ]
    listed = world.ask("acme", "GET", "/v1/audit", params={"limit": 500}).json()
    return [held, read, listed]


def _names_of_acme() -> set[str]:
    """The named graphs of acme's, and those that a further version of each would have."""
    own = [kept for kept in GRAPHS_KEPT if kept.organization == "acme"]
    versions = {kept.version_iri(n) for kept in own for n in range(1, kept.versions + 2)}
    return versions | {kept.iri for kept in own}
