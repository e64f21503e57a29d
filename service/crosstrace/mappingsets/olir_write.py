"""Writing a mapping set as an OLIR spreadsheet (NIST IR 8278A Rev. 1), in CSV or XLSX.

The focal document is the set's source edition. A supportive row is turned round, as OLIR has
it; see `olir`. A row that relates several elements together is split where each pair follows
from it; any other such row, and a derived one without a relation, can't be said in OLIR and
is left out: `losses` counts them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import product
from typing import Final

from crosstrace.mappingsets import olir_header, sheets, sheets_write
from crosstrace.mappingsets.document import MappingRow, SetHeader
from crosstrace.mappingsets.olir import SET_THEORY, SUPPORTIVE
from crosstrace.mappingsets.record_names import RecordNames
from crosstrace.mappingsets.sheets import Value
from crosstrace.mappingsets.sheets_write import MAX_TEXT, Column, Facts
from crosstrace.model import ElementRef
from crosstrace.vocab import CONVERSE

COLUMNS: Final = (
    Column("Focal Document Element", "The identifier of the element the row reads from.", 24),
    Column("Focal Document Element Description", "What that element says; its edition has it.", 40),
    Column("Security Control Baseline", "The control baseline the element is in, if any.", 14),
    Column(
        "Rationale",
        "On what ground a set-theory relationship holds: words, meaning or results.",
        13,
    ),
    Column(
        "Relationship",
        "In the set-theory style, what the focal element is to the reference element; in the "
        "supportive style, what the reference element is to the focal one; blank where a "
        "relationship exists and is not characterised.",
        20,
    ),
    Column("Relationship Property", "In what way one element supports the other.", 16),
    Column("Relationship Explanation", "Why the supportive relationship holds.", 50),
    Column("Reference Document Element", "The identifier of the element related to it.", 24),
    Column(
        "Reference Document Element Description (Optional)",
        "What that element says; its edition has it.",
        40,
    ),
    Column("Comments (Optional)", "What the developer says of the row.", 50),
    Column(
        "Strength of Relationship (Optional)",
        "How similar the elements are, an ordinal judgement from 0 to 10.",
        14,
    ),
)
# Of several spellings the first; IR 8278A Rev. 1 says 'not related to' in the set-theory style.
_SPELLED: Final = {
    token: spelling
    for relations in (SET_THEORY, SUPPORTIVE)
    for spelling, token in reversed(relations.items())
} | {"is_supported_by": "is supported by", "not_related": "no relationship"}
_IS_SUPPORTIVE: Final = frozenset(SUPPORTIVE.values())


def write_csv(header: SetHeader, rows: Iterable[MappingRow]) -> Iterator[str]:
    """The set as CSV, a line at a time, with the general information in `#` lines first."""
    facts = olir_header.write_facts(header)
    lines = (f"#{name}: {sheets.text_of(value)}" for name, value in facts)
    return sheets_write.write_csv(COLUMNS, _rows(header, rows), lines)


def write_xlsx(header: SetHeader, rows: Iterable[MappingRow]) -> Iterator[bytes]:
    """The set as a workbook, in pieces."""
    facts = Facts(olir_header.GENERAL_INFORMATION, tuple(olir_header.write_facts(header)))
    return sheets_write.write_xlsx("Relationships", COLUMNS, _rows(header, rows), facts)


def _rows(header: SetHeader, rows: Iterable[MappingRow]) -> Iterator[tuple[Value, ...]]:
    for row in rows:
        for source, target in _pairs(row):
            yield _cells(header, row, source, target)


def _pairs(row: MappingRow) -> tuple[tuple[ElementRef, ElementRef], ...]:
    """The pairs of which the row's relation holds, each for itself (unions of sets)."""
    one_source, one_target = len(row.sources) == 1, len(row.targets) == 1
    splits = (
        (one_source and one_target)
        or (row.relation == "subset_of" and one_target)
        or (row.relation == "superset_of" and one_source)
        or row.relation == "no_relationship"
    )
    return tuple(product(row.sources, row.targets)) if row.relation and splits else ()


def _cells(
    header: SetHeader, row: MappingRow, source: ElementRef, target: ElementRef
) -> tuple[Value, ...]:
    relation = row.relation or ""
    supportive = relation in _IS_SUPPORTIVE
    written = CONVERSE.get(relation, relation) if supportive else relation
    comment = _comment(row)
    return (
        _identifier(source, header.source_edition),
        None,
        None,
        row.rationale.capitalize() if row.rationale else None,
        _SPELLED.get(written),
        row.supportive_property.replace("_", " ") if row.supportive_property else None,
        comment if supportive else None,
        _identifier(target, header.target_edition),
        None,
        None if supportive else comment,
        row.strength,
    )


def _identifier(element: ElementRef, edition: str) -> str:
    return element.local if element.edition == edition else str(element)


def _comment(row: MappingRow) -> str | None:
    """The row's comment; OLIR has only asserted rows, so a derived one says what it is."""
    if not _is_derived(row):
        return row.comment
    derived = f"Derived ({row.status}), not asserted by a publisher."
    return f"{derived} {row.comment}" if row.comment else derived


def _is_derived(row: MappingRow) -> bool:
    return row.status not in (None, "asserted")


_ROW_LOSSES: Final[tuple[tuple[str, Callable[[MappingRow], bool]], ...]] = (
    (
        "left out, for OLIR has no row without a relation, or of several elements together, "
        "unless each pair follows from it",
        lambda row: not _pairs(row),
    ),
    (
        "of several elements written as a row per pair",
        lambda row: len(row.sources) + len(row.targets) > 2 and bool(_pairs(row)),
    ),
    ("written without their confidence", lambda row: row.confidence is not None),
    ("written without their reference as printed", lambda row: row.as_printed is not None),
    ("written without their type of change", lambda row: row.change_type is not None),
    ("written without the set they are from", lambda row: row.mapping_set is not None),
    (
        "written without how they came about",
        lambda row: row.justification != "ManualMappingCuration",
    ),
    ("written without the relation refines, as a crosswalk", lambda row: row.relation == "refines"),
    (
        "derived, and written without the rule, the path and what else is possible",
        lambda row: _is_derived(row) and bool(_pairs(row)),
    ),
    (
        f"cut in XLSX after {MAX_TEXT} characters of comment",
        lambda row: len(_comment(row) or "") > MAX_TEXT,
    ),
)


def losses(header: SetHeader, rows: Iterable[MappingRow]) -> tuple[str, ...]:
    """What OLIR can't hold of the set, a sentence each; reads the rows once."""
    counts = dict.fromkeys((sentence for sentence, _ in _ROW_LOSSES), 0)
    names, renamed = RecordNames(), 0
    for row in rows:
        renamed += row.record != names.name(row.sources, row.targets, row.rationale)
        for sentence, is_lost in _ROW_LOSSES:
            counts[sentence] += is_lost(row)
    counts["named anew when read back, for OLIR has no identifiers of rows"] = renamed
    said = [f"Rows {sentence}: {count}." for sentence, count in counts.items() if count]
    if header.mapping_class != "Mapping":
        said.insert(0, f"That the rows are of the class {header.mapping_class} is not said.")
    return tuple(said)
