"""Our own table of a mapping set holds all of it, in CSV and in XLSX."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosstrace.errors import InvalidInput
from crosstrace.mappingsets import MappingRow, SetHeader, sheets_write, tables, values
from crosstrace.mappingsets.record_names import RecordNames
from crosstrace.model import ElementRef

HEADER = SetHeader(
    slug="a-to-b",
    title="A to B",
    version="1.10",
    publisher="https://example.org/us",
    sources=("https://example.org/a", "https://example.org/b"),
    issued="2024-03-28",
    licence="https://example.org/licence",
    style="set_theory",
    use_case="Shows which of A is in B.",
    source_edition="a-1.0",
    target_edition="b-2.0",
)
ROW = MappingRow(
    sources=(ElementRef("a-1.0", "X.1"),),
    relation="subset_of",
    targets=(ElementRef("b-2.0", "Y-2"),),
    record="X.1..Y-2",
    number=1,
    rationale="semantic",
    strength=7,
    confidence=0.5,
)
CSV_HEADER = "record,sources,relation,targets,rationale,strength,confidence,justification"


def csv(header, rows):
    return "".join(tables.write_csv(header, rows)).encode()


def xlsx(header, rows):
    return b"".join(tables.write_xlsx(header, rows))


def csv_of(*lines, columns=CSV_HEADER):
    facts = csv(HEADER, ()).decode().splitlines()[:-1]
    return "\n".join([*facts, columns, *lines]).encode()


def optional(strategy):
    return st.none() | strategy


def token(field):
    return st.sampled_from(sorted(values.TOKENS[field]))


TEXT = (
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=40)
    .map(str.strip)
    .filter(lambda text: text and text.isprintable())
) | st.sampled_from(["=HYPERLINK(1)", "'=1", "-", "#N/A", "a\nb", "1.10", "#x: y", "true", "€"])
IRIS = st.integers(0, 99).map("https://example.org/{}".format)
LOCALS = st.from_regex(r"[A-Z][A-Z0-9]{0,3}(\.[0-9]{1,2})?(-[0-9]{1,2})?", fullmatch=True)


def elements(edition):
    return st.lists(LOCALS, min_size=1, max_size=3, unique=True).map(
        lambda ids: tuple(ElementRef(edition, local) for local in ids)
    )


HEADERS = st.builds(
    SetHeader,
    slug=st.just("a-to-b"),
    title=TEXT,
    version=TEXT,
    publisher=IRIS,
    sources=st.lists(IRIS, min_size=1, max_size=3).map(tuple),
    issued=st.sampled_from(["2024", "2024-02", "2024-02-29"]),
    licence=IRIS,
    style=token("style"),
    use_case=TEXT,
    source_edition=st.just("a-1.0"),
    target_edition=st.just("b-2.0"),
    exhaustive=st.booleans(),
    description=optional(TEXT),
    standing=token("standing"),
    mapping_class=st.sampled_from(["Mapping", "InformativeReference"]),
)
ROWS = st.builds(
    MappingRow,
    sources=elements("a-1.0"),
    relation=token("relation"),
    targets=elements("b-2.0"),
    record=st.just(""),
    justification=st.sampled_from(["ManualMappingCuration", "LexicalMatching"]),
    rationale=optional(token("rationale")),
    strength=optional(st.integers(0, 10)),
    confidence=optional(st.integers(0, 1000).map(lambda part: part / 1000)),
    supportive_property=optional(token("supportive_property")),
    comment=optional(TEXT),
    as_printed=optional(TEXT),
    change_type=optional(token("change_type")),
    mapping_set=optional(st.just("another")),
    status=optional(token("status")),
    possible=st.lists(token("relation"), max_size=3, unique=True).map(tuple),
    rule=optional(TEXT),
    path=st.lists(IRIS, max_size=3).map(tuple),
)


def numbered(rows):
    return tuple(
        replace(row, record=f"r{number}", number=number, relation=None if row.status else "equal")
        if number % 3 == 0
        else replace(row, record=f"r{number}", number=number)
        for number, row in enumerate(rows, 1)
    )


@settings(max_examples=80, deadline=None)
@given(HEADERS, st.lists(ROWS, max_size=4).map(numbered))
def test_a_set_survives_both_formats(header, rows):
    for body in (csv(header, rows), xlsx(header, rows)):
        document = tables.read(body)
        assert document.header == header
        assert document.rows == rows
        assert document.losses == ()


def test_the_workbook_is_typed_and_explained():
    book = openpyxl.load_workbook(BytesIO(xlsx(HEADER, [ROW])))
    assert book.sheetnames == ["Mappings", "Columns", "Set"]
    sheet = book["Mappings"]
    cells = dict(zip((cell.value for cell in sheet[1]), sheet[2], strict=True))
    assert (cells["strength"].value, cells["strength"].data_type) == (7, "n")
    assert (cells["confidence"].value, cells["confidence"].data_type) == (0.5, "n")
    assert sheet.auto_filter.ref.startswith("A1:")
    explained = dict(book["Columns"].iter_rows(min_row=2, values_only=True))
    assert set(explained) == set(cells)
    assert all(sentence.endswith(".") for sentence in explained.values())
    facts = {name.value: value for name, value in book["Set"].iter_rows(min_row=2)}
    assert facts["issued"].is_date
    assert facts["version"].data_type == "s"


def test_every_field_of_a_row_but_its_place_has_a_column():
    assert {column.name for column in tables.COLUMNS} == set(MappingRow.__slots__) - {"number"}


def test_rows_without_a_record_are_named_after_those_that_have_one():
    document = tables.read(
        csv_of(
            ",a-1.0:X.1,equal,b-2.0:Y-2,semantic,,,",
            "X.1..Y-2,a-1.0:X.1,equal,b-2.0:Y-2,,,,",
            ",a-1.0:X.1,equal,b-2.0:Y-2,,,,",
            ",a-1.0:X.1 a-1.0:X.3,equal,b-2.0:Y-2,,,,",
        )
    )
    assert [row.record for row in document.rows] == [
        "X.1..Y-2..semantic",
        "X.1..Y-2",
        "X.1..Y-2..2",
        "X.1+X.3..Y-2",
    ]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("r,,equal,b-2.0:Y,,,,", "sources are blank"),
        ("r,X.1,equal,b-2.0:Y,,,,", "'X.1' is not an element"),
        ("r,a-1.0:X,,b-2.0:Y,,,,", "relation is blank"),
        ("r,a-1.0:X,same,b-2.0:Y,,,,", "'same' is no relation"),
        ("r,a-1.0:X,equal,b-2.0:Y,gut,,,", "'gut' is no rationale"),
        ("r,a-1.0:X,equal,b-2.0:Y,,11,,", "strength is '11'"),
        ("r,a-1.0:X,equal,b-2.0:Y,,7.5,,", "strength is '7.5'"),
        ("r,a-1.0:X,equal,b-2.0:Y,,,1.1,", "confidence is '1.1'"),
        ("r,a-1.0:X,equal,b-2.0:Y,,,nan,", "confidence is 'nan'"),
        ("r,a-1.0:X,equal,b-2.0:Y,,,high,", "confidence is 'high'"),
        ("r,a-1.0:X,equal,b-2.0:Y,,,,by hand", "justification 'by hand'"),
        ("a/b,a-1.0:X,equal,b-2.0:Y,,,,", "record 'a/b' has characters"),
        ("first,a-1.0:X,equal,b-2.0:Y,,,,", "earlier row"),
    ],
)
def test_a_wrong_row_is_named_by_its_number(line, says):
    body = csv_of("first,a-1.0:X,equal,b-2.0:Y,,,,", line)
    with pytest.raises(InvalidInput) as caught:
        tables.read(body)
    (error,) = caught.value.errors
    assert error.line == 2
    assert says in error.detail


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("#title: A to B", "", "title must be given"),
        ("#publisher: https://example.org/us", "#publisher: us", "publisher can't be used"),
        ("#issued: 2024-03-28", "#issued: 2024-02-30", "issued can't be used"),
        ("#exhaustive: false", "#exhaustive: maybe", "neither 'true' nor 'false'"),
        ("#style: set_theory", "#style: fuzzy", "'fuzzy' is no style"),
        ("#title: A to B", "#title: A to B\r\n#mood: good", "no field mood"),
        ("record,", "recorder,", "columns that no row has: recorder"),
    ],
)
def test_a_wrong_header_is_refused(old, new, says):
    text = csv(HEADER, [ROW]).decode()
    assert old in text
    with pytest.raises(InvalidInput, match=says):
        tables.read(text.replace(old, new).encode())


def test_cut_text_is_said():
    long = replace(ROW, comment="x" * (sheets_write.MAX_TEXT + 1))
    assert tables.losses(HEADER, [ROW, long]) == (
        f"Text over {sheets_write.MAX_TEXT} characters is cut in XLSX (1 rows).",
    )
    assert tables.losses(HEADER, [ROW]) == ()


def test_rows_of_one_pair_get_numbers_that_are_free() -> None:
    names = RecordNames()
    pair = ROW.sources, ROW.targets
    assert names.take("X.1..Y-2..3")
    given_names = [names.name(*pair, "semantic") for _ in range(5)]
    ends = [name.removeprefix("X.1..Y-2") for name in given_names]
    assert ends == ["", "..semantic", "..2", "..4", "..5"]
