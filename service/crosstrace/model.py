"""The values that travel between the layers: references, elements, editions, mappings."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crosstrace.errors import InvalidInput
from crosstrace.vocab import ID

_SLUG = r"[a-z0-9][a-z0-9.-]{0,63}"
_LOCAL = r"[A-Za-z0-9](?:[A-Za-z0-9._()-]{0,62}[A-Za-z0-9)])?"
_REFERENCE = re.compile(rf"(?P<edition>{_SLUG}):(?P<local>{_LOCAL})")
_EDITION = re.compile(_SLUG)

EDITION_PATTERN = f"^{_SLUG}$"
LOCAL_PATTERN = f"^{_LOCAL}$"
REFERENCE_PATTERN = f"^{_SLUG}:{_LOCAL}$"


def edition_iri(slug: str) -> str:
    """The IRI of the edition `slug`; `InvalidInput` when the slug can't be one."""
    if not _EDITION.fullmatch(slug):
        raise InvalidInput(f"{slug!r} is not an edition; write one such as 'csf-2.0'.")
    return ID + slug


@dataclass(frozen=True, slots=True, order=True)
class ElementRef:
    """An element named the contract's way, `{edition}:{id}`, e.g. `csf-2.0:PR.DS-01`."""

    edition: str
    local: str

    @classmethod
    def parse(cls, text: str) -> ElementRef:
        """Read `sp800-218a:PO.1.1` (spaces allowed for hyphens) or the element's IRI."""
        compact = text.strip().replace(" ", "-")
        if compact.startswith(ID):
            compact = compact[len(ID) :].replace("/", ":", 1)
        match = _REFERENCE.fullmatch(compact)
        if match is None:
            raise InvalidInput(
                f"{text!r} is not an element; write it as edition:id, "
                "for example 'sp800-218a:PO.1.1' or 'csf-2.0:PR.DS-01'."
            )
        return cls(match["edition"], match["local"])

    @classmethod
    def from_iri(cls, iri: str) -> ElementRef:
        """The reference for an element IRI of ours."""
        if not iri.startswith(ID):
            raise InvalidInput(f"{iri!r} is not an element IRI; those begin with {ID}.")
        return cls.parse(iri)

    @property
    def iri(self) -> str:
        """The element's IRI."""
        return f"{ID}{self.edition}/{self.local}"

    def __str__(self) -> str:
        return f"{self.edition}:{self.local}"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement was taken from: the publication's title and the place in it."""

    title: str
    locator: str


@dataclass(frozen=True, slots=True)
class Element:
    """One element of an edition; `own_label` says that the label is ours, not the publisher's.

    It is `exhaustive` when its children are stated to make up all of it.
    """

    ref: ElementRef
    kind: str
    notation: str
    label: str
    own_label: bool
    source: Source
    text: str | None = None
    own_text: bool = False
    parent: ElementRef | None = None
    priority: str | None = None
    profile_status: str | None = None
    refines: ElementRef | None = None
    change_note: str | None = None
    exhaustive: bool = False


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a framework, with the number of its elements per kind.

    `framework` is the slug of the work it is an edition of, when that is known.
    """

    slug: str
    title: str
    version: str
    publisher: str
    publication_status: str
    issued: str
    element_counts: tuple[tuple[str, int], ...]
    framework: str | None = None


@dataclass(frozen=True, slots=True)
class MappingSet:
    """A published set of mappings with the context without which its rows mean nothing.

    `standing` is `final` unless its publisher calls it a draft, superseded or withdrawn.
    """

    slug: str
    title: str
    publisher: str
    issued: str
    style: str
    use_case: str
    licence: str
    exhaustive: bool
    standing: str
    rows: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """One asserted statement that relates elements, with the set it belongs to.

    Several sources or targets are meant together, as their union (OSCAL, mapping
    collection). `strength` is an ordinal judgement from 0 to 10, `standing` that of the set.
    """

    iri: str
    sources: tuple[ElementRef, ...]
    relation: str
    targets: tuple[ElementRef, ...]
    style: str
    mapping_set: str
    standing: str = "final"
    rationale: str | None = None
    strength: int | None = None
    supportive_property: str | None = None
    change_type: str | None = None
    as_printed: str | None = None


__all__ = [
    "EDITION_PATTERN",
    "LOCAL_PATTERN",
    "REFERENCE_PATTERN",
    "Edition",
    "Element",
    "ElementRef",
    "Mapping",
    "MappingSet",
    "Source",
    "edition_iri",
]
