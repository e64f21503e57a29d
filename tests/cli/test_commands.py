"""The command line: what people type, what they see, and the exit codes programs rely on."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from crosstrace import __version__
from crosstrace.cli.main import run
from crosstrace.resources import DATA

EXAMPLES = DATA / "examples"
Output = pytest.CaptureFixture[str]


def test_show_an_element(capsys: Output) -> None:
    assert run(["show", "sp800-218a:PS.1.1"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("sp800-218a:PS.1.1  ")
    assert "task, priority high, unchanged from SSDF 1.1, refines ssdf-1.1:PS.1.1" in out
    assert "PS.1.1.R4" in out
    assert "related to owasp-llm-1.1:LLM10" in out
    assert "Table 1, PS.1.1" in out


def test_show_as_json_is_the_contracts_document(capsys: Output) -> None:
    assert run(["show", "sp800-218a:PO.1.1", "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["element"] == "sp800-218a:PO.1.1"
    assert [item["element"] for item in document["items"]] == [
        "sp800-218a:PO.1.1.R1",
        "sp800-218a:PO.1.1.R2",
    ]
    assert document["refines"] == "ssdf-1.1:PO.1.1"


def test_crosswalk_explains_each_lead(capsys: Output) -> None:
    assert run(["crosswalk", "csf-2.0:GV.OC-03", "--to", "ai-rmf-1.0"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("csf-2.0:GV.OC-03 leads to 10 elements of ai-rmf-1.0 within 3 hops")
    assert out.count("This is a lead to follow") == 10


def test_crosswalk_as_json_shows_every_hop(capsys: Output) -> None:
    arguments = ["crosswalk", "csf-2.0:PR.DS-01", "--to", "owasp-llm-1.1", "--format", "json"]
    assert run(arguments) == 0
    document = json.loads(capsys.readouterr().out)
    assert {r["element"] for r in document["results"]} == {
        "owasp-llm-1.1:LLM05-6",
        "owasp-llm-1.1:LLM10",
    }
    assert all(len(r["hops"]) == 3 and r["status"] == "lead" for r in document["results"])


def test_crosswalk_says_in_words_that_nothing_was_found(capsys: Output) -> None:
    assert run(["crosswalk", "csf-2.0:PR.DS-01", "--to", "ai-rmf-1.0"]) == 0
    assert capsys.readouterr().out.startswith("Nothing relates csf-2.0:PR.DS-01 to ai-rmf-1.0")


def test_crosswalk_include(capsys: Output) -> None:
    assert run(["crosswalk", "sp800-218a:PO.1.1", "--include", "asserted"]) == 0
    assert "lead " not in capsys.readouterr().out.split("\n", 1)[1].replace("leads", "")


def test_trace_draws_paths_in_text(capsys: Output) -> None:
    assert run(["trace", "csf-2.0:PR.DS-01", "owasp-llm-1.1:LLM10"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("2 paths from csf-2.0:PR.DS-01 to owasp-llm-1.1:LLM10 within 3 hops.")
    assert out.count("—[is refined by]→") == 2


def test_query_prints_rows(capsys: Output) -> None:
    text = (
        "PREFIX ct: <https://w3id.org/crosstrace/ns#> "
        "SELECT (COUNT(?t) AS ?n) WHERE { ?t a ct:Task ; ct:priority ct:High }"
    )
    assert run(["query", "-e", text, "--format", "csv"]) == 0
    assert capsys.readouterr().out.split() == ["n", "21"]


def test_query_from_a_file_with_a_row_limit(capsys: Output, tmp_path: Path) -> None:
    file = tmp_path / "all.rq"
    file.write_text("SELECT ?s WHERE { ?s ?p ?o }", encoding="utf-8")
    assert run(["query", str(file), "--max-rows", "5"]) == 0
    captured = capsys.readouterr()
    assert len(captured.out.splitlines()) == 6
    assert "cut after 5 rows" in captured.err


def test_construct_prints_a_graph(capsys: Output) -> None:
    text = "CONSTRUCT WHERE { <https://w3id.org/crosstrace/id/csf-2.0/GV> ?p ?o }"
    assert run(["query", "-e", text]) == 0
    assert "csf-2.0/GV" in capsys.readouterr().out


def test_new_writes_a_starter_that_can_be_judged(capsys: Output, tmp_path: Path) -> None:
    file = tmp_path / "ours.ttl"
    quoted = 'A "quoted" \\ name\nwith a line'
    assert run(["new", "--organization", quoted, "-o", str(file)]) == 0
    text = file.read_text(encoding="utf-8")
    assert text.count("a ct:Implementation ;") == 21
    assert run(["validate", str(file), "--format", "json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["counts"]["violation"] == 21
    assert run(["new", "-o", str(file)]) == 2
    assert "exists; name another file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "code"),
    [("model-producer.ttl", 0), ("system-producer.ttl", 0), ("acquirer-draft.ttl", 1)],
)
def test_validate_says_the_verdict_by_exit_code(capsys: Output, name: str, code: int) -> None:
    assert run(["validate", str(EXAMPLES / name), "--as-of", "2026-11-23"]) == code
    assert capsys.readouterr().out


def test_validate_several_files_gives_one_report_each(capsys: Output) -> None:
    files = [str(EXAMPLES / n) for n in ("model-producer.ttl", "acquirer-draft.ttl")]
    assert run(["validate", *files, "--format", "json", "--as-of", "2026-11-23"]) == 1
    reports = json.loads(capsys.readouterr().out)["reports"]
    assert [r["conforms"] for r in reports] == [True, False]


def test_validate_shows_the_line_it_means(capsys: Output) -> None:
    assert run(["validate", str(EXAMPLES / "acquirer-draft.ttl")]) == 1
    lines = capsys.readouterr().out.splitlines()
    at = next(n for n, line in enumerate(lines) if 'ct:status "implemented"' in line)
    assert lines[at].split("|")[0].strip() == "45"
    assert lines[at + 1].index("^") == lines[at].index('"implemented"')


DRAFTS = {
    "draft.yaml": """\
"@context": [https://w3id.org/crosstrace/context.jsonld, {ex: https://example.org/}]
id: ex:task
type: Implementation
status: Done
""",
    "draft.jsonld": """{
"@context": ["https://w3id.org/crosstrace/context.jsonld", {"ex": "https://example.org/"}],
"id": "ex:task", "type": "Implementation",
  "status": "Done"}""",
    "draft.rdf": """<ct:Implementation xmlns:ct="https://w3id.org/crosstrace/ns#"
    xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    rdf:about="https://example.org/task">
  <ct:status>Done</ct:status>
</ct:Implementation>""",
}
PLACES = {"draft.yaml": (4, 9), "draft.jsonld": (4, 13), "draft.rdf": (4, 14)}


def test_validate_shows_the_line_in_every_syntax(capsys: Output, tmp_path: Path) -> None:
    files = [tmp_path / name for name in DRAFTS]
    for file in files:
        file.write_text(DRAFTS[file.name], encoding="utf-8")
    assert run(["validate", *map(str, files), "--format", "sarif"]) == 1
    [sarif] = json.loads(capsys.readouterr().out)["runs"]
    regions = {}
    for result in sarif["results"]:
        place = result["locations"][0]["physicalLocation"]
        if result["ruleId"] == "Implementation-statusValue":
            name = Path(place["artifactLocation"]["uri"]).name
            regions[name] = (place["region"]["startLine"], place["region"]["startColumn"])
    assert regions == PLACES
    assert run(["validate", str(files[0])]) == 1
    assert "            4 | status: Done\n              |         ^\n" in capsys.readouterr().out


def test_validate_as_one_page_for_people(capsys: Output) -> None:
    files = [str(EXAMPLES / n) for n in ("model-producer.ttl", "acquirer-draft.ttl")]
    assert run(["validate", *files, "--format", "html"]) == 1
    page = capsys.readouterr().out
    assert page.count("<h2>") == 2
    assert "The graph conforms" in page
    assert "The graph does not conform" in page
    assert "https://w3id.org/crosstrace/id/sp800-218a/PO.1.1" in page
    assert all(outside not in page for outside in ('href="/', "<script", "<link", "src="))


def test_validate_as_sarif(capsys: Output) -> None:
    file = str(EXAMPLES / "acquirer-draft.ttl")
    assert run(["validate", file, "--format", "sarif"]) == 1
    [ran] = json.loads(capsys.readouterr().out)["runs"]
    assert {
        place["physicalLocation"]["artifactLocation"]["uri"]
        for found in ran["results"]
        for place in found["locations"]
    } == {file}


def test_validate_with_an_organisations_own_shapes(capsys: Output, tmp_path: Path) -> None:
    shapes = tmp_path / "own.ttl"
    shapes.write_text(
        """@prefix sh: <http://www.w3.org/ns/shacl#> .
        @prefix ct: <https://w3id.org/crosstrace/ns#> .
        @prefix own: <https://example.org/rules#> .
        own:Model a sh:NodeShape ; sh:targetClass ct:AIModel ; sh:property own:card .
        own:card a sh:PropertyShape ; sh:path own:modelCard ; sh:minCount 1 ;
            sh:message "Every model has a model card." .""",
        encoding="utf-8",
    )
    arguments = ["validate", str(EXAMPLES / "model-producer.ttl"), "--as-of", "2026-11-23"]
    assert run([*arguments, "--shapes", str(shapes)]) == 1
    assert "Every model has a model card." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["show", "PO.1.1"], "write it as edition:id"),
        (["show", "csf-2.0:XX"], "does not exist"),
        (["show", "sp800-218a:PO.1.1", "--store", "http://127.0.0.1:9/"], "remote endpoint"),
        (["crosswalk", "csf-2.0:GV", "--max-hops", "9"], "from 1 to 4"),
        (["crosswalk", "csf-2.0:GV", "--include", "sure"], "the statuses are asserted"),
        (["query"], "Give a query file"),
        (["query", "-e", "SELECT * WHERE { ?s ?p }"], "1:"),
        (["query", "-e", "SELECT * {}", "--format", "turtle"], "has no turtle results"),
        (["query", "missing.rq"], "can't be read"),
        (["validate", "missing.ttl"], "can't be read"),
        (["validate", __file__], ".py"),
        (["new", "--base", "example"], "can't begin identifiers"),
        (["import", "oscal-catalog", __file__], "would be lost"),
        (["serve", "--port", "99999"], "port"),
        (["nonsense"], "No such command"),
    ],
)
def test_unusable_input_is_one_line_and_exit_code_2(
    capsys: Output, arguments: list[str], message: str
) -> None:
    assert run(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    [line] = captured.err.splitlines()
    assert line.startswith("crosstrace: ")
    assert message in line


def test_a_port_that_is_taken_is_said_to_be(capsys: Output) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert run(["serve", "--port", str(port), "--workers", "1"]) == 2
    assert f"can't listen on 127.0.0.1:{port}" in capsys.readouterr().err


def test_version(capsys: Output) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.strip() == f"crosstrace {__version__}"


def test_settings_come_from_the_environment(
    capsys: Output, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CROSSTRACE_STORE", str(tmp_path / "store"))
    assert run(["show", "csf-2.0:GV"]) == 0
    assert (tmp_path / "store").is_dir()
    monkeypatch.setenv("CROSSTRACE_PORT", "none")
    assert run(["show", "csf-2.0:GV"]) == 2
    assert "port" in capsys.readouterr().err


def test_a_broken_settings_file_is_named(
    capsys: Output, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "crosstrace.toml"
    file.write_text("port = ", encoding="utf-8")
    monkeypatch.setenv("CROSSTRACE_CONFIG", str(file))
    assert run(["show", "csf-2.0:GV"]) == 2
    assert "crosstrace.toml" in capsys.readouterr().err
