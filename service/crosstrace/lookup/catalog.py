"""The elements, editions and mapping sets of a store, ready for lookup."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from crosstrace.errors import NotFound
from crosstrace.lookup.rows import element_of, token_of
from crosstrace.model import Edition, Element, ElementRef, MappingSet, Source
from crosstrace.store import GraphStore, Row, read_query
from crosstrace.vocab import CT, ID, local_name, token

_PACKAGE = "crosstrace.lookup"
FINAL = CT + "Final"
"""The standing of a set whose publisher says nothing else."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A printed reference to a source of which no edition is held."""

    source: str
    page: str
    as_printed: str


@dataclass(frozen=True, slots=True)
class Catalog:
    """Every element by reference, with its children in the order of their identifiers."""

    elements: Mapping[ElementRef, Element]
    children: Mapping[ElementRef, tuple[ElementRef, ...]]
    editions: Mapping[str, Edition]
    mapping_sets: Mapping[str, MappingSet]
    citations: Mapping[ElementRef, tuple[Citation, ...]]

    def element(self, ref: ElementRef) -> Element:
        """The element named `ref`; `NotFound` says which editions and neighbours exist."""
        self.edition(ref.edition)
        if ref not in self.elements:
            raise NotFound(f"{ref} does not exist. {self._hint(ref)}")
        return self.elements[ref]

    def edition(self, slug: str) -> Edition:
        """The edition `slug`; `NotFound` lists those that are held."""
        if slug not in self.editions:
            held = ", ".join(sorted(self.editions))
            raise NotFound(f"No edition {slug!r} is held; the editions are {held}.")
        return self.editions[slug]

    def of_edition(self, slug: str) -> Iterable[Element]:
        """The elements of one edition, in the order of their identifiers."""
        return (e for ref, e in self.elements.items() if ref.edition == slug)

    def _hint(self, ref: ElementRef) -> str:
        elsewhere = [str(e) for e in self.elements if e.local == ref.local]
        if elsewhere:
            return f"The identifier exists in another edition: {', '.join(sorted(elsewhere))}."
        example = next(iter(self.of_edition(ref.edition))).ref
        return f"Identifiers of {ref.edition} look like {example}."


def load_catalog(store: GraphStore) -> Catalog:
    """Read the catalog from `store`."""
    found = (_element(row) for row in store.select(read_query(_PACKAGE, "elements")))
    elements = {e.ref: e for e in sorted(found, key=lambda e: natural_order(e.ref))}
    children: dict[ElementRef, list[ElementRef]] = defaultdict(list)
    for element in elements.values():
        if element.parent is not None:
            children[element.parent].append(element.ref)
    return Catalog(
        elements=elements,
        children={parent: tuple(refs) for parent, refs in children.items()},
        editions=_editions(store, elements.values()),
        mapping_sets={s.slug: s for s in map(_mapping_set, _rows(store, "mapping-sets"))},
        citations=_citations(store),
    )


def _rows(store: GraphStore, name: str) -> list[Row]:
    return store.select(read_query(_PACKAGE, name))


_FUNCTIONS = ("GV", "ID", "PR", "DE", "RS", "RC", "GOVERN", "MAP", "MEASURE", "MANAGE")
_ITEMS = ("R", "C", "N", "E")
_CHUNK = re.compile(r"\d+|[A-Za-z]+")


def natural_order(ref: ElementRef) -> tuple[str, list[tuple[int, int, str]]]:
    """A sort key: editions by slug, functions as published, numbers by their value."""
    return ref.edition, [_chunk_order(chunk) for chunk in _CHUNK.findall(ref.local)]


def _chunk_order(chunk: str) -> tuple[int, int, str]:
    if chunk.isdigit():
        return 0, int(chunk), ""
    for rank, names in enumerate((_FUNCTIONS, _ITEMS), start=1):
        if chunk in names:
            return rank, names.index(chunk), ""
    return 3, 0, chunk


def _element(row: Row) -> Element:
    return Element(
        ref=ElementRef.from_iri(row["iri"]),
        kind=token(row["kind"]),
        notation=row["notation"],
        label=row["label"],
        own_label=local_name(row["labelSource"]) == "OwnTitle",
        source=Source(row["sourceTitle"], row["locator"]),
        text=row.get("text"),
        own_text=local_name(row.get("textSource", "")) == "OwnTitle",
        parent=element_of(row, "parent"),
        priority=token_of(row, "priority"),
        profile_status=token_of(row, "profileStatus"),
        refines=element_of(row, "refines"),
        change_note=row.get("changeNote"),
        exhaustive=row.get("exhaustive") == "true",
    )


def _editions(store: GraphStore, elements: Iterable[Element]) -> dict[str, Edition]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for element in elements:
        counts[element.ref.edition][element.kind] += 1
    editions = {}
    for row in _rows(store, "editions"):
        slug = row["iri"].removeprefix(ID)
        editions[slug] = Edition(
            slug=slug,
            title=row["title"],
            version=row["version"],
            publisher=row["publisher"],
            publication_status=token(row["status"]),
            issued=row["issued"],
            element_counts=tuple(sorted(counts[slug].items())),
            framework=local_name(row["framework"]) if "framework" in row else None,
        )
    return editions


def _mapping_set(row: Row) -> MappingSet:
    return MappingSet(
        slug=local_name(row["iri"]),
        title=row["title"],
        publisher=row["publisher"],
        issued=row["issued"],
        style=token(row["style"]),
        use_case=row["useCase"],
        licence=row["licence"],
        exhaustive=row["exhaustive"] == "true",
        standing=token(row.get("standing", FINAL)),
        rows=int(row["rows"]),
    )


def _citations(store: GraphStore) -> dict[ElementRef, tuple[Citation, ...]]:
    found: dict[ElementRef, list[Citation]] = defaultdict(list)
    for row in _rows(store, "citations"):
        citation = Citation(row["source"], row["page"], row["asPrinted"])
        found[ElementRef.from_iri(row["element"])].append(citation)
    return {ref: tuple(items) for ref, items in found.items()}
