"""The public keys of the identity provider: read at start and again on a schedule.

Never because of a token: which keys count, and where they are, is the operator's to say.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
from jwt import PyJWK, PyJWTError
from jwt.algorithms import AllowedPublicKeys

from crosstrace.errors import InvalidInput, StoreUnavailable, shown_address

REFRESH_SECONDS: Final = 300.0
RETRY_SECONDS: Final = 60.0
STALE_SECONDS: Final = 24 * 3600.0
"""For so long the keys are used after they could last be read; then no token is valid."""

FETCH_SECONDS: Final = 10.0
MAX_BYTES: Final = 2**20
MAX_KEYS: Final = 100
MIN_RSA_BITS: Final = 2048

_EC_ALGORITHMS: Final = {"P-256": "ES256", "P-384": "ES384", "P-521": "ES512"}
_RSA_ALGORITHMS: Final = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"})

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key with the algorithms it may be used with, fixed by its own kind and statement."""

    material: AllowedPublicKeys
    algorithms: frozenset[str]


class KeySet:
    """The keys at `location`, a file or an https address, by their `kid`.

    `InvalidInput` or `StoreUnavailable` when they can't be read at first; when they can't be
    read later, those in hand are used on for a day.
    """

    def __init__(
        self,
        location: str,
        *,
        read: Callable[[str], bytes] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._location = location
        self._read = read or read_location
        self._clock = clock
        self._ending = threading.Event()
        self._keys = parse(self._read(location))
        self._read_at = clock()
        self._thread = threading.Thread(target=self._keep_fresh, name="key set", daemon=True)
        self._thread.start()

    def get(self, kid: str) -> PublicKey | None:
        """The key of this id; None when there is none, or when the keys are too old to trust."""
        return None if self._is_stale() else self._keys.get(kid)

    def check(self) -> None:
        """Raise `StoreUnavailable` when the keys are too old to trust."""
        if self._is_stale():
            raise StoreUnavailable("The identity provider's keys could not be read for a day.")

    def refresh(self) -> bool:
        """Read the keys again; whether that worked."""
        try:
            self._keys = parse(self._read(self._location))
        except (InvalidInput, StoreUnavailable) as error:
            log.warning("The identity provider's keys are not renewed: %s", error)
            return False
        self._read_at = self._clock()
        log.info("The identity provider's keys are renewed.", extra={"keys": len(self._keys)})
        return True

    def close(self) -> None:
        """End the refreshing."""
        self._ending.set()
        self._thread.join(timeout=FETCH_SECONDS)

    def _is_stale(self) -> bool:
        return self._clock() - self._read_at > STALE_SECONDS

    def _keep_fresh(self) -> None:
        wait = REFRESH_SECONDS
        while not self._ending.wait(wait):
            wait = REFRESH_SECONDS if self.refresh() else RETRY_SECONDS


def read_location(location: str) -> bytes:
    """The bytes of a file or of an https address, which may not redirect."""
    if "://" not in location:
        try:
            return Path(location).read_bytes()
        except OSError as error:
            raise InvalidInput(
                f"oidc_keys: {location!r} can't be read: {error.strerror}."
            ) from error
    if not location.startswith("https://"):
        raise InvalidInput("oidc_keys is a file or begins with https://.")
    try:
        return _fetch(location)
    except httpx.HTTPError as error:
        raise StoreUnavailable(
            f"oidc_keys: {shown_address(location)!r} can't be fetched: {error}."
        ) from error


def _fetch(address: str) -> bytes:
    with httpx.stream("GET", address, timeout=FETCH_SECONDS, follow_redirects=False) as answer:
        if answer.status_code != httpx.codes.OK:
            raise StoreUnavailable(
                f"oidc_keys: {shown_address(address)!r} answers {answer.status_code}."
            )
        body = bytearray()
        for part in answer.iter_bytes():
            body += part
            if len(body) > MAX_BYTES:
                raise InvalidInput(
                    f"oidc_keys: {shown_address(address)!r} holds more than {MAX_BYTES} bytes."
                )
    return bytes(body)


def parse(body: bytes) -> dict[str, PublicKey]:
    """The signing keys in a JWKS, by `kid`; `InvalidInput` when it is none, or has none of use."""
    try:
        document = json.loads(body)
        listed = document["keys"]
        members = [member for member in listed if isinstance(member, dict)]
    except (ValueError, RecursionError, KeyError, TypeError) as error:
        raise InvalidInput("oidc_keys is no JWKS: a JSON object with a list of keys.") from error
    if len(members) > MAX_KEYS:
        raise InvalidInput(f"oidc_keys holds more than {MAX_KEYS} keys.")
    found = dict(_usable(members))
    if not found:
        raise InvalidInput(
            "oidc_keys holds no usable key: one with a kid, public, for signatures, of RSA with at "
            f"least {MIN_RSA_BITS} bits, EC or Ed25519."
        )
    return found


def _usable(members: Iterable[dict[str, Any]]) -> Iterable[tuple[str, PublicKey]]:
    seen: set[str] = set()
    for member in members:
        kid, algorithms = member.get("kid"), _algorithms(member)
        if not isinstance(kid, str) or not algorithms:
            continue
        if kid in seen:
            raise InvalidInput(f"oidc_keys names two keys {kid!r}.")
        seen.add(kid)
        try:
            material = PyJWK(member, min(algorithms)).key
        except (PyJWTError, ValueError, TypeError) as error:
            raise InvalidInput(f"oidc_keys: the key {kid!r} can't be read.") from error
        if getattr(material, "key_size", MIN_RSA_BITS) >= MIN_RSA_BITS or member["kty"] != "RSA":
            yield kid, PublicKey(material, algorithms)


def _algorithms(member: dict[str, Any]) -> frozenset[str]:
    """What a member may verify: by its kind, and by what it says of itself."""
    if "d" in member:  # a private key: whoever can read this file could sign with it
        raise InvalidInput("oidc_keys holds a private key; give the public keys only.")
    operations = member.get("key_ops", ["verify"])
    signs = isinstance(operations, list) and "verify" in operations
    if member.get("use", "sig") != "sig" or not signs:
        return frozenset()
    by_kind = _by_kind(member.get("kty"), member.get("crv"))
    stated = member.get("alg")
    return frozenset(name for name in by_kind if stated is None or name == stated)


def _by_kind(kind: object, curve: object) -> frozenset[str]:
    if kind == "RSA":
        return _RSA_ALGORITHMS
    if kind == "EC" and isinstance(curve, str) and curve in _EC_ALGORITHMS:
        return frozenset({_EC_ALGORITHMS[curve]})
    if kind == "OKP" and curve == "Ed25519":
        return frozenset({"EdDSA"})
    return frozenset()
