"""OLIR spreadsheets there and back: what survives, and what is said to be lost."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from olir_cases import GIVEN, HEADER, SET_THEORY, SUPPORTIVE, csv, focal, read, reference, xlsx

from crosstrace.mappingsets import MappingRow, olir, olir_write, values
from crosstrace.mappingsets.record_names import RecordNames
from crosstrace.model import ElementRef

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
