"""`crosstrace organization` and `crosstrace key`: who may come in."""

from __future__ import annotations

import datetime as dt
import os
import pwd
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Annotated, TypeAlias

import typer

from crosstrace import documents
from crosstrace.access import LOCAL_ORGANIZATION, Change, Register, Role, register_path
from crosstrace.access.keys import Key, Scope, key_id
from crosstrace.archive import graphs_held
from crosstrace.bootstrap import login
from crosstrace.cli.options import TextOrJson, console
from crosstrace.errors import CrosstraceError, InvalidInput
from crosstrace.settings import load_settings

YEAR = dt.timedelta(days=365)

organizations = typer.Typer(help="The organisations that use the service.", no_args_is_help=True)
keys = typer.Typer(help="The keys that let an organisation's programs in.", no_args_is_help=True)

Folder: TypeAlias = Annotated[
    str | None,
    typer.Option("--store", help="The folder of the store; the setting 'access' comes first."),
]
Form: TypeAlias = Annotated[TextOrJson, typer.Option("--format", help="text or json")]
KeyId: TypeAlias = Annotated[str, typer.Argument(metavar="KEY", help="The key's id.")]


@organizations.command("add")
def add_organization(
    slug: Annotated[str, typer.Argument(help="Its name in addresses, such as example-org.")],
    title: Annotated[str, typer.Option(help="Its full name.")],
    store: Folder = None,
) -> None:
    """Register an organisation; with the first one, the service asks for keys."""
    with _register(store) as register:
        added = register.add_organization(slug, title, _change())
        unowned = not register.registered(LOCAL_ORGANIZATION)
        first = len(register.organizations()) == 1
    console().print(f"{added.slug} is registered; give it a key: crosstrace key create {slug}")
    if unowned and (told := _kept_before(store, first=first)):
        typer.echo(told, err=True)


@organizations.command("list")
def list_organizations(store: Folder = None, form: Form = TextOrJson.TEXT) -> None:
    """The organisations that are registered."""
    with _register(store) as register:
        found = register.organizations()
    if form is TextOrJson.JSON:
        items = [{"organization": one.slug, "title": one.title} for one in found]
        typer.echo(documents.dumps({"items": items}))
        return
    for one in found:
        console().print(f"{one.slug}  {one.title}, since {one.created[:10]}")


@organizations.command("log")
def show_log(
    store: Folder = None,
    kept: Annotated[
        str | None,
        typer.Option(help="The last digest of an earlier time, which must still be in the log."),
    ] = None,
) -> None:
    """Every change of organisations and keys; exit code 1 when any of it was tampered with."""
    with _register(store) as register:
        changes, faults = register.changes(), register.faults(kept)
    out = console()
    for one in changes:
        out.print(f"{one.number}  {one.at[:19]}Z  {one.who}  {one.what}  {one.subject}")
    for fault in faults:
        out.print(fault, style="bold")
    if faults:
        raise typer.Exit(1)
    if changes:
        out.print(f"The log is whole. Its last digest is {changes[-1].digest}; keep it elsewhere.")


@keys.command("create")
def create_key(
    organization: Annotated[str, typer.Argument(help="The organisation it is for.")],
    label: Annotated[str, typer.Option(help="What it is for, so that others know it.")],
    role: Annotated[list[Role], typer.Option(help="What its holder may do; give it repeatedly.")],
    read_only: Annotated[
        bool, typer.Option("--read-only", help="Never change anything, whatever the role.")
    ] = False,
    graph: Annotated[
        list[str] | None, typer.Option(help="Reach this graph only; give it repeatedly.")
    ] = None,
    expires: Annotated[
        str | None, typer.Option(help="The last day it works; a year from today when left out.")
    ] = None,
    store: Folder = None,
) -> None:
    """Make a key and show it, once: it is stored as a digest and can't be had again."""
    change = _change()
    day = (change.now + YEAR).date() if expires is None else _day(expires)
    scope = Scope(frozenset(role), read_only, frozenset(graph) if graph else None)
    with _register(store) as register:
        key, text = register.create_key(
            organization, label=label, scope=scope, expires=day, change=change
        )
    typer.echo(text.reveal())
    typer.echo(f"Store it now: it is not shown again. It works until {key.expires}.", err=True)


@keys.command("list")
def list_keys(
    organization: Annotated[str | None, typer.Argument(help="Only this organisation's.")] = None,
    store: Folder = None,
    form: Form = TextOrJson.TEXT,
) -> None:
    """The keys, without what they open with."""
    now = _change().now
    with _register(store) as register:
        found = register.keys(organization)
    if form is TextOrJson.JSON:
        typer.echo(documents.dumps({"items": [_document(key, now) for key in found]}))
        return
    for key in found:
        console().print(_line(key, now))


@keys.command("rotate")
def rotate_key(
    key: KeyId,
    grace_hours: Annotated[
        float, typer.Option(min=0, max=24 * 90, help="For how long the old secret still works.")
    ] = 24.0,
    store: Folder = None,
) -> None:
    """Give a key a new secret and show it, once; the old one works for a while."""
    grace = dt.timedelta(hours=grace_hours)
    with _register(store) as register:
        rotated, text = register.rotate_key(key_id(key), grace, _change())
    typer.echo(text.reveal())
    until = rotated.previous_until
    typer.echo(f"Store it now: it is not shown again. The old one works until {until}.", err=True)


@keys.command("revoke")
def revoke_key(key: KeyId, store: Folder = None) -> None:
    """End a key at once, with the service running."""
    with _register(store) as register:
        revoked = register.revoke_key(key_id(key), _change())
    console().print(f"{revoked.id} ({revoked.label}) is revoked.")


def _kept_before(store: str | None, *, first: bool) -> str | None:
    """What becomes of the graphs that were kept while nobody needed a key; None without any.

    That it can't be seen whether there are any is worth saying with the `first` organisation only.
    """
    settings = load_settings(store=store)
    to_do = (
        f"They belong to the organisation {LOCAL_ORGANIZATION!r}, for which nobody can act yet: "
        f"'crosstrace organization add {LOCAL_ORGANIZATION}' registers it; a key of it reads, "
        "shares and withdraws them."
    )
    try:
        held = graphs_held(settings.store, LOCAL_ORGANIZATION, login(settings))
    except CrosstraceError as error:
        unseen = f"Graphs may have been kept before keys were asked for: {error}"
        return f"{unseen} {to_do}" if first else None
    graphs = "1 graph was" if held == 1 else f"{held} graphs were"
    return f"{graphs} kept before keys were asked for. {to_do}" if held else None


@contextmanager
def _register(store: str | None) -> Iterator[Register]:
    path = register_path(load_settings(store=store))
    if path is None:
        raise InvalidInput(
            "This store has no folder to keep keys in: name a folder with --store, or set "
            "'access' to a file for them."
        )
    with closing(Register(path)) as register:
        yield register


def _change() -> Change:
    """A change made now by the user the system knows, whatever the environment says."""
    try:
        who = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # in a container, perhaps
        who = f"uid {os.getuid()}"
    return Change(who, dt.datetime.now(dt.UTC))


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput(f"{text!r} is no day; write it as in 2026-11-23.") from error


def _document(key: Key, now: dt.datetime) -> dict[str, object]:
    graphs = key.scope.graphs
    return {
        "id": key.id,
        "organization": key.organization,
        "label": key.label,
        "state": key.state(now),
        "roles": sorted(key.scope.roles),
        "read_only": key.scope.read_only,
        "graphs": None if graphs is None else sorted(graphs),
        "created": key.created.isoformat(),
        "expires": key.expires.isoformat(),
        "last_used": key.last_used and key.last_used.isoformat(),
    }


def _line(key: Key, now: dt.datetime) -> str:
    facts = [key.state(now), " + ".join(sorted(key.scope.roles))]
    if key.scope.read_only:
        facts.append("read-only")
    if key.scope.graphs is not None:
        facts.append(f"only {', '.join(sorted(key.scope.graphs))}")
    facts += [f"until {key.expires}", f"last used {key.last_used or 'never'}"]
    return f"{key.id}  {key.organization}  {key.label}: {', '.join(facts)}"
