"""OIDC bearer tokens: signed JWTs of one issuer, for one audience, with pinned algorithms.

After RFC 8725: the token chooses neither its key's place nor a kind of signature. Its `kid`
selects among the keys in hand, and each key says itself what it may verify.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import jwt

from crosstrace.access.keyset import KeySet
from crosstrace.access.principal import Principal, Role, organization_slug
from crosstrace.errors import Forbidden, InvalidInput, Unauthenticated
from crosstrace.settings import Settings

MAX_TOKEN: Final = 8000
"""Characters; nothing longer is decoded."""

MAX_SUBJECT: Final = 255
"""OpenID Connect Core 1.0, section 2: a subject has at most 255 characters."""

LEEWAY_SECONDS: Final = 30
_REQUIRED: Final = ("exp", "iss", "aud", "sub")


@dataclass(frozen=True, slots=True)
class Trust:
    """Whose tokens count, what for, and which claims say who the caller is."""

    issuer: str
    audience: str
    algorithms: frozenset[str]
    organization_claim: str = "organization"
    roles_claim: str = "roles"


class TokenVerifier:
    """Turns a token into the principal it speaks for."""

    def __init__(self, trust: Trust, keys: KeySet) -> None:
        self._trust = trust
        self._keys = keys

    def principal(self, token: str) -> Principal:
        """Who the token was issued to.

        `Unauthenticated` when the token is not valid here and now, `Forbidden` when it is but
        names no organisation or no role of ours.
        """
        claims = self._verified(token)
        subject = claims["sub"]
        if not (0 < len(subject) <= MAX_SUBJECT and subject.isprintable()):
            raise Unauthenticated("The token's subject is not usable.")
        return Principal(
            organization=self._organization(claims),
            actor=f"oidc:{subject}",
            roles=self._roles(claims),
            via="oidc",
        )

    def check(self) -> None:
        """Raise `StoreUnavailable` when the keys are too old to trust, so that no token is good."""
        self._keys.check()

    def close(self) -> None:
        """End the refreshing of the keys."""
        self._keys.close()

    def _verified(self, token: str) -> dict[str, Any]:
        if len(token) > MAX_TOKEN:
            raise Unauthenticated(f"The token is longer than {MAX_TOKEN} characters.")
        try:
            header = jwt.get_unverified_header(token)
        except jwt.PyJWTError as error:
            raise Unauthenticated("The credential is neither a key nor a token.") from error
        kid = header.get("kid")
        # An extension marked as critical must be understood, and none is.
        if "crit" in header or not isinstance(kid, str):
            raise Unauthenticated("The token's header is not accepted: it needs a kid and no crit.")
        key = self._keys.get(kid)
        if key is None:
            raise Unauthenticated("The token is signed with a key that is not known here.")
        try:
            return jwt.decode(
                token,
                key.material,
                algorithms=sorted(key.algorithms & self._trust.algorithms) or ["(none)"],
                issuer=self._trust.issuer,
                audience=self._trust.audience,
                leeway=LEEWAY_SECONDS,
                options={"require": list(_REQUIRED)},
            )
        except jwt.ExpiredSignatureError as error:
            raise Unauthenticated("The token has expired; get a new one.") from error
        except (jwt.PyJWTError, ValueError, OverflowError, TypeError) as error:
            raise Unauthenticated(
                "The token is not valid here: see its signature, issuer, audience and times."
            ) from error

    def _organization(self, claims: dict[str, Any]) -> str:
        claim = self._trust.organization_claim
        found = claims.get(claim)
        try:
            return organization_slug(found if isinstance(found, str) else "")
        except InvalidInput as error:
            raise Forbidden(f"The token's claim {claim!r} names no organisation.") from error

    def _roles(self, claims: dict[str, Any]) -> frozenset[Role]:
        claim = self._trust.roles_claim
        found = claims.get(claim)
        names = found.split() if isinstance(found, str) else found
        ours = {role.value for role in Role}
        listed = names if isinstance(names, list) else []
        roles = frozenset(Role(name) for name in listed if isinstance(name, str) and name in ours)
        if not roles:
            raise Forbidden(f"The token's claim {claim!r} lists none of {', '.join(sorted(ours))}.")
        return roles


def trust_in(settings: Settings) -> Trust | None:
    """The trust that the settings describe; None when they name no identity provider.

    `InvalidInput` when they name only a part of what is needed.
    """
    needed = {
        name: getattr(settings, name) for name in ("oidc_issuer", "oidc_audience", "oidc_keys")
    }
    missing = [name for name, value in needed.items() if not value]
    if len(missing) == len(needed):
        return None
    if missing:
        raise InvalidInput(f"To take tokens, {' and '.join(missing)} must be set too.")
    return Trust(
        issuer=needed["oidc_issuer"],
        audience=needed["oidc_audience"],
        algorithms=frozenset(settings.oidc_algorithms),
        organization_claim=settings.oidc_organization_claim,
        roles_claim=settings.oidc_roles_claim,
    )
