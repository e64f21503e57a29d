"""The publisher's wording as the statements of a named graph of its own.

The graph says of each element only what the bundled graph leaves open: its text and whose
it is. Examples the edition doesn't list become elements, complete. The bundled definition of
an element laid over here gives way when the graph is loaded, so no triple stands twice.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import pyoxigraph as ox

from crosstrace.errors import InvalidInput
from crosstrace.sources.oscal.corrections import correct
from crosstrace.sources.oscal.model import Catalog, CatalogEntry, Example
from crosstrace.sources.oscal.report import Correction, Ignored, ImportReport
from crosstrace.vocab import CT, DCAT, DCTERMS, ID, IMPORT_GRAPHS, PROV, RDF, SKOS, XSD

_Value: TypeAlias = ox.NamedNode | ox.Literal


@dataclass(frozen=True, slots=True)
class Overlay:
    """The named graph's IRI, its statements, and the report of how they came about."""

    graph: str
    quads: tuple[ox.Quad, ...]
    report: ImportReport

    def summary(self) -> tuple[str, ...]:
        """The report as plain lines."""
        return self.report.lines()


def overlay(
    catalog: Catalog,
    known: Mapping[str, str],
    *,
    source_name: str,
    digest_sha256: str,
    imported: dt.date,
) -> Overlay:
    """Lay the wording of `catalog` over the elements `known` (id to kind) of its edition.

    `known` is what the bundled graph holds: no element of an earlier import. `source_name`
    and `digest_sha256` (hex) identify the file. `InvalidInput` when `catalog` and `known`
    have no element in common.
    """
    active = [entry for entry in catalog.controls if entry.id in known and not entry.withdrawn]
    if not active:
        raise InvalidInput(
            f"No entry of the catalog, which has {len(catalog.controls)}, is an active element of "
            f"{catalog.edition_slug}; name the edition that it is of."
        )
    laying = _Laying(catalog.edition_slug, known)
    laying.describe(catalog, source_name, digest_sha256, imported)
    for entry in active:
        laying.lay_entry(entry)
    quads = tuple(ox.Quad(*statement, laying.graph) for statement in laying.statements)
    return Overlay(laying.graph.value, quads, laying.report(_ignored(catalog, known)))


def _ignored(catalog: Catalog, known: Mapping[str, str]) -> Iterator[Ignored]:
    for entry in catalog.controls:
        if entry.withdrawn:
            yield Ignored(entry.id, entry.class_, "marked as withdrawn", len(entry.examples))
        elif entry.id not in known:
            reason = f"not an active element of {catalog.edition_slug}, though unmarked"
            yield Ignored(entry.id, entry.class_, reason, len(entry.examples))


class _Laying:
    """One overlay in the making: its statements, and what has to be reported."""

    def __init__(self, edition: str, known: Mapping[str, str]) -> None:
        self.graph = ox.NamedNode(IMPORT_GRAPHS + edition)
        self.statements: list[tuple[ox.NamedNode, ox.NamedNode, _Value]] = []
        self._edition = edition
        self._known = known
        self._texts: Counter[str] = Counter()
        self._examples = 0
        self._new_examples = 0
        self._told: set[str] = set()
        self._corrections: list[Correction] = []
        self._untold: list[str] = []

    def report(self, ignored: Iterator[Ignored]) -> ImportReport:
        missing = [local for local in self._known if local not in self._told]
        return ImportReport(
            edition=self._edition,
            texts=dict(self._texts),
            examples=self._examples,
            new_examples=self._new_examples,
            ignored=tuple(ignored),
            corrections=tuple(self._corrections),
            without_text=tuple(dict.fromkeys([*missing, *self._untold])),
        )

    def describe(self, catalog: Catalog, name: str, digest: str, imported: dt.date) -> None:
        """State what the graph is, and of which file and day."""
        source = ox.NamedNode(self.graph.value + "#source")
        checksum = ox.NamedNode(self.graph.value + "#digest")
        title = f"Publisher's wording of {self._edition}, imported from {name}"
        self._say(self.graph, RDF + "type", _term("WordingOverlay"))
        self._say(self.graph, DCTERMS + "title", _english(title))
        self._say(self.graph, DCTERMS + "source", source)
        self._say(self.graph, CT + "digest", checksum)
        self._say(self.graph, PROV + "generatedAtTime", _date(imported))
        if catalog.published:
            self._say(self.graph, DCTERMS + "issued", _date(catalog.published))
        self._say(source, RDF + "type", ox.NamedNode(PROV + "Entity"))
        self._say(source, DCTERMS + "identifier", ox.Literal(name))
        self._say(source, DCTERMS + "title", _english(catalog.title))
        self._say(source, DCAT + "version", ox.Literal(catalog.version))
        self._say(checksum, CT + "algorithm", ox.Literal("SHA-256"))
        self._say(checksum, CT + "value", ox.Literal(digest))

    def lay_entry(self, entry: CatalogEntry) -> None:
        """Lay the entry's text and its examples."""
        if self._lay_text(entry.id, entry.prose, f"OSCAL catalog, {entry.id}"):
            self._texts[self._known[entry.id]] += 1
        if any(one.number > two.number for one, two in pairwise(entry.examples)):
            self._corrections.append(
                Correction(entry.id, "examples out of order, numbered by their titles")
            )
        for example in sorted(entry.examples, key=lambda example: example.number):
            self._lay_example(entry, example)

    def _lay_example(self, entry: CatalogEntry, example: Example) -> None:
        local = f"{entry.id}.E{example.number}"
        place = f"OSCAL catalog, part {example.id}"
        if not self._lay_text(local, example.text, place):
            return
        self._examples += 1
        if local not in self._known:
            self._new_examples += 1
            self._introduce(local, entry, example, place)

    def _lay_text(self, local: str, text: str, place: str) -> bool:
        if not text:
            self._untold.append(local)
            return False
        corrected, applied = correct(text)
        self._corrections += (Correction(local, what) for what in applied)
        self._told.add(local)
        node = self._node(local)
        self._say(node, SKOS + "definition", _english(corrected))
        self._say(node, CT + "textSource", _term("PublisherText"))
        self._say(node, CT + "textLocator", ox.Literal(place))
        return True

    def _introduce(self, local: str, entry: CatalogEntry, example: Example, place: str) -> None:
        """State everything an element needs of an example the edition doesn't list."""
        node = self._node(local)
        label = example.title or f"Example {example.number}"
        whose = _term("PublisherText" if example.title else "OwnTitle")
        self._say(node, RDF + "type", _term("ImplementationExample"))
        self._say(node, SKOS + "inScheme", ox.NamedNode(ID + self._edition))
        self._say(node, SKOS + "broader", self._node(entry.id))
        self._say(node, SKOS + "notation", ox.Literal(example.id))
        self._say(node, SKOS + "prefLabel", _english(label))
        self._say(node, CT + "labelSource", whose)
        self._say(node, DCTERMS + "source", self.graph)
        self._say(node, CT + "locator", ox.Literal(place))

    def _node(self, local: str) -> ox.NamedNode:
        return ox.NamedNode(f"{ID}{self._edition}/{local}")

    def _say(self, subject: ox.NamedNode, predicate: str, value: _Value) -> None:
        self.statements.append((subject, ox.NamedNode(predicate), value))


def _term(name: str) -> ox.NamedNode:
    return ox.NamedNode(CT + name)


def _english(text: str) -> ox.Literal:
    return ox.Literal(text, language="en")


def _date(day: dt.date) -> ox.Literal:
    return ox.Literal(day.isoformat(), datatype=ox.NamedNode(XSD + "date"))
