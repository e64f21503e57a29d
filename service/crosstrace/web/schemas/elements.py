"""Editions, elements and other resources."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from crosstrace.web.schemas.base import Document, Priority, ProfileStatus


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
