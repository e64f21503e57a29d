"""Where a SPARQL endpoint is, who it is told that it is asked by, and what is shown of that."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote, urlsplit

from crosstrace.errors import InvalidInput, shown_address


@dataclass(frozen=True, slots=True)
class Login:
    """Who an endpoint is told that it is asked by."""

    user: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where an endpoint takes queries and where updates: the same, unless two are given.

    `login` is what the location had before its `@`; the addresses themselves are without it.
    """

    query: str
    update: str
    login: Login | None = None

    @classmethod
    def parse(cls, location: str) -> Addresses:
        """`URL` for both, or `QUERY-URL,UPDATE-URL`; no other place is ever asked."""
        query, _, update = (part.strip() for part in location.partition(","))
        asked = _split(query, location)
        updated = _split(update, location) if update else asked
        logins = {login for parts in (asked, updated) if (login := _login(parts))}
        if len(logins) > 1:
            raise InvalidInput(
                "The two addresses of the store hold different names or passwords; give one as "
                "the settings store_user and store_password."
            )
        return cls(_without_login(asked), _without_login(updated), next(iter(logins), None))


def is_remote(location: str) -> bool:
    """Whether `--store` names a SPARQL endpoint."""
    return location.lower().startswith(("http://", "https://"))


def shown_location(location: str) -> str:
    """What `--store` names, for people, in quotation marks: a folder as it is."""
    if not is_remote(location):
        return repr(location)
    addresses = Addresses.parse(location)
    return repr(",".join(dict.fromkeys(map(shown_address, (addresses.query, addresses.update)))))


def _split(address: str, location: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        if parts.scheme in ("http", "https") and parts.hostname and parts.port != 0:
            return parts
    except ValueError:  # brackets or a port that are none
        pass
    if "@" in location:  # where the password ends isn't known, so nothing is repeated
        raise InvalidInput(
            "What the store names is no address of a SPARQL endpoint: write signs such as , / and "
            "@ in a name or password as %2C, %2F and %40, or give both as the settings store_user "
            "and store_password."
        )
    raise InvalidInput(f"{shown_address(address)!r} is no address of a SPARQL endpoint.")


def _login(parts: SplitResult) -> Login | None:
    if "@" not in parts.netloc:
        return None
    return Login(unquote(parts.username or ""), unquote(parts.password or ""))


def _without_login(parts: SplitResult) -> str:
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
