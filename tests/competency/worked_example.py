"""The three organizations' graphs at rest in a service, kept on the days on which they came.

Heron-7B has two versions: the first came before anybody had spoken against its statements.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from api_harness import example, running
from crosstrace.bootstrap import Services, open_seeded, open_services, read_graph
from crosstrace.crosswalk import materialise
from crosstrace.exchange.importing import import_set
from crosstrace.mappingsets import MappingDocument, MappingRow, SetHeader
from crosstrace.model import ElementRef
from crosstrace.settings import Settings
from crosstrace.web.app import create_app
from kept_days import keeping_time
from three_organizations import FOLDER

SETTINGS = Settings(workers=1, query_seconds=20)  # no test depends on how busy the machine is
HERON, MILLRACE, FERNWICK = "heron-7b", "ledgerlens", "acquisition"
FIRST_DAY, SECOND_DAY = dt.date(2026, 11, 18), dt.date(2026, 11, 20)


@contextmanager
def asked(services: Services) -> Iterator[httpx.Client]:
    """A client of the service."""
    with (
        running(create_app(services)) as server,
        httpx.Client(base_url=server.url, timeout=60) as client,
    ):
        yield client


def submit_all(client: httpx.Client) -> None:
    """All graphs, and Heron's first version before them."""
    producer = example(f"{FOLDER}/model-producer.ttl")
    with keeping_time(FIRST_DAY):
        _submit(client, HERON, without_objections(producer))
    with keeping_time(SECOND_DAY):
        _submit(client, HERON, producer)
        _submit(client, MILLRACE, example(f"{FOLDER}/system-producer.ttl"))
        _submit(client, FERNWICK, example(f"{FOLDER}/acquirer.ttl"))


def without_objections(producer: bytes) -> bytes:
    """Heron's graph without its section on what speaks against statements."""
    head, _, rest = producer.partition(b"# --- What speaks against")
    _, line, evidence = rest.partition(b"# --- Evidence ---")
    assert line
    return head + line + evidence


def _submit(client: httpx.Client, name: str, body: bytes) -> None:
    headers = {"Content-Type": "text/turtle"}
    answer = client.put(f"/v1/graphs/{name}", content=body, headers=headers)
    assert answer.is_success, answer.text


# Mappings that nobody has published: they show what a set of one's own makes of the questions.
_HEADER = {
    "version": "1",
    "publisher": "https://example.org/",
    "sources": ("https://example.org/mappings",),
    "issued": "2026-11-24",
    "licence": "https://example.org/licence",
    "style": "set_theory",
    "use_case": "Testing.",
    "source_edition": "csf-2.0",
    "target_edition": "ssdf-1.1",
}


def _row(number: int, outcome: str, relation: str, task: str, **more: object) -> MappingRow:
    ends = (ElementRef("csf-2.0", outcome),), relation, (ElementRef("ssdf-1.1", task),)
    return MappingRow(*ends, f"{outcome}..{task}", number, **more)  # type: ignore[arg-type]


MADE_UP = (
    MappingDocument(
        SetHeader(slug="made-up-one", title="One", **_HEADER),  # type: ignore[arg-type]
        (
            _row(1, "ID.RA-01", "no_relationship", "RV.1.2", rationale="functional", strength=0),
            _row(2, "PR.AA-05", "subset_of", "PS.1.1", rationale="semantic", strength=6),
            _row(3, "PR.PS-06", "superset_of", "PW.7.1", rationale="semantic", strength=6),
        ),
    ),
    MappingDocument(
        SetHeader(slug="made-up-two", title="Two", **_HEADER),  # type: ignore[arg-type]
        (_row(1, "PR.PS-06", "no_relationship", "PW.7.1", rationale="semantic", strength=0),),
    ),
)


def write_made_up(folder: Path) -> None:
    """A store with the sets above and what follows from CSF 2.0 to the draft of SSDF 1.2."""
    store = open_seeded(str(folder))
    catalog = read_graph(store).catalog
    for document in MADE_UP:
        import_set(store, catalog, document)
    known = read_graph(store)
    day = dt.datetime(2026, 11, 25, 9, tzinfo=dt.UTC)
    materialise(known.crosswalk, store, "csf-2.0", "ssdf-1.2-ipd", max_hops=3, at=day)


@contextmanager
def made_up(folder: Path) -> Iterator[Services]:
    """The services over such a store."""
    write_made_up(folder)
    with open_services(SETTINGS.model_copy(update={"store": str(folder)})) as services:
        yield services
