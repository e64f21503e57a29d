"""`crosstrace import`: publishers' own files into a durable store."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from crosstrace.bootstrap import open_graph
from crosstrace.cli.options import console, read_file
from crosstrace.errors import InvalidInput
from crosstrace.settings import load_settings
from crosstrace.sources.wording import import_oscal_catalog
from crosstrace.store import MEMORY

app = typer.Typer(help="Bring publishers' own files into a store.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keep `import` a group while it has one command."""


@app.command("oscal-catalog")
def oscal_catalog(
    file: Annotated[Path, typer.Argument(help="An OSCAL catalog: .json, .yaml or .xml")],
    store: Annotated[str | None, typer.Option(help="The folder of the store.")] = None,
    edition: Annotated[
        str | None, typer.Option(help="The edition it is for, when the file doesn't say.")
    ] = None,
) -> None:
    """Lay the publisher's own text and examples over an edition."""
    location = load_settings(store=store).store
    if location == MEMORY:
        raise InvalidInput(
            "An import into 'memory:' would be lost at once; name a folder with --store."
        )
    body = read_file(file)
    graph = open_graph(location)
    laid = import_oscal_catalog(
        graph.store,
        graph.catalog,
        body,
        name=file.name,
        edition=edition,
        imported=dt.datetime.now(dt.UTC).date(),
    )
    out = console()
    for line in laid.summary():
        out.print(line)
    out.print(f"Kept in {location}; use it with --store {location}.", style="dim")
