"""Whatever is sent ends in a clear answer within its bound: no crash, no hang, no fetch.

`pytest tests/hostile` prints the figures at its end.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import cases_encoding
import cases_graph
import cases_jsonld
import cases_malformed_shapes
import cases_shapes
import cases_turtle
import cases_xml
import cases_yaml
import pytest
from hostile_case import MARGIN, Case
from hostile_run import PROPERTY, Ear, ask, ended_by_force, faults, is_well

from crosstrace.bootstrap import Services

CASES: Final[list[Case]] = [
    *cases_encoding.CASES,
    *cases_turtle.CASES,
    *cases_xml.CASES,
    *cases_yaml.CASES,
    *cases_jsonld.CASES,
    *cases_graph.CASES,
    *cases_shapes.CASES,
    *cases_malformed_shapes.CASES,
]
AT_LEAST: Final = 300


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_clear_answer_within_its_bound(
    services: Services, ear: Ear, case: Case, record_property: Callable[[str, object], None]
) -> None:
    pool = services.validator.pool
    killed, heard = pool.kills, ear.heard
    answer = ask(services.validator, case, ear.address)
    crashes = pool.kills - killed - ended_by_force(case)
    hangs = int(answer.seconds > case.seconds + MARGIN)
    fetches = ear.heard - heard
    record_property(PROPERTY, (answer.kind, crashes, hangs, fetches))
    assert not faults(case, answer)
    assert (crashes, hangs, fetches) == (0, 0, 0)
    assert pool.ready()
    if ended_by_force(case):
        assert is_well(services.validator)


def test_no_case_stands_twice_and_there_are_enough() -> None:
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names)
    assert len(names) >= AT_LEAST
