"""SSSOM/TSV: what is read, what is refused with its number, and that nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstrace.errors import InvalidInput
from crosstrace.mappingsets import MappingRow, SetHeader, sssom, sssom_write
from crosstrace.mappingsets.values import TOKENS
from crosstrace.model import ElementRef
from crosstrace.resources import DATA

FILES = sorted((DATA / "mappings").glob("*.sssom.tsv"))
TEXT = (DATA / "mappings" / "sp800-218a-to-ai-100-2e2023.sssom.tsv").read_text(encoding="utf-8")
FOREIGN = """\
#curie_map:
#  csf: https://w3id.org/crosstrace/id/csf-2.0/
#  rmf: https://w3id.org/crosstrace/id/ai-rmf-1.0/
subject_id\tpredicate_id\tobject_id\tmapping_justification
csf:GV.OC-03\tskos:exactMatch\trmf:GOVERN-1.1\tsemapv:ManualMappingCuration
csf:GV.OC-03\tskos:broadMatch\trmf:GOVERN-1.2\tsemapv:LexicalMatching
"""
GIVEN = {
    "title": "Ours",
    "version": "1",
    "publisher": "https://example.org/",
    "sources": ("https://example.org/mappings",),
    "issued": "2026-11",
    "licence": "https://example.org/licence",
    "use_case": "Testing.",
    "style": "set_theory",
    "slug": "ours",
    "source_edition": "csf-2.0",
    "target_edition": "ai-rmf-1.0",
}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_bundled_set_is_written_as_it_was_read(file) -> None:  # type: ignore[no-untyped-def]
    found = sssom.read(file.read_text(encoding="utf-8"))
    again = sssom.read("".join(sssom_write.write(found.header, found.rows)))
    assert (again.header, again.rows) == (found.header, found.rows)


def test_a_row_is_read_with_its_place() -> None:
    found = sssom.read(TEXT)
    row = next(row for row in found.rows if row.record == "PW.3.2..NIST-AI-100-2e2023")
    assert row.sources == (ElementRef("sp800-218a", "PW.3.2"),)
    assert (row.relation, row.as_printed, row.number) == (
        "related_to",
        "AI RMF: Measure 2.1 | OWASP: LLM03-1 | Adv ML",
        1,
    )
    assert found.header.style == "crosswalk"
    assert found.header.issued == "2024-07"


def test_a_foreign_file_is_read_with_what_is_given() -> None:
    found = sssom.read(FOREIGN, **GIVEN)  # type: ignore[arg-type]
    assert [(r.relation, r.justification) for r in found.rows] == [
        ("equal", "ManualMappingCuration"),
        ("subset_of", "LexicalMatching"),
    ]
    assert [row.record for row in found.rows] == ["GV.OC-03..GOVERN-1.1", "GV.OC-03..GOVERN-1.2"]


@pytest.mark.parametrize("missing", ["title", "publisher", "style", "use_case", "issued", "slug"])
def test_what_a_foreign_file_lacks_must_be_given(missing: str) -> None:
    given = {name: value for name, value in GIVEN.items() if name != missing}
    with pytest.raises(InvalidInput, match=f"The set's {missing} must be given"):
        sssom.read(FOREIGN, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("\tsp800-218a:PW.3.3\t", "\t\t", "Row 2: subject_id is missing"),
        ("\tsp800-218a:PW.3.3\t", "\tPW.3.3\t", "Row 2: 'PW.3.3' is not an element"),
        ("ct:relatedTo", "ct:likes", "Row 1: 'likes' is no relation"),
        ("ct:relatedTo", "skos:closeMatch", "Row 1: the predicate 'skos:closeMatch' says nothing"),
        ("ct:relatedTo", "skos:exactMatch", "Row 1: the predicate 'skos:exactMatch' says nothing"),
        ("ct:relatedTo", "nist:same", "Row 1: the prefix of 'nist:same'"),
        ("semapv:ManualMappingCuration", "ct:Mapping", "Row 1: the justification 'ct:Mapping'"),
        ("PW.3.3..", "PW.3.2..", "Row 2: there is a row 'PW.3.2..NIST-AI-100-2e2023' already"),
        ("subject_id\t", "subject\t", "The table has no column subject_id"),
        ("#style: ct:Crosswalk", "#style: ct:Fuzzy", "'fuzzy' is no style"),
        ("#curie_map:\n", "#curie_map: [\n", "The header is no YAML"),
        ("#exhaustive: false", "#exhaustive: &a [*a]", "aliases are not read"),
        ('#published: "2024-07"', '#published: "soon"', "'soon' is no date"),
    ],
)
def test_what_can_not_be_used_is_refused_with_its_place(old: str, new: str, message: str) -> None:
    assert old in TEXT
    with pytest.raises(InvalidInput, match=message):
        sssom.read(TEXT.replace(old, new))


def test_all_wrong_rows_are_listed() -> None:
    with pytest.raises(InvalidInput) as caught:
        sssom.read(TEXT.replace("ct:relatedTo", "ct:likes"))
    assert [error.line for error in caught.value.errors] == [1, 2, 3, 4]


def test_a_negated_row_is_refused() -> None:
    text = FOREIGN.replace("justification\n", "justification\tpredicate_modifier\n")
    text = text.replace("LexicalMatching\n", "LexicalMatching\tNot\n")
    with pytest.raises(InvalidInput, match="Row 2: a negated row"):
        sssom.read(text, **GIVEN)  # type: ignore[arg-type]


texts = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1)
locals_ = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,8}[A-Za-z0-9]", fullmatch=True)
rows = st.builds(
    MappingRow,
    sources=st.tuples(st.builds(ElementRef, st.just("csf-2.0"), locals_)),
    relation=st.sampled_from(sorted(TOKENS["relation"])),
    targets=st.tuples(st.builds(ElementRef, st.just("ai-rmf-1.0"), locals_)),
    record=locals_,
    justification=st.sampled_from(["ManualMappingCuration", "MappingChaining"]),
    rationale=st.none() | st.sampled_from(sorted(TOKENS["rationale"])),
    strength=st.none() | st.integers(0, 10),
    confidence=st.none() | st.floats(0, 1),
    supportive_property=st.none() | st.sampled_from(sorted(TOKENS["supportive_property"])),
    comment=st.none() | texts,
    as_printed=st.none() | texts,
    change_type=st.none() | st.sampled_from(sorted(TOKENS["change_type"])),
    mapping_set=st.none() | st.just("csf-1.1-to-csf-2.0"),
    status=st.none() | st.sampled_from(sorted(TOKENS["status"])),
    possible=st.lists(st.sampled_from(["equal", "subset_of"]), unique=True).map(tuple),
    rule=st.none() | texts,
    path=st.lists(st.just("https://example.org/m"), max_size=2).map(tuple),
)
headers = st.builds(
    SetHeader,
    slug=st.just("ours"),
    title=texts,
    version=texts,
    publisher=st.just("https://example.org/"),
    sources=st.just(("https://example.org/a", "https://example.org/b")),
    issued=st.sampled_from(["2026", "2026-11", "2026-11-24"]),
    licence=st.just("https://example.org/licence"),
    style=st.sampled_from(sorted(TOKENS["style"])),
    use_case=texts,
    source_edition=st.just("csf-2.0"),
    target_edition=st.just("ai-rmf-1.0"),
    exhaustive=st.booleans(),
    description=st.none() | texts,
    standing=st.sampled_from(sorted(TOKENS["standing"])),
    mapping_class=st.sampled_from(["Mapping", "InformativeReference"]),
)


@given(headers, st.lists(rows, unique_by=lambda row: row.record))
def test_nothing_is_lost_on_the_way_there_and_back(
    header: SetHeader, some: list[MappingRow]
) -> None:
    found = sssom.read("".join(sssom_write.write(header, some)))
    assert found.header == header
    numbered = [(row.record, row) for row in some]
    for number, ((record, row), again) in enumerate(zip(numbered, found.rows, strict=True), 1):
        assert (again.record, again.number) == (record, number)
        fields = [f for f in row.__dataclass_fields__ if f != "number"]
        assert [getattr(again, f) for f in fields] == [getattr(row, f) for f in fields]


def test_unions_and_open_rows_are_left_out_and_said() -> None:
    [first, *_] = sssom.read(FOREIGN, **GIVEN).rows  # type: ignore[arg-type]
    header = sssom.read(FOREIGN, **GIVEN).header  # type: ignore[arg-type]
    union = MappingRow((*first.sources, *first.targets), "equal", first.targets, "u")
    open_row = MappingRow(first.sources, None, first.targets, "o", status="possible")
    written = "".join(sssom_write.write(header, [first, union, open_row]))
    assert len(sssom.read(written).rows) == 1
    assert len(sssom_write.losses(header, [first, union, open_row])) == 2
