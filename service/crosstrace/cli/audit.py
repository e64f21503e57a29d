"""`crosstrace audit`: the log of what was done to graphs, and whether it was tampered with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Annotated

import typer

from crosstrace import documents
from crosstrace.archive import Archive, Record, Use, open_archive
from crosstrace.bootstrap import login, open_frameworks
from crosstrace.cli.options import Store, TextOrJson, console, progress
from crosstrace.errors import BrokenData, InvalidInput
from crosstrace.settings import load_settings

app = typer.Typer(help="The log of what was done to graphs.", no_args_is_help=True)

TAMPERED = 1


@app.command("show")
def show(
    store: Store = None,
    organization: Annotated[str | None, typer.Option(help="Only of this organisation.")] = None,
    form: Annotated[TextOrJson, typer.Option("--format", help="text or json")] = TextOrJson.TEXT,
) -> None:
    """Who did what, when, with which digests; oldest first."""
    with _archive(store) as archive:
        found = archive.log(organization)
    if form is TextOrJson.JSON:
        typer.echo(documents.dumps({"items": [documents.record(record) for record in found]}))
        return
    for record in found:
        console().print(_line(record))


@app.command("verify")
def verify(
    store: Store = None,
    kept: Annotated[
        str | None,
        typer.Option(help="A record's digest from an answer or an earlier check: must be there."),
    ] = None,
) -> None:
    """Hold every version and every record against the log; exit code 1 when one was altered."""
    out = console()
    faults, last = _faults(store, kept)
    for fault in faults:
        out.print(fault)
    if faults:
        raise typer.Exit(TAMPERED)
    out.print(f"Nothing was altered. {last}")
    out.print("keep it elsewhere: given with --kept, it shows that nothing was cut off.")


def _faults(store: str | None, kept: str | None) -> tuple[list[str], str]:
    """What was altered, and what to keep when nothing was."""
    try:
        with _archive(store) as archive:
            with progress("checking versions", archive.looks()) as advance:
                faults = archive.verify(lambda _: advance(1))
            if kept is not None and not archive.has_record(kept):
                faults.append(f"No record has the digest {kept}: it was removed or altered.")
            state = archive.state
            return faults, f"The last of {state.sequence} records has the digest {state.head};"
    except BrokenData as error:  # a log that doesn't hold together can't be opened
        return [str(error)], ""


@contextmanager
def _archive(store: str | None) -> Iterator[Archive]:
    settings = load_settings(store=store)
    if settings.store == "memory:":
        raise InvalidInput("Name the store with --store.")
    with ExitStack() as opened:
        with progress("reading records") as advance:
            use = Use(reading=True, on_record=lambda _: advance(1))
            archive = opened.enter_context(
                open_archive(settings.store, open_frameworks(settings), login(settings), use)
            )
        yield archive


def _line(record: Record) -> str:
    what = f" version {record.submitted.version}" if record.submitted else ""
    whom = f" with {record.partner}" if record.partner else ""
    return (
        f"{record.sequence}  {record.time[:19]}Z  {record.actor}  {record.action} "
        f"{record.name}{what}{whom}  {record.digest()[:16]}…"
    )
