"""Readiness to attest, and what to do next."""

from __future__ import annotations

from pydantic import Field

from crosstrace.crosswalk import Status
from crosstrace.traceability import Action, Coverage, Ground
from crosstrace.web.schemas.base import Document, Priority
from crosstrace.web.schemas.crosswalks import Hop
from crosstrace.web.schemas.statements import (
    AnswerHead,
    ReadinessToken,
    RiskAcceptance,
    StatedImplementation,
)


class TaskBehindItem(Document):
    """A task behind an item, with the way to it and what it rests on."""

    task: str
    label: str
    readiness: ReadinessToken
    coverage: Coverage
    applicable: bool
    review: bool = Field(description="Whether the profile modifies the task that is meant.")
    open_items: list[str] = Field(
        description="Items on which nothing is decided; they block an attestation of the profile."
    )
    blocked_by: str | None = Field(description="Why it is not ready; null when it is.")
    hops: list[Hop]
    statements: list[StatedImplementation]


class AttestationItem(Document):
    """An item of the form, or a task of the profile."""

    item: str
    label: str
    priority: Priority | None
    readiness: ReadinessToken
    status: Status
    reason: str
    tasks: list[TaskBehindItem]
    blockers: list[str]


class Judged(Document):
    """How the graph was judged as a whole."""

    level: str = Field(description="How much was asked: draft, submission or attestation.")
    as_of: str
    conforms: bool
    violations: int


class AttestationAnswer(AnswerHead):
    """Whether an edition can be attested, item by item."""

    profile: str
    edition: str
    readiness: ReadinessToken
    judged: Judged | None = Field(
        description="The verdict that the version was stored with; null when it was not judged."
    )
    optional: bool = Field(description="Whether it is a form that agencies need not ask for.")
    items: list[AttestationItem]
    acceptances: list[RiskAcceptance] = Field(description="That which ends first at the top.")
    plans: list[StatedImplementation] = Field(description="What is planned, the earliest first.")


class StepTask(Document):
    """A task of a step, before and after it."""

    element: str
    label: str
    priority: Priority | None
    coverage: Coverage
    reason: str
    after: Coverage = Field(description="How far it is covered once the step is taken.")
    ground_after: Ground = Field(description="What keeps it open then, or what covers it.")


class Lift(Document):
    """An element of another edition that is certainly covered more after a step."""

    element: str
    label: str
    before: Coverage
    after: Coverage


class Step(Document):
    """One step; it is ranked as if those before it were done."""

    rank: int
    action: Action
    message: str
    reason: str
    tasks: list[StepTask]
    evidence: str | None
    closed: dict[str, int] = Field(description="Gaps that it closes, by priority.")
    gained: int
    lifts: list[Lift]
    leads: list[str] = Field(description="Elements worth looking at; they count for nothing.")


class NextSteps(AnswerHead):
    """What to do next."""

    profile: str
    open_tasks: int
    undecided: list[str] = Field(description="Tasks with items on which nothing is decided.")
    steps: list[Step]
