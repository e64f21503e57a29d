"""Judgements on graphs."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from crosstrace.web.schemas.base import Document


class Location(Document):
    """A place in the submitted text, counted from 1."""

    line: int
    column: int


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
