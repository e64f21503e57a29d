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
WIDTH, MARGIN, GAP, HEIGHT = 1120, 16, 12, 92
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


def box(x: float, y: float, width: float, name: str, note: str, kind: str = "box") -> str:
    """One labelled rectangle."""
    lines = textwrap.wrap(note, max(12, int(width / 6.4)))[:4]
    notes = "".join(
        f'<text class="note" x="{x + 10:g}" y="{y + 40 + 15 * i:g}">{escape(line)}</text>'
        for i, line in enumerate(lines)
    )
    return (
        f'<rect class="{kind}" x="{x:g}" y="{y:g}" width="{width:g}" height="{HEIGHT}" rx="6"/>'
        f'<text class="name" x="{x + 10:g}" y="{y + 22:g}">{escape(name)}</text>{notes}'
    )


def draw() -> str:
    """The picture as SVG text."""
    rows = layers()
    height = MARGIN * 2 + (len(rows) + 1) * (HEIGHT + GAP)
    parts = []
    for number, modules in enumerate(rows):
        y = MARGIN + number * (HEIGHT + GAP)
        width = (WIDTH - 2 * MARGIN - GAP * (len(modules) - 1)) / len(modules)
        for column, module in enumerate(modules):
            parts.append(box(MARGIN + column * (width + GAP), y, width, module, purpose(module)))
    y = MARGIN + len(rows) * (HEIGHT + GAP)
    parts.append(box(MARGIN, y, WIDTH - 2 * MARGIN, "graph data", DATA_NOTE, "data"))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">'
        "<title>The layers of Crosstrace: each may use those below it, none above</title>"
        f'<style>{STYLE}</style><rect class="page" width="{WIDTH}" height="{height}"/>\n'
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
