"""SSSOM, OLIR and our own tables: CSV, TSV and workbooks as a hostile publisher writes them."""

from __future__ import annotations

from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

from hostile_case import INVALID, LARGE, LISTENER
from import_case import HEADER, NOT_FOUND, READ, ImportCase

from crosstrace.mappingsets import tables

_SSSOM_HEAD: Final = """\
#curie_map:
#  csf: https://w3id.org/crosstrace/id/csf-2.0/
#  rmf: https://w3id.org/crosstrace/id/ai-rmf-1.0/
#style: set_theory
"""
_SSSOM_COLUMNS: Final = "subject_id\tpredicate_id\tobject_id\tmapping_justification"
_SSSOM_ROW: Final = "csf:GV.OC-03\tskos:exactMatch\trmf:GOVERN-1.1\tsemapv:ManualMappingCuration"
_FACTS: Final = "".join(tables.write_csv(HEADER, ())).rpartition("record,")[0]
_COLUMNS: Final = "sources,relation,targets,rationale,comment"
_ROW: Final = "csf-2.0:GV.OC-03,subset_of,ai-rmf-1.0:GOVERN-1.1,semantic,c"
_OLIR_COLUMNS: Final = "Focal Document Element,Rationale,Relationship,Reference Document Element"
_OLIR_ROW: Final = "GV.OC-03,Semantic,Subset of,GOVERN-1.1"

Cases = dict[str, tuple[Any, str, str]]


def sssom(header: str = "", column: str = "", cell: str = "", row: str = _SSSOM_ROW) -> str:
    """A set with a line more in its header, or a column and a cell more."""
    columns = f"{_SSSOM_COLUMNS}\t{column}" if column else _SSSOM_COLUMNS
    lines = [f"#{header}"] if header else []
    return _SSSOM_HEAD + "\n".join([*lines, columns, f"{row}\t{cell}" if cell else row]) + "\n"


def table(row: str = _ROW, columns: str = _COLUMNS, old: str = "", new: str = "") -> str:
    """A set with another row, or with something replaced in its facts."""
    return _FACTS.replace(old, new, 1) + f"{columns}\n{row}\n"


def olir(row: str = _OLIR_ROW, columns: str = _OLIR_COLUMNS, above: str = "") -> str:
    return "\n".join(filter(None, [above, columns, row]))


_SSSOM: Final[Cases] = {
    "UTF-16 in its cells": (sssom(column="comment", cell="\0a"), INVALID, "not text"),
    "no table": (_SSSOM_HEAD, INVALID, "no column subject_id"),
    "a header that is a list": (f"#- a\n{_SSSOM_COLUMNS}\n", INVALID, "not a list of names"),
    "an alias": (sssom("a: &a [1]\n#b: *a"), INVALID, "aliases"),
    "a Python name": (sssom("a: !!python/name:os.system"), INVALID, "tags"),
    "a name twice": (sssom("style: crosswalk"), INVALID, "twice"),
    "lists in the header": (sssom("a: " + "[" * 50_000), INVALID, "too deep"),
    "a header of a megabyte": (sssom("a: " + "x" * 1_000_000), LARGE, "header is longer"),
    "a month 13": (sssom("publication_date: 2024-13-01"), INVALID, "no date"),
    "the year 0": (sssom("publication_date: 0000-01-01"), INVALID, "no date"),
    "a title of members": (sssom("mapping_set_title: {a: b}"), INVALID, "not one text"),
    "a title that half is": (sssom('mapping_set_title: "\\uD800"'), INVALID, "not text"),
    "a class of its own": (sssom("mapping_class: https://example.org/x"), INVALID, "class"),
    "a class that is a number": (sssom("mapping_class: 5"), INVALID, "curie_map"),
    "a class of what is derived": (sssom("mapping_class: ct:DerivedMapping"), INVALID, "class"),
    "a licence that is a script": (sssom("license: javascript:alert(1)"), INVALID, "curie_map"),
    "a licence that is no IRI": (sssom("license: 'http://['"), INVALID, "no IRI"),
    "a source that is no IRI": (sssom("mapping_set_source: 'http://['"), INVALID, "no IRI"),
    "exhaustive perhaps": (sssom("exhaustive: perhaps"), INVALID, "neither true nor false"),
    "a negated row": (sssom(column="predicate_modifier", cell="Not"), INVALID, "negated"),
    "a justification that is Turtle": (
        sssom(row=_SSSOM_ROW.replace("Manual", "a> <b")),
        INVALID,
        "no term of SEMAPV",
    ),
    "a record that is Turtle": (
        sssom(column="record_id", cell="https://w3id.org/crosstrace/id/mapping-set/ours/a> <b"),
        INVALID,
        "the record",
    ),
    "a row that was derived": (sssom(column="derivation_status", cell="lead"), INVALID, "derived"),
    "a row of what is possible": (
        sssom(column="possible_relations", cell="ct:equal|ct:subsetOf"),
        INVALID,
        "derived",
    ),
    "an unclosed quotation": (sssom(column="comment", cell='"abc'), INVALID, "near line"),
    "a prefix of members": (
        sssom().replace("#  csf:", "#  bad: [1]\n#  csf:", 1),
        INVALID,
        "curie_map is not a list",
    ),
    "sources of members": (sssom("mapping_set_source: [{a: b}]"), INVALID, "no list of IRIs"),
    "300 columns": (
        sssom(column="\t".join(f"x{number}" for number in range(300))),
        LARGE,
        "256 columns",
    ),
    "a cell too many": (sssom(cell="x"), INVALID, "more cells than"),
    "a column twice": (sssom(column="comment\tcomment", cell="a\tb"), INVALID, "more than one"),
    "60,000 rows": (lambda: sssom() + f"{_SSSOM_ROW}\n" * 60_000, LARGE, "50000 rows"),
    "three million blank lines": (lambda: sssom() + "\n" * 3_000_000, LARGE, "lines; split"),
    "a confidence of NaN": (sssom(column="confidence", cell="nan"), INVALID, "from 0 to 1"),
    "a column nobody knows": (sssom(column="other", cell="x"), READ, "column 'other' was left out"),
    "a slot nobody knows": (sssom("creator_id: x"), READ, "'creator_id' was left out"),
    "a context to fetch": (sssom(f"mapping_set_source: {LISTENER}"), READ, "Not stated"),
}
_TABLES: Final[Cases] = {
    "nothing": ("", INVALID, "No row of the file"),
    "UTF-16": (table().encode("utf-16"), INVALID, "CSV UTF-8"),
    "a name that leads elsewhere": (table(old="slug: ours", new="slug: ../x"), INVALID, "no name"),
    "a name that is Turtle": (table(old="slug: ours", new="slug: a> <b"), INVALID, "no name"),
    "a class that is Turtle": (
        table(old="class: Mapping", new="class: a> <b"),
        INVALID,
        "of the class",
    ),
    "a publisher that is a script": (
        table(old="https://example.org/", new="javascript:x"),
        INVALID,
        "no IRI",
    ),
    "a licence that is no IRI": (
        table(old="https://example.org/licence", new="http://["),
        INVALID,
        "no IRI",
    ),
    "a title that rules the terminal": (table(old="Ours", new="\x1b[2J"), INVALID, "its title"),
    "a comment of NUL": (table(f"{_ROW}\0"), INVALID, "the comment has characters"),
    "a row that was derived": (
        table(f"{_ROW},lead", f"{_COLUMNS},status"),
        INVALID,
        "it was derived",
    ),
    "an unclosed quotation": (
        table(f'{_ROW[:-1]}"c\n' + _ROW.replace("1.1", "1.2")),
        INVALID,
        "quotation mark",
    ),
    "a quotation that closes rows later": (
        table(f'{_ROW[:-1]}"c\n{_ROW[:-1]}"d"\n'),
        INVALID,
        "quotation mark",
    ),
    "a column twice": (table(f"{_ROW},d", f"{_COLUMNS},comment"), INVALID, "more than one"),
    "a million columns": (table(columns=_COLUMNS + ",x" * 500_000), LARGE, "256 columns"),
    "three million blank cells": (
        lambda: table(_ROW + ("\n" + "," * 900_000) * 4),
        LARGE,
        "cells; split",
    ),
    "60,000 rows": (lambda: table(_ROW + f"\n{_ROW}" * 60_000), LARGE, "50000 rows"),
    "five million lines": (lambda: table("\n" * 5_000_000), LARGE, "lines; split"),
    "a line of 20 MB": (lambda: "a" * 20_000_000, LARGE, "characters"),
    "an element as an IRI elsewhere": (
        table(_ROW.replace("csf-2.0:GV.OC-03", LISTENER)),
        INVALID,
        "is not an element",
    ),
    "a formula": (table(f"{_ROW[:-1]}=HYPERLINK(1)"), READ, ""),
}
_OLIR: Final[Cases] = {
    "a licence that is no IRI": (olir(above="License,http://["), READ, "Not stated"),
    "a style of ours": (olir(above="Mapping Style,structural"), INVALID, "has the styles"),
    "a day that is none": (olir(above="Posted Date,2026-02-30"), INVALID, "'Posted Date'"),
    "an element that leads elsewhere": (
        olir(_OLIR_ROW.replace("GV.OC-03", "../x")),
        INVALID,
        "not one element's identifier",
    ),
    "a relationship nobody knows": (
        olir(_OLIR_ROW.replace("Subset of", "roughly")),
        INVALID,
        "'roughly'",
    ),
}

# --- Workbooks

_OFFICE: Final = "http://schemas.openxmlformats.org"
_MAIN: Final = f"{_OFFICE}/spreadsheetml/2006/main"
_PACKAGE: Final = f"{_OFFICE}/package/2006"
_DOCUMENT: Final = f"{_OFFICE}/officeDocument/2006/relationships"
_TYPES: Final = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
_BOOK: Final = (
    f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}">'
    '<sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>'
)


def _related(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_DOCUMENT}/{kind}" Target="{target}"/></Relationships>'
    )


def _cells(line: str) -> str:
    cells = (f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in line.split(","))
    return f"<row>{''.join(cells)}</row>"


def workbook(more: str = "", *, before: str = "", after: str = "", ending: str = "xml",
             parts: dict[str, str] | None = None) -> bytes:  # fmt: skip
    """A workbook with an OLIR sheet, and whatever else."""
    rows = _cells(_OLIR_COLUMNS) + _cells(_OLIR_ROW) + more
    sheet = f'{before}<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'
    name = f"worksheets/sheet1.{ending}"
    found = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _related("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": _BOOK,
        "xl/_rels/workbook.xml.rels": _related("worksheet", name),
        f"xl/{name}": sheet,
        **(parts or {}),
    }
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=1) as package:
        for path, text in found.items():
            package.writestr(path, text)
    return file.getvalue()


_LAUGHS: Final = (
    '<!DOCTYPE a [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)
_LAUGHING: Final = '<row><c t="inlineStr"><is><t>&a9;</t></is></c></row>'
_BOOKS: Final[Cases] = {
    "no package": (b"PK\x03\x04" + b"\0" * 100, INVALID, "can't be unpacked"),
    "cut short": (workbook()[:500], INVALID, "can't be unpacked"),
    "a billion laughs": (workbook(_LAUGHING, before=_LAUGHS), INVALID, "document type"),
    "a billion laughs by another name": (
        workbook(_LAUGHING, before=_LAUGHS, ending="dat"),
        INVALID,
        "document type",
    ),
    "an entity elsewhere": (
        workbook(before=f'<!DOCTYPE a [<!ENTITY b SYSTEM "{LISTENER}">]>', ending="bin"),
        INVALID,
        "document type",
    ),
    "a row of two million cells": (
        lambda: workbook(f"<row>{'<c/>' * 2_000_000}</row>"),
        LARGE,
        "in one row",
    ),
    "a row of two million cells by another name": (
        lambda: workbook(f"<row>{'<c/>' * 2_000_000}</row>", ending="dat"),
        LARGE,
        "in one row",
    ),
    "parts that unpack to 80 MB": (
        lambda: workbook(parts={"xl/a.bin": "\0" * 80_000_000}),
        LARGE,
        "unpacks to",
    ),
    "the last cell of a sheet": (
        workbook('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        LARGE,
        "256 columns",
    ),
    "a cell that no sheet has": (
        workbook('<row r="3"><c r="ZZZZZZ3"><v>1</v></c></row>'),
        INVALID,
        "column name",
    ),
    "a number of 5,000 digits": (
        workbook(f'<row r="3"><c><v>{"9" * 5000}</v></c></row>'),
        INVALID,
        "digits",
    ),
    "a text that is not there": (
        workbook('<row r="3"><c t="s"><v>99999</v></c></row>'),
        INVALID,
        "can't be read",
    ),
    "a formula": (
        workbook(
            f'<row><c><f>WEBSERVICE("{LISTENER}")</f></c>{_cells(_OLIR_ROW.partition(",")[2])[5:]}'
        ),
        INVALID,
        "is a formula",
    ),
    "cells merged to the last": (
        workbook(after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        READ,
        "Not stated",
    ),
    "a part that leads elsewhere": (workbook(parts={"../../x": "x"}), READ, "Not stated"),
    "another workbook": (
        workbook(parts={"xl/externalLinks/externalLink1.xml": "<a/>"}),
        READ,
        "Not stated",
    ),
}

_MANY: Final = "\n".join([_OLIR_ROW] * 30_000)
CASES: Final = [
    *(
        ImportCase(f"{importer}: {what}", importer, body, answer, says)
        for importer, cases in (("sssom", _SSSOM), ("table", _TABLES), ("olir", _OLIR))
        for what, (body, answer, says) in cases.items()
    ),
    *(
        ImportCase(f"workbook: {what}", "olir", body, answer, says)
        for what, (body, answer, says) in _BOOKS.items()
    ),
    ImportCase(
        "olir: 30,000 rows of one pair", "olir", olir(_MANY), NOT_FOUND, "x-1", {"reference": "x-1"}
    ),
    ImportCase(
        "sssom: a name that is Turtle", "sssom", sssom(), INVALID, "no name", {"slug": "a> <b"}
    ),
]
