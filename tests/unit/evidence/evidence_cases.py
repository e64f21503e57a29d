"""The example files, changed in one place, wrapped, and what is read from them."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from crosstrace.conversion.graph import Graph
from crosstrace.errors import InvalidInput
from crosstrace.evidence import Given, read_evidence

HERE = Path(__file__).parent
BASE = "https://example.org/"
CT = "https://w3id.org/crosstrace/ns#"
DCAT = "http://www.w3.org/ns/dcat#"
DCTERMS = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

SLSA = "slsa-provenance.json"
OLD_SLSA = "slsa-provenance-0.2.json"
BOM = "ml-bom.json"
SPDX = "ai-package.spdx.json"
SARIF = "scan.sarif"
FILES = {SLSA: "in-toto", OLD_SLSA: "in-toto", BOM: "cyclonedx", SPDX: "spdx3", SARIF: "sarif"}
EXPECTED = {
    SLSA: "slsa-provenance.ttl",
    OLD_SLSA: "slsa-provenance-0.2.ttl",
    BOM: "ml-bom.ttl",
    SPDX: "ai-package.ttl",
    SARIF: "scan.ttl",
}

Document = dict[str, Any]
Steps = tuple[str | int, ...]


@dataclass(frozen=True)
class Result:
    """A graph that was read, the IRI of the evidence in it, and what isn't."""

    format: str
    evidence: str
    triples: list[ox.Triple]
    turtle: str
    losses: tuple[str, ...]

    def values(self, node: str, predicate: str) -> set[str]:
        return {
            triple.object.value
            for triple in self.triples
            if triple.subject.value == node and triple.predicate.value == predicate
        }

    def called(self, title: str) -> str:
        """The node with this title, other than the evidence."""
        [found] = {
            triple.subject.value
            for triple in self.triples
            if triple.predicate.value == DCTERMS + "title" and triple.object.value == title
        }
        return str(found)


def body(name: str) -> bytes:
    return (HERE / "inputs" / name).read_bytes()


def document(name: str) -> Document:
    found: Document = json.loads(body(name))
    return found


def at(tree: Any, path: Steps) -> Any:
    for step in path:
        tree = tree[step]
    return tree


def changed(name: str, path: Steps, value: Any) -> Document:
    """An example with another value at one place."""
    found = document(name)
    at(found, path[:-1])[path[-1]] = value
    return found


def without(name: str, path: Steps) -> Document:
    """An example that lacks something."""
    found = document(name)
    del at(found, path[:-1])[path[-1]]
    return found


def encoded(found: Document | bytes | str) -> bytes:
    if isinstance(found, str):
        return body(found)
    return found if isinstance(found, bytes) else json.dumps(found).encode()


def read(
    found: Document | bytes | str, given: Given | None = None, form: str | None = None
) -> Result:
    """What is read; a text is the name of an example."""
    graph = Graph(BASE)
    result = read_evidence(encoded(found), graph, given, format=form)
    return Result(result.format, result.evidence, graph.triples(), graph.turtle(), result.losses)


def refused(found: Document | bytes | str, form: str | None = None) -> tuple[str | None, str]:
    """The place and the sentence of the one thing that is wrong."""
    with pytest.raises(InvalidInput) as error:
        read(found, form=form)
    [finding] = error.value.errors
    assert finding.detail in error.value.detail
    assert finding.detail.isprintable()
    return finding.pointer, finding.detail


def pointer(path: Steps) -> str:
    return "".join(f"/{step}" for step in path)


def envelope(found: Document | bytes, kind: str = "application/vnd.in-toto+json") -> Document:
    """A DSSE envelope with a signature that nobody checks."""
    payload = base64.b64encode(encoded(found)).decode()
    return {"payload": payload, "payloadType": kind, "signatures": [{"sig": "MEUC", "keyid": ""}]}


def bundle(found: Document | bytes, seconds: str | int = "1791200000") -> Document:
    """A Sigstore bundle that was logged at this time."""
    return {
        "mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json",
        "verificationMaterial": {
            "certificate": {"rawBytes": "MIIC"},
            "tlogEntries": [{"logIndex": "1"}, {"logIndex": "2", "integratedTime": seconds}],
        },
        "dsseEnvelope": envelope(found),
    }


def statement(kind: str, predicate: Document | None = None) -> Document:
    """A statement about one file, with a predicate of some type."""
    found = document(SLSA) | {"predicateType": kind, "predicate": predicate or {}}
    return found if predicate is not None else without_predicate(found)


def without_predicate(found: Document) -> Document:
    return {name: value for name, value in found.items() if name != "predicate"}
