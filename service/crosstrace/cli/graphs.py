"""Implementation graphs that the user names as files."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import typer

from crosstrace.bootstrap import KnowledgeGraph, open_validator
from crosstrace.documents import Origin
from crosstrace.errors import CrosstraceError, InvalidInput, printable
from crosstrace.files import read_bounded
from crosstrace.rdf.formats import syntax_for_filename
from crosstrace.settings import load_settings
from crosstrace.traceability import ImplementationView, Judged, explain_plans, read_view
from crosstrace.validation import Validator
from crosstrace.validation.levels import DEFAULT_LEVEL
from crosstrace.validation.service import PROFILES

SECONDS: Final = 600.0
"""After which judging a file is stopped, as `crosstrace validate` does."""


@dataclass(frozen=True, slots=True)
class GraphFile:
    """What a file states, and how it was judged at the level of a submission.

    `digest` is the SHA-256 of its bytes.
    """

    file: Path
    digest: str
    view: ImplementationView
    judged: Judged


def read_graphs(
    files: Sequence[Path], store: str | None, known: KnowledgeGraph, day: dt.date
) -> list[GraphFile]:
    """The graph in each file, in any RDF syntax; of one that doesn't conform stderr says so.

    `InvalidInput` names the one that can't be read.
    """
    settings = load_settings(store=store, workers=1, validation_seconds=SECONDS)
    with open_validator(settings, known.store) as validator:
        found = [_read(validator, file, day) for file in files]
    for one in found:
        if not one.judged.conforms:
            said = explain_plans.judged(one.judged)
            typer.echo(printable(f"{one.file}: {said} crosstrace validate lists them."), err=True)
    return found


def origin_of(graphs: Sequence[GraphFile]) -> Origin:
    """What an answer is made from: the first file, and the others that are looked at too."""
    asked, *beside = map(_origin, graphs)
    return replace(asked, beside=tuple(beside))


def _read(validator: Validator, file: Path, day: dt.date) -> GraphFile:
    body, syntax = read_bounded(file), syntax_for_filename(file.name)
    try:
        report, statements = validator.judge_to_keep(
            body, syntax, profile=PROFILES[0], level=DEFAULT_LEVEL, as_of=day
        )
        judged = Judged(DEFAULT_LEVEL, day, report.counts["violation"])
        digest = hashlib.sha256(body).hexdigest()
        return GraphFile(file, digest, read_view(statements), judged)
    except CrosstraceError as error:
        raise InvalidInput(f"{file}: {error.detail}", error.errors) from error


def _origin(graph: GraphFile) -> Origin:
    title = graph.view.title or graph.file.name
    digested = "of the bytes of the file"
    return Origin(graph.view.iri, title, graph.file.name, None, graph.digest, digested)
