"""Writing a table as CSV or as a typed, explained XLSX workbook, a row at a time.

Text is never a formula: in XLSX a cell that begins with `=`, `+`, `-` or `@` is a cell of the
type text, marked as such for whoever edits it; in CSV, which has no types, it is preceded by
an apostrophe (OWASP, CSV injection), which `sheets.read_table` takes away again.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from tempfile import TemporaryFile
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from crosstrace.mappingsets.sheets import Value, text_of

MAX_TEXT: Final = 32_767
"""Characters of one XLSX cell, by the format; longer text ends in an ellipsis."""

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
_TO_NEUTRALISE: Final = re.compile(r"'*[=+\-@\t\r]")
# What XML 1.0 has no place for: control characters, surrogates and two non-characters.
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CHUNK: Final = 64 * 1024
_BOLD: Final = Font(bold=True)
_WRAPPED: Final = Alignment(wrap_text=True, vertical="top")


@dataclass(frozen=True, slots=True)
class Column:
    """A column with the sentence that explains it; `width` is in characters."""

    name: str
    explanation: str
    width: int = 20


@dataclass(frozen=True, slots=True)
class Facts:
    """What is to be known beside the rows: a sheet of names and values."""

    title: str
    values: tuple[tuple[str, Value], ...]


def neutral(cell: str) -> str:
    """The text, made text for a spreadsheet program too, which reads CSV cells as formulas."""
    return f"'{cell}" if _TO_NEUTRALISE.match(cell) else cell


def write_csv(
    columns: Sequence[Column], rows: Iterable[Sequence[Value]], preamble: Iterable[str] = ()
) -> Iterator[str]:
    """The table as CSV (RFC 4180), a line at a time; `preamble` lines stand above the header."""
    for line in preamble:
        yield _csv_line([line])
    yield _csv_line([column.name for column in columns])
    for row in rows:
        yield _csv_line([_csv_text(cell) for cell in row])


def _csv_line(cells: Sequence[str]) -> str:
    buffer = StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue()


def _csv_text(cell: Value) -> str:
    return neutral(cell) if isinstance(cell, str) else text_of(cell)


def write_xlsx(
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
    facts: Facts | None = None,
) -> Iterator[bytes]:
    """The workbook in pieces: the table, a sheet "Columns" that explains it, and the facts.

    The rows go to a temporary file as they come; numbers, dates and booleans keep their types.
    """
    with TemporaryFile() as file:
        book = Workbook(write_only=True)
        book.properties.creator = "Crosstrace"
        try:
            _fill(book, title, columns, rows)
            _fill(book, "Columns", _COLUMNS_OF_COLUMNS, ((c.name, c.explanation) for c in columns))
            if facts:
                _fill(book, facts.title, _COLUMNS_OF_FACTS, facts.values)
        finally:
            book.save(file)  # also when a row fails: it removes the library's temporary files
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk


_COLUMNS_OF_COLUMNS: Final = (Column("Column", "", 32), Column("Explanation", "", 100))
_COLUMNS_OF_FACTS: Final = (Column("Field", "", 32), Column("Value", "", 100))


def _fill(
    book: Any, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]]
) -> None:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for at, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(at)].width = column.width
    sheet.append([_head(sheet, column.name) for column in columns])
    last = 1
    for row in rows:
        sheet.append([_typed(sheet, cell) for cell in row])
        last += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"


def _head(sheet: Any, name: str) -> Any:
    cell = _typed(sheet, name)
    cell.font = _BOLD
    return cell


def _typed(sheet: Any, value: Value) -> Any:
    if not isinstance(value, str):
        cell = WriteOnlyCell(sheet)
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
        return cell
    cell = WriteOnlyCell(sheet, _writable(value))
    cell.data_type = "s"  # the library guesses a formula or an error value from the text
    cell.alignment = _WRAPPED
    cell.quotePrefix = value.startswith(_FORMULA_STARTS)
    return cell


def _writable(text: str) -> str:
    clean = _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", re.sub(r"\r\n?", "\n", text))
    return clean if len(clean) <= MAX_TEXT else clean[: MAX_TEXT - 1] + "…"
