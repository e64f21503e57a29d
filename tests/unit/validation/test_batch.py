"""A run over a folder: every graph once, results kept whole, and gone on with after a stop."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from crosstrace.errors import CrosstraceError, InvalidInput, TimeLimitExceeded
from crosstrace.validation import Report
from crosstrace.validation.batch import Batch, Outcome, graphs_below

GOOD = Report("p", "submission", "e", "2026-11-24", ())
ASKED = {"level": "submission"}


class Counting:
    """Judges everything as good, but what `wrong` names; counts what it was asked."""

    def __init__(self, **wrong: CrosstraceError) -> None:
        self.asked: list[str] = []
        self.wrong = wrong

    def __call__(self, body: bytes, name: str) -> Report:
        self.asked.append(name)
        if error := self.wrong.get(body.decode()):
            raise error
        return GOOD


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "graphs"
    for name in ("a.ttl", "b/c.nt", "b/d.jsonld", "note.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name[0], encoding="utf-8")
    return folder


def outcomes(folder: Path, judge: Counting, asked: dict[str, str] | None = None) -> list[Outcome]:
    kept = folder / "results"
    batch = Batch(folder, kept, judge, asked or ASKED)
    return list(batch.run(graphs_below(folder, kept), 2))


def test_every_graph_is_judged_once_and_in_order(folder: Path) -> None:
    judge = Counting()
    found = outcomes(folder, judge)
    assert [outcome.file for outcome in found] == ["a.ttl", "b/c.nt", "b/d.jsonld"]
    assert sorted(judge.asked) == ["a.ttl", "c.nt", "d.jsonld"]
    kept = json.loads((folder / "results" / "b" / "c.nt.json").read_text(encoding="utf-8"))
    assert kept["file"] == "b/c.nt"
    assert kept["report"]["conforms"] is True


def test_what_has_not_changed_is_not_judged_again(folder: Path) -> None:
    outcomes(folder, Counting())
    (folder / "a.ttl").write_text("changed", encoding="utf-8")
    (folder / "results" / "b" / "c.nt.json").write_text("[]", encoding="utf-8")
    judge = Counting()
    found = outcomes(folder, judge)
    assert sorted(judge.asked) == ["a.ttl", "c.nt"]
    assert [outcome.again for outcome in found] == [False, False, True]
    judge = Counting()
    outcomes(folder, judge, {"level": "draft"})
    assert len(judge.asked) == 3


def test_an_error_is_an_outcome_and_only_a_lasting_one_is_kept(folder: Path) -> None:
    judge = Counting(a=InvalidInput("No graph."), b=TimeLimitExceeded("Too long."))
    found = outcomes(folder, judge)
    assert [outcome.error for outcome in found] == ["No graph.", "Too long.", "Too long."]
    assert [outcome.conforms for outcome in found] == [None, None, None]
    judge = Counting()
    found = outcomes(folder, judge)
    assert sorted(judge.asked) == ["c.nt", "d.jsonld"]
    assert [outcome.error for outcome in found] == ["No graph.", None, None]


def test_only_a_few_graphs_are_taken_on_at_once(folder: Path) -> None:
    for number in range(50):
        (folder / f"g{number:02}.ttl").write_text("g", encoding="utf-8")
    taken = []

    def files() -> Iterator[Path]:
        for path in graphs_below(folder, folder / "results"):
            taken.append(path)
            yield path

    run = Batch(folder, folder / "results", Counting(), ASKED).run(files(), 2)
    next(run)
    assert len(taken) == 5
    run.close()  # type: ignore[attr-defined]
    assert len(list((folder / "results").rglob("*.part"))) == 0


def test_two_runs_at_once_keep_their_results_whole(folder: Path) -> None:
    kept = folder / "results"
    both = Barrier(2)

    def judge(_body: bytes, _name: str) -> Report:
        both.wait(30)
        return GOOD

    def run(_: int) -> list[Outcome]:
        return list(Batch(folder, kept, judge, ASKED).run(graphs_below(folder, kept), 1))

    for _ in range(20):
        with ThreadPoolExecutor(2) as pool:
            assert [len(found) for found in pool.map(run, range(2))] == [3, 3]
        assert sorted(path.suffix for path in kept.rglob("*.*")) == [".json"] * 3
        shutil.rmtree(kept)


def test_a_file_that_can_not_be_read_is_an_outcome(folder: Path) -> None:
    gone = folder / "gone.ttl"
    (found,) = Batch(folder, folder / "results", Counting(), ASKED).run([gone], 1)
    assert found.error == f"{str(gone)!r} can't be read: No such file or directory."


def test_results_that_can_not_be_kept_are_an_error(folder: Path) -> None:
    blocked = folder / "blocked"
    blocked.write_text("", encoding="utf-8")
    run = Batch(folder, blocked / "x", Counting(), ASKED).run([folder / "a.ttl"], 1)
    with pytest.raises(InvalidInput, match="can't be written"):
        list(run)


def test_a_folder_without_graphs_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="holds no graphs"):
        graphs_below(tmp_path, tmp_path / "results")
