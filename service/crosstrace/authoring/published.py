"""The JSON Schema of implementation graphs as it is published; `tools/json_schema.py` writes it."""

from __future__ import annotations

from functools import cache
from typing import Final

from crosstrace import resources

SCHEMA_IRI: Final = "https://w3id.org/crosstrace/schema.json"
SCHEMA_FILE: Final = resources.SHAPES / "implementation-graph.schema.json"


@cache
def schema_text() -> str:
    """The schema, JSON Schema draft-07."""
    return SCHEMA_FILE.read_text(encoding="utf-8")
