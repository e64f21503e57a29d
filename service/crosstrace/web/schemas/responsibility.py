"""Who answers for what, and what suppliers show."""

from __future__ import annotations

from pydantic import Field

from crosstrace.crosswalk import Status
from crosstrace.traceability import Coverage, Ownership, Supply
from crosstrace.web.schemas.base import Document, Priority
from crosstrace.web.schemas.statements import AnswerHead, NamedEvidence


class ResponsibilityShare(Document):
    """What one graph says of one party."""

    graph: str
    stated_by: str
    party: str
    name: str
    organization: str
    role: str | None
    kind: str
    attestation_means: list[str]
    source: str = Field(description="The implementation or allocation that says so.")


class OwnedElement(Document):
    """Who answers for one element of one asset."""

    element: str
    label: str
    priority: Priority | None
    asset: str
    ownership: Ownership
    message: str
    shares: list[ResponsibilityShare]


class SuppliedElement(Document):
    """Something left to another party, with what its own graph shows."""

    element: str
    label: str
    asset: str | None
    party: str
    kind: str | None
    attestation_means: list[str]
    allocation: str
    supplier_graph: str | None
    supply: Supply
    message: str
    coverage: Coverage | None
    status: Status | None
    reason: str | None
    evidence: list[NamedEvidence]
    affected_statements: list[str]


class ResponsibilityAnswer(AnswerHead):
    """Who answers for each task."""

    profile: str
    graphs: list[str]
    elements: list[OwnedElement]
    supplied: list[SuppliedElement]
