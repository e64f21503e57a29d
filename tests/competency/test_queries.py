"""Each competency question that SPARQL can say, asked over HTTP: whole rows, in their order.

The expected rows stand beside this file. They follow from the three graphs in
`data/examples/three-organizations` and from `data/mappings`, row by row: what they have to agree
with otherwise is in `three_organizations.py` and in `test_questions_over_http.py`.
"""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from crosstrace.cli.main import run
from crosstrace.resources import ONTOLOGY

pytestmark = pytest.mark.every_store

HERE = Path(__file__).parent
QUERIES = {file.stem: file for file in sorted((ONTOLOGY / "competency").glob("*.rq"))}
DISPUTED = {"cq-03-possible-links", "cq-04-contradictions", "cq-08-withdrawal-of-a-set"}
OF_MAPPINGS = ["cq-01-outcomes-of-a-task", "cq-12-mapping-gaps", "cq-30-superseded-targets"]
CHANGED = [
    ("cq-09-tasks-without-a-statement", "{ ct:High }", "{ ct:Medium }", "medium"),
    ("cq-18-claims-without-evidence", '"2027-02-15"', '"2026-11-25"', "november"),
    ("cq-20-counter-evidence", '"2026-11-25"', '"2027-02-15"', "february"),
    ("cq-27-what-was-known-then", '"2026-11-19"', '"2026-11-20"', "a-day-later"),
]
"""Queries with another value of a parameter, and the ending of the file with its rows."""


def rows_of(client: httpx.Client, query: str) -> str:
    headers = {"Content-Type": "application/sparql-query", "Accept": "text/tab-separated-values"}
    answer = client.post("/sparql", content=query.encode(), headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.headers["crosstrace-truncated"] == "false"
    return answer.text


def expected(name: str) -> str:
    return (HERE / f"{name}.tsv").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", QUERIES)
def test_the_rows_are_those_found_by_hand(
    name: str, client: httpx.Client, request: pytest.FixtureRequest
) -> None:
    asked = request.getfixturevalue("disputed") if name in DISPUTED else client
    assert rows_of(asked, QUERIES[name].read_text(encoding="utf-8")) == expected(name)


@pytest.mark.parametrize(("name", "old", "new", "ending"), CHANGED)
def test_the_parameters_can_be_changed(
    name: str, old: str, new: str, ending: str, client: httpx.Client
) -> None:
    query = "".join(
        line if line.startswith("#") else line.replace(old, new)
        for line in QUERIES[name].read_text(encoding="utf-8").splitlines(keepends=True)
    )
    assert new in query
    assert rows_of(client, query) == expected(f"{name}.{ending}")


@pytest.mark.parametrize("name", sorted(DISPUTED))
def test_nothing_of_what_is_bundled_is_derived_or_disputed(name: str, client: httpx.Client) -> None:
    [_] = rows_of(client, QUERIES[name].read_text(encoding="utf-8")).splitlines()


def test_every_question_has_a_query_and_every_query_its_rows() -> None:
    assert [name[:5] for name in QUERIES] == [f"cq-{number:02}" for number in range(1, 31)]
    files = {file.name.removesuffix(".tsv") for file in HERE.glob("*.tsv")}
    assert files == {*QUERIES, *(f"{name}.{ending}" for name, _, _, ending in CHANGED)}


@pytest.mark.parametrize("name", QUERIES)
def test_the_head_says_what_is_asked_and_what_to_change(name: str) -> None:
    text = QUERIES[name].read_text(encoding="utf-8")
    head = "".join(line for line in text.splitlines(keepends=True) if line.startswith("#"))
    assert text.startswith(f"# Question {int(name[3:5])}: ")
    assert "# Needs: " in head
    assert "# Change: " in head


@pytest.mark.parametrize("name", OF_MAPPINGS)
def test_the_command_gives_the_same_rows(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["query", str(QUERIES[name])]) == 0
    assert capsys.readouterr().out == expected(name)
