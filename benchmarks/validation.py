"""Validation beside pySHACL: the same graphs, shapes and results, in one run.

Three parts: `library`, the library call on a warm validator beside `pyshacl.validate`; `commands`,
whole commands beside the command `pyshacl`; `folder`, thousands of graphs in one command.
Results are compared as (severity, shape, constraint, node, path, value) before a ratio is printed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import nullcontext
from functools import partial
from pathlib import Path

import pyshacl
import rdflib
from generate import implementation_graph
from measure import Spent, run, timed

from crosstrace import resources
from crosstrace.bootstrap import KnowledgeGraph, known_elements, open_graph, open_judge
from crosstrace.rdf.formats import N_TRIPLES
from crosstrace.settings import load_settings
from crosstrace.store import MEMORY
from crosstrace.validation import bundled_shapes
from crosstrace.validation.asked import asked_at
from crosstrace.validation.engines.rows import literals_as_written, results_of
from crosstrace.validation.levels import DEFAULT_LEVEL
from crosstrace.validation.reference import clock
from crosstrace.validation.shapes import Shapes

sys.path.insert(0, str(resources.ROOT / "tests"))

from reading_once import queries_read_once

PARTS = ("library", "commands", "folder")
DAY = dt.date(2026, 11, 23)
HOURS = 3 * 3600.0
PROGRAMS = Path(sys.executable).parent
STOPPED_AFTER = 0.25
"""The share of a folder after which a run is stopped, to be gone on with."""

Row = tuple[str, ...]


class Bench:
    """The generated graphs, and what the peer has to be given beside them."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        self.catalog = graph.catalog
        self.elements = known_elements(MEMORY)
        self.shapes = asked_at(bundled_shapes(), DEFAULT_LEVEL)

    def graph(self, size: int, start: int = 0) -> bytes:
        return implementation_graph(self.catalog, size, start)

    def known(self) -> bytes:
        """What our validator adds to a graph by itself."""
        return self.elements.reference + clock(DAY)


def rows(report: rdflib.Graph, shapes: Shapes) -> Counter[Row]:
    """The results of a report, to be compared."""
    names = ("severity", "source_shape", "component", "focus_node", "path", "value")
    return Counter(
        tuple(str(getattr(result, name)) for name in names) for result in results_of(report, shapes)
    )


def rows_in(turtle: str, shapes: Shapes) -> Counter[Row]:
    with literals_as_written():
        return rows(rdflib.Graph().parse(data=turtle, format="turtle"), shapes)


def library(bench: Bench, sizes: list[int], *, helped: bool) -> None:
    """Bytes in, results out, on both sides; our validator is warm, theirs has parsed shapes."""
    settings = load_settings(validation_seconds=HOURS, workers=1)
    with open_judge(settings, bench.elements) as validator:
        for size in sizes:
            data = bench.graph(size)
            judge = partial(validator.validate, data, N_TRIPLES, as_of=DAY)
            report, ours = timed(judge, validator.pool.pids)
            found = rows_in(report.to_turtle(), bench.shapes)
            with queries_read_once() if helped else nullcontext():
                expected, theirs = timed(partial(of_pyshacl, bench, data))
            assert found == expected
            what = "library call, pySHACL helped" if helped else "library call"
            line(f"{what}, {size:,} triples, {found.total():,} results", ours, theirs)


def of_pyshacl(bench: Bench, data: bytes) -> Counter[Row]:
    with literals_as_written():
        graph = rdflib.Graph().parse(data=data + bench.known(), format="nt")
        _, report, _ = pyshacl.validate(graph, shacl_graph=bench.shapes.graph)
    return rows(report, bench.shapes)


def commands(bench: Bench, sizes: list[int], folder: Path) -> None:
    """From the prompt to the report, as it is typed."""
    shapes = folder / "shapes.ttl"
    shapes.write_bytes(bench.shapes.turtle)
    for size in sizes:
        ours, whole = folder / f"{size}.nt", folder / f"{size}-with-what-we-know.nt"
        ours.write_bytes(bench.graph(size))
        whole.write_bytes(bench.graph(size) + bench.known())
        words = ("--as-of", DAY.isoformat(), "--format", "turtle")
        said, taken = run(PROGRAMS / "crosstrace", "validate", ours, *words)
        found = rows_in(said.decode(), bench.shapes)
        peer = ("-s", shapes, "-sf", "turtle", "-df", "nt", "-f", "turtle", whole)
        said, theirs = run(PROGRAMS / "pyshacl", *peer)
        assert found == rows_in(said.decode(), bench.shapes)
        line(f"command, {size:,} triples, {found.total():,} results", taken, theirs)


def line(what: str, ours: Spent, theirs: Spent) -> None:
    wall, processor = theirs.wall / ours.wall, theirs.processor / ours.processor
    times = f"{ours.wall:.2f} | {ours.processor:.2f}"
    peers = f"{theirs.wall:.1f} | {theirs.processor:.1f}"
    print(f"| {what} | {times} | {peers} | {wall:.0f}x | {processor:.0f}x |", flush=True)


def folder_of_graphs(bench: Bench, graphs: int, size: int, folder: Path) -> None:
    """Many graphs in one command: on one core and on two, and gone on with after a stop."""
    suppliers = folder / "suppliers"
    suppliers.mkdir()
    for number in range(graphs):
        (suppliers / f"{number:05}.nt").write_bytes(bench.graph(size, start=number * 1000))
    print(
        f"\n| {graphs:,} graphs of {size:,} triples | s | per s | processor s | per s | peak MB |"
    )
    print("|---|---|---|---|---|---|")
    for jobs in (1, 2):
        kept = folder / f"results-{jobs}"
        judged(suppliers, kept, jobs, f"{jobs} at once")
    judged(suppliers, folder / "results-2", 2, "again, nothing changed")
    stopped(suppliers, kept := folder / "results-stopped", round(graphs * STOPPED_AFTER))
    judged(suppliers, kept, 2, "gone on with after a stop")
    assert same(folder / "results-1", folder / "results-2") == graphs
    assert same(folder / "results-1", kept) == graphs


def words(suppliers: Path, kept: Path, jobs: int) -> list[str | Path]:
    return [
        *(PROGRAMS / "crosstrace", "validate", suppliers, "--results", kept),
        *("--jobs", str(jobs), "--as-of", DAY.isoformat(), "--format", "json"),
    ]


def judged(suppliers: Path, kept: Path, jobs: int, what: str) -> None:
    said, spent = run(*words(suppliers, kept, jobs))
    summary = json.loads(said)
    assert summary["unusable"] == 0
    graphs, earlier = summary["graphs"], summary["from_earlier_run"]
    told = f"{what} ({earlier:,} known)" if earlier else what
    times = f"{spent.wall:.0f} | {graphs / spent.wall:.1f}"
    of_processor = f"{spent.processor:.0f} | {graphs / spent.processor:.1f}"
    print(f"| {told} | {times} | {of_processor} | {spent.peak_bytes / 2**20:.0f} |", flush=True)


def stopped(suppliers: Path, kept: Path, after: int) -> None:
    """A run that is interrupted, as with Ctrl-C, when so many results are there."""
    # What a shell starts in the background ignores the signal, and so would its children.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(
        words(suppliers, kept, 2), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        while len(list(kept.glob("*.json"))) < after:
            time.sleep(0.2)
        process.send_signal(signal.SIGINT)
    assert process.returncode == 2


def same(one: Path, other: Path) -> int:
    """The number of results that two runs have alike; all of them, or it fails."""
    results = sorted(one.glob("*.json"))
    for result in results:
        assert json.loads(result.read_bytes()) == json.loads((other / result.name).read_bytes())
    return len(results)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--sizes", nargs="+", type=int, default=[10_000, 100_000])
    parser.add_argument(
        "--help-peer",
        action="store_true",
        help="in the library part let pySHACL read each query once, not anew for every node; "
        "so it ends within minutes where it would else take half an hour",
    )
    parser.add_argument("--command-sizes", nargs="+", type=int, default=[1_000, 10_000])
    parser.add_argument("--graphs", type=int, default=2_000)
    parser.add_argument("--graph-size", type=int, default=1_000)
    chosen = parser.parse_args()
    bench = Bench(open_graph(MEMORY))
    if {"library", "commands"} & set(chosen.parts):
        print("| work | ours, s | processor s | pySHACL, s | processor s | ratio | of processor |")
        print("|---|---|---|---|---|---|---|")
    folder = Path(tempfile.mkdtemp(prefix="crosstrace-benchmark-"))
    try:
        if "commands" in chosen.parts:
            commands(bench, chosen.command_sizes, folder)
        if "library" in chosen.parts:
            library(bench, chosen.sizes, helped=chosen.help_peer)
        if "folder" in chosen.parts:
            folder_of_graphs(bench, chosen.graphs, chosen.graph_size, folder)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
