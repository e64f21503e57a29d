"""The same corpus as it is typed and as it comes over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import httpx
import pytest
from hostile_case import INVALID, LARGE, PREFIXES, STOPPED, VERDICT, Case, sent
from hostile_run import Ear, unclear
from test_hostile import CASES

from crosstrace.cli.main import run
from crosstrace.settings import Settings

STATUSES: Final = {VERDICT: 200, INVALID: 400, LARGE: 413, STOPPED: 503}
SMALL: Final = 20_000
"""Bytes of the bodies that are sent again, so that it takes seconds, not minutes."""


def small(listener: str) -> Iterator[tuple[Case, bytes]]:
    """The cases without shapes of their own that are quickly answered, with their bodies."""
    for case in CASES:
        if case.shapes is None and case.answer != STOPPED:
            body = sent(case.body, listener)
            if len(body) <= SMALL:
                yield case, body


def problem(answer: httpx.Response) -> dict[str, object]:
    assert answer.headers["content-type"] == "application/problem+json"
    document: dict[str, object] = answer.json()
    assert not unclear(str(document["detail"]))
    return document


def test_over_http(client: httpx.Client, ear: Ear) -> None:
    asked = 0
    for case, body in small(ear.address):
        answer = client.post(
            "/v1/validate", content=body, headers={"Content-Type": case.syntax.media_type}
        )
        assert answer.status_code == STATUSES[case.answer], (case.name, answer.text)
        if case.answer == VERDICT:
            shapes = [result["shape"] for result in answer.json()["results"]]
            assert any(case.says in shape for shape in shapes), case.name
        else:
            assert str(problem(answer)["type"]).endswith(case.answer)
        asked += 1
    assert asked > 150
    assert client.get("/readyz").status_code == 200


def test_in_a_folder_by_command(
    tmp_path: Path, ear: Ear, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, kept = tmp_path / "graphs", tmp_path / "kept"
    folder.mkdir()
    expected = {}
    for number, (case, body) in enumerate(small(ear.address)):
        name = f"{number:03}{case.syntax.endings[0]}"
        (folder / name).write_bytes(body)
        expected[name] = case.answer
    code = run(["validate", str(folder), "--results", str(kept), "--format", "json"])
    said = capsys.readouterr()
    assert (code, said.err) == (2, "")
    found = {}
    for item in json.loads(said.out)["items"]:
        found[item["file"]] = VERDICT if item["error"] is None else INVALID
        assert item["error"] is None or not unclear(item["error"])
    assert found == expected


def test_shapes_by_command(tmp_path: Path, ear: Ear, capsys: pytest.CaptureFixture[str]) -> None:
    graph, shapes = tmp_path / "graph.ttl", tmp_path / "shapes.ttl"
    graph.write_text('<urn:a> <urn:b> "c" .', encoding="utf-8")
    query = f"SELECT $this {{ SERVICE <{ear.address}> {{ ?s ?p ?o }} }}"
    shapes.write_text(
        f'{PREFIXES} ex:S sh:targetNode ex:a ; sh:sparql [ sh:select "{query}" ] .',
        encoding="utf-8",
    )
    assert run(["validate", str(graph), "--shapes", str(shapes)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "SERVICE would fetch" in said.err
    assert said.err.count("\n") == 1


def test_a_terminal_is_not_told_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clear = "\x1b[2J\u202e\x07"
    graph = tmp_path / "graph.ttl"
    graph.write_text(
        f'{PREFIXES} ex:e a ct:Evidence ; dcterms:issued "{clear}" .', encoding="utf-8"
    )
    assert run(["validate", str(graph)]) == 1
    assert run(["validate", str(tmp_path / f"{clear}.ttl")]) == 2
    said = capsys.readouterr()
    assert not set(clear[0] + clear[4:]) & set(said.out + said.err)
    assert r"\u001b[2J\u202e\u0007" in said.out


def test_a_body_over_the_limit(client: httpx.Client) -> None:
    body = b"#" * (Settings().body_bytes + 1)
    answer = client.post("/v1/validate", content=body, headers={"Content-Type": "text/turtle"})
    assert answer.status_code == STATUSES[LARGE]
    assert str(problem(answer)["type"]).endswith(LARGE)


@pytest.mark.parametrize(
    "media_type",
    [
        "",
        "text/plain",
        "text/n3",
        "application/xml",
        "image/png",
        "text/turtle\x7f",
        "*/*",
        ";",
        "a" * 5000,
    ],
)
def test_a_media_type_that_is_not_read(client: httpx.Client, media_type: str) -> None:
    answer = client.post("/v1/validate", content=b"x", headers={"Content-Type": media_type})
    assert answer.status_code == 415
    assert str(problem(answer)["type"]).endswith("unsupported-syntax")


@pytest.mark.parametrize("ending", [".txt", ".n3", ".zip", "", ".ttl.gz"])
def test_a_file_that_is_not_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str
) -> None:
    (tmp_path / f"graph{ending}").write_bytes(b"x")
    assert run(["validate", str(tmp_path / f"graph{ending}")]) == 2
    assert "ending of an RDF file" in capsys.readouterr().err
