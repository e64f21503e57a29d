"""How far a graph covers an edition, and how two graphs and two versions differ in that."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from crosstrace.crosswalk import Status
from crosstrace.traceability import Coverage, Ground
from crosstrace.web.schemas.base import Document, Priority
from crosstrace.web.schemas.crosswalks import Hop
from crosstrace.web.schemas.statements import (
    AnsweredFrom,
    AnswerHead,
    StatedImplementation,
    Tally,
)


class CoverageWay(Document):
    """The way from a task of the profile to an element."""

    task: str
    status: Status
    review: bool = Field(description="Whether a person has to say how much is covered.")
    hops: list[Hop]


class CoverageSupport(CoverageWay):
    """What one task gives for an element."""

    gives: Coverage
    statements: list[StatedImplementation]


class CoverageCandidate(CoverageWay):
    """An implemented task that only leads to an element; it is not counted."""

    implementations: list[str]


class CoveredElement(Document):
    """One element: how far it is covered, why, and by what."""

    element: str
    label: str
    kind: str
    priority: Priority | None
    coverage: Coverage
    applicable: bool
    status: Status = Field(description="How sure the way to the element is.")
    ground: Ground
    reason: str
    review: bool
    support: list[CoverageSupport]
    candidates: list[CoverageCandidate]


class CoverageAggregate(Document):
    """A count over what stands below an element; it says nothing of the whole."""

    element: str
    label: str
    kind: str
    counts: Tally
    total: int
    message: str


class CoverageAnswer(AnswerHead):
    """How far a graph covers an edition."""

    profile: str
    edition: str
    counts: dict[str, Tally] = Field(description="By kind of element.")
    elements: list[CoveredElement]
    aggregates: list[CoverageAggregate]
    not_coverable: dict[str, int] = Field(description="Elements that ask for nothing, by kind.")


class ComparedGraph(Document):
    """One of two graphs that are compared."""

    graph: str
    asset: str | None
    counts: dict[str, Tally]


class ComparedSide(Document):
    """How far one of two graphs covers an element."""

    coverage: Coverage
    applicable: bool
    status: Status
    reason: str


class ComparedElement(Document):
    """One element as two graphs cover it."""

    element: str
    label: str
    kind: str
    priority: Priority | None
    differs: bool
    first: ComparedSide
    second: ComparedSide


class ComparisonAnswer(Document):
    """How far two graphs cover an edition, element by element."""

    first: ComparedGraph
    second: ComparedGraph
    edition: str
    as_of: str
    editions: list[str]
    message: str
    elements: list[ComparedElement]
    answered_from: list[AnsweredFrom] = Field(description="The first graph, then the second.")


class ComparedVersion(Document):
    """One of two versions that are compared."""

    graph: str
    title: str | None
    issued: str | None


class ChangedProperty(Document):
    """A property of a node that has another value than before."""

    property: str
    before: Any
    after: Any


class NodeChange(Document):
    """A node that was added, removed or changed."""

    kind: str
    node: str
    change: Literal["added", "removed", "changed"]
    changed: list[ChangedProperty]


class VersionDiffAnswer(Document):
    """What changed from one version to another, and what that does to coverage."""

    before: ComparedVersion
    after: ComparedVersion
    as_of: str
    editions: list[str]
    message: str
    changes: list[NodeChange]
    coverage: list[ComparedElement] = Field(description="The elements covered differently.")
    answered_from: list[AnsweredFrom] = Field(description="The older version, then the later.")
