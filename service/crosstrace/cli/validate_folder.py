"""`crosstrace validate FOLDER`: many graphs, with progress, and a table of what was found."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, NoReturn

import typer

from crosstrace.cli.judge import Asked
from crosstrace.cli.options import console
from crosstrace.cli.progress import tracked
from crosstrace.errors import InvalidInput, printable
from crosstrace.rdf.formats import TURTLE, syntax_for_filename
from crosstrace.validation import Report, Validator
from crosstrace.validation.batch import Batch, Outcome, graphs_below
from crosstrace.vocab import local_name

SHOWN: Final = 10
"""How many shapes and graphs the table names."""
MAX_WORKERS: Final = 64
NEGATIVE, UNUSABLE = 1, 2


@dataclass(frozen=True, slots=True)
class Judging:
    """What folder is judged, so many graphs at once, and where its results go."""

    folder: Path
    kept: Path | None
    jobs: int
    as_json: bool


def validate_folder(judging: Judging, validator: Validator, asked: Asked) -> int:
    """Judge every graph in a folder; 0 all conform, 1 one does not, 2 one can't be judged."""
    folder = judging.folder.resolve()
    where = (judging.kept or folder.with_name(f"{folder.name}-results")).resolve()
    files = graphs_below(folder, where)

    def judge(body: bytes, name: str) -> Report:
        return validator.validate(body, syntax_for_filename(name), **asked.options)

    # What is asked for wrongly is said once, before it takes the place of results.
    validator.validate(b"", TURTLE, **{**asked.options, "cross_check": False})
    batch = Batch(folder, where, judge, asked.key(validator.basis))
    outcomes: list[Outcome] = []
    try:
        with interrupted_by_sigterm():
            outcomes.extend(tracked(batch.run(files, judging.jobs), len(files), lambda o: o.file))
    except KeyboardInterrupt:
        raise InvalidInput(
            f"Interrupted after {len(outcomes)} of {len(files)} graphs; their results are "
            f"kept in {where}. Run the same command again to go on."
        ) from None
    if judging.as_json:
        from crosstrace import documents

        typer.echo(documents.dumps(_summary(outcomes, where)))
    else:
        _table(outcomes, where)
    if any(outcome.conforms is None for outcome in outcomes):
        return UNUSABLE
    return 0 if all(outcome.conforms for outcome in outcomes) else NEGATIVE


@contextmanager
def interrupted_by_sigterm() -> Iterator[None]:
    """Take the signal by which services and CI end a process for Ctrl-C."""

    def interrupt(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def workers(asked: int | None) -> int:
    """As many as are asked for, else one for each core this process may use."""
    if asked is not None:
        if not 1 <= asked <= MAX_WORKERS:
            raise InvalidInput(f"--jobs is a number from 1 to {MAX_WORKERS}.")
        return asked
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min(cores or 1, MAX_WORKERS)


def _counts(outcomes: list[Outcome]) -> dict[str, int]:
    return {
        "graphs": len(outcomes),
        "conforming": sum(outcome.conforms is True for outcome in outcomes),
        "not_conforming": sum(outcome.conforms is False for outcome in outcomes),
        "unusable": sum(outcome.conforms is None for outcome in outcomes),
        "from_earlier_run": sum(outcome.again for outcome in outcomes),
    }


def _summary(outcomes: list[Outcome], where: Path) -> dict[str, Any]:
    return {**_counts(outcomes), "results": str(where), "items": [asdict(o) for o in outcomes]}


def _table(outcomes: list[Outcome], where: Path) -> None:
    out = console()
    counts = _counts(outcomes)
    out.print(", ".join(f"{n} {name.replace('_', ' ')}" for name, n in counts.items()))
    shapes: Counter[str] = Counter()
    graphs: Counter[str] = Counter()
    for outcome in outcomes:
        shapes.update(dict.fromkeys(outcome.shapes, 1))
        graphs.update(outcome.shapes)
    if shapes:
        from rich.table import Table

        table = Table("violated most often", "in graphs", "times", box=None)
        for shape, count in shapes.most_common(SHOWN):
            table.add_row(local_name(shape), str(count), str(graphs[shape]))
        out.print(table)
    worst = sorted(
        (o for o in outcomes if not o.conforms),
        key=lambda o: (o.error is None, -o.counts.get("violation", 0), o.file),
    )
    for outcome in worst[:SHOWN]:
        said = outcome.error or f"{outcome.counts['violation']} violations"
        out.print(printable(f"{outcome.file}: {said}"))
    if len(worst) > SHOWN:
        out.print(f"… and {len(worst) - SHOWN} more")
    out.print(f"The result of each graph is kept in {where}.", style="dim")
