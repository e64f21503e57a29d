"""`crosstrace import evidence`: documents of the software supply chain as evidence."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from crosstrace import documents
from crosstrace.cli.options import write_new
from crosstrace.conversion.graph import Graph
from crosstrace.errors import InvalidInput
from crosstrace.evidence import MAX_BYTES, Given, read_evidence
from crosstrace.files import read_bounded
from crosstrace.rdf.compact import json_ld
from crosstrace.rdf.formats import JSON_LD


class Format(StrEnum):
    """The formats that are read."""

    IN_TOTO = "in-toto"
    CYCLONEDX = "cyclonedx"
    SPDX3 = "spdx3"
    SARIF = "sarif"


class Written(StrEnum):
    """The forms of the graph."""

    TURTLE = "turtle"
    JSONLD = "jsonld"


def evidence(
    files: Annotated[list[Path], typer.Argument(help="Documents in JSON; each is one evidence.")],
    form: Annotated[
        Format | None, typer.Option("--format", help="What they are, if not found from them.")
    ] = None,
    base: Annotated[
        str, typer.Option(help="IRI your own identifiers begin with.")
    ] = "https://example.org/",
    tasks: Annotated[
        list[str] | None,
        typer.Option("--for", help="Task it is evidence for, such as sp800-218a:PS.3.2."),
    ] = None,
    title: Annotated[str | None, typer.Option(help="Title, in place of one made for it.")] = None,
    issued: Annotated[
        dt.datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="When it was issued, in place of the file's date."),
    ] = None,
    valid_until: Annotated[
        dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day that it counts.")
    ] = None,
    url: Annotated[str | None, typer.Option(help="Where a reader can get it.")] = None,
    written: Annotated[
        Written | None, typer.Option("--as", help="Form of the graph; else after --output.")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write.")] = None,
) -> None:
    """Describe in-toto, CycloneDX, SPDX 3 and SARIF files as evidence, to add to a graph."""
    if len(files) > 1 and (title or issued or url):
        raise InvalidInput("--title, --issued and --url are about one file; name only that.")
    given = Given(
        title=title,
        issued=issued.date() if issued else None,
        valid_until=valid_until.date() if valid_until else None,
        url=url,
        tasks=tuple(tasks or ()),
    )
    graph = Graph(base)
    losses = [loss for file in files for loss in _read(file, graph, given, form, len(files) > 1)]
    text = _text(graph, written, output)
    if output is None:
        typer.echo(text, nl=False)
    else:
        write_new(output, text)
        typer.echo(f"Wrote {output}; add it to your implementation graph.", err=True)
    for sentence in losses:
        typer.echo(sentence, err=True)


def _read(file: Path, graph: Graph, given: Given, form: Format | None, several: bool) -> list[str]:
    """State one file in the graph; what of it is not kept, with its name if there are several."""
    try:
        found = read_evidence(read_bounded(file, MAX_BYTES), graph, given, format=form)
    except InvalidInput as error:
        raise InvalidInput(f"{file}: {error.detail}", error.errors) from error
    return [f"{file}: {loss}" if several else loss for loss in found.losses]


def _text(graph: Graph, written: Written | None, output: Path | None) -> str:
    ending = output is not None and output.name.lower().endswith(JSON_LD.endings)
    if written is Written.JSONLD or (written is None and ending):
        return documents.dumps(json_ld(graph.triples())) + "\n"
    return graph.turtle()
