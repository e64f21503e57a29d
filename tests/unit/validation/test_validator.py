"""The validator with a worker of its own: runaways are stopped, the order is always the same."""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from validation_harness import AS_OF, PREFIXES, ROOT

from crosstrace import resources
from crosstrace.bootstrap import KnowledgeGraph, validator_settings
from crosstrace.errors import CrosstraceError, InvalidInput, ResourceExhausted, TimeLimitExceeded
from crosstrace.rdf.formats import TURTLE
from crosstrace.sandbox import Limits, WorkerPool
from crosstrace.validation import Report, Validator, read_known
from crosstrace.validation.report import SEVERITIES

DAY = dt.date.fromisoformat(AS_OF)
DRAFT = resources.DATA / "examples" / "acquirer-draft.ttl"
SECONDS = 3.0
GRACE = 2.0
"""What the machine may be slow by, beyond the limit."""


@pytest.fixture(scope="module")
def validator(
    graph: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Validator]:
    pool = WorkerPool(
        "crosstrace.validation.job:open_validator",
        validator_settings(read_known(graph.store), tmp_path_factory.mktemp("validator")),
        limits=Limits(seconds=20.0, memory_bytes=2 * 2**30, output_bytes=2**24),
        size=1,
        max_size=2,
        name="test",
    )
    yield Validator(pool)
    pool.close()


def judged(validator: Validator, text: str) -> Report:
    return validator.validate(text.encode(), TURTLE, as_of=DAY)


def many(count: int, template: str) -> str:
    return " , ".join(template.format(n) for n in range(count))


RUNAWAYS = {
    "pairs compared": (
        "ex:Shape sh:targetNode ex:node ; sh:property [ sh:path ex:p ; sh:lessThan ex:q ] .",
        f"ex:node ex:p {many(4000, '{}')} ; ex:q {many(4000, '-{}')} .",
    ),
    "a cartesian product": (
        'ex:Shape sh:targetNode ex:node ; sh:sparql [ sh:select "SELECT $this WHERE '
        "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . "
        "FILTER(CONCAT(STR(?a), STR(?d), STR(?g)) = 'none') }\" ] .",
        "ex:node ex:p 1 .",
    ),
}


@pytest.mark.parametrize("engine", ["shifty", "turbo", "pyshacl"])
@pytest.mark.parametrize("runaway", RUNAWAYS)
def test_a_runaway_is_stopped_and_the_next_is_judged(
    validator: Validator, runaway: str, engine: str
) -> None:
    shapes, data = RUNAWAYS[runaway]
    begun = time.monotonic()
    with pytest.raises((TimeLimitExceeded, ResourceExhausted)):
        validator.validate(
            (PREFIXES + data).encode(),
            TURTLE,
            own_shapes=(PREFIXES + "ex:Shape a sh:NodeShape . " + shapes).encode(),
            engine=engine,
            as_of=DAY,
            seconds=SECONDS,
        )
    assert time.monotonic() - begun < SECONDS + GRACE
    assert not judged(validator, PREFIXES + ROOT).conforms


@pytest.mark.parametrize(
    "body",
    [
        f'{PREFIXES} ex:a ex:p "{"x" * 200_000}" .',
        f"{PREFIXES} ex:a ex:p {many(20_000, '{}')} .",
    ],
    ids=["a long text", "many values"],
)
def test_what_would_hang_an_engine_is_refused(validator: Validator, body: str) -> None:
    with pytest.raises(InvalidInput, match=r"longer than|more than"):
        judged(validator, body)


def test_the_order_is_that_of_importance_whatever_that_of_the_statements(
    validator: Validator,
) -> None:
    text = DRAFT.read_text(encoding="utf-8")
    blocks = text.split("\n\n")
    prefixes, statements = blocks[0], blocks[1:]
    first = judged(validator, text)
    random.Random(7).shuffle(statements)
    second = judged(validator, "\n\n".join([prefixes, *statements]))

    def order(report: Report) -> list[tuple[str, ...]]:
        return [(r.severity, r.shape, r.focus_node, str(r.value)) for r in report.results]

    assert order(first) == order(second)
    severities = [SEVERITIES.index(result.severity) for result in first.results]
    assert severities == sorted(severities)
    assert len(set(severities)) == len(SEVERITIES)


def test_a_day_can_be_chosen_and_is_otherwise_today(validator: Validator) -> None:
    body = (PREFIXES + ROOT).encode()
    assert validator.validate(body, TURTLE, as_of=DAY).as_of == AS_OF
    before = dt.datetime.now(dt.UTC).date()
    found = dt.date.fromisoformat(validator.validate(body, TURTLE).as_of)
    assert before <= found <= dt.datetime.now(dt.UTC).date()


def test_what_cannot_be_read_has_its_place_across_the_process_boundary(
    validator: Validator,
) -> None:
    with pytest.raises(InvalidInput) as refused:
        judged(validator, "<urn:a> <urn:p> 1 .\n<urn:a> <urn:p> .")
    (error,) = refused.value.errors
    assert error.line == 2


def test_a_validator_without_readable_shapes_is_not_ready(
    validator: Validator, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable() -> Path:
        raise CrosstraceError("gone")

    assert validator.ready()
    monkeypatch.setattr("crosstrace.validation.shapes.bundled_shapes", unreadable)
    assert not validator.ready()
