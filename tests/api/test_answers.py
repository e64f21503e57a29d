"""What graphs at rest answer over HTTP: as JSON, as pages, as tables, and when they can't."""

from __future__ import annotations

import csv
import datetime as dt
import io
from html.parser import HTMLParser
from typing import Any

import httpx
import jsonschema_rs
import openpyxl
import pytest
from access_harness import Tenants
from graph_cases import DRAFT, TURTLE, fresh_name, graph

from api_harness import example, is_problem
from crosstrace.access import Role
from crosstrace.web.app import openapi_document

pytestmark = pytest.mark.every_store

AS_OF = {"as_of": "2026-11-25"}
DOCUMENT = openapi_document()
REVIEW = "https://example.org/heron/weight-review"
SUPPLIER = {"supplier": "model-producer-answers"}
ANSWERS: list[tuple[str, dict[str, str]]] = [
    ("coverage", {"edition": "ssdf-1.1"}),
    ("coverage", {"edition": "csf-2.0"}),
    ("coverage", {"edition": "sp800-218a"}),
    ("coverage", {"edition": "owasp-llm-1.1"}),
    ("gaps", {}),
    ("gaps", {"edition": "csf-2.0"}),
    ("impact", {}),
    ("impact", {"expires_before": "2027-01-24"}),
    ("impact", {"evidence": REVIEW, **SUPPLIER}),
    ("impact", {"mapping_set": "ssdf-1.1-to-ssdf-1.2-ipd"}),
    ("responsibility", SUPPLIER),
    ("attestation/cisa-form-1.0", {}),
    ("attestation/sp800-218a", {}),
    ("next-steps", {"count": "9"}),
    ("diff", {"from": "1", "to": "2"}),
    ("compare", {"other": "model-producer-answers"}),
]
PAGES_ONLY = ("impact", "next-steps", "diff", "compare")
TABLES = [one for one in ANSWERS if one[0] not in PAGES_ONLY]


@pytest.fixture(scope="module")
def stored(client: httpx.Client) -> str:
    """The system producer's graph in two versions, and its supplier's; the path of the first."""
    kept(client, "model-producer-answers", example("three-organizations/model-producer.ttl"))
    kept(client, "system-answers", graph("Before the system was described").encode())
    return kept(client, "system-answers", example("three-organizations/system-producer.ttl"))


def kept(client: httpx.Client, name: str, body: bytes) -> str:
    path = f"/v1/graphs/{name}"
    answer = client.put(path, content=body, headers=TURTLE, params=DRAFT)
    assert answer.status_code == 201, answer.text
    return path


def schema_of(path: str) -> dict[str, Any]:
    template = f"/v1/graphs/{{name}}/{path}".replace("cisa-form-1.0", "{edition}")
    operation = DOCUMENT["paths"][template.replace("sp800-218a", "{edition}")]["get"]
    found: dict[str, Any] = operation["responses"]["200"]["content"]["application/json"]["schema"]
    return {**found, "components": DOCUMENT["components"]}


@pytest.mark.parametrize(("path", "asked"), ANSWERS)
def test_an_answer_is_as_documented(
    client: httpx.Client, stored: str, path: str, asked: dict[str, str]
) -> None:
    answer = client.get(f"{stored}/{path}", params={**asked, **AS_OF})
    assert answer.status_code == 200, answer.text
    found = answer.json()
    errors = jsonschema_rs.validator_for(schema_of(path)).iter_errors(found)
    assert [(e.message, list(e.instance_path)) for e in errors] == []
    assert found["as_of"] == "2026-11-25"
    assert found["message"]
    assert "sp800-218a" in found["editions"]
    assert answer.headers["crosstrace-version"] == "2"


class Shown(HTMLParser):
    """What a reader sees of a page, with what matters to those who can't see it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = ""
        self.ids: list[str] = []
        self.links: list[str] = []
        self.described: list[str] = []
        self.styled: list[str] = []
        self.feed(text)
        self.text = " ".join(self.text.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if tag == "a" else []
        self.described += [given["aria-describedby"]] if "aria-describedby" in given else []
        if tag in ("style", "script") or "style" in given:
            self.styled.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize(("path", "asked"), ANSWERS)
def test_a_page_says_what_the_json_says(
    client: httpx.Client, stored: str, path: str, asked: dict[str, str]
) -> None:
    parameters = {**asked, **AS_OF}
    found = client.get(f"{stored}/{path}", params=parameters).json()
    answer = client.get(f"{stored}/{path}", params={**parameters, "format": "html"})
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    shown = Shown(answer.text)
    assert found["message"] in shown.text
    assert "as of 2026-11-25" in shown.text
    assert "version 2" in shown.text
    assert shown.styled == []  # the content security policy lets no style or script in
    assert len(shown.ids) == len(set(shown.ids))
    assert set(shown.described) <= set(shown.ids)
    other = next(link for link in shown.links if "/attestation/cisa-form-1.0" in link)
    assert client.get(other).status_code == 200


def test_a_coverage_page_draws_and_names_every_count(client: httpx.Client, stored: str) -> None:
    asked = {"edition": "ssdf-1.1", **AS_OF}
    counts = client.get(f"{stored}/coverage", params=asked).json()["counts"]["task"]
    page = client.get(f"{stored}/coverage", params=asked, headers={"Accept": "text/html"}).text
    assert f"<title>All of the kind task: {counts['full']} fully covered</title>" in page
    row = "".join(f"<td>{counts[token]}</td>" for token in counts)
    assert f'<th scope="row">All of the kind task</th>{row}' in page


def test_an_attestation_page_says_what_backs_and_what_blocks(
    client: httpx.Client, stored: str
) -> None:
    path = stored.replace("system-answers", "model-producer-answers")
    found = client.get(f"{path}/attestation/cisa-form-1.0", params=AS_OF).json()
    page = client.get(f"{path}/attestation/cisa-form-1.0", params={**AS_OF, "format": "html"})
    shown = Shown(page.text)
    tasks = [task for item in found["items"] for task in item["tasks"]]
    blocked = [task["blocked_by"] for task in tasks if task["blocked_by"]]
    digests = [
        digest["value"]
        for task in tasks
        for said in task["statements"]
        for one in said["evidence"]
        for digest in one["digests"]
    ]
    assert blocked
    assert digests
    assert all(sentence in shown.text for sentence in blocked)
    assert all(digest in shown.text for digest in digests)
    assert all(one["rationale"] in shown.text for one in found["acceptances"])
    assert "no attestation and no signature" in shown.text
    assert "optional since January 2026" in shown.text
    assert {"Name", "Role", "Date"} <= set(shown.text.split())


def test_an_attestation_names_the_level_at_which_the_version_was_judged(
    client: httpx.Client, stored: str
) -> None:
    submitted = fresh_name("submitted")
    put = client.put(
        f"/v1/graphs/{submitted}",
        content=example("three-organizations/acquirer.ttl"),
        headers=TURTLE,
    )
    assert put.status_code == 201
    for name, level in ((stored, "draft"), (f"/v1/graphs/{submitted}", "submission")):
        for edition in ("cisa-form-1.0", "sp800-218a"):
            path = f"{name}/attestation/{edition}"
            found = client.get(path, params=AS_OF).json()
            judged = found["judged"]
            assert (judged["level"], judged["conforms"], judged["violations"]) == (level, True, 0)
            says = f"Judged as of {judged['as_of']} at the level {level}"
            assert says in found["message"]
            assert says in client.get(path, params={**AS_OF, "format": "html"}).text


def test_what_a_graph_says_is_escaped_on_its_pages(client: httpx.Client) -> None:
    title = "<script>alert(1)</script>"
    path = kept(client, fresh_name("escaped"), graph(title).encode())
    for answer in ("gaps", "responsibility", "impact", "next-steps"):
        page = client.get(f"{path}/{answer}", params={"format": "html"})
        assert page.status_code == 200
        assert "<script" not in page.text


@pytest.mark.parametrize(("path", "asked"), TABLES)
def test_a_table_has_the_rows_of_the_answer(
    client: httpx.Client, stored: str, path: str, asked: dict[str, str]
) -> None:
    parameters = {**asked, **AS_OF}
    found = client.get(f"{stored}/{path}", params=parameters).json()
    text = client.get(f"{stored}/{path}", params={**parameters, "format": "csv"})
    lines = list(csv.DictReader(io.StringIO(text.text, newline="")))
    answer = client.get(f"{stored}/{path}", params={**parameters, "format": "xlsx"})
    assert answer.headers["content-disposition"].endswith('.xlsx"')
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    sheet, explained, facts = book.worksheets
    head, *rows = sheet.iter_rows(values_only=True)
    assert len(rows) == len(lines) == expected_rows(path, found)
    assert list(head) == list(lines[0]) == [c.value for c in explained["A"][1:]]
    assert all(c.value for c in explained["B"][1:])
    assert sheet.auto_filter.ref.startswith("A1:")
    told = dict(facts.iter_rows(min_row=2, values_only=True))
    assert told["message"] == found["message"]
    assert told["as_of"] == dt.datetime(2026, 11, 25)
    assert told["version"] == 2
    days = [row[head.index("evidence_until")] for row in rows if "evidence_until" in head]
    assert {type(day) for day in days} <= {dt.datetime, type(None)}


def expected_rows(path: str, found: dict[str, Any]) -> int:
    if path.startswith("attestation"):
        return sum(max(len(item["tasks"]), 1) for item in found["items"])
    return len(found["tasks"] if path == "gaps" else found["elements"])


def test_a_table_holds_no_formula(client: httpx.Client) -> None:
    extra = """:a a ct:ResponsibilityAllocation ; ct:element sp800-218a:PO.1.1 ;
        ct:asset :model ; ct:responsibleParty :evil ; ct:kind ct:Performs .
    :evil a ct:Organization ; foaf:name "=1+1" ."""
    path = kept(client, fresh_name("formula"), graph("=2+2", extra).encode())
    answer = client.get(f"{path}/responsibility", params={**AS_OF, "format": "xlsx"})
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    cells = [cell for sheet in book.worksheets for row in sheet for cell in row]
    assert {"=1+1", "=2+2"} <= {cell.value for cell in cells}
    assert all(cell.data_type != "f" for cell in cells)
    text = client.get(f"{path}/responsibility", params={**AS_OF, "format": "csv"}).text
    assert ",'=1+1," in text


def test_what_another_organization_holds_is_not_found(tenants: Tenants) -> None:
    tenants.add_organization("answers-other")
    _, writer = tenants.key(Role.SUBMITTER)
    _, owner = tenants.key(Role.READER)
    _, stranger = tenants.key(Role.READER, organization="answers-other")
    name = fresh_name("private")
    put = tenants.client.put(
        f"/v1/graphs/{name}",
        content=graph("Private"),
        params=DRAFT,
        headers={**TURTLE, "Authorization": f"Bearer {writer}"},
    )
    assert put.status_code == 201, put.text
    for path, asked in ANSWERS:
        query = httpx.QueryParams({**asked, "owner": "acme"})
        address = f"/v1/graphs/{name}/{path}?{query}"
        hidden = tenants.get(address, stranger)
        missing = tenants.get(address.replace(name, "never-there"), stranger)
        assert (hidden.status_code, missing.status_code) == (404, 404)
        assert tenants.get(address).status_code == 401
    gaps = f"/v1/graphs/{name}/gaps"
    assert tenants.get(gaps, owner).status_code == 200
    is_problem(tenants.get(f"{gaps}?owner=acme", stranger), 404)
    compared = f"/v1/graphs/{name}/compare?other=acme/{name}"
    assert tenants.get(compared, owner).status_code == 200
    is_problem(tenants.get(compared, stranger), 404)


@pytest.mark.parametrize(
    ("path", "asked", "status", "says"),
    [
        ("coverage", {"edition": "csf-9"}, 404, "csf-9"),
        ("coverage", {}, 400, "edition"),
        ("coverage", {"edition": "csf-2.0", "asset": "urn:x"}, 404, "no asset"),
        ("coverage", {"edition": "csf-2.0", "version": "9"}, 404, "from 1 to 2"),
        ("coverage", {"edition": "csf-2.0", "as_of": "2026-02-30"}, 400, "no day"),
        ("coverage", {"edition": "csf-2.0", "format": "pdf"}, 406, "xlsx"),
        ("gaps", {"edition": "csf-9"}, 404, "csf-9"),
        ("gaps", {"version": "1", "known_on": "2026-11-25"}, 400, "not for both"),
        ("gaps", {"known_on": "2020-01-01"}, 404, "2020"),
        ("impact", {"evidence": "urn:x"}, 404, "urn:x"),
        ("impact", {"evidence": "urn:x", "expires_before": "2027-01-01"}, 400, "not for both"),
        ("impact", {"mapping_set": "x", "evidence": "urn:x"}, 400, "not for both"),
        ("impact", {"mapping_set": "never-there"}, 404, "never-there"),
        ("impact", {"asset": "urn:x"}, 400, "lost for all"),
        ("impact", {"mapping_set": "ssdf-1.1-to-csf-2.0", "asset": "urn:x"}, 404, "urn:x"),
        ("impact", {"format": "xlsx"}, 406, "html"),
        ("responsibility", {"supplier": "nobody-has-this"}, 404, "nobody-has-this"),
        ("attestation/csf-2.0", {}, 400, "Nobody attests"),
        ("attestation/csf-9", {}, 404, "csf-9"),
        ("next-steps", {"count": "0"}, 400, "count"),
        ("diff", {"from": "1", "to": "9"}, 404, "from 1 to 2"),
        ("compare", {"other": "nobody-has-this"}, 404, "nobody-has-this"),
        ("compare", {"other": "system-answers", "edition": "csf-9"}, 404, "csf-9"),
    ],
)
def test_what_can_not_be_answered_is_a_problem(
    client: httpx.Client, stored: str, path: str, asked: dict[str, str], status: int, says: str
) -> None:
    answer = client.get(f"{stored}/{path}", params=asked)
    assert says in is_problem(answer, status)["detail"]


def test_a_withdrawn_graph_answers_only_of_its_versions(client: httpx.Client) -> None:
    path = kept(client, fresh_name("withdrawn"), graph("Withdrawn").encode())
    assert client.delete(path).status_code == 200
    is_problem(client.get(f"{path}/gaps"), 410)
    assert client.get(f"{path}/gaps", params={"version": "1"}).status_code == 200
    page = client.get(path, params={"format": "html"})
    assert page.status_code == 200
    links = [link for link in Shown(page.text).links if f"{path}/" in link and "?" in link]
    answers = [link for link in links if "/versions/" not in link]
    assert len(answers) == 6
    assert all(client.get(link).status_code == 200 for link in answers)
