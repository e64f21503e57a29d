"""A log whose entries each hold the digest of the one before.

Whoever alters, removes or inserts an entry has to change every digest after it. Whoever
can write the whole log can do that, and can cut off its end: so the last digest is worth
keeping elsewhere, and `verify` looks for one that was kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Final

START: Final = "0" * 64
"""What the first entry holds in place of a previous digest."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its number from 1, when (UTC, ISO 8601), who, what, to whom, and the outcome.

    `record` is the subject after the change, as canonical JSON.
    """

    number: int
    at: str
    who: str
    what: str
    subject: str
    record: str
    previous: str
    digest: str

    def computed(self) -> str:
        """The SHA-256 of all the rest, as canonical JSON."""
        content = {name: value for name, value in asdict(self).items() if name != "digest"}
        return hashlib.sha256(canonical(content).encode()).hexdigest()


def canonical(value: Any) -> str:
    """JSON that is the same for the same value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def append(last: Entry | None, *, at: str, who: str, what: str, subject: str, record: str) -> Entry:
    """The entry that follows `last`."""
    number = 1 if last is None else last.number + 1
    previous = START if last is None else last.digest
    open_entry = Entry(number, at, who, what, subject, record, previous, "")
    return Entry(number, at, who, what, subject, record, previous, open_entry.computed())


def verify(entries: Iterable[Entry], kept: str | None = None) -> list[str]:
    """What is wrong with the chain, one sentence each; nothing when it is whole.

    `kept` is a digest that was the last one at some time: it must still occur.
    """
    faults = []
    number, previous, seen = 0, START, kept is None or kept == START
    for entry in entries:
        if entry.number != number + 1 or entry.previous != previous:
            faults.append(f"Entry {entry.number} does not follow the one before it.")
        if entry.computed() != entry.digest:
            faults.append(f"Entry {entry.number} was altered.")
        seen = seen or entry.digest == kept
        number, previous = entry.number, entry.digest
    if not seen:
        faults.append("The digest that was kept does not occur: the log was cut off or rewritten.")
    return faults
