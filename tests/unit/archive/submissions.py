"""Versions to keep, made without judging anything."""

from __future__ import annotations

from dataclasses import replace

from crosstrace.archive import (
    Action,
    Archive,
    By,
    Expected,
    GraphName,
    Outcome,
    Reader,
    Record,
    Submitted,
)
from crosstrace.archive.content import canonical
from crosstrace.archive.records import BEGINNING, digest_of

ACME = By("acme", "key:k1")
BOB = By("bob", "key:k2")
MODEL = GraphName("acme", "model")
AS_ACME, AS_BOB = Reader("acme"), Reader("bob")

_XSD = "http://www.w3.org/2001/XMLSchema#"
TURNS_OUT_DIFFERENT = f"""
<http://e.org/s> <http://e.org/p> "007"^^<{_XSD}integer> .
<http://e.org/s> <http://e.org/p> "2026-01-01T00:00:00.10+00:00"^^<{_XSD}dateTime> .
<http://e.org/s> <http://e.org/p> "1"^^<{_XSD}boolean> .
<http://e.org/s> <http://e.org/p> "Grüße \\"hier\\"\\n"@de-CH .
<http://e.org/s> <http://e.org/q> <crosstrace-blank:b1> .
<crosstrace-blank:b1> <http://e.org/p> "" .
""".encode()
"""Statements that graph databases write otherwise than they came."""


def statements(number: int, size: int = 3) -> bytes:
    lines = (f'<http://e.org/{i}> <http://e.org/p> "{number}" .' for i in range(size))
    return "\n".join(lines).encode()


def put(
    archive: Archive,
    content: bytes,
    name: GraphName = MODEL,
    by: By = ACME,
    *,
    expected: Expected | None = None,
    key: str | None = None,
    level: str = "submission",
    title: str = "A graph",
) -> Outcome:
    content = canonical(content)
    made = replace(_SUBMITTED, level=level, title=title, body_digest=digest_of(content))
    made = replace(made, content_digest=digest_of(content), statements=content.count(b"\n"))
    return archive.submit(
        name, made, content, by, expected=expected or Expected(), idempotency_key=key
    )


_SUBMITTED = Submitted(
    version=0,
    media_type="text/turtle",
    body_digest="",
    content_digest="",
    statements=0,
    title="A graph",
    issued="2026-11-25",
    subject=None,
    profile="sp800-218a",
    level="submission",
    judged_as_of="2026-11-25",
    counts={"violation": 0},
)


def a_record(action: Action, time: str, version: int = 1) -> Record:
    """A record of `MODEL` by itself, in no log."""
    made = replace(_SUBMITTED, version=version) if action is Action.SUBMIT else None
    return Record(1, time, "acme", "key:k1", action, "model", BEGINNING, made)
