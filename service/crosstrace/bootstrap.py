"""The one place where the parts are put together.

`open_graph` gives what a lookup needs; `open_services` adds the sandboxed workers in
which clients' queries and submissions are handled.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from crosstrace import resources
from crosstrace.crosswalk import Crosswalk, load_links
from crosstrace.lookup import Catalog, load_catalog
from crosstrace.sandbox import Limits, WorkerPool
from crosstrace.settings import Settings
from crosstrace.sources.loader import seed
from crosstrace.sparql import QueryService
from crosstrace.store import GraphStore, open_store
from crosstrace.validation import Validator, reference_graph


@dataclass(frozen=True, slots=True)
class KnowledgeGraph:
    """The seeded store with what is read from it once: the catalog and the crosswalk."""

    store: GraphStore
    catalog: Catalog
    crosswalk: Crosswalk


@dataclass(frozen=True, slots=True)
class Services:
    """Everything the mouths (HTTP, command line) call."""

    settings: Settings
    graph: KnowledgeGraph
    queries: QueryService
    validator: Validator
    pools: tuple[WorkerPool, ...]


def open_graph(location: str) -> KnowledgeGraph:
    """The graph in the store `location` (`memory:` or a folder), seeded when it is new."""
    store = open_store(location)
    seed(store)
    catalog = load_catalog(store)
    return KnowledgeGraph(store, catalog, Crosswalk(catalog, load_links(store)))


@contextmanager
def open_services(settings: Settings) -> Iterator[Services]:
    """The graph with its workers; leaving the context ends them and removes their snapshot."""
    graph = open_graph(settings.store)
    folder = Path(tempfile.mkdtemp(prefix="crosstrace-"))
    pools: list[WorkerPool] = []
    try:
        graph.store.snapshot(folder / "snapshot")
        (folder / "reference.nt").write_bytes(reference_graph(graph.store))
        pools += [_query_pool(settings, folder), _validation_pool(settings, folder)]
        queries, validator = QueryService(pools[0]), Validator(pools[1])
        yield Services(settings, graph, queries, validator, tuple(pools))
    finally:
        for pool in pools:
            pool.close()
        shutil.rmtree(folder, ignore_errors=True)
