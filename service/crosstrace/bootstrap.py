"""The one place where the parts are put together.

`open_graph` gives what a lookup needs; `open_services` adds the sandboxed workers in
which clients' queries and submissions are handled.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from crosstrace import resources
from crosstrace.crosswalk import Crosswalk, load_links, refresh
from crosstrace.lookup import Catalog, load_catalog
from crosstrace.sandbox import Limits, WorkerPool
from crosstrace.settings import Settings
from crosstrace.sources.loader import seed
from crosstrace.sparql import QueryService
from crosstrace.store import GraphStore, open_store
from crosstrace.validation import Validator, identifiers_graph, reference_graph

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


@contextmanager
def open_validator(settings: Settings, store: GraphStore) -> Iterator[Validator]:
    """The validator that knows the elements in `store`."""
    with tempfile.TemporaryDirectory(prefix="crosstrace-") as folder:
        pool = _validation_pool(settings, validator_settings(store, Path(folder)))
        try:
            yield Validator(pool)
        finally:
            pool.close()


def validator_settings(store: GraphStore, folder: Path) -> dict[str, str]:
    """What a worker that validates must be told; writes what `store` knows into `folder`."""
    known = {"reference": reference_graph(store), "identifiers": identifiers_graph(store)}
    settings = {"shapes": str(resources.SHAPES / "implementation")}
    for name, graph in known.items():
        file = folder / f"{name}.nt"
        file.write_bytes(graph)
        settings[name] = str(file)
    return settings


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


def _validation_pool(settings: Settings, told: dict[str, str]) -> WorkerPool:
    return WorkerPool(
        "crosstrace.validation.job:open_validator",
        told,
        limits=_limits(settings, settings.validation_seconds),
        size=settings.workers,
        max_size=settings.workers * BURST,
        name="validation",
    )


def _limits(settings: Settings, seconds: float) -> Limits:
    return Limits(seconds, settings.worker_memory_bytes, settings.answer_bytes)
