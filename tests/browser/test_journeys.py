"""What a newcomer does on the pages, in a real browser."""

from __future__ import annotations

from itertools import product

import pytest
from playwright.sync_api import Page, expect

from crosstrace.resources import DATA

pytestmark = pytest.mark.browser

PATHS = [
    "/",
    "/search?q=supply+chain",
    "/crosswalk?source=csf-2.0:GV.OC-03&target=ai-rmf-1.0",
    "/crosswalk?source=GV.OC",
    "/crosswalk?source=ssdf-1.1:PO.1&target=ssdf-1.2-ipd",
    "/v1/editions/ssdf-1.1/diff/ssdf-1.2-ipd?format=html",
    "/validate",
    "/frameworks",
    "/docs",
    "/sparql",
    "/ontology",
    "/shapes",
    "/id/csf-2.0",
    "/id/sp800-218a/PO.1.1",
    "/id/mapping-set/ssdf-1.1-to-csf-2.0",
    "/id/errata/PO.1.3",
]
INKS = ("ink", "quiet", "accent", "good", "bad", "warn", "lead")
GROUNDS = ("ground", "surface")
ON_GROUND = {"good": "good-ground", "bad": "bad-ground", "ink": "warn-ground"}


def test_search_an_element_and_open_it(page: Page) -> None:
    page.get_by_label("Identifier or words").fill("PO.1.1")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="sp800-218a:PO.1.1", exact=False).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("PO.1.1")
    expect(page.get_by_text("high priority")).to_be_visible()
    expect(page.get_by_role("heading", name="Recommendations")).to_be_visible()
    page.get_by_role("link", name="JSON", exact=True).click()
    assert '"element":"sp800-218a:PO.1.1"' in page.content()


def test_follow_a_crosswalk_to_the_drawn_path(page: Page) -> None:
    page.get_by_label("From the element").fill("csf-2.0:GV.OC-03")
    page.get_by_label("to the edition").select_option("ai-rmf-1.0")
    page.get_by_role("button", name="Follow").click()
    expect(page.get_by_role("status")).to_contain_text("leads to 10 elements")
    picture = page.locator("svg.paths")
    expect(picture.locator("rect")).to_have_count(15)
    assert picture.locator("path.lead").count() > 10
    expect(picture.locator("path.asserted")).to_have_count(0)
    dashes = picture.locator("path.lead").first.evaluate("e => getComputedStyle(e).strokeDasharray")
    assert dashes != "none"
    picture.get_by_role("link", name="ai-rmf-1.0:MAP-1.3", exact=False).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("MAP 1.3")


def test_a_published_mapping_is_drawn_solid(page: Page, base: str) -> None:
    page.goto(f"{base}/crosswalk?source=sp800-218a:PO.1.1&target=ai-rmf-1.0&max_hops=1")
    solid = page.locator("svg.paths path.asserted")
    expect(solid).to_have_count(3)
    assert solid.first.evaluate("e => getComputedStyle(e).strokeDasharray") == "none"


def test_a_relation_is_shown_with_its_grounds_and_limits(page: Page, base: str) -> None:
    page.goto(f"{base}/crosswalk?source=ssdf-1.1:RV.1.2&target=ssdf-1.2-ipd")
    expect(page.locator(".results .badge")).to_have_text("asserted")
    told = page.locator(".results p").first
    expect(told).to_contain_text("is a subset of ssdf-1.2-ipd:RV.1.2")
    expect(told).to_contain_text("covers ssdf-1.2-ipd:RV.1.2 in part and never all of it")


def test_see_what_changed_in_an_edition(page: Page, base: str) -> None:
    page.goto(f"{base}/id/ssdf-1.1")
    page.get_by_role("link", name="What changed from ssdf-1.1 to ssdf-1.2-ipd").click()
    expect(page.get_by_role("status")).to_contain_text("12 reworded")
    page.get_by_role("link", name="ssdf-1.2-ipd:PS.4.3", exact=False).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("PS.4.3")


def test_a_crosswalk_that_finds_nothing_says_so(page: Page, base: str) -> None:
    page.goto(f"{base}/crosswalk?source=csf-2.0:PR.DS-01&target=ai-rmf-1.0")
    expect(page.get_by_role("status")).to_contain_text("unknown")


@pytest.mark.parametrize(
    ("example", "verdict"),
    [
        ("model-producer.ttl", "The graph conforms"),
        ("acquirer-draft.ttl", "The graph does not conform"),
    ],
)
def test_paste_a_graph_and_read_the_verdict(page: Page, example: str, verdict: str) -> None:
    text = (DATA / "examples" / example).read_text(encoding="utf-8")
    page.get_by_label("Your implementation graph").fill(text)
    page.get_by_role("button", name="Judge").click()
    expect(page.get_by_role("heading", name=verdict, exact=True)).to_be_visible()
    expect(page.get_by_label("Your implementation graph")).to_have_value(text)
    findings = page.locator(".findings > li")
    assert (findings.count() > 0) == ("not" in verdict)


def test_a_query_is_answered_as_a_table(page: Page) -> None:
    page.get_by_role("link", name="SPARQL", exact=True).click()
    page.get_by_role("button", name="Run").click()
    expect(page.locator("tbody tr")).to_have_count(21)


def test_the_keyboard_is_enough(page: Page) -> None:
    def focused() -> str:
        text: str = page.evaluate("document.activeElement.textContent.trim()")
        return text

    page.keyboard.press("Tab")
    assert focused() == "Skip to the content"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("weights")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=weights")
    for _ in range(30):
        page.keyboard.press("Tab")
        if "sp800-218a:" in focused():
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url("**/id/sp800-218a/**")


@pytest.mark.parametrize("width", [1280, 360])
def test_no_page_is_wider_than_the_window(page: Page, base: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for path in PATHS:
        page.goto(base + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_told_from_its_ground(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    pairs = [*product(INKS, GROUNDS), *ON_GROUND.items(), ("on-accent", "accent")]
    for ink, ground in pairs:
        assert contrast(colour(page, ink), colour(page, ground)) >= 4.5, (ink, ground)


def colour(page: Page, name: str) -> tuple[float, float, float]:
    """The colour of the stylesheet's variable, each part from 0 to 1."""
    value: str = page.evaluate(
        "name => getComputedStyle(document.documentElement).getPropertyValue('--' + name)", name
    )
    digits = value.strip().removeprefix("#")
    red, green, blue = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return red, green, blue


def contrast(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """The contrast ratio of WCAG 2.2, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(rgb: tuple[float, float, float]) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
