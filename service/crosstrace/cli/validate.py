"""`crosstrace validate`: judge implementation graphs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from crosstrace import documents
from crosstrace.bootstrap import open_seeded, open_validator
from crosstrace.cli.options import Store, read_file
from crosstrace.cli.validate_folder import Asked, validate_folder, workers
from crosstrace.errors import CrosstraceError, InvalidInput, printable
from crosstrace.rdf.formats import syntax_for_filename
from crosstrace.settings import load_settings
from crosstrace.validation import Report, Validator
from crosstrace.validation.levels import DEFAULT_LEVEL
from crosstrace.validation.sarif import sarif
from crosstrace.validation.text import text

NEGATIVE = 1


class Form(StrEnum):
    """The forms of a report."""

    TEXT = "text"
    JSON = "json"
    TURTLE = "turtle"
    HTML = "html"
    SARIF = "sarif"


@dataclass(frozen=True, slots=True)
class Judged:
    """A file with what was found in it; `source` is its text."""

    file: Path
    report: Report
    source: str


def validate(
    files: Annotated[
        list[Path],
        typer.Argument(help="Graphs (.ttl .nt .jsonld .yaml .rdf …), or one folder of graphs."),
    ],
    form: Annotated[Form, typer.Option("--format", help="Form of the report.")] = Form.TEXT,
    profile: Annotated[str, typer.Option(help="The profile to judge against.")] = "sp800-218a",
    level: Annotated[str, typer.Option(help="draft, submission or attestation.")] = DEFAULT_LEVEL,
    shapes: Annotated[
        Path | None, typer.Option(help="Your organisation's own shapes (Turtle), in addition.")
    ] = None,
    engine: Annotated[
        str | None, typer.Option(help="shifty (fast), turbo, or pyshacl (the reference, slow).")
    ] = None,
    cross_check: Annotated[
        bool, typer.Option(help="Hold the results against pySHACL's; a difference is an error.")
    ] = False,
    as_of: Annotated[
        dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Judge as of this day.")
    ] = None,
    results: Annotated[
        Path | None,
        typer.Option(help="Where a folder's results are kept; else beside it, in FOLDER-results."),
    ] = None,
    timeout: Annotated[float, typer.Option(help="Seconds after which it is stopped.")] = 600.0,
    store: Store = None,
) -> int:
    """Judge implementation graphs: exit code 0 all conform, 1 one does not, 2 unusable input."""
    asked = Asked(
        {
            "profile": profile,
            "level": level,
            "engine": engine,
            "as_of": as_of.date() if as_of else dt.datetime.now(dt.UTC).date(),
            "own_shapes": None if shapes is None else read_file(shapes),
            "cross_check": cross_check,
        }
    )
    folder = _folder(files, form)
    count = 1 if folder is None else workers()
    settings = load_settings(store=store, validation_seconds=timeout, workers=count)
    with open_validator(settings, open_seeded(settings.store)) as validator:
        if folder is not None:
            return validate_folder(folder, results, validator, asked, as_json=form is Form.JSON)
        judged = _judge_all(validator, files, asked)
    _print(judged, form)
    return 0 if all(one.report.conforms for one in judged) else NEGATIVE


def _folder(files: list[Path], form: Form) -> Path | None:
    """The folder to judge, None when files are named."""
    folders = [file for file in files if file.is_dir()]
    if not folders:
        return None
    if len(files) > 1 or form not in (Form.TEXT, Form.JSON):
        raise InvalidInput("A folder is judged alone, with the format text or json.")
    return folders[0]


def _judge_all(validator: Validator, files: list[Path], asked: Asked) -> list[Judged]:
    judged = []
    with _progress() as progress:
        task = progress.add_task("judging", total=len(files))
        for file in files:
            progress.update(task, description=f"judging {file}")
            judged.append(_judge(validator, file, asked))
            progress.advance(task)
    return judged


def _progress() -> Progress:
    console = Console(stderr=True)
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    )


def _judge(validator: Validator, file: Path, asked: Asked) -> Judged:
    body = read_file(file)
    try:
        report = validator.validate(body, syntax_for_filename(file.name), **asked.options)
    except CrosstraceError as error:
        raise InvalidInput(f"{file}: {error.detail}", error.errors) from error
    return Judged(file, report, body.decode("utf-8-sig", "replace"))


def _print(judged: list[Judged], form: Form) -> None:
    reports = [(str(one.file), one.report) for one in judged]
    match form:
        case Form.JSON if len(reports) == 1:
            typer.echo(documents.dumps(reports[0][1].to_json()))
        case Form.JSON:
            many = [{"file": name, **report.to_json()} for name, report in reports]
            typer.echo(documents.dumps({"reports": many}))
        case Form.TURTLE:
            typer.echo("\n".join(report.to_turtle() for _, report in reports))
        case Form.SARIF:
            typer.echo(documents.dumps(sarif(reports)))
        case Form.HTML:
            from crosstrace.web.pages.report_file import report_file

            typer.echo(report_file(reports))
        case Form.TEXT:
            for one in judged:
                heading = f"{one.file}\n" if len(judged) > 1 else ""
                typer.echo(printable(heading + text(one.report, one.source)))
