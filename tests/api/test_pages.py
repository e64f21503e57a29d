"""The pages, as a reader without a browser sees them; tests/browser drives a real one."""

from __future__ import annotations

import re
from collections import deque
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import httpx
import pytest

from api_harness import example
from crosstrace.bootstrap import Services
from crosstrace.crosswalk import explain, verdict
from crosstrace.model import ElementRef
from crosstrace.web.pages.rendering import href

PAGES = [
    "/",
    "/search",
    "/search?q=supply+chain",
    "/search?q=&edition=csf-2.0",
    "/crosswalk",
    "/crosswalk?source=GV.OC",
    "/crosswalk?source=csf-2.0:GV.OC-03",
    "/crosswalk?source=csf-2.0:GV.OC-03&target=ai-rmf-1.0",
    "/crosswalk?source=csf-2.0:PR.DS-01&target=ai-rmf-1.0",
    "/validate",
    "/frameworks",
    "/docs",
    "/sparql",
    "/ontology",
    "/id/sp800-218a",
    "/id/sp800-218a/PO.1.1",
    "/id/mapping-set/ssdf-1.1-to-csf-2.0",
    "/id/errata/PO.1.3",
    "/nowhere",
]
CRAWLED = 250
INJECTION = '"><script>alert(1)</script>'


class Page(HTMLParser):
    """What matters of a page: its links, ids, tags and labelled fields."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.fields: list[str] = []
        self.labelled: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.attributes |= set(values)
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        if tag == "label":
            self.labelled.add(values["for"])
        if tag in ("input", "select", "textarea") and values.get("type") != "hidden":
            self.fields.append(values["id"])


def read(client: httpx.Client, path: str) -> tuple[httpx.Response, Page]:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.headers["content-type"] == "text/html; charset=utf-8", path
    return answer, Page(answer.text)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_sound(client: httpx.Client, path: str) -> None:
    answer, page = read(client, path)
    assert answer.status_code == (404 if path == "/nowhere" else 200)
    assert page.tags.count("h1") == page.tags.count("main") == 1
    assert len(page.ids) == len(set(page.ids))
    assert set(page.fields) <= page.labelled
    assert "script" not in page.tags
    assert "style" not in page.attributes
    assert not {name for name in page.attributes if name.startswith("on")}
    assert 'lang="en"' in answer.text


def test_every_link_leads_somewhere(client: httpx.Client) -> None:
    queue, seen = deque(["/"]), {"/"}
    while queue:
        path = queue.popleft()
        answer = client.get(path, headers={"Accept": "text/html"})
        assert answer.status_code == 200, path
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        page = Page(answer.text)
        for link in page.links:
            target = urlsplit(urljoin(path, link))
            if target.scheme:
                assert target.scheme in ("http", "https")
                continue
            following = target.path + (f"?{target.query}" if target.query else "")
            if target.path == urlsplit(path).path and target.fragment:
                assert target.fragment in page.ids, link
            if following not in seen and len(seen) < CRAWLED:
                seen.add(following)
                queue.append(following)
    assert len(seen) == CRAWLED


def test_the_front_page_has_figures_from_the_graph(
    client: httpx.Client, services: Services
) -> None:
    text = re.sub(r"<[^>]+>", "", client.get("/").text)
    assert f"{len(services.graph.catalog.elements)} elements" in text
    assert f"{len(services.graph.crosswalk.links)} published mappings" in text


@pytest.mark.parametrize(
    "path",
    ["/search?q={}", "/search?edition={}", "/crosswalk?source={}", "/crosswalk?target={}", "/{}"],
)
def test_what_a_reader_types_is_escaped(client: httpx.Client, path: str) -> None:
    answer = client.get(path.format(INJECTION), headers={"Accept": "text/html"})
    assert "<script" not in answer.text


def test_a_browser_finds_an_icon_where_it_looks_for_one(client: httpx.Client) -> None:
    answer = client.get("/favicon.ico", follow_redirects=True)
    assert answer.headers["content-type"] == "image/svg+xml"


def test_an_identifier_leads_to_its_element(client: httpx.Client) -> None:
    _, page = read(client, "/search?q=PO.1.1")
    elements = [link for link in page.links if link.startswith("/id/")]
    assert {"/id/sp800-218a/PO.1.1", "/id/ssdf-1.1/PO.1.1"} <= set(elements[:3])


def test_more_results_are_a_link_away(client: httpx.Client) -> None:
    _, first = read(client, "/search?q=&edition=csf-2.0")
    (more,) = (link for link in first.links if "cursor=" in link)
    _, second = read(client, more)
    assert set(second.links) & {"/id/csf-2.0/PR.DS-01", "/id/csf-2.0/RC.RP"}


def test_an_element_page_says_whose_words_it_shows(client: httpx.Client) -> None:
    answer, page = read(client, "/id/sp800-218a/PO.1.1")
    assert "The title is ours" in answer.text
    assert "Table 1, PO.1.1" in answer.text
    assert "high priority" in answer.text
    assert "/id/ssdf-1.1/PO.1.1" in page.links
    assert "/id/sp800-218a/PO.1.1.R1" in page.links
    assert "/id/mapping-set/sp800-218a-to-ai-rmf-1.0" in page.links
    assert "?format=turtle" in page.links


def test_an_element_page_shows_its_erratum(client: httpx.Client) -> None:
    assert (
        "for use by"
        in client.get("/id/sp800-218a/PO.1.3", headers={"Accept": "text/html"}).text.partition(
            "Erratum"
        )[2]
    )


def test_an_element_page_links_its_citations(client: httpx.Client) -> None:
    _, page = read(client, "/id/ssdf-1.1/PO.1.1")
    assert any(link.startswith("https://www.bsimm.com/") for link in page.links)


def test_a_crosswalk_page_uses_the_same_words_as_the_command(
    client: httpx.Client, services: Services
) -> None:
    text, page = read(client, "/crosswalk?source=csf-2.0:GV.OC-03&target=ai-rmf-1.0")
    answer = services.graph.crosswalk.answer(ElementRef.parse("csf-2.0:GV.OC-03"), "ai-rmf-1.0")
    assert verdict(answer) in text.text
    assert all(explain(result) in text.text for result in answer.results)
    assert "svg" in page.tags
    assert page.links.count("/id/ai-rmf-1.0/MAP-1.3") == 2


def test_a_crosswalk_page_that_finds_nothing_says_so(client: httpx.Client) -> None:
    answer, page = read(client, "/crosswalk?source=csf-2.0:PR.DS-01&target=ai-rmf-1.0")
    assert "unknown" in answer.text
    assert "svg" not in page.tags


def test_an_unclear_source_gets_suggestions(client: httpx.Client) -> None:
    _, page = read(client, "/crosswalk?source=GV.OC&target=ai-rmf-1.0")
    assert any("source=csf-2.0%3AGV.OC-03&target=ai-rmf-1.0" in link for link in page.links)
    answer, _ = read(client, "/crosswalk?source=zzz")
    assert "No element is called that" in answer.text


def post(client: httpx.Client, graph: str, syntax: str = "text/turtle") -> httpx.Response:
    return client.post("/validate", data={"graph": graph, "syntax": syntax})


def test_a_pasted_graph_is_judged(client: httpx.Client) -> None:
    answer = post(client, example("model-producer.ttl").decode())
    assert answer.status_code == 200
    assert "The graph conforms" in answer.text
    answer = post(client, example("acquirer-draft.ttl").decode())
    assert "The graph does not conform" in answer.text
    assert "/id/sp800-218a/" in answer.text


def test_the_pasted_text_is_kept_for_mending(client: httpx.Client) -> None:
    answer = post(client, "@prefix ex: <http://e/> .\nex:a ex:<b>")
    assert answer.status_code == 400
    assert "be judged</h2>" in answer.text
    assert "Line 2" in answer.text
    assert "ex:a ex:&lt;b&gt;</textarea>" in answer.text


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"graph": " ", "syntax": "text/turtle"}, 400),
        ({"graph": "x", "syntax": "text/plain"}, 415),
        ({"graph": "x"}, 400),
        ({}, 400),
    ],
)
def test_a_form_that_lacks_something(
    client: httpx.Client, form: dict[str, str], status: int
) -> None:
    body = httpx.QueryParams(form)
    answer = client.post(
        "/validate",
        content=str(body),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert answer.status_code == status


def test_a_form_of_another_type(client: httpx.Client) -> None:
    assert client.post("/validate", json={"graph": "x"}).status_code == 415


@pytest.mark.parametrize(
    ("iri", "link"),
    [
        ("https://w3id.org/crosstrace/id/csf-2.0/PR.DS-01", "/id/csf-2.0/PR.DS-01"),
        ("https://w3id.org/crosstrace/ns#Task", "/ontology#Task"),
        ("https://w3id.org/crosstrace/ns", "/ontology"),
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("https://example.org/ x", None),
        ("//example.org/x", None),
    ],
)
def test_links_lead_home_or_out_by_http(iri: str, link: str | None) -> None:
    assert href(iri) == link
