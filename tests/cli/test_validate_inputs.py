"""`crosstrace validate` on files and folders as a disk may hold them, and ended from outside."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from crosstrace.cli import main, validate_folder
from crosstrace.cli.main import run
from crosstrace.resources import DATA

EXAMPLE = DATA / "examples" / "model-producer.ttl"
NOT_UTF8 = os.fsdecode(b"n\xff.ttl")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "sup"
    (folder / "sub").mkdir(parents=True)
    shutil.copy(EXAMPLE, folder / "a.ttl")
    shutil.copy(EXAMPLE, folder / "sub" / "b.ttl")
    return folder


def summary(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    code = run(["validate", *words, "--format", "json"])
    said = capsys.readouterr()
    assert said.err == ""
    return code, json.loads(said.out)


def files(found: dict[str, Any]) -> list[str]:
    return [item["file"] for item in found["items"]]


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """The one line that says why not."""
    assert run([*words]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    return said.err


def test_the_folder_that_one_is_in_or_below(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for here, name in ((folder, "."), (folder / "sub", "..")):
        monkeypatch.chdir(here)
        code, found = summary(capsys, name)
        assert (code, files(found)) == (0, ["a.ttl", "sub/b.ttl"])
        assert found["results"] == str(folder.with_name("sup-results"))


def test_a_run_does_not_judge_its_own_results_or_those_of_another(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    for results in (str(folder / "kept"), "sup/kept", str(folder / "other")):
        for _ in range(2):
            _, found = summary(capsys, "sup", "--results", results)
            assert files(found) == ["a.ttl", "sub/b.ttl"]
    (folder / "own.json").write_text('{"file": "x", "asked": 1}', encoding="utf-8")
    assert "own.json" in files(summary(capsys, "sup")[1])


def test_links_are_followed_and_dead_ones_told(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "real").mkdir()
    shutil.copy(EXAMPLE, tmp_path / "real" / "r.ttl")
    for link, target in {
        "linked": "../real",
        "again": "../real",
        "sub/up": "..",
        "dead.ttl": "nowhere",
        "loop.ttl": "loop.ttl",
        "../real/back": "../sup",
    }.items():
        (folder / link).symlink_to(target)
    code, found = summary(capsys, str(folder))
    named = [name for name in files(found) if not name.endswith("r.ttl")]
    assert (code, found["graphs"]) == (2, 5)
    assert named == ["a.ttl", "dead.ttl", "loop.ttl", "sub/b.ttl"]
    errors = {item["file"]: item["error"] for item in found["items"] if item["error"]}
    assert "No such file" in errors["dead.ttl"]
    assert "symbolic links" in errors["loop.ttl"]


def test_a_folder_that_can_not_be_looked_into_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = Path.iterdir

    def closed(self: Path) -> Any:
        # The one who runs the tests may look into every folder.
        if self.name == "sub":
            raise PermissionError(13, "Permission denied", str(self))
        return listed(self)

    monkeypatch.setattr(Path, "iterdir", closed)
    code, found = summary(capsys, str(folder))
    assert (code, files(found), found["unusable"]) == (2, ["a.ttl", "sub"], 1)
    assert found["items"][1]["error"] == "The folder can't be read: Permission denied."


def test_names_that_are_long_or_no_utf8(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    long = "l" * 251 + ".ttl"
    for name in (NOT_UTF8, long):
        shutil.copy(EXAMPLE, folder / name)
    code, found = summary(capsys, str(folder))
    assert (code, files(found)) == (0, ["a.ttl", long, "n\\xff.ttl", "sub/b.ttl"])
    assert summary(capsys, str(folder))[1]["from_earlier_run"] == 4
    (folder / NOT_UTF8).write_text("<", encoding="utf-8")
    assert run(["validate", str(folder)]) == 2
    assert "n\\xff.ttl: " in capsys.readouterr().out


@pytest.mark.parametrize("form", ["text", "json", "turtle", "html", "sarif"])
def test_a_name_that_is_no_utf8_in_every_form(
    folder: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    name = folder / NOT_UTF8
    shutil.copy(DATA / "examples" / "acquirer-draft.ttl", name)
    assert run(["validate", str(name), str(folder / "a.ttl"), "--format", form]) == 1
    said = capsys.readouterr().out
    said.encode()
    if form == "sarif":
        (run_of,) = json.loads(said)["runs"]
        place = run_of["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
        assert place["uri"].endswith("n%FF.ttl")
    assert form == "turtle" or "\\xff.ttl" in said
    name.write_text("<", encoding="utf-8")
    assert "n\\xff.ttl" in refused(capsys, "validate", str(name), "--format", form)


def test_what_might_never_end_is_not_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pipe = tmp_path / "pipe.ttl"
    os.mkfifo(pipe)
    for words in (
        ("validate", str(pipe)),
        ("validate", str(EXAMPLE), "--shapes", str(pipe)),
        ("validate", str(EXAMPLE), "--shapes", "/dev/zero"),
        ("gaps", str(pipe)),
        ("query", str(pipe)),
        (
            "import",
            "sssom",
            str(pipe),
            "--set",
            "x",
            "--focal",
            "a",
            "--reference",
            "b",
            "--store",
            str(tmp_path / "store"),
        ),
        ("import", "oscal-catalog", "/dev/zero", "--store", str(tmp_path / "store")),
        ("import", "oscal-component", str(pipe)),
        ("import", "evidence", str(pipe)),
    ):
        assert "is not a regular file" in refused(capsys, *words), words
    code, found = summary(capsys, str(tmp_path))
    assert (code, found["unusable"]) == (2, 1)


def test_shapes_from_a_pipe_of_the_shell(capsys: pytest.CaptureFixture[str]) -> None:
    read, write = os.pipe()
    os.write(write, b"<urn:a> <urn:b> 1 .")
    os.close(write)
    said = refused(capsys, "validate", str(EXAMPLE), "--shapes", f"/dev/fd/{read}")
    os.close(read)
    assert "judge nothing" in said


@pytest.mark.parametrize("option", [["--results", "kept"], ["--jobs", "2"]])
def test_what_is_for_folders_is_refused_for_files(
    capsys: pytest.CaptureFixture[str], option: list[str]
) -> None:
    assert "are for a folder" in refused(capsys, "validate", str(EXAMPLE), *option)


def test_a_day_after_which_there_is_no_year(capsys: pytest.CaptureFixture[str]) -> None:
    said = refused(capsys, "validate", str(EXAMPLE), "--as-of", "9999-12-31")
    assert "until 9998-12-31" in said
    assert run(["validate", str(EXAMPLE), "--as-of", "9998-12-31"]) == 1


@pytest.mark.parametrize(
    "base", ["https://w3id.org/crosstrace/id/x/", "https://w3id.org/crosstrace/ns#"]
)
def test_a_starter_takes_no_name_of_ours(capsys: pytest.CaptureFixture[str], base: str) -> None:
    assert "name a base of your own" in refused(capsys, "new", "--base", base)


def test_a_full_disk_is_one_line() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", "from crosstrace.cli.main import main; main()", "--version"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.startswith(b"crosstrace: No space left on device.")
    assert done.stderr.count(b"\n") == 1


def test_what_nobody_expected_is_one_line_and_its_trace_on_request(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("lost")

    monkeypatch.setattr(main, "command_line", broken)
    assert "(RuntimeError: lost)" in refused(capsys, "validate", "x.ttl")
    monkeypatch.setenv("CROSSTRACE_DEBUG", "1")
    assert run(["validate", "x.ttl"]) == 2
    assert "Traceback" in capsys.readouterr().err


def test_ended_by_the_signal_of_services_a_run_says_how_to_go_on(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def ended(*_: object) -> Any:
        os.kill(os.getpid(), signal.SIGTERM)
        yield from ()

    before = signal.getsignal(signal.SIGTERM)
    with monkeypatch.context() as patched:
        patched.setattr(validate_folder, "tracked", ended)
        said = refused(capsys, "validate", str(folder))
    assert "Interrupted after 0 of 2 graphs" in said
    assert "Run the same command again" in said
    assert signal.getsignal(signal.SIGTERM) is before
