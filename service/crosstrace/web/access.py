"""Who sent a request, whether the route lets them, and how often they may ask.

The guard stands before every route, so that none can be forgotten; a route that needs more
than looking things up says so with `requires`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable
from typing import Annotated, Final
from urllib.parse import urlsplit

from fastapi import Depends, Request
from fastapi.security import HTTPBearer
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crosstrace.access import (
    AccessControl,
    Allowance,
    Permission,
    Principal,
    Rates,
    caller,
    demand,
    is_loopback,
)
from crosstrace.bootstrap import Services
from crosstrace.errors import CrosstraceError, Forbidden, RateLimited, Unauthenticated
from crosstrace.web.problems import Problem, respond

UNGUARDED: Final = "/healthz"
OPEN: Final = ("/readyz", "/static/")
"""Where nobody needs a key even when anonymous reading is off."""

METRICS: Final = "/metrics"
"""Where, too, nobody needs one if the settings say so."""

_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_PROXIED: Final = ("forwarded", "x-forwarded-for", "x-forwarded-host")
_BEARER: Final = HTTPBearer(
    scheme_name="bearer",
    bearerFormat="ctk_… or JWT",
    description="A key of your organisation, or a token of its identity provider.",
    auto_error=False,
)
BEARER_SCHEME: Final = {
    _BEARER.scheme_name: _BEARER.model.model_dump(mode="json", by_alias=True, exclude_none=True)
}


class Misdirected(CrosstraceError):
    """The request was meant for another host."""

    slug, title, status = "misdirected", "This service does not answer for that host", 421


async def _principal(request: Request) -> Principal:
    found: Principal = request.scope["state"]["principal"]
    return found


PrincipalDep = Annotated[Principal, Depends(_principal)]
"""Who sent the request; the guard has found out."""


def requires(permission: Permission) -> Callable[..., Awaitable[Principal]]:
    """A dependency that gives the principal, when it may do that; else the answer is 401 or 403.

    On a route with a path parameter `name`, a key that is limited to some graphs must reach
    the graph of that name.
    """

    async def demanded(
        request: Request, principal: PrincipalDep, _scheme: Annotated[object, Depends(_BEARER)]
    ) -> Principal:
        demand(principal, permission, request.path_params.get("name"))
        return principal

    return demanded


def demand_operator(principal: Principal, services: Services, what: str) -> None:
    """Nothing when `principal` belongs to those who run the service; else 401 or 403 for `what`."""
    if services.access.local or principal.organization == services.settings.operator:
        return
    if principal.via == "anonymous":
        raise Unauthenticated(f"For {what} you need a key of the organisation that runs this.")
    raise Forbidden(f"Only the organisation that the setting 'operator' names may have {what}.")


class Guard:
    """ASGI middleware: finds out who asks, counts it, and refuses what no route should see."""

    def __init__(
        self,
        app: ASGIApp,
        access: AccessControl,
        rates: Rates,
        open_to_all: tuple[str, ...] = OPEN,
    ) -> None:
        self.app = app
        self.access = access
        self.rates = rates
        self.open_to_all = open_to_all

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through, or answer it with a problem."""
        if scope["type"] != "http" or scope["path"] == UNGUARDED:
            await self.app(scope, receive, send)
            return
        headers: dict[str, str] = {}
        try:
            scope["state"]["principal"] = self._admit(scope, headers)
        except CrosstraceError as error:
            if scope["method"] not in _SAFE:  # its body is not waited for
                headers["Connection"] = "close"
            await respond(scope, Problem.of(error), headers)(scope, receive, send)
            return

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(headers)
            await send(message)

        await self.app(scope, receive, counted)

    def _admit(self, scope: Scope, answer: dict[str, str]) -> Principal:
        """Who asks; the figures of their rate go into the headers of the `answer`."""
        headers = Headers(scope=scope)
        if self.access.local:
            refuse_from_elsewhere(scope["method"], headers)
            return self._identify(headers)
        address = scope["client"][0] if scope.get("client") else None
        try:
            principal = self._identify(headers)
        except CrosstraceError:
            self._count(caller(None, address), answer)
            raise
        self._count(caller(principal, address), answer)
        if not self.access.anonymous and not scope["path"].startswith(self.open_to_all):
            _demand_credential(principal)
        return principal

    def _identify(self, headers: Headers) -> Principal:
        given = headers.getlist("authorization")
        if len(given) > 1:
            raise Unauthenticated("The request has several Authorization headers; send one.")
        return self.access.identify(given[0] if given else None, dt.datetime.now(dt.UTC))

    def _count(self, name: str, answer: dict[str, str]) -> None:
        found = self.rates.take(name)
        answer.update(_figures(found))
        if not found.allowed:
            answer["Retry-After"] = str(found.reset_seconds)
            raise RateLimited(
                f"More than {found.limit} requests came within a minute; wait "
                f"{found.reset_seconds} seconds."
            )


def refuse_from_elsewhere(method: str, headers: Headers) -> None:
    """Refuse what did not begin on this machine, while nobody needs a key.

    A page of another site can make a browser here send requests (and, by way of its own
    domain's address, read answers); a proxy can let in the whole network.
    """
    hosts = headers.getlist("host")
    if len(hosts) != 1 or not is_loopback(_name(hosts[0])):
        raise Misdirected(
            "Without configured access the service answers only for localhost and 127.0.0.1."
        )
    if any(name in headers for name in _PROXIED):
        raise Forbidden(
            "The request came through a proxy, and no access is configured: register an "
            "organisation and give it keys, or set 'access'."
        )
    if method not in _SAFE and not _same_origin(headers, hosts[0]):
        raise Forbidden("A page of another site may not change anything here.")


def _same_origin(headers: Headers, host: str) -> bool:
    """Whether a request that may change something comes from our own pages or from no page."""
    site = headers.get("sec-fetch-site")
    if site is not None:  # by browsers only, and no page can set it
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is None or origin in (f"http://{host}", f"https://{host}")


def _name(host: str) -> str:
    """The host's name or address without the port; empty when it can't be read."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _demand_credential(principal: Principal) -> None:
    if principal.via == "anonymous":
        raise Unauthenticated("This service answers nobody without a key or token.")


def _figures(found: Allowance) -> dict[str, str]:
    return {
        "RateLimit-Limit": str(found.limit),
        "RateLimit-Remaining": str(found.remaining),
        "RateLimit-Reset": str(found.reset_seconds),
    }
