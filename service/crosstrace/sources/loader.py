"""Filling a store with the bundled graph, and laying imported wording over it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from crosstrace import resources
from crosstrace.errors import BrokenData
from crosstrace.mappingsets import sssom
from crosstrace.sources import mapping_sets
from crosstrace.sources.citations import read_citations, read_reference_sources
from crosstrace.sources.manifest import SourceFile, manifest_quads, read_manifest
from crosstrace.store import GraphStore, read_query
from crosstrace.vocab import MANIFEST_GRAPH

_PACKAGE = "crosstrace.sources"
_OF_ELEMENTS = (
    "data/errata.ttl",
    "data/frameworks/",
    "data/mappings/csf-1.1-to-csf-2.0.",
    "data/mappings/ssdf-1.1-to-ssdf-1.2-ipd.",
    "ontology/",
)
Reader = Callable[[bytes, str], list[ox.Quad]]


def seed(store: GraphStore, root: Path = resources.ROOT) -> None:
    """Bring the bundled graph in `root` into `store`, checked against the manifest.

    A store that holds this very manifest is left as it is; one that holds another gets the
    bundled graphs anew and keeps what was imported or derived. `BrokenData` names the file
    that is wrong.
    """
    manifest = manifest_quads(root / "data")
    if _holds(store, manifest):
        return
    quads = read_bundle(root)
    earlier = {row["graph"] for row in store.select(read_query(_PACKAGE, "manifest"))}
    current = {entry.graph for entry in read_manifest(root / "data")}
    _rebuild(store, quads, earlier | current, manifest)


def seed_elements(store: GraphStore, root: Path = resources.ROOT) -> None:
    """Bring only the ontology, the editions and what became of their elements into `store`.

    Enough, and several times faster than `seed`, for who needs to know which elements there are;
    the store is to be empty.
    """
    quads: list[ox.Quad] = []
    for entry in read_manifest(root / "data"):
        if entry.path.startswith(_OF_ELEMENTS):
            quads += read_checked(root, entry)
    store.replace_graphs(quads, [])
    store.update(read_query(_PACKAGE, "infer-superclasses"))


def lay_over(store: GraphStore, graph: str, quads: list[ox.Quad]) -> None:
    """Put an import into its named `graph`, in place of an earlier one; bundled text gives way."""
    _rebuild(store, quads, {graph}, manifest_quads(resources.DATA))


def _rebuild(
    store: GraphStore, quads: list[ox.Quad], names: set[str], manifest: list[ox.Quad]
) -> None:
    # Without its manifest a store is seeded anew at the next opening, so a crash between
    # these steps leaves nothing half done.
    store.replace_graphs([], [MANIFEST_GRAPH])
    store.replace_graphs(quads, names)
    store.update(read_query(_PACKAGE, "infer-superclasses"))
    store.update(read_query(_PACKAGE, "prefer-publisher-text"))
    store.replace_graphs(manifest, [MANIFEST_GRAPH])


def bundled_graphs() -> set[str]:
    """The names of the graphs that come with Crosstrace."""
    return {entry.graph for entry in read_manifest(resources.DATA)}


def read_bundle(root: Path) -> list[ox.Quad]:
    """Every statement of the bundled files, as authored; each file checked."""
    quads: list[ox.Quad] = []
    for entry in read_manifest(root / "data"):
        quads += read_checked(root, entry)
    return quads


def read_checked(root: Path, entry: SourceFile) -> list[ox.Quad]:
    """The statements of one bundled file; `BrokenData` when it isn't what the manifest says."""
    try:
        body = (root / entry.path).read_bytes()
    except OSError as error:
        raise BrokenData(f"{entry.path} is in the manifest but can't be read.") from error
    quads = read_file(root / entry.path, entry.graph)
    entry.check(body, len(quads))
    return quads


def read_file(path: Path, graph: str) -> list[ox.Quad]:
    """The statements of a bundled file in the form its folder and ending say."""
    body = path.read_bytes()
    for ending, reader in _READERS.items():
        if path.name.endswith(ending):
            return reader(body, graph)
    raise BrokenData(f"{path.name} has no form that is read here.")


def _turtle(body: bytes, graph: str) -> list[ox.Quad]:
    name = ox.NamedNode(graph)
    return [
        ox.Quad(q.subject, q.predicate, q.object, name)
        for q in ox.parse(body, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
    ]


def _edition_of(graph: str) -> str:
    return graph.rsplit("/", 1)[1]


_READERS: dict[str, Reader] = {
    ".ttl": _turtle,
    ".sssom.tsv": lambda body, _: mapping_sets.quads(sssom.read(body.decode())),
    "-sources.tsv": lambda body, graph: read_reference_sources(body.decode(), _edition_of(graph)),
    ".tsv": lambda body, graph: read_citations(body.decode(), _edition_of(graph)),
}


def _holds(store: GraphStore, manifest: list[ox.Quad]) -> bool:
    return MANIFEST_GRAPH in store.graph_names() and store.graph(MANIFEST_GRAPH) == set(manifest)
