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
from crosstrace.access import AccessControl, open_access
from crosstrace.archive import Archive, Reader, open_archive
from crosstrace.crosswalk import Crosswalk, load_links, refresh
from crosstrace.evidence import EvidenceReader
from crosstrace.lookup import Catalog, load_catalog
from crosstrace.sandbox import Limits, WorkerPool
from crosstrace.settings import Settings
from crosstrace.sources.loader import seed
from crosstrace.sparql import QueryService
from crosstrace.store import MEMORY, GraphStore, Login, frameworks_location, is_remote, open_store
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
    archive: Archive
    queries: QueryService[Reader]
    validator: Validator
    evidence: EvidenceReader
    pools: tuple[WorkerPool, ...]
    access: AccessControl


def open_seeded(location: str) -> GraphStore:
    """The frameworks of the store `location`, with the bundled graph in it."""
    store = open_store(frameworks_location(location))
    seed(store)
    return store


def open_graph(location: str) -> KnowledgeGraph:
    """The graph in the store `location`, seeded when it is new.

    What was derived from mappings that have changed since is derived anew.
    """
    return read_graph(open_seeded(location))


def open_frameworks(settings: Settings) -> GraphStore:
    """The frameworks that stand beside graphs at rest: the bundled ones where an endpoint is."""
    return open_seeded(MEMORY if is_remote(settings.store) else settings.store)


def read_graph(store: GraphStore) -> KnowledgeGraph:
    """The graph in a seeded store, with what was derived in it brought up to date."""
    catalog = load_catalog(store)
    crosswalk = Crosswalk(catalog, load_links(store))
    refresh(crosswalk, store, dt.datetime.now(dt.UTC))
    return KnowledgeGraph(store, catalog, crosswalk)


@contextmanager
def open_services(settings: Settings) -> Iterator[Services]:
    """The graph with all its workers; leaving the context ends them."""
    with open_access(settings) as access:  # first: it is quick to find a setting that is wrong
        graph = read_graph(open_frameworks(settings))
        with (
            open_archive(settings.store, graph.store, login(settings)) as archive,
            open_queries(settings, archive) as queries,
            open_validator(settings, graph.store) as validator,
            open_evidence(settings) as evidence,
        ):
            pools = (queries.pool, validator.pool, evidence.pool)
            yield Services(settings, graph, archive, queries, validator, evidence, pools, access)


@contextmanager
def open_queries(settings: Settings, archive: Archive) -> Iterator[QueryService[Reader]]:
    """The query service over everything that `archive` holds."""
    pool = _query_pool(settings)
    try:
        yield QueryService(
            pool, archive, query_bytes=settings.query_bytes, row_limit=settings.query_rows
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


@contextmanager
def open_evidence(settings: Settings) -> Iterator[EvidenceReader]:
    """The reader of evidence; one worker is kept warm, for such files come seldom."""
    pool = WorkerPool(
        "crosstrace.evidence.service:open_reader",
        {},
        limits=_limits(settings, settings.validation_seconds),
        size=1,
        max_size=settings.workers * BURST,
        name="evidence",
    )
    try:
        yield EvidenceReader(pool)
    finally:
        pool.close()


def login(settings: Settings) -> Login | None:
    """How to log in at a SPARQL endpoint that keeps the graphs."""
    secret = settings.store_password.get_secret_value()
    return Login(settings.store_user, secret) if settings.store_user else None


def _query_pool(settings: Settings) -> WorkerPool:
    return WorkerPool(
        "crosstrace.sparql.evaluate:open_evaluator",
        {
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
