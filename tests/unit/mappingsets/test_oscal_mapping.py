"""Reading OSCAL mapping collections: what is wrong is named by its place and its row."""

import datetime as dt
import json
from hashlib import sha256
from typing import Any

import pytest
from oscal_mapping_cases import (
    NIST,
    OWN,
    SCHEMA_FILE,
    WRONG_ROWS,
    Document,
    a_map,
    a_mapping,
    back,
    foreign,
    item,
    new_uuid,
    only_mapping,
    prop,
    refusal,
    row,
)

from crosstrace.errors import InvalidInput
from crosstrace.mappingsets import SetHeader, oscal, unstated
from crosstrace.mappingsets.oscal_terms import OSCAL_RELATIONS, OWN_RELATIONS
from crosstrace.mappingsets.values import TOKENS
from crosstrace.model import ElementRef

# --- Reading foreign files


def test_a_foreign_file_says_what_it_can() -> None:
    header, (found,) = back(foreign())
    assert header == SetHeader(
        slug="ssdf-1.1-to-csf-2.0",
        title="A foreign mapping",
        version="7",
        publisher="https://mappers.example",
        sources=(),
        issued="2025-05-24",
        licence="https://w3id.org/sssom/license/unspecified",
        style="set_theory",
        use_case="Compares.",
        source_edition="ssdf-1.1",
        target_edition="csf-2.0",
    )
    assert found == row(rationale="functional")


def test_the_lowest_level_that_says_something_counts() -> None:
    document = foreign(
        a_mapping(a_map(), a_map(matching_rationale="syntactic")),
        a_mapping(a_map(), matching_rationale="semantic", status="deprecated", method="automation"),
    )
    document["mapping-collection"]["provenance"]["confidence-score"] = {"percentage": 0.5}
    inner = document["mapping-collection"]["mappings"][1]
    inner["mapping-description"] = "Compares otherwise."
    inner["confidence-score"] = {"category": "high"}
    first, second = oscal.read(json.dumps(document).encode(), slug="mine")
    assert [found.rationale for found in first.rows] == ["functional", "syntactic"]
    assert [found.confidence for found in first.rows] == [0.5, 0.5]
    assert [found.number for found in first.rows] == [1, 2]
    (found,) = second.rows
    assert (found.rationale, found.confidence) == ("semantic", None)
    assert found.justification == "UnspecifiedMatching"
    assert (first.header.slug, second.header.slug) == ("mine", "mine-2")
    assert (first.header.standing, second.header.standing) == ("final", "withdrawn")
    assert second.header.use_case == "Compares otherwise."


@pytest.mark.parametrize(
    ("tokens", "style"),
    [
        (["related-to"], "crosswalk"),
        (["supports", "not-related"], "supportive"),
        (["refines"], "structural"),
    ],
)
def test_the_style_is_that_of_the_relations(tokens: list[str], style: str) -> None:
    header, _ = back(foreign(a_mapping(*(a_map(found, ns=OWN) for found in tokens))))
    assert header.style == style


def test_a_mapping_may_stand_outside_of_an_array() -> None:
    document = foreign()
    inside = document["mapping-collection"]
    inside["mappings"] = inside["mappings"][0]
    assert back(document)[1] == (row(rationale="functional"),)
    inside["mappings"]["maps"][0]["relationship"] = "equal"
    assert refusal(document).errors[0].pointer == "/mapping-collection/mappings/maps/0"


def test_a_resource_of_the_back_matter_is_looked_up() -> None:
    document = foreign()
    mapping = only_mapping(document)
    link = {"href": "https://example.org/NIST_SP-800-53_rev5_catalog.json"}
    resource = {"uuid": new_uuid(), "rlinks": [link]}
    document["mapping-collection"]["back-matter"] = {"resources": [resource]}
    mapping["target-resource"]["href"] = f"#{resource['uuid']}"
    mapping["maps"][0]["targets"] = [item("sa-3"), item("sa-3.1"), item("SA-10(1)")]
    header, (found,) = back(document)
    assert header.target_edition == "sp800-53r5"
    assert [end.local for end in found.targets] == ["SA-3", "SA-3(1)", "SA-10(1)"]


def test_an_edition_that_is_not_known_is_given() -> None:
    document = foreign()
    only_mapping(document)["source-resource"]["href"] = "catalogs/ours.json"
    assert "name the source edition" in refusal(document).detail
    header, (found,) = back(document, source_edition="ours-1")
    assert header.source_edition == "ours-1"
    assert found.sources == (ElementRef("ours-1", "PO.1.1"),)
    assert (
        "the target is csf-2.0, not csf-1.1"
        in refusal(document, source_edition="ours-1", target_edition="csf-1.1").detail
    )


def test_the_publisher_is_who_answers_for_it_or_given() -> None:
    document = foreign()
    metadata = document["mapping-collection"]["metadata"]
    other: Document = {"uuid": new_uuid(), "type": "person", "name": "Ada"}
    other["external-ids"] = [{"scheme": "http://orcid.org/", "id": "0000-0001"}]
    metadata["parties"].append(other)
    metadata["responsible-parties"] = [{"role-id": "publisher", "party-uuids": [other["uuid"]]}]
    assert back(document)[0].publisher == "http://orcid.org/0000-0001"
    del other["external-ids"], metadata["parties"][0]["links"]
    assert "no web address is linked to Ada, Mappers" in refusal(document).detail
    del metadata["parties"], metadata["responsible-parties"]
    assert "no party is named" in refusal(document).detail
    assert back(document, publisher=NIST)[0].publisher == NIST
    stand_ins = unstated.unstated("x", b"", dt.date(2026, 11, 24))
    assert back(document, stand_ins=stand_ins)[0].publisher == unstated.PUBLISHER


def test_links_name_the_licence_and_the_source() -> None:
    document = foreign()
    document["mapping-collection"]["metadata"]["links"] = [
        {"href": "LICENSE.txt", "rel": "license"},
        {"href": "https://example.org/licence", "rel": "license"},
        {"href": "https://example.org/this", "rel": "canonical"},
    ]
    header, _ = back(document)
    assert header.licence == "https://example.org/licence"
    assert header.sources == ("https://example.org/this",)


def test_what_is_not_kept_is_said() -> None:
    qualifier = {
        "subject": "source",
        "predicate": "has-requirement",
        "category": "restricted",
        "description": "Only there.",
    }
    entry = a_map(
        qualifiers=[qualifier],
        coverage={"target-coverage": 0.5},
        confidence_score={"category": "high"},
        links=[{"href": "x"}],
        sources=[item("PO.1.1", "statement") | {"props": [{"name": "theirs", "value": "1"}]}],
        props=[{"name": "theirs", "value": "1"}, prop("of-a-later-version", "1")],
    )
    gap = {"uuid": new_uuid(), "unmapped-controls": [{"with-ids": ["PO.1.2"]}]}
    (found,) = oscal.read(json.dumps(foreign(a_mapping(entry, source_gap_summary=gap))).encode())
    assert set(found.losses) == {
        "Qualifiers of maps are not kept (1).",
        "Coverage figures are not kept (1).",
        "Summaries of unmapped controls are not kept (1).",
        "Links are not kept (1).",
        "References to statements as such, not to controls are not kept (1).",
        "Confidence scores in words are not kept (1).",
        "Properties that are not ours are not kept (3).",
        "The file names no licence.",
    }


# --- Refusals


@pytest.mark.parametrize(("entry", "reason"), WRONG_ROWS.values(), ids=WRONG_ROWS)
def test_a_wrong_row_is_named(entry: Document, reason: str) -> None:
    error = refusal(foreign(a_mapping(a_map(), entry, a_map())))
    (finding,) = error.errors
    assert finding.line == 2
    assert (finding.pointer or "").startswith("/mapping-collection/mappings/0/maps/1")
    assert "Row 2, at /mapping-collection/mappings/0/maps/1" in error.detail
    assert reason in error.detail


def test_wrong_rows_are_named_together_with_their_mapping() -> None:
    wrong = [a_map("equal") for _ in range(60)]
    error = refusal(foreign(a_mapping(), a_mapping(a_map(), *wrong)))
    assert [finding.line for finding in error.errors] == list(range(2, 52))
    assert error.errors[0].detail.startswith("Mapping 2, row 2, at ")


@pytest.mark.parametrize(
    ("place", "findings"), [("mappings", 1), ("mappings/0/maps", 50), ("metadata/parties", 1)]
)
def test_findings_are_not_gathered_without_end(place: str, findings: int) -> None:
    assert len(refusal(changed(place, [0] * 1000)).errors) == findings


def test_a_record_of_two_rows_is_refused() -> None:
    twice = [a_map(props=[prop("record", "a")]) for _ in range(2)]
    error = refusal(foreign(a_mapping(*twice)))
    assert error.errors[0].line == 2
    assert "that of an earlier row" in error.detail


def test_a_uuid_that_is_there_twice_is_refused() -> None:
    entry = a_map()
    error = refusal(foreign(a_mapping(entry, entry | {"uuid": entry["uuid"].upper()})))
    (finding,) = error.errors
    assert (finding.line, finding.pointer) == (2, "/mapping-collection/mappings/0/maps/1/uuid")


def changed(path: str, value: Any) -> Document:
    document = foreign()
    *parents, last = path.split("/")
    place: Any = document["mapping-collection"]
    for step in parents:
        place = place[int(step) if step.isdigit() else step]
    place[last] = value
    return document


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        ("metadata/oscal-version", "1.1.3", "convert the file to OSCAL 1.2"),
        ("metadata/last-modified", "yesterday", "at /mapping-collection/metadata/last-modified"),
        ("provenance/method", "manual", "at /mapping-collection/provenance/method"),
        ("provenance/status", "published", "at /mapping-collection/provenance/status"),
        ("mappings", [], "at /mapping-collection/mappings"),
        ("mappings", 7, "at /mapping-collection/mappings"),
        ("mappings/0/maps", [], "at /mapping-collection/mappings/0/maps"),
        ("mappings/0/props", [prop("exhaustive", "1")], "neither 'true' nor 'false'"),
        ("mappings/0/props", [prop("style", "own")], "'own' is no style"),
        ("mappings/0/props", [prop("issued", "soon")], "'soon' is no date"),
        ("mappings/0/props", [prop("slug", "../x")], "is no name of a set"),
        ("mappings/0/props", [prop("licence", "MIT")], "is no IRI"),
        ("mappings/0/props", [prop("mapping-class", "Task")], "is no class of mappings"),
        ("mappings/0/maps", [a_map(), a_map("refines", ns=OWN)], "of several styles"),
    ],
)
def test_what_is_wrong_outside_of_rows_is_named(path: str, value: Any, reason: str) -> None:
    error = refusal(changed(path, value))
    assert reason in error.detail
    assert (error.errors[0].pointer or "").startswith("/mapping-collection/")


def test_two_mappings_of_one_name_are_refused() -> None:
    document = foreign(a_mapping(), a_mapping())
    assert "name them with a slug" in refusal(document).detail
    assert len(oscal.read(json.dumps(document).encode(), slug="mine")) == 2


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "broken at line 1, column 1"),
        (b'{"mapping-collection":\n{]', "broken at line 2, column 2"),
        (b"\xff", "not JSON in UTF-8"),
        (b"[]", "no OSCAL document"),
        (b'{"catalog": {}}', "no OSCAL document"),
        (b'{"mapping-collection": {}}', "required property"),
        (b'{"a": 1, "a": 2}', "'a' twice"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": ' + b"9" * 5000 + b"}", "number that is too long"),
        (b"[" * 100_000, "nested deeper"),
        (b'{"mapping-collection": {"a": ' + b"[" * 70 + b"]" * 70 + b"}}", "nested deeper"),
        (b'{"mapping-collection": {"a\\u0000": 1}}', "name has characters"),
    ],
)
def test_what_is_no_collection_is_refused(body: bytes, reason: str) -> None:
    with pytest.raises(InvalidInput, match=reason):
        oscal.read(body)


# --- The schema and the tokens


def test_the_schema_is_the_published_one() -> None:
    digest = sha256(SCHEMA_FILE.read_bytes()).hexdigest()
    assert digest in (SCHEMA_FILE.parent / "README.md").read_text(encoding="utf-8")


def test_every_relation_has_a_token() -> None:
    assert {*OSCAL_RELATIONS.values(), *OWN_RELATIONS.values()} == TOKENS["relation"]
    assert not set(OSCAL_RELATIONS.values()) & set(OWN_RELATIONS.values())
