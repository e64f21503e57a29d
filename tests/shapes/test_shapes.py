"""Each constraint is proven to bite, in every engine, with the exact expected results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from shape_catalog import SEEN_IN_READING, constraints, name, requirements
from shape_harness import HERE, Row, expected, judge, small_reference

from crosstrace.validation.engines import ENGINES
from crosstrace.validation.levels import DEFAULT_LEVEL

if TYPE_CHECKING:
    from pathlib import Path

    from crosstrace.validation.shapes import Shapes

pytestmark = pytest.mark.usefixtures("reading_once")

FOLDERS: Final = sorted(path for path in HERE.iterdir() if any(path.glob("*.ttl")))
PASSING: Final = [folder / "pass.ttl" for folder in FOLDERS]
FAILING: Final = sorted(HERE.glob("*/fail-*.ttl"))

OF_WHOLE_GRAPHS: Final = frozenset({"Root", "Coverage", "Subject"})
"""Subjects that any fragment of a graph would fail, so they are compared in their folders only."""

LEVELS_OF: Final = {"Attestation": "attestation"}
"""The level at which a folder's graphs are judged, where it is not the usual one."""


def table_of(file: Path) -> Path:
    return file.with_suffix(".expected.tsv")


def label(file: Path) -> str:
    return f"{file.parent.name}/{file.stem}"


def compared(file: Path, engine: str, shapes: Shapes | None = None) -> list[Row]:
    """The results of `file` that it is held to; see README.md."""
    ignored = OF_WHOLE_GRAPHS - {file.parent.name}
    level = LEVELS_OF.get(file.parent.name, DEFAULT_LEVEL)
    rows = judge(engine, file.read_bytes(), small_reference(), level, shapes)
    return [row for row in rows if row.subject not in ignored]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("file", PASSING, ids=label)
def test_a_passing_graph_has_no_results(file: Path, engine: str) -> None:
    assert compared(file, engine) == []


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("file", FAILING, ids=label)
def test_a_failing_graph_has_exactly_the_expected_results(file: Path, engine: str) -> None:
    assert compared(file, engine) == expected(table_of(file))


@pytest.mark.parametrize("file", FAILING, ids=label)
def test_a_failing_graph_fails_the_subject_of_its_folder(file: Path) -> None:
    assert file.parent.name in {row.subject for row in expected(table_of(file))}


def test_every_subject_has_a_folder_and_every_file_a_place() -> None:
    reporting = (*requirements(), *SEEN_IN_READING)
    subjects = {name(shape).split("-")[0] for shape in reporting}
    assert {folder.name for folder in FOLDERS} == subjects
    tables = [table_of(file) for file in FAILING]
    found = [path for folder in FOLDERS for path in folder.iterdir()]
    assert sorted(found) == sorted([*PASSING, *FAILING, *tables])


def test_every_constraint_has_a_failing_graph() -> None:
    # A level other than the usual may raise the severity of what is shown elsewhere.
    files = [(file, row) for file in FAILING for row in expected(table_of(file))]
    shown = {
        row[:3]
        for file, row in files
        if file.parent.name not in LEVELS_OF or file.parent.name == row.subject
    }
    assert shown == constraints()
