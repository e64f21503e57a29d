"""Derivation over a large network: 20 editions of 1,000 elements and 100,000 mappings.

One element to all editions at three hops, beside the same reach asked as a SPARQL property
path on the same store; and the whole table of one pair of editions, streamed.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
import tracemalloc
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from itertools import islice

import pyoxigraph as ox
from side_by_side import HERE, median, row

from crosstrace.bootstrap import KnowledgeGraph, open_seeded, read_graph
from crosstrace.crosswalk import Table
from crosstrace.exchange.crosswalk_tables import csv_rows
from crosstrace.mappingsets import MappingDocument, MappingRow, SetHeader
from crosstrace.model import ElementRef
from crosstrace.sources.mapping_sets import quads
from crosstrace.store import GraphStore
from crosstrace.vocab import CT, DCAT, DCTERMS, ID, RDF, SKOS

RELATIONS = ("equal", "subset_of", "superset_of", "intersects_with", "no_relationship")
WEIGHTS = (15, 25, 25, 30, 5)
SEED = 20261124


def network(editions: int, elements: int, mappings: int) -> KnowledgeGraph:
    """The bundled graph with a generated network beside it, loaded the usual way."""
    chance = random.Random(SEED)
    store = open_seeded("memory:")
    names = [f"made-up-{number}" for number in range(editions)]
    for name in names:
        add(store, ID + name, edition_triples(name, elements))
    rows: dict[tuple[str, str], list[MappingRow]] = defaultdict(list)
    for number in range(mappings):
        source, target = sorted(chance.sample(names, 2))
        rows[source, target].append(mapping(chance, number, source, target, elements))
    for (source, target), some in rows.items():
        document = MappingDocument(header(source, target), some)
        add(store, f"{ID}mapping-set/{document.header.slug}", [q.triple for q in quads(document)])
    return read_graph(store)


def add(store: GraphStore, graph: str, triples: list[ox.Triple]) -> None:
    name = ox.NamedNode(graph)
    store.replace_graphs(
        (ox.Quad(t.subject, t.predicate, t.object, name) for t in triples), [graph]
    )


def edition_triples(name: str, elements: int) -> list[ox.Triple]:
    edition = ox.NamedNode(ID + name)
    said: dict[str, ox.NamedNode | ox.Literal] = {
        RDF + "type": ox.NamedNode(CT + "FrameworkEdition"),
        DCTERMS + "title": ox.Literal(name),
        DCAT + "version": ox.Literal("1"),
        DCTERMS + "issued": ox.Literal("2026"),
        DCTERMS + "publisher": ox.NamedNode(ID + "organization/crosstrace"),
        CT + "publicationStatus": ox.NamedNode(CT + "Final"),
    }
    triples = [ox.Triple(edition, ox.NamedNode(p), o) for p, o in said.items()]
    for number in range(elements):
        element = ox.NamedNode(f"{ID}{name}/C-{number}")
        own: dict[str, ox.NamedNode | ox.Literal] = {
            RDF + "type": ox.NamedNode(CT + "Control"),
            SKOS + "inScheme": edition,
            SKOS + "notation": ox.Literal(f"C-{number}"),
            SKOS + "prefLabel": ox.Literal(f"Control {number}", language="en"),
            CT + "labelSource": ox.NamedNode(CT + "OwnTitle"),
            CT + "locator": ox.Literal(str(number)),
        }
        triples += [ox.Triple(element, ox.NamedNode(p), o) for p, o in own.items()]
    return triples


def mapping(
    chance: random.Random, number: int, source: str, target: str, elements: int
) -> MappingRow:
    return MappingRow(
        sources=(ElementRef(source, f"C-{chance.randrange(elements)}"),),
        relation=chance.choices(RELATIONS, WEIGHTS)[0],
        targets=(ElementRef(target, f"C-{chance.randrange(elements)}"),),
        record=str(number),
        rationale="semantic",
    )


def header(source: str, target: str) -> SetHeader:
    return SetHeader(
        slug=f"{source}-to-{target}",
        title="Made up",
        version="1",
        publisher=ID + "organization/crosstrace",
        sources=(),
        issued="2026",
        licence="https://www.apache.org/licenses/LICENSE-2.0",
        style="set_theory",
        use_case="Measuring.",
        source_edition=source,
        target_edition=target,
    )


def one_to_all(graph: KnowledgeGraph, rounds: int) -> None:
    """One element to all editions, with statuses and proofs; the peer gives the ends only."""
    chance = random.Random(SEED)
    elements = [e for e in graph.catalog.elements if e.edition.startswith("made-up")]
    starts = chance.sample(elements, rounds)
    reach = (HERE / "reach.rq").read_text(encoding="utf-8")

    def ends(start: ElementRef) -> set[str]:
        return {r["end"] for r in graph.store.select(reach, {"start": start.iri})}

    found = {r.element.iri for r in graph.crosswalk.answer(starts[0], max_hops=3).results}
    # The path may come through one edition twice, which ours does not: it reaches no less.
    assert found <= ends(starts[0])
    ours = statistics.median(
        median(partial(graph.crosswalk.answer, start, max_hops=3), 3) for start in starts
    )
    peer = statistics.median(median(partial(ends, start), 1) for start in starts[:20])
    row(
        "one element to all editions, three hops, all proofs",
        ours,
        peer,
        "property path, ends only",
    )


def one_table(graph: KnowledgeGraph, shares: tuple[float, ...]) -> None:
    """The table of one pair of editions as CSV: how its memory grows with its length."""
    crosswalk = graph.crosswalk
    names = ("made-up-0", "made-up-1")
    whole = crosswalk.table(*names)
    start = time.perf_counter()
    size = sum(len(line) for line in csv_rows(whole))
    seconds = time.perf_counter() - start
    elements = sum(1 for _ in graph.catalog.of_edition(names[0]))
    print(f"\nThe whole table: {size / 1e6:.1f} MB of CSV in {seconds:.1f} s.\n")
    print("| share of the table | rows | peak memory while streaming, kB |\n|---|---|---|")
    for share in shares:
        rows, peak = streamed(crosswalk.table(*names), round(elements * share))
        print(f"| {share:.0%} | {rows:,} | {peak / 1024:,.0f} |", flush=True)


def streamed(table: Table, answers: int) -> tuple[int, int]:
    """Rows and peak of traced memory (bytes) for the first `answers` answers of the table."""
    some = Table(
        table.source, table.target, table.max_hops, table.issued, islice(table.answers, answers)
    )
    tracemalloc.start()
    lines: Iterator[str] = csv_rows(some)
    rows = sum(1 for _ in lines) - 1
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return rows, peak


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--editions", type=int, default=20)
    parser.add_argument("--elements", type=int, default=1000)
    parser.add_argument("--mappings", type=int, default=100_000)
    chosen = parser.parse_args()
    start = time.perf_counter()
    graph = network(chosen.editions, chosen.elements, chosen.mappings)
    print(f"{len(graph.crosswalk.links):,} mappings loaded in {time.perf_counter() - start:.0f} s.")
    print("\n| work | ours, ms | peer, ms | ratio |\n|---|---|---|---|")
    one_to_all(graph, rounds=100)
    one_table(graph, (0.25, 0.5, 1.0))


if __name__ == "__main__":
    main()
