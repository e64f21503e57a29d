from __future__ import annotations

import datetime as dt
import logging
import sqlite3
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from crosstrace.access import Change, Register, Role
from crosstrace.access.database import Database
from crosstrace.access.keys import Key, KeyText, Scope
from crosstrace.errors import InvalidInput, NotFound, StoreUnavailable, Unauthenticated

NOW = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
CHANGE = Change("root", NOW)
LATER = NOW.date() + dt.timedelta(days=30)
READER = Scope(frozenset({Role.READER}))
DAY = dt.timedelta(days=1)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "store" / "access.sqlite"


@pytest.fixture
def register(file: Path) -> Iterator[Register]:
    with closing(Register(file)) as found:
        found.add_organization("acme", "Acme", CHANGE)
        yield found


def new_key(register: Register, label: str = "test") -> tuple[Key, KeyText]:
    return register.create_key("acme", label=label, scope=READER, expires=LATER, change=CHANGE)


def test_a_register_that_is_not_there_is_empty_and_not_made(file: Path) -> None:
    with closing(Register(file)) as found:
        assert (found.organizations(), found.keys(), found.changes()) == ([], [], [])
        assert found.faults() == []
        with pytest.raises(Unauthenticated):
            found.authenticate(KeyText.generate(), NOW)
    assert not file.parent.exists()


def test_the_file_is_for_its_owner_only(register: Register, file: Path) -> None:
    new_key(register)
    assert register.keys(), "it is open now, with its files for changes"
    files = list(file.parent.iterdir())
    assert {found.name for found in files} >= {"access.sqlite", "access.sqlite-wal"}
    assert {stat.S_IMODE(found.stat().st_mode) for found in files} == {0o600}


def test_organizations_are_listed_by_name(register: Register) -> None:
    register.add_organization("aaa", "  First ", CHANGE)
    assert [(one.slug, one.title) for one in register.organizations()] == [
        ("aaa", "First"),
        ("acme", "Acme"),
    ]


def test_whether_a_name_is_registered(register: Register) -> None:
    register.add_organization("local", "Ours from before", CHANGE)
    assert [register.registered(name) for name in ("acme", "local", "other")] == [True, True, False]


@pytest.mark.parametrize(
    ("slug", "title", "says"),
    [
        ("acme", "Again", "registered already"),
        ("anonymous", "Anonymous", "reserved"),
        ("No", "No", "lower-case"),
        ("new", " ", "title"),
        ("new", "x" * 201, "title"),
        ("new", "a\nb", "title"),
    ],
)
def test_an_organization_that_cannot_be(
    register: Register, slug: str, title: str, says: str
) -> None:
    with pytest.raises(InvalidInput, match=says):
        register.add_organization(slug, title, CHANGE)
    assert len(register.organizations()) == len(register.changes()) == 1


def test_a_key_lets_its_holder_in(register: Register) -> None:
    made, text = new_key(register)
    assert register.authenticate(text, NOW).actor == f"key:{made.id}"
    with pytest.raises(Unauthenticated):
        register.authenticate(KeyText.generate(made.id), NOW)
    with pytest.raises(Unauthenticated, match="expired"):
        register.authenticate(text, NOW + 31 * DAY)


def test_a_key_needs_an_organization_and_days_to_come(register: Register) -> None:
    with pytest.raises(NotFound, match="organization add"):
        register.create_key("other", label="x", scope=READER, expires=LATER, change=CHANGE)
    with pytest.raises(InvalidInput, match="expired already"):
        register.create_key(
            "acme", label="x", scope=READER, expires=NOW.date() - DAY, change=CHANGE
        )
    assert register.keys() == []


def test_rotation_keeps_the_record_and_changes_the_secret(register: Register) -> None:
    made, old = new_key(register)
    rotated, new = register.rotate_key(made.id, dt.timedelta(hours=1), CHANGE)
    assert (rotated.id, rotated.label, rotated.created) == (made.id, made.label, made.created)
    assert new != old
    for text in (old, new):
        register.authenticate(text, NOW)
    with pytest.raises(Unauthenticated):
        register.authenticate(old, NOW + dt.timedelta(hours=1))
    register.authenticate(new, NOW + dt.timedelta(hours=1))


def test_a_revoked_key_ends_with_both_its_secrets(register: Register) -> None:
    made, old = new_key(register)
    _, new = register.rotate_key(made.id, DAY, CHANGE)
    revoked = register.revoke_key(made.id, CHANGE)
    assert revoked == register.revoke_key(made.id, Change("root", NOW + DAY))
    for text in (old, new):
        with pytest.raises(Unauthenticated, match="revoked"):
            register.authenticate(text, NOW)
    with pytest.raises(InvalidInput, match="revoked"):
        register.rotate_key(made.id, DAY, CHANGE)


def test_an_expired_key_is_not_brought_back(register: Register) -> None:
    made, _ = new_key(register)
    with pytest.raises(InvalidInput, match="expired"):
        register.rotate_key(made.id, DAY, Change("root", NOW + 60 * DAY))


def test_a_key_that_is_not_there_is_said(register: Register) -> None:
    with pytest.raises(NotFound, match="key list"):
        register.revoke_key("0" * 16, CHANGE)


def test_the_last_use_is_a_day_and_no_change(register: Register) -> None:
    made, text = new_key(register)
    assert made.last_used is None
    for hours in (0, 1, 30):
        register.authenticate(text, NOW + dt.timedelta(hours=hours))
    assert [key.last_used for key in register.keys("acme")] == [NOW.date() + DAY]
    assert len(register.changes()) == 2
    assert register.faults() == []


def test_a_use_that_cannot_be_noted_turns_nobody_away(
    register: Register, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    made, text = new_key(register)
    with closing(sqlite3.connect(file, isolation_level=None)) as busy:
        busy.execute("BEGIN IMMEDIATE")
        with caplog.at_level(logging.WARNING):
            assert register.authenticate(text, NOW)
    assert made.id in caplog.text
    assert text.secret not in caplog.text


def test_every_change_is_logged_with_who_and_when(register: Register) -> None:
    made, _ = new_key(register)
    register.rotate_key(made.id, DAY, Change("alice", NOW + DAY))
    register.revoke_key(made.id, Change("bob", NOW + DAY))
    assert [(one.who, one.at[:10], one.what, one.subject) for one in register.changes()] == [
        ("root", "2026-11-25", "organization added", "acme"),
        ("root", "2026-11-25", "key created", made.id),
        ("alice", "2026-11-26", "key rotated", made.id),
        ("bob", "2026-11-26", "key revoked", made.id),
    ]
    assert register.faults() == []
    assert register.faults(register.changes()[0].digest) == []
    assert register.faults("0" * 63 + "1") != []


TAMPERING = [
    ("UPDATE key SET roles = 'admin'", "key"),
    ("UPDATE key SET revoked = NULL", "key"),
    ("DELETE FROM key", "key"),
    ("UPDATE organization SET title = 'Other'", "organization acme"),
    ("INSERT INTO organization VALUES ('evil', 'Evil', '')", "organization evil"),
    (
        "DROP TRIGGER change_stays; UPDATE change SET who = 'nobody' WHERE number = 1",
        "Entry 1 was altered",
    ),
    ("DROP TRIGGER change_remains; DELETE FROM change WHERE number = 2", "Entry 3 does not follow"),
    ("DROP TRIGGER change_remains; DELETE FROM change WHERE number = 3", "key"),
]


@pytest.mark.parametrize(("script", "says"), TAMPERING)
def test_tampering_past_the_commands_is_seen(
    register: Register, file: Path, script: str, says: str
) -> None:
    made, _ = new_key(register)
    register.revoke_key(made.id, CHANGE)
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(script)
    assert says in " ".join(register.faults())


@pytest.mark.parametrize("statement", ["UPDATE change SET who = ''", "DELETE FROM change"])
def test_the_log_is_append_only(register: Register, file: Path, statement: str) -> None:
    assert register.changes()
    with (
        closing(sqlite3.connect(file)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="append-only"),
    ):
        connection.execute(statement)


def test_changes_made_together_are_all_kept_in_one_chain(file: Path) -> None:
    def add(number: int) -> None:
        with closing(Register(file)) as own:  # as a process of its own would
            own.add_organization(f"org-{number}", "Org", CHANGE)
            own.create_key(f"org-{number}", label="x", scope=READER, expires=LATER, change=CHANGE)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(24)))
    with closing(Register(file)) as found:
        assert len(found.organizations()) == len(found.keys()) == 24
        assert [one.number for one in found.changes()] == list(range(1, 49))
        assert found.faults() == []
    assert list(file.parent.iterdir()) == [file]


def test_another_file_in_its_place_counts_at_once(register: Register, file: Path) -> None:
    _, text = new_key(register)
    register.authenticate(text, NOW)
    for found in file.parent.iterdir():
        found.unlink()
    with pytest.raises(Unauthenticated):
        register.authenticate(text, NOW)
    with closing(Register(file)) as another:
        another.add_organization("other", "Other", CHANGE)
        assert [one.slug for one in register.organizations()] == ["other"]


@pytest.mark.parametrize("content", [b"no database at all" * 100, b""])
def test_a_file_that_is_not_ours_is_said(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "access.sqlite"
    file.write_bytes(content)
    with closing(Register(file)) as found:
        with pytest.raises(StoreUnavailable, match="can't be used"):
            found.organizations()
        with pytest.raises(StoreUnavailable, match="can't be used"):
            found.add_organization("acme", "Acme", CHANGE)
    assert file.read_bytes() == content


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("a file")
    with (
        closing(Register(tmp_path / "store" / "access.sqlite")) as found,
        pytest.raises(StoreUnavailable, match="can't be used"),
    ):
        found.add_organization("acme", "Acme", CHANGE)


def test_a_writer_that_is_not_done_is_waited_for_and_then_said(
    register: Register, file: Path
) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as busy:
        busy.execute("BEGIN IMMEDIATE")
        with (
            pytest.raises(StoreUnavailable, match="locked"),
            Database(file).changing(wait=0.05),
        ):
            pytest.fail("somebody else is writing")
        assert register.keys() == [], "reading goes on"
