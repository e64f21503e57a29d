"""The shapes of the JSON documents, for the OpenAPI document and for checking answers.

The documents themselves are built in `crosstrace.documents`; nothing here is on the way of
an answer, and no key may come that is not described here.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from crosstrace.crosswalk import CarryOver, Change, Status, Transfer

Priority = Literal["high", "medium", "low"]
Rationale = Literal["syntactic", "semantic", "functional"]
ProfileStatus = Literal["unchanged", "modified", "added"]


class Document(BaseModel):
    """A JSON object with exactly the keys that are described."""

    model_config = ConfigDict(extra="forbid")


class Framework(Document):
    """An edition of a framework with the number of its elements per kind."""

    slug: str = Field(description="The edition's name in references, e.g. csf-2.0.")
    title: str
    version: str
    publisher: str
    publication_status: str
    issued: str
    element_counts: dict[str, int] = Field(description="Number of elements by kind.")


class Frameworks(Document):
    """All editions that are held."""

    items: list[Framework]


class ElementSummary(Document):
    """An element in a list."""

    element: str = Field(description="The element as edition:id, e.g. sp800-218a:PO.1.1.")
    iri: str
    kind: str = Field(description="What it is: practice, task, recommendation, control, …")
    notation: str = Field(description="The identifier as its publisher writes it.")
    label: str
    own_label: bool = Field(description="Whether the label is ours, not the publisher's.")
    text: str | None
    own_text: bool = Field(description="Whether the text is our summary.")
    parent: str | None
    priority: Priority | None
    profile_status: ProfileStatus | None


class ElementPage(Document):
    """A page of elements."""

    items: list[ElementSummary]
    total: int = Field(description="How many elements there are on all pages.")
    next_cursor: str | None = Field(description="Give it as cursor for the next page.")


class Item(Document):
    """A recommendation, consideration or note of the profile."""

    element: str
    kind: str
    label: str
    text: str | None


class Reference(Document):
    """A published mapping from or to an element, read from that element."""

    element: str = Field(description="The other end.")
    label: str
    relation: str
    style: str
    direction: Literal["from_here", "to_here"]
    mapping: str
    mapping_set: str
    as_printed: str | None


class CitedSource(Document):
    """A printed reference to a source of which no edition is held."""

    source: str
    page: str
    as_printed: str


class SourcePlace(Document):
    """Where an element was taken from."""

    title: str
    locator: str


class Element(ElementSummary):
    """One element with all that is known of it."""

    children: list[str]
    items: list[Item]
    refines: str | None
    change_note: str | None
    references: list[Reference]
    citations: list[CitedSource]
    source: SourcePlace


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


class ElementChange(Document):
    """What became of one element."""

    change: Change
    element: str = Field(description="Of the old edition, or of the new when it was added.")
    label: str
    successors: list[str]
    substantive: bool | None = Field(description="Null where nobody says.")
    carry_over: CarryOver = Field(description="What it means for a statement on the element.")
    note: str | None
    mappings: list[str] = Field(description="The mappings that state it.")


class MappingEffect(Document):
    """What the change does to the rows of a mapping set."""

    mapping_set: str
    carry_over: int
    reassess: int
    retire: int


class ClaimEffect(Document):
    """What the change does to one implementation in a graph."""

    implementation: str
    asset: str | None
    element: str
    status: str | None
    through: str = Field(description="The element of the old edition that bears on it.")
    change: Change
    carry_over: CarryOver
    successors: list[str]


class GraphEffect(Document):
    """What the change does to an implementation graph."""

    claims: list[ClaimEffect]
    not_assessed: list[str] = Field(description="The elements that are new.")
    untouched: int = Field(description="How many statements are on other editions.")


class EditionDiff(Document):
    """What became of the elements of one edition in another."""

    source: str
    target: str
    stated_by: list[str]
    not_compared: list[str] = Field(description="Kinds of which one edition here has none.")
    counts: dict[str, int]
    changes: list[ElementChange]
    mapping_effects: list[MappingEffect]
    graph: GraphEffect | None


class Statement(Document):
    """One thing said of a resource."""

    property: str
    type: Literal["iri", "literal", "blank"]
    value: str
    language: str | None
    datatype: str | None


class Resource(Document):
    """A resource that is neither an element nor an edition, with what is said of it."""

    iri: str
    types: list[str]
    statements: list[Statement]


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


class Health(Document):
    """The process answers."""

    status: Literal["ok"]


class Readiness(Document):
    """Whether the service can do its work, by part."""

    status: Literal["ready"]
    checks: dict[str, bool]
    network_shut_off: bool


DOCUMENTS: tuple[type[Document], ...] = (
    Frameworks,
    Resource,
    ElementPage,
    Element,
    Crosswalk,
    CrosswalkTable,
    Trace,
    EditionDiff,
    Report,
    Problem,
    Health,
    Readiness,
)
