"""Run the W3C's SHACL test suite through the installed command.

    tools/w3c_shacl.py FOLDER    a checkout of https://github.com/w3c/data-shapes

Every test of `data-shapes-test-suite/tests` (core and SPARQL) is one `crosstrace validate` with
`--profile none --shapes … --format turtle`. The report it prints has to hold the very results
that the test expects: severity, shape, component, node, path and value of each, blank nodes told
apart (all that `sh:resultMessage` doesn't say). A test that expects a failure has to end with
exit code 2 and a reason. The suite is not part of the project.
Source: the suite's own description, data-shapes-test-suite/index.html, section 2.
"""

from __future__ import annotations

import argparse
import logging
import subprocess
import sys
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import rdflib
from rdflib import BNode, Graph, Namespace
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from crosstrace.validation.submission import BASE

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")
COMMAND = Path(sys.executable).with_name("crosstrace")
SECONDS = 120
COMPARED = (
    *(SH.focusNode, SH.resultPath, SH.value, SH.sourceShape),
    *(SH.sourceConstraintComponent, SH.resultSeverity),
)
OF_PATHS = (
    *(RDF.first, RDF.rest, SH.inversePath, SH.alternativePath),
    *(SH.zeroOrMorePath, SH.oneOrMorePath, SH.zeroOrOnePath),
)


@dataclass(frozen=True, slots=True)
class Case:
    """One test: the files of its graphs and the report it expects, None for a failure."""

    name: str
    data: Path
    shapes: Path
    expected: Graph | None


def cases(manifest: Path) -> Iterator[Case]:
    """The tests of a manifest and of those it includes, in their order."""
    # Relative IRIs are read as the command reads them, so that the graphs' nodes agree.
    graph = read(manifest.read_bytes())
    [top] = graph.subjects(RDF.type, MF.Manifest)
    for included in graph.objects(top, MF.include):
        yield from cases(beside(manifest, included))
    for entries in graph.objects(top, MF.entries):
        for entry in Collection(graph, entries):
            yield case(manifest, graph, entry)


def case(manifest: Path, graph: Graph, entry: Node) -> Case:
    """The test `entry`, described in its manifest."""
    action, result = graph.value(entry, MF.action), graph.value(entry, MF.result)
    failure = result == SHT.Failure
    return Case(
        name=f"{manifest.parent.parent.name}/{manifest.parent.name}/{manifest.stem}",
        data=beside(manifest, graph.value(action, SHT.dataGraph)),
        shapes=beside(manifest, graph.value(action, SHT.shapesGraph)),
        expected=None if failure else results(graph, result),
    )


def beside(manifest: Path, name: Node | None) -> Path:
    """The file that a manifest names, relative to itself."""
    relative = unquote(str(name).removeprefix(BASE))
    return manifest if relative in ("", "None") else manifest.parent / relative


def read(turtle: bytes) -> Graph:
    """A document as a graph."""
    return Graph().parse(data=turtle, format="turtle", publicID=BASE)


def results(graph: Graph, report: Node | None) -> Graph:
    """Of a report what has to agree: whether the data conform, and each result's fields."""
    kept = Graph()
    root = BNode()
    for conforms in graph.objects(report, SH.conforms):
        kept.add((root, SH.conforms, conforms))
    for result in graph.objects(report, SH.result):
        kept.add((root, SH.result, result))
        for field in COMPARED:
            for value in graph.objects(result, field):
                kept.add((result, field, value))
                if field == SH.resultPath:
                    add_path(graph, value, kept)
    return kept


def add_path(graph: Graph, path: Node, kept: Graph) -> None:
    """Copy the statements that make up a complex path."""
    if isinstance(path, BNode):
        for predicate in OF_PATHS:
            for part in graph.objects(path, predicate):
                kept.add((path, predicate, part))
                add_path(graph, part, kept)


def fault(test: Case) -> str | None:
    """What is wrong with the command's answer to a test, None when nothing is."""
    ran = subprocess.run(  # noqa: S603 - our own command on files that the user named
        [
            *(COMMAND, "validate", test.data, "--profile", "none"),
            *("--shapes", test.shapes, "--format", "turtle"),
        ],
        capture_output=True,
        check=False,
        timeout=SECONDS,
    )
    said = ran.stderr.decode().strip()
    if test.expected is None:
        is_clear = ran.returncode == 2 and said.startswith("crosstrace: ")
        return None if is_clear else f"a failure was expected, exit code is {ran.returncode}"
    if ran.returncode == 2:
        return said
    report = read(ran.stdout)
    [root] = report.subjects(RDF.type, SH.ValidationReport)
    return None if isomorphic(results(report, root), test.expected) else "other results"


def main() -> None:
    """Run all tests and end with exit code 1 unless every one passes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="a checkout of w3c/data-shapes")
    parser.add_argument("--jobs", type=int, default=2, help="tests at once")
    chosen = parser.parse_args()
    manifest = chosen.folder / "data-shapes-test-suite" / "tests" / "manifest.ttl"
    if not manifest.is_file():
        parser.error(f"{str(manifest)!r} is not there; name a checkout of w3c/data-shapes")
    # Ill-formed literals are part of the tests, to be compared as they are written.
    rdflib.NORMALIZE_LITERALS = False
    warnings.simplefilter("ignore")
    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)
    tests = list(cases(manifest))
    with ThreadPoolExecutor(chosen.jobs) as pool:
        faults = list(pool.map(fault, tests))
    for test, found in zip(tests, faults, strict=True):
        if found is not None:
            print(f"{test.name}: {found}")
    failures = sum(test.expected is None for test in tests)
    print(f"{faults.count(None)} of {len(tests)} pass ({failures} expect a failure).")
    sys.exit(faults.count(None) != len(tests))


if __name__ == "__main__":
    main()
