"""Each constraint acts from its own level on; at attestation whatever is open is a violation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from shape_catalog import constraints
from shape_harness import Row, expected, judge, small_reference
from test_shapes import FAILING, PASSING, label, table_of

from crosstrace.validation.levels import LEVELS

if TYPE_CHECKING:
    from pathlib import Path

ENGINE: Final = "shifty"
DRAFT, SUBMISSION, ATTESTATION = LEVELS


def at(level: str, file: Path) -> list[Row]:
    return judge(ENGINE, file.read_bytes(), small_reference(), level)


@pytest.mark.parametrize("file", [*PASSING, *FAILING], ids=label)
def test_a_level_asks_for_what_is_its_own_and_for_what_comes_before(file: Path) -> None:
    found = at(ATTESTATION, file)
    for number, level in enumerate(LEVELS):
        asked = {row._replace(severity="") for row in found if LEVELS.index(row.level) <= number}
        assert {row._replace(severity="") for row in at(level, file)} == asked


@pytest.mark.parametrize("file", [*PASSING, *FAILING], ids=label)
def test_at_attestation_every_finding_is_a_violation(file: Path) -> None:
    assert {row.severity for row in at(ATTESTATION, file)} <= {"Violation"}


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_has_constraints_and_each_is_seen_at_its_level(level: str) -> None:
    shown = {
        row.shape for file in FAILING for row in expected(table_of(file)) if row.level == level
    }
    assert shown
    assert shown <= {shape for _, shape, _ in constraints()}


def test_a_draft_may_leave_open_what_a_submission_may_not() -> None:
    stated = {row.shape: row.level for file in FAILING for row in expected(table_of(file))}
    assert stated["Implementation-task"] == DRAFT
    assert stated["Implementation-evidenced"] == SUBMISSION
    assert stated["Coverage-high"] == SUBMISSION
    assert stated["Attestation-closed"] == ATTESTATION
