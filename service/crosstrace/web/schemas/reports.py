"""Judgements on graphs, and what goes into them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from crosstrace.web.schemas.base import Document


class Location(Document):
    """A place in the submitted text, counted from 1."""

    line: int
    column: int


class Snippet(Document):
    """What would mend a finding, with example texts to be replaced by what is true."""

    turtle: str
    jsonld: str = Field(description="The same as a JSON-LD document.")
    replaces: str | None = Field(
        description="The property whose values it takes the place of; without one it is added."
    )
    within: bool = Field(
        description="Whether what it states belongs in the brackets of the node, which has no name."
    )


class Finding(Document):
    """One result of a validation."""

    severity: Literal["violation", "warning", "info"]
    shape: str
    constraint: str
    focus_node: str
    path: str | None
    value: str | None
    message: str
    fix: str | None = Field(description="What to add or change.")
    element: str | None = Field(description="The task or item concerned.")
    element_title: str | None = Field(description="The element's title.")
    source: str | None = Field(description="The clause that the shape is after.")
    snippet: Snippet | None
    locations: list[Location]


class Counts(Document):
    """The number of results by severity."""

    violation: int
    warning: int
    info: int


class Report(Document):
    """The judgement on a submitted graph."""

    conforms: bool = Field(description="Whether there is no violation.")
    profile: str
    level: str
    engine: str
    as_of: str = Field(description="The day for which validity was judged.")
    counts: Counts
    results: list[Finding]


class Evidence(Document):
    """A document described as evidence."""

    format: Literal["in-toto", "cyclonedx", "spdx3", "sarif"]
    evidence: str = Field(description="The IRI of the evidence in the graph.")
    graph: dict[str, Any] = Field(description="The statements to add, as a JSON-LD document.")
    losses: list[str] = Field(description="What of the document is not kept or not said.")
