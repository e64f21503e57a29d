"""What the documentation tells people to type works as it is written there."""

from __future__ import annotations

import pytest
from desk import Desk
from documentation import blocks, commands, name, pages, read

NEGATIVE = {"docs/how-to/describe-your-implementation.md", "README.md"}  # they judge a starter
ELSEWHERE = {"docs/dependencies.md", "docs/tutorial.md", "benchmarks/README.md"}
SHOWN = [
    name(page)
    for page in pages()
    if name(page) not in ELSEWHERE
    and any(block.language == "console" for block in blocks(page.read_text(encoding="utf-8")))
]


def test_the_pages_with_commands_are_found() -> None:
    assert "README.md" in SHOWN
    assert len([page for page in SHOWN if page.startswith("docs/how-to/")]) >= 4


@pytest.mark.parametrize("page", SHOWN)
def test_every_command_of_the_page(page: str, desk: Desk) -> None:
    desk.lay_out()
    for block in blocks(read(page)):
        if block.language == "console":
            codes = desk.carry_out(block)
            judged = [c for c in commands(block) if c[:2] == ["crosstrace", "validate"]]
            not_ready = [c for c in commands(block) if c[:2] == ["crosstrace", "attest"]]
            negative = [*(judged if page in NEGATIVE else []), *not_ready]
            assert sum(codes) == len(negative)
    assert desk.carried_out


def test_the_readmes_example_leads_where_it_says(desk: Desk) -> None:
    desk.lay_out()
    [block] = [b for b in blocks(read("README.md")) if "crosswalk csf-2.0:PR.DS-01" in b.text]
    desk.carry_out(block)  # the last command asks over HTTP
    assert "owasp-llm-1.1:LLM05-6" in desk.output
    assert "owasp-llm-1.1:LLM10" in desk.output
