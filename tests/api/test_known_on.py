"""What was known on a day: of which versions an answer is made, and what days can be asked for."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import httpx
import openpyxl
import pytest
from graph_cases import DRAFT, TURTLE, graph

from api_harness import is_problem
from crosstrace.web.app import openapi_document
from kept_days import keeping_time

pytestmark = pytest.mark.every_store
FIRST_DAY, BETWEEN, SECOND_DAY = (dt.date(2026, 11, day) for day in (18, 19, 20))
CUSTOMER, SUPPLIER = "known-on-customer", "known-on-supplier"
OURS = """:us a ct:Organization ; foaf:name "Us" .
:left a ct:ResponsibilityAllocation ; ct:element sp800-218a:PS.1.1 ; ct:asset :model ;
    ct:responsibleParty :org ; ct:kind ct:Inherits ; ct:attestationMeans "Its graph" ."""
SHOWN = """:done a ct:Implementation ; ct:implements sp800-218a:PS.1.1 ; ct:appliesTo :model ;
    ct:status ct:Implemented ; ct:responsibleParty :org ; ct:statement "Done." ; ct:evidence :e .
:e a ct:Evidence ; dcterms:title "Review" ; dcterms:issued "2026-01-01"^^xsd:date ;
    dcterms:identifier "E-1" ."""
EDGES = ("0001-01-01", "9999-12-31")
NO_DAYS = ("0000-01-01", "2026-02-30", "9999-99-99")
DAYS = ("as_of", "known_on", "expires_before")


@pytest.fixture(scope="module")
def customer(client: httpx.Client) -> str:
    """The path of a graph whose supplier shows nothing before the 20th."""
    with keeping_time(FIRST_DAY):
        ours = graph("Customer", OURS).replace(":graph a", ":ours a")
        kept(client, CUSTOMER, ours.replace("creator :org", "creator :us"))
        kept(client, SUPPLIER, graph("Supplier"))
    with keeping_time(SECOND_DAY):
        kept(client, SUPPLIER, graph("Supplier", SHOWN))
    return f"/v1/graphs/{CUSTOMER}"


def kept(client: httpx.Client, name: str, body: str) -> None:
    answer = client.put(f"/v1/graphs/{name}", content=body, headers=TURTLE, params=DRAFT)
    assert answer.status_code == 201, answer.text


def ask(client: httpx.Client, path: str, **asked: object) -> Any:
    answer = client.get(path, params={"as_of": "2026-11-25", **asked})  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.text
    return answer.json()


def digest(client: httpx.Client, name: str, number: int) -> str:
    found: str = client.get(
        f"/v1/graphs/{name}/versions/{number}", headers={"Accept": "application/json"}
    ).json()["content_sha256"]
    return found


@pytest.mark.parametrize(
    ("known_on", "version", "supply"),
    [(BETWEEN, 1, "not_stated"), (SECOND_DAY, 2, "shown"), (None, 2, "shown")],
)
def test_a_supplier_is_held_to_the_day_too(
    client: httpx.Client, customer: str, known_on: dt.date | None, version: int, supply: str
) -> None:
    day = {} if known_on is None else {"known_on": known_on.isoformat()}
    found = ask(client, f"{customer}/responsibility", supplier=SUPPLIER, **day)
    assert [one["supply"] for one in found["supplied"]] == [supply]
    read = [
        (one["name"], one["version"], one["sha256"], one["graph"]) for one in found["answered_from"]
    ]
    assert read == [
        (f"local/{CUSTOMER}", 1, digest(client, CUSTOMER, 1), "https://example.org/ours"),
        (
            f"local/{SUPPLIER}",
            version,
            digest(client, SUPPLIER, version),
            "https://example.org/graph",
        ),
    ]


@pytest.mark.parametrize(("known_on", "version"), [("2026-11-19", 1), ("2026-11-20", 2)])
def test_the_other_graph_of_a_comparison_is_held_to_the_day(
    client: httpx.Client, customer: str, known_on: str, version: int
) -> None:
    found = ask(client, f"{customer}/compare", other=SUPPLIER, known_on=known_on)
    read = [(one["name"], one["version"]) for one in found["answered_from"]]
    assert read == [(f"local/{CUSTOMER}", 1), (f"local/{SUPPLIER}", version)]
    [pair] = [e for e in found["elements"] if e["element"] == "sp800-218a:PS.1.1"]
    assert pair["second"]["coverage"] == ("full" if version == 2 else "none")


def test_a_supplier_that_had_nothing_by_then_is_no_answer(
    client: httpx.Client, customer: str
) -> None:
    for path, name in (("responsibility", "supplier"), ("compare", "other")):
        asked = {name: SUPPLIER, "known_on": "2026-11-17"}
        is_problem(client.get(f"{customer}/{path}", params=asked), 404)


def test_a_page_and_a_workbook_name_every_graph_that_was_read(
    client: httpx.Client, customer: str
) -> None:
    asked = {"supplier": SUPPLIER, "known_on": "2026-11-19", "as_of": "2026-11-25"}
    path = f"{customer}/responsibility"
    sha256 = digest(client, SUPPLIER, 1)
    page = client.get(path, params={**asked, "format": "html"}).text
    assert f"<code>local/{SUPPLIER}</code>, version 1, SHA-256 <code>{sha256}</code>" in page
    book = client.get(path, params={**asked, "format": "xlsx"}).content
    facts = openpyxl.load_workbook(io.BytesIO(book)).worksheets[2].iter_rows(values_only=True)
    [beside] = [value for name, value in facts if name == "beside"]
    assert str(beside).startswith(f"local/{SUPPLIER}, version 1, SHA-256 {sha256} ")


def test_versions_that_are_set_beside_each_other_are_named(
    client: httpx.Client, customer: str
) -> None:
    found = ask(client, customer.replace(CUSTOMER, SUPPLIER) + "/diff", **{"from": 1, "to": 2})
    assert [one["version"] for one in found["answered_from"]] == [2, 1]


def operations() -> list[tuple[str, list[str]]]:
    """Every answer of a graph, and the days that it can be asked for."""
    found = []
    for path, methods in openapi_document()["paths"].items():
        named = [p["name"] for p in methods.get("get", {}).get("parameters", ())]
        if days := [name for name in named if name in DAYS]:
            found.append((path.removeprefix("/v1/graphs/{name}/"), days))
    return found


NEEDED = {
    "coverage": {"edition": "ssdf-1.1"},
    "diff": {"from": "1", "to": "1"},
    "compare": {"other": SUPPLIER},
    "responsibility": {"supplier": SUPPLIER},
}


@pytest.mark.parametrize(("path", "days"), operations())
def test_the_first_and_the_last_day_there_is_can_be_asked_for(
    client: httpx.Client, customer: str, path: str, days: list[str]
) -> None:
    address = f"{customer}/{path.replace('{edition}', 'cisa-form-1.0')}"
    for name in days:
        for day in EDGES:
            for form in ("json", "html"):
                asked = {**NEEDED.get(path, {}), name: day, "format": form}
                expected = 404 if (name, day) == ("known_on", EDGES[0]) else 200
                answer = client.get(address, params=asked)
                assert answer.status_code == expected, answer.text
        for day in NO_DAYS:
            answer = client.get(address, params={**NEEDED.get(path, {}), name: day})
            assert "no day" in is_problem(answer, 400)["detail"]


def test_there_are_days_to_ask_for() -> None:
    assert len(operations()) == 8


@pytest.mark.parametrize("day", ["0001-01-01", "9998-12-31"])
def test_a_graph_can_be_judged_at_the_ends_of_the_calendar(client: httpx.Client, day: str) -> None:
    answer = judged_on(client, day)
    assert answer.status_code == 200, answer.text
    assert answer.json()["results"]


def test_a_year_after_the_day_of_judging_has_to_be_a_day(client: httpx.Client) -> None:
    assert "9998-12-31" in is_problem(judged_on(client, "9999-12-31"), 400)["detail"]


def judged_on(client: httpx.Client, day: str) -> httpx.Response:
    asked = {"as_of": day}
    return client.post("/v1/validate", content=graph("Edge"), headers=TURTLE, params=asked)


def test_a_withdrawn_graph_is_in_force_only_on_days_before(client: httpx.Client) -> None:
    name = "known-on-withdrawn"
    with keeping_time(FIRST_DAY):
        kept(client, name, graph("Withdrawn"))
    with keeping_time(SECOND_DAY):
        assert client.delete(f"/v1/graphs/{name}").status_code == 200
    path = f"/v1/graphs/{name}/gaps"
    assert ask(client, path, known_on=BETWEEN.isoformat())["answered_from"][0]["version"] == 1
    for day in (SECOND_DAY, dt.date(2027, 1, 1)):
        gone = client.get(path, params={"known_on": day.isoformat()})
        assert "withdrawn" in is_problem(gone, 410)["detail"]
    early = client.get(path, params={"known_on": "2026-11-17"})
    assert is_problem(early, 404)
