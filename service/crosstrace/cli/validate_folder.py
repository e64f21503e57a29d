"""`crosstrace validate FOLDER`: many graphs, with progress, and a table of what was found."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from crosstrace import __version__, documents
from crosstrace.cli.options import console
from crosstrace.errors import InvalidInput, printable
from crosstrace.rdf.formats import syntax_for_filename
from crosstrace.validation import Report, Validator
from crosstrace.validation.batch import Batch, Outcome, graphs_below
from crosstrace.vocab import local_name

SHOWN: Final = 10
"""How many shapes and graphs the table names."""
NEGATIVE, UNUSABLE = 1, 2


@dataclass(frozen=True, slots=True)
class Asked:
    """What each graph is judged by, beside its text; the keywords of `Validator.validate`."""

    options: dict[str, Any]

    def key(self) -> dict[str, str]:
        """What a kept result must agree in."""
        shapes = self.options["own_shapes"]
        said = {name: str(v) for name, v in self.options.items() if name != "own_shapes"}
        digest = hashlib.sha256(shapes).hexdigest() if shapes else "none"
        return {**said, "shapes": digest, "crosstrace": __version__}


def validate_folder(
    folder: Path, kept: Path | None, validator: Validator, asked: Asked, *, as_json: bool
) -> int:
    """Judge every graph below `folder`; 0 all conform, 1 one does not, 2 one can't be judged."""
    where = kept or folder.with_name(f"{folder.resolve().name}-results")
    files = graphs_below(folder, where)

    def judge(body: bytes, name: str) -> Report:
        return validator.validate(body, syntax_for_filename(name), **asked.options)

    batch = Batch(folder, where, judge, asked.key())
    outcomes: list[Outcome] = []
    with _progress() as progress:
        task = progress.add_task("judging", total=len(files))
        try:
            for outcome in batch.run(files, workers()):
                outcomes.append(outcome)
                progress.advance(task)
        except KeyboardInterrupt:
            raise InvalidInput(
                f"Interrupted after {len(outcomes)} of {len(files)} graphs; their results are "
                f"kept in {where}. Run the same command again to go on."
            ) from None
    if as_json:
        typer.echo(documents.dumps(_summary(outcomes, where)))
    else:
        _table(outcomes, where)
    if any(outcome.conforms is None for outcome in outcomes):
        return UNUSABLE
    return 0 if all(outcome.conforms for outcome in outcomes) else NEGATIVE


def workers() -> int:
    """One for each core this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _progress() -> Progress:
    err = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=err,
        disable=not err.is_terminal,
        transient=True,
    )


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
