"""Lookups beside plain rdflib: the same questions, the same answers, one run."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph as ox
from rdflib import Dataset, URIRef, Variable
from rdflib.plugins.sparql import prepareQuery

from crosstrace.bootstrap import open_graph
from crosstrace.lookup import describe
from crosstrace.model import ElementRef

HERE = Path(__file__).parent
ELEMENT = ElementRef.parse("sp800-218a:PS.1.3")
OUTCOME = ElementRef.parse("csf-2.0:GV.OC-03")
END = Variable("end")


def median(work: Callable[[], object], rounds: int) -> float:
    """The median time of `rounds` calls, in milliseconds; the caller has called it once before."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def row(what: str, ours: float, peer: float, name: str) -> None:
    print(f"| {what} | {ours:.2f} | {name}: {peer:.1f} | {peer / ours:.0f}x |", flush=True)


def in_rdflib(quads: Iterable[ox.Quad]) -> Dataset:
    """The same statements in rdflib's in-memory store."""
    dataset = Dataset(default_union=True)
    dataset.parse(data=ox.serialize(quads, format=ox.RdfFormat.N_QUADS), format="nquads")
    return dataset


def lookups(rounds: int) -> None:
    """One element described, and one crosswalk over three hops."""
    graph = open_graph("memory:")
    peer = in_rdflib(graph.store.quads())
    query = prepareQuery((HERE / "describe.rq").read_text(encoding="utf-8"))
    binding = {"resource": URIRef(ELEMENT.iri)}
    ours = describe(graph.store, ELEMENT.iri)
    theirs = set(peer.query(query, initBindings=binding))
    assert len(ours) == len(theirs) > 0
    row(
        "describe one element",
        median(lambda: describe(graph.store, ELEMENT.iri), rounds),
        median(lambda: list(peer.query(query, initBindings=binding)), rounds),
        "rdflib",
    )
    leads = prepareQuery((HERE / "three-hops.rq").read_text(encoding="utf-8"))
    start = {"start": URIRef(OUTCOME.iri)}
    answer = graph.crosswalk.answer(OUTCOME, "ai-rmf-1.0")
    assert {r.element.iri for r in answer.results} == {
        str(row[END]) for row in peer.query(leads, initBindings=start).bindings
    }
    row(
        "crosswalk of one element, three hops, with its paths",
        median(lambda: graph.crosswalk.answer(OUTCOME, "ai-rmf-1.0"), rounds),
        median(lambda: list(peer.query(leads, initBindings=start)), rounds),
        "rdflib, ends only",
    )


def main() -> None:
    print("| work | ours, ms | peer, ms | ratio |\n|---|---|---|---|")
    lookups(rounds=30)


if __name__ == "__main__":
    main()
