"""A restored backup answers every question as the original did, byte for byte."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, Final, TypeAlias
from urllib.parse import urlencode
from zipfile import ZipFile

import httpx
import pytest
from graph_cases import DRAFT, TURTLE, graph

from api_harness import example, running
from crosstrace.access import Change, Register, Role
from crosstrace.access.keys import Scope
from crosstrace.backup import restore
from crosstrace.bootstrap import open_services
from crosstrace.cli.main import run
from crosstrace.settings import Settings
from crosstrace.web.app import create_app, openapi_document

DAY: Final = {"as_of": "2026-11-20"}
BASE: Final = "https://w3id.org/crosstrace/id"
OURS: Final = f"{BASE}/graph/acme/ours"
NOT_QUESTIONS: Final = {"/healthz", "/readyz", "/metrics", "/v1/backup"}
QUERIES: Final = (
    f"""SELECT ?g ?s ?p ?o WHERE {{ GRAPH ?g {{ ?s ?p ?o }}
        FILTER (isIRI(?o) && STRSTARTS(STR(?g), "{BASE}/graph/")) }} ORDER BY ?g ?s ?p ?o""",
    f"SELECT ?s ?p ?o FROM <{OURS}/versions/1> WHERE {{ ?s ?p ?o }} ORDER BY DESC(?s) ?p ?o",
    "PREFIX sssom: <https://w3id.org/sssom/> "
    "SELECT * WHERE { ?m sssom:subject_id ?s ; sssom:object_id ?o } ORDER BY ?m ?s ?o",
    "SELECT (COUNT(*) AS ?all) WHERE { ?s ?p ?o }",
    "ASK { ?s a <https://w3id.org/crosstrace/ns#ImplementationGraph> }",
    f"DESCRIBE <{BASE}/csf-2.0/GV.OC-03>",
    f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{OURS}> {{ ?s ?p ?o }} }}",
)
MAPPINGS: Final = """\
Focal Document Element,Rationale,Relationship,Reference Document Element,Strength of Relationship
GV.OC-03,semantic,superset of,GV.OC-01,6
"""

SAID: Final = (
    "--set ours --focal csf-2.0 --reference csf-2.0 --title Ours --publisher https://example.org/ "
    "--issued 2026-11-24 --set-version 1 --source https://example.org/mappings --use-case Overlaps "
    "--licence https://creativecommons.org/licenses/by/4.0/"
)

Given: TypeAlias = dict[str, Any]
QUESTIONS: Final[dict[str, list[Given]]] = {
    "/id/graph/{organization}/{name}": [{"organization": "acme", "name": "ours"}],
    "/id/graph/{organization}/{name}/versions/{number}": [
        {"organization": "acme", "name": "ours", "number": "1"}
    ],
    "/id/{resource}": [{"resource": "csf-2.0/GV.OC-03"}, {"resource": "csf-2.0"}],
    "/v1/frameworks": [{}],
    "/v1/elements": [{"limit": "500"}, {"q": "model", "edition": "sp800-218a"}],
    "/v1/elements/{edition}/{id}": [{"edition": "sp800-218a", "id": "PS.1.3"}],
    "/v1/crosswalk": [{"source": "csf-2.0:PR.DS-01", "hierarchy": "true"}],
    "/v1/crosswalk/{source_edition}/{target_edition}": [
        {"source_edition": "csf-2.0", "target_edition": "ai-rmf-1.0"}
    ],
    "/v1/trace": [{"from": "csf-2.0:GV.OC-03", "to": "ai-rmf-1.0:MAP-1.3"}],
    "/v1/editions/{source_edition}/diff/{target_edition}": [
        {"source_edition": "ssdf-1.1", "target_edition": "ssdf-1.2-ipd"}
    ],
    "/v1/editions/superseded": [{}],
    "/v1/contradictions": [{"edition": "csf-2.0"}],
    "/v1/mapping-sets": [{}],
    "/v1/mapping-sets/{slug}": [{"slug": "ours"}],
    "/v1/graphs": [{}, {"limit": "1"}],
    "/v1/graphs/{name}": [{"name": "ours"}, {"name": "gone"}, {"name": "nothing"}],
    "/v1/graphs/{name}/versions": [{"name": "ours"}, {"name": "gone"}],
    "/v1/graphs/{name}/versions/{number}": [
        {"name": "ours", "number": "1"},
        {"name": "ours", "number": "2"},
        {"name": "gone", "number": "1"},
    ],
    "/v1/graphs/{name}/shares": [{"name": "ours"}],
    "/v1/audit": [{"limit": "500"}],
    "/rdf-graph-store": [{"graph": OURS}, {"graph": f"{OURS}/versions/1"}],
    "/v1/graphs/{name}/coverage": [
        {"name": "ours", "edition": "sp800-218a", **DAY},
        {"name": "ours", "edition": "csf-2.0", "version": "1", **DAY},
    ],
    "/v1/graphs/{name}/gaps": [{"name": "ours", "edition": "csf-2.0", **DAY}],
    "/v1/graphs/{name}/impact": [{"name": "ours", "expires_before": "2030-01-01", **DAY}],
    "/v1/graphs/{name}/responsibility": [{"name": "ours", **DAY}],
    "/v1/graphs/{name}/attestation/{edition}": [{"name": "ours", "edition": "sp800-218a", **DAY}],
    "/v1/graphs/{name}/next-steps": [{"name": "ours", **DAY}],
    "/v1/graphs/{name}/diff": [{"name": "ours", "from": "1", "to": "2", **DAY}],
    "/v1/graphs/{name}/compare": [{"name": "ours", "other": "theirs", **DAY}],
    "/sparql": [{}, *({"query": query} for query in QUERIES)],
    "/context.jsonld": [{}],
    "/ontology": [{}],
    "/schema.json": [{}],
    "/shapes": [{}],
}
"""By path of a read operation, what is asked of it."""

Answers: TypeAlias = dict[tuple[str, str, str], tuple[int, dict[str, str], bytes]]


@contextmanager
def served(folder: Path) -> Iterator[httpx.Client]:
    settings = Settings(
        store=str(folder), workers=1, operator="acme", query_seconds=20, rate_per_minute=10**6
    )
    with (
        open_services(settings) as services,
        running(create_app(services)) as server,
        httpx.Client(base_url=server.url, timeout=60) as client,
    ):
        yield client


def key(folder: Path, organization: str) -> dict[str, str]:
    change = Change("tester", dt.datetime.now(dt.UTC))
    with closing(Register(folder / "access.sqlite")) as register:
        register.add_organization(organization, organization.title(), change)
        _, text = register.create_key(
            organization,
            label="all",
            scope=Scope(frozenset(Role)),
            expires=change.now.date() + dt.timedelta(days=9),
            change=change,
        )
    return {"Authorization": f"Bearer {text.reveal()}"}


def fill(client: httpx.Client, acme: dict[str, str], bob: dict[str, str]) -> None:
    def put(who: dict[str, str], name: str, body: bytes | str) -> None:
        headers = who | TURTLE
        answer = client.put(f"/v1/graphs/{name}", content=body, params=DRAFT, headers=headers)
        assert answer.status_code == 201, answer.text

    put(acme, "ours", example("model-producer.ttl"))
    put(acme, "ours", example("crosstrace-itself.ttl"))
    put(acme, "theirs", example("system-producer.ttl"))
    put(acme, "gone", graph("Gone", ':org foaf:name "007"^^xsd:integer, "Größe"@de .'))
    put(bob, "hidden", graph("Hidden"))
    assert client.delete("/v1/graphs/gone", headers=acme).is_success
    assert client.put("/v1/graphs/ours/shares/bob", headers=acme).is_success


def forms(path: str) -> list[str]:
    responses = openapi_document()["paths"][path]["get"]["responses"]
    return [*next(iter(responses.values())).get("content", {})] or ["*/*"]


def answers(client: httpx.Client, who: dict[str, str]) -> Answers:
    """What every read operation answers: in each of its forms, further questions in one."""
    found: Answers = {}
    for path, asked in QUESTIONS.items():
        for given in asked:
            named = {name for name in given if f"{{{name}}}" in path}
            query = urlencode({name: given[name] for name in given.keys() - named})
            url = path.format(**given) + (f"?{query}" if query else "")
            for form in forms(path) if given is asked[0] else ["*/*"]:
                headers = who | {"Accept": form, "X-Request-Id": "the-same", "Host": "localhost"}
                answer = client.get(url, headers=headers)
                kept = {n: v for n, v in answer.headers.items() if not n.startswith("ratelimit-")}
                kept.pop("date")
                found[path, url, form] = answer.status_code, kept, body_of(answer)
    return found


def body_of(answer: httpx.Response) -> bytes:
    """The bytes of an answer; of a workbook without the time of writing, which is no answer."""
    if "spreadsheet" not in answer.headers.get("content-type", ""):
        return answer.content
    with ZipFile(BytesIO(answer.content)) as packed:
        names = [name for name in packed.namelist() if name != "docProps/core.xml"]
        return b"".join(name.encode() + packed.read(name) for name in names)


@pytest.fixture(scope="module")
def before_and_after(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[list[Answers], list[Answers]]]:
    folder = tmp_path_factory.mktemp("restored")
    old, new, file = folder / "old", folder / "new", folder / "backup.tar.gz"
    table = folder / "ours.csv"
    table.write_text(MAPPINGS, encoding="utf-8")
    assert run(["import", "olir", str(table), *SAID.split(), "--store", str(old)]) == 0
    gc.collect()  # a command's store closes with its process; here, with its last reference
    callers = [key(old, "acme"), key(old, "bob"), {}]
    with served(old) as client:
        fill(client, callers[0], callers[1])
        before = [answers(client, who) for who in callers]
        file.write_bytes(client.get("/v1/backup", headers=callers[0]).content)
    assert restore(file, str(new), register=new / "access.sqlite").register
    with served(new) as client:
        yield before, [answers(client, who) for who in callers]


def test_every_read_operation_is_asked() -> None:
    paths = openapi_document()["paths"]
    assert {path for path in paths if "get" in paths[path]} == QUESTIONS.keys() | NOT_QUESTIONS


def test_the_questions_have_answers(
    before_and_after: tuple[list[Answers], list[Answers]],
) -> None:
    [acme, bob, nobody], _ = before_and_after
    for path in QUESTIONS:
        assert any(
            status in (200, 303) for (asked, _, _), (status, _, _) in acme.items() if asked == path
        ), path
    assert acme != bob != nobody
    assert all(status != 500 for one in (acme, bob, nobody) for status, _, _ in one.values())


def test_a_restored_store_answers_byte_for_byte_the_same(
    before_and_after: tuple[list[Answers], list[Answers]],
) -> None:
    for before, after in zip(*before_and_after, strict=True):
        assert before.keys() == after.keys()
        assert [place for place in before if before[place] != after[place]] == []
