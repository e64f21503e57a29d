"""What all documents share."""

from __future__ import annotations

import json
from typing import Any, TypeAlias

Document: TypeAlias = dict[str, Any]


def dumps(document: Document) -> str:
    """The document as JSON text for people and programs."""
    return json.dumps(document, ensure_ascii=False, indent=2)
