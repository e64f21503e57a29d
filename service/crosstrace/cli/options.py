"""Options that several commands share, and how text meets the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from crosstrace.errors import InvalidInput
from crosstrace.store import MEMORY

# What follows takes its time to load, so that a command loads it when it comes to it.
if TYPE_CHECKING:
    from rich.console import Console

    from crosstrace.bootstrap import KnowledgeGraph

Store: TypeAlias = Annotated[
    str | None,
    typer.Option(help="'memory:' (default) or a folder that keeps what was imported."),
]
MaxHops: TypeAlias = Annotated[int, typer.Option(help="Longest path that is followed.")]


class TextOrJson(StrEnum):
    """The forms of an answer."""

    TEXT = "text"
    JSON = "json"


def console() -> Console:
    """A console that neither wraps nor colours when its output isn't a terminal."""
    from rich.console import Console

    found = Console(highlight=False, markup=False, emoji=False)
    return (
        found
        if found.is_terminal
        else Console(highlight=False, markup=False, emoji=False, soft_wrap=True, no_color=True)
    )


def print_indented(out: Console, text: str, spaces: int) -> None:
    """Print a paragraph indented: wrapped in a terminal, on one line for a program."""
    from rich.padding import Padding

    if out.is_terminal:
        out.print(Padding(text, (0, 0, 0, spaces)), style="dim")
    else:
        out.print(" " * spaces + text)


@contextmanager
def progress(what: str, total: float | None = None) -> Iterator[Callable[[float], None]]:
    """A bar on stderr, or a count where the end isn't known; what it gives says how far it is."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    bar = () if total is None else (BarColumn(),)
    end = "" if total is None else f" of {total:,.0f}"
    columns = (
        SpinnerColumn(),
        *bar,
        TextColumn("{task.description} {task.completed:,.0f}" + end),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as shown:
        task = shown.add_task(what, total=total)
        yield lambda amount: shown.advance(task, amount)


def graph(store: str | None) -> KnowledgeGraph:
    """The graph in the store that flag, environment or settings file name."""
    from crosstrace.bootstrap import open_graph
    from crosstrace.settings import load_settings

    return open_graph(load_settings(store=store).store)


def durable(store: str | None) -> str:
    """The folder of the store that flag, environment or settings file name; not memory."""
    from crosstrace.settings import load_settings

    location = load_settings(store=store).store
    if location == MEMORY:
        raise InvalidInput(
            "An import into 'memory:' would be lost at once; name a folder with --store."
        )
    return location


def write_new(path: Path, body: str | bytes) -> None:
    """Write a file that isn't there yet; `InvalidInput` when it is, or can't be written."""
    try:
        with path.open("xb") as file:
            file.write(body.encode() if isinstance(body, str) else body)
    except FileExistsError as error:
        raise InvalidInput(f"{str(path)!r} exists; name another file.") from error
    except OSError as error:
        raise InvalidInput(f"{str(path)!r} can't be written: {error.strerror}.") from error
