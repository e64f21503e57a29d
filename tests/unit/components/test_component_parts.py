"""What becomes of each part of a component definition."""

from __future__ import annotations

from pathlib import Path

import pytest
from component_cases import (
    BASE,
    CLAIMS,
    COMPONENT,
    CT,
    DCAT,
    DCTERMS,
    EVIDENCE,
    FILE,
    HERON,
    METADATA,
    OTHER,
    RESOURCES,
    added,
    at,
    changed,
    document,
    pointer,
    read,
    refused,
    values,
)
from typer import Typer
from typer.testing import CliRunner

from crosstrace.bootstrap import KnowledgeGraph
from crosstrace.cli.component import oscal_component
from crosstrace.conversion.profile import edition_named, profile
from crosstrace.errors import InvalidInput
from crosstrace.lookup import ElementFilter, search


def test_whole_graph() -> None:
    turtle = read(document()).turtle
    node = f"component-{HERON}"
    assert values(turtle, "graph", CT + "subject") == {BASE + node}
    assert values(turtle, "graph", CT + "role") == {CT + "ModelProducer"}
    assert values(turtle, "graph", DCTERMS + "issued") == {"2026-11-02"}
    assert values(turtle, "graph", DCTERMS + "created") == {"2026-11-20"}
    assert values(turtle, node, DCAT + "version") == {"3.1.0"}
    assert values(turtle, "PO.1.1", CT + "implements") == {
        "https://w3id.org/crosstrace/id/sp800-218a/PO.1.1"
    }
    assert values(turtle, "PO.1.1.R1", CT + "decision") == {CT + "Adopted"}
    assert values(turtle, "PO.1.1.R2", CT + "rationale") == {"No architecture is chosen here."}
    assert values(turtle, "PO.1.2", CT + "plannedDate") == {"2027-03-31"}
    assert values(turtle, EVIDENCE, DCTERMS + "issued") == {"2026-10-01"}
    assert values(turtle, EVIDENCE, DCAT + "downloadURL") == {
        "https://example.org/requirements.pdf"
    }
    assert values(turtle, EVIDENCE, DCAT + "mediaType") == {
        "https://www.iana.org/assignments/media-types/application/pdf"
    }
    assert values(turtle, f"{EVIDENCE}-digest-1", CT + "algorithm") == {"SHA-256"}
    assert values(turtle, "PO.2.1", CT + "implements") == set()
    assert "sa-8" not in turtle.lower()


def test_losses_are_said() -> None:
    assert read(document()).losses == (
        "Components that are no model, system, data set or software are not kept: "
        "'FIPS certificate' of the type 'validation'.",
        "Properties that are not known here are not kept: vendor-name.",
        "Statements without a decision on an item are not kept: 'PO.1.1_smt'.",
        "Addresses of evidence are not kept: './requirements.docx'.",
        "Values of parameters are not kept: PO.1.1.",
        "The file states no status, so none is given; add ct:status: PO.1.3.",
        "A claim about SSDF 1.1 isn't one about its profile SP 800-218A, which asks for more, "
        "so requirements of SSDF 1.1 are not kept: 'PO.2.1'.",
        "Control implementations of other sources are not kept: "
        "'https://example.org/NIST_SP-800-53_rev5_catalog.json'.",
        "Parts of parties are not kept: email-addresses.",
    )


def test_same_file_gives_the_same_text() -> None:
    assert read(document()) == read(document())


def test_other_remarks_are_part_of_the_statement() -> None:
    found = changed((*CLAIMS, 1, "remarks"), "With the next release.")
    statements = values(read(found).turtle, "PO.1.2", CT + "statement")
    assert statements == {"Planned for spring.", "With the next release."}


@pytest.mark.parametrize(
    ("kind", "asset_type", "expected"),
    [
        ("software", None, "SoftwareComponent"),
        ("ai-model", None, "AIModel"),
        ("AI model", None, "AIModel"),
        ("service", None, "AISystem"),
        ("system", None, "AISystem"),
        ("hardware", "foundation-model", "AIModel"),
        ("software", "training-data", "Dataset"),
        ("software", "database", "SoftwareComponent"),
    ],
)
def test_kinds_of_assets(kind: str, asset_type: str | None, expected: str) -> None:
    found = changed((*COMPONENT, "type"), kind)
    props = [{"name": "asset-type", "value": asset_type}] if asset_type else None
    at(found, COMPONENT).pop("props")
    if props:
        at(found, COMPONENT)["props"] = props
    result = read(found)
    rdf_type = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    assert values(result.turtle, f"component-{HERON}", rdf_type) == {CT + expected}
    assert any("in which role" in loss for loss in result.losses)
    assert any("was taken as one" in loss for loss in result.losses) == (kind in TAKEN)


TAKEN = ("service", "system")


@pytest.mark.parametrize("wanted", [HERON.upper(), "Heron"])
def test_component_is_chosen_by_uuid_or_title(wanted: str) -> None:
    other = {"uuid": OTHER, "type": "software", "title": "Wren", "description": "Another."}
    found = added(COMPONENT[:-1], other)
    assert f"'Wren' ({OTHER})" in " ".join(read(found, wanted).losses)
    last = read(found, "Wren")
    assert values(last.turtle, "graph", CT + "subject") == {f"{BASE}component-{OTHER}"}
    assert "The component claims nothing about SP 800-218A." in last.losses


def test_several_components_are_listed() -> None:
    other = {"uuid": OTHER, "type": "software", "title": "Wren", "description": "Another."}
    found = added(COMPONENT[:-1], other)
    places = [pointer(COMPONENT), pointer((*COMPONENT[:-1], 2))]
    assert [place for place, _ in refused(found)] == places
    assert [place for place, _ in refused(found, "Robin")] == places
    twins = added(COMPONENT[:-1], other | {"title": "Heron"})
    assert [place for place, _ in refused(twins, "Heron")] == places


def test_links_that_are_no_evidence() -> None:
    links = [
        {"href": "https://example.org/direct.pdf", "rel": "evidence", "text": "Direct"},
        {"href": "ftp://example.org/x", "rel": "evidence"},
        {"href": "https://example.org/law", "rel": "reference"},
        {"href": f"#{HERON}", "rel": "reference"},
        {"href": "https://example.org/more"},
    ]
    result = read(changed((*CLAIMS, 2, "links"), links))
    (node,) = values(result.turtle, "PO.1.3", CT + "evidence")
    titles = values(result.turtle, node.removeprefix(BASE), DCTERMS + "title")
    assert titles == {"Direct"}
    assert {
        "Evidence that is not on the web is not kept: 'ftp://example.org/x'.",
        "References to other things than resources are not kept: "
        f"'https://example.org/law', '#{HERON}'.",
        "Links of other kinds than evidence and reference are not kept: none.",
        "Evidence has no issue date in the file, so none is given: "
        "'https://example.org/direct.pdf'.",
    } <= set(result.losses)


def test_document_ids_identify_evidence() -> None:
    identifiers = [
        {"scheme": "http://www.doi.org/", "identifier": "10.1000/1"},
        {"identifier": "urn:isbn:1"},
        {"identifier": "ISBN 1"},
    ]
    result = read(changed((*RESOURCES, 1, "document-ids"), identifiers))
    found = values(result.turtle, EVIDENCE, DCTERMS + "identifier")
    assert {"doi:10.1000/1", "urn:isbn:1"} <= found
    assert "Identifiers that can't be resolved are not kept: 'ISBN 1'." in result.losses


def test_creator_is_left_open_when_it_could_be_several() -> None:
    found = document()
    at(found, METADATA).pop("responsible-parties")
    party = {"uuid": OTHER, "type": "organization", "name": "Other"}
    assert values(read(found).turtle, "graph", DCTERMS + "creator")
    at(found, (*METADATA, "parties")).append(party)
    result = read(found)
    assert values(result.turtle, "graph", DCTERMS + "creator") == set()
    assert "Roles that no party holds are not kept: engineer." in result.losses


@pytest.mark.parametrize(
    ("text", "edition"),
    [
        ("https://w3id.org/crosstrace/id/sp800-218a", "sp800-218a"),
        ("https://example.org/NIST_SP800-218A_catalog.json", "sp800-218a"),
        ("https://csrc.nist.gov/pubs/sp/800/218/a/final", "sp800-218a"),
        ("https://doi.org/10.6028/NIST.SP.800-218A", "sp800-218a"),
        ("https://doi.org/10.6028/NIST.SP.800-218A.ipd", None),
        ("https://w3id.org/crosstrace/id/ssdf-1.1", "ssdf-1.1"),
        ("NIST_SP800-218_ver1_catalog.json", "ssdf-1.1"),
        ("https://doi.org/10.6028/NIST.SP.800-218", "ssdf-1.1"),
        ("https://doi.org/10.6028/NIST.SP.800-218r1.ipd", None),
        ("https://w3id.org/crosstrace/id/ssdf-1.2-ipd", None),
        ("NIST_SP-800-53_rev5_catalog.json", None),
    ],
)
def test_sources(text: str, edition: str | None) -> None:
    assert edition_named(text) == edition


@pytest.mark.parametrize("control", ["PO.1.1", "po.1.1", "po-1.1", "PO_1_1", "po-1-1"])
def test_control_ids(control: str) -> None:
    assert profile().task(control) == "PO.1.1"


def test_the_profile_is_that_of_the_graph(graph: KnowledgeGraph) -> None:
    tasks = search(graph.catalog, ElementFilter(edition="sp800-218a", kind="task"))
    assert sorted(profile().tasks.values()) == sorted(task.ref.local for task in tasks)


# --- The command ---------------------------------------------------------------------------------

APP = Typer()
APP.command()(oscal_component)


def test_command_prints_turtle_and_says_what_is_lost() -> None:
    result = CliRunner().invoke(APP, [str(FILE), "--base", BASE, "--component", "Heron"])
    assert result.exit_code == 0
    assert values(result.stdout, "graph", CT + "role") == {CT + "ModelProducer"}
    assert result.stderr.splitlines() == list(read(document()).losses)


def test_command_writes_a_file_once(tmp_path: Path) -> None:
    output = tmp_path / "graph.ttl"
    arguments = [str(FILE), "--base", BASE, "--output", str(output)]
    result = CliRunner().invoke(APP, arguments)
    assert result.stdout == ""
    assert f"crosstrace validate {output}" in result.stderr
    assert values(output.read_text(), "graph", CT + "role") == {CT + "ModelProducer"}
    again = CliRunner().invoke(APP, arguments)
    assert isinstance(again.exception, InvalidInput)
    arguments[-1] = str(tmp_path / "absent" / "graph.ttl")
    assert isinstance(CliRunner().invoke(APP, arguments).exception, InvalidInput)
