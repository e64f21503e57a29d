"""What is read from an OSCAL catalog, the same for every syntax."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """An implementation example; `number` is the publisher's, which may differ from its place.

    `title` ("Example 10") is empty when the publisher gives none, `text` when it has none.
    """

    id: str
    number: int
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """A group or control; `prose` is its statement (a group's overview), empty when it has none.

    `withdrawn` is what the catalog says of it; catalogs are known to leave that out. `label` is
    the identifier as the publisher writes it, empty when the catalog has only the `id`.
    """

    id: str
    class_: str
    title: str
    prose: str
    parent: str | None = None
    examples: tuple[Example, ...] = ()
    withdrawn: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class Catalog:
    """An edition's wording: its groups and controls, parents first, in the file's order.

    `published` is the day in the time zone the catalog states, or None when it states none.
    """

    title: str
    version: str
    published: dt.date | None
    edition_slug: str
    controls: tuple[CatalogEntry, ...]
