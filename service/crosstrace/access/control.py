"""Who asks: the credential that came with a request, as a principal."""

from __future__ import annotations

import datetime as dt
import ipaddress
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from crosstrace.access.keys import PREFIX, KeyText, unknown_key
from crosstrace.access.keyset import KeySet
from crosstrace.access.principal import ANONYMOUS, LOCAL, LOCAL_ORGANIZATION, Principal
from crosstrace.access.register import Register
from crosstrace.access.tokens import TokenVerifier, trust_in
from crosstrace.errors import Forbidden, InvalidInput, Unauthenticated
from crosstrace.settings import Settings

REGISTER_NAME: Final = "access.sqlite"


class AccessControl:
    """Turns credentials into principals.

    While nothing is configured everybody is the local tenant. Access is configured when a
    register is `declared` or holds an organisation, or when tokens are verified; it stays so
    until the process ends, even when the register goes away.
    """

    def __init__(
        self,
        register: Register | None,
        tokens: TokenVerifier | None = None,
        *,
        anonymous: bool = True,
        declared: bool = False,
    ) -> None:
        self.anonymous = anonymous
        self._register = register
        self._tokens = tokens
        self._configured = declared or tokens is not None

    @property
    def local(self) -> bool:
        """Whether nothing is configured, so that everybody is the local tenant."""
        if not self._configured and self._register is not None:
            self._configured = bool(self._register.organizations())
        return not self._configured

    @property
    def takes_tokens(self) -> bool:
        """Whether an identity provider says who belongs to which organisation."""
        return self._tokens is not None

    def knows(self, organization: str) -> bool:
        """Whether that organisation is registered."""
        return self._register is not None and self._register.registered(organization)

    def identify(self, authorization: str | None, now: dt.datetime) -> Principal:
        """Who sent this Authorization header, or none; `Unauthenticated` when it is not valid."""
        if self.local:
            if authorization is not None:
                raise Unauthenticated(
                    "This service has no keys yet: leave the credential out, or register an "
                    "organisation with 'crosstrace organization add'."
                )
            return LOCAL
        return ANONYMOUS if authorization is None else self._bearer(_credential(authorization), now)

    def check(self) -> None:
        """Raise `StoreUnavailable` when credentials can't be told from false ones now."""
        if self._register is not None:
            self._register.organizations()
        if self._tokens is not None:
            self._tokens.check()

    def close(self) -> None:
        """Let go of the register's file and of the refreshing of keys."""
        if self._register is not None:
            self._register.close()
        if self._tokens is not None:
            self._tokens.close()

    def _bearer(self, credential: str, now: dt.datetime) -> Principal:
        if credential.startswith(PREFIX):
            text = KeyText.parse(credential)
            if text is None or self._register is None:
                raise unknown_key()
            return self._register.authenticate(text, now)
        if self._tokens is None:
            raise Unauthenticated("This service takes keys only; they begin with 'ctk_'.")
        principal = self._tokens.principal(credential)
        if principal.organization == LOCAL_ORGANIZATION and not self.knows(LOCAL_ORGANIZATION):
            raise Forbidden(
                f"The token is for {LOCAL_ORGANIZATION!r}, whose graphs were kept before there was "
                "access to them; who runs the service must register it first, with 'crosstrace "
                "organization add'."
            )
        return principal


def register_path(settings: Settings) -> Path | None:
    """Where the register is: the setting `access`, else in the store's folder if it has one."""
    if settings.access is not None:
        return settings.access
    if settings.store == "memory:" or "://" in settings.store:
        return None
    return Path(settings.store) / REGISTER_NAME


def is_configured(settings: Settings) -> bool:
    """Whether the settings, or the register they lead to, say who may come in."""
    if settings.access is not None or trust_in(settings) is not None:
        return True
    path = register_path(settings)
    if path is None:
        return False
    with closing(Register(path)) as register:
        return bool(register.organizations())


@contextmanager
def open_access(settings: Settings) -> Iterator[AccessControl]:
    """The access control that the settings describe; leaving the context lets go of all it uses."""
    path, trust = register_path(settings), trust_in(settings)
    control = AccessControl(
        None if path is None else Register(path),
        None if trust is None else TokenVerifier(trust, KeySet(str(settings.oidc_keys))),
        anonymous=settings.anonymous,
        declared=settings.access is not None,
    )
    try:
        yield control
    finally:
        control.close()


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`: `localhost` or a loopback address."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.removeprefix("[").removesuffix("]")).is_loopback
    except ValueError:
        return False


def refuse_open_exposure(settings: Settings) -> None:
    """`InvalidInput` when others could reach a service in which everybody may do everything."""
    if is_loopback(settings.host) or is_configured(settings):
        return
    raise InvalidInput(
        f"No access is configured, so the service can't listen on {settings.host!r}, where others "
        "reach it: stay on 127.0.0.1, or register an organisation first with 'crosstrace "
        "organization add' and give it keys, or set oidc_issuer."
    )


def _credential(authorization: str) -> str:
    scheme, _, credential = authorization.partition(" ")
    if scheme.lower() != "bearer" or not credential.strip():
        raise Unauthenticated("Send the key or token as 'Authorization: Bearer …'.")
    return credential.strip()
