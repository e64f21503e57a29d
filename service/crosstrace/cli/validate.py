"""`crosstrace validate`: judge implementation graphs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from crosstrace.cli.judge import Asked, validator_for
from crosstrace.cli.options import Store
from crosstrace.cli.progress import tracked
from crosstrace.cli.validate_folder import Judging, validate_folder, workers
from crosstrace.errors import CrosstraceError, InvalidInput, printable
from crosstrace.files import read_bounded, shown
from crosstrace.rdf.formats import syntax_for_filename
from crosstrace.validation import Report, Validator
from crosstrace.validation.levels import DEFAULT_LEVEL
from crosstrace.validation.service import PROFILES
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
    profile: Annotated[
        str, typer.Option(help="The profile to judge against; none: your own shapes alone.")
    ] = PROFILES[0],
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
    jobs: Annotated[
        int | None, typer.Option(help="Graphs of a folder judged at once; else one per core.")
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
            "own_shapes": None if shapes is None else read_bounded(shapes),
            "cross_check": cross_check,
        }
    )
    folder = _folder(files, form)
    if folder is None and (results is not None or jobs is not None):
        raise InvalidInput("--results and --jobs are for a folder; a file needs neither.")
    count = 1 if folder is None else workers(jobs)
    with validator_for(store, seconds=timeout, workers=count) as validator:
        if folder is not None:
            judging = Judging(folder, results, count, as_json=form is Form.JSON)
            return validate_folder(judging, validator, asked)
        named = tracked(files, len(files), lambda file: f"judging {shown(file)}")
        judged = [_judge(validator, file, asked) for file in named]
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


def _judge(validator: Validator, file: Path, asked: Asked) -> Judged:
    body = read_bounded(file)
    try:
        report = validator.validate(body, syntax_for_filename(file.name), **asked.options)
    except CrosstraceError as error:
        raise InvalidInput(f"{shown(file)}: {error.detail}", error.errors) from error
    return Judged(file, report, body.decode("utf-8-sig", "replace"))


def _print(judged: list[Judged], form: Form) -> None:
    reports = [(shown(one.file), one.report) for one in judged]
    match form:
        case Form.JSON if len(reports) == 1:
            _echo_json(reports[0][1].to_json())
        case Form.JSON:
            _echo_json({"reports": [{"file": name, **r.to_json()} for name, r in reports]})
        case Form.TURTLE:
            typer.echo("\n".join(report.to_turtle() for _, report in reports))
        case Form.SARIF:
            from crosstrace.validation.sarif import sarif

            _echo_json(sarif([(str(one.file), one.report) for one in judged]))
        case Form.HTML:
            from crosstrace.web.pages.report_file import report_file

            typer.echo(report_file(reports))
        case Form.TEXT:
            for one in judged:
                heading = f"{shown(one.file)}\n" if len(judged) > 1 else ""
                syntax = syntax_for_filename(one.file.name)
                typer.echo(printable(heading + text(one.report, one.source, syntax)))


def _echo_json(document: dict[str, Any]) -> None:
    from crosstrace import documents  # here, for it loads much that no other form needs

    typer.echo(documents.dumps(document))
