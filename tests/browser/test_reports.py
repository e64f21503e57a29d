"""A graph's answers as a reader meets them: by links, with charts, and on paper."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from crosstrace.resources import DATA

pytestmark = pytest.mark.browser

EXAMPLE = DATA / "examples" / "three-organizations" / "model-producer.ttl"
PAPERS = ("A4", "Letter")
ANSWERS = (
    "coverage?edition=ssdf-1.1&",
    "gaps?edition=csf-2.0&",
    "responsibility?",
    "impact?",
    "next-steps?",
    "attestation/cisa-form-1.0?",
    "diff?from=1&to=1&",
    "compare?other=heron&",
)


@pytest.fixture(scope="module")
def heron(base: str) -> str:
    """The path of the model producer's graph, which conforms as a draft."""
    path = "/v1/graphs/heron"
    answer = httpx.put(
        base + path,
        content=EXAMPLE.read_bytes(),
        params={"level": "draft"},
        headers={"Content-Type": "text/turtle"},
        timeout=60,
    )
    assert answer.status_code == 201, answer.text
    return path


@pytest.mark.usefixtures("heron")
def test_from_the_list_of_graphs_to_coverage_and_attestation(page: Page) -> None:
    page.get_by_role("link", name="Graphs", exact=True).click()
    page.get_by_role("link", name=re.compile("Heron")).first.click()
    page.get_by_label("Coverage of").select_option("ssdf-1.1")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Coverage of ssdf-1.1")
    chart = page.get_by_role("img", name=re.compile("^Coverage of ssdf-1.1"))
    expect(chart).to_be_visible()
    full = chart.locator("rect.cover-full").first
    assert full.evaluate("e => getComputedStyle(e).fill") != "rgb(0, 0, 0)"
    box = full.bounding_box()
    assert box is not None
    assert box["width"] > 100
    page.get_by_role("link", name="Attestation of cisa-form-1.0").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Attestation summary: cisa-form-1.0")
    expect(page.locator(".grid li")).to_have_count(10)
    expect(page.get_by_role("img", name=re.compile("^Validity of"))).to_be_visible()
    page.locator(".grid a").last.click()
    expect(page).to_have_url(re.compile("#item-10$"))
    with page.expect_download() as download:
        page.get_by_role("link", name="XLSX").click()
    assert download.value.suggested_filename == "heron-attestation.xlsx"


@pytest.mark.parametrize("width", [1280, 360])
def test_no_answer_is_wider_than_the_window(page: Page, base: str, heron: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for answer in ANSWERS:
        page.goto(f"{base}{heron}/{answer}format=html&as_of=2026-11-25")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, answer


@pytest.mark.parametrize("paper", PAPERS)
def test_on_paper_there_is_a_head_and_no_navigation(
    page: Page, base: str, heron: str, paper: str, tmp_path: Path
) -> None:
    page.goto(f"{base}{heron}/attestation/cisa-form-1.0?format=html&as_of=2026-11-25")
    expect(page.locator(".stamp")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".stamp")).to_contain_text("local/heron, version 1 · as of 2026-11-25")
    for gone in ("header.site", "nav.answers", ".forms"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.get_by_role("heading", name="Reviewed by")).to_be_visible()
    file = tmp_path / "summary.pdf"
    page.pdf(path=file, format=paper)
    body = file.read_bytes()
    assert body.startswith(b"%PDF")
    assert 3 < len(re.findall(rb"/Type\s*/Page\b", body)) < 40
