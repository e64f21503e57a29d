"""Who asks, and what each role may do: the whole of it is one table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal, TypeAlias

from crosstrace.errors import Forbidden, InvalidInput, Unauthenticated

_ORGANIZATION = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_GRAPH = r"[a-z0-9][a-z0-9.-]{0,63}"
_ORGANIZATION_NAME: Final = re.compile(_ORGANIZATION)
_GRAPH_NAME: Final = re.compile(_GRAPH)

ORGANIZATION_PATTERN: Final = f"^{_ORGANIZATION}$"
GRAPH_PATTERN: Final = f"^{_GRAPH}$"

Via: TypeAlias = Literal["local", "key", "oidc", "anonymous"]


class Role(StrEnum):
    """What an organisation lets somebody do; roles combine, and none contains another's duty."""

    READER = "reader"
    SUBMITTER = "submitter"
    AUDITOR = "auditor"
    ADMIN = "admin"


class Permission(StrEnum):
    """What a route can ask for."""

    LOOK_UP = "look up frameworks, crosswalks and verdicts"
    READ_GRAPHS = "read the organisation's graphs, those shared with it, and answers from them"
    WRITE_GRAPHS = "submit and withdraw the organisation's graphs"
    AUDIT = "read the audit log"
    MANAGE = "manage shares, keys and backups"


_READS: Final = frozenset({Permission.LOOK_UP, Permission.READ_GRAPHS})

PERMISSIONS: Final[dict[Role, frozenset[Permission]]] = {
    Role.READER: _READS,
    Role.SUBMITTER: _READS | {Permission.WRITE_GRAPHS},
    Role.AUDITOR: _READS | {Permission.AUDIT},
    Role.ADMIN: frozenset({Permission.LOOK_UP, Permission.MANAGE}),
}
"""What each role may do; an admin who shall also read graphs is given that role too."""

CHANGING: Final = frozenset({Permission.WRITE_GRAPHS, Permission.MANAGE})
"""What a read-only key never may."""

LOCAL_ORGANIZATION: Final = "local"
"""Whose the graphs are that are kept while no access is configured; it can be registered too."""

NOBODY: Final = "anonymous"


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks: a member of one organisation, with roles and the limits of the credential.

    `actor` says who it is within that: `key:` and the key's id, `oidc:` and the token's subject.
    `graphs` names the only graphs that the credential reaches; None means all that the
    roles allow. Nobody in particular (`via` is `anonymous`) belongs to an organisation that
    nobody can register and that owns nothing.
    """

    organization: str
    actor: str
    roles: frozenset[Role]
    via: Via
    read_only: bool = False
    graphs: frozenset[str] | None = None

    @property
    def permissions(self) -> frozenset[Permission]:
        """All that this principal may do."""
        if self.via == "anonymous":
            return frozenset({Permission.LOOK_UP})
        granted = frozenset[Permission]().union(*(PERMISSIONS[role] for role in self.roles))
        return granted - CHANGING if self.read_only else granted

    def reaches(self, graph: str) -> bool:
        """Whether the credential is meant for the organisation's graph of this name."""
        return self.graphs is None or graph in self.graphs


LOCAL: Final = Principal(LOCAL_ORGANIZATION, "local", frozenset(Role), "local")
"""Who everybody is while no access is configured; the service then listens on loopback only."""

ANONYMOUS: Final = Principal(NOBODY, "anonymous", frozenset(), "anonymous")


def may(principal: Principal, permission: Permission, graph: str | None = None) -> bool:
    """Whether `principal` may do that, with the graph of that name when one is given."""
    return permission in principal.permissions and (graph is None or principal.reaches(graph))


def demand(principal: Principal, permission: Permission, graph: str | None = None) -> None:
    """Nothing when `principal` may; else `Unauthenticated` or `Forbidden` says what is missing."""
    if may(principal, permission, graph):
        return
    if principal.via == "anonymous":
        raise Unauthenticated(
            f"To {permission} you need a key of your organisation or a token of its identity "
            "provider: send it as 'Authorization: Bearer …'."
        )
    if permission in principal.permissions:
        raise Forbidden(
            "This key is limited to other graphs; ask an admin for one that reaches it."
        )
    if principal.read_only and permission in CHANGING:
        raise Forbidden("This key is read-only; ask an admin for one that may write.")
    roles = " or ".join(role for role, granted in PERMISSIONS.items() if permission in granted)
    raise Forbidden(f"To {permission} takes the role {roles}; ask an admin of your organisation.")


def organization_slug(text: str) -> str:
    """`text`, when an organisation can have it as its name; else `InvalidInput`."""
    if not _ORGANIZATION_NAME.fullmatch(text):
        raise InvalidInput(
            "An organisation's name has lower-case letters, digits and hyphens, at most 63, "
            "as in 'example-org'."
        )
    if text == NOBODY:
        raise InvalidInput(f"{text!r} is reserved; take another name for the organisation.")
    return text


def graph_name(text: str) -> str:
    """`text`, when a graph can have it as its name; else `InvalidInput`."""
    if not _GRAPH_NAME.fullmatch(text):
        raise InvalidInput(
            "A graph's name has lower-case letters, digits, dots and hyphens, at most 64, "
            "as in 'model-2.1'."
        )
    return text
