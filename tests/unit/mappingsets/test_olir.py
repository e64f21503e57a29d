"""OLIR spreadsheets: which way a row reads, what is known, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from olir_cases import COLUMNS, GIVEN, HEADER, csv, focal, one, read, read_lines, reference

from crosstrace.errors import InvalidInput
from crosstrace.mappingsets import MappingRow, olir


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
