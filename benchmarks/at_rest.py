"""How the service answers as the number of graphs at rest grows.

The store is filled without judging, which is not what is measured; then the service is started
on it and asked over HTTP, one request after the other: submitting a graph that it doesn't have
yet (judged and made durable), and the coverage and impact of graphs drawn at random.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median, quantiles

import httpx
from generate import implementation_graph
from served import Served

from crosstrace.access import LOCAL_ORGANIZATION
from crosstrace.archive import Archive, By, GraphName, Submitted, open_archive
from crosstrace.archive.content import canonical
from crosstrace.archive.records import digest_of
from crosstrace.bootstrap import KnowledgeGraph, open_graph

SIZES = (100, 1_000, 10_000)
TRIPLES = 1_000
WORKERS = 2
LOCAL = By(LOCAL_ORGANIZATION, "benchmark")
QUESTIONS = {
    "coverage of csf-2.0": "coverage?edition=csf-2.0",
    "coverage of the profile": "coverage?edition=sp800-218a",
    "impact of expiry": "impact?expires_before=2027-06-01",
}


@dataclass(frozen=True)
class Figures:
    """Milliseconds of one kind of request."""

    what: str
    graphs: int
    times: list[float]

    def row(self, first: Figures) -> str:
        p99 = quantiles(self.times, n=100)[98]
        growth = median(self.times) / median(first.times)
        return (
            f"| {self.what} | {self.graphs:,} | {median(self.times):.1f} | {p99:.1f} "
            f"| {growth:.2f} |"
        )


def graph(known: KnowledgeGraph, number: int) -> bytes:
    """A graph of `TRIPLES` statements that conforms as a draft, another for each number."""
    text = implementation_graph(known.catalog, TRIPLES)
    return text.replace(b"https://example.org/", b"https://example.org/%d/" % number)


def fill(folder: str, known: KnowledgeGraph, first: int, last: int) -> float:
    """Keep the graphs numbered from `first` to below `last`; seconds that took."""
    begun = time.perf_counter()
    with open_archive(folder, known.store) as archive:
        for number in range(first, last):
            keep(archive, known, number)
    return time.perf_counter() - begun


def keep(archive: Archive, known: KnowledgeGraph, number: int) -> None:
    content = canonical(graph(known, number))
    made = Submitted(
        version=0,
        media_type="application/n-triples",
        body_digest=digest_of(content),
        content_digest=digest_of(content),
        statements=content.count(b"\n"),
        title=f"Graph {number}",
        issued="2026-11-23",
        subject=None,
        profile="sp800-218a",
        level="draft",
        judged_as_of="2026-11-25",
        counts={"violation": 0, "warning": 0, "info": 0},
    )
    archive.submit(name(number), made, content, LOCAL)


def name(number: int) -> GraphName:
    return GraphName(LOCAL_ORGANIZATION, f"graph-{number}")


def timed(requests: Iterator[Callable[[], httpx.Response]]) -> list[float]:
    times = []
    for request in requests:
        begun = time.perf_counter()
        answer = request()
        times.append((time.perf_counter() - begun) * 1000)
        assert answer.is_success, answer.text
    return times


def measure(
    client: httpx.Client, known: KnowledgeGraph, graphs: int, number: int
) -> Iterator[Figures]:
    draw = random.Random(graphs)
    starts = range(10**6 + graphs * 1000, 10**6 + graphs * 1000 + number)
    bodies = [graph(known, start) for start in starts]
    headers = {"Content-Type": "application/n-triples"}
    yield Figures(
        "submit",
        graphs,
        timed(
            partial(
                client.put,
                f"/v1/graphs/new-{graphs}-{i}?level=draft",
                content=body,
                headers=headers,
            )
            for i, body in enumerate(bodies)
        ),
    )
    for what, path in QUESTIONS.items():
        asked = [draw.randrange(graphs) for _ in range(number)]
        yield Figures(
            what,
            graphs,
            timed(partial(client.get, f"/v1/graphs/graph-{one}/{path}") for one in asked),
        )


@contextmanager
def running(folder: Path) -> Iterator[Served]:
    served = Served(folder, WORKERS)
    try:
        yield served
    finally:
        served.end()


def megabytes(folder: Path) -> float:
    """What the store takes on the disk."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 2**20


@contextmanager
def folder_of(given: Path | None) -> Iterator[str]:
    if given is not None:
        yield str(given)
        return
    with tempfile.TemporaryDirectory(prefix="crosstrace-") as made:
        yield made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--requests", type=int, default=200, help="of each kind and size")
    parser.add_argument("--folder", type=Path, help="where the store is kept; else removed")
    options = parser.parse_args()
    known = open_graph("memory:")
    found: list[Figures] = []
    print("| graphs | kept unjudged, ms each | start, s | on the disk, MB | in memory, MB |")
    print("|---|---|---|---|---|")
    with folder_of(options.folder) as folder:
        filled = 0
        for graphs in sorted(options.sizes):
            seconds = fill(folder, known, filled, graphs)
            each = seconds / max(graphs - filled, 1) * 1000
            filled = graphs
            with (
                running(Path(folder)) as served,
                httpx.Client(base_url=served.url, timeout=60) as client,
            ):
                found += measure(client, known, graphs, options.requests)
                memory = served.memory() / 2**20
            print(
                f"| {graphs:,} | {each:.0f} | {served.start_seconds:.1f} "
                f"| {megabytes(Path(folder)):,.0f} | {memory:,.0f} |",
                flush=True,
            )
    firsts: dict[str, Figures] = {}
    print("\n| request | graphs | median, ms | p99, ms | growth of the median |")
    print("|---|---|---|---|---|")
    for figures in sorted(found, key=lambda f: (f.what, f.graphs)):
        print(figures.row(firsts.setdefault(figures.what, figures)))


if __name__ == "__main__":
    main()
