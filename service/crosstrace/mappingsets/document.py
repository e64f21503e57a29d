"""A mapping set in the neutral form that every format is read into and written from.

Relations, styles, rationales and properties are JSON tokens of the vocabulary
(`subset_of`, `set_theory`, `semantic`, `integral_to`). A row always reads from its sources
to its targets, whichever way the file it came from was oriented.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from crosstrace.model import ElementRef


@dataclass(frozen=True, slots=True)
class SetHeader:
    """What must be known of a set before a row of it can be read (IR 8477, section 3).

    `issued` is as precise as the publisher gives it: a year, a month or a day. `publisher`,
    `sources` and `licence` are IRIs. `standing` is `final`, `draft`, `superseded` or
    `withdrawn`.
    """

    slug: str
    title: str
    version: str
    publisher: str
    sources: tuple[str, ...]
    issued: str
    licence: str
    style: str
    use_case: str
    source_edition: str
    target_edition: str
    exhaustive: bool = False
    description: str | None = None
    standing: str = "final"
    mapping_class: str = "Mapping"


@dataclass(frozen=True, slots=True)
class MappingRow:
    """One statement of a set. Several sources or targets are meant together, as their union.

    `record` is the row's identifier in its set; `number` is its place in the file it was read
    from, counted as a person would (for a table: the line after the header is 1), or 0.
    `strength` is ordinal, 0 to 10; `confidence` is 0 to 1. A derived row has a `status` other
    than None, the relations that remain `possible`, its `rule`, and the `path` of mapping IRIs.
    """

    sources: tuple[ElementRef, ...]
    relation: str | None
    targets: tuple[ElementRef, ...]
    record: str
    number: int = 0
    justification: str = "ManualMappingCuration"
    rationale: str | None = None
    strength: int | None = None
    confidence: float | None = None
    supportive_property: str | None = None
    comment: str | None = None
    as_printed: str | None = None
    change_type: str | None = None
    mapping_set: str | None = None
    status: str | None = None
    possible: tuple[str, ...] = ()
    rule: str | None = None
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MappingDocument:
    """A set with its rows; `rows` may be a stream that can be read once."""

    header: SetHeader
    rows: Iterable[MappingRow]
    losses: tuple[str, ...] = field(default=())
    """What the file held, or would have to hold, that this form or format can't say."""
