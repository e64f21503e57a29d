"""Where the ontology, the data and the shapes are, installed or in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "_resources"
ROOT: Path = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parents[1]

ONTOLOGY: Path = ROOT / "ontology"
DATA: Path = ROOT / "data"
SHAPES: Path = ROOT / "shapes"
