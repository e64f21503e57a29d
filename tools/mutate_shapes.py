"""Delete each constraint of the shapes in turn; the files of `tests/shapes` must notice each time.

Exit code 1, with a list, when one deletion changes no result that they expect. A constraint is
a statement with a SHACL parameter, a target, a link from a shape to another, or a level.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from rdflib.namespace import SH
from rich.progress import track

from crosstrace import resources
from crosstrace.errors import InvalidInput
from crosstrace.validation.shapes import Shapes, bundled_documents, read_shapes
from crosstrace.vocab import CTSH, local_name

sys.path.insert(0, str(resources.ROOT / "tests" / "shapes"))

from shape_harness import expected
from test_shapes import FAILING, PASSING, compared, table_of

_OTHERS: Final = ("path", "message", "severity", "prefixes", "select", "declare", "prefix")
_FIRST_OF_A_NAME: Final = "-"


def constraints(triples: list[ox.Triple]) -> list[ox.Triple]:
    """The statements to delete, one at a time."""
    return [
        triple
        for triple in triples
        if (
            triple.predicate.value.startswith(str(SH))
            and local_name(triple.predicate.value) not in (*_OTHERS, "namespace")
        )
        or triple.predicate.value == CTSH + "level"
    ]


def without(triples: list[ox.Triple], deleted: ox.Triple) -> Shapes:
    """The shapes less one statement."""
    left = [triple for triple in triples if triple != deleted]
    return read_shapes(ox.serialize(left, format=ox.RdfFormat.N_TRIPLES) or b"")


def is_noticed(triples: list[ox.Triple], deleted: ox.Triple) -> bool:
    """Whether a file gets other results, or the shapes are refused, without the statement."""
    try:
        shapes = without(triples, deleted)
        return any(compared(file, "shifty", shapes) != _wanted(file) for file in _order(deleted))
    except InvalidInput:
        return True


def _wanted(file: Path) -> list[object]:
    return [] if file in PASSING else list(expected(table_of(file)))


def _order(deleted: ox.Triple) -> list[Path]:
    """All files, those of the shape's own folder first."""
    subject = local_name(str(deleted.subject).strip("<>")).split(_FIRST_OF_A_NAME)[0]
    return sorted((*FAILING, *PASSING), key=lambda file: file.parent.name != subject)


def main() -> int:
    """Print the figures; exit code 1 when a deletion went unnoticed."""
    documents = b"\n".join(bundled_documents())
    triples = [q.triple for q in ox.parse(documents, format=ox.RdfFormat.TURTLE)]
    deleted = constraints(triples)
    missed = [t for t in track(deleted, "deleting") if not is_noticed(triples, t)]
    for triple in missed:
        print(f"unnoticed: {triple}")
    print(f"{len(deleted)} constraints deleted one by one, {len(deleted) - len(missed)} noticed.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
