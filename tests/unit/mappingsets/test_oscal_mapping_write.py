"""Writing OSCAL mapping collections: valid by NIST's schema, and read back as they were."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st
from oscal_mapping_cases import (
    HEADER,
    OWN,
    a_map,
    a_mapping,
    back,
    foreign,
    item,
    only_mapping,
    outcome,
    row,
    task,
    written,
)

from crosstrace.errors import InvalidInput
from crosstrace.mappingsets import MappingRow, oscal
from crosstrace.mappingsets.oscal_terms import OSCAL_RELATIONS
from crosstrace.mappingsets.values import TOKENS
from crosstrace.model import ElementRef

# --- Round trips

TEXT = st.text(
    st.one_of(st.characters(exclude_categories=["Cs", "Cc"]), st.sampled_from("\n\t\r")),
    max_size=20,
).filter(lambda text: not {"\ufffe", "\uffff"} & set(text))
PATHS = st.from_regex(
    r"https://w3id\.org/crosstrace/id/mapping-set/[a-z]{1,5}/[A-Z.]+", fullmatch=True
)


def ends(end: Callable[[str], ElementRef]) -> st.SearchStrategy[tuple[ElementRef, ...]]:
    local = st.from_regex(r"[A-Z]{2}(\.[0-9]{1,2}){1,2}(\([0-9]\))?", fullmatch=True)
    return st.lists(local.map(end), min_size=1, max_size=3, unique=True).map(tuple)


def token(field: str) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from(sorted(TOKENS[field]))


@st.composite
def certain_rows(draw: st.DrawFn) -> MappingRow:
    relation = draw(st.sampled_from(sorted(TOKENS["relation"])))
    equals = st.sampled_from(["equal-to", "equivalent-to"])
    return MappingRow(
        sources=draw(ends(task)),
        relation=relation,
        targets=draw(ends(outcome)),
        record="",
        justification=draw(st.sampled_from(["ManualMappingCuration", "MappingChaining"])),
        rationale=draw(token("rationale")),
        strength=draw(st.none() | st.integers(0, 10)),
        confidence=draw(st.none() | st.floats(0, 1)),
        supportive_property=draw(token("supportive_property")),
        comment=draw(st.none() | TEXT),
        as_printed=draw(st.none() | TEXT | equals),
        change_type=draw(token("change_type")),
        mapping_set=draw(st.none() | st.just("another-set")),
        status=draw(st.sampled_from([None, "asserted", "inverse", "conclusive"])),
        possible=draw(st.sampled_from([(), (relation,)])),
        rule=draw(st.none() | TEXT),
        path=tuple(draw(st.lists(PATHS, max_size=2))),
    )


def with_records(rows: list[MappingRow]) -> tuple[MappingRow, ...]:
    return tuple(replace(one, record=f"r{n}") for one, n in zip(rows, count(1), strict=False))


@given(rows=st.lists(certain_rows(), min_size=1, max_size=4).map(with_records))
def test_every_certain_row_comes_back_as_it_was(rows: tuple[MappingRow, ...]) -> None:
    assert back(written(HEADER, *rows)) == (HEADER, rows)


@pytest.mark.parametrize(
    "changes",
    [
        {"standing": "draft", "issued": "2024"},
        {"standing": "superseded", "issued": "2024-02-29", "exhaustive": True},
        {"standing": "withdrawn", "description": "Of long ago.", "sources": ()},
        {"style": "supportive", "mapping_class": "DerivedMapping"},
    ],
)
def test_headers_come_back_as_they_were(changes: dict[str, Any]) -> None:
    header = replace(HEADER, **changes)
    assert back(written(header, row())) == (header, (row(),))


@pytest.mark.parametrize("rationale", ["syntactic", "semantic", "functional"])
@pytest.mark.parametrize("name", ["equal-to", "equivalent-to"])
def test_equal_keeps_its_name(name: str, rationale: str) -> None:
    document = foreign(a_mapping(a_map(name, matching_rationale=rationale)))
    header, (found,) = back(document)
    assert found.relation == "equal"
    (entry,) = only_mapping(written(header, found))["maps"]
    assert entry["relationship"] == name


@pytest.mark.parametrize("rationale", [None, "syntactic", "semantic"])
@pytest.mark.parametrize("printed", [None, "equal-to", "equivalent-to"])
def test_what_was_printed_of_equal_comes_back(printed: str | None, rationale: str | None) -> None:
    equal = row("equal", as_printed=printed, rationale=rationale)
    assert back(written(HEADER, equal))[1] == (equal,)


@pytest.mark.parametrize("rationale", [None, "syntactic", "semantic", "functional"])
def test_only_words_can_be_equal_to(rationale: str | None) -> None:
    (entry,) = only_mapping(written(HEADER, row("equal", rationale=rationale)))["maps"]
    usual = "equal-to" if rationale == "syntactic" else "equivalent-to"
    assert entry["relationship"] == usual


@pytest.mark.parametrize(
    "text", ["", " ", " a", "a ", "a\nb", "\n", "a\r\n\tb", "\u00a0a", "a\u2028b", "\ufeff", "-"]
)
def test_text_that_no_property_can_hold_comes_back(text: str) -> None:
    printed = row(as_printed=text, comment=text)
    assert back(written(HEADER, printed))[1] == (printed,)


def test_several_sources_and_targets_stay_one_row() -> None:
    ends_of_it = {"sources": [item("PO.1.1"), item("PO.1.2")], "targets": [item("GV"), item("PR")]}
    header, rows = back(foreign(a_mapping(a_map("superset-of", **ends_of_it))))
    (found,) = rows
    assert found.sources == (task("PO.1.1"), task("PO.1.2"))
    assert found.targets == (outcome("GV"), outcome("PR"))
    assert found.record == "PO.1.1+PO.1.2..GV+PR"
    (entry,) = only_mapping(written(header, found))["maps"]
    assert (entry["sources"], entry["targets"]) == (ends_of_it["sources"], ends_of_it["targets"])


# --- Writing


@pytest.mark.parametrize("relation", sorted(TOKENS["relation"]))
def test_relations_of_ours_stand_under_our_namespace(relation: str) -> None:
    (entry,) = only_mapping(written(HEADER, row(relation)))["maps"]
    if relation in OSCAL_RELATIONS.values():
        assert "ns" not in entry
        assert OSCAL_RELATIONS[entry["relationship"]] == relation
    else:
        assert (entry["ns"], entry["relationship"]) == (OWN, relation.replace("_", "-"))


def test_uuids_and_dates_are_those_of_the_set() -> None:
    first, second = written(HEADER, row()), written(HEADER, row())
    assert first == second
    iri = "https://w3id.org/crosstrace/id/mapping-set/ssdf-1.1-to-csf-2.0"
    mapping = only_mapping(first)
    assert mapping["uuid"] == str(uuid5(NAMESPACE_URL, iri))
    assert mapping["maps"][0]["uuid"] == str(uuid5(NAMESPACE_URL, f"{iri}/PO.1.1..GV.OC-03"))
    metadata = first["mapping-collection"]["metadata"]
    assert (metadata["last-modified"], metadata["oscal-version"]) == (
        "2024-03-01T00:00:00Z",
        "1.2.1",
    )
    revised = written(replace(HEADER, version="2"), row())
    assert revised["mapping-collection"]["uuid"] != first["mapping-collection"]["uuid"]


def test_a_profile_is_referred_to_as_one() -> None:
    header = replace(HEADER, source_edition="sp800-218a")
    from_profile = replace(row(), sources=(ElementRef("sp800-218a", "PO.1.1"),))
    mapping = only_mapping(written(header, from_profile))
    assert mapping["source-resource"]["type"] == "profile"
    assert mapping["target-resource"]["type"] == "catalog"


UNCERTAIN = (
    row(None, record="a", status="lead"),
    row("related_to", record="b", status="lead"),
    row(None, record="c", status="unknown"),
    row(None, record="d", status="possible", possible=("subset_of", "equal")),
    row("subset_of", record="e", status="conclusive", possible=("subset_of", "equal")),
    row("equal", record="f", status="overlap", possible=("equal",)),
    row(None, record="g"),
)


def test_what_is_not_certain_is_left_out_and_counted() -> None:
    conclusive = row(status="conclusive", rule="RCC5:<∘<", path=("https://example.org/1",))
    document = written(HEADER, *UNCERTAIN[:4], conclusive, *UNCERTAIN[4:])
    mapping = only_mapping(document)
    assert len(mapping["maps"]) == 1
    counted = "Left out, because they state no certain relation in this direction: "
    assert mapping["remarks"] == f"{counted}2 leads, 4 not down to one relation, 1 unknown."
    assert back(document)[1] == (conclusive,)
    (found,) = oscal.read(json.dumps(document).encode())
    assert found.losses == (f"The file remarks of the mapping: {mapping['remarks']}",)


@pytest.mark.parametrize("rows", [(), UNCERTAIN])
def test_nothing_to_write_is_said_before_anything_is_written(rows: tuple[MappingRow, ...]) -> None:
    with pytest.raises(InvalidInput, match="nothing to write"):
        oscal.write(HEADER, rows)


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"title": "Two\nlines"}, "/mapping-collection/metadata/title"),
        ({"version": " "}, "/mapping-collection/metadata/version"),
        ({"issued": "1850"}, "/mapping-collection/metadata/last-modified"),
    ],
)
def test_a_header_that_oscal_cannot_hold_is_refused_first(
    changes: dict[str, Any], place: str
) -> None:
    with pytest.raises(InvalidInput, match=place):
        oscal.write(replace(HEADER, **changes), [row()])


def test_an_element_of_another_edition_is_refused() -> None:
    astray = replace(row(), targets=(ElementRef("csf-1.1", "PR.DS-1"),))
    with pytest.raises(InvalidInput, match=r"csf-1\.1:PR\.DS-1 is not of csf-2\.0"):
        oscal.write(HEADER, [astray])


@pytest.mark.parametrize(
    ("relation", "status", "expected"),
    [
        ("subset_of", None, ("superset_of", "inverse")),
        ("superset_of", "conclusive", ("subset_of", "conclusive")),
        ("supports", "asserted", ("is_supported_by", "inverse")),
        ("is_supported_by", "inverse", ("supports", "asserted")),
        ("intersects_with", None, ("intersects_with", "inverse")),
    ],
)
def test_a_row_of_the_other_direction_is_written_as_its_converse(
    relation: str, status: str | None, expected: tuple[str, str]
) -> None:
    header = replace(HEADER, source_edition="csf-2.0", target_edition="ssdf-1.1")
    backward = row(relation, status=status, possible=(relation,), change_type="moved_to")
    _, (found,) = back(written(header, backward))
    assert (found.sources, found.targets) == (backward.targets, backward.sources)
    assert (found.relation, found.status) == expected
    assert (found.possible, found.change_type) == ((expected[0],), None)


def test_a_row_without_a_converse_is_left_out() -> None:
    header = replace(HEADER, source_edition="csf-2.0", target_edition="ssdf-1.1")
    mapping = only_mapping(written(header, row("equal"), row("refines", record="r")))
    assert len(mapping["maps"]) == 1
    assert mapping["remarks"].endswith(": 1 without a converse.")


def test_rows_are_read_as_they_are_written() -> None:
    taken = []

    def rows() -> Iterator[MappingRow]:
        for number in range(100):
            taken.append(number)
            yield row(record=f"r{number}")

    pieces = oscal.write(HEADER, rows())
    next(pieces)
    assert len(taken) == 1
    next(pieces)
    next(pieces)
    assert len(taken) == 2


def test_losses_say_what_oscal_cannot_hold() -> None:
    assert len(oscal.losses(HEADER, [row()])) == 1
    rows = [row(), row("related_to", rationale=None), *UNCERTAIN]
    found = oscal.losses(HEADER, rows)
    assert [sentence.split(" ")[0] for sentence in found] == ["OSCAL", "1", "OSCAL", "Left"]
    assert "2 leads" in found[-1]
