"""`crosstrace coverage`, `gaps`, `impact`, …: what implementation graphs answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, TypeAlias, TypeVar

import typer
from rich.console import Console

from crosstrace import documents, traceability
from crosstrace.bootstrap import KnowledgeGraph
from crosstrace.cli import answer_texts
from crosstrace.cli.graphs import read_graphs
from crosstrace.cli.options import Store, TextOrJson, console
from crosstrace.cli.options import graph as open_known
from crosstrace.documents import Document
from crosstrace.traceability import DEFAULT_COUNT, Readiness

NOT_READY = 1
_Answer = TypeVar("_Answer")

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
Form: TypeAlias = Annotated[TextOrJson, typer.Option("--format", help="text or json")]


def _day(given: dt.datetime | None) -> dt.date:
    return given.date() if given else dt.datetime.now(dt.UTC).date()


def _opened(
    files: Sequence[Path], store: str | None
) -> tuple[KnowledgeGraph, list[traceability.ImplementationView]]:
    known = open_known(store)
    return known, read_graphs(files, store, known)


def _show(
    found: _Answer,
    form: TextOrJson,
    document: Callable[[_Answer], Document],
    text: Callable[[Console, _Answer], None],
) -> None:
    if form is TextOrJson.JSON:
        typer.echo(documents.dumps(document(found)))
    else:
        text(console(), found)


def coverage(
    graph: Graph,
    edition: Annotated[str, typer.Option(help="The edition, for example csf-2.0.")],
    asset: Asset = None,
    as_of: Day = None,
    store: Store = None,
    form: Form = TextOrJson.TEXT,
) -> None:
    """Say how far a graph covers each element of an edition, and by what."""
    known, [view] = _opened([graph], store)
    day = _day(as_of)
    found = traceability.coverage(view, known.crosswalk, edition, day, asset=asset)
    _show(found, form, documents.coverage, answer_texts.coverage)


def gaps(
    graph: Graph,
    edition: Annotated[
        str | None, typer.Option(help="Also say where no mapping leads to this edition.")
    ] = None,
    asset: Asset = None,
    as_of: Day = None,
    store: Store = None,
    form: Form = TextOrJson.TEXT,
) -> None:
    """Say what is open in a graph, the most important first."""
    known, [view] = _opened([graph], store)
    found = traceability.gaps(view, known.crosswalk, _day(as_of), asset=asset)
    unmapped = edition and traceability.mapping_gaps(known.crosswalk, view.profile, edition)

    def document(answer: traceability.Gaps) -> Document:
        between = documents.mapping_gaps(unmapped) if unmapped else None
        return documents.gaps(answer) | {"mapping_gaps": between}

    _show(found, form, document, answer_texts.gaps)
    if unmapped and form is TextOrJson.TEXT:
        answer_texts.mapping_gaps(console(), unmapped)


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
    supplier: Suppliers = None,
    as_of: Day = None,
    store: Store = None,
    form: Form = TextOrJson.TEXT,
) -> None:
    """Say what is lost with evidence; with no option, what most rests upon."""
    known, [view, *suppliers] = _opened([graph, *(supplier or ())], store)
    if mapping_set is not None:
        fallen = traceability.withdrawal(view, known.crosswalk, mapping_set, _day(as_of))
        _show(fallen, form, documents.withdrawal, answer_texts.withdrawal)
        return
    found = traceability.impact(
        view,
        known.crosswalk,
        _day(as_of),
        evidence=evidence,
        expires_before=expires_before.date() if expires_before else None,
        suppliers=suppliers,
    )
    _show(found, form, documents.impact, answer_texts.impact)


def responsibility(
    graph: Graph,
    supplier: Suppliers = None,
    as_of: Day = None,
    store: Store = None,
    form: Form = TextOrJson.TEXT,
) -> None:
    """Say who answers for what, what nobody does, and what suppliers show of their part."""
    known, [view, *suppliers] = _opened([graph, *(supplier or ())], store)
    day = _day(as_of)
    found = traceability.responsibility(view, known.crosswalk, day, suppliers=suppliers)
    _show(found, form, documents.responsibility, answer_texts.responsibility)


def attest(
    graph: Graph,
    edition: Annotated[
        str, typer.Option(help="The form, or the profile that the graph answers.")
    ] = "cisa-form-1.0",
    asset: Asset = None,
    as_of: Day = None,
    store: Store = None,
    form: Form = TextOrJson.TEXT,
) -> int:
    """Say whether all can be attested, and what blocks it: exit code 0 when ready, 1 when not."""
    known, [view] = _opened([graph], store)
    day = _day(as_of)
    found = traceability.attestation(view, known.crosswalk, edition, day, asset=asset)
    _show(found, form, documents.attestation, answer_texts.attestation)
    return 0 if found.readiness is Readiness.READY else NOT_READY


def next_steps(
    graph: Graph,
    count: Annotated[int, typer.Option(min=1, help="How many steps.")] = DEFAULT_COUNT,
    asset: Asset = None,
    as_of: Day = None,
    store: Store = None,
    form: Form = TextOrJson.TEXT,
) -> None:
    """Say what to do next: what closes most and lifts most, in order."""
    known, [view] = _opened([graph], store)
    found = traceability.next_steps(view, known.crosswalk, _day(as_of), count, asset=asset)
    _show(found, form, documents.next_steps, answer_texts.next_steps)


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
    form: Form = TextOrJson.TEXT,
) -> None:
    """Set the coverage of two graphs side by side."""
    known, [one, two] = _opened([first, second], store)
    day = _day(as_of)
    if versions:
        changed = traceability.version_diff(one, two, known.crosswalk, day)
        _show(changed, form, documents.version_diff, answer_texts.version_diff)
    else:
        found = traceability.compare(one, two, known.crosswalk, day, edition=edition)
        _show(found, form, documents.comparison, answer_texts.comparison)
