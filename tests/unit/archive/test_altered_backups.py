"""Whatever was done to a backup: it is refused in a sentence and leaves nothing, or is sound."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from packed import LOG, MANIFEST, chain, line_of, read_members, sign, write_members
from submissions import ACME, BOB, MODEL, TURNS_OUT_DIFFERENT, put, statements

from crosstrace.archive import GraphName, open_archive
from crosstrace.backup import Restored, restore, write_backup
from crosstrace.errors import BrokenData, InvalidInput
from crosstrace.store import GraphStore

CONTENTS = "contents.jsonl"
Members = dict[str, bytes]

scalars = st.none() | st.booleans() | st.integers(-2, 2**70) | st.text(max_size=8)
values = scalars | st.lists(scalars, max_size=2) | st.dictionaries(st.text(), scalars, max_size=2)


@pytest.fixture(scope="module")
def members(tmp_path_factory: pytest.TempPathFactory) -> Members:
    """Those of a store with everything in it."""
    folder = tmp_path_factory.mktemp("original")
    register = folder / "access.sqlite"
    with closing(sqlite3.connect(register)) as connection:
        connection.execute("CREATE TABLE organization (slug TEXT)")
    frameworks = GraphStore.in_memory()
    node = ox.NamedNode("http://e.org/a")
    frameworks.append([ox.Quad(node, node, ox.Literal("x"), ox.NamedNode("http://e.org/f"))])
    with open_archive(str(folder / "store"), frameworks) as archive:
        put(archive, statements(1), key="k")
        put(archive, TURNS_OUT_DIFFERENT)
        archive.share(MODEL, "bob", ACME)
        archive.unshare(MODEL, "bob", ACME)
        put(archive, statements(3), GraphName("bob", "gone"), BOB)
        archive.withdraw(GraphName("bob", "gone"), BOB)
        write_backup(archive, register, folder / "backup.tar.gz")
    return read_members(folder / "backup.tar.gz")


@given(data=st.data())
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_it_is_refused_or_sound(members: Members, tmp_path: Path, data: st.DataObject) -> None:
    altered = dict(members)
    name = data.draw(st.sampled_from(sorted(members)))
    alter = data.draw(st.sampled_from([some_bytes, some_line, some_value]))
    altered[name] = alter(data, altered[name], name)
    agree(altered, name, chained=data.draw(st.booleans()))
    shutil.rmtree(tmp_path, ignore_errors=True)
    tmp_path.mkdir()
    file, place = write_members(altered, tmp_path / "altered.tar.gz"), tmp_path / "new"
    if (found := outcome(file, place)) is None:
        assert [path.name for path in tmp_path.iterdir()] == [file.name]
        return
    with (
        closing(GraphStore.open(place / "frameworks")) as frameworks,
        open_archive(str(place), frameworks) as archive,
    ):
        assert archive.verify() == []
        assert (archive.state.sequence, archive.state.head) == (found.records, found.head)


def outcome(file: Path, place: Path) -> Restored | None:
    """What was restored; None when the backup was refused in a sentence."""
    try:
        return restore(file, str(place), register=place / "access.sqlite")
    except (BrokenData, InvalidInput):
        return None


def some_bytes(data: st.DataObject, body: bytes, _name: str) -> bytes:
    start = data.draw(st.integers(0, max(len(body) - 1, 0)))
    end = data.draw(st.sampled_from([start, start + 1, len(body)]))
    return body[:start] + data.draw(st.binary(max_size=4)) + body[end:]


def some_line(data: st.DataObject, body: bytes, _name: str) -> bytes:
    lines = body.splitlines(keepends=True) or [b""]
    number = data.draw(st.integers(0, len(lines) - 1))
    line = data.draw(st.sampled_from(lines))
    middle = data.draw(st.sampled_from([[], [line], [line, lines[number]]]))
    return b"".join([*lines[:number], *middle, *lines[number + 1 :]])


def some_value(data: st.DataObject, body: bytes, name: str) -> bytes:
    if name == MANIFEST:
        return json.dumps(other(data, json.loads(body))).encode()
    if name not in (LOG, CONTENTS):
        return some_bytes(data, body, name)
    lines = [json.loads(line) for line in body.splitlines()]
    number = data.draw(st.integers(0, len(lines) - 1))
    lines[number] = other(data, lines[number])
    return b"".join(line_of(line) for line in lines)


def other(data: st.DataObject, value: Any) -> Any:
    """The value with another one somewhere within."""
    if isinstance(value, dict) and value and data.draw(st.integers(0, 9)):
        key = data.draw(st.sampled_from(sorted(value)))
        if data.draw(st.integers(0, 9)) == 0:
            return {k: v for k, v in value.items() if k != key}
        return value | {key: other(data, value[key])}
    if isinstance(value, list) and value and data.draw(st.booleans()):
        return [other(data, value[0]), *value[1:]]
    return data.draw(values)


def agree(members: Members, changed: str, *, chained: bool) -> None:
    """Recompute what shows the change, down to the chain of the log if that can be."""
    if changed == MANIFEST:
        return
    sign(members)
    if changed == LOG and chained:
        with suppress(ValueError, TypeError):
            chain(members, [json.loads(line) for line in members[LOG].splitlines()])
