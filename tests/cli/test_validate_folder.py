"""`crosstrace validate FOLDER`, as typed, and stopped in the middle."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from crosstrace.cli.main import run
from crosstrace.resources import DATA
from crosstrace.validation.batch import Batch, Outcome

EXAMPLES = DATA / "examples"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "suppliers"
    (folder / "one").mkdir(parents=True)
    shutil.copy(EXAMPLES / "model-producer.ttl", folder / "one")
    shutil.copy(EXAMPLES / "acquirer-draft.ttl", folder)
    return folder


def test_a_folder_is_judged_and_each_result_kept(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["validate", str(folder), "--jobs", "2"]) == 1
    said = capsys.readouterr().out
    assert "2 graphs, 1 conforming, 1 not conforming, 0 unusable, 0 from earlier run" in said
    assert "Coverage-high" in said
    assert "acquirer-draft.ttl: " in said
    kept = folder.with_name("suppliers-results") / "one" / "model-producer.ttl.json"
    assert json.loads(kept.read_text(encoding="utf-8"))["report"]["conforms"] is True


def test_what_can_not_be_judged_is_listed_and_the_rest_is_judged(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "broken.ttl").write_text("<", encoding="utf-8")
    words = ["validate", str(folder), "--format", "json", "--results", str(tmp_path / "kept")]
    assert run(words) == 2
    summary = json.loads(capsys.readouterr().out)
    assert summary["graphs"] == 3
    assert summary["unusable"] == 1
    assert run(words) == 2
    assert json.loads(capsys.readouterr().out)["from_earlier_run"] == 3


@pytest.mark.parametrize("wrong", [["--level", "submision"], ["--shapes", "SHAPES"]])
def test_what_is_asked_for_wrongly_is_said_once_and_takes_no_results_place(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], wrong: list[str]
) -> None:
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text("<", encoding="utf-8")
    assert run(["validate", str(folder)]) == 1
    capsys.readouterr()
    assert run(["validate", str(folder), wrong[0], wrong[1].replace("SHAPES", str(shapes))]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert run(["validate", str(folder)]) == 1
    assert "2 from earlier run" in capsys.readouterr().out


def test_a_folder_is_judged_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", str(folder), str(folder)]) == 2
    assert run(["validate", str(folder), "--format", "html"]) == 2
    assert capsys.readouterr().err.count("judged alone") == 2


def test_a_run_that_was_stopped_goes_on(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole_run = Batch.run

    def stopped(batch: Batch, files: Iterable[Path], workers: int) -> Iterator[Outcome]:
        yield next(whole_run(batch, list(files)[:1], workers))
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Batch, "run", stopped)
        assert run(["validate", str(folder)]) == 2
    error = capsys.readouterr().err
    assert error.startswith("crosstrace: Interrupted after 1 of 2 graphs")
    assert error.count("\n") == 1
    assert run(["validate", str(folder), "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["from_earlier_run"] == 1


def test_results_for_other_elements_or_shapes_are_not_taken(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ["validate", str(folder), "--format", "json"]
    run(command)
    assert json.loads(capsys.readouterr().out)["from_earlier_run"] == 0
    run(command)
    assert json.loads(capsys.readouterr().out)["from_earlier_run"] == 2
    monkeypatch.setattr("crosstrace.validation.known.reference_graph", lambda _: b"")
    run(command)
    assert json.loads(capsys.readouterr().out)["from_earlier_run"] == 0
