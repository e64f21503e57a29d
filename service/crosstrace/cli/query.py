"""`crosstrace query`: SPARQL over the embedded graph or a remote endpoint."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import httpx
import typer

from crosstrace.access import LOCAL_ORGANIZATION
from crosstrace.archive import Reader, open_archive
from crosstrace.bootstrap import login, open_frameworks, open_queries
from crosstrace.errors import InvalidInput, StoreUnavailable, shown_address
from crosstrace.files import read_bounded
from crosstrace.settings import Settings, load_settings
from crosstrace.sparql import RESULT_TYPES
from crosstrace.store import Addresses, is_remote
from crosstrace.store.http import client

REMOTE_SECONDS = 60.0


class Form(StrEnum):
    """The forms of results; a graph comes as Turtle, N-Triples, RDF/XML or JSON-LD."""

    TSV = "tsv"
    CSV = "csv"
    JSON = "json"
    XML = "xml"
    TURTLE = "turtle"
    NTRIPLES = "ntriples"
    RDFXML = "rdfxml"
    JSONLD = "jsonld"


def query(
    file: Annotated[Path | None, typer.Argument(help="A file with the query.")] = None,
    expression: Annotated[
        str | None, typer.Option("--expression", "-e", help="The query itself.")
    ] = None,
    store: Annotated[
        str | None, typer.Option(help="'memory:', a folder, or the URL of a SPARQL endpoint.")
    ] = None,
    form: Annotated[Form | None, typer.Option("--format", help="Form of the results.")] = None,
    timeout: Annotated[float, typer.Option(help="Seconds after which it is stopped.")] = 60.0,
    max_rows: Annotated[int, typer.Option(help="Rows after which the answer is cut.")] = 1_000_000,
) -> None:
    """Run a SPARQL 1.1 query and print its results."""
    text = _text(file, expression)
    asked = load_settings(store=store)
    if is_remote(asked.store):
        typer.echo(_ask_endpoint(asked, text, form), nl=False)
        return
    settings = load_settings(store=store, query_seconds=timeout, query_rows=max_rows, workers=1)
    with (
        open_archive(settings.store, open_frameworks(settings)) as archive,
        open_queries(settings, archive) as queries,
    ):
        kind = queries.form(text)
        media_type = RESULT_TYPES[kind].get(form or _default(kind))
        if media_type is None:
            known = ", ".join(RESULT_TYPES[kind])
            raise InvalidInput(f"A {kind.upper()} query has no {form} results; it has {known}.")
        answer = queries.answer(text, media_type=media_type, reader=Reader(LOCAL_ORGANIZATION))
    typer.echo(answer.body.decode(), nl=False)
    if answer.truncated:
        typer.echo(f"The answer was cut after {answer.row_limit} rows (--max-rows).", err=True)


def _default(kind: str) -> str:
    return Form.TSV if kind in ("select", "ask") else Form.TURTLE


def _text(file: Path | None, expression: str | None) -> str:
    if (file is None) == (expression is None):
        raise InvalidInput("Give a query file, or the query itself with -e.")
    if expression is not None:
        return expression
    assert file is not None  # noqa: S101 - one of the two is given
    try:
        return read_bounded(file).decode()
    except UnicodeDecodeError as error:
        raise InvalidInput(f"{str(file)!r} is not UTF-8 at byte {error.start}.") from error


def _ask_endpoint(settings: Settings, text: str, form: Form | None) -> str:
    accepted = {media for kinds in RESULT_TYPES.values() for media in kinds.values()}
    if form is not None:
        accepted = {kinds[form] for kinds in RESULT_TYPES.values() if form in kinds}
    addresses = Addresses.parse(settings.store)
    shown = shown_address(addresses.query)
    try:
        with client(REMOTE_SECONDS, login(settings) or addresses.login) as asking:
            headers = {"Accept": ", ".join(sorted(accepted))}
            answer = asking.post(addresses.query, data={"query": text}, headers=headers)
    except httpx.HTTPError as error:
        raise StoreUnavailable(f"{shown} can't be asked: {error}.") from error
    if not answer.is_success:
        raise InvalidInput(f"{shown} answered {answer.status_code}: {answer.text[:300]}")
    return answer.text
