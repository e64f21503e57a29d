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
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crosstrace import resources
from crosstrace.sandbox import Limits, Worker, WorkerPool
from crosstrace.settings import Settings
from crosstrace.sources.loader import seed, seed_elements
from crosstrace.store import MEMORY, GraphStore, Login, frameworks_location, is_remote, open_store
from crosstrace.validation import JUDGE, Known, Validator, read_known

if TYPE_CHECKING:
    from crosstrace.access import AccessControl
    from crosstrace.archive import Archive, Reader
    from crosstrace.crosswalk import Crosswalk
    from crosstrace.evidence import EvidenceReader
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
    from crosstrace.access import open_access
    from crosstrace.archive import open_archive

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
    from crosstrace.sparql import QueryService

    pool = _query_pool(settings)
    try:
        yield QueryService(
            pool, archive, query_bytes=settings.query_bytes, row_limit=settings.query_rows
        )
    finally:
        pool.close()


def known_elements(location: str) -> Known:
    """What the store `location` knows of elements; no more of the bundled data is read for it."""
    if location != MEMORY:
        return read_known(open_seeded(location))
    store = open_store(location)
    seed_elements(store)
    return read_known(store)


def open_validator(settings: Settings, store: GraphStore) -> AbstractContextManager[Validator]:
    """The validator that knows the elements in `store`."""
    return open_judge(settings, read_known(store))


@contextmanager
def open_judge(
    settings: Settings, known: Known, started: list[Worker] | None = None
) -> Iterator[Validator]:
    """The validator that knows the elements in `known`.

    `started` may hold workers of `JUDGE` that were started in advance.
    """
    with tempfile.TemporaryDirectory(prefix="crosstrace-") as folder:
        pool = _validation_pool(settings, validator_settings(known, Path(folder)), started)
        try:
            yield Validator(pool, _basis(known))
        finally:
            pool.close()


def _basis(known: Known) -> str:
    """The digest of the known elements and of the bundled shapes."""
    files = sorted(IMPLEMENTATION_SHAPES.glob("*.ttl"))
    texts = (known.reference, known.identifiers, *(file.read_bytes() for file in files))
    return hashlib.sha256(b"".join(hashlib.sha256(text).digest() for text in texts)).hexdigest()


def validator_settings(known: Known, folder: Path) -> dict[str, str]:
    """What a worker that validates must be told; writes what is known into `folder`."""
    settings = {"shapes": str(IMPLEMENTATION_SHAPES)}
    for name, graph in asdict(known).items():
        file = folder / f"{name}.nt"
        file.write_bytes(graph)
        settings[name] = str(file)
    return settings


@contextmanager
def open_evidence(settings: Settings) -> Iterator[EvidenceReader]:
    """The reader of evidence; one worker is kept warm, for such files come seldom."""
    from crosstrace.evidence import EvidenceReader

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


def _validation_pool(
    settings: Settings, told: dict[str, str], started: list[Worker] | None
) -> WorkerPool:
    return WorkerPool(
        JUDGE,
        told,
        limits=_limits(settings, settings.validation_seconds),
        size=settings.workers,
        max_size=settings.workers * BURST,
        name="validation",
        started=started,
    )


def _limits(settings: Settings, seconds: float) -> Limits:
    return Limits(seconds, settings.worker_memory_bytes, settings.answer_bytes)
