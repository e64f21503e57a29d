"""Delete each constraint of the shapes in turn; the files of `tests/shapes` must notice each time.

Exit code 1, with a list, when one deletion changes no result that they expect. A constraint is
a statement with a SHACL parameter, a target, a link from a shape to another, a level, a member
of a list that a parameter names, or one FILTER, HAVING or triple pattern of a query. With
arguments, such as `Evidence`, only those of shapes whose names begin so.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import pyoxigraph as ox
from rdflib.namespace import RDF, SH
from rich.progress import track

from crosstrace import resources
from crosstrace.errors import InvalidInput
from crosstrace.validation.shapes import Shapes, bundled_documents, read_shapes
from crosstrace.vocab import CTSH, local_name

sys.path.insert(0, str(resources.ROOT / "tests"))
sys.path.insert(0, str(resources.ROOT / "tests" / "shapes"))

from shape_harness import expected
from test_shapes import FAILING, PASSING, compared, table_of

_OTHERS: Final = ("path", "message", "severity", "prefixes", "select", "declare", "prefix")
_LISTS: Final = ("in", "or")
_FILTER: Final = re.compile(r"(?:FILTER|HAVING)\b[^({]*")
_STATEMENT: Final = re.compile(r"[?$\w][^\s{}()]* [^{}()]*?(?:\s\.(?=\s)|(?=\s*[{}]))")
_FIRST_OF_A_NAME: Final = "-"


class Mutant(NamedTuple):
    """Shapes with one deletion: of which kind, what was deleted, of which shape."""

    kind: str
    deleted: str
    shape: str
    left: list[ox.Triple]

    def shapes(self) -> Shapes:
        """The shapes that are left."""
        return read_shapes(ox.serialize(self.left, format=ox.RdfFormat.N_TRIPLES) or b"")


def mutants(triples: list[ox.Triple]) -> Iterator[Mutant]:
    """The shapes with each constraint deleted, one at a time."""
    for triple in triples:
        shape, name = str(triple.subject), local_name(triple.predicate.value)
        if triple.predicate.value == str(SH.select):
            yield from _without_filters(triples, triple)
            yield from _without_patterns(triples, triple)
        elif _is_constraint(triple):
            left = [other for other in triples if other != triple]
            yield Mutant("statement", str(triple), shape, left)
            if name in _LISTS:
                yield from _without_members(triples, triple)


def _is_constraint(triple: ox.Triple) -> bool:
    name = triple.predicate.value
    is_shacl = name.startswith(str(SH)) and local_name(name) not in (*_OTHERS, "namespace")
    return is_shacl or name == CTSH + "level"


def _without_members(triples: list[ox.Triple], triple: ox.Triple) -> Iterator[Mutant]:
    """A list less one of its members each time; the last one left is not taken away."""
    said: dict[tuple[object, str], Any] = {
        (t.subject, t.predicate.value): t.object for t in triples
    }
    before, number = triple, 0
    cell: Any = triple.object
    while (rest := said.get((cell, str(RDF.rest)))) is not None:
        member, number = said[cell, str(RDF.first)], number + 1
        if number > 1 or rest != ox.NamedNode(str(RDF.nil)):
            bridged = ox.Triple(before.subject, before.predicate, rest)
            left = [bridged if t == before else t for t in triples if t.subject != cell]
            what = f"{member} in sh:{local_name(triple.predicate.value)}"
            yield Mutant("member of a list", what, str(triple.subject), left)
        before = ox.Triple(cell, ox.NamedNode(str(RDF.rest)), rest)
        cell = rest


def _without_filters(triples: list[ox.Triple], triple: ox.Triple) -> Iterator[Mutant]:
    query = str(getattr(triple.object, "value", ""))
    for found in _FILTER.finditer(query):
        end = _closed(query, found.end())
        left = _with_query(triples, triple, query[: found.start()] + query[end:])
        yield Mutant("filter", query[found.start() : end], str(triple.subject), left)


def _with_query(triples: list[ox.Triple], triple: ox.Triple, query: str) -> list[ox.Triple]:
    other = ox.Triple(triple.subject, triple.predicate, ox.Literal(query))
    return [other if one == triple else one for one in triples]


def _without_patterns(triples: list[ox.Triple], triple: ox.Triple) -> Iterator[Mutant]:
    """A query less one of its triple patterns each time."""
    query = str(getattr(triple.object, "value", ""))
    for statement in _statements(query):
        subject, *said = _said(statement[0])
        for number, pattern in enumerate(said):
            kept = " ; ".join(said[:number] + said[number + 1 :])
            instead = f"{subject} {kept} . " if kept else ""
            less = query[: statement.start()] + instead + query[statement.end() :]
            left = _with_query(triples, triple, less)
            yield Mutant("triple pattern", f"{subject} {pattern}", str(triple.subject), left)


def _statements(query: str) -> Iterator[re.Match[str]]:
    """The blocks of triples of one subject in a query, with the stops after them."""
    opened = query.index("{") + 1
    spans = [(m.start(), _end_of_filter(query, m)) for m in _FILTER.finditer(query)]
    for found in _STATEMENT.finditer(query, opened):
        if not any(start <= found.start() < end for start, end in spans):
            yield found


def _end_of_filter(query: str, found: re.Match[str]) -> int:
    """Where an expression ends; of FILTER NOT EXISTS the patterns in it are patterns too."""
    return found.end() if query[found.end()] == "{" else _closed(query, found.end())


def _said(statement: str) -> list[str]:
    """The subject of a block, then each property with one value."""
    subject, rest = statement.strip().removesuffix(".").split(None, 1)
    said = [part.split(None, 1) for part in rest.split(" ; ")]
    pairs = [(prop, value.strip()) for prop, values in said for value in values.split(" , ")]
    return [subject, *(f"{prop} {value}" for prop, value in pairs)]


def _closed(query: str, start: int) -> int:
    """The end of the bracket that opens at `start`; brackets in strings are left out."""
    depth = 0
    for part in re.compile(r'"(?:[^"\\]|\\.)*"|[(){}]').finditer(query, start):
        if part[0] in "({":
            depth += 1
        elif part[0] in ")}":
            depth -= 1
        if depth == 0:
            return part.end()
    raise ValueError(f"a bracket of {query!r} is not closed")


def is_noticed(mutant: Mutant) -> bool:
    """Whether a file gets other results, or the shapes are refused, after the deletion."""
    try:
        shapes = mutant.shapes()
        return any(compared(file, "shifty", shapes) != _wanted(file) for file in _order(mutant))
    except InvalidInput:
        return True


def _wanted(file: Path) -> list[object]:
    return [] if file in PASSING else list(expected(table_of(file)))


def _order(mutant: Mutant) -> list[Path]:
    """All files, those of the shape's own folder first."""
    subject = local_name(mutant.shape.strip("<>")).split(_FIRST_OF_A_NAME)[0]
    return sorted((*FAILING, *PASSING), key=lambda file: file.parent.name != subject)


def main() -> int:
    """Print the figures; exit code 1 when a deletion went unnoticed."""
    documents = b"\n".join(bundled_documents())
    triples = [q.triple for q in ox.parse(documents, format=ox.RdfFormat.TURTLE)]
    tried, missed = Counter[str](), Counter[str]()
    begins = tuple(CTSH + name for name in sys.argv[1:])
    chosen = [m for m in mutants(triples) if not begins or m.shape.strip("<>").startswith(begins)]
    for mutant in track(chosen, "deleting"):
        tried[mutant.kind] += 1
        if not is_noticed(mutant):
            missed[mutant.kind] += 1
            print(f"unnoticed: {mutant.deleted} of {mutant.shape}")
    for kind, count in tried.items():
        print(f"{kind}: {count} deleted one by one, {count - missed[kind]} noticed.")
    total = tried.total()
    print(f"{total} constraints deleted one by one, {total - missed.total()} noticed.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
