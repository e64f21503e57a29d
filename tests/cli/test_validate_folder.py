"""`crosstrace validate FOLDER`, as typed, and stopped in the middle."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from crosstrace.cli.main import run
from crosstrace.resources import DATA

EXAMPLES = DATA / "examples"
COMMAND = "from crosstrace.cli.main import main; main()"


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
    assert run(["validate", str(folder)]) == 1
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


def test_a_folder_is_judged_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", str(folder), str(folder)]) == 2
    assert run(["validate", str(folder), "--format", "html"]) == 2
    assert capsys.readouterr().err.count("judged alone") == 2


def test_a_run_that_was_stopped_goes_on(folder: Path) -> None:
    for number in range(120):
        shutil.copy(EXAMPLES / "system-producer.ttl", folder / f"supplier-{number:03}.ttl")
    command = [sys.executable, "-c", COMMAND, "validate", str(folder)]
    kept = folder.with_name("suppliers-results")
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        deadline = time.monotonic() + 120
        while not any(kept.rglob("*.json")) and time.monotonic() < deadline:
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)
        _, error = process.communicate(timeout=60)
    assert process.returncode == 2
    assert error.startswith("crosstrace: Interrupted after")
    assert error.count("\n") == 1
    done = len(list(kept.rglob("*.json")))
    assert 0 < done < 122
    finished = subprocess.run(
        [*command, "--format", "json"], capture_output=True, text=True, check=False
    )
    summary = json.loads(finished.stdout)
    assert summary["graphs"] == 122
    assert summary["unusable"] == 0
    assert summary["from_earlier_run"] == done
