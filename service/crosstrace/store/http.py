"""How an endpoint is spoken to over HTTP, and how it is told who speaks."""

from __future__ import annotations

from collections.abc import Generator

import httpx

from crosstrace.store.addresses import Login


def client(seconds: float, login: Login | None) -> httpx.Client:
    """A client that waits so long for an answer, and logs in when asked to."""
    return httpx.Client(timeout=seconds, auth=_Authentication(login) if login else None)


class _Authentication(httpx.Auth):
    """Basic or digest, whichever the server demands; Virtuoso, for one, demands digest."""

    def __init__(self, login: Login) -> None:
        self._basic = httpx.BasicAuth(login.user, login.password)
        self._digest = httpx.DigestAuth(login.user, login.password)
        self._demanded: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Ask without a login until the server has said once what it demands."""
        if self._demanded is None:
            answer = yield request
            if answer.status_code != httpx.codes.UNAUTHORIZED:
                return
            challenge = answer.headers.get("www-authenticate", "").lower()
            self._demanded = self._digest if challenge.startswith("digest") else self._basic
        yield from self._demanded.auth_flow(request)
