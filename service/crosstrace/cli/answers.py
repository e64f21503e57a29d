"""`crosstrace coverage`, `gaps`, `impact`, …: what implementation graphs answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeAlias, TypeVar

import typer
from rich.console import Console

from crosstrace import documents, traceability
from crosstrace.bootstrap import KnowledgeGraph
from crosstrace.cli import answer_texts
from crosstrace.cli.graphs import origin_of, read_graphs
from crosstrace.cli.options import Store, console, write_new
from crosstrace.cli.options import graph as open_known
from crosstrace.documents import Document, Origin
from crosstrace.errors import InvalidInput
from crosstrace.traceability import DEFAULT_COUNT, Readiness

NOT_READY = 1
_Answer = TypeVar("_Answer")


class Form(StrEnum):
    """The forms of an answer; the last two of those that are tables."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    CSV = "csv"
    XLSX = "xlsx"


Graph: TypeAlias = Annotated[Path, typer.Argument(help="An implementation graph (.ttl .jsonld …).")]
Day: TypeAlias = Annotated[
    dt.datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], help="The day to judge at; today when left out."),
]
Asset: TypeAlias = Annotated[
    str | None, typer.Option(help="IRI of the asset to ask for; the graph's subject when left out.")
]
Suppliers: TypeAlias = Annotated[
    list[Path] | None,
    typer.Option("--supplier", help="The graph of a supplier; may be given several times."),
]
TableForm: TypeAlias = Annotated[
    Form, typer.Option("--format", help="text, json, html, csv or xlsx")
]
PageForm: TypeAlias = Annotated[Form, typer.Option("--format", help="text, json or html")]
Output: TypeAlias = Annotated[
    Path | None, typer.Option("--output", "-o", help="The file to write; not one that exists.")
]


def _day(given: dt.datetime | None) -> dt.date:
    return given.date() if given else dt.datetime.now(dt.UTC).date()


def _opened(
    files: Sequence[Path], store: str | None, day: dt.date
) -> tuple[KnowledgeGraph, list[traceability.ImplementationView], Origin]:
    known = open_known(store)
    graphs = read_graphs(files, store, known, day)
    return known, [one.view for one in graphs], origin_of(graphs)


def _json(found: _Answer, document: Callable[[_Answer], Document], origin: Origin) -> str:
    return documents.dumps(document(found) | documents.answered_from(origin))


def _print(found: _Answer, text: Callable[[Console, _Answer], None], origin: Origin) -> None:
    out = console()
    text(out, found)
    answer_texts.answered_from(out, origin)


def _tell(
    found: _Answer,
    form: Form,
    document: Callable[[_Answer], Document],
    text: Callable[[Console, _Answer], None],
    origin: Origin,
    output: Path | None,
) -> None:
    """The answer on the graph in a file, shown or written to another file."""
    if form is Form.TEXT and output is None:
        _print(found, text, origin)
        return
    body = _body(found, form, document, origin)
    if output is not None:
        write_new(output, body)
    elif isinstance(body, str):
        typer.echo(body, nl=not body.endswith("\n"))
    else:
        raise InvalidInput("A workbook needs a file to be written to: --output FILE.")


def _body(
    found: _Answer,
    form: Form,
    document: Callable[[_Answer], Document],
    origin: Origin,
) -> str | bytes:
    if form is Form.TEXT:
        raise InvalidInput("The text is for a terminal; with --output name another --format.")
    if form is Form.JSON:
        return _json(found, document, origin)
    from crosstrace.cli import answer_files  # it loads much that no other form needs

    if form is Form.HTML:
        return answer_files.html(found, origin)
    table = answer_files.table(found, origin)
    return answer_files.csv(table) if form is Form.CSV else answer_files.xlsx(table)


def coverage(
    graph: Graph,
    edition: Annotated[str, typer.Option(help="The edition, for example csf-2.0.")],
    asset: Asset = None,
    as_of: Day = None,
    store: Store = None,
    form: TableForm = Form.TEXT,
    output: Output = None,
) -> None:
    """Say how far a graph covers each element of an edition, and by what."""
    day = _day(as_of)
    known, [view], origin = _opened([graph], store, day)
    found = traceability.coverage(view, known.crosswalk, edition, day, asset=asset)
    _tell(found, form, documents.coverage, answer_texts.coverage, origin, output)


def gaps(
    graph: Graph,
    edition: Annotated[
        str | None, typer.Option(help="Also say where no mapping leads to this edition.")
    ] = None,
    asset: Asset = None,
    as_of: Day = None,
    store: Store = None,
    form: TableForm = Form.TEXT,
    output: Output = None,
) -> None:
    """Say what is open in a graph, the most important first."""
    day = _day(as_of)
    known, [view], origin = _opened([graph], store, day)
    found = traceability.gaps(view, known.crosswalk, day, asset=asset, edition=edition)
    _tell(found, form, documents.gaps, answer_texts.gaps, origin, output)


def impact(
    graph: Graph,
    evidence: Annotated[
        str | None, typer.Option(help="IRI or digest of the evidence that is lost or was changed.")
    ] = None,
    expires_before: Annotated[
        dt.datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="All evidence that is valid only before this day."),
    ] = None,
    mapping_set: Annotated[
        str | None, typer.Option(help="Instead: what falls when this mapping set is withdrawn.")
    ] = None,
    asset: Asset = None,
    supplier: Suppliers = None,
    as_of: Day = None,
    store: Store = None,
    form: PageForm = Form.TEXT,
    output: Output = None,
) -> None:
    """Say what is lost with evidence; with no option, what most rests upon."""
    day = _day(as_of)
    before = expires_before.date() if expires_before else None
    traceability.check_question(evidence, before, mapping_set, asset)
    known, [view, *suppliers], origin = _opened([graph, *(supplier or ())], store, day)
    if mapping_set is not None:
        fallen = traceability.withdrawal(view, known.crosswalk, mapping_set, day, asset=asset)
        alone = replace(origin, beside=())
        _tell(fallen, form, documents.withdrawal, answer_texts.withdrawal, alone, output)
        return
    found = traceability.impact(
        view,
        known.crosswalk,
        day,
        evidence=evidence,
        expires_before=before,
        suppliers=suppliers,
    )
    _tell(found, form, documents.impact, answer_texts.impact, origin, output)


def responsibility(
    graph: Graph,
    supplier: Suppliers = None,
    as_of: Day = None,
    store: Store = None,
    form: TableForm = Form.TEXT,
    output: Output = None,
) -> None:
    """Say who answers for what, what nobody does, and what suppliers show of their part."""
    day = _day(as_of)
    known, [view, *suppliers], origin = _opened([graph, *(supplier or ())], store, day)
    found = traceability.responsibility(view, known.crosswalk, day, suppliers=suppliers)
    _tell(found, form, documents.responsibility, answer_texts.responsibility, origin, output)


def attest(
    graph: Graph,
    edition: Annotated[
        str, typer.Option(help="The form, or the profile that the graph answers.")
    ] = "cisa-form-1.0",
    asset: Asset = None,
    as_of: Day = None,
    store: Store = None,
    form: TableForm = Form.TEXT,
    output: Output = None,
) -> int:
    """Say whether all can be attested, and what blocks it: exit code 0 when ready, 1 when not."""
    day, known = _day(as_of), open_known(store)
    [read] = read_graphs([graph], store, known, day)
    found = traceability.attestation(
        read.view, known.crosswalk, edition, day, asset=asset, judged=read.judged
    )
    _tell(found, form, documents.attestation, answer_texts.attestation, origin_of([read]), output)
    return 0 if found.readiness is Readiness.READY else NOT_READY


def next_steps(
    graph: Graph,
    count: Annotated[int, typer.Option(min=1, help="How many steps.")] = DEFAULT_COUNT,
    asset: Asset = None,
    as_of: Day = None,
    store: Store = None,
    form: PageForm = Form.TEXT,
    output: Output = None,
) -> None:
    """Say what to do next: what closes most and lifts most, in order."""
    day = _day(as_of)
    known, [view], origin = _opened([graph], store, day)
    found = traceability.next_steps(view, known.crosswalk, day, count, asset=asset)
    _tell(found, form, documents.next_steps, answer_texts.next_steps, origin, output)


def compare(
    first: Graph,
    second: Annotated[Path, typer.Argument(help="The graph to set beside it.")],
    edition: Annotated[
        str | None, typer.Option(help="The edition; the first graph's profile when left out.")
    ] = None,
    versions: Annotated[
        bool, typer.Option(help="The second is a later version of the first: say what changed.")
    ] = False,
    as_of: Day = None,
    store: Store = None,
    form: PageForm = Form.TEXT,
    output: Output = None,
) -> None:
    """Set the coverage of two graphs side by side."""
    day = _day(as_of)
    if versions:  # the later one answers, beside the earlier
        known, [after, before], origin = _opened([second, first], store, day)
        changed = traceability.version_diff(before, after, known.crosswalk, day)
        _tell(changed, form, documents.version_diff, answer_texts.version_diff, origin, output)
    else:
        known, [one, two], origin = _opened([first, second], store, day)
        found = traceability.compare(one, two, known.crosswalk, day, edition=edition)
        _tell(found, form, documents.comparison, answer_texts.comparison, origin, output)
