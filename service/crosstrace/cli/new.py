"""`crosstrace new`: a starter implementation graph."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from crosstrace.authoring import Asset, starter
from crosstrace.cli.options import Store, graph, write_new


class Role(StrEnum):
    """The roles of SP 800-218A, section 2."""

    MODEL_PRODUCER = "model-producer"
    SYSTEM_PRODUCER = "system-producer"
    ACQUIRER = "acquirer"


def new(
    organization: Annotated[str, typer.Option(help="Name of your organisation.")] = "Example Org",
    asset: Annotated[str, typer.Option(help="Name of the model or system.")] = "Example Model",
    version: Annotated[str, typer.Option(help="Version of the model or system.")] = "1.0",
    role: Annotated[Role, typer.Option(help="Your role towards it.")] = Role.MODEL_PRODUCER,
    base: Annotated[
        str, typer.Option(help="IRI your own identifiers begin with.")
    ] = "https://example.org/",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write.")] = None,
    store: Store = None,
) -> None:
    """Write a starter implementation graph with every High task in it."""
    text = starter(
        graph(store).catalog,
        Asset(name=asset, version=version, role=role.value),
        organization=organization,
        base=base,
        issued=dt.datetime.now(dt.UTC).date(),
    )
    if output is None:
        typer.echo(text, nl=False)
        return
    write_new(output, text)
    typer.echo(f"Wrote {output}; judge it with: crosstrace validate {output}", err=True)
