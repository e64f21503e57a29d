"""The register of organisations and keys: one SQLite file that several processes share.

The command line changes it while the service reads it; each change counts from the next
request on. Every change is one transaction together with its entry in the log.
"""

from __future__ import annotations

import datetime as dt
import logging
import sqlite3
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from crosstrace.access import chain
from crosstrace.access.database import Database
from crosstrace.access.keys import DECOY, Key, KeyText, Scope
from crosstrace.access.principal import Principal, organization_slug
from crosstrace.errors import InvalidInput, NotFound, StoreUnavailable

MAX_TITLE: Final = 200
NOTE_SECONDS: Final = 0.1
"""How long a request waits to write down that a key was used."""

_ORGANIZATIONS: Final = "SELECT * FROM organization ORDER BY slug"
_ORGANIZATION: Final = "SELECT 1 FROM organization WHERE slug = ?"
_KEYS: Final = "SELECT * FROM key ORDER BY created, id"
_CHANGES: Final = "SELECT * FROM change ORDER BY number"
_ADD_ORGANIZATION: Final = "INSERT INTO organization VALUES (:slug, :title, :created)"
_PUT_KEY: Final = """
INSERT OR REPLACE INTO key VALUES (:id, :organization, :label, :roles, :read_only, :graphs,
    :created, :expires, :digest, :previous_digest, :previous_until, :revoked, :last_used)
"""
_ADD_CHANGE: Final = """
INSERT INTO change VALUES (:number, :at, :who, :what, :subject, :record, :previous, :digest)
"""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Organization:
    """A tenant: its name in addresses, its title, and when it was registered (UTC)."""

    slug: str
    title: str
    created: str


@dataclass(frozen=True, slots=True)
class Change:
    """Who makes a change, and when (UTC)."""

    who: str
    now: dt.datetime


class Register:
    """The organisations, their keys, and the log of all changes, in the file `path`.

    A file that isn't there is an empty register; the first change makes it, for its owner's
    eyes only. `StoreUnavailable` when it can't be read or written.
    """

    def __init__(self, path: Path) -> None:
        self._database = Database(path)

    def close(self) -> None:
        """Close the file; using the register opens it again."""
        self._database.close()

    def organizations(self) -> list[Organization]:
        """All organisations, by name."""
        return [Organization(**row) for row in self._database.rows(_ORGANIZATIONS)]

    def registered(self, slug: str) -> bool:
        """Whether an organisation has that name."""
        return bool(self._database.rows(_ORGANIZATION, slug))

    def keys(self, organization: str | None = None) -> list[Key]:
        """All keys, or those of one organisation, oldest first."""
        found = [Key.from_row(row) for row in self._database.rows(_KEYS)]
        return [key for key in found if organization in (None, key.organization)]

    def changes(self) -> list[chain.Entry]:
        """The log, oldest first."""
        return [chain.Entry(**row) for row in self._database.rows(_CHANGES)]

    def authenticate(self, text: KeyText, now: dt.datetime) -> Principal:
        """Who holds the key `text`; `Unauthenticated` when it is not good now."""
        rows = self._database.rows("SELECT * FROM key WHERE id = ?", text.id)
        key = Key.from_row(rows[0] if rows else DECOY)
        principal = key.principal(text, now)
        if key.last_used != now.date():
            self._note_use(key.id, now.date())
        return principal

    def add_organization(self, slug: str, title: str, change: Change) -> Organization:
        """Register an organisation; `InvalidInput` when the name is taken or can't be one."""
        if not (title.strip() and title.isprintable() and len(title) <= MAX_TITLE):
            raise InvalidInput(f"A title is a line of at most {MAX_TITLE} characters.")
        added = Organization(organization_slug(slug), title.strip(), change.now.isoformat())
        with self._database.changing() as connection:
            if _registered(connection, slug):
                raise InvalidInput(f"The organisation {slug!r} is registered already.")
            connection.execute(_ADD_ORGANIZATION, asdict(added))
            _log(connection, change, "organization added", slug, asdict(added))
        return added

    def create_key(
        self, organization: str, *, label: str, scope: Scope, expires: dt.date, change: Change
    ) -> tuple[Key, KeyText]:
        """A new key of a registered organisation; its text can't be had again."""
        if expires < change.now.date():
            raise InvalidInput("The key would have expired already; give a day to come.")
        text = KeyText.generate()
        key = Key(text.id, organization, label, scope, change.now, expires, text.digest)
        with self._database.changing() as connection:
            if not _registered(connection, organization):
                raise NotFound(
                    f"No organisation {organization!r} is registered; 'crosstrace organization "
                    "add' does that."
                )
            _keep(connection, key, "key created", change)
        return key, text

    def rotate_key(self, key_id: str, grace: dt.timedelta, change: Change) -> tuple[Key, KeyText]:
        """A new secret for a key; the present one stays good for `grace`, an older one ends."""
        text = KeyText.generate(key_id)
        with self._database.changing() as connection:
            key = _key(connection, key_id)
            state = key.state(change.now)
            if state != "active":
                raise InvalidInput(f"The key {key_id} is {state}; create a new one instead.")
            key = key.rotated(text, change.now + grace)
            _keep(connection, key, "key rotated", change)
        return key, text

    def revoke_key(self, key_id: str, change: Change) -> Key:
        """End a key at once, with every secret it has; to do it twice is no error."""
        with self._database.changing() as connection:
            key = _key(connection, key_id)
            if key.revoked is None:
                key = replace(key, revoked=change.now)
                _keep(connection, key, "key revoked", change)
        return key

    def faults(self, kept: str | None = None) -> list[str]:
        """What shows that log, organisations or keys were altered past the commands.

        `kept` is a digest that was the log's last at some time.
        """
        changes, organizations, keys = self._database.together(_CHANGES, _ORGANIZATIONS, _KEYS)
        entries = [chain.Entry(**row) for row in changes]
        logged = {(entry.what.split()[0], entry.subject): entry.record for entry in entries}
        present = {("organization", row["slug"]): chain.canonical(row) for row in organizations}
        present |= {("key", row["id"]): chain.canonical(_record(row)) for row in keys}
        names = sorted(logged | present)
        return chain.verify(entries, kept) + [
            f"The {kind} {name} is not what the log says."
            for kind, name in names
            if logged.get((kind, name)) != present.get((kind, name))
        ]

    def _note_use(self, key_id: str, day: dt.date) -> None:
        try:
            with self._database.changing(wait=NOTE_SECONDS) as connection:
                connection.execute(
                    "UPDATE key SET last_used = ? WHERE id = ?", [day.isoformat(), key_id]
                )
        except StoreUnavailable as error:  # no reason to turn the holder of a good key away
            log.warning("The use of key %s could not be noted: %s", key_id, error)


def _registered(connection: sqlite3.Connection, slug: str) -> bool:
    return connection.execute(_ORGANIZATION, [slug]).fetchone() is not None


def _key(connection: sqlite3.Connection, key_id: str) -> Key:
    row = connection.execute("SELECT * FROM key WHERE id = ?", [key_id]).fetchone()
    if row is None:
        raise NotFound(f"No key has the id {key_id}; 'crosstrace key list' has them all.")
    return Key.from_row(dict(row))


def _keep(connection: sqlite3.Connection, key: Key, what: str, change: Change) -> None:
    connection.execute(_PUT_KEY, key.to_row())
    _log(connection, change, what, key.id, _record(key.to_row()))


def _record(key: dict[str, Any]) -> dict[str, Any]:
    """What the log holds of a key's row: all but its last use, which is no change."""
    return key | {"last_used": None}


def _log(
    connection: sqlite3.Connection, change: Change, what: str, subject: str, record: dict[str, Any]
) -> None:
    row = connection.execute("SELECT * FROM change ORDER BY number DESC LIMIT 1").fetchone()
    entry = chain.append(
        None if row is None else chain.Entry(**dict(row)),
        at=change.now.isoformat(),
        who=change.who,
        what=what,
        subject=subject,
        record=chain.canonical(record),
    )
    connection.execute(_ADD_CHANGE, asdict(entry))
