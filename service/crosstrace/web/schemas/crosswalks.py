"""Crosswalk answers and traces."""

from __future__ import annotations

from pydantic import Field

from crosstrace.crosswalk import Status, Transfer
from crosstrace.web.schemas.base import Document, Rationale


class Together(Document):
    """The elements whose unions a set-valued mapping relates."""

    sources: list[str]
    targets: list[str]


class Hop(Document):
    """One mapping, in the direction in which a path takes it."""

    mapping: str
    source: str
    relation: str
    style: str
    target: str
    mapping_set: str
    inverse: bool = Field(description="Whether it is walked against its own direction.")
    rationale: Rationale | None
    strength: int | None = Field(description="An ordinal judgement from 0 to 10.")
    property: str | None = Field(description="Of a supportive mapping: how it supports.")
    together: Together | None


class Judgement(Document):
    """What a path, or all paths together, show of its ends."""

    status: Status = Field(description="How sure it is; a lead states no relation.")
    relations: list[str] = Field(
        description="The relations that may be stated, or that remain possible."
    )
    excluded: list[str] = Field(description="The set-theory relations that are ruled out.")
    rationale: Rationale | None = Field(description="On what ground; the least strict one used.")
    strength: int | None = Field(description="The weakest of the hops' strengths, an ordinal.")
    rule: str = Field(description="The rule it follows by.")


class Proof(Judgement):
    """A path with what it shows by itself."""

    hops: list[Hop]


class Contradiction(Document):
    """Claims on one rationale that can't hold together, each with its proof."""

    rationale: Rationale | None
    proofs: list[Proof]


class CrosswalkResult(Judgement):
    """One element that the source leads to."""

    element: str
    label: str
    settled: list[Judgement] = Field(
        description="What firm set-theory paths leave together, for each rationale."
    )
    transfer: Transfer = Field(
        description="What implementing all of the source says of covering the target."
    )
    hops: list[Hop] = Field(description="The best path.")
    paths: list[list[Hop]] = Field(description="All paths, the best first.")
    proofs: list[Proof] = Field(description="All paths with what each shows by itself.")
    contradictions: list[Contradiction]
    settled_by: str | None = Field(description="What would settle what is open.")
    explanation: str


class Crosswalk(Document):
    """What one element relates to."""

    source: str
    target: str | None = Field(description="The edition asked for; null for all.")
    max_hops: int
    message: str = Field(description="What was found and how sure it is, in words.")
    results: list[CrosswalkResult]


class ContradictoryPair(Document):
    """Two elements of which mappings say what can't hold together."""

    source: str
    target: str
    contradictions: list[Contradiction]
    settled_by: str | None = Field(description="What would settle it.")
    explanation: str


class Contradictions(Document):
    """All such pairs with an element of one edition."""

    edition: str
    max_hops: int
    items: list[ContradictoryPair]


class CrosswalkTable(Document):
    """The crosswalk of every element of one edition that has one, to another edition."""

    source: str
    target: str
    max_hops: int
    items: list[Crosswalk]


class TraceNode(Document):
    """An element on a path."""

    id: str
    label: str
    depth: int = Field(description="Its least number of hops from the start.")


class Trace(Document):
    """Every path between two places, as a graph."""

    start: str = Field(alias="from")
    to: str
    max_hops: int
    nodes: list[TraceNode]
    edges: list[Hop]
    paths: list[list[Hop]]
