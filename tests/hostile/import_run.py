"""Every importer as a function of a file's bytes, and what became of a case."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from typing import Any, Final

import pyoxigraph as ox
from hostile_case import sent
from hostile_run import Answer, unclear
from import_case import READ, ImportCase

from crosstrace.components import read_components
from crosstrace.conversion.graph import Graph
from crosstrace.errors import CrosstraceError
from crosstrace.evidence import read_evidence
from crosstrace.exchange.importing import import_sets
from crosstrace.lookup import Catalog
from crosstrace.mappingsets import MappingDocument, olir, oscal_read, sssom, tables, unstated
from crosstrace.sources.wording import import_oscal_catalog, import_oscal_edition
from crosstrace.store import GraphStore

BASE: Final = "https://example.org/"
SLUG: Final = "ours"
TODAY: Final = dt.date(2026, 11, 26)
_ENDS: Final = {"source_edition": "csf-2.0", "target_edition": "ai-rmf-1.0"}

Losses = tuple[str, ...]


def same_graph(turtle: str, triples: set[ox.Triple]) -> None:
    """Assert that Turtle says what was meant, and nothing that a value smuggled in."""
    found = {quad.triple for quad in ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE)}
    assert found == triples


class Importers:
    """The importers, on one store."""

    def __init__(self, store: GraphStore, catalog: Catalog) -> None:
        self.store, self.catalog = store, catalog
        self.by_name: dict[str, Callable[..., Losses]] = {
            "evidence": self._evidence,
            "component": self._component,
            "catalog": self._catalog,
            "edition": self._edition,
            "sssom": self._sssom,
            "olir": self._olir,
            "table": lambda body: self._sets([tables.read(body)]),
            "mapping": self._mapping,
        }

    def ask(self, case: ImportCase, listener: str) -> Answer:
        """The answer to a case; a file that is refused changes nothing."""
        body, before = sent(case.body, listener), self.store.graph_names()
        begun = time.monotonic()
        try:
            losses = self.by_name[case.importer](body, **case.given)
        except CrosstraceError as error:
            assert self.store.graph_names() == before
            return Answer(error.slug, error.detail, frozenset(), None, time.monotonic() - begun)
        said = " ".join(losses) or "Nothing is lost."
        return Answer(READ, said, frozenset(), None, time.monotonic() - begun)

    def _evidence(self, body: bytes) -> Losses:
        graph = Graph(BASE)
        losses = read_evidence(body, graph).losses
        same_graph(graph.turtle(), set(graph.triples()))
        return losses

    def _component(self, body: bytes) -> Losses:
        return read_components(body, base=BASE, imported=TODAY).losses

    def _catalog(self, body: bytes, name: str = "catalog.json") -> Losses:
        import_oscal_catalog(
            self.store, self.catalog, body, name=name, edition="ssdf-1.1", imported=TODAY
        )
        return ()

    def _edition(self, body: bytes, name: str = "catalog.json") -> Losses:
        import_oscal_edition(
            self.store,
            self.catalog,
            body,
            name=name,
            slug="new-1",
            publisher=BASE,
            imported=TODAY,
        )
        return ()

    def _sssom(self, body: bytes, slug: str = SLUG) -> Losses:
        given: dict[str, Any] = {**_ENDS, "rationale": "semantic", "stand_ins": _unstated(body)}
        return self._sets([sssom.read(body.decode(), slug=slug, **given)])

    def _olir(self, body: bytes, reference: str = "ai-rmf-1.0") -> Losses:
        found = olir.read(
            body, focal="csf-2.0", reference=reference, slug=SLUG, stand_ins=_unstated(body)
        )
        return self._sets([found])

    def _mapping(self, body: bytes) -> Losses:
        return self._sets(oscal_read.read(body, stand_ins=_unstated(body)))

    def _sets(self, documents: list[MappingDocument]) -> Losses:
        found = import_sets(self.store, self.catalog, documents)
        for graph in (name for name in self.store.graph_names() if name.endswith(f"/{SLUG}")):
            triples = {quad.triple for quad in self.store.graph(graph)}
            for syntax in (ox.RdfFormat.TURTLE, ox.RdfFormat.RDF_XML):
                written = ox.serialize(triples, format=syntax) or b""
                assert {quad.triple for quad in ox.parse(written, format=syntax)} == triples
        return tuple(loss for one in found for loss in one.losses)


def _unstated(body: bytes) -> dict[str, Any]:
    return unstated.unstated(SLUG, body, TODAY)


def import_faults(case: ImportCase, answer: Answer) -> list[str]:
    """What is wrong with an answer; nothing, when it is the one to expect."""
    found = []
    if answer.kind != case.answer:
        found.append(f"{answer.kind} ({answer.said}) in place of {case.answer}")
    elif case.says not in answer.said:
        found.append(f"{answer.said!r} does not say {case.says!r}")
    return found if answer.kind == READ else found + unclear(answer.said)
