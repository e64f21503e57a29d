"""`crosstrace import`: publishers' own files into a durable store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, TypeAlias, cast

import typer

from crosstrace.bootstrap import open_graph, read_graph
from crosstrace.cli.component import oscal_component
from crosstrace.cli.evidence import evidence
from crosstrace.cli.options import console, durable
from crosstrace.errors import InvalidInput, printable
from crosstrace.exchange.importing import Imported, import_sets
from crosstrace.files import read_bounded, shown
from crosstrace.mappingsets import (
    MappingDocument,
    olir,
    oscal_intake,
    oscal_read,
    sheets,
    sssom,
    tables,
    unstated,
    values,
)
from crosstrace.mappingsets.olir_header import GivenFacts
from crosstrace.sources.wording import import_oscal_catalog, import_oscal_edition

app = typer.Typer(help="Bring publishers' own files into a store.", no_args_is_help=True)

Folder: TypeAlias = Annotated[str | None, typer.Option("--store", help="The folder of the store.")]
Focal: TypeAlias = Annotated[str, typer.Option(help="The edition the rows read from.")]
ReferenceEdition: TypeAlias = Annotated[
    str, typer.Option("--reference", help="The edition the rows read to.")
]
Slug: TypeAlias = Annotated[str, typer.Option("--set", help="The name the set gets here.")]
Title: TypeAlias = Annotated[str | None, typer.Option(help="Title of the set.")]
Publisher: TypeAlias = Annotated[
    str | None, typer.Option(help="Who published it, as an IRI, when the file doesn't say.")
]
Issued: TypeAlias = Annotated[
    str | None, typer.Option(help="When it was published: year, year-month or day.")
]
Licence: TypeAlias = Annotated[str | None, typer.Option(help="Its licence, as an IRI.")]
UseCase: TypeAlias = Annotated[
    str | None, typer.Option(help="For whom and for what the mappings were made (IR 8477).")
]
SetVersion: TypeAlias = Annotated[str | None, typer.Option(help="Version of the set.")]
SourceUrl: TypeAlias = Annotated[
    str | None, typer.Option(help="Where the file was taken from, as an IRI.")
]


@app.command("oscal-catalog")
def oscal_catalog(
    file: Annotated[Path, typer.Argument(help="An OSCAL catalog: .json, .yaml or .xml")],
    store: Folder = None,
    edition: Annotated[
        str | None, typer.Option(help="The edition it is for, when the file doesn't say.")
    ] = None,
    new_edition: Annotated[
        str | None, typer.Option(help="Take it in as an edition of its own, under this name.")
    ] = None,
    publisher: Publisher = None,
) -> None:
    """Lay the publisher's own text over an edition, or bring in a whole new one."""
    location = durable(store)
    body = read_bounded(file)
    graph = open_graph(location)
    today = dt.datetime.now(dt.UTC).date()
    if new_edition is not None:
        if publisher is None:
            raise InvalidInput("A new edition needs its publisher: give an IRI with --publisher.")
        made = import_oscal_edition(
            graph.store,
            graph.catalog,
            body,
            name=_name(file),
            slug=new_edition,
            publisher=values.iri(publisher),
            imported=today,
        )
        _say(made.summary(), location)
        return
    laid = import_oscal_catalog(
        graph.store, graph.catalog, body, name=_name(file), edition=edition, imported=today
    )
    _say(laid.summary(), location)


@app.command("sssom")
def sssom_tsv(
    file: Annotated[Path, typer.Argument(help="A mapping set as SSSOM/TSV")],
    slug: Slug,
    focal: Focal,
    reference: ReferenceEdition,
    store: Folder = None,
    title: Title = None,
    publisher: Publisher = None,
    issued: Issued = None,
    licence: Licence = None,
    use_case: UseCase = None,
    set_version: SetVersion = None,
    source: SourceUrl = None,
    style: Annotated[str | None, typer.Option(help="crosswalk, supportive or set_theory")] = None,
    rationale: Annotated[
        str | None, typer.Option(help="The rationale of set-theory rows that don't state theirs.")
    ] = None,
) -> None:
    """Bring in a mapping set in the format of SSSOM."""
    given = facts(title, publisher, issued, licence, use_case, set_version, source, style)
    body = read_bounded(file, sheets.MAX_BYTES)
    document = sssom.read(
        text_of(body, file),
        slug=slug,
        source_edition=focal,
        target_edition=reference,
        rationale=rationale,
        stand_ins=_stand_ins(slug, body),
        **given,
    )
    _bring_in([document], store)


@app.command("olir")
def olir_sheet(
    file: Annotated[Path, typer.Argument(help="An OLIR spreadsheet: CSV or XLSX")],
    slug: Slug,
    focal: Focal,
    reference: ReferenceEdition,
    store: Folder = None,
    orientation: Annotated[
        str,
        typer.Option(help="Which way rows read: olir (by style), focal-first or reference-first."),
    ] = "olir",
    title: Title = None,
    publisher: Publisher = None,
    issued: Issued = None,
    licence: Licence = None,
    use_case: UseCase = None,
    set_version: SetVersion = None,
    source: SourceUrl = None,
    style: Annotated[str | None, typer.Option(help="crosswalk, supportive or set_theory")] = None,
) -> None:
    """Bring in a mapping set from a spreadsheet with the columns of NIST IR 8278A Rev. 1."""
    given = facts(title, publisher, issued, licence, use_case, set_version, source, style)
    body = read_bounded(file, sheets.MAX_BYTES)
    document = olir.read(
        body,
        focal=focal,
        reference=reference,
        slug=slug,
        orientation=orientation,
        stand_ins=_stand_ins(slug, body),
        **given,
    )
    _bring_in([document], store)


@app.command("oscal-mapping")
def oscal_mapping(
    file: Annotated[Path, typer.Argument(help="An OSCAL mapping collection in JSON")],
    slug: Slug,
    focal: Annotated[str | None, typer.Option(help="The edition of the sources.")] = None,
    reference: Annotated[str | None, typer.Option(help="The edition of the targets.")] = None,
    store: Folder = None,
    publisher: Publisher = None,
) -> None:
    """Bring in the mappings of an OSCAL mapping collection, each as a set."""
    body = read_bounded(file, oscal_intake.MAX_BYTES)
    documents = oscal_read.read(
        body,
        slug=slug,
        source_edition=focal,
        target_edition=reference,
        publisher=publisher,
        stand_ins=_stand_ins(slug, body),
    )
    _bring_in(documents, store)


app.command("oscal-component")(oscal_component)
app.command("evidence")(evidence)


@app.command("table")
def table(
    file: Annotated[Path, typer.Argument(help="A mapping set as our own CSV or XLSX table")],
    store: Folder = None,
) -> None:
    """Bring in a mapping set that `crosstrace export set` wrote as CSV or XLSX."""
    _bring_in([tables.read(read_bounded(file, sheets.MAX_BYTES))], store)


def facts(
    title: str | None,
    publisher: str | None,
    issued: str | None,
    licence: str | None,
    use_case: str | None,
    set_version: str | None,
    source: str | None,
    style: str | None,
) -> GivenFacts:
    """What the flags say of a set; what they don't say is left to the file."""
    said = {
        "title": title,
        "publisher": publisher,
        "issued": issued,
        "licence": licence,
        "use_case": use_case,
        "version": set_version,
        "sources": (source,) if source else None,
        "style": style,
    }
    return cast(GivenFacts, {name: value for name, value in said.items() if value is not None})


def _stand_ins(slug: str, body: bytes) -> dict[str, Any]:
    return unstated.unstated(slug, body, dt.datetime.now(dt.UTC).date())


def _name(file: Path) -> str:
    """The file's name as a graph can hold it."""
    return printable(shown(file.name))


def text_of(body: bytes, file: Path) -> str:
    """The text of a file in UTF-8."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInput(f"{str(file)!r} is not in UTF-8 (byte {error.start}).") from error


def _bring_in(documents: Iterable[MappingDocument], store: str | None) -> None:
    location = durable(store)
    graph = open_graph(location)
    imported = import_sets(graph.store, graph.catalog, documents)
    read_graph(graph.store)
    _say([line for found in imported for line in _summary(found)], location)


def _summary(found: Imported) -> list[str]:
    return [f"{found.slug}: {found.rows} mappings brought in.", *found.losses]


def _say(lines: Iterable[str], location: str) -> None:
    out = console()
    for line in lines:
        out.print(printable(" ".join(line.split())))
    out.print(f"Kept in {location}; use it with --store {location}.", style="dim")
