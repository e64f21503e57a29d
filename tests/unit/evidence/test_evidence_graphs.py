"""Each format as a graph: exactly what is stated, and what the user adds to it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

import pyoxigraph as ox
import pytest
from evidence_cases import (
    BASE,
    BOM,
    CT,
    DCAT,
    DCTERMS,
    EXPECTED,
    FILES,
    HERE,
    PROV,
    RDF_TYPE,
    SARIF,
    SLSA,
    SPDX,
    body,
    read,
)

from crosstrace.bootstrap import Services
from crosstrace.conversion.graph import Graph
from crosstrace.errors import InvalidInput
from crosstrace.evidence import FORMATS, Given, read_evidence
from crosstrace.rdf.compact import json_ld
from crosstrace.rdf.context import known_contexts
from crosstrace.rdf.formats import JSON_LD, TURTLE
from crosstrace.rdf.intake import parse
from crosstrace.resources import DATA
from crosstrace.traceability import read_view

MODEL = "pkg:huggingface/example/heron@3.1.0"


@pytest.mark.parametrize("name", FILES)
def test_exactly_these_statements(name: str) -> None:
    found = read(name)
    expected = ox.parse((HERE / "expected" / EXPECTED[name]).read_bytes(), ox.RdfFormat.TURTLE)
    assert set(found.triples) == {quad.triple for quad in expected}
    assert found.format == FILES[name]


@pytest.mark.parametrize("name", FILES)
def test_the_format_can_be_named(name: str) -> None:
    assert read(name, form=FILES[name]) == read(name)
    with pytest.raises(InvalidInput):
        read(name, form="pdf")


@pytest.mark.parametrize("name", FILES)
def test_the_digest_is_that_of_the_bytes(name: str) -> None:
    found = read(name)
    sha256 = hashlib.sha256(body(name)).hexdigest()
    [digest] = found.values(found.evidence, CT + "digest")
    assert found.values(digest, CT + "algorithm") == {"SHA-256"}
    assert found.values(digest, CT + "value") == {sha256}
    with_mark = read(b"\xef\xbb\xbf" + body(name))
    assert with_mark.evidence != found.evidence


@pytest.mark.parametrize("name", FILES)
def test_json_ld_says_the_same(name: str) -> None:
    graph = Graph(BASE)
    read_evidence(body(name), graph)
    text = json.dumps(json_ld(graph.triples())).encode()
    read_back = parse(text, JSON_LD, base=BASE, contexts=known_contexts())
    assert set(read_back) == set(graph.triples())


def test_losses_are_said() -> None:
    assert read(SLSA).losses == (
        "Digests of other algorithms than SHA-2 and SHA-3 are not kept: 'sha1'.",
        "Parts of the builder's description are not kept: version.",
        "Parts of resources are not kept: annotations.",
        "Parts of the provenance are not kept: externalParameters.",
    )
    assert read(BOM).losses == (
        "Components that are no asset are not kept: 'accelerator' of the type 'device'.",
        "Parts of model cards are not kept: considerations, task.",
        "External references of components are not kept: documentation.",
        "Digests of other algorithms than SHA-2 and SHA-3 are not kept: 'MD5'.",
        "Parts of components are not kept: data, licenses.",
        "Parts of data sets are not kept: classification.",
        "Data that other BOMs describe is not kept: "
        "'urn:cdx:f08a6ccd-4dce-4759-bd84-c626675d60a7/1#elsewhere'.",
        "The file doesn't say which data sets only served evaluation; all are stated as origins "
        "of their model.",
        "Parts of the BOM are not kept: dependencies.",
        "Parts of the metadata are not kept: lifecycles.",
    )
    assert read(SPDX).losses == (
        "Files that are neither models nor data are not kept: 1.",
        "Parts of packages are not kept: ai_domain, dataset_datasetType.",
        "Digests of other algorithms than SHA-2 and SHA-3 are not kept: 'md5'.",
        "The file doesn't say whether these are models or applications; taken as models: "
        "'Heron base'.",
        "Relationships of other kinds are not kept: testedOn.",
    )
    assert read(SARIF).losses == (
        "Files that are no target of the analysis are not kept: 1 of run 1.",
        "Extensions of tools are not kept: 'pickle rules'.",
        "Findings are not kept; the file itself holds them: 2 of run 1.",
    )


def test_files_about_one_package_are_about_one_node() -> None:
    nodes = set()
    for name in (SLSA, BOM, SPDX):
        found = read(name)
        [node] = {
            str(t.subject.value)
            for t in found.triples
            if t.predicate.value == CT + "purl" and t.object.value == MODEL
        }
        assert node in found.values(found.evidence, CT + "about")
        nodes.add(node)
    assert len(nodes) == 1


def test_what_the_user_says_comes_first() -> None:
    given = Given(
        title="Provenance of the release",
        issued=dt.date(2026, 10, 7),
        valid_until=dt.date(2027, 10, 7),
        url="https://example.org/trust/provenance.json",
        tasks=("sp800-218a:PS.3.2", "sp800-218a:po.3.3"),
    )
    found = read(SLSA, given)
    node = found.evidence
    assert found.values(node, DCTERMS + "title") == {"Provenance of the release"}
    assert found.values(node, DCTERMS + "issued") == {"2026-10-07"}
    assert found.values(node, CT + "validUntil") == {"2027-10-07"}
    assert found.values(node, DCAT + "downloadURL") == {"https://example.org/trust/provenance.json"}
    for task in ("PS.3.2", "PO.3.3"):
        assert found.values(BASE + task, CT + "evidence") == {node}


@pytest.mark.parametrize(
    "given",
    [
        Given(url="ftp://example.org/x"),
        Given(url="https:///x"),
        Given(url="https://example.org/> a <x"),
        Given(tasks=("PS.3.2",)),
        Given(tasks=("sp800-218a:PS.9.9",)),
        Given(tasks=("ssdf-1.1:PS.3.2",)),
        Given(tasks=("sp800-218a:PS.3.2.R1",)),
    ],
)
def test_what_the_user_says_has_to_be_so(given: Given) -> None:
    with pytest.raises(InvalidInput):
        read(SLSA, given)


def test_added_to_a_graph_it_conforms(services: Services) -> None:
    """The example of a producer, with all of this in it, is judged as it was before."""
    base, day = "https://example.org/larkspur/", dt.date(2026, 11, 23)
    example = (DATA / "examples" / "model-producer.ttl").read_bytes()
    graph = Graph(base)
    for name in FILES:
        read_evidence(body(name), graph, Given(tasks=("sp800-218a:PS.3.2",)))
    added = example + b"\n" + graph.turtle().encode()
    before = services.validator.validate(example, TURTLE, as_of=day)
    after = services.validator.validate(added, TURTLE, as_of=day)
    assert before.conforms
    assert after.conforms
    assert after.results == before.results
    assert tasks_of(added) == tasks_of(example) != []


def tasks_of(turtle: bytes) -> list[str]:
    """What each implementation in a graph is of."""
    triples = (quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE))
    found = read_view(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"")
    return sorted(str(implementation.task) for implementation in found.implementations)


def test_every_format_has_an_example() -> None:
    assert set(FILES.values()) == set(FORMATS)
    found = read(SARIF)
    assert found.values(found.evidence, RDF_TYPE) == {CT + "Evidence"}
    assert len(found.values(found.evidence, PROV + "wasGeneratedBy")) == 2
