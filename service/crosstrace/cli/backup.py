"""`crosstrace backup` and `restore`: the whole store in one file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import httpx
import typer

from crosstrace.access import register_path
from crosstrace.archive import Use, open_archive
from crosstrace.backup import restore as restore_file
from crosstrace.backup import write_backup
from crosstrace.bootstrap import login, open_frameworks
from crosstrace.cli.options import Store, console, progress
from crosstrace.errors import InvalidInput, StoreUnavailable, shown_address
from crosstrace.settings import load_settings

KEY_VARIABLE = "CROSSTRACE_KEY"
SECONDS = 60.0


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write, .tar.gz")],
    store: Store = None,
    url: Annotated[
        str | None,
        typer.Option(help="Address of the running service; its key is read from CROSSTRACE_KEY."),
    ] = None,
) -> None:
    """Write a backup of everything: graphs, log, imports, organisations and keys."""
    if file.exists():
        raise InvalidInput(f"{str(file)!r} exists; name another file.")
    if url is not None:
        _fetch(url, file)
    else:
        _write(store, file)
    console().print(f"Wrote {file}; 'crosstrace restore' reads it.")


def _write(store: str | None, file: Path) -> None:
    settings = load_settings(store=store)
    frameworks, reading = open_frameworks(settings), Use(reading=True)
    with open_archive(settings.store, frameworks, login(settings), reading) as archive:
        try:
            write_backup(archive, register_path(settings), file)
        except OSError as error:
            raise _unwritable(file, error) from error


def _unwritable(file: Path, error: OSError) -> InvalidInput:
    return InvalidInput(f"{str(file)!r} can't be written: {error.strerror}.")


def _fetch(url: str, file: Path) -> None:
    """Write what the service sends into `file`, which appears only when it is complete."""
    key = os.environ.get(KEY_VARIABLE)
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    part = file.with_name(file.name + ".part")
    address = url.rstrip("/") + "/v1/backup"
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with (
            os.fdopen(descriptor, "wb") as target,
            httpx.stream("GET", address, headers=headers, timeout=SECONDS) as answer,
            progress("fetching") as advance,
        ):
            if answer.is_error:
                answer.read()
                said = f"{shown_address(address)} answered {answer.status_code}: {_said(answer)}"
                raise StoreUnavailable(said)
            for chunk in answer.iter_bytes():
                target.write(chunk)
                advance(len(chunk))
        part.rename(file)
    except httpx.HTTPError as error:
        raise StoreUnavailable(f"{shown_address(address)} can't be reached: {error}.") from error
    except OSError as error:
        raise _unwritable(file, error) from error
    finally:
        part.unlink(missing_ok=True)


def _said(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["detail"])
    except (ValueError, KeyError, TypeError):
        return answer.reason_phrase


def restore(
    file: Annotated[Path, typer.Argument(help="A backup, .tar.gz")],
    store: Annotated[str | None, typer.Option(help="A new folder, or an empty endpoint.")] = None,
) -> None:
    """Restore a backup into a new store, after every digest in it has been checked."""
    settings = load_settings(store=store)
    if settings.store == "memory:":
        raise InvalidInput("Name the store to restore into with --store: a new folder.")
    found = restore_file(
        file, settings.store, login=login(settings), register=register_path(settings)
    )
    out = console()
    out.print(f"Restored {found.versions} versions and {found.records} records of the audit log.")
    if found.head:
        out.print(f"The log's last digest is {found.head}; compare it with the one you kept.")
    if found.register:
        out.print("Organisations and keys are restored too.")
