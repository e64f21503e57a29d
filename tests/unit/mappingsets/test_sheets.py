"""Tables are read from CSV and XLSX alike, written typed, and never run or blow up."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosstrace.errors import InvalidInput, TooLarge
from crosstrace.mappingsets import sheets, sheets_write, xlsx_safety
from crosstrace.mappingsets.sheets import read_table
from crosstrace.mappingsets.sheets_write import Column, Facts, neutral

COLUMNS = (
    Column("Name", "What the row is called.", 30),
    Column("Count", "How many there are.", 8),
    Column("Share", "Which part of all, from 0 to 1."),
    Column("Day", "When it was counted."),
)
ROWS = (("=1+1", 3, 0.25, date(2024, 3, 28)), ("#N/A", None, None, None), ("@x", 1, 1.0, None))
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=30)


def workbook(rows=ROWS, facts=None):
    return b"".join(sheets_write.write_xlsx("Table", COLUMNS, rows, facts))


def reopened(body):
    return openpyxl.load_workbook(BytesIO(body))


def repacked(body, **parts):
    """The workbook with some of its parts replaced; `sheet` is the first worksheet."""
    out = BytesIO()
    with ZipFile(BytesIO(body)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            stem = name.rsplit("/", 1)[-1].removesuffix(".xml")
            new.writestr(name, parts.get(stem, old.read(name)))
    return out.getvalue()


def with_rows(xml):
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{namespace}"><sheetData>{xml}</sheetData></worksheet>'
    return repacked(workbook(), sheet1=sheet)


def names(table):
    return [row.text("name") for row in table.rows]


# --- Writing


def test_a_workbook_keeps_the_type_of_each_cell():
    sheet = reopened(workbook())["Table"]
    text, count, share, day = sheet[2]
    assert (text.data_type, count.data_type, share.data_type) == ("s", "n", "n")
    assert (count.value, share.value) == (3, 0.25)
    assert day.is_date
    assert day.value.date() == date(2024, 3, 28)
    assert day.number_format == "yyyy-mm-dd"
    assert sheet["B3"].value is None


def test_what_looks_like_a_formula_or_an_error_is_text():
    sheet = reopened(workbook())["Table"]
    assert [sheet.cell(row, 1).value for row in (2, 3, 4)] == ["=1+1", "#N/A", "@x"]
    assert {sheet.cell(row, 1).data_type for row in (2, 3, 4)} == {"s"}
    assert [sheet.cell(row, 1).quotePrefix for row in (2, 3, 4)] == [True, False, True]
    with ZipFile(BytesIO(workbook())) as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")


def test_a_workbook_has_a_frozen_bold_header_a_filter_and_widths():
    sheet = reopened(workbook())["Table"]
    assert sheet.freeze_panes == "A2"
    assert all(cell.font.b for cell in sheet[1])
    assert not sheet["A2"].font.b
    assert sheet.auto_filter.ref == "A1:D4"
    assert sheet.column_dimensions["A"].width == 30


def test_a_sheet_explains_each_column_in_a_sentence():
    book = reopened(workbook(facts=Facts("Facts", (("Title", "=x"), ("Day", date(2024, 1, 2))))))
    assert book.sheetnames == ["Table", "Columns", "Facts"]
    explained = list(book["Columns"].iter_rows(min_row=2, values_only=True))
    assert explained == [(column.name, column.explanation) for column in COLUMNS]
    assert book["Facts"]["B2"].data_type == "s"
    assert book["Facts"]["B3"].is_date


def test_a_workbook_without_rows_can_be_read():
    assert read_table(workbook(rows=()), ["Name"], "Facts").rows == ()


def test_what_xml_or_a_cell_has_no_room_for_is_replaced_and_cut():
    body = workbook(rows=[("a\x00b\ud800c\r\nd", None, None, None), ("x" * 40_000, 1, 1.0, None)])
    sheet = reopened(body)["Table"]
    assert sheet["A2"].value == "a\ufffdb\ufffdc\nd"
    assert len(sheet["A3"].value) == sheets_write.MAX_TEXT
    assert sheet["A3"].value.endswith("…")


def test_rows_are_taken_as_they_are_written_and_a_failing_one_is_raised():
    def rows():
        yield ("a", 1, 1.0, None)
        raise LookupError("the store is gone")

    with pytest.raises(LookupError, match="the store is gone"):
        workbook(rows=rows())


def test_csv_comes_a_line_at_a_time():
    taken = []
    rows = (taken.append(number) or (f"r{number}", number, None, None) for number in range(3))
    lines = sheets_write.write_csv(COLUMNS, rows, ["#title: a, b"])
    assert [next(lines), next(lines), next(lines)] == [
        '"#title: a, b"\r\n',
        "Name,Count,Share,Day\r\n",
        "r0,0,,\r\n",
    ]
    assert taken == [0]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "'=1"])
def test_csv_text_that_a_spreadsheet_program_would_run_gets_an_apostrophe(cell):
    assert neutral(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "a", "'tis", "''", "1-2", "a=b"])
def test_other_csv_text_stays_as_it_is(cell):
    assert neutral(cell) == cell


# --- Both ways


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            TEXT.map(str.strip).filter(bool) | st.sampled_from(["=a", "'=a", "''-", "#x", "x\ny"]),
            st.none() | st.integers(-(10**9), 10**9),
            st.none() | st.floats(0, 1).map(lambda share: round(share, 6)),
            st.none() | st.dates(date(1901, 1, 1), date(2999, 1, 1)),
        ),
        max_size=6,
    )
)
def test_cells_survive_both_formats(rows):
    def texts(table):
        return [
            tuple(row.text(name) for name in ("name", "count", "share", "day")) for row in table
        ]

    # All formats of a number are the same number: CSV says 0.0, a workbook 0.
    expected = [tuple(sheets.text_of(value) for value in row) for row in rows]
    csv = "".join(sheets_write.write_csv(COLUMNS, rows)).encode()
    wanted = ["Name", "Count"]
    assert texts(read_table(workbook(rows), wanted, "").rows) == expected
    assert texts(read_table(csv, wanted, "").rows) == expected


# --- Reading


@pytest.mark.parametrize(
    "body",
    [
        "name,count\na,1\n\nb,2\n",
        "\ufeffNAME (Optional);Count *\r\na;1\r\n\r\nb;2\r\n",
        "name\tcount\na\t1\n\t\nb\t2\n",
    ],
)
def test_csv_is_read_with_any_usual_delimiter_and_rows_are_counted_as_a_person_would(body):
    table = read_table(body.encode(), ["Name", "Count"], "")
    assert [(row.number, row.text("name"), row.text("count")) for row in table.rows] == [
        (1, "a", "1"),
        (3, "b", "2"),
    ]


def test_what_stands_above_the_header_is_facts():
    body = '"#Title: a, b"\nVersion,1.10\n#Empty:\n\nname,count\na,1\n'
    table = read_table(body.encode(), ["name", "count"], "")
    assert table.facts == {"title": "a, b", "version": "1.10", "empty": None}
    assert [row.number for row in table.rows] == [1]


def test_a_fact_that_falls_into_cells_is_refused():
    with pytest.raises(InvalidInput, match="put quotes round it"):
        read_table(b"#title: a, b\nname,count\na,1\n", ["name", "count"], "")


def test_a_table_is_found_on_any_sheet_and_below_other_lines():
    book = openpyxl.Workbook()
    book.active.title = "Read me"
    book.active.append(["Name", "not here"])
    facts = book.create_sheet("General  information")
    facts.append(["Version", "1.0"])
    table = book.create_sheet("Rows")
    for line in (["The table"], [], ["Count", "Name"], [7, "a"], [], [8.0, "b"]):
        table.append(line)
    out = BytesIO()
    book.save(out)
    read = read_table(out.getvalue(), ["name", "count"], "General Information")
    assert [(row.number, row.text("name"), row.text("count")) for row in read.rows] == [
        (1, "a", "7"),
        (3, "b", "8"),
    ]
    assert read.facts == {"version": "1.0"}


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"name,number\na,1\n", "has the columns Name, Count"),
        (b"name,count,name\na,1,b\n", "more than one column 'name'"),
        (b"name,count\n\xe9,1\n", "neither XLSX nor UTF-8"),
        (b"name,count\n" + b"x" * 200_000 + b",1\n", "line 2"),
        (b"PK\x03\x04 and no more", "can't be unpacked"),
    ],
)
def test_what_is_no_table_is_refused(body, says):
    with pytest.raises(InvalidInput, match=says):
        read_table(body, ["Name", "Count"], "")


@pytest.mark.parametrize("line", ["a,1,surplus", "a,1,,x"])
def test_a_cell_in_no_named_column_is_refused_with_its_row(line):
    table = read_table(f"name,count\nfine,1\n{line}\n".encode(), ["name", "count"], "")
    with pytest.raises(InvalidInput) as caught:
        sheets.build_rows(table.rows, lambda row: row)
    assert [error.line for error in caught.value.errors] == [2]


def test_wrong_rows_are_all_named_up_to_a_bound():
    body = "name,count\n" + "x,1\n" * 60
    table = read_table(body.encode(), ["name", "count"], "")

    def refuse(row):
        raise InvalidInput(f"{row.text('name')} is wrong.")

    with pytest.raises(InvalidInput, match="60 rows can't be read") as caught:
        sheets.build_rows(table.rows, refuse)
    assert [error.line for error in caught.value.errors] == list(range(1, 51))
    assert caught.value.errors[1].detail == "Row 2: x is wrong."


def sheet_of(*cells):
    book = openpyxl.Workbook()
    book.active.append(["Name", "Count"])
    book.active.append(list(cells))
    out = BytesIO()
    book.save(out)
    return read_table(out.getvalue(), ["Name"], "").rows[0]


def test_a_formula_is_refused_where_its_value_is_asked_for():
    row = sheet_of("a", "=1+1")
    assert row.text("name") == "a"
    with pytest.raises(InvalidInput, match="count is a formula"):
        row.text("count")


@pytest.mark.parametrize("cell", [5.1, date(2024, 1, 2)])
def test_an_identifier_that_a_spreadsheet_program_changed_is_refused(cell):
    with pytest.raises(InvalidInput, match="format the cell as text"):
        sheet_of(cell).identifier("name")


def test_a_whole_number_can_be_an_identifier():
    assert sheet_of(5).identifier("name") == "5"


# --- Bounds


def test_a_workbook_that_unpacks_to_more_than_allowed_is_refused():
    bomb = repacked(workbook(), sheet1=b" " * (xlsx_safety.MAX_UNPACKED + 1))
    assert len(bomb) < 100_000
    with pytest.raises(TooLarge, match="unpacks to"):
        read_table(bomb, ["Name"], "")


def test_a_workbook_that_lies_about_its_size_is_refused():
    body = repacked(workbook(), sheet1=b"<worksheet>" + b" " * 100_000 + b"</worksheet>")
    small = (20).to_bytes(4, "little")
    size = len(b"<worksheet>" + b" " * 100_000 + b"</worksheet>").to_bytes(4, "little")
    assert size in body
    with pytest.raises(InvalidInput):
        read_table(body.replace(size, small), ["Name"], "")


@pytest.mark.parametrize(
    "rows",
    [
        f"<row>{'<c/>' * xlsx_safety.MAX_RUN}</row>",
        "<row><c/></row>" * (xlsx_safety.MAX_XML_NODES // 2),
    ],
    ids=["one-row", "many-rows"],
)
def test_millions_of_empty_cells_are_refused_before_they_are_built(rows):
    bomb = with_rows(rows)
    assert len(bomb) < 30_000
    with pytest.raises(TooLarge, match="XML elements"):
        read_table(bomb, ["Name"], "")


def test_a_part_that_is_built_at_once_is_bounded_though_it_pretends_to_have_rows():
    styles = f"<styleSheet><fonts>{'<font/><row/>' * xlsx_safety.MAX_RUN}</fonts></styleSheet>"
    with pytest.raises(TooLarge, match="XML elements"):
        read_table(repacked(workbook(), styles=styles), ["Name"], "")


def test_many_sheets_and_cells_are_refused(monkeypatch):
    book = openpyxl.Workbook()
    for _ in range(sheets.MAX_SHEETS):
        book.create_sheet()
    out = BytesIO()
    book.save(out)
    with pytest.raises(TooLarge, match="33 sheets"):
        read_table(out.getvalue(), ["Name"], "")
    monkeypatch.setattr(sheets, "MAX_CELLS", 20)
    with pytest.raises(TooLarge, match="cells"):
        read_table(workbook(), ["Name"], "")


def test_a_date_with_a_time_is_read_as_text():
    assert sheet_of(datetime(2024, 1, 2, 3, 4)).text("name") == "2024-01-02 03:04:00"


def test_a_tag_without_end_is_refused():
    attributes = " ".join(f'a{number}=""' for number in range(200_000))
    with pytest.raises(TooLarge, match="tag"):
        read_table(with_rows(f"<row {attributes}/>"), ["Name"], "")


def test_a_document_type_is_refused():
    sheet = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    with pytest.raises(InvalidInput, match="document type"):
        read_table(repacked(workbook(), sheet1=sheet), ["Name"], "")


def test_a_package_of_too_many_parts_is_refused():
    out = BytesIO()
    with ZipFile(out, "w") as package:
        for number in range(xlsx_safety.MAX_PARTS + 1):
            package.writestr(f"{number}.txt", "")
    with pytest.raises(TooLarge, match="parts"):
        read_table(out.getvalue(), ["Name"], "")


def test_a_row_number_far_away_costs_nothing():
    far = with_rows('<row r="4000000000"><c r="A4000000000"/></row>')
    with pytest.raises(InvalidInput, match="No row"):
        read_table(far, ["Name", "Count"], "")


@pytest.mark.parametrize("part", ["workbook", "styles", "sheet1"])
def test_a_broken_part_is_refused_not_raised(part):
    with pytest.raises(InvalidInput, match="XLSX"):
        read_table(repacked(workbook(), **{part: b"<x"}), ["Name"], "")


def test_a_workbook_that_points_nowhere_is_refused():
    with pytest.raises(InvalidInput, match="The XLSX file can't be read"):
        read_table(with_rows('<row><c t="s"><v>99</v></c></row>'), ["Name"], "")


def test_too_many_rows_or_columns_are_refused(monkeypatch):
    monkeypatch.setattr(sheets, "MAX_ROWS", 3)
    assert len(read_table(b"name,b\na,1\nb,1\n", ["name", "b"], "").rows) == 2
    with pytest.raises(TooLarge, match="rows"):
        read_table(b"name,b\na,1\nb,1\nc,1\n", ["name", "b"], "")
    with pytest.raises(TooLarge, match="rows"):
        read_table(workbook(rows=[("a", 1, 1.0, None)] * 3), ["name", "count"], "")
    wide = "name" + "," * 300 + "x"
    with pytest.raises(TooLarge, match="columns"):
        read_table(f"{wide}\na,1\n".encode(), ["name"], "")
