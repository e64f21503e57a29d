"""The JSON Schema of graphs: what it accepts, what it refuses and where, as the shapes do."""

from __future__ import annotations

import copy
import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import jsonschema_rs
import pyoxigraph as ox
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from rdflib import SH, Graph
from schema_documents import SCHEMA, documents

from crosstrace.authoring import KINDS, PRIORITIES, ROLES, Asset, starter, written
from crosstrace.authoring.asked import Asked, read_constraints
from crosstrace.authoring.json_schema import json_schema
from crosstrace.bootstrap import KnowledgeGraph
from crosstrace.rdf.compact import json_ld
from crosstrace.rdf.context import CONTEXT_IRI, known_contexts
from crosstrace.rdf.formats import JSON_LD
from crosstrace.resources import DATA, ONTOLOGY, ROOT
from crosstrace.validation import bundled_shapes, job, reference_graph
from crosstrace.validation.levels import at_level
from crosstrace.validation.reference import clock, read_names
from crosstrace.validation.submission import read_submission
from crosstrace.vocab import local_name

VALIDATOR: Final = jsonschema_rs.Draft7Validator(SCHEMA, validate_formats=True)
PASSING: Final = sorted((ROOT / "tests" / "shapes").glob("*/pass*.ttl"))
ISSUED: Final = dt.date(2026, 11, 23)


def refused(document: Any) -> list[str]:
    """Where the document is refused, as JSON pointers."""
    return ["".join(f"/{p}" for p in e.instance_path) for e in VALIDATOR.iter_errors(document)]


def in_our_form(turtle: bytes) -> dict[str, Any]:
    document = json_ld(quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE))
    context = document.pop("@context")
    return {"@context": context, "@graph": document.get("@graph", [document])}


@pytest.fixture(scope="module")
def ontology() -> Graph:
    found = Graph()
    for module in ONTOLOGY.glob("*.ttl"):
        found.parse(module)
    return found


def test_the_published_one_is_what_its_sources_make(graph: KnowledgeGraph, ontology: Graph) -> None:
    assert json_schema(graph.catalog, bundled_shapes(), ontology) == SCHEMA


def test_it_is_a_schema() -> None:
    assert SCHEMA["$schema"] == "http://json-schema.org/draft-07/schema#"
    jsonschema_rs.meta.validate(SCHEMA)


@pytest.mark.parametrize("form", ["jsonld", "yaml"])
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_starter_is_accepted(graph: KnowledgeGraph, form: str, role: str, kind: str) -> None:
    found = starter(
        graph.catalog,
        Asset("Model", "1.0", role, kind),
        organization="Example",
        base="https://example.org/",
        issued=ISSUED,
        down_to=PRIORITIES[-1],
    )
    read = json.loads if form == "jsonld" else yaml.safe_load
    document = read(written(found, form))
    assert refused(document) == []
    if form == "jsonld":
        document["@graph"] += [e for e in document["$comment"] if isinstance(e, dict)]
        assert refused(document) == []


@pytest.mark.parametrize("file", PASSING, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_what_the_shapes_pass_is_accepted(file: Path) -> None:
    assert refused(in_our_form(file.read_bytes())) == []


@pytest.mark.parametrize(
    "file", sorted((DATA / "examples").glob("*.jsonld")), ids=lambda file: file.stem
)
def test_every_json_ld_example_is_accepted(file: Path) -> None:
    assert refused(json.loads(file.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("name", ["model-producer", "system-producer", "crosstrace-itself"])
def test_every_conforming_example_is_accepted(name: str) -> None:
    assert refused(in_our_form((DATA / "examples" / f"{name}.ttl").read_bytes())) == []


def test_the_mistakes_of_the_draft_that_one_node_can_tell_are_found() -> None:
    document = in_our_form((DATA / "examples" / "acquirer-draft.ttl").read_bytes())
    found = {pointer.rsplit("/", 1)[-1] for pointer in refused(document)}
    assert found == {"issued", "status", "responsibleParty", "implements"}


GOOD: Final[dict[str, Any]] = {
    "$schema": "https://w3id.org/crosstrace/schema.json",
    "$comment": ["For readers"],
    "@context": [CONTEXT_IRI, {"ours": "https://example.org/"}],
    "@graph": [
        {
            "id": "ours:graph",
            "type": "ImplementationGraph",
            "title": "Answers",
            "issued": "2026-11-02",
            "creator": {"id": "ours:org", "type": "Organization", "name": "Example"},
            "profile": "edition:sp800-218a",
            "subject": "ours:model",
            "role": "ModelProducer",
        },
        {"id": "ours:model", "type": "AIModel", "purl": "pkg:generic/model@1"},
        {
            "id": "ours:PO.1.1",
            "type": "Implementation",
            "implements": "sp800-218a:PO.1.1",
            "appliesTo": {"id": "ours:model"},
            "responsibleParty": ["ours:org", "ours:team"],
            "status": "Implemented",
            "statement": {"@value": "Wir führen eine Liste.", "@language": "de"},
            "schema:keywords": "requirements",
            "disposition": [
                {
                    "type": "ItemDisposition",
                    "item": "sp800-218a:PO.1.1.R1",
                    "decision": "Adapted",
                    "rationale": "Ours is older.",
                }
            ],
            "evidence": {
                "type": "Evidence",
                "title": "Requirements",
                "issued": {"@value": "2026-10-01T12:00:00Z", "@type": "xsd:dateTime"},
                "mediaType": "application/pdf",
                "predicateType": "https://in-toto.io/attestation/release/v0.1",
                "digest": {"algorithm": "SHA-256", "value": "0" * 64},
            },
        },
        {
            "type": "Assessment",
            "assesses": "ours:PO.1.1",
            "assertedBy": "ours:org",
            "result": {"outcome": "passed"},
            "endedAtTime": "2026-10-01T12:00:00Z",
        },
        {
            "type": "RiskAcceptance",
            "accepts": "ours:PO.1.1",
            "validUntil": "2027-01-31",
        },
        {
            "type": "ResponsibilityAllocation",
            "element": "csf-2.0:PR.DS-01",
            "asset": "ours:model",
            "responsibleParty": {"type": "Person", "name": "Robin"},
            "kind": "Performs",
        },
        {"id": "ours:PO.1.1", "label": "Requirements"},
        {"type": ["Evidence", "schema:Report"], "title": "Report", "issued": "2026-01-01"},
        {"type": "schema:Thing", "schema:name": "Something else"},
    ],
}
DELETED: Final = object()
WRONG: Final[list[tuple[str, Any, str]]] = [
    ("/@context", DELETED, ""),
    ("/@graph", DELETED, ""),
    ("/@graph", [], "/@graph"),
    ("/title", "On its own", ""),
    ("/@context", "https://schema.org/", "/@context"),
    ("/@context/0", "https://schema.org/", "/@context/0"),
    ("/@graph/0/title", DELETED, "/@graph/0"),
    ("/@graph/0/title", " ", "/@graph/0/title"),
    ("/@graph/0/issued", "02.11.2026", "/@graph/0/issued"),
    ("/@graph/0/issued", "2026-02-30", "/@graph/0/issued"),
    ("/@graph/0/issued", ["2026-11-02", "2026-11-03"], "/@graph/0/issued"),
    ("/@graph/0/role", "Producer", "/@graph/0/role"),
    ("/@graph/0/profile", "edition:csf-2.0", "/@graph/0/profile"),
    ("/@graph/0/creator/type", "OrganizationalUnit", "/@graph/0/creator/type"),
    ("/@graph/0/creator", "Example Org", "/@graph/0/creator"),
    ("/@graph/0/type", "ImplementationGrahp", "/@graph/0/type"),
    ("/@graph/1/purl", "generic/model", "/@graph/1/purl"),
    ("/@graph/1/version", 1.0, "/@graph/1/version"),
    ("/@graph/2/implements", "PO.1.1", "/@graph/2/implements"),
    ("/@graph/2/implements", "ssdf-1.1:PO.1.1", "/@graph/2/implements"),
    ("/@graph/2/implements", "sp800-218a:PW.3.9", "/@graph/2/implements"),
    ("/@graph/2/status", "implemented", "/@graph/2/status"),
    ("/@graph/2/status", DELETED, "/@graph/2"),
    ("/@graph/2/responsible", "ours:org", "/@graph/2"),
    ("/@graph/2/ct:status", "ct:Planned", "/@graph/2"),
    ("/@graph/2/appliesTo", ["ours:model", "ours:other"], "/@graph/2/appliesTo"),
    ("/@graph/2/disposition/0/item", "sp800-218a:PO.1.1", "/@graph/2/disposition/0/item"),
    ("/@graph/2/disposition/0/decision", "Yes", "/@graph/2/disposition/0/decision"),
    ("/@graph/2/disposition/0/type", DELETED, "/@graph/2/disposition/0"),
    ("/@graph/2/disposition", [], "/@graph/2/disposition"),
    ("/@graph/2/evidence/title", DELETED, "/@graph/2/evidence"),
    ("/@graph/2/evidence/digest/value", "0" * 40, "/@graph/2/evidence/digest/value"),
    ("/@graph/2/evidence/digest/value", "0" * 128, "/@graph/2/evidence/digest/value"),
    ("/@graph/2/evidence/digest/algorithm", "MD5", "/@graph/2/evidence/digest/algorithm"),
    ("/@graph/2/evidence/predicateType", "ours:claim", "/@graph/2/evidence/predicateType"),
    ("/@graph/3/result/outcome", "good", "/@graph/3/result/outcome"),
    ("/@graph/3/endedAtTime", "2026-10-01", "/@graph/3/endedAtTime"),
    ("/@graph/4/accepts", DELETED, "/@graph/4"),
    ("/@graph/4/validUntil", DELETED, "/@graph/4"),
    ("/@graph/5/element", "csf-9.9:PR.DS-01", "/@graph/5/element"),
    ("/@graph/5/kind", "Owns", "/@graph/5/kind"),
    ("/@graph/6/id", DELETED, "/@graph/6"),
]


def changed(pointer: str, value: Any) -> dict[str, Any]:
    """`GOOD` with another value in one place."""
    document = copy.deepcopy(GOOD)
    *steps, last = (int(s) if s.isdigit() else s for s in pointer.split("/")[1:])
    place: Any = document
    for step in steps:
        place = place[step]
    if value is DELETED:
        del place[last]
    else:
        place[last] = value
    return document


def test_a_good_document_is_accepted() -> None:
    assert refused(GOOD) == []


@pytest.mark.parametrize("kind", ["AIModel", "AISystem", "Dataset", "Evidence"])
@pytest.mark.parametrize("key", ["creator", "publisher", "license"])
def test_who_published_a_thing_and_under_what_license_may_be_said(kind: str, key: str) -> None:
    said = {"id": "ours:thing", "type": kind, key: "https://example.org/thing"}
    said |= {"title": "Thing", "issued": "2026-10-01"} if kind == "Evidence" else {}
    assert refused({**GOOD, "@graph": [*GOOD["@graph"], said]}) == []


@pytest.mark.parametrize(("pointer", "value", "where"), WRONG)
def test_a_wrong_document_is_refused_where_it_is_wrong(
    pointer: str, value: Any, where: str
) -> None:
    assert set(refused(changed(pointer, value))) == {where}


@pytest.fixture(scope="module")
def expressed(ontology: Graph) -> set[str]:
    """The constraints that the schema is made from."""
    found = read_constraints(bundled_shapes(), ontology)
    of_class = [asked for properties in found.of_class.values() for asked in properties.values()]
    return {name for asked in (*of_class, *found.of_value.values()) for name in _shapes(asked)}


def _shapes(asked: Asked) -> set[str]:
    return asked.shapes.union(*(_shapes(one) for one in asked.inner.values()))


def test_every_constraint_that_one_node_can_tell_is_in_it(expressed: set[str]) -> None:
    shapes = bundled_shapes()
    stated = {
        local_name(str(shape))
        for shape in shapes.graph.subjects(SH.message)
        if shapes.level(shape) == "draft"
        and shapes.graph.value(shape, SH.severity) == SH.Violation
        and shapes.graph.value(shape, SH.sparql) is None
    }
    between_nodes = {"Root-one", "OwnStatementsOnly"}
    between_nodes |= {f"Reference-{kind}" for kind in ("property", "class", "value")}
    # In the schema only a node with the class has the keys: `contradicts` only evidence, and so on.
    by_keys = {
        f"{name}-described"
        for name in (
            *("Assessment", "CounterEvidence", "Implementation", "ItemDisposition"),
            *("ResponsibilityAllocation", "RiskAcceptance"),
        )
    }
    of_any_document = {"Document-key", "Document-node", "Document-value"}
    assert stated - between_nodes - by_keys - of_any_document == expressed
    assert between_nodes | by_keys <= stated


@pytest.fixture(scope="module")
def broken(graph: KnowledgeGraph) -> Callable[[dict[str, Any]], set[str]]:
    """The constraints of the level draft that a document breaks."""
    known = reference_graph(graph.store) + clock(ISSUED)
    classes = read_names(known).classes
    shapes = bundled_shapes()

    def judged(document: dict[str, Any]) -> set[str]:
        body = json.dumps(document).encode()
        submission = read_submission(body, JSON_LD, known_contexts(), classes)
        assert len(submission.stated) > 40
        found = at_level(job.judge(submission, shapes, "shifty", known), shapes, "draft")
        return {local_name(str(result.source_shape)) for result in found}

    return judged


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(document=documents())
def test_the_shapes_ask_no_more_of_one_node_than_the_schema(
    broken: Callable[[dict[str, Any]], set[str]], expressed: set[str], document: dict[str, Any]
) -> None:
    assert refused(document) == []
    # Of elements of other editions than the profile, the schema knows the spelling only.
    assert not broken(document) & (expressed - {"ResponsibilityAllocation-knownElement"})
