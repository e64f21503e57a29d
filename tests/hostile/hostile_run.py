"""Sends a case to the validator, and says what became of it."""

from __future__ import annotations

import re
import selectors
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from hostile_case import STOPPED, VERDICT, Case, sent

from crosstrace.errors import CrosstraceError
from crosstrace.rdf.formats import TURTLE
from crosstrace.validation import Validator

NOT_FOR_PEOPLE: Final = re.compile(
    r"Traceback|\bobject at 0x|<class|rdflib\.term|pyoxigraph|Exception|\bNone\b|[\x00-\x1f\x7f]"
    r"|Something is wrong"
)
PROPERTY: Final = "hostile"
"""The property of a test's report that has its figures."""
LONGEST: Final = 600
WELL: Final = b'<urn:a> <urn:b> "c" .'


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: its kind, its sentence, the shapes that reported, and after which time."""

    kind: str
    said: str
    shapes: frozenset[str]
    line: int | None
    seconds: float


class Ear:
    """Listens on a port of this machine; `heard` counts the connections."""

    def __init__(self, server: socket.socket) -> None:
        self.heard = 0
        self._server = server
        self.address = f"http://127.0.0.1:{server.getsockname()[1]}/"

    def listen(self, ended: threading.Event) -> None:
        """Count connections until `ended`."""
        with selectors.DefaultSelector() as selector:
            selector.register(self._server, selectors.EVENT_READ)
            while not ended.is_set():
                if selector.select(0.1):
                    self._server.accept()[0].close()
                    self.heard += 1


def figures(answers: Iterable[tuple[str, int, int, int]]) -> str:
    """What the answers came to: of each its kind, and its crashes, hangs and fetches."""
    rows = list(answers)
    kinds = sorted(Counter(row[0] for row in rows).items())
    crashes, hangs, fetches = (sum(row[n] for row in rows) for n in (1, 2, 3))
    return (
        f"{len(rows)} cases ({', '.join(f'{count} {kind}' for kind, count in kinds)}), "
        f"{crashes} crashes, {hangs} hangs, {fetches} fetches"
    )


def ask(validator: Validator, case: Case, listener: str) -> Answer:
    """The validator's answer to a case."""
    begun = time.monotonic()
    try:
        report = validator.validate(
            sent(case.body, listener),
            case.syntax,
            own_shapes=None if case.shapes is None else sent(case.shapes, listener),
            engine=case.engine,
            seconds=case.seconds,
        )
    except CrosstraceError as error:
        line = error.errors[0].line if error.errors else None
        return Answer(error.slug, error.detail, frozenset(), line, time.monotonic() - begun)
    shapes = frozenset(result.shape for result in report.results)
    return Answer(VERDICT, report.verdict(), shapes, None, time.monotonic() - begun)


def is_well(validator: Validator) -> bool:
    """Whether the next one is judged as ever."""
    return not validator.validate(WELL, TURTLE, seconds=60).conforms


def faults(case: Case, answer: Answer) -> list[str]:
    """What is wrong with an answer; nothing, when it is the one to expect."""
    found = []
    if answer.kind != case.answer:
        found.append(f"{answer.kind} ({answer.said}) in place of {case.answer}")
    elif case.answer == VERDICT:
        if not any(case.says in shape for shape in answer.shapes):
            found.append(f"no finding of {case.says}")
    elif case.says not in answer.said:
        found.append(f"{answer.said!r} does not say {case.says!r}")
    if case.line is not None and answer.line != case.line:
        found.append(f"line {answer.line} in place of {case.line}: {answer.said}")
    return found + unclear(answer.said)


def unclear(said: str) -> list[str]:
    """What is not for people to read in a sentence."""
    found = [f"{match[0]!r} in {said!r}" for match in NOT_FOR_PEOPLE.finditer(said)]
    if not said.endswith(".") or said.endswith(("..", "!.", "?.")) or len(said) > LONGEST:
        found.append(f"no sentence: {said!r}")
    return found


def ended_by_force(case: Case) -> bool:
    """Whether the worker has to be ended to stop a case."""
    return case.answer == STOPPED
