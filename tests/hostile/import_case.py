"""What a case of an importer is: a file, who reads it, and the answer it has to get."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from hostile_case import Bytes

from crosstrace.mappingsets import SetHeader

READ: Final = "read"
"""The answer to a file that is taken; what it says is in a sentence about what is not kept."""
NOT_FOUND: Final = "not-found"

HEADER: Final = SetHeader(
    slug="ours",
    title="Ours",
    version="1.10",
    publisher="https://example.org/",
    sources=("https://example.org/a",),
    issued="2026-11",
    licence="https://example.org/licence",
    style="set_theory",
    use_case="Testing.",
    source_edition="csf-2.0",
    target_edition="ai-rmf-1.0",
)
"""Of a mapping set that is as it should be."""


@dataclass(frozen=True, slots=True)
class ImportCase:
    """One file and what an importer has to answer; `given` are the importer's further arguments."""

    name: str
    importer: str
    body: Bytes
    answer: str
    says: str
    given: dict[str, Any] = field(default_factory=dict)
