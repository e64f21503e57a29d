"""What is open in a graph."""

from __future__ import annotations

from pydantic import Field

from crosstrace.crosswalk import Status
from crosstrace.traceability import Coverage, Gap
from crosstrace.web.schemas.base import Document, Priority, ProfileStatus
from crosstrace.web.schemas.statements import (
    AnswerHead,
    Objection,
    StatedImplementation,
    Tally,
)


class OpenTask(Document):
    """A task with all that is open in it."""

    element: str
    label: str
    priority: Priority | None
    profile_status: ProfileStatus | None
    coverage: Coverage
    status: Status
    gaps: list[Gap] = Field(description="The gravest first.")
    reason: str
    open_items: list[str] = Field(
        description="Items on which nothing is decided, or no reason given."
    )
    statements: list[StatedImplementation]


class Departure(Document):
    """A task or item that is not followed as it is written."""

    element: str
    label: str
    kind: str
    implementation: str
    rationale: str | None
    responsible_parties: list[str]
    approvers: list[str]


class LabelledElement(Document):
    """An element with what it is called."""

    element: str
    label: str


class MappingGaps(Document):
    """Where no mapping leads from the profile to an edition."""

    profile: str
    edition: str
    editions: list[str]
    message: str
    exhaustive: bool
    mapping_sets: list[str]
    total: int
    unmapped: list[LabelledElement]
    leads_only: list[LabelledElement]


class GapsAnswer(AnswerHead):
    """What is open, high priority first."""

    profile: str
    tasks: list[OpenTask]
    departures: list[Departure]
    objections: list[Objection]
    progress: dict[str, Tally] = Field(description="Tasks by what the profile did to them.")
    unplaced: list[str] = Field(description="Implementations that name no task of the profile.")
    mapping_gaps: MappingGaps | None = Field(description="Null when no edition was asked for.")
