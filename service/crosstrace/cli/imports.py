"""`crosstrace import`: publishers' own files into a durable store."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from typing import Annotated

import typer

from crosstrace.bootstrap import open_graph
from crosstrace.cli.options import console, read_file
from crosstrace.errors import InvalidInput
from crosstrace.settings import load_settings
from crosstrace.sources.loader import lay_over
from crosstrace.sources.oscal import Overlay, overlay, read_catalog, syntax_of
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
    catalog = read_catalog(body, syntax_of(file.name), edition=edition)
    graph = open_graph(location)
    known = {e.ref.local: e.kind for e in graph.catalog.of_edition(catalog.edition_slug)}
    laid = overlay(
        catalog,
        known,
        source_name=file.name,
        digest_sha256=hashlib.sha256(body).hexdigest(),
        imported=dt.datetime.now(dt.UTC).date(),
    )
    lay_over(graph.store, laid.graph, list(laid.quads))
    _report(laid, location)


def _report(laid: Overlay, location: str) -> None:
    out = console()
    for line in laid.summary():
        out.print(line)
    out.print(f"Kept in {location}; use it with --store {location}.", style="dim")
