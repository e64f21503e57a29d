"""Mapping sets and their rows."""

from __future__ import annotations

from pydantic import Field

from crosstrace.web.schemas.base import Document, Rationale


class MappingSet(Document):
    """A published set of mappings, with the context without which its rows mean nothing."""

    slug: str
    title: str
    publisher: str
    issued: str = Field(description="As precise as the publisher gives it.")
    style: str
    use_case: str
    licence: str
    exhaustive: bool = Field(description="Whether what is absent does not hold.")
    standing: str
    rows: int


class MappingSets(Document):
    """All mapping sets that are held."""

    items: list[MappingSet]


class MappingRow(Document):
    """One statement of a set; several sources or targets are meant together."""

    record: str
    sources: list[str]
    relation: str | None
    targets: list[str]
    rationale: Rationale | None
    strength: int | None
    confidence: float | None
    property: str | None
    justification: str
    change_type: str | None
    as_printed: str | None
    comment: str | None


class MappingSetRows(MappingSet):
    """A set with all of its rows."""

    version: str
    source_edition: str
    target_edition: str
    sources: list[str]
    description: str | None
    mappings: list[MappingRow]
