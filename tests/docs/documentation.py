"""Reading the documentation: its pages, code blocks, links, anchors and commands."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from crosstrace.resources import ROOT

FENCE = re.compile(
    r"^(?P<indent> *)```(?P<language>\S*)\n(?P<text>.*?)^(?P=indent)```$", re.M | re.S
)
LINK = re.compile(r"!?\[[^\]]*\]\(\s*(?P<target>[^)\s]+)\s*\)")
HEADING = re.compile(r"^#+ +(?P<title>.+?) *$", re.M)


@dataclass(frozen=True)
class Block:
    """A fenced block of code, without its indentation."""

    language: str
    text: str


def pages() -> list[Path]:
    """Every page in Markdown that we write."""
    folders = (ROOT.glob("*.md"), ROOT.glob("docs/**/*.md"), ROOT.glob("benchmarks/*.md"))
    return sorted(page for folder in folders for page in folder)


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def blocks(text: str) -> list[Block]:
    return [
        Block(found["language"], re.sub(f"^{found['indent']}", "", found["text"], flags=re.M))
        for found in FENCE.finditer(text)
    ]


def prose(text: str) -> str:
    return FENCE.sub("", text)


def links(text: str) -> list[str]:
    return [found["target"] for found in LINK.finditer(prose(text))]


def anchors(text: str) -> set[str]:
    """What headings can be linked by, as GitHub makes it."""
    titles = (found["title"].lower() for found in HEADING.finditer(prose(text)))
    return {re.sub(r"[^\w\- ]", "", title).replace(" ", "-") for title in titles}


def commands(block: Block) -> list[list[str]]:
    """The commands of a block in words; one may go over several lines inside quotation marks."""
    found: list[list[str]] = []
    pending = ""
    for line in block.text.splitlines(keepends=True):
        pending += line
        try:
            words = shlex.split(pending, comments=True)
        except ValueError:  # a quotation mark is still open
            continue
        pending = ""
        if words:
            found.append(words)
    assert not pending, f"a command has no end: {pending}"
    return found
