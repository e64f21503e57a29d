"""The one place where the parts are put together.

`open_graph` gives what a lookup needs; `open_services` adds the sandboxed workers in
which clients' queries and submissions are handled.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crosstrace import resources
from crosstrace.sandbox import Limits, Worker, WorkerPool
from crosstrace.settings import Settings
from crosstrace.sources.loader import seed, seed_elements
from crosstrace.store import MEMORY, GraphStore, open_store
from crosstrace.validation import JUDGE, Validator, reference_graph

if TYPE_CHECKING:
    from crosstrace.crosswalk import Crosswalk
    from crosstrace.lookup import Catalog
    from crosstrace.sparql import QueryService

IMPLEMENTATION_SHAPES = resources.SHAPES / "implementation"
BURST = 4
"""How many times the warm workers may run at once when clients come together."""


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


def open_seeded(location: str) -> GraphStore:
    """The store `location` (`memory:` or a folder) with the bundled graph in it."""
    store = open_store(location)
    seed(store)
    return store


def open_graph(location: str) -> KnowledgeGraph:
    """The graph in the store `location` (`memory:` or a folder), seeded when it is new.

    What was derived from mappings that have changed since is derived anew.
    """
    return read_graph(open_seeded(location))


def read_graph(store: GraphStore) -> KnowledgeGraph:
    """The graph in a seeded store, with what was derived in it brought up to date."""
    # Here, as in `open_queries`, for it takes its time to load and not every command needs it.
    from crosstrace.crosswalk import Crosswalk, load_links, refresh
    from crosstrace.lookup import load_catalog

    catalog = load_catalog(store)
    crosswalk = Crosswalk(catalog, load_links(store))
    refresh(crosswalk, store, dt.datetime.now(dt.UTC))
    return KnowledgeGraph(store, catalog, crosswalk)


@contextmanager
def open_services(settings: Settings) -> Iterator[Services]:
    """The graph with all its workers; leaving the context ends them."""
    graph = open_graph(settings.store)
    with (
        open_queries(settings, graph.store) as queries,
        open_validator(settings, graph.store) as validator,
    ):
        yield Services(settings, graph, queries, validator, (queries.pool, validator.pool))


@contextmanager
def open_queries(settings: Settings, store: GraphStore) -> Iterator[QueryService]:
    """The query service over a snapshot of `store`."""
    from crosstrace.sparql import QueryService

    with tempfile.TemporaryDirectory(prefix="crosstrace-") as folder:
        snapshot = Path(folder) / "snapshot"
        store.snapshot(snapshot)
        pool = _query_pool(settings, snapshot)
        try:
            yield QueryService(
                pool, query_bytes=settings.query_bytes, row_limit=settings.query_rows
            )
        finally:
            pool.close()


def known_elements(location: str) -> bytes:
    """The reference graph of the store `location`; no more of the bundled data is read for it."""
    if location != MEMORY:
        return reference_graph(open_seeded(location))
    store = open_store(location)
    seed_elements(store)
    return reference_graph(store)


def open_validator(settings: Settings, store: GraphStore) -> AbstractContextManager[Validator]:
    """The validator that knows the elements in `store`."""
    return open_judge(settings, reference_graph(store))


@contextmanager
def open_judge(
    settings: Settings, reference: bytes, started: list[Worker] | None = None
) -> Iterator[Validator]:
    """The validator that knows the elements in the graph `reference`.

    `started` may hold workers of `JUDGE` that were started in advance.
    """
    with tempfile.TemporaryDirectory(prefix="crosstrace-") as folder:
        file = Path(folder) / "reference.nt"
        file.write_bytes(reference)
        pool = _validation_pool(settings, file, started)
        try:
            yield Validator(pool, _basis(reference))
        finally:
            pool.close()


def _basis(reference: bytes) -> str:
    """The digest of the known elements and of the bundled shapes."""
    files = sorted(IMPLEMENTATION_SHAPES.glob("*.ttl"))
    texts = (reference, *(file.read_bytes() for file in files))
    return hashlib.sha256(b"".join(hashlib.sha256(text).digest() for text in texts)).hexdigest()


def _query_pool(settings: Settings, snapshot: Path) -> WorkerPool:
    return WorkerPool(
        "crosstrace.sparql.evaluate:open_evaluator",
        {
            "snapshot": str(snapshot),
            "query_bytes": settings.query_bytes,
            "query_rows": settings.query_rows,
        },
        limits=_limits(settings, settings.query_seconds),
        size=settings.workers,
        max_size=settings.workers * BURST,
        name="query",
    )


def _validation_pool(
    settings: Settings, reference: Path, started: list[Worker] | None
) -> WorkerPool:
    return WorkerPool(
        JUDGE,
        {
            "shapes": str(IMPLEMENTATION_SHAPES),
            "reference": str(reference),
        },
        limits=_limits(settings, settings.validation_seconds),
        size=settings.workers,
        max_size=settings.workers * BURST,
        name="validation",
        started=started,
    )


def _limits(settings: Settings, seconds: float) -> Limits:
    return Limits(seconds, settings.worker_memory_bytes, settings.answer_bytes)
