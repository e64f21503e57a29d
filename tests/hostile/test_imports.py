"""Whatever is imported ends in a clear answer: no trace, no hang, no fetch, nothing by halves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import cases_imports_catalog
import cases_imports_json
import cases_imports_table
import pytest
from hostile_case import LIMIT
from hostile_run import PROPERTY, Ear
from import_case import ImportCase
from import_run import Importers, import_faults

from crosstrace.bootstrap import open_seeded, read_graph

CASES: Final[list[ImportCase]] = [
    *cases_imports_json.CASES,
    *cases_imports_catalog.CASES,
    *cases_imports_table.CASES,
]
AT_LEAST: Final = 150


@pytest.fixture(scope="module")
def importers() -> Importers:
    store = open_seeded("memory:")
    return Importers(store, read_graph(store).catalog)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_clear_answer_to_a_file(
    importers: Importers,
    ear: Ear,
    case: ImportCase,
    record_property: Callable[[str, object], None],
) -> None:
    heard = ear.heard
    answer = importers.ask(case, ear.address)
    hangs, fetches = int(answer.seconds > LIMIT), ear.heard - heard
    record_property(PROPERTY, (answer.kind, 0, hangs, fetches))
    assert not import_faults(case, answer)
    assert (hangs, fetches) == (0, 0)


def test_no_file_stands_twice_and_there_are_enough() -> None:
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names)
    assert len(names) >= AT_LEAST
