"""What changed between two editions."""

from __future__ import annotations

from pydantic import Field

from crosstrace.crosswalk import CarryOver, Change
from crosstrace.web.schemas.base import Document
from crosstrace.web.schemas.crosswalks import Hop


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


class SupersededElement(Document):
    """An element of an edition of the past that mappings point at."""

    element: str
    counterpart: str = Field(description="What became of it, as mappings state it.")
    hops: list[Hop] = Field(description="The mappings to the successor; none when not stated.")


class SupersededEdition(Document):
    """An edition that another one here has followed."""

    edition: str
    publication_status: str
    successor: str
    draft: bool = Field(description="Whether the successor is a draft.")
    mappings: int = Field(description="How many ends of mappings are in this edition.")
    message: str
    elements: list[SupersededElement]


class SupersededEditions(Document):
    """The editions of the past that mappings point at."""

    items: list[SupersededEdition]
