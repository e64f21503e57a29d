from __future__ import annotations

from dataclasses import fields, replace
from typing import TypeAlias

from hypothesis import given
from hypothesis import strategies as st

from crosstrace.access.chain import START, Entry, append, verify

Contents: TypeAlias = list[tuple[str, str, str, str, str]]

TEXTS = st.text(max_size=8)
LOGS = st.lists(st.tuples(TEXTS, TEXTS, TEXTS, TEXTS, TEXTS), min_size=1, max_size=6)


def chained(contents: Contents) -> list[Entry]:
    log: list[Entry] = []
    for at, who, what, subject, record in contents:
        last = log[-1] if log else None
        log.append(append(last, at=at, who=who, what=what, subject=subject, record=record))
    return log


@given(LOGS)
def test_a_chain_is_whole_and_holds_each_of_its_digests(contents: Contents) -> None:
    log = chained(contents)
    assert all(verify(log, kept) == [] for kept in (None, START, *(one.digest for one in log)))


@given(LOGS, st.data())
def test_a_change_of_any_field_is_seen(contents: Contents, data: st.DataObject) -> None:
    log = chained(contents)
    place = data.draw(st.integers(0, len(log) - 1))
    name = data.draw(st.sampled_from([field.name for field in fields(Entry)]))
    value = getattr(log[place], name)
    altered = value + 1 if isinstance(value, int) else f"{value}."
    log[place] = replace(log[place], **{name: altered})
    assert verify(log)


@given(LOGS, st.data())
def test_a_lost_entry_is_seen(contents: Contents, data: st.DataObject) -> None:
    log = chained(contents)
    last = log[-1].digest
    del log[data.draw(st.integers(0, len(log) - 1))]
    assert verify(log, last)


def test_a_log_rewritten_from_the_start_is_seen_by_a_kept_digest() -> None:
    kept = chained([("", "", "", "", "true")])[-1].digest
    forged = chained([("", "", "", "", "false")])
    assert verify(forged) == []
    [fault] = verify(forged, kept)
    assert "cut off or rewritten" in fault
