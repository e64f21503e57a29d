"""A whole OSCAL catalog as an edition of its own, for frameworks that don't come bundled."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

import pyoxigraph as ox

from crosstrace.errors import InvalidInput, TooLarge
from crosstrace.model import LOCAL_PATTERN, edition_iri
from crosstrace.sources.oscal.model import Catalog, CatalogEntry
from crosstrace.vocab import CT, DCAT, DCTERMS, PROV, RDF, SKOS, XSD

MAX_BYTES: Final = 32 * 2**20
"""Size limit of a file; NIST's catalog of SP 800-53 has ten MiB."""

MAX_ENTRIES: Final = 20_000
"""Groups and controls; the largest catalogs of NIST have some thousand."""

_LOCAL: Final = re.compile(LOCAL_PATTERN)
_Value: TypeAlias = ox.NamedNode | ox.Literal


@dataclass(frozen=True, slots=True)
class NewEdition:
    """The edition's named graph, its statements, and what could not be taken over."""

    graph: str
    quads: tuple[ox.Quad, ...]
    elements: int
    left_out: tuple[str, ...]

    def summary(self) -> tuple[str, ...]:
        """What was done, as plain lines."""
        name = self.graph.rsplit("/", 1)[1]
        return (f"{name}: {self.elements} elements brought in.", *self.left_out)


def new_edition(
    catalog: Catalog, *, publisher: str, source_name: str, imported: dt.date
) -> NewEdition:
    """The catalog as an edition; groups become groups, controls become controls.

    `publisher` is an IRI. `InvalidInput` when the catalog has no entries or one identifier twice.
    """
    if not catalog.controls:
        raise InvalidInput("The catalog has neither groups nor controls.")
    if len(catalog.controls) > MAX_ENTRIES:
        raise TooLarge(f"The catalog has more than {MAX_ENTRIES:,} groups and controls; split it.")
    names = {entry.id: _local(entry) for entry in catalog.controls}
    twice = [local for local, number in Counter(names.values()).items() if number > 1]
    if twice:
        raise InvalidInput(f"The catalog has the identifier {twice[0]!r} twice.")
    making = _Making(catalog, names, publisher, source_name, imported)
    graph = ox.NamedNode(edition_iri(catalog.edition_slug))
    quads = tuple(ox.Quad(*statement, graph) for statement in making.statements())
    examples = sum(len(entry.examples) for entry in catalog.controls)
    left_out = (f"{examples} examples of controls are not taken over.",) if examples else ()
    return NewEdition(graph.value, quads, len(names), left_out)


def _local(entry: CatalogEntry) -> str:
    """The identifier in our references: the publisher's label, or the catalog's id."""
    for text in (entry.label.replace(" ", "-"), entry.id):
        if _LOCAL.fullmatch(text):
            return text
    raise InvalidInput(f"The entry {entry.id!r} has no identifier that a reference could have.")


@dataclass(frozen=True, slots=True)
class _Making:
    catalog: Catalog
    names: dict[str, str]
    publisher: str
    source_name: str
    imported: dt.date

    def statements(self) -> Iterator[tuple[ox.NamedNode, ox.NamedNode, _Value]]:
        edition = edition_iri(self.catalog.edition_slug)
        about = {edition: self._edition(), f"{edition}#source": self._source()}
        for entry in self.catalog.controls:
            about[f"{edition}/{self.names[entry.id]}"] = self._element(edition, entry)
        for subject, said in about.items():
            for predicate, value in said:
                yield ox.NamedNode(subject), ox.NamedNode(predicate), value

    def _edition(self) -> Iterator[tuple[str, _Value]]:
        yield RDF + "type", ox.NamedNode(CT + "FrameworkEdition")
        yield DCTERMS + "title", _english(self.catalog.title)
        yield DCAT + "version", ox.Literal(self.catalog.version)
        yield DCTERMS + "issued", _day(self.catalog.published or self.imported)
        yield DCTERMS + "publisher", ox.NamedNode(self.publisher)
        yield CT + "publicationStatus", ox.NamedNode(CT + "Final")

    def _source(self) -> Iterator[tuple[str, _Value]]:
        yield RDF + "type", ox.NamedNode(PROV + "Entity")
        yield DCTERMS + "identifier", ox.Literal(self.source_name)
        yield PROV + "generatedAtTime", _day(self.imported)

    def _element(self, edition: str, entry: CatalogEntry) -> Iterator[tuple[str, _Value]]:
        yield RDF + "type", ox.NamedNode(CT + ("Group" if entry.parent is None else "Control"))
        yield SKOS + "inScheme", ox.NamedNode(edition)
        yield SKOS + "notation", ox.Literal(entry.label or entry.id)
        yield SKOS + "prefLabel", _english(entry.title)
        yield CT + "labelSource", ox.NamedNode(CT + "PublisherText")
        yield DCTERMS + "source", ox.NamedNode(f"{edition}#source")
        yield CT + "locator", ox.Literal(f"OSCAL catalog, {entry.id}")
        if entry.parent is not None:
            yield SKOS + "broader", ox.NamedNode(f"{edition}/{self.names[entry.parent]}")
        if entry.prose:
            yield SKOS + "definition", _english(entry.prose)
            yield CT + "textSource", ox.NamedNode(CT + "PublisherText")
        if entry.withdrawn:
            yield SKOS + "changeNote", _english("Withdrawn by its publisher.")


def _english(text: str) -> ox.Literal:
    return ox.Literal(text, language="en")


def _day(day: dt.date) -> ox.Literal:
    return ox.Literal(day.isoformat(), datatype=ox.NamedNode(XSD + "date"))
