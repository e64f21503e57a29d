"""Reading a table from CSV or XLSX: the cells by column name, with the row's number.

The table may begin anywhere in a sheet: its header is the first row that has all columns the
caller asks for. What stands above it, or in a sheet the caller names, are the table's facts:
lines `name, value` or `#name: value`.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any, Final, TypeAlias, TypeVar

from crosstrace.errors import InputError, InvalidInput, TooLarge
from crosstrace.mappingsets import delimited, xlsx_safety

MAX_ROWS: Final = 50_000
"""Rows with content, of one sheet."""
MAX_COLUMNS: Final = 256
MAX_SHEETS: Final = 32
MAX_CELLS: Final = 2_000_000
"""Cells of a workbook, blank ones too: several sheets may share one part of the file."""
MAX_BYTES: Final = 32 * 2**20
"""Bytes of a file; `read_table` leaves it to its caller to count them."""
MAX_FINDINGS: Final = 50
"""Wrong rows that one error names."""

_LAST_ROW: Final = 1_048_576  # of a worksheet, by the format
_DELIMITERS: Final = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that is computed; what it comes to is the spreadsheet program's to say."""


Value: TypeAlias = str | int | float | bool | date | None
"""What may be written in a cell; None leaves it blank."""
Cell: TypeAlias = Value | Formula
"""What may be read from a cell; text is trimmed and never empty."""

_Line: TypeAlias = tuple[int, tuple[Cell, ...]]
_Built = TypeVar("_Built")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `number` is 1 for the line below the header, `cells` are by folded name.

    `surplus` says that it has cells in no named column.
    """

    number: int
    cells: Mapping[str, Cell]
    surplus: bool = False

    def text(self, column: str) -> str:
        """The cell as text, empty when blank; `InvalidInput` when it is a formula."""
        value = self.cells.get(column)
        if isinstance(value, Formula):
            raise InvalidInput(f"the {column} is a formula; put its value there instead.")
        return text_of(value)

    def identifier(self, column: str) -> str:
        """The cell as an identifier, which a decimal number or a date can't be.

        A spreadsheet program makes 5.1 of 5.10 and a date of 1-2 unless the cell is text.
        """
        value = self.cells.get(column)
        if isinstance(value, date) or (isinstance(value, float) and not value.is_integer()):
            kind = "date" if isinstance(value, date) else "number"
            raise InvalidInput(
                f"the {column} is the {kind} {value}; format the cell as text, so that "
                "the identifier is kept as it was typed."
            )
        return self.text(column)


@dataclass(frozen=True, slots=True)
class Table:
    """A table with the facts that stand beside it; all names are folded (see `fold`)."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    facts: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class _Sheet:
    title: str
    lines: tuple[_Line, ...]


def fold(name: str) -> str:
    """A name as it is compared: lower case, single spaces, no `*`, `:` or `(Optional)`."""
    return " ".join(re.sub(r"\([^)]*\)|[*:]", " ", name).split()).casefold()


def text_of(value: Cell) -> str:
    """The value as CSV would have it: whole numbers without a point, dates as ISO 8601."""
    if value is None or isinstance(value, Formula):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else str(value)


def read_table(body: bytes, columns: Iterable[str], facts_sheet: str) -> Table:
    """The table that has all of `columns` in a CSV or XLSX file, with its facts.

    `InvalidInput` when there is no such table or the file is broken, `TooLarge` over a bound.
    """
    wanted = {fold(column): column for column in columns}
    if body.startswith(b"PK"):
        table = _find_table(_workbook(body), set(wanted), fold(facts_sheet))
    else:
        text = delimited.decode(body)
        table = _find_in_csv(text, set(wanted))
    if table is None:
        raise InvalidInput(f"No row of the file has the columns {', '.join(wanted.values())}.")
    return table


def build_rows(rows: Iterable[Row], build: Callable[[Row], _Built]) -> list[_Built]:
    """`build` of each row; one `InvalidInput` that names the rows it was raised for."""
    built: list[_Built] = []
    wrong: list[InputError] = []
    for row in rows:
        try:
            built.append(build(_complete(row)))
        except InvalidInput as error:
            wrong.append(InputError(f"Row {row.number}: {error.detail}", line=row.number))
    if wrong:
        counted = "A row" if len(wrong) == 1 else f"{len(wrong)} rows"
        detail = f"{counted} can't be read, so nothing was taken over. {wrong[0].detail}"
        raise InvalidInput(detail, tuple(wrong[:MAX_FINDINGS]))
    return built


def _complete(row: Row) -> Row:
    if row.surplus:
        raise InvalidInput("a cell is in no named column; put quotes round text that has a comma.")
    return row


def _find_table(sheets: Iterable[_Sheet], wanted: set[str], facts_sheet: str) -> Table | None:
    found: tuple[_Line, tuple[_Line, ...]] | None = None
    facts: dict[str, Cell] = {}
    for sheet in sheets:
        place = next((i for i, line in enumerate(sheet.lines) if wanted <= _names(line)), None)
        if found is None and place is not None:
            found = sheet.lines[place], sheet.lines[place + 1 :]
            facts.update(_facts(sheet.lines[:place]))
        elif facts_sheet and fold(sheet.title) == facts_sheet:
            facts.update(_facts(sheet.lines))
    if found is None:
        return None
    (start, header), body = found
    names = tuple(fold(text_of(cell)) for cell in header)
    double = next((name for name in names if name and names.count(name) > 1), None)
    if double:
        raise InvalidInput(f"The table has more than one column {double!r}; leave one.")
    rows = (Row(at - start, *_cells(names, cells)) for at, cells in body)
    return Table(names, tuple(rows), facts)


def _names(line: _Line) -> set[str]:
    return {fold(cell) for cell in line[1] if isinstance(cell, str)}


def _cells(names: tuple[str, ...], cells: tuple[Cell, ...]) -> tuple[dict[str, Cell], bool]:
    named = dict(zip(names, cells, strict=False))
    return named, len(cells) > len(names) or named.get("") is not None


def _facts(lines: Iterable[_Line]) -> Iterator[tuple[str, Cell]]:
    for _, cells in lines:
        first = text_of(cells[0])
        if first.startswith("#"):
            if len(cells) > 1:
                raise InvalidInput(f"The line {first!r} falls into cells; put quotes round it.")
            name, _, value = first[1:].partition(":")
            yield fold(name), value.strip() or None
        elif first and len(cells) > 1:
            yield fold(first), cells[1]


def _find_in_csv(text: str, wanted: set[str]) -> Table | None:
    """The table, by the first delimiter that finds its header."""
    delimited.check_lines(text)
    broken: InvalidInput | None = None
    for delimiter in _DELIMITERS:
        try:
            if table := _find_table((_csv(text, delimiter),), wanted, ""):
                return table
        except InvalidInput as error:
            # Of another delimiter's file; unless none is better, it says nothing.
            broken = broken or error
    if broken:
        raise broken
    return None


def _csv(text: str, delimiter: str) -> _Sheet:
    return _Sheet("", _bounded(delimited.lines(text, delimiter)))


def _workbook(body: bytes) -> tuple[_Sheet, ...]:
    xlsx_safety.check(body)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of features we have no use for, such as charts
            import openpyxl  # here, for it takes its time and few need it

            book = openpyxl.load_workbook(BytesIO(body), read_only=True, keep_links=False)
            return tuple(_read_sheets(book.worksheets))
    except TooLarge:
        raise
    except Exception as error:  # the library raises whatever a broken part makes it stumble on
        raise InvalidInput(_unreadable(error)) from error


def _unreadable(error: Exception) -> str:
    reason = str(error).partition("\n")[0].rstrip(".")
    return f"The XLSX file can't be read ({reason}); save it anew, or as CSV."


def _read_sheets(sheets: list[Any]) -> Iterator[_Sheet]:
    if len(sheets) > MAX_SHEETS:
        raise TooLarge(f"The workbook has {len(sheets)} sheets; {MAX_SHEETS} are allowed.")
    seen = 0

    def lines(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
        nonlocal seen
        sheet.reset_dimensions()  # what the file says of its size need not be true
        for at, cells in enumerate(sheet.iter_rows(max_row=_LAST_ROW), 1):
            seen += len(cells)
            if seen > MAX_CELLS:
                raise TooLarge(f"The workbook has more than {MAX_CELLS} cells; split it.")
            yield at, [Formula() if cell.data_type == "f" else cell.value for cell in cells]

    for sheet in sheets:
        yield _Sheet(sheet.title, _bounded(lines(sheet)))


def _bounded(lines: Iterable[tuple[int, list[Any]]]) -> tuple[_Line, ...]:
    """The lines with content, without the blank cells at their ends."""
    kept: list[_Line] = []
    for at, row in lines:
        cells = _trim(map(_plain, row))
        if len(cells) > MAX_COLUMNS:
            raise TooLarge(f"Row {at} of a sheet has more than {MAX_COLUMNS} columns.")
        if cells:
            kept.append((at, cells))
        if len(kept) > MAX_ROWS:
            raise TooLarge(f"A sheet has more than {MAX_ROWS} rows; split it.")
    return tuple(kept)


def _trim(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    row = list(cells)
    while row and row[-1] is None:
        row.pop()
    return tuple(row)


def _plain(value: Any) -> Cell:
    if value == "":
        return None
    if isinstance(value, datetime):
        return value.date() if value.time() == datetime.min.time() else value.isoformat(" ")
    if value is None or isinstance(value, bool | int | float | date | Formula):
        return value
    return re.sub(r"\r\n?", "\n", str(value)).strip() or None
