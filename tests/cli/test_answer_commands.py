"""The traceability commands as they are typed, and what they print for people."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pyoxigraph as ox
import pytest
from rich.console import Console

from crosstrace import traceability
from crosstrace.archive.records import digest_of
from crosstrace.bootstrap import KnowledgeGraph
from crosstrace.cli import answer_texts, answers
from crosstrace.cli.graphs import GraphFile
from crosstrace.cli.main import run
from crosstrace.resources import DATA
from crosstrace.traceability import ImplementationView, Judged, read_view

FOLDER = DATA / "examples" / "three-organizations"
MODEL, SYSTEM, ACQUIRER = (
    str(FOLDER / f"{name}.ttl") for name in ("model-producer", "system-producer", "acquirer")
)
DAY = dt.date(2026, 11, 25)
AS_OF = ["--as-of", "2026-11-25"]


def read(file: str) -> ImplementationView:
    triples = (q.triple for q in ox.parse(Path(file).read_bytes(), format=ox.RdfFormat.TURTLE))
    return read_view(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"")


@pytest.fixture
def opened(graph: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the tests of options a store and a worker of their own."""
    monkeypatch.setattr(answers, "open_known", lambda _store: graph)

    def unjudged(
        files: list[Path], _store: object, _known: object, day: dt.date
    ) -> list[GraphFile]:
        judged = Judged("submission", day, 0)
        return [GraphFile(f, digest_of(f.read_bytes()), read(str(f)), judged) for f in files]

    monkeypatch.setattr(answers, "read_graphs", unjudged)


def test_a_command_reads_a_graph_in_the_sandbox(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["coverage", MODEL, "--edition", "ssdf-1.1", *AS_OF]) == 0
    told = capsys.readouterr().out
    assert told.startswith(
        "On 2026-11-25: of 41 tasks of ssdf-1.1, 15 fully covered, 3 covered in part, 2 planned, "
        "1 unknown, 20 not covered; 1 more does not apply.\n"
    )


def test_a_graph_that_can_not_be_read_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "ours.ttl"
    file.write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
    assert run(["gaps", str(file)]) == 2
    assert "ours.ttl: An implementation graph has one root" in capsys.readouterr().err


def test_of_a_graph_that_does_not_conform_every_answer_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "ours.ttl"
    text = Path(MODEL).read_text(encoding="utf-8")
    file.write_text(text.replace("ct:decision ct:Adopted", "ct:decision ct:Forgotten", 1))
    assert run(["attest", str(file), "--edition", "sp800-218a", *AS_OF, "--format", "json"]) == 1
    shown = capsys.readouterr()
    document = json.loads(shown.out)
    judged = document["judged"]
    assert (judged["level"], judged["as_of"], judged["conforms"]) == (
        "submission", "2026-11-25", False,
    )  # fmt: skip
    assert judged["violations"] > 0
    assert "it does not conform, with" in document["message"]
    assert "ours.ttl: Judged as of 2026-11-25 at the level submission, it does not" in shown.err
    assert run(["responsibility", MODEL, "--supplier", str(file), *AS_OF]) == 0
    assert capsys.readouterr().err == shown.err


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize(
    ("arguments", "code", "key"),
    [
        (["coverage", MODEL, "--edition", "csf-2.0"], 0, "elements"),
        (["gaps", MODEL, "--edition", "csf-2.0"], 0, "mapping_gaps"),
        (["gaps", MODEL], 0, "tasks"),
        (["impact", MODEL, "--expires-before", "2027-01-24"], 0, "losses"),
        (["impact", SYSTEM, "--evidence", "https://example.org/heron/weight-review",
          "--supplier", MODEL], 0, "together"),
        (["responsibility", ACQUIRER, "--supplier", SYSTEM, "--supplier", MODEL], 0, "supplied"),
        (["impact", MODEL], 0, "losses"),
        (["impact", MODEL, "--mapping-set", "ssdf-1.1-to-ssdf-1.2-ipd"], 0, "elements"),
        (["attest", MODEL], 1, "items"),
        (["attest", MODEL, "--edition", "sp800-218a"], 1, "items"),
        (["next-steps", SYSTEM, "--count", "2"], 0, "steps"),
        (["compare", MODEL, SYSTEM], 0, "elements"),
        (["compare", MODEL, MODEL, "--versions"], 0, "changes"),
    ],
)  # fmt: skip
def test_each_command_answers_as_json_and_as_text(
    arguments: list[str], code: int, key: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*arguments, *AS_OF, "--format", "json"]) == code
    document = json.loads(capsys.readouterr().out)
    assert document[key] is not None
    assert document["as_of"] == "2026-11-25"
    assert set(document["editions"]) >= {"sp800-218a"}
    assert run([*arguments, *AS_OF]) == code
    text = capsys.readouterr().out
    assert text.startswith(document["message"])
    assert len(text.splitlines()) < 90


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["coverage", MODEL, "--edition", "csf-9"], "No edition 'csf-9'"),
        (["coverage", MODEL, "--edition", "csf-2.0", "--asset", "urn:x"], "is no asset of"),
        (["impact", MODEL, "--evidence", "urn:x"], "No evidence 'urn:x'"),
        (["impact", MODEL, "--asset", "urn:x"], "lost for all"),
        (["impact", MODEL, "--mapping-set", "x", "--evidence", "urn:x"], "not for both at once"),
        (["attest", MODEL, "--edition", "csf-2.0"], "Nobody attests to csf-2.0"),
        (["next-steps", MODEL, "--count", "0"], "greater than or equal to 1"),
    ],
)
def test_what_can_not_be_answered_is_said_in_a_line(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert says in line


@pytest.mark.usefixtures("opened")
def test_without_a_day_it_is_today(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["next-steps", MODEL, "--format", "json"]) == 0
    day = dt.date.fromisoformat(json.loads(capsys.readouterr().out)["as_of"])
    assert abs(day - dt.datetime.now(dt.UTC).date()) <= dt.timedelta(days=1)


@pytest.mark.usefixtures("opened")
def test_ready_is_exit_code_0(
    graph: KnowledgeGraph, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tasks = (e for e in graph.catalog.of_edition("sp800-218a") if e.kind == "task")
    head = Path(MODEL).read_text(encoding="utf-8").split("# --- Prepare")[0]
    rows = (
        f":{t.ref.local} a ct:Implementation ; ct:implements <{t.ref.iri}> ; "
        "ct:appliesTo :heron-7b ; ct:status ct:NotApplicable ; ct:rationale 'A test' ."
        for t in tasks
    )
    file = tmp_path / "ready.ttl"
    file.write_text(head + "\n".join(rows), encoding="utf-8")
    assert run(["attest", str(file)]) == 0
    assert "cisa-form-1.0 is ready" in capsys.readouterr().out


# --- As a terminal shows it


def shown(text: Callable[[Console, Any], None], found: Any, *, terminal: bool) -> str:
    out = Console(
        file=io.StringIO(),
        force_terminal=terminal,
        color_system=None,
        width=100,
        highlight=False,
        markup=False,
    )
    text(out, found)
    return out.file.getvalue()  # type: ignore[attr-defined]


def test_tables_fit_a_terminal(graph: KnowledgeGraph) -> None:
    found = traceability.gaps(read(MODEL), graph.crosswalk, DAY)
    text = shown(answer_texts.gaps, found, terminal=True)
    assert "priority" in text
    assert max(map(len, text.splitlines())) <= 100
    assert "What speaks against statements:" in text


def test_a_single_loss_is_shown_in_full(graph: KnowledgeGraph) -> None:
    found = traceability.impact(
        read(SYSTEM),
        graph.crosswalk,
        DAY,
        evidence="https://example.org/heron/weight-review",
        suppliers=[read(MODEL)],
    )
    text = shown(answer_texts.impact, found, terminal=False)
    assert "Left to suppliers:\n  sp800-218a:PS.1.1: shown → lapsed" in text
    own = traceability.impact(
        read(MODEL), graph.crosswalk, DAY, evidence="https://example.org/heron/environment-audit"
    )
    text = shown(answer_texts.impact, own, terminal=False)
    assert "cisa-form-1.0:1a: ready → blocked" in text
    assert "PO.5.1     full → none  nothing" in text


def test_an_empty_answer_has_no_tables(graph: KnowledgeGraph) -> None:
    view = read(MODEL)
    found = traceability.impact(view, graph.crosswalk, DAY, expires_before=DAY)
    assert shown(answer_texts.impact, found, terminal=False).count("\n") == 1


# --- As files


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["coverage", MODEL, "--edition", "ssdf-1.1"], 0, "Coverage of ssdf-1.1"),
        (["gaps", MODEL], 0, "Gaps in sp800-218a"),
        (["impact", MODEL], 0, "What most rests upon"),
        (
            ["impact", MODEL, "--mapping-set", "ssdf-1.1-to-ssdf-1.2-ipd"],
            0,
            "What falls with ssdf-1.1-to-ssdf-1.2-ipd",
        ),
        (["responsibility", MODEL], 0, "Who answers for what"),
        (["attest", MODEL], 1, "Attestation summary: cisa-form-1.0"),
        (["next-steps", MODEL], 0, "Next steps"),
        (["compare", MODEL, SYSTEM], 0, "Coverage of sp800-218a side by side"),
        (["compare", SYSTEM, MODEL, "--versions"], 0, "What changed"),
    ],
)
def test_an_answer_is_written_as_a_page_of_its_own(
    arguments: list[str], code: int, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "answer.html"
    assert run([*arguments, *AS_OF, "--format", "html", "-o", str(file)]) == code
    page = file.read_text(encoding="utf-8")
    assert f"<h1>{says}</h1>" in page
    assert hashlib.sha256(Path(MODEL).read_bytes()).hexdigest() in page
    assert 'href="/' not in page
    assert "--good" in page  # its style is inside
    assert run([*arguments, *AS_OF, "--format", "html"]) == code
    assert capsys.readouterr().out == f"{page}\n"


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize("command", [["coverage", MODEL, "--edition", "csf-2.0"], ["gaps", MODEL],
                                     ["attest", MODEL], ["responsibility", MODEL]])  # fmt: skip
def test_an_answer_is_written_as_a_table(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "answer.xlsx"
    run([*command, *AS_OF, "--format", "xlsx", "--output", str(file)])
    sheet = openpyxl.load_workbook(file).worksheets[0]
    run([*command, *AS_OF, "--format", "csv"])
    lines = list(csv.reader(io.StringIO(capsys.readouterr().out, newline="")))
    assert [cell.value for cell in sheet[1]] == lines[0]
    assert sheet.max_row == len(lines) > 30


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["gaps", MODEL, "--format", "xlsx"], "needs a file"),
        (["gaps", MODEL, "-o", "x.txt"], "name another --format"),
        (["impact", MODEL, "--format", "csv"], "does not come in that form"),
        (["gaps", MODEL, "--format", "json", "-o", MODEL], "exists"),
    ],
)
def test_what_can_not_be_written_is_said(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert says in line


@pytest.mark.usefixtures("opened")
def test_an_answer_names_the_files_it_was_made_from(capsys: pytest.CaptureFixture[str]) -> None:
    digests = [hashlib.sha256(Path(file).read_bytes()).hexdigest() for file in (SYSTEM, MODEL)]
    names = [Path(file).name for file in (SYSTEM, MODEL)]
    asked = ["responsibility", SYSTEM, "--supplier", MODEL, *AS_OF]
    assert run([*asked, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)["answered_from"]
    assert [(one["name"], one["sha256"]) for one in found] == list(zip(names, digests, strict=True))
    assert [one["version"] for one in found] == [None, None]
    assert run(asked) == 0
    shown = "".join(capsys.readouterr().out.split())
    assert all(
        name + "SHA-256" + digest in shown for name, digest in zip(names, digests, strict=True)
    )
    assert run(["gaps", MODEL, *AS_OF]) == 0
    assert "Answered from" not in capsys.readouterr().out
