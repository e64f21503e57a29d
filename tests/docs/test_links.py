"""Every link of the documentation leads somewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from documentation import anchors, links, name, pages, read

from crosstrace.resources import ROOT


@pytest.mark.parametrize("page", pages(), ids=name)
def test_every_internal_link_leads_to_a_file_and_an_anchor(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for link in links(text):
        if link.startswith(("https://", "http://")):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{link}: no such file"
        assert target.is_relative_to(ROOT), f"{link}: outside the repository"
        if anchor:
            assert anchor in anchors(target.read_text(encoding="utf-8")), f"{link}: no such heading"


def test_every_page_can_be_reached_from_the_start() -> None:
    reached: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached:
            continue
        reached.add(page)
        found = (page.parent / link.partition("#")[0] for link in links(read(name(page))))
        waiting += [target.resolve() for target in found if target.suffix == ".md"]
    documentation = set(ROOT.glob("docs/**/*.md"))
    assert {name(page) for page in documentation - reached} == set()
