"""SSSOM/TSV as names with texts and rows of cells, before anything of it is understood.

Source: SSSOM 1.1, https://mapping-commons.github.io/sssom/.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from typing import Any, Final

import yaml

from crosstrace.errors import InvalidInput, TooLarge
from crosstrace.mappingsets import delimited, sheets

REQUIRED_COLUMNS: Final = ("subject_id", "predicate_id", "object_id", "mapping_justification")
MAX_HEADER: Final = 256 * 1024
"""Characters of the header; those of the bundled sets have two thousand."""
_USUAL_TAGS: Final = tuple(f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map"))
_NULLS: Final = ("", "~", "null", "Null", "NULL")


class _Loader(yaml.BaseLoader):
    """YAML whose values are text as written, so that a version 1.10 stays what it is.

    Aliases, which can make a small header a huge one, tags, and names that stand twice are
    refused.
    """

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not read")
        node = super().compose_node(parent, index)
        if node is not None and not node.tag.startswith(_USUAL_TAGS):
            raise yaml.YAMLError("tags are not read")
        return node

    def construct_scalar(self, node: Any) -> Any:
        """Its text; None for a plain word that means nothing, which in quotes is a text."""
        text = super().construct_scalar(node)
        return None if node.style is None and text in _NULLS else text

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        found = super().construct_mapping(node, deep)
        if len(found) < len(node.value):
            raise yaml.YAMLError("a name stands twice; keep one")
        return found


def split(text: str) -> tuple[dict[str, Any], str]:
    """What the header states, and the lines below it; `InvalidInput` when it is no YAML."""
    lines, end = [], 0
    while text.startswith("#", end):
        begun, end = end, text.find("\n", end) + 1 or len(text)
        lines.append(text[begun + 1 : end])
        if end > MAX_HEADER:
            raise TooLarge(f"The header is longer than {MAX_HEADER:,} characters.")
    try:
        slots = yaml.load("".join(lines), Loader=_Loader)  # noqa: S506
    except RecursionError as error:
        raise InvalidInput("The header is no YAML that is read: it is nested too deep.") from error
    except yaml.YAMLError as error:
        raise InvalidInput(f"The header is no YAML: {' '.join(str(error).split())}.") from error
    if slots is not None and not isinstance(slots, dict):
        raise InvalidInput("The header is not a list of names and values.")
    stated = {name: value for name, value in (slots or {}).items() if value is not None}
    return stated, text[end:]


class Table:
    """The lines below the header; their columns are known once a row was asked for."""

    columns: tuple[str, ...] = ()

    def __init__(self, text: str) -> None:
        self._text = text

    def rows(self) -> Iterator[dict[str, str]]:
        """The cells of each row by column; `InvalidInput` when they don't fit the columns."""
        delimited.check_lines(self._text)
        reader = csv.reader(StringIO(self._text, newline=""), delimiter="\t", strict=True)
        try:
            lines = (line for line in reader if line)
            self.columns = _checked_columns(next(lines, []))
            for number, line in enumerate(lines, start=1):
                yield _by_column(number, self.columns, line)
        except csv.Error as error:
            raise InvalidInput(
                f"The table can't be read near line {reader.line_num}: {error}."
            ) from error


def _checked_columns(names: list[str]) -> tuple[str, ...]:
    missing = [name for name in REQUIRED_COLUMNS if name not in names]
    if missing:
        raise InvalidInput(f"The table has no column {', '.join(missing)}.")
    if len(names) > sheets.MAX_COLUMNS:
        raise TooLarge(f"The table has more than {sheets.MAX_COLUMNS} columns.")
    if twice := [name for name, count in Counter(names).items() if count > 1]:
        raise InvalidInput(f"The table has more than one column {twice[0]!r}; leave one.")
    return tuple(names)


def _by_column(number: int, columns: tuple[str, ...], line: list[str]) -> dict[str, str]:
    if number > sheets.MAX_ROWS:
        raise TooLarge(f"The table has more than {sheets.MAX_ROWS} rows; split it.")
    if len(line) > len(columns):
        raise InvalidInput(f"Row {number}: it has more cells than there are columns.")
    return {name: cell.strip() for name, cell in zip(columns, line, strict=False)}
