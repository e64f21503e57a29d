"""Tables for people: fitted to a terminal, and one line a row for a program."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table


def print_table(out: Console, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print the rows under their headings; nothing when there is none.

    The last column takes the room that is left, and wraps there in a terminal.
    """
    cells = [tuple(row) for row in rows]
    if not cells:
        return
    if out.is_terminal:
        table = Table(*headings, box=None, pad_edge=False, header_style="dim")
        for column in table.columns[:-1]:
            column.no_wrap = True
        for row in cells:
            table.add_row(*row)
        out.print(table)
        return
    widths = [max(map(len, column)) for column in zip(headings, *cells, strict=True)]
    for row in (tuple(headings), *cells):
        padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        out.print("  ".join(padded).rstrip())
