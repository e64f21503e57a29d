"""Judging graphs over HTTP; the shapes themselves are tested in tests/shapes."""

from __future__ import annotations

import gzip

import httpx
import pyoxigraph as ox
import pytest

from api_harness import example, is_problem
from crosstrace.rdf.formats import N_QUADS, SYNTAXES, TRIG, Syntax
from crosstrace.vocab import SH
from crosstrace.web.schemas import Report

AS_OF = "2026-11-23"


def judge(client: httpx.Client, body: bytes, kind: str = "text/turtle", **more: str) -> Report:
    answer = client.post(
        "/v1/validate",
        content=body,
        params={"as_of": AS_OF, **more},
        headers={"Content-Type": kind},
    )
    assert answer.status_code == 200, answer.text
    return Report.model_validate(answer.json())


def test_a_graph_that_conforms(client: httpx.Client) -> None:
    report = judge(client, example("model-producer.ttl"))
    assert report.conforms
    assert report.profile == "sp800-218a"
    assert report.counts.violation == 0


def test_a_graph_that_does_not(client: httpx.Client) -> None:
    report = judge(client, example("acquirer-draft.ttl"))
    assert not report.conforms
    assert report.counts.violation > 0
    severities = [result.severity for result in report.results]
    counts = report.counts
    assert severities.count("violation") == counts.violation
    assert severities.count("warning") == counts.warning
    assert severities.count("info") == counts.info
    assert all(result.message.endswith(".") for result in report.results)
    assert any(result.fix for result in report.results)
    assert any(result.element for result in report.results)


def test_the_day_decides(client: httpx.Client) -> None:
    assert not judge(client, example("model-producer.ttl"), as_of="2099-01-01").conforms


@pytest.mark.parametrize("syntax", [s for s in SYNTAXES if s not in (TRIG, N_QUADS)])
def test_each_syntax_gets_the_same_verdict(client: httpx.Client, syntax: Syntax) -> None:
    triples = [
        q.triple for q in ox.parse(example("acquirer-draft.ttl"), format=ox.RdfFormat.TURTLE)
    ]
    body = ox.serialize(triples, format=syntax.format)
    assert body is not None
    for media_type in syntax.media_types:
        report = judge(client, body, media_type)
        assert report.counts == judge(client, example("acquirer-draft.ttl")).counts


def test_the_published_context_can_be_named(client: httpx.Client) -> None:
    report = judge(client, example("model-producer.jsonld"), "application/ld+json")
    assert report.profile == "sp800-218a"


def test_the_standard_report(client: httpx.Client) -> None:
    answer = client.post(
        "/v1/validate",
        content=example("acquirer-draft.ttl"),
        headers={"Content-Type": "text/turtle", "Accept": "text/turtle"},
    )
    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
    triples = [q.triple for q in ox.parse(answer.content, format=ox.RdfFormat.TURTLE)]
    conforms = [t.object.value for t in triples if t.predicate.value == f"{SH}conforms"]
    assert conforms == ["false"]


def test_the_report_for_people(client: httpx.Client) -> None:
    answer = client.post(
        "/v1/validate",
        content=example("acquirer-draft.ttl"),
        headers={"Content-Type": "text/turtle", "Accept": "text/html"},
    )
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "The graph does not conform" in answer.text


@pytest.mark.parametrize("kind", ["", "text/plain", "application/json", "image/png", "nonsense"])
def test_an_unknown_media_type(client: httpx.Client, kind: str) -> None:
    answer = client.post("/v1/validate", content=b"x", headers={"Content-Type": kind})
    assert "text/turtle" in is_problem(answer, 415)["detail"]


@pytest.mark.parametrize(
    ("kind", "body", "line"),
    [
        ("text/turtle", b"@prefix ex: <http://e/> .\nex:a ex:b", 2),
        ("application/n-triples", b"<http://e/a> <http://e/b> .\n", 1),
        ("application/ld+json", b'{\n"@id": }', 2),
        ("application/ld+yaml", b'"@id": urn:a\nurn:b: &c d', 2),
        ("application/rdf+xml", b'<e:T xmlns:e="urn:e:">\n<e:p>', 2),
    ],
)
def test_what_cannot_be_parsed_has_a_place(
    client: httpx.Client, kind: str, body: bytes, line: int
) -> None:
    answer = client.post("/v1/validate", content=body, headers={"Content-Type": kind})
    (error,) = is_problem(answer, 400)["errors"]
    assert error["line"] == line
    assert error["column"] >= 1


@pytest.mark.parametrize("coding", ["gzip", "br, identity"])
def test_a_compressed_body_is_told_from_broken_text(client: httpx.Client, coding: str) -> None:
    answer = client.post(
        "/v1/validate",
        content=gzip.compress(example("model-producer.ttl")),
        headers={"Content-Type": "text/turtle", "Content-Encoding": coding},
    )
    assert is_problem(answer, 415)["detail"] == (
        f"The Content-Encoding {coding!r} is not read; send the body as it is."
    )


def test_a_body_without_statements(client: httpx.Client) -> None:
    answer = client.post(
        "/v1/validate", content=b"# nothing\n", headers={"Content-Type": "text/turtle"}
    )
    is_problem(answer, 400)


def test_a_profile_that_does_not_exist(client: httpx.Client) -> None:
    answer = client.post(
        "/v1/validate",
        content=example("model-producer.ttl"),
        params={"profile": "nothing"},
        headers={"Content-Type": "text/turtle"},
    )
    assert answer.status_code in (400, 404)


@pytest.mark.parametrize("day", ["0", "2026-02-30", "yesterday", "2026-11-23T00:00:00"])
def test_a_day_that_is_none(client: httpx.Client, day: str) -> None:
    answer = client.post(
        "/v1/validate",
        content=example("model-producer.ttl"),
        params={"as_of": day},
        headers={"Content-Type": "text/turtle"},
    )
    is_problem(answer, 400)


def test_a_form_that_does_not_exist(client: httpx.Client) -> None:
    answer = client.post(
        "/v1/validate",
        content=example("model-producer.ttl"),
        headers={"Content-Type": "text/turtle", "Accept": "text/csv"},
    )
    is_problem(answer, 406)


def test_the_report_as_sarif(client: httpx.Client) -> None:
    answer = client.post(
        "/v1/validate",
        content=example("acquirer-draft.ttl"),
        headers={"Content-Type": "text/turtle", "Accept": "application/sarif+json"},
    )
    assert answer.headers["content-type"] == "application/sarif+json"
    [run] = answer.json()["runs"]
    assert run["tool"]["driver"]["name"] == "Crosstrace"
    assert run["results"]
