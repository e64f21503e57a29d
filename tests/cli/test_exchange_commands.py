"""Mapping sets in and out, what is derived from them, and editions compared, as typed."""

from __future__ import annotations

import gc
import json
from pathlib import Path

import pytest

from crosstrace.cli.main import run
from crosstrace.resources import DATA

ROOT = Path(__file__).parents[2]
CATALOG = ROOT / "tests" / "unit" / "sources" / "oscal" / "catalog.json"
PRODUCER = DATA / "examples" / "model-producer.ttl"
SHEET = """\
Focal Document Element,Rationale,Relationship,Reference Document Element,Strength of Relationship
GV.OC-03,semantic,superset of,GV.OC-01,6
GV.OC-01,semantic,intersects with,GV.OC-01,5
"""
FACTS = [
    *("--set", "ours", "--focal", "csf-2.0", "--reference", "small", "--title", "Ours"),
    *("--publisher", "https://example.org/", "--issued", "2026-11-24", "--set-version", "1"),
    *("--licence", "https://example.org/licence", "--source", "https://example.org/mappings"),
    *("--use-case", "Testing."),
]
SET_FORMATS = ("sssom", "olir", "olir-xlsx", "oscal", "csv", "xlsx")
IMPORTS = {
    "sssom": ["sssom", "--focal", "csf-2.0", "--reference", "small", "--set", "ours"],
    "olir": ["olir", *FACTS],
    "olir-xlsx": ["olir", *FACTS],
    "oscal": ["oscal-mapping", "--set", "ours"],
    "csv": ["table"],
    "xlsx": ["table"],
}


def call(*words: str) -> int:
    code = run([*words])
    gc.collect()  # the store of a command closes with its process; here, with its last reference
    return code


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store that holds a small edition and a set of two mappings to it."""
    folder = tmp_path_factory.mktemp("exchange")
    sheet = folder / "sheet.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    store = ["--store", str(folder / "store")]
    edition = ["--new-edition", "small", "--publisher", "https://example.org/"]
    assert call("import", "oscal-catalog", str(CATALOG), *edition, *store) == 0
    assert call("import", "olir", str(sheet), *FACTS, *store) == 0
    return folder


@pytest.fixture
def store(folder: Path) -> list[str]:
    return ["--store", str(folder / "store")]


def test_an_imported_set_answers(store: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert call("crosswalk", "csf-2.0:GV.OC-03", "--to", "small", *store) == 0
    said = capsys.readouterr().out
    assert "asserted  small:GV.OC-01" in said
    assert "so says the semantic set-theory set ours" in said


@pytest.mark.parametrize("form", SET_FORMATS)
def test_a_set_goes_out_and_comes_in_again(
    folder: Path, store: list[str], capsys: pytest.CaptureFixture[str], form: str
) -> None:
    file = folder / f"ours.{form}"
    assert call("export", "set", "ours", "--format", form, "-o", str(file), *store) == 0
    assert not file.with_name(file.name + ".part").exists()
    command, *options = IMPORTS[form]
    assert call("import", command, str(file), *options, *store) == 0
    assert "ours: 2 mappings brought in." in capsys.readouterr().out


def test_a_crosswalk_goes_out(
    folder: Path, store: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    for form in ("json", "csv", "xlsx", "sssom", "oscal"):
        file = folder / f"crosswalk.{form}"
        words = ["csf-2.0", "small", "--format", form, "-o", str(file)]
        assert call("export", "crosswalk", *words, *store) == 0
        assert file.stat().st_size > 200
    assert call("export", "crosswalk", "csf-2.0", "small", *store) == 0
    assert capsys.readouterr().out.startswith("source,target,target_label,status,relations")


def test_what_follows_is_kept_and_goes_with_its_set(
    folder: Path, store: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    graph = "https://w3id.org/crosstrace/id/derived/small/csf-2.0"
    count = f"SELECT (COUNT(DISTINCT ?m) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?m ?p ?o }} }}"
    assert call("derive", "small", "csf-2.0", *store) == 0
    assert "2 derived mappings in" in capsys.readouterr().out
    assert call("query", "-e", count, "--format", "csv", *store) == 0
    assert capsys.readouterr().out.split() != ["n", "0"]
    assert call("withdraw", "ours", *store) == 0
    capsys.readouterr()
    assert call("query", "-e", count, "--format", "csv", *store) == 0
    assert capsys.readouterr().out.split() == ["n", "0"]
    assert call("import", "olir", str(folder / "sheet.csv"), *FACTS, *store) == 0


SSSOM = """\
#style: {style}
subject_id\tpredicate_id\tobject_id\tmapping_justification
csf-2.0:GV.OC-03\t{relation}\tsmall:GV.OC-01\tsemapv:ManualMappingCuration
"""
BARE = ["--set", "bare", "--focal", "csf-2.0", "--reference", "small"]


@pytest.mark.parametrize(
    ("command", "text", "options"),
    [
        ("olir", SHEET, []),
        ("sssom", SSSOM.format(style="crosswalk", relation="rdfs:seeAlso"), []),
        (
            "sssom",
            SSSOM.format(style="set_theory", relation="skos:broadMatch"),
            ["--rationale", "functional"],
        ),
    ],
)
def test_what_nobody_states_of_a_set_is_marked_as_not_stated(
    folder: Path,
    store: list[str],
    capsys: pytest.CaptureFixture[str],
    command: str,
    text: str,
    options: list[str],
) -> None:
    file = folder / "bare"
    file.write_text(text, encoding="utf-8")
    assert call("import", command, str(file), *BARE, *options, *store) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "marked so: title, version, publisher, sources, issued, licence, use_case." in said
    assert call("export", "set", "bare", "--format", "csv", *store) == 0
    row = capsys.readouterr().out
    assert "organization/not-stated" in row
    assert "id/import-file/" in row
    assert call("withdraw", "bare", *store) == 0


def test_contradictions_are_shown_with_a_negative_exit_code(
    folder: Path, store: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("contradictions", "--max-hops", "1", *store) == 0
    assert "No contradictions found." in capsys.readouterr().out
    other = folder / "other.csv"
    other.write_text(SHEET.replace("superset of", "subset of"), encoding="utf-8")
    facts = ["other" if word == "ours" else word for word in FACTS]
    assert call("import", "olir", str(other), *facts, *store) == 0
    capsys.readouterr()
    assert call("contradictions", "--max-hops", "1", *store) == 1
    said = capsys.readouterr().out
    assert "csf-2.0:GV.OC-03  small:GV.OC-01" in said
    assert "these can't hold together" in said
    assert call("withdraw", "other", *store) == 0


def test_the_draft_of_ssdf_is_compared(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["diff", "ssdf-1.1", "ssdf-1.2-ipd", "--graph", str(PRODUCER)]
    assert call(*words) == 0
    said = capsys.readouterr().out
    assert said.startswith("ssdf-1.1 to ssdf-1.2-ipd: 49 unchanged, 12 reworded, 9 added")
    assert "a change of substance" in said
    assert "not assessed yet: ssdf-1.2-ipd:PO.6" in said
    assert call(*words, "--format", "json") == 0
    graph = json.loads(capsys.readouterr().out)["graph"]
    assert {claim["carry_over"] for claim in graph["claims"]} == {"carry_over", "reassess"}


def test_what_became_of_superseded_targets_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("superseded") == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "27 mappings with csf-1.1 (withdrawn), which csf-2.0 follows" in said
    assert "csf-1.1:ID.GV-3 moved to csf-2.0:GV.OC-03" in said
    assert "csf-1.1:PR.AT not stated" in said
    assert call("superseded", "--format", "json") == 0
    items = json.loads(capsys.readouterr().out)["items"]
    assert {one["edition"]: one["successor"] for one in items}["csf-1.1"] == "csf-2.0"


WRONG = SHEET.replace("GV.OC-03,semantic", "GV.OC-99,semantic")
REFUSED = [
    (["import", "olir", "{sheet}", *FACTS], "memory:"),
    (["import", "olir", "{wrong}", *FACTS, "{store}"], "Row 1: csf-2.0:GV.OC-99 is not an"),
    (["import", "olir", "{sheet}", *FACTS, "--orientation", "up", "{store}"], "no orientation"),
    (["import", "sssom", "{sheet}", *IMPORTS["sssom"][1:], "{store}"], "style must be given"),
    (["import", "sssom", "{binary}", *IMPORTS["sssom"][1:], "{store}"], "is not in UTF-8"),
    (["import", "oscal-mapping", "{sheet}", "--set", "ours", "{store}"], "JSON"),
    (["import", "table", "{sheet}", "{store}"], "has the columns sources"),
    (["import", "table", "{absent}", "{store}"], "can't be read"),
    (["import", "oscal-catalog", "{catalog}", "--new-edition", "x", "{store}"], "--publisher"),
    (["export", "set", "absent", "{store}"], "No mapping set 'absent' is held"),
    (["export", "set", "ours", "--format", "pdf", "{store}"], "pdf"),
    (["export", "set", "ours", "-o", "{folder}/no/where", "{store}"], "can't be written"),
    (["export", "crosswalk", "csf-2.0", "absent", "{store}"], "No edition 'absent'"),
    (["derive", "csf-2.0", "small"], "memory:"),
    (["withdraw", "absent", "{store}"], "No mapping set 'absent'"),
    (["diff", "ssdf-1.1", "csf-2.0"], "not two editions of one framework"),
]


@pytest.mark.parametrize(("words", "message"), REFUSED, ids=lambda value: str(value)[:60])
def test_what_can_not_be_done_is_one_line_and_exit_code_2(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    (folder / "wrong.csv").write_text(WRONG, encoding="utf-8")
    (folder / "binary").write_bytes(b"\xff\xfe")
    files = {
        "sheet": folder / "sheet.csv",
        "wrong": folder / "wrong.csv",
        "binary": folder / "binary",
        "absent": folder / "absent",
        "catalog": CATALOG,
        "store": f"--store={folder / 'store'}",
        "folder": folder,
    }
    assert call(*(word.format(**files) for word in words)) == 2
    captured = capsys.readouterr()
    assert message in captured.err
    assert captured.err.count("\n") == 1
