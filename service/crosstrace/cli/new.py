"""`crosstrace new`: a starter implementation graph."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from crosstrace.authoring import FORMS, SCHEMA_IRI, Asset, starter, written
from crosstrace.cli.options import Store, graph, write_new
from crosstrace.errors import InvalidInput


class Role(StrEnum):
    """The roles of SP 800-218A, section 2."""

    MODEL_PRODUCER = "model-producer"
    SYSTEM_PRODUCER = "system-producer"
    ACQUIRER = "acquirer"


class AssetKind(StrEnum):
    """The kinds of assets."""

    MODEL = "model"
    SYSTEM = "system"
    DATASET = "dataset"
    COMPONENT = "component"


class Priority(StrEnum):
    """The priorities of SP 800-218A, section 3."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class StarterForm(StrEnum):
    """The forms in which a starter is written."""

    TURTLE = "turtle"
    JSONLD = "jsonld"
    YAML = "yaml"


def new(
    organization: Annotated[str, typer.Option(help="Name of your organisation.")] = "Example Org",
    asset: Annotated[str, typer.Option(help="Name of the model or system.")] = "Example Model",
    version: Annotated[str, typer.Option(help="Version of the model or system.")] = "1.0",
    role: Annotated[Role, typer.Option(help="Your role towards it.")] = Role.MODEL_PRODUCER,
    asset_kind: Annotated[
        AssetKind | None, typer.Option(help="What it is; else what the role suggests.")
    ] = None,
    priority: Annotated[
        Priority, typer.Option(help="The tasks in it: those of this priority and above.")
    ] = Priority.HIGH,
    base: Annotated[
        str, typer.Option(help="IRI your own identifiers begin with.")
    ] = "https://example.org/",
    form: Annotated[
        StarterForm | None,
        typer.Option("--format", help="How it is written; else by the file's ending, or Turtle."),
    ] = None,
    schema: Annotated[
        str, typer.Option(help="Where editors find the JSON Schema of the YAML and JSON forms.")
    ] = SCHEMA_IRI,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write: .yaml, .jsonld or .ttl.")
    ] = None,
    store: Store = None,
) -> None:
    """Write a starter implementation graph with every High task in it."""
    chosen = form.value if form is not None else _form_of(output)
    found = starter(
        graph(store).catalog,
        Asset(
            name=asset,
            version=version,
            role=role.value,
            kind=None if asset_kind is None else asset_kind.value,
        ),
        organization=organization,
        base=base,
        issued=dt.datetime.now(dt.UTC).date(),
        down_to=priority.value,
    )
    text = written(found, chosen, schema)
    if output is None:
        typer.echo(text, nl=False)
        return
    write_new(output, text)
    typer.echo(f"Wrote {output}; judge it with: crosstrace validate {output}", err=True)


def _form_of(output: Path | None) -> str:
    """The form that a file's ending asks for; Turtle for the terminal."""
    if output is None:
        return StarterForm.TURTLE.value
    for form, endings in FORMS.items():
        if output.name.lower().endswith(endings):
            return form
    known = ", ".join(ending for endings in FORMS.values() for ending in endings)
    raise InvalidInput(
        f"{str(output)!r} has no ending of a starter ({known}); or say the --format."
    )
