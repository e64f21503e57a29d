"""Small mapping collections of our own making, and sets to write as one."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import count
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import jsonschema_rs
import pytest

from crosstrace import resources
from crosstrace.errors import InvalidInput
from crosstrace.mappingsets import MappingRow, SetHeader, oscal
from crosstrace.model import ElementRef

SCHEMA_FILE = resources.DATA / "schemas" / "oscal-mapping-collection-1.2.1.json"
PUBLISHED = jsonschema_rs.Draft7Validator(json.loads(SCHEMA_FILE.read_bytes()))
OWN = "https://w3id.org/crosstrace/ns"
NIST = "https://w3id.org/crosstrace/id/organization/nist"

HEADER = SetHeader(
    slug="ssdf-1.1-to-csf-2.0",
    title="SSDF to CSF",
    version="1.0.0",
    publisher=NIST,
    sources=("https://example.org/a", "https://example.org/b"),
    issued="2024-03",
    licence="https://www.usa.gov/government-copyright",
    style="set_theory",
    use_case="For producers.\n\nIt compares outcomes.",
    source_edition="ssdf-1.1",
    target_edition="csf-2.0",
)

Document = dict[str, Any]


def task(local: str) -> ElementRef:
    return ElementRef("ssdf-1.1", local)


def outcome(local: str) -> ElementRef:
    return ElementRef("csf-2.0", local)


def row(relation: str | None = "subset_of", **fields: Any) -> MappingRow:
    given_fields = {"record": "PO.1.1..GV.OC-03", "rationale": "semantic"} | fields
    return MappingRow((task("PO.1.1"),), relation, (outcome("GV.OC-03"),), **given_fields)


def written(header: SetHeader, *rows: MappingRow) -> Document:
    document: Document = json.loads("".join(oscal.write(header, rows)))
    PUBLISHED.validate(document)
    return document


def only_mapping(document: Document) -> Document:
    (mapping,) = document["mapping-collection"]["mappings"]
    found: Document = mapping
    return found


def back(document: Document, **given_values: str) -> tuple[SetHeader, tuple[MappingRow, ...]]:
    (found,) = oscal.read(json.dumps(document).encode(), **given_values)
    return found.header, tuple(replace(found_row, number=0) for found_row in found.rows)


_NUMBERS = count(1)


def new_uuid() -> str:
    """One that no other call gives."""
    return str(uuid5(NAMESPACE_URL, f"https://example.org/{next(_NUMBERS)}"))


def item(identifier: str, kind: str = "control") -> Document:
    return {"type": kind, "id-ref": identifier}


def a_map(relationship: str = "subset-of", **members: Any) -> Document:
    entry = {
        "uuid": new_uuid(),
        "relationship": relationship,
        "sources": [item("PO.1.1")],
        "targets": [item("GV.OC-03")],
    }
    return entry | {name.replace("_", "-"): value for name, value in members.items()}


def a_mapping(*maps: Document, **members: Any) -> Document:
    base = "https://example.org/oscal"
    mapping = {
        "uuid": new_uuid(),
        "source-resource": {"type": "catalog", "href": f"{base}/NIST_SP800-218_ver1_catalog.json"},
        "target-resource": {"type": "catalog", "href": f"{base}/NIST_CSF_v2.0_catalog.json"},
        "maps": list(maps) or [a_map()],
    }
    return mapping | {name.replace("_", "-"): value for name, value in members.items()}


PARTY = "5d0c9a3e-3c19-4b7e-9d66-6f0d6b9a7a01"


def foreign(*mappings: Document) -> Document:
    return {
        "mapping-collection": {
            "uuid": new_uuid(),
            "metadata": {
                "title": "A foreign mapping",
                "last-modified": "2025-05-24T12:00:54+00:00",
                "version": "7",
                "oscal-version": "1.2.1",
                "parties": [
                    {
                        "uuid": PARTY,
                        "type": "organization",
                        "name": "Mappers",
                        "links": [{"href": "https://mappers.example"}],
                    }
                ],
            },
            "provenance": {
                "method": "human",
                "matching-rationale": "functional",
                "status": "not-complete",
                "mapping-description": "Compares.",
                "responsible-parties": [{"role-id": "creator", "party-uuids": [PARTY]}],
            },
            "mappings": list(mappings) or [a_mapping()],
        }
    }


def prop(name: str, value: str) -> Document:
    return {"name": name, "ns": OWN, "value": value}


def refusal(document: Document, **given_values: str) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        oscal.read(json.dumps(document).encode(), **given_values)
    return caught.value


WRONG_ROWS: dict[str, tuple[Document, str]] = {
    "unknown token": (a_map("equal"), "'equal' is no relationship of"),
    "ours in OSCAL's namespace": (a_map("related-to"), "is no relationship of"),
    "OSCAL's in our namespace": (a_map("subset-of", ns=OWN), "is no relationship of"),
    "unknown namespace": (a_map(ns="https://example.org/ns"), "are not known"),
    "no token": (a_map("sub set"), "does not match"),
    "no sources": (a_map(sources=[]), "has less than 1 item"),
    "no such kind": (a_map(targets=[item("GV", "group")]), "is not one of"),
    "unknown member": (a_map(strength=7), "'strength' was unexpected"),
    "no such rationale": (a_map(matching_rationale="other"), "is not one of"),
    "no identifier": (a_map(sources=[item("PO 1/1")]), "is not an element"),
    "element twice": (a_map(sources=[item("PO.1.1"), item("PO.1.1")]), "name an element twice"),
    "percentage": (a_map(confidence_score={"percentage": 55}), "not between 0 and 1"),
    "strength": (a_map(props=[prop("strength", "11")]), "write a whole number from 0 to 10"),
    "two strengths": (a_map(props=[prop("strength", "1"), prop("strength", "2")]), "keep one"),
    "record": (a_map(props=[prop("record", "a/b")]), "has characters other than"),
    "status": (a_map(props=[prop("status", "sure")]), "'sure' is no status"),
    "possible": (a_map(props=[prop("possible", "maybe")]), "'maybe' is no relation"),
    "path": (a_map(props=[prop("path", "here")]), "is no IRI"),
    "justification": (a_map(props=[prop("justification", "semapv:x")]), "no term of SEMAPV"),
    "property": (a_map(props=[prop("supportive-property", "part")]), "is no supportive property"),
    "characters": (a_map(remarks="a\x00b"), "not text"),
    "surrogate": (a_map(remarks="a\ud800b"), "not text"),
}
