"""`crosstrace import evidence`: what people type, what they get, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crosstrace.cli.evidence import Format
from crosstrace.cli.main import run
from crosstrace.evidence import FORMATS

INPUTS = Path(__file__).parents[1] / "unit" / "evidence" / "inputs"
BOM, SCAN = str(INPUTS / "ml-bom.json"), str(INPUTS / "scan.sarif")
Output = pytest.CaptureFixture[str]


def test_turtle_goes_out_and_losses_beside_it(capsys: Output) -> None:
    assert run(["import", "evidence", BOM, "--for", "sp800-218a:PS.3.2"]) == 0
    captured = capsys.readouterr()
    assert ":PS.3.2 ct:evidence :evidence-" in captured.out
    assert "Parts of the BOM are not kept: dependencies.\n" in captured.err


def test_several_files_become_one_graph(capsys: Output, tmp_path: Path) -> None:
    output = tmp_path / "evidence.jsonld"
    assert run(["import", "evidence", BOM, SCAN, "-o", str(output)]) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(f"Wrote {output}; add it to your implementation graph.\n")
    assert f"{SCAN}: Extensions of tools are not kept: 'pickle rules'." in captured.err
    graph = json.loads(output.read_text(encoding="utf-8"))["@graph"]
    evidence = [node["documentType"] for node in graph if node.get("type") == "Evidence"]
    assert evidence == ["CycloneDX BOM", "SARIF log"]
    assert run(["import", "evidence", BOM, "-o", str(output)]) == 2
    assert "exists" in capsys.readouterr().err


def test_the_form_can_be_named(capsys: Output, tmp_path: Path) -> None:
    assert run(["import", "evidence", BOM, "--as", "jsonld"]) == 0
    assert json.loads(capsys.readouterr().out)["@context"]
    output = tmp_path / "evidence.json"
    assert run(["import", "evidence", BOM, "--as", "turtle", "-o", str(output)]) == 0
    assert output.read_text(encoding="utf-8").startswith("@prefix")


def test_days_titles_and_places_are_those_of_one_file(capsys: Output) -> None:
    said = ["--title", "Bill", "--issued", "2026-11-01", "--valid-until", "2027-11-01"]
    place = ["--url", "https://example.org/bom.json", "--base", "https://example.org/ours#"]
    assert run(["import", "evidence", BOM, *said, *place]) == 0
    out = capsys.readouterr().out
    assert 'dcterms:title "Bill"' in out
    assert 'dcterms:issued "2026-11-01"^^xsd:date' in out
    assert 'ct:validUntil "2027-11-01"^^xsd:date' in out
    assert "@prefix : <https://example.org/ours#> ." in out
    assert run(["import", "evidence", BOM, SCAN, "--title", "Bill"]) == 2
    assert "name only that" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"{}", "it is no in-toto statement"),
        (b"[" * 200_000, "nested deeper"),
        (b"\x00", "The JSON is broken"),
        (b'{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [1]}', "/components/0"),
    ],
)
def test_unusable_files_end_with_one_line(
    capsys: Output, tmp_path: Path, body: bytes, said: str
) -> None:
    file = tmp_path / "hostile.json"
    file.write_bytes(body)
    assert run(["import", "evidence", str(file)]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith(f"crosstrace: {file}: ")
    assert said in line


def test_what_is_too_large_or_has_no_end_is_not_read_to_it(tmp_path: Path, capsys: Output) -> None:
    assert run(["import", "evidence", "/dev/zero"]) == 2
    assert "is not a regular file" in capsys.readouterr().err
    large = tmp_path / "large.json"
    with large.open("wb") as file:
        file.truncate(32 * 2**20 + 1)
    assert run(["import", "evidence", str(large)]) == 2
    assert "is larger than 32 MiB" in capsys.readouterr().err
    assert run(["import", "evidence", BOM, "--format", "sarif"]) == 2
    assert "/version" in capsys.readouterr().err


def test_every_format_can_be_named() -> None:
    assert tuple(Format) == FORMATS
