"""`crosstrace schema`: what editors complete and check graphs by."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crosstrace.authoring import schema_text
from crosstrace.cli.options import write_new


def schema(
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write.")] = None,
) -> None:
    """Write the JSON Schema by which editors complete and check graphs in JSON or YAML."""
    if output is None:
        typer.echo(schema_text(), nl=False)
        return
    write_new(output, schema_text())
    typer.echo(f"Wrote {output}; let graphs name it: crosstrace new --schema {output}", err=True)
