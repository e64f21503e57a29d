"""A mapping set as a table of our own, in CSV or XLSX: one column per field of a row.

Several values of a cell are separated by spaces. What is to be known of the whole set stands
in XLSX on a sheet "Set" of names and values, in CSV in lines `#name: value` above the header;
the names are those of `SetHeader`. Relations and the like are written as their tokens.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, fields, replace
from datetime import date
from typing import Any, Final

from crosstrace.errors import InvalidInput
from crosstrace.mappingsets import sheets, sheets_write, values
from crosstrace.mappingsets.document import MappingDocument, MappingRow, SetHeader
from crosstrace.mappingsets.record_names import RecordNames
from crosstrace.mappingsets.sheets import Cell, Row, Value
from crosstrace.mappingsets.sheets_write import MAX_TEXT, Column, Facts
from crosstrace.model import ElementRef

FACTS_SHEET: Final = "Set"
COLUMNS: Final = (
    Column("record", "The row's identifier in its set; made from its ends when blank.", 28),
    Column(
        "sources", "The elements the row reads from, as edition:id; several are meant together."
    ),
    Column("relation", "What holds between sources and targets, such as subset_of or related_to."),
    Column("targets", "The elements the row reads to, as edition:id; several are meant together."),
    Column("justification", "How the row came about, as a term of the SEMAPV vocabulary.", 26),
    Column("rationale", "On what ground a set-theory relation holds.", 12),
    Column("strength", "How similar the ends are, an ordinal judgement from 0 to 10.", 10),
    Column("confidence", "How sure its author is of the row, from 0 to 1.", 11),
    Column("supportive_property", "In what way one end supports the other, such as integral_to."),
    Column("comment", "What its author says of the row.", 50),
    Column("as_printed", "The reference as the publication prints it."),
    Column("change_type", "What changed between two editions, where the row says that."),
    Column("mapping_set", "The set that states the row, where it is not the one exported."),
    Column("status", "How sure a derived row is, such as conclusive; blank when it is asserted."),
    Column("possible", "The relations that remain possible for a derived row."),
    Column("rule", "The rule that derived the row."),
    Column("path", "The mappings a derived row rests on, in order, as IRIs.", 50),
)

_REQUIRED_COLUMNS: Final = ("sources", "relation", "targets")
_RECORD: Final = re.compile(r"[A-Za-z0-9._()+-]{1,400}")
_TERM: Final = re.compile(r"[A-Za-z]+")
_YES_NO: Final = {"true": True, "false": False}


def read(body: bytes) -> MappingDocument:
    """The set in a CSV or XLSX file; `InvalidInput` names what is wrong, row by row."""
    table = sheets.read_table(body, _REQUIRED_COLUMNS, FACTS_SHEET)
    header = _header(table.facts)
    unknown = set(table.columns) - {column.name for column in COLUMNS}
    if unknown:
        raise InvalidInput(f"The table has columns that no row has: {', '.join(sorted(unknown))}.")
    names = RecordNames()
    rows = sheets.build_rows(table.rows, lambda row: _row(row, names))
    return MappingDocument(header, tuple(_named(row, names) for row in rows))


def _header(facts: Mapping[str, Cell]) -> SetHeader:
    known = {field.name: field for field in fields(SetHeader)}
    given = {name: text for name, cell in facts.items() if (text := sheets.text_of(cell))}
    unknown = sorted(set(given) - set(known) - {"field"})
    if unknown:
        raise InvalidInput(f"The set has no field {', '.join(unknown)}.")
    missing = [n for n, field in known.items() if field.default is MISSING and n not in given]
    if missing:
        raise InvalidInput(
            f"The set's {', '.join(missing)} must be given: on the sheet {FACTS_SHEET!r} of a "
            "workbook, or in lines '#name: value' above the header of a CSV file."
        )
    return SetHeader(**{name: _header_value(name, given[name]) for name in known if name in given})


def _header_value(name: str, text: str) -> Any:
    try:
        return _HEADER_VALUES.get(name, str)(text)
    except InvalidInput as error:
        raise InvalidInput(f"The set's {name} can't be used: {error.detail}") from error


def _exhaustive(text: str) -> bool:
    if text not in _YES_NO:
        raise InvalidInput(f"{text!r} is neither 'true' nor 'false'.")
    return _YES_NO[text]


_HEADER_VALUES: Final[dict[str, Callable[[str], Any]]] = {
    "sources": lambda text: tuple(map(values.iri, text.split())),
    "publisher": values.iri,
    "licence": values.iri,
    "issued": values.issued,
    "exhaustive": _exhaustive,
    "style": lambda text: values.token("style", text),
    "standing": lambda text: values.token("standing", text),
}


def _row(row: Row, names: RecordNames) -> MappingRow:
    relation, status = _token(row, "relation"), _token(row, "status")
    if relation is None and status is None:
        raise InvalidInput("the relation is blank; where none is characterised, it is related_to.")
    strength, confidence = row.text("strength"), row.text("confidence")
    return MappingRow(
        sources=_elements(row, "sources"),
        relation=relation,
        targets=_elements(row, "targets"),
        record=_record(row, names),
        number=row.number,
        justification=_justification(row),
        rationale=_token(row, "rationale"),
        strength=values.strength(strength) if strength else None,
        confidence=values.confidence(confidence) if confidence else None,
        supportive_property=_token(row, "supportive_property"),
        comment=row.text("comment") or None,
        as_printed=row.text("as_printed") or None,
        change_type=_token(row, "change_type"),
        mapping_set=row.text("mapping_set") or None,
        status=status,
        possible=tuple(values.token("relation", t) for t in row.text("possible").split()),
        rule=row.text("rule") or None,
        path=tuple(values.iri(text) for text in row.text("path").split()),
    )


def _elements(row: Row, column: str) -> tuple[ElementRef, ...]:
    elements = tuple(ElementRef.parse(text) for text in row.text(column).split())
    if not elements:
        raise InvalidInput(f"the {column} are blank; write elements as edition:id.")
    return elements


def _token(row: Row, field: str) -> str | None:
    text = row.text(field)
    return values.token(field, text) if text else None


def _record(row: Row, names: RecordNames) -> str:
    text = row.identifier("record")
    if text and not _RECORD.fullmatch(text):
        raise InvalidInput(
            f"the record {text!r} has characters other than A-Z a-z 0-9 . _ ( ) + -."
        )
    if text and not names.take(text):
        raise InvalidInput(f"the record {text!r} is that of an earlier row too.")
    return text


def _named(row: MappingRow, names: RecordNames) -> MappingRow:
    """The row with a name, made when those that the file gives are all known."""
    if row.record:
        return row
    return replace(row, record=names.name(row.sources, row.targets, row.rationale))


def _justification(row: Row) -> str:
    text = row.text("justification") or "ManualMappingCuration"
    if not _TERM.fullmatch(text):
        raise InvalidInput(f"the justification {text!r} is no term such as ManualMappingCuration.")
    return text


def write_csv(header: SetHeader, rows: Iterable[MappingRow]) -> Iterator[str]:
    """The set as CSV, a line at a time, the facts first."""
    facts = (f"#{name}: {sheets.text_of(value)}" for name, value in _facts(header))
    return sheets_write.write_csv(COLUMNS, map(_cells, rows), facts)


def write_xlsx(header: SetHeader, rows: Iterable[MappingRow]) -> Iterator[bytes]:
    """The set as a workbook, in pieces."""
    facts = Facts(FACTS_SHEET, tuple(_facts(header)))
    return sheets_write.write_xlsx("Mappings", COLUMNS, map(_cells, rows), facts)


def losses(_header: SetHeader, rows: Iterable[MappingRow]) -> tuple[str, ...]:
    """What the workbook can't hold of the rows; CSV holds all of it."""
    cut = sum(any(isinstance(c, str) and len(c) > MAX_TEXT for c in _cells(row)) for row in rows)
    return (f"Text over {MAX_TEXT} characters is cut in XLSX ({cut} rows).",) if cut else ()


def _facts(header: SetHeader) -> Iterator[tuple[str, Value]]:
    for field in fields(SetHeader):
        value = getattr(header, field.name)
        if isinstance(value, tuple):
            value = " ".join(value)
        yield field.name, _as_date(value) if field.name == "issued" else value


def _as_date(text: str) -> Value:
    """A whole date as a date; a year or a month is no date to a spreadsheet program."""
    return date.fromisoformat(text) if len(text) == len("2026-11-24") else text


def _cells(row: MappingRow) -> tuple[Value, ...]:
    return tuple(_cell(getattr(row, column.name)) for column in COLUMNS)


def _cell(value: Any) -> Value:
    return " ".join(map(str, value)) or None if isinstance(value, tuple) else value
