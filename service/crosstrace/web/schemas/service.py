"""Problems, and how the service is."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from crosstrace.web.schemas.base import Document
from crosstrace.web.schemas.reports import Report


class ProblemError(Document):
    """One finding in rejected input."""

    detail: str
    line: int | None = None
    column: int | None = None
    pointer: str | None = None


class Problem(Document):
    """An RFC 9457 problem document."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[ProblemError] = Field(default_factory=list)
    report: Report | None = Field(
        default=None, description="The judgement on a graph that was not kept."
    )


class Health(Document):
    """The process answers."""

    status: Literal["ok"]


class Readiness(Document):
    """Whether the service can do its work, by part."""

    status: Literal["ready"]
    checks: dict[str, bool]
    network_shut_off: bool
