"""The files a mapping set can come in and go out as, by the names of their formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from crosstrace.errors import InvalidInput
from crosstrace.mappingsets import (
    MappingDocument,
    MappingRow,
    SetHeader,
    olir_write,
    oscal_write,
    sssom_write,
    tables,
)

Losses = Callable[[SetHeader, Iterable[MappingRow]], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class SetFormat:
    """A format that sets are written in; `losses` says what it can't hold."""

    name: str
    ending: str
    write: Callable[[SetHeader, Iterable[MappingRow]], Iterator[str] | Iterator[bytes]]
    losses: Losses


FORMATS: Final = {
    found.name: found
    for found in (
        SetFormat("sssom", ".sssom.tsv", sssom_write.write, sssom_write.losses),
        SetFormat("olir", ".csv", olir_write.write_csv, olir_write.losses),
        SetFormat("olir-xlsx", ".xlsx", olir_write.write_xlsx, olir_write.losses),
        SetFormat("oscal", ".json", oscal_write.write, oscal_write.losses),
        SetFormat("csv", ".csv", tables.write_csv, lambda _header, _rows: ()),
        SetFormat("xlsx", ".xlsx", tables.write_xlsx, tables.losses),
    )
}


def set_format(name: str) -> SetFormat:
    """The format called `name`; `InvalidInput` lists those that there are."""
    if name not in FORMATS:
        raise InvalidInput(f"{name!r} is no format here; those are {', '.join(FORMATS)}.")
    return FORMATS[name]


def chunks(document: MappingDocument, found: SetFormat) -> Iterator[bytes]:
    """The set in a format, in pieces."""
    for piece in found.write(document.header, document.rows):
        yield piece.encode() if isinstance(piece, str) else piece
