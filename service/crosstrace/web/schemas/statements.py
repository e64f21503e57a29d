"""Statements of implementation graphs as answers show them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from crosstrace.traceability import Answered, Coverage, Ground
from crosstrace.traceability.standing import EvidenceState
from crosstrace.web.schemas.base import Document


class EvidenceDigest(Document):
    """A hash over the bytes of a piece of evidence."""

    algorithm: str
    value: str = Field(description="Hexadecimal, in lower case.")


class NamedEvidence(Document):
    """A piece of evidence that a statement names, and whether it counts on the day."""

    evidence: str
    title: str | None
    state: EvidenceState
    issued: str | None
    valid_until: str | None
    digests: list[EvidenceDigest]


class Objection(Document):
    """What speaks against a statement, and what became of it."""

    source: str
    against: str
    kind: str
    since: str | None
    answered: Answered
    answer: str | None = Field(description="The assessment or acceptance that answers it.")
    message: str


class RiskAcceptance(Document):
    """A decision to live with what implementations leave; it changes no coverage."""

    acceptance: str
    accepts: list[str]
    approvers: list[str]
    rationale: str | None
    valid_until: str | None


class StatedImplementation(Document):
    """One statement on a task: what it claims, how far it counts, and what it rests on."""

    implementation: str
    task: str
    asset: str | None
    status: str | None = Field(description="What it claims.")
    coverage: Coverage = Field(description="How far it counts on the day.")
    applicable: bool
    ground: Ground
    reason: str
    statement: str | None
    rationale: str | None
    planned_date: str | None
    responsible_parties: list[str]
    evidence: list[NamedEvidence]
    objections: list[Objection]
    risk_acceptance: RiskAcceptance | None


class Tally(Document):
    """How many elements are covered how far; those that don't apply are counted apart."""

    full: int
    partial: int
    planned: int
    unknown: int
    none: int
    not_applicable: int


class AnsweredFrom(Document):
    """A graph that was read for an answer, in one version."""

    graph: str = Field(description="IRI of the implementation graph.")
    name: str = Field(description="Organisation and name, under which it is kept.")
    version: int | None = Field(description="Null for a file.")
    sha256: str
    sha256_of: str = Field(description="What the digest was made of.")


class AnswerHead(Document):
    """What every answer on one graph says of itself."""

    graph: str = Field(description="IRI of the implementation graph.")
    asset: str | None = Field(description="IRI of the asset that is asked for.")
    as_of: str = Field(description="The day for which validity was judged.")
    editions: list[str] = Field(description="The editions that the answer rests on.")
    message: str = Field(description="The answer in words.")
    answered_from: list[AnsweredFrom] = Field(
        description="The graphs that were read, that which was asked first."
    )


ReadinessToken = Literal["ready", "with_acceptance", "blocked"]
