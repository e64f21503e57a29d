"""What each format can say beside its example: envelopes, kinds of assets, lineage, dates."""

from __future__ import annotations

from typing import Any

import pytest
from evidence_cases import (
    BOM,
    CT,
    DCAT,
    DCTERMS,
    OLD_SLSA,
    PROV,
    RDF_TYPE,
    SARIF,
    SLSA,
    SPDX,
    Document,
    at,
    body,
    bundle,
    changed,
    document,
    envelope,
    read,
    statement,
    without,
)

from crosstrace.evidence.reading import MAX_ASSETS

MODEL = ("components", 1)
DATASETS = (*MODEL, "modelCard", "modelParameters", "datasets")
METADATA = ("predicate", "runDetails", "metadata")
DIGEST = "5d3a21c9fb1d4ee0f1ad3c2c1d3a5d6a3d0e4e6f1b7c8a9d0e1f2a3b4c5d6e7f"
UNSIGNED = "The signature is not verified and not kept."
UNDATED = "The file doesn't say when it was made; add dcterms:issued."


# --- in-toto -------------------------------------------------------------------------------------


@pytest.mark.parametrize("wrap", [envelope, bundle])
def test_an_envelope_is_the_evidence_and_its_statement_what_it_says(wrap: Any) -> None:
    bare, wrapped = read(SLSA), read(wrap(body(SLSA)))
    assert wrapped.evidence != bare.evidence
    assert wrapped.losses[0] == UNSIGNED
    assert wrapped.losses[1:] == bare.losses
    for predicate in (DCTERMS + "title", DCTERMS + "issued", CT + "predicateType", CT + "about"):
        assert wrapped.values(wrapped.evidence, predicate) == bare.values(bare.evidence, predicate)
    assert wrapped.values(wrapped.evidence, DCAT + "mediaType") == {
        "https://www.iana.org/assignments/media-types/application/json"
    }


@pytest.mark.parametrize("seconds", ["1791200000", 1791200000])
def test_without_a_date_of_its_own_a_bundle_has_that_of_the_log(seconds: str | int) -> None:
    found = read(bundle(without(SLSA, (*METADATA, "finishedOn")), seconds))
    assert found.values(found.evidence, DCTERMS + "issued") == {"2026-10-05"}
    assert UNDATED not in found.losses
    unlogged = read(envelope(without(SLSA, (*METADATA, "finishedOn"))))
    assert unlogged.values(unlogged.evidence, DCTERMS + "issued") == set()
    assert UNDATED in unlogged.losses


def test_a_bundle_that_was_not_logged_has_no_date() -> None:
    found = bundle(without(SLSA, (*METADATA, "finishedOn")))
    found["verificationMaterial"] = {"publicKey": {"hint": "7"}}
    assert UNDATED in read(found).losses


def test_payload_types_may_name_the_predicate_and_base64_may_be_that_of_urls() -> None:
    wrapped = envelope(body(SLSA), "application/vnd.in-toto.provenance+json")
    wrapped["payload"] = wrapped["payload"].replace("+", "-").replace("/", "_")
    assert read(wrapped).format == "in-toto"


def test_a_statement_of_another_type_says_what_it_is_about() -> None:
    found = read(statement("https://example.org/review/v1", {"verdict": "good"}))
    assert found.values(found.evidence, CT + "predicateType") == {"https://example.org/review/v1"}
    assert found.values(found.evidence, DCTERMS + "title") == {
        "in-toto attestation of heron-3.1.0.safetensors"
    }
    assert "What the predicate says is not kept; the file itself says it." in found.losses
    empty = read(statement("https://example.org/review/v1"))
    assert "What the predicate says is not kept; the file itself says it." not in empty.losses


def test_a_predicate_type_that_is_no_address_is_not_kept() -> None:
    found = read(statement("urn:example:review"))
    assert found.values(found.evidence, CT + "predicateType") == set()
    assert "A predicate type that is no IRI of the web is not kept: 'urn:example:review'." in (
        found.losses
    )
    assert (
        read(statement("https://exa mple/")).values(found.evidence, CT + "predicateType") == set()
    )


def test_a_signed_model_has_its_files() -> None:
    files = [
        {"name": "model.safetensors", "algorithm": "sha256", "digest": DIGEST},
        {"name": "old.bin", "algorithm": "blake3", "digest": "00"},
    ]
    predicate = {"serialization": {"method": "files"}, "resources": files}
    found = read(statement("https://model_signing/signature/v1.0", predicate))
    [model] = found.values(found.evidence, CT + "about")
    assert found.values(model, RDF_TYPE) == {CT + "AIModel"}
    parts = found.values(model, DCTERMS + "hasPart")
    assert parts == {found.called("model.safetensors"), found.called("old.bin")}
    [digest] = found.values(found.called("model.safetensors"), CT + "digest")
    assert found.values(digest, CT + "value") == {DIGEST}
    assert "Parts of the signature are not kept: serialization." in found.losses
    assert found.values(found.evidence, DCTERMS + "title") == {
        "OpenSSF model signature of heron-3.1.0.safetensors"
    }


def test_several_subjects_are_counted_in_the_title() -> None:
    two = document(SLSA)
    two["subject"].append({"name": "card.md", "digest": {"sha256": "0" * 64}})
    found = read(two)
    assert found.values(found.evidence, DCTERMS + "title") == {
        "SLSA provenance of heron-3.1.0.safetensors and 1 more"
    }
    assert len(found.values(found.evidence, CT + "about")) == 2


def test_subjects_and_dependencies_have_a_bound() -> None:
    many = document(SLSA)
    many["subject"] = [
        {"name": f"{n}", "digest": {"gitTag": f"{n}"}} for n in range(MAX_ASSETS + 2)
    ]
    found = read(many)
    [run] = found.values(found.evidence, PROV + "wasGeneratedBy")
    assert len(found.values(found.evidence, CT + "about")) == MAX_ASSETS
    assert found.values(run, PROV + "used") == set()
    [lost] = [loss for loss in found.losses if loss.startswith("Only 1,000 assets")]
    assert "'1000', '1001', " in lost


def test_the_sha1_of_no_repository_is_no_commit() -> None:
    found = read(changed(OLD_SLSA, ("predicate", "materials", 0, "uri"), "https://example.org/x"))
    assert found.values(found.evidence, DCTERMS + "type") == {"in-toto attestation"}
    assert "9d2b5e0f3c1a4d6e8f7a9b0c1d2e3f4a5b6c7d8e" not in found.turtle


# --- CycloneDX -----------------------------------------------------------------------------------


@pytest.mark.parametrize("version", ["1.5", "1.6", "1.7"])
def test_versions_of_cyclonedx(version: str) -> None:
    bom = {"bomFormat": "CycloneDX", "specVersion": version, "components": [_named("library")]}
    found = read(bom)
    assert found.values(found.evidence, DCTERMS + "title") == {f"CycloneDX {version} BOM"}
    assert found.values(found.evidence, CT + "about") == {found.called("thing")}
    assert found.losses == (UNDATED,)


@pytest.mark.parametrize(
    ("component", "kind"),
    [
        ({"type": "machine-learning-model"}, "AIModel"),
        ({"type": "data"}, "Dataset"),
        ({"type": "data", "data": [{"type": "dataset"}]}, "Dataset"),
        ({"type": "data", "data": [{"type": "configuration"}]}, "Asset"),
        ({"type": "file"}, "Asset"),
        ({"type": "container"}, "SoftwareComponent"),
        ({"type": "firmware"}, "SoftwareComponent"),
    ],
)
def test_kinds_of_components(component: Document, kind: str) -> None:
    found = read(_bom(component | {"name": "thing"}))
    assert found.values(found.called("thing"), RDF_TYPE) == {CT + kind}


def test_what_is_in_a_device_is_kept_without_it() -> None:
    device = _named("device") | {"components": [_named("firmware") | {"name": "inner"}]}
    found = read(_bom(device))
    assert found.values(found.evidence, CT + "about") == {found.called("inner")}
    assert "dcterms:hasPart" not in found.turtle


def test_older_tools_are_tools() -> None:
    found = read(changed(BOM, ("metadata", "tools"), [{"vendor": "v", "name": "old-maker"}]))
    assert 'foaf:name "old-maker"' in found.turtle
    nameless = read(changed(BOM, ("metadata", "tools"), [{"vendor": "v"}]))
    assert nameless.values(nameless.evidence, PROV + "wasGeneratedBy") == set()


def test_authors_without_a_name_are_nobody() -> None:
    found = read(changed(BOM, ("metadata", "authors"), [{"email": "someone@example.org"}]))
    assert len(found.values(found.evidence, PROV + "wasAttributedTo")) == 1


def test_ancestors_have_ancestors() -> None:
    oldest = {"type": "machine-learning-model", "name": "oldest"}
    path = (*MODEL, "pedigree", "ancestors", 0, "pedigree")
    found = read(changed(BOM, path, {"ancestors": [oldest], "notes": "distilled"}))
    assert found.values(found.called("heron-base"), PROV + "wasDerivedFrom") == {
        found.called("oldest")
    }
    assert found.called("oldest") not in found.values(found.evidence, CT + "about")
    assert "Parts of pedigrees are not kept: notes." in found.losses


def test_only_so_many_assets_are_kept_models_first() -> None:
    many = [_named("library") | {"name": f"library-{index}"} for index in range(MAX_ASSETS)]
    found = read(_bom(*many, {"type": "machine-learning-model", "name": "model"}))
    assert found.called("model") in found.values(found.evidence, CT + "about")
    assert len(found.values(found.evidence, CT + "about")) == MAX_ASSETS
    lost = f"Only 1,000 assets of a file are kept, so these are not: 'library-{MAX_ASSETS - 1}'."
    assert lost in found.losses


def test_addresses_and_package_urls_that_are_none_are_not_kept() -> None:
    broken = _named("library") | {
        "purl": "thing@1.0",
        "externalReferences": [
            {"type": "distribution", "url": "./thing.tgz"},
            {"type": "distribution", "url": "https://example.org/thing.tgz"},
        ],
    }
    found = read(_bom(broken))
    assert {
        "Package URLs that are none are not kept: 'thing@1.0'.",
        "Addresses that are none of the web are not kept: './thing.tgz'.",
        "External references of components are not kept: distribution.",
    } <= set(found.losses)
    web = _named("library") | {"externalReferences": [{"type": "distribution", "url": "http:///"}]}
    assert "Addresses that are none of the web are not kept: 'http:///'." in read(_bom(web)).losses


def test_texts_that_no_graph_can_hold_are_not_kept() -> None:
    lost = "Texts that are too long, or are not text, are not kept."
    for text in ("x" * 100_001, "bell\x07"):
        found = read(changed(BOM, (*MODEL, "description"), text))
        assert lost in found.losses
        assert found.values(found.called("heron"), DCTERMS + "description") == set()


def test_a_package_url_without_a_version_is_told_apart_by_the_version() -> None:
    one, two = (
        _named("library") | {"purl": "pkg:pypi/thing", "version": version}
        for version in ("1.0", "2.0")
    )
    found = read(_bom(one, two))
    assert len(found.values(found.evidence, CT + "about")) == 2


# --- SPDX 3 --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "purpose", "others", "expected"),
    [
        ("ai_AIPackage", "model", [], "AIModel"),
        ("ai_AIPackage", "application", [], "AISystem"),
        ("ai_AIPackage", "application", ["model"], "AIModel"),
        ("dataset_DatasetPackage", "data", [], "Dataset"),
        ("software_Package", "library", [], "SoftwareComponent"),
        ("software_Package", "model", [], "AIModel"),
        ("software_Package", "data", [], "Dataset"),
        ("software_File", "model", [], "AIModel"),
    ],
)
def test_kinds_of_elements(kind: str, purpose: str, others: list[str], expected: str) -> None:
    found = document(SPDX)
    element = at(found, ("@graph", 6))
    element |= {"type": kind, "software_primaryPurpose": purpose}
    element["software_additionalPurpose"] = others
    result = read(found)
    assert result.values(result.called("Heron"), RDF_TYPE) == {CT + expected}


def test_a_file_is_kept_when_the_document_is_about_it() -> None:
    found = changed(SPDX, ("@graph", 4, "rootElement"), ["https://example.org/spdx/heron#readme"])
    result = read(found)
    assert result.values(result.called("README.md"), RDF_TYPE) == {CT + "Asset"}
    assert result.values(result.evidence, DCTERMS + "title") == {"SPDX document of README.md"}


def test_elements_may_stand_where_they_are_referred_to() -> None:
    found = document(SPDX)
    graph = found["@graph"]
    made, maker, own = graph[0], graph[1], graph[3]
    made["createdBy"] = [maker]
    own["creationInfo"] = made
    own["name"] = "Heron's bill of materials"
    graph[13]["to"] = [graph[9]]
    graph[6]["verifiedUsing"] = ["https://example.org/spdx/heron#hash", "_:nothing"]
    hash_ = {"type": "Hash", "@id": "https://example.org/spdx/heron#hash"}
    hash_ |= {"algorithm": "sha256", "hashValue": DIGEST}
    found["@graph"] = [hash_, *(graph[index] for index in range(2, 14) if index != 9)]
    result, example = read(found), read(SPDX)
    assert result.values(result.evidence, DCTERMS + "issued") == {"2026-10-05"}
    assert result.values(result.evidence, PROV + "wasAttributedTo") == example.values(
        example.evidence, PROV + "wasAttributedTo"
    )
    assert result.values(result.called("Heron"), CT + "digest") == example.values(
        example.called("Heron"), CT + "digest"
    )
    title = "SPDX document Heron's bill of materials"
    assert result.values(result.evidence, DCTERMS + "title") == {title}
    assert "Elements of other types are not kept: Hash." in result.losses


def test_what_was_generated_or_copied_is_derived() -> None:
    for kind in ("generates", "copiedTo"):
        found = read(changed(SPDX, ("@graph", 11, "relationshipType"), kind))
        base = found.called("Heron base")
        assert base in found.values(found.called("Heron"), PROV + "wasDerivedFrom")


def test_without_an_spdx_document_the_one_creation_information_counts() -> None:
    found = document(SPDX)
    del found["@graph"][3]
    result = read(found)
    assert result.values(result.evidence, DCTERMS + "issued") == {"2026-10-05"}
    assert result.values(result.evidence, DCTERMS + "identifier") == set()
    assert result.values(result.evidence, DCTERMS + "title") == {"SPDX document"}
    found["@graph"].append(found["@graph"][0] | {"@id": "_:other"})
    twice = read(found)
    assert UNDATED in twice.losses
    assert "The file has no one SpdxDocument that says when it was made." in twice.losses


def test_references_may_lead_out_of_the_document() -> None:
    outside = "https://example.org/elsewhere"
    found = document(SPDX)
    found["@graph"][0] |= {"createdBy": [outside], "createdUsing": [outside]}
    found["@graph"][4]["rootElement"].append(outside)
    found["@graph"][6]["externalIdentifier"].append(outside)
    found["@graph"][10]["to"].append(outside)
    result = read(found)
    assert result.values(result.evidence, PROV + "wasAttributedTo") == set()
    assert outside not in result.turtle


def test_one_element_alone_is_a_document() -> None:
    package = {"@context": document(SPDX)["@context"], **document(SPDX)["@graph"][5]}
    found = read(package)
    assert found.values(found.evidence, CT + "about") == {found.called("serving")}


def test_an_element_that_is_there_twice_is_there_once() -> None:
    found = document(SPDX)
    found["@graph"].append(found["@graph"][9])
    assert set(read(found).losses) == set(read(SPDX).losses)


# --- SARIF ---------------------------------------------------------------------------------------


def test_a_log_without_runs_says_little() -> None:
    for runs in ([], None):
        found = read({"version": "2.1.0", "runs": runs})
        assert found.values(found.evidence, DCTERMS + "title") == {"SARIF log"}
        assert found.losses == ("The file doesn't say what was analysed.", UNDATED)


def test_the_last_run_dates_the_log() -> None:
    found = document(SARIF)
    times = {"executionSuccessful": True, "endTimeUtc": "2026-10-09T00:00:00Z"}
    found["runs"][1]["invocations"] = [times]
    result = read(found)
    assert result.values(result.evidence, DCTERMS + "issued") == {"2026-10-09"}
    found["runs"][1]["invocations"][0]["endTimeUtc"] = "2026-10-01T00:00:00Z"
    result = read(found)
    assert result.values(result.evidence, DCTERMS + "issued") == {"2026-10-06"}


def test_our_own_sarif_is_evidence() -> None:
    driver = {"name": "Crosstrace", "version": "0.3.0"}
    run = {"tool": {"driver": driver}, "results": [], "properties": {"x": 1}}
    found = read({"version": "2.1.0", "runs": [run], "properties": {}})
    assert found.values(found.evidence, DCTERMS + "title") == {"SARIF log of Crosstrace"}
    assert {
        "Parts of runs are not kept: properties.",
        "Parts of the log are not kept: properties.",
    } < (set(found.losses))


def _named(kind: str) -> Document:
    return {"type": kind, "name": "thing"}


def _bom(*components: Document) -> Document:
    return {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": list(components)}
