"""The printed references of SP 800-218 to sources of which no edition is held.

Each row of `data/citations/{edition}.tsv` is one `ct:Citation`: which task prints which
locator of which source. They point a reader somewhere; nothing is reasoned over them.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from io import StringIO

import pyoxigraph as ox

from crosstrace.vocab import CITATION_GRAPHS, CT, FOAF, ID, RDF, SKOS

_TYPE = ox.NamedNode(RDF + "type")


def _rows(text: str) -> Iterator[dict[str, str]]:
    return csv.DictReader(StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE)


def _source(edition: str, name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{CITATION_GRAPHS}{edition}/source/{name}")


def read_reference_sources(text: str, edition: str) -> list[ox.Quad]:
    """The cited sources: columns `source` (its short name) and `url`."""
    graph = ox.NamedNode(CITATION_GRAPHS + edition)
    quads = []
    for row in _rows(text):
        node = _source(edition, row["source"])
        quads += [
            ox.Quad(node, _TYPE, ox.NamedNode(CT + "ReferenceSource"), graph),
            ox.Quad(node, ox.NamedNode(SKOS + "notation"), ox.Literal(row["source"]), graph),
            ox.Quad(node, ox.NamedNode(FOAF + "page"), ox.NamedNode(row["url"]), graph),
        ]
    return quads


def read_citations(text: str, edition: str) -> list[ox.Quad]:
    """The citations: columns `task_id`, `source`, `as_printed`."""
    graph = ox.NamedNode(CITATION_GRAPHS + edition)
    numbers: Counter[tuple[str, str]] = Counter()
    quads = []
    for row in _rows(text):
        task, source = row["task_id"], row["source"]
        numbers[task, source] += 1
        node = ox.NamedNode(f"{graph.value}/{task}..{source}..{numbers[task, source]}")
        quads += [
            ox.Quad(node, _TYPE, ox.NamedNode(CT + "Citation"), graph),
            ox.Quad(node, ox.NamedNode(CT + "citedBy"), _element(edition, task), graph),
            ox.Quad(node, ox.NamedNode(CT + "citedSource"), _source(edition, source), graph),
            ox.Quad(node, ox.NamedNode(CT + "asPrinted"), ox.Literal(row["as_printed"]), graph),
        ]
    return quads


def _element(edition: str, local: str) -> ox.NamedNode:
    return ox.NamedNode(f"{ID}{edition}/{local}")
