"""Failures as RFC 9457 problem documents, or as a page for a person.

Nothing that a client sent is repeated beyond what an error's own sentence names, and a
failure that nobody expected is logged with its trace and answered without it.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crosstrace.errors import CrosstraceError, InputError, InvalidInput
from crosstrace.web.negotiation import HTML, Representation, preferred
from crosstrace.web.pages.rendering import page

MEDIA_TYPE: Final = "application/problem+json"
TYPE_BASE: Final = "https://w3id.org/crosstrace/problem/"
REQUEST_BASE: Final = "https://w3id.org/crosstrace/request/"
RETRY_SECONDS: Final = 2

_FORMS: Final = (Representation("json", MEDIA_TYPE, ("application/json",)), HTML)
_UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_UNREAD: Final = (408, 413)
"""What is left of such a request's body is not waited for."""

_DETAILS: Final = {
    404: "No page or resource has this address; the API is described at /docs.",
    405: "This address does not answer that method; see the Allow header.",
}

log = logging.getLogger(__name__)


class SlowRequest(CrosstraceError):
    """The request's body did not arrive in time."""

    slug, title, status = "slow-request", "The request took too long to arrive", 408


@dataclass(frozen=True, slots=True)
class Problem:
    """The members of a problem document."""

    slug: str
    title: str
    status: int
    detail: str
    errors: tuple[InputError, ...] = ()
    members: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, error: CrosstraceError) -> Problem:
        """The problem that an expected failure is."""
        return cls(error.slug, error.title, error.status, error.detail, error.errors, error.members)

    def to_dict(self, instance: str) -> dict[str, Any]:
        """The JSON object of RFC 9457; `errors` only when there are findings."""
        document: dict[str, Any] = {
            "type": TYPE_BASE + self.slug,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "instance": instance,
        }
        if self.errors:
            document["errors"] = [
                {name: value for name, value in asdict(error).items() if value is not None}
                for error in self.errors
            ]
        return {**document, **self.members}


UNEXPECTED: Final = Problem(
    "unexpected",
    "The service failed",
    500,
    "The service has a fault; it is logged under this problem's instance.",
)


def respond(scope: Scope, problem: Problem, headers: dict[str, str] | None = None) -> Response:
    """The problem in the form that the client likes better, JSON or HTML."""
    request = Request(scope)
    headers = {"Vary": "Accept", "Cache-Control": "no-store", **(headers or {})}
    if problem.status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = str(RETRY_SECONDS)
    if problem.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = _challenge(request)
    if problem.status in _UNREAD:
        headers["Connection"] = "close"
    scope["state"]["problem"] = problem.slug
    instance = _instance(scope["state"]["request_id"])
    if preferred(_FORMS, request.headers.get("accept")) is HTML:
        body = page("problem.html", problem=problem, instance=instance)
        return Response(body, problem.status, headers, HTML.media_type)
    document = problem.to_dict(instance)
    return Response(json.dumps(document).encode(), problem.status, headers, MEDIA_TYPE)


def _instance(request_id: str) -> str:
    """The request as a URI, whether its id is a UUID of ours or what a client called it."""
    if _UUID.fullmatch(request_id):
        return f"urn:uuid:{request_id}"
    return REQUEST_BASE + request_id


def _challenge(request: Request) -> str:
    """What a client that has to say who it is can do (RFC 6750, section 3)."""
    given = "authorization" in request.headers
    return 'Bearer realm="crosstrace"' + (', error="invalid_token"' if given else "")


def install(app: FastAPI) -> None:
    """Let `app` answer its failures with problems."""
    app.add_exception_handler(CrosstraceError, _expected)
    app.add_exception_handler(RequestValidationError, _rejected)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(ClientDisconnect, _gone)


async def _expected(request: Request, error: Exception) -> Response:
    assert isinstance(error, CrosstraceError)  # noqa: S101 - registered for this class
    if error.internal:
        log.warning("%s", error, extra={"kind": error.slug})
    return respond(request.scope, Problem.of(error))


async def _rejected(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class
    findings = tuple(
        InputError(str(e["msg"]), pointer="/".join(map(str, e["loc"]))) for e in error.errors()
    )
    names = ", ".join(sorted({str(e["loc"][-1]) for e in error.errors()}))
    return respond(
        request.scope, Problem.of(InvalidInput(f"Not usable as given: {names}.", findings))
    )


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class
    phrase = HTTPStatus(error.status_code).phrase
    detail = _DETAILS.get(error.status_code, f"{phrase}.")
    problem = Problem(phrase.lower().replace(" ", "-"), phrase, error.status_code, detail)
    headers = {"Allow": _allowed(request)} if error.status_code == 405 else {}
    return respond(request.scope, problem, headers)


def _allowed(request: Request) -> str:
    """The methods of every route at this address; the framework names those of one route only."""
    found = [
        method
        for method in ("GET", "POST", "PUT", "DELETE")
        for route in request.app.routes
        if route.matches({**request.scope, "method": method})[0] is Match.FULL
    ]
    if found and found[0] != "GET":
        return ", ".join(found)
    # Without a route it is a static file, which can only be read.
    return ", ".join(["GET", "HEAD", *found[1:]])


async def _gone(_request: Request, _error: Exception) -> Response:
    return Response(status_code=400)  # nobody is left to read it


class UnexpectedErrors:
    """ASGI middleware: a failure nobody expected is logged and becomes a 500 problem."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def watch(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, watch)
        except Exception:
            log.exception("Unexpected failure in request %s.", scope["state"]["request_id"])
            if started:  # the answer is under way: only a broken connection tells the client
                raise
            await respond(scope, UNEXPECTED)(scope, receive, send)
