"""OLIR spreadsheets are read the way round that their style means, and written so again."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosstrace.errors import InvalidInput
from crosstrace.mappingsets import MappingRow, SetHeader, olir, olir_write, values
from crosstrace.mappingsets.record_names import RecordNames
from crosstrace.model import ElementRef

GIVEN = {
    "title": "A to B",
    "version": "1.0.0",
    "publisher": "https://example.org/us",
    "sources": ("https://example.org/a",),
    "issued": "2024-03-28",
    "licence": "https://example.org/licence",
    "use_case": "Shows which of A is in B.",
}
HEADER = SetHeader(
    slug="a-to-b",
    style="set_theory",
    source_edition="csf-2.0",
    target_edition="ref-1.0",
    **GIVEN,
)
COLUMNS = (
    "Focal Document Element,Rationale,Relationship,Relationship Property,"
    "Relationship Explanation,Reference Document Element,Comments (Optional),"
    "Strength of Relationship (Optional)"
)
SET_THEORY = tuple(dict.fromkeys(olir.SET_THEORY.values()))
SUPPORTIVE = tuple(dict.fromkeys(olir.SUPPORTIVE.values()))


def read(body, **more):
    arguments = {"focal": "csf-2.0", "reference": "ref-1.0", "slug": "a-to-b"} | GIVEN | more
    return olir.read(body, **arguments)


def read_lines(*lines, columns=COLUMNS, **more):
    return read("\n".join([columns, *lines]).encode(), **more)


def one(line, **more):
    (row,) = read_lines(line, **more).rows
    return row


def csv(header, rows):
    return "".join(olir_write.write_csv(header, rows)).encode()


def xlsx(header, rows):
    return b"".join(olir_write.write_xlsx(header, rows))


def focal(local="PR.AA-01"):
    return ElementRef("csf-2.0", local)


def reference(local="R.1"):
    return ElementRef("ref-1.0", local)


# --- Which way a row reads


def test_a_supportive_row_reads_from_the_reference_element():
    """IR 8278A Rev. 1, table 6: "Certificate Authority" supports PR.AA-01, as an example."""
    row = one("PR.AA-01,,supports,example of,It issues identities.,Certificate Authority,,N/A")
    assert row.sources == (focal(),)
    assert row.relation == "is_supported_by"
    assert row.targets == (reference("Certificate-Authority"),)
    assert row.supportive_property == "example_of"
    assert row.comment == "It issues identities."
    assert row.strength is None


def test_a_set_theory_row_reads_from_the_focal_element():
    row = one("PR.AA-01,Semantic,subset of,,,R.1,,7")
    assert (row.sources, row.relation, row.targets) == ((focal(),), "subset_of", (reference(),))
    assert (row.rationale, row.strength) == ("semantic", 7)


@pytest.mark.parametrize(
    ("orientation", "subset", "supports"),
    [
        ("olir", "subset_of", "is_supported_by"),
        ("focal-first", "subset_of", "supports"),
        ("reference-first", "superset_of", "is_supported_by"),
    ],
)
def test_a_sheet_may_be_oriented_otherwise(orientation, subset, supports):
    set_theory = one("PR.AA-01,semantic,subset of,,,R.1,,", orientation=orientation)
    supportive = one("PR.AA-01,,supports,precedes,,R.1,,", orientation=orientation)
    assert (set_theory.relation, supportive.relation) == (subset, supports)
    assert set_theory.sources == supportive.sources == (focal(),)


def test_the_writer_turns_supportive_rows_back():
    row = MappingRow((focal(),), "is_supported_by", (reference(),), "r")
    header = replace(HEADER, style="supportive")
    assert b"\r\nPR.AA-01,,,,supports,,,R.1,,,\r\n" in csv(header, [row])


def test_there_are_three_orientations():
    with pytest.raises(InvalidInput, match="no orientation"):
        read_lines("PR.AA-01,,,,,R.1,,", orientation="upside-down")


# --- Spellings and styles


@pytest.mark.parametrize(
    ("said", "relation"),
    [
        ("Subset of", "subset_of"),
        ("is a subset of", "subset_of"),
        ("SUPERSET_OF", "superset_of"),
        ("intersects with", "intersects_with"),
        ("Equal", "equal"),
        ("equal to", "equal"),
        ("not related to", "no_relationship"),
        ("no-relationship", "no_relationship"),
    ],
)
def test_set_theory_relations_are_known_by_all_their_spellings(said, relation):
    row = one(f"PR.AA-01, Functional ,{said},,,R.1,,")
    assert (row.relation, row.rationale) == (relation, "functional")


@pytest.mark.parametrize(
    ("said", "relation"),
    [
        ("supports", "is_supported_by"),
        ("Is Supported By", "supports"),
        ("identical", "identical"),
        ("equivalent to", "equivalent"),
        ("contrary", "contrary"),
        ("no relationship", "not_related"),
    ],
)
def test_supportive_relations_are_known_by_all_their_spellings(said, relation):
    document = read_lines(f"PR.AA-01,,{said},,,R.1,,", "PR.AA-02,,contrary,,,R.1,,")
    assert document.header.style == "supportive"
    assert document.rows[0].relation == relation


def test_a_blank_relationship_is_a_crosswalk():
    document = read_lines("PR.AA-01,,,,,R.1,Look here.,n/a")
    assert document.header.style == "crosswalk"
    bare = MappingRow((focal(),), "related_to", (reference(),), "PR.AA-01..R.1", 1)
    assert document.rows == (replace(bare, comment="Look here."),)


@pytest.mark.parametrize(("rationale", "style"), [("semantic", "set_theory"), ("", "supportive")])
def test_unrelated_elements_alone_tell_the_style_by_their_rationale(rationale, style):
    document = read_lines(f"PR.AA-01,{rationale},no relationship,,,R.1,,")
    assert document.header.style == style


def test_the_style_may_be_given():
    row = one("PR.AA-01,semantic,not related to,,,R.1,,", style="supportive")
    assert row.relation == "not_related"
    with pytest.raises(InvalidInput, match="OLIR has the styles"):
        read_lines("PR.AA-01,,,,,R.1,,", style="structural")


def test_both_names_of_the_relationship_column_are_known():
    columns = "focal document element,RELATIONSHIP TYPE,reference document element"
    assert read_lines("A.1,contrary,R.1", columns=columns).rows[0].relation == "contrary"


def test_the_same_pair_on_two_rationales_is_two_records():
    rows = read_lines(
        "PR.AA-01,syntactic,intersects with,,,R.1,,",
        "PR.AA-01,semantic,equal,,,R.1,,10",
        "PR.AA-01,semantic,equal,,,R.1,,10",
    ).rows
    assert [row.record for row in rows] == [
        "PR.AA-01..R.1",
        "PR.AA-01..R.1..semantic",
        "PR.AA-01..R.1..2",
    ]


# --- What is refused


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (",semantic,equal,,,R.1,,", "focal document element is blank"),
        ("PR.AA-01,semantic,equal,,,,,", "reference document element is blank"),
        ("PR.AA-01,,equal,,,R.1,,", "rationale is blank"),
        ("PR.AA-01,N/A,equal,,,R.1,,", "rationale is blank"),
        ("PR.AA-01,gut,equal,,,R.1,,", "'gut' is no rationale"),
        ("PR.AA-01,semantic,resembles,,,R.1,,", "relationship is 'resembles'"),
        ("PR.AA-01,semantic,,,,R.1,,", "relationship is blank"),
        ("PR.AA-01,semantic,supports,,,R.1,,", "relationship is 'supports'"),
        ("PR.AA-01,semantic,equal,integral to,,R.1,,", "have a relationship property"),
        ("PR.AA-01,semantic,equal,like,,R.1,,", "'like' is no supportive property"),
        ("PR.AA-01,semantic,equal,,,R.1,,11", "strength is '11'"),
        ("PR.AA-01,semantic,equal,,,R.1,,strong", "strength is 'strong'"),
        ('"PR.AA-01\nPR.AA-02",semantic,equal,,,R.1,,', "not one element's identifier"),
        ("PR.AA-01: Identities,semantic,equal,,,R.1,,", "not one element's identifier"),
    ],
)
def test_a_wrong_row_is_named_by_its_number(line, says):
    with pytest.raises(InvalidInput) as caught:
        read_lines("PR.AA-02,semantic,equal,,,R.1,,10", line)
    (error,) = caught.value.errors
    assert error.line == 2
    assert says in error.detail


def test_a_row_whose_two_relationship_columns_differ_is_refused():
    columns = "Focal Document Element,Relationship,Relationship Type,Reference Document Element"
    with pytest.raises(InvalidInput, match=r"Row 1: .* differ"):
        read_lines("A.1,equal,contrary,R.1", columns=columns)


# --- The general information


def test_the_general_information_makes_the_header():
    facts = (
        "Informative Reference Name,A to B",
        "Informative Reference Version,1.0.0",
        "Developer,https://example.org/us",
        "Comprehensive,Yes",
        "Summary,What it is.",
        "Target Audience,Producers",
        '"Citations","See https://example.org/a, <https://example.org/b>; and more"',
        "Posted Date,2024-03",
        "License,https://example.org/licence",
        "Point of Contact,someone",
        "",
        COLUMNS,
        "PR.AA-01,,,,,R.1,,",
    )
    body = "\n".join(facts).encode()
    document = olir.read(body, focal="csf-2.0", reference="ref-1.0", slug="a-to-b")
    assert document.header == replace(
        HEADER,
        style="crosswalk",
        exhaustive=True,
        description="What it is.",
        use_case="Producers",
        issued="2024-03",
        sources=("https://example.org/a", "https://example.org/b"),
    )
    assert document.losses == ("The general information 'point of contact' was left out.",)
    assert read(body).header.use_case == GIVEN["use_case"]


def test_what_is_missing_of_the_header_is_said():
    body = f"Developer,NIST\n{COLUMNS}\nPR.AA-01,,,,,R.1,,".encode()
    given = {name: value for name, value in GIVEN.items() if name not in ("publisher", "title")}
    with pytest.raises(InvalidInput, match=r"title .* publisher .* must be given") as caught:
        olir.read(body, focal="csf-2.0", reference="ref-1.0", slug="a-to-b", **given)
    assert "licence (" not in caught.value.detail


@pytest.mark.parametrize(
    "line",
    ["Comprehensive,perhaps", "Posted Date,28 March 2024", "Standing,good", "Mapping Style,x"],
)
def test_a_line_that_can_not_be_used_is_refused(line):
    given = {name: value for name, value in GIVEN.items() if name != "issued"}
    body = f"{line}\n{COLUMNS}\nPR.AA-01,,,,,R.1,,".encode()
    with pytest.raises(InvalidInput, match="can't be used"):
        olir.read(body, focal="csf-2.0", reference="ref-1.0", slug="a-to-b", **given)


def test_what_a_set_has_no_place_for_is_said():
    columns = (
        "Focal Document Element,Focal Document Element Description,Security Control Baseline,"
        "Relationship Explanation,Comments,Reference Document Element,Fulfilled By (Y/N),"
        "Group Identifier,Mood"
    )
    document = read_lines("PR.AA-01,Text,Low,Because.,Indeed.,R.1,Y,,good", columns=columns)
    assert document.rows[0].comment == "Because.\nIndeed."
    assert document.losses == (
        "The descriptions of elements were left out; the editions have their own.",
        "The relationship explanation and the comments of a row became one comment.",
        "The column 'fulfilled by' was left out.",
        "The column 'mood' was left out.",
        "The column 'security control baseline' was left out.",
    )


# --- Both ways

TEXT = (
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=30)
    .map(str.strip)
    .filter(lambda text: text and text.isprintable())
) | st.sampled_from(["=1+1", "-", "N/A", "a\nb", "1.10"])
LOCALS = st.from_regex(r"[A-Z][A-Z0-9]{0,3}(\.[0-9]{1,2})?(-[0-9]{1,2})?", fullmatch=True)
RATIONALES = st.sampled_from(sorted(values.TOKENS["rationale"]))
HEADERS = st.builds(
    replace,
    st.just(HEADER),
    title=TEXT,
    version=TEXT,
    use_case=TEXT,
    description=st.none() | TEXT,
    exhaustive=st.booleans(),
    issued=st.sampled_from(["2024", "2024-02", "2024-02-29"]),
    standing=st.sampled_from(sorted(values.TOKENS["standing"])),
    sources=st.sampled_from([GIVEN["sources"], ("https://example.org/a", "https://example.org/b")]),
)


@st.composite
def documents(draw):
    style = draw(st.sampled_from(["set_theory", "supportive", "crosswalk"]))
    names = RecordNames()
    rows = [draw(olir_rows(style, names, number)) for number in range(1, draw(st.integers(1, 5)))]
    return replace(draw(HEADERS), style=style), tuple(rows)


@st.composite
def olir_rows(draw, style, names, number):
    relations = {"set_theory": SET_THEORY, "supportive": SUPPORTIVE, "crosswalk": ("related_to",)}
    relation = draw(st.sampled_from(relations[style]))
    ends = (focal(draw(LOCALS)),), (reference(draw(LOCALS)),)
    rationale = draw(RATIONALES if style == "set_theory" else st.none() | RATIONALES)
    properties = st.none() | st.sampled_from(sorted(values.TOKENS["supportive_property"]))
    return MappingRow(
        ends[0],
        relation,
        ends[1],
        names.name(*ends, rationale),
        number,
        rationale=rationale,
        strength=draw(st.none() | st.integers(0, 10)),
        supportive_property=draw(properties) if "support" in relation else None,
        comment=draw(st.none() | TEXT),
    )


@settings(max_examples=80, deadline=None)
@given(documents())
def test_what_olir_can_hold_survives_both_formats(document):
    header, rows = document
    assert olir_write.losses(header, rows) == ()
    for body in (csv(header, rows), xlsx(header, rows)):
        back = olir.read(body, focal="csf-2.0", reference="ref-1.0", slug="a-to-b")
        assert back.header == header
        assert back.rows == rows
        assert back.losses == ()


def test_the_workbook_is_typed_and_explained():
    row = MappingRow((focal(),), "equal", (reference(),), "r", rationale="semantic", strength=10)
    book = openpyxl.load_workbook(BytesIO(xlsx(HEADER, [row])))
    assert book.sheetnames == ["Relationships", "Columns", "General Information"]
    sheet = book["Relationships"]
    cells = dict(zip((cell.value for cell in sheet[1]), sheet[2], strict=True))
    strength = cells["Strength of Relationship (Optional)"]
    assert (strength.value, strength.data_type) == (10, "n")
    assert sheet.auto_filter.ref == "A1:K2"
    explained = dict(book["Columns"].iter_rows(min_row=2, values_only=True))
    assert set(explained) == set(cells)
    assert all(sentence.endswith(".") for sentence in explained.values())
    facts = {name.value: value for name, value in book["General Information"].iter_rows(min_row=2)}
    assert facts["Posted Date"].is_date
    assert facts["Comprehensive"].value == "No"


# --- What OLIR can't hold

TWO = (focal("A.1"), focal("A.2"))
OTHERS = (reference("R.1"), reference("R.2"))


@pytest.mark.parametrize(
    ("sources", "relation", "targets", "pairs"),
    [
        (TWO, "subset_of", OTHERS[:1], 2),
        (TWO, "subset_of", OTHERS, 0),
        (TWO[:1], "subset_of", OTHERS, 0),
        (TWO[:1], "superset_of", OTHERS, 2),
        (TWO, "superset_of", OTHERS[:1], 0),
        (TWO, "no_relationship", OTHERS, 4),
        (TWO, "equal", OTHERS[:1], 0),
        (TWO, "intersects_with", OTHERS[:1], 0),
        (TWO, "related_to", OTHERS[:1], 0),
        (TWO[:1], None, OTHERS[:1], 0),
    ],
)
def test_several_elements_together_are_split_only_where_each_pair_follows(
    sources, relation, targets, pairs
):
    row = MappingRow(sources, relation, targets, "r", rationale="semantic")
    assert len(csv(HEADER, [row]).splitlines()) == len(csv(HEADER, []).splitlines()) + pairs
    said = " ".join(olir_write.losses(HEADER, [row]))
    assert ("left out" in said) == (pairs == 0)
    assert ("a row per pair: 1" in said) == (pairs > 0)


def test_what_is_lost_of_a_row_is_counted():
    plain = MappingRow((focal(),), "equal", (reference(),), "PR.AA-01..R.1", rationale="semantic")
    rich = replace(
        plain,
        record="mine",
        confidence=0.5,
        as_printed="R 1",
        change_type="moved_to",
        mapping_set="other",
        justification="LexicalMatching",
        status="conclusive",
        rule="RCC5",
        path=("https://example.org/m",),
    )
    assert olir_write.losses(HEADER, [plain]) == ()
    assert olir_write.losses(
        replace(HEADER, mapping_class="InformativeReference"), [rich, rich]
    ) == (
        "That the rows are of the class InformativeReference is not said.",
        "Rows written without their confidence: 2.",
        "Rows written without their reference as printed: 2.",
        "Rows written without their type of change: 2.",
        "Rows written without the set they are from: 2.",
        "Rows written without how they came about: 2.",
        "Rows derived, and written without the rule, the path and what else is possible: 2.",
        "Rows named anew when read back, for OLIR has no identifiers of rows: 2.",
    )
    (written,) = read(csv(HEADER, [rich])).rows
    assert written.comment == "Derived (conclusive), not asserted by a publisher."


def test_a_refinement_is_written_as_a_crosswalk_row_and_that_is_said():
    row = MappingRow((focal(),), "refines", (reference(),), "PR.AA-01..R.1", 1)
    header = replace(HEADER, style="structural")
    assert "crosswalk" in " ".join(olir_write.losses(header, [row]))
    document = read(csv(header, [row]))
    assert document.header.style == "crosswalk"
    assert document.rows == (replace(row, relation="related_to"),)


def test_an_element_of_another_edition_keeps_its_edition():
    row = MappingRow((focal(),), "related_to", (ElementRef("other-3", "Z.1"),), "PR.AA-01..Z.1", 1)
    assert read(csv(replace(HEADER, style="crosswalk"), [row])).rows == (row,)
