"""`crosstrace import oscal-component`: a component definition as an implementation graph."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from crosstrace.cli.options import write_new
from crosstrace.components import read_components
from crosstrace.components.intake import FILE
from crosstrace.files import read_bounded


def oscal_component(
    file: Annotated[Path, typer.Argument(help="An OSCAL component definition in JSON")],
    base: Annotated[
        str, typer.Option(help="IRI your own identifiers begin with.")
    ] = "https://example.org/",
    component: Annotated[
        str | None, typer.Option(help="UUID or title of the component, if there are several.")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write.")] = None,
) -> None:
    """Write what a component definition says of SP 800-218A as an implementation graph."""
    today = dt.datetime.now(dt.UTC).date()
    found = read_components(
        read_bounded(file, FILE.max_bytes), base=base, imported=today, component=component
    )
    if output is None:
        typer.echo(found.turtle, nl=False)
    else:
        write_new(output, found.turtle)
    for sentence in found.losses:
        typer.echo(sentence, err=True)
    if output is not None:
        typer.echo(f"Wrote {output}; judge it with: crosstrace validate {output}", err=True)
