"""API keys: `ctk_<key id>_<secret>`, of which only a digest is ever stored.

The secret is 256 bits from the operating system, so nobody can try candidates against a
stolen digest: a plain SHA-256 is enough. A slow hash defends secrets that people make up;
here it would only give whoever sends wrong keys a way to keep the service busy.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import re
import secrets
from dataclasses import dataclass, replace
from typing import Any, Final

from crosstrace.access.principal import Principal, Role, graph_name
from crosstrace.errors import InvalidInput, Unauthenticated

_ID_BYTES: Final = 8
_SECRET_BYTES: Final = 32
_KEY_ID: Final = rf"[0-9a-f]{{{2 * _ID_BYTES}}}"
_TEXT: Final = re.compile(rf"ctk_(?P<id>{_KEY_ID})_(?P<secret>[0-9a-f]{{{2 * _SECRET_BYTES}}})")
_ID: Final = re.compile(_KEY_ID)

PREFIX: Final = "ctk_"
MAX_LABEL: Final = 100
MAX_GRAPHS: Final = 100


@dataclass(frozen=True, slots=True)
class KeyText:
    """What a client holds; its representation shows the id and never the secret."""

    id: str
    secret: str

    @classmethod
    def parse(cls, text: str) -> KeyText | None:
        """The key in `text`; None when it can't be one."""
        found = _TEXT.fullmatch(text)
        return None if found is None else cls(found["id"], found["secret"])

    @classmethod
    def generate(cls, key_id: str | None = None) -> KeyText:
        """A new secret, for the key of this id or for a new one."""
        return cls(key_id or secrets.token_hex(_ID_BYTES), secrets.token_hex(_SECRET_BYTES))

    @property
    def digest(self) -> str:
        """The SHA-256 of the secret, in hexadecimal."""
        return hashlib.sha256(self.secret.encode("ascii")).hexdigest()

    def reveal(self) -> str:
        """The whole key, to be shown once."""
        return f"{PREFIX}{self.id}_{self.secret}"

    def __repr__(self) -> str:
        return f"KeyText({self.id})"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a key is good for; `graphs` is None for all of the organisation's."""

    roles: frozenset[Role]
    read_only: bool = False
    graphs: frozenset[str] | None = None

    def __post_init__(self) -> None:
        if not self.roles:
            raise InvalidInput("A key needs at least one role.")
        if self.graphs is not None:
            if not 0 < len(self.graphs) <= MAX_GRAPHS:
                raise InvalidInput(f"A key can be limited to 1 to {MAX_GRAPHS} graphs.")
            for name in self.graphs:
                graph_name(name)


@dataclass(frozen=True, slots=True)
class Key:
    """One key as it is stored; times are in UTC, `expires` is the last day on which it works.

    After a rotation the `previous_digest` is good until `previous_until`.
    """

    id: str
    organization: str
    label: str
    scope: Scope
    created: dt.datetime
    expires: dt.date
    digest: str
    previous_digest: str | None = None
    previous_until: dt.datetime | None = None
    revoked: dt.datetime | None = None
    last_used: dt.date | None = None

    def __post_init__(self) -> None:
        if not (self.label.strip() and self.label.isprintable() and len(self.label) <= MAX_LABEL):
            raise InvalidInput(f"A key's label is a line of at most {MAX_LABEL} characters.")

    def matches(self, text: KeyText, now: dt.datetime) -> bool:
        """Whether the secret is this key's, now; takes the same time whatever the answer."""
        current = hmac.compare_digest(self.digest, text.digest)
        former = hmac.compare_digest(self.previous_digest or NO_DIGEST, text.digest)
        in_grace = self.previous_until is not None and now < self.previous_until
        return current or (former and in_grace)

    def state(self, now: dt.datetime) -> str:
        """`active`, `expired` or `revoked`."""
        if self.revoked is not None:
            return "revoked"
        return "expired" if now.date() > self.expires else "active"

    def principal(self, text: KeyText, now: dt.datetime) -> Principal:
        """Who holds this key; `Unauthenticated` when the secret is wrong or the key ended."""
        if not self.matches(text, now):
            raise unknown_key()
        state = self.state(now)
        if state != "active":  # said only to one who holds the secret
            raise Unauthenticated(f"This key is {state}; ask an admin for a new one.")
        scope = self.scope
        return Principal(
            organization=self.organization,
            actor=f"key:{self.id}",
            roles=scope.roles,
            via="key",
            read_only=scope.read_only,
            graphs=scope.graphs,
        )

    def rotated(self, text: KeyText, until: dt.datetime) -> Key:
        """The key with a new secret; the present one stays good until `until`."""
        return replace(self, digest=text.digest, previous_digest=self.digest, previous_until=until)

    def to_row(self) -> dict[str, Any]:
        """The columns of the table `key`."""
        scope = self.scope
        return {
            "id": self.id,
            "organization": self.organization,
            "label": self.label,
            "roles": " ".join(sorted(scope.roles)),
            "read_only": int(scope.read_only),
            "graphs": None if scope.graphs is None else json.dumps(sorted(scope.graphs)),
            "created": self.created.isoformat(),
            "expires": self.expires.isoformat(),
            "digest": self.digest,
            "previous_digest": self.previous_digest,
            "previous_until": self.previous_until and self.previous_until.isoformat(),
            "revoked": self.revoked and self.revoked.isoformat(),
            "last_used": self.last_used and self.last_used.isoformat(),
        }

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> Key:
        """The key in a row that `to_row` made."""
        graphs = row["graphs"]
        return cls(
            id=row["id"],
            organization=row["organization"],
            label=row["label"],
            scope=Scope(
                roles=frozenset(map(Role, row["roles"].split())),
                read_only=bool(row["read_only"]),
                graphs=None if graphs is None else frozenset(json.loads(graphs)),
            ),
            created=dt.datetime.fromisoformat(row["created"]),
            expires=dt.date.fromisoformat(row["expires"]),
            digest=row["digest"],
            previous_digest=row["previous_digest"],
            previous_until=_moment(row["previous_until"]),
            revoked=_moment(row["revoked"]),
            last_used=row["last_used"] and dt.date.fromisoformat(row["last_used"]),
        )


NO_DIGEST: Final = "0" * 64
"""What no secret hashes to as far as anybody knows: stands in where there is no digest."""

DECOY: Final = Key(
    id="0" * (2 * _ID_BYTES),
    organization="none",
    label="decoy",
    scope=Scope(frozenset({Role.READER})),
    created=dt.datetime.min.replace(tzinfo=dt.UTC),
    expires=dt.date.min,
    digest=NO_DIGEST,
).to_row()
"""The row that is compared with when no key has the id, so that both take the same steps."""


def unknown_key() -> Unauthenticated:
    """The one answer to a key that is malformed, unknown, or has the wrong secret."""
    return Unauthenticated("This key is not known; check that it was copied whole.")


def key_id(text: str) -> str:
    """The id in what a person typed: an id, with or without its prefix; else `InvalidInput`."""
    bare = text.strip().removeprefix(PREFIX)
    if not _ID.fullmatch(bare):
        raise InvalidInput(
            "Name the key by its id, the 16 characters after 'ctk_'; 'crosstrace key list' has "
            "them. Never type a whole key."
        )
    return bare


def _moment(text: str | None) -> dt.datetime | None:
    return None if text is None else dt.datetime.fromisoformat(text)
