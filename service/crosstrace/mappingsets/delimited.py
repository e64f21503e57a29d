"""The lines of a CSV or TSV file, within bounds."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO
from typing import Any, Final

from crosstrace.errors import InvalidInput, TooLarge

MAX_LINES: Final = 1_048_576
"""Lines of a file, blank ones too: as many as a worksheet has rows."""
MAX_CELLS: Final = 2_000_000
MAX_LINE: Final = 2**20
"""Characters of one line, which may hold a part of a row only."""

_NEUTRALISED: Final = re.compile(r"'+[=+\-@\t\r]")


def decode(body: bytes) -> str:
    """The text of a file in UTF-8; `InvalidInput` when it is in another encoding."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInput(
            f"The file is neither XLSX nor UTF-8 text ({error.reason} at byte {error.start}); "
            "save it as 'CSV UTF-8'."
        ) from error


def check_lines(text: str) -> None:
    """Refuse text that would take long to be cut into lines and cells; `TooLarge`."""
    if text.count("\n") + text.count("\r") > 2 * MAX_LINES:
        raise TooLarge(f"The file has more than {MAX_LINES} lines; split it.")
    for line in StringIO(text, newline=""):
        if len(line) > MAX_LINE:
            raise TooLarge(f"The file has a line of more than {MAX_LINE} characters.")


def lines(text: str, delimiter: str) -> Iterator[tuple[int, list[Any]]]:
    """The cells of each row, with its number from 1.

    `InvalidInput` when a quotation is not closed: what follows would be taken for a part of it.
    """
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    seen = 0
    try:
        for at, row in enumerate(reader, 1):
            seen += len(row)
            if seen > MAX_CELLS:
                raise TooLarge(f"The table has more than {MAX_CELLS} cells; split it.")
            yield at, [_from_csv(cell) for cell in row]
    except csv.Error as error:
        raise InvalidInput(
            f"The CSV can't be read near line {reader.line_num}: {error}; close each "
            "quotation mark, and double one that stands within."
        ) from error


def _from_csv(cell: str) -> str:
    """The cell without the mark that keeps a spreadsheet program from reading a formula."""
    return cell[1:] if _NEUTRALISED.match(cell) else cell
