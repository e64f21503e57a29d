"""Reading an OLIR spreadsheet: the relationships of NIST IR 8278A Rev. 1, in CSV or XLSX.

Which way a row reads depends on its style. A set-theory row says *focal relation reference*
(IR 8477, table 5); a supportive row says *reference relation focal* (IR 8278A Rev. 1, table 6,
where the reference element "Certificate Authority" supports, as an example of it, the focal
PR.AA-01). A row of ours always has the focal element as its source, so a supportive row gets
the converse relation: PR.AA-01 is supported by "Certificate Authority".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, Unpack

from crosstrace.errors import InvalidInput
from crosstrace.mappingsets import olir_header, sheets, unstated, values
from crosstrace.mappingsets.document import MappingDocument, MappingRow
from crosstrace.mappingsets.olir_header import GivenFacts
from crosstrace.mappingsets.record_names import RecordNames
from crosstrace.mappingsets.sheets import Row, Table
from crosstrace.model import ElementRef
from crosstrace.vocab import CONVERSE

ORIENTATIONS: Final = ("olir", "focal-first", "reference-first")
"""Which way rows read: as in OLIR, by style; or all from focal, or all from reference."""

FOCAL: Final = "focal document element"
REFERENCE: Final = "reference document element"
SET_THEORY: Final = {
    "subset of": "subset_of",
    "superset of": "superset_of",
    "intersects with": "intersects_with",
    "equal": "equal",
    "equal to": "equal",
    "not related to": "no_relationship",
    "not related": "no_relationship",
    "no relationship": "no_relationship",
}
SUPPORTIVE: Final = {
    "supports": "supports",
    "supported by": "is_supported_by",
    "identical": "identical",
    "identical to": "identical",
    "equivalent": "equivalent",
    "equivalent to": "equivalent",
    "contrary": "contrary",
    "contrary to": "contrary",
    "not related to": "not_related",
    "not related": "not_related",
    "no relationship": "not_related",
}
_CROSSWALK: Final = {"": "related_to", "related to": "related_to"}
_BY_STYLE: Final = {"set_theory": SET_THEORY, "supportive": SUPPORTIVE, "crosswalk": _CROSSWALK}
_NOT_APPLICABLE: Final = ("", "n/a", "na", "none")

_DESCRIPTIONS: Final = (f"{FOCAL} description", f"{REFERENCE} description")
_USED: Final = (
    *(FOCAL, REFERENCE, "rationale", "relationship", "relationship type"),
    *("relationship property", "relationship explanation", "comments", "strength of relationship"),
)


def read(
    body: bytes,
    *,
    focal: str,
    reference: str,
    slug: str,
    orientation: str = "olir",
    stand_ins: Mapping[str, Any] | None = None,
    **given: Unpack[GivenFacts],
) -> MappingDocument:
    """The set `slug` from the edition `focal` to `reference`, with what could not be taken over.

    What is `given` of the header goes before the file's general information; `stand_ins` are
    for what neither says. Whether the elements exist is not looked at. `InvalidInput` names
    each row that can't be read.
    """
    if orientation not in ORIENTATIONS:
        raise InvalidInput(f"{orientation!r} is no orientation; those are {ORIENTATIONS}.")
    table = sheets.read_table(body, (FOCAL, REFERENCE), olir_header.GENERAL_INFORMATION)
    stated = olir_header.read_facts(table.facts, given)
    facts, missing = unstated.fill(stated, stand_ins)
    style = facts.get("style") or _style(table.rows)
    header = olir_header.header(facts, slug=slug, focal=focal, reference=reference, style=style)
    reader = _RowReader(focal, reference, style, _is_turned(orientation, style))
    rows = tuple(sheets.build_rows(table.rows, reader.read))
    return MappingDocument(header, rows, (*missing, *_losses(table)))


def _is_turned(orientation: str, style: str) -> bool:
    """Whether the file's rows read from the reference element to the focal one."""
    return orientation == "reference-first" or (orientation == "olir" and style == "supportive")


def _style(rows: tuple[Row, ...]) -> str:
    """The style of the first row whose relationship tells.

    Both styles can say that two elements are not related. When all rows say only that, a
    rationale makes it set theory; else it is supportive, which claims less.
    """
    spellings = sheets.build_rows(rows, _relationship)
    for spelling in spellings:
        if (spelling in SET_THEORY) != (spelling in SUPPORTIVE):
            return "set_theory" if spelling in SET_THEORY else "supportive"
    if not any(spelling in SUPPORTIVE for spelling in spellings):
        return "crosswalk"
    has_rationale = any(row.cells.get("rationale") is not None for row in rows)
    return "set_theory" if has_rationale else "supportive"


def _relationship(row: Row) -> str:
    """The relationship as it is looked up: lower case, without `is a` before it."""
    spellings = {_spelling(row.text(name)) for name in ("relationship", "relationship type")}
    spellings.discard("")
    if len(spellings) > 1:
        raise InvalidInput("the relationship and the relationship type differ.")
    return spellings.pop() if spellings else ""


def _spelling(text: str) -> str:
    words = re.sub(r"[\s_-]+", " ", text).strip().casefold()
    return re.sub(r"^(is )?(an? )?", "", words)


class _RowReader:
    def __init__(self, focal: str, reference: str, style: str, turned: bool) -> None:
        self._focal, self._reference = focal, reference
        self._style, self._turned = style, turned
        self._names = RecordNames()

    def read(self, row: Row) -> MappingRow:
        source = _element(row, FOCAL, self._focal)
        target = _element(row, REFERENCE, self._reference)
        relation, rationale = self._relation(row), _optional(row, "rationale", "rationale")
        if self._style == "set_theory" and rationale is None:
            raise InvalidInput(
                "the rationale is blank; a set-theory relation is syntactic, semantic or "
                "functional."
            )
        return MappingRow(
            sources=(source,),
            relation=CONVERSE.get(relation, relation) if self._turned else relation,
            targets=(target,),
            record=self._names.name((source,), (target,), rationale),
            number=row.number,
            rationale=rationale,
            strength=_strength(row),
            supportive_property=_property(row, relation),
            comment=_comment(row),
        )

    def _relation(self, row: Row) -> str:
        spelling = _relationship(row)
        relations = _BY_STYLE[self._style]
        if spelling not in relations:
            choices = ", ".join(name or "blank" for name in relations)
            raise InvalidInput(
                f"the relationship is {repr(spelling) if spelling else 'blank'}; in a sheet of "
                f"the style {self._style} it is one of: {choices}."
            )
        return relations[spelling]


def _element(row: Row, column: str, edition: str) -> ElementRef:
    text = re.sub(r"[ \N{NO-BREAK SPACE}]+", " ", row.identifier(column))
    if not text:
        raise InvalidInput(f"the {column} is blank.")
    try:
        return ElementRef.parse(text if ":" in text else f"{edition}:{text}")
    except InvalidInput as error:
        raise InvalidInput(f"the {column} {text!r} is not one element's identifier.") from error


def _optional(row: Row, column: str, field: str) -> str | None:
    text = "_".join(row.text(column).casefold().split())
    return None if text in _NOT_APPLICABLE else values.token(field, text)


def _strength(row: Row) -> int | None:
    text = row.text("strength of relationship")
    return None if text.casefold() in _NOT_APPLICABLE else values.strength(text)


def _property(row: Row, relation: str) -> str | None:
    found = _optional(row, "relationship property", "supportive_property")
    if found and relation not in ("supports", "is_supported_by"):
        raise InvalidInput("only 'supports' and 'is supported by' have a relationship property.")
    return found


def _comment(row: Row) -> str | None:
    parts = (row.text("relationship explanation"), row.text("comments"))
    return "\n".join(part for part in parts if part) or None


def _losses(table: Table) -> Iterator[str]:
    """What the file holds and a set has no place for."""
    filled = {name for row in table.rows for name, value in row.cells.items() if value is not None}
    if filled.intersection(_DESCRIPTIONS):
        yield "The descriptions of elements were left out; the editions have their own."
    if filled.issuperset({"relationship explanation", "comments"}):
        yield "The relationship explanation and the comments of a row became one comment."
    others = sorted(filled.difference(_USED, _DESCRIPTIONS))
    yield from (f"The column {name!r} was left out." for name in others)
    lines = olir_header.lines_without_place(table.facts)
    yield from (f"The general information {name!r} was left out." for name in lines)
