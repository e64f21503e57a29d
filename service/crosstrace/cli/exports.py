"""`crosstrace export`: mapping sets and whole crosswalks as files for other tools."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, TypeAlias

import typer
from rich.console import Console

from crosstrace.cli.crosswalk import statuses
from crosstrace.cli.options import MaxHops, Store, graph
from crosstrace.crosswalk import DEFAULT_HOPS, Table
from crosstrace.errors import InvalidInput
from crosstrace.exchange import crosswalk_tables, set_files
from crosstrace.sources import mapping_sets

app = typer.Typer(help="Write mappings as files for other tools.", no_args_is_help=True)

Output: TypeAlias = Annotated[
    Path | None, typer.Option("-o", "--output", help="File to write; standard output without it.")
]


class SetForm(StrEnum):
    """The formats of a mapping set."""

    SSSOM = "sssom"
    OLIR = "olir"
    OLIR_XLSX = "olir-xlsx"
    OSCAL = "oscal"
    CSV = "csv"
    XLSX = "xlsx"


class TableForm(StrEnum):
    """The formats of a whole crosswalk."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    SSSOM = "sssom"
    OSCAL = "oscal"


_WRITERS: Final[dict[TableForm, Callable[[Table], Iterator[str] | Iterator[bytes]]]] = {
    TableForm.JSON: crosswalk_tables.json_rows,
    TableForm.CSV: crosswalk_tables.csv_rows,
    TableForm.XLSX: crosswalk_tables.xlsx_rows,
    TableForm.SSSOM: crosswalk_tables.sssom_rows,
    TableForm.OSCAL: crosswalk_tables.oscal_rows,
}


@app.command("set")
def export_set(
    slug: Annotated[str, typer.Argument(help="A mapping set, such as ssdf-1.1-to-csf-2.0")],
    form: Annotated[SetForm, typer.Option("--format", help="The format.")] = SetForm.SSSOM,
    output: Output = None,
    store: Store = None,
) -> None:
    """Write a mapping set; what its format can't hold is said on standard error."""
    document = mapping_sets.document(graph(store).store, slug)
    found = set_files.set_format(form)
    _write(found.write(document.header, document.rows), output)
    for loss in found.losses(document.header, document.rows):
        Console(stderr=True, highlight=False, markup=False).print(loss, soft_wrap=True)


@app.command("crosswalk")
def export_crosswalk(
    source: Annotated[str, typer.Argument(help="The edition to start from.")],
    target: Annotated[str, typer.Argument(help="The edition to reach.")],
    form: Annotated[TableForm, typer.Option("--format", help="The format.")] = TableForm.CSV,
    output: Output = None,
    max_hops: MaxHops = DEFAULT_HOPS,
    include: Annotated[
        str | None, typer.Option(help="Statuses to write, with commas; all when left out.")
    ] = None,
    store: Store = None,
) -> None:
    """Write the whole crosswalk between two editions."""
    table = graph(store).crosswalk.table(
        source, target, max_hops=max_hops, include=statuses(include)
    )
    _write(_WRITERS[form](table), output)


def _write(pieces: Iterable[str | bytes], output: Path | None) -> None:
    """Write as the pieces come; a file only appears when it is whole."""
    if output is None:
        for piece in pieces:
            sys.stdout.buffer.write(piece.encode() if isinstance(piece, str) else piece)
        sys.stdout.buffer.flush()
        return
    part = output.with_name(output.name + ".part")
    try:
        with part.open("wb") as file:
            for piece in pieces:
                file.write(piece.encode() if isinstance(piece, str) else piece)
        part.replace(output)
    except OSError as error:
        raise InvalidInput(f"{str(output)!r} can't be written: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)
