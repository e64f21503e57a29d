"""Draw `docs/architecture.svg`, or with `--check` say whether it is true.

The picture is made from the import contract in `pyproject.toml`, which CI enforces, and
from the first sentence of each module: it can't show a layer that does not hold.
"""

from __future__ import annotations

import ast
import sys
import textwrap
import tomllib
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "architecture.svg"
WIDTH, MARGIN, GAP = 1120, 16, 12
HEAD, LINE, CHARACTER = 40, 15, 6.4
DATA_NOTE = (
    "ontology/   data/   shapes/   travel inside the package; every file has digest and count"
)
STYLE = (
    "text{font-family:system-ui,sans-serif;fill:#1b2733}.name{font-size:15px;font-weight:600}"
    ".note{font-size:11.5px;fill:#45566a}.box{fill:#eef4fa;stroke:#7d9bb8}"
    ".data{fill:#fdf6e3;stroke:#c9b26b}.page{fill:#fff}"
)


def layers() -> list[list[str]]:
    """The layers from top to bottom, each with its modules."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    [contract] = [c for c in contracts if c["type"] == "layers"]
    return [[name.strip() for name in layer.split("|")] for layer in contract["layers"]]


def purpose(module: str) -> str:
    """The first sentence of a module's docstring."""
    base = ROOT / "service" / "crosstrace" / module
    file = base / "__init__.py" if base.is_dir() else base.with_suffix(".py")
    text = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return " ".join(text.split("\n\n")[0].split())


def wrapped(note: str, width: float) -> list[str]:
    """The lines of a note in a box of that width."""
    return textwrap.wrap(note, int((width - 20) / CHARACTER))


def row(y: float, boxes: list[tuple[str, str]], kind: str = "box") -> tuple[str, float]:
    """Boxes side by side, each a name and a note, and the height they take."""
    width = (WIDTH - 2 * MARGIN - GAP * (len(boxes) - 1)) / len(boxes)
    height = HEAD + LINE * max(len(wrapped(note, width)) for _, note in boxes)
    parts = []
    for column, (name, note) in enumerate(boxes):
        x = MARGIN + column * (width + GAP)
        lines = "".join(
            f'<text class="note" x="{x + 10:g}" y="{y + HEAD + LINE * i:g}">{escape(line)}</text>'
            for i, line in enumerate(wrapped(note, width))
        )
        parts.append(
            f'<rect class="{kind}" x="{x:g}" y="{y:g}" width="{width:g}" height="{height}" rx="6"/>'
            f'<text class="name" x="{x + 10:g}" y="{y + 22:g}">{escape(name)}</text>{lines}'
        )
    return "\n".join(parts), height


def draw() -> str:
    """The picture as SVG text."""
    rows = [([(name, purpose(name)) for name in modules], "box") for modules in layers()]
    rows.append(([("graph data", DATA_NOTE)], "data"))
    parts, y = [], float(MARGIN)
    for boxes, kind in rows:
        drawn, height = row(y, boxes, kind)
        parts.append(drawn)
        y += height + GAP
    total = y - GAP + MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {total:g}" role="img">'
        "<title>The layers of Crosstrace: each may use those below it, none above</title>"
        f'<style>{STYLE}</style><rect class="page" width="{WIDTH}" height="{total:g}"/>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def main() -> int:
    """Draw or check; exit code 1 when the picture is out of date."""
    picture = draw()
    if "--check" not in sys.argv[1:]:
        PICTURE.write_text(picture, encoding="utf-8")
        return 0
    if PICTURE.exists() and PICTURE.read_text(encoding="utf-8") == picture:
        return 0
    print("docs/architecture.svg is out of date; run: python tools/architecture.py")
    return 1


if __name__ == "__main__":
    sys.exit(main())
