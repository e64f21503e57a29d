"""Each known fault of the reference, proven by cases; what is not one of them stays an error."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from crosscheck_harness import compared
from generated_graphs import PREFIXES

from crosstrace.errors import EnginesDisagree
from crosstrace.rdf.formats import TURTLE
from crosstrace.validation import engine_named
from crosstrace.validation.engines import ENGINES
from crosstrace.validation.engines.cross_check import REFERENCE, cross_check
from crosstrace.validation.engines.known_faults import KNOWN_FAULTS
from crosstrace.validation.shapes import read_shapes
from crosstrace.validation.submission import read_submission

GUIDE: Final = Path(__file__).parents[2] / "docs" / "how-to" / "your-own-shapes.md"
OTHERS: Final = [engine for engine in ENGINES if engine != REFERENCE]
SHAPE: Final = (
    PREFIXES + "@prefix sh: <http://www.w3.org/ns/shacl#> . "
    "ex:S a sh:NodeShape ; sh:targetNode ex:node ; sh:property ex:P . "
    "ex:P a sh:PropertyShape ; sh:path ex:p ; {} ."
)
DATE: Final = "sh:datatype xsd:date"
DATE_TIME: Final = "sh:datatype xsd:dateTime"
EITHER: Final = "sh:or ( [ sh:datatype xsd:date ] [ sh:datatype xsd:dateTime ] )"

DATES: Final = {
    # XML Schema 1.1, part 2: what is well-formed, and what the reference takes for it.
    (DATE, "-0044-03-15"): True,
    (DATE, "0000-02-29"): True,
    (DATE, "12026-01-31"): True,
    (DATE_TIME, "2026-01-01T24:00:00Z"): True,
    (DATE, "2026-W01-1"): False,
    (DATE, "2026-01-01T00:00:00"): False,
    (DATE, "2026-01-01+0100"): False,
    (DATE_TIME, "2026-01-01"): False,
    (DATE_TIME, "2026-01-01T00"): False,
    (DATE_TIME, "2026-01-01T00:00Z"): False,
    (DATE_TIME, "2026-01-01 00:00:00"): False,
    (DATE_TIME, "20260101T000000Z"): False,
    (DATE_TIME, "2026-01-01T00:00:00,5Z"): False,
    (DATE_TIME, "2026-01-01T00:00:00+15:00"): False,
    (EITHER, "12026-01-31"): True,
}
NO_FAULT: Final = {
    (DATE, "2026-01-31"): True,
    (DATE, "2026-01-31+14:00"): True,
    (DATE, "2024-02-29"): True,
    (DATE, "2026-02-29"): False,
    (DATE, "2026-00-01"): False,
    (DATE, "20260101"): False,
    (DATE_TIME, "2026-01-01T00:00:00.123456789Z"): True,
    (DATE_TIME, "2026-01-01T24:00:01Z"): False,
    (DATE_TIME, "2026-01-01t00:00:00z"): False,
}
UNORDERED: Final = [
    ('"2026-01-01"^^xsd:date', '"2026-06-01T00:00:00Z"^^xsd:dateTime'),
    ('"2026-12-01"^^xsd:date', '"2026-06-01T00:00:00Z"^^xsd:dateTime'),
    ('"2026-06-01"^^xsd:date', '"2027"^^xsd:gYear'),
    ('"a"', '"b"@en'),
    ("ex:a", "ex:b"),
]


def data_of(statements: str) -> bytes:
    return read_submission((PREFIXES + statements).encode(), TURTLE, {}).data


def conforms(engine: str, constraint: str, data: bytes) -> bool:
    return not engine_named(engine).run(read_shapes(SHAPE.format(constraint).encode()), data)


def dated(constraint: str, value: str) -> bytes:
    kind = "dateTime" if constraint == DATE_TIME else "date"
    return data_of(f'ex:node ex:p "{value}"^^xsd:{kind} .')


@pytest.mark.parametrize(("case", "is_one"), DATES.items(), ids=lambda case: str(case))
def test_the_reference_reads_dates_as_python_does(case: tuple[str, str], is_one: bool) -> None:
    constraint, value = case
    data = dated(constraint, value)
    assert conforms(REFERENCE, constraint, data) is not is_one
    assert [conforms(engine, constraint, data) for engine in OTHERS] == [is_one] * len(OTHERS)
    compared(read_shapes(SHAPE.format(constraint).encode()), data)


@pytest.mark.parametrize(("case", "is_one"), NO_FAULT.items(), ids=lambda case: str(case))
def test_of_other_dates_it_says_the_same(case: tuple[str, str], is_one: bool) -> None:
    constraint, value = case
    data = dated(constraint, value)
    assert [conforms(engine, constraint, data) for engine in ENGINES] == [is_one] * len(ENGINES)


@pytest.mark.parametrize("parameter", ["sh:lessThan", "sh:lessThanOrEquals"])
@pytest.mark.parametrize(("one", "other"), UNORDERED)
def test_the_reference_orders_what_has_no_order(one: str, other: str, parameter: str) -> None:
    constraint = f"{parameter} ex:q"
    data = data_of(f"ex:node ex:p {one} ; ex:q {other} .")
    assert conforms(REFERENCE, constraint, data)
    assert not any(conforms(engine, constraint, data) for engine in OTHERS)
    compared(read_shapes(SHAPE.format(constraint).encode()), data)


@pytest.mark.parametrize(
    ("constraint", "statement"),
    [
        # The same constraints where no fault is known, one result left out: that is an error.
        (DATE, 'ex:node ex:p "2026-02-29"^^xsd:date .'),
        (DATE, 'ex:node ex:p "2026-01-31" .'),
        ("sh:lessThan ex:q", "ex:node ex:p 2 ; ex:q 1 ."),
        ("sh:minCount 1", "ex:node ex:q 1 ."),
    ],
)
@pytest.mark.parametrize("left_out_of_ours", [True, False])
def test_what_is_no_known_fault_stays_an_error(
    constraint: str, statement: str, left_out_of_ours: bool
) -> None:
    shapes = read_shapes(SHAPE.format(constraint).encode())
    data = data_of(statement)
    results = compared(shapes, data)
    assert results
    found, expected = ((), results) if left_out_of_ours else (results, ())
    with pytest.raises(EnginesDisagree):
        cross_check("shifty", found, expected, shapes, data)


def test_a_date_is_no_excuse_for_more_than_its_datatype() -> None:
    shapes = read_shapes(SHAPE.format("sh:hasValue 1 ; sh:maxCount 0").encode())
    data = data_of('ex:node ex:p "12026-01-31"^^xsd:date .')
    with pytest.raises(EnginesDisagree):
        cross_check("shifty", (), compared(shapes, data), shapes, data)


def test_the_guide_tells_of_each() -> None:
    text = " ".join(GUIDE.read_text(encoding="utf-8").split())
    assert [fault.name for fault in KNOWN_FAULTS if fault.says not in text] == []
