"""Crosstrace's own implementation graph: it conforms, and its evidence is what it says."""

from __future__ import annotations

import hashlib
import json
import runpy
from pathlib import Path

import pytest
from rdflib import DCTERMS, RDF, Graph, Literal, Namespace, URIRef

from crosstrace import __version__, vocab
from crosstrace.bootstrap import KnowledgeGraph
from crosstrace.cli.main import run
from crosstrace.lookup import ElementFilter, search
from crosstrace.resources import DATA, ROOT

FILE = DATA / "examples" / "crosstrace-itself.ttl"
TOOL = ROOT / "tools" / "own_evidence.py"
CT = Namespace(vocab.CT)
DCAT = Namespace("http://www.w3.org/ns/dcat#")
PROJECT = Namespace("https://w3id.org/crosstrace/project/")
FILE_NAME = "urn:crosstrace:file:"


@pytest.fixture(scope="module")
def own() -> Graph:
    return Graph().parse(FILE)


def test_it_conforms_without_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["validate", str(FILE), "--as-of", "2026-11-23", "--format", "json"]
    assert run(arguments) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["conforms"]
    assert report["results"] == []


def test_it_is_about_this_version(own: Graph) -> None:
    [subject] = own.objects(predicate=CT.subject)
    assert own.value(subject, DCAT.version) == Literal(__version__)
    assert str(own.value(PROJECT.graph, DCTERMS.title)).endswith(f" {__version__}")


def test_every_task_is_answered_once(own: Graph, graph: KnowledgeGraph) -> None:
    tasks = search(graph.catalog, ElementFilter(edition="sp800-218a", kind="task"))
    answered = sorted(str(task) for task in own.objects(predicate=CT.implements))
    assert len(answered) == 48
    assert answered == sorted(vocab.ID + f"sp800-218a/{task.ref.local}" for task in tasks)


def test_all_evidence_is_named_by_a_claim(own: Graph) -> None:
    assert set(own.objects(predicate=CT.evidence)) == set(own.subjects(RDF.type, CT.Evidence))


def test_what_concerns_training_data_and_weights_does_not_apply(own: Graph) -> None:
    for task in ("PS.1.2", "PS.1.3", "PW.3.1", "PW.3.2", "PW.3.3"):
        assert own.value(PROJECT[task], CT.status) == CT.NotApplicable
        assert "no AI model" in str(own.value(PROJECT[task], CT.rationale))


def test_every_digest_is_that_of_the_file_in_the_repository(own: Graph) -> None:
    evidence = [node for node in own.subjects(RDF.type, CT.Evidence) if isinstance(node, URIRef)]
    assert len(evidence) >= 12
    for node in evidence:
        path = str(own.value(node, DCTERMS.identifier)).removeprefix(FILE_NAME)
        digest = own.value(node, CT.digest)
        assert own.value(digest, CT.algorithm) == Literal("SHA-256")
        actual = hashlib.sha256((ROOT / path).read_bytes()).hexdigest()
        assert own.value(digest, CT.value) == Literal(actual), (
            f"{path} has changed: see whether what is said of it still holds, then run "
            "python tools/own_evidence.py"
        )


def test_the_tool_writes_the_digest_of_each_file_and_nothing_else(tmp_path: Path) -> None:
    with_digests = runpy.run_path(str(TOOL))["with_digests"]
    (tmp_path / "a.txt").write_bytes(b"a")
    (tmp_path / "b.txt").write_bytes(b"b")
    entry = (
        ':{0} a ct:Evidence ;\n    dcterms:identifier "urn:crosstrace:file:{0}.txt" ;\n'
        '    dcterms:issued "2026-11-23"^^xsd:date ;\n'
        '    ct:validUntil "2027-11-23"^^xsd:date ;\n'
        '    ct:digest [ ct:algorithm "SHA-256" ; ct:value "{1}" ] .\n'
    )
    text = entry.format("a", "") + entry.format("b", "0" * 64)
    a, b = (hashlib.sha256(body).hexdigest() for body in (b"a", b"b"))
    written = with_digests(text, tmp_path)
    assert written == entry.format("a", a) + entry.format("b", b)
    assert with_digests(written, tmp_path) == written
    (tmp_path / "b.txt").unlink()
    with pytest.raises(FileNotFoundError):
        with_digests(text, tmp_path)
