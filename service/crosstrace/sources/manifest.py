"""The manifest: for every bundled file its graph, digest and number of statements."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from crosstrace.errors import BrokenData
from crosstrace.store import GraphStore, read_query
from crosstrace.vocab import MANIFEST_GRAPH

MANIFEST_FILE = "manifest.ttl"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One bundled file: `path` is relative to the folder that holds `data/` and `ontology/`."""

    path: str
    graph: str
    sha256: str
    statements: int

    def check(self, body: bytes, statements: int) -> None:
        """Raise `BrokenData` unless `body` and the statements read from it are as recorded."""
        digest = hashlib.sha256(body).hexdigest()
        if digest != self.sha256:
            raise BrokenData(f"{self.path} has SHA-256 {digest}; the manifest says {self.sha256}.")
        if statements != self.statements:
            raise BrokenData(
                f"{self.path} holds {statements} statements; the manifest says {self.statements}."
            )


def manifest_quads(data: Path) -> list[ox.Quad]:
    """The manifest's own statements, in its named graph."""
    body = (data / MANIFEST_FILE).read_bytes()
    graph = ox.NamedNode(MANIFEST_GRAPH)
    return [
        ox.Quad(q.subject, q.predicate, q.object, graph)
        for q in ox.parse(body, format=ox.RdfFormat.TURTLE)
    ]


def read_manifest(data: Path) -> list[SourceFile]:
    """The files the manifest in the folder `data` lists, sorted by path."""
    store = GraphStore.in_memory()
    store.replace_graphs(manifest_quads(data), [MANIFEST_GRAPH])
    return [
        SourceFile(row["path"], row["graph"], row["sha256"], int(row["statements"]))
        for row in store.select(read_query("crosstrace.sources", "manifest"))
    ]
