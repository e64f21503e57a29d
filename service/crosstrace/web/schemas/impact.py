"""What is lost with evidence."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from crosstrace.crosswalk import Status
from crosstrace.traceability import Coverage, Supply
from crosstrace.web.schemas.base import Document
from crosstrace.web.schemas.crosswalks import Hop
from crosstrace.web.schemas.responsibility import SuppliedElement
from crosstrace.web.schemas.statements import AnswerHead, NamedEvidence, ReadinessToken


class LostEvidence(Document):
    """A piece of evidence that is thought away."""

    evidence: str
    title: str | None
    valid_until: str | None


class LostStatement(Document):
    """A statement that names the evidence, before and after."""

    graph: str
    implementation: str
    task: str
    asset: str | None
    before: Coverage
    after: Coverage
    sole: bool = Field(description="Whether nothing else that counts was named.")
    keeps: list[NamedEvidence]


class LostElement(Document):
    """An element that is covered less."""

    element: str
    asset: str | None = Field(description="The asset for which it is covered less.")
    label: str
    before: Coverage
    after: Coverage
    status: Status
    reason: str
    tasks: list[str]
    hops: list[Hop]


class LostItem(Document):
    """An item of a form that is less ready."""

    item: str
    asset: str | None = Field(description="The asset for which it is less ready.")
    label: str
    before: ReadinessToken
    after: ReadinessToken


class LostAllocation(Document):
    """An allocation on an element that is covered less, or on the whole that it is in."""

    allocation: str
    element: str
    parties: list[str]


class LostSupply(Document):
    """Something left to a supplier of which less is shown."""

    before: Supply
    after: SuppliedElement


class Loss(Document):
    """What is lost with some evidence."""

    evidence: list[LostEvidence]
    message: str
    outcomes_at_risk: int
    single_point_of_failure: bool
    statements: list[LostStatement]
    elements: list[LostElement]
    candidates: list[str] = Field(description="Elements to which it only leads.")
    attestation_items: list[LostItem]
    allocations: list[LostAllocation]
    supplies: list[LostSupply]


class ImpactAnswer(AnswerHead):
    """What loses support, piece by piece and altogether."""

    reason: Literal["evidence", "expires_before", "reliance"]
    expires_before: str | None
    losses: list[Loss] = Field(description="The gravest first.")
    together: Loss


class WithdrawalAnswer(AnswerHead):
    """What coverage owes to a mapping set: what would go with it."""

    mapping_set: str
    elements: list[LostElement]
    candidates: list[str] = Field(description="Elements to which it only leads.")
