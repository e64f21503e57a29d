"""The errors a person or a program can act on.

Every error that crosses a boundary (HTTP, command line, sandbox) is a `CrosstraceError`:
a one-line title for its kind, a `detail` that says what is wrong, where and what to do,
and, for rejected input, one `InputError` per finding. The web layer turns them into
RFC 9457 problem documents, the command line into one line and exit code 2. What is no client's
business, such as the addresses and paths of what stands behind the service, is `internal`: it is
logged, and shown on the command line.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Final
from urllib.parse import urlsplit

_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: str) -> str:
    """`text` with what a terminal obeys, or what turns the direction of text, as an escape.

    So is half a character, which stands for a byte of a file's name that is no UTF-8.
    """
    return _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def shown_address(address: str) -> str:
    """A web address for people: without name and password, and without its query, lest it has one.

    Nothing is shown of one that can't be taken apart.
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return "the address"
    host = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=host, query="", fragment="").geturl()


@dataclass(frozen=True, slots=True)
class InputError:
    """One finding in rejected input; `line` and `column` count from 1."""

    detail: str
    line: int | None = None
    column: int | None = None
    pointer: str | None = None


class CrosstraceError(Exception):
    """Base of all expected failures; `slug` names the kind, `status` its HTTP status code."""

    slug: ClassVar[str] = "error"
    title: ClassVar[str] = "The request failed"
    status: ClassVar[int] = 500

    def __init__(
        self, detail: str, errors: tuple[InputError, ...] = (), *, internal: str = ""
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = errors
        self.internal = internal

    def __str__(self) -> str:
        """What operators read, on the command line and in the log: `detail`, then `internal`."""
        return f"{self.detail} {self.internal}".strip()

    @property
    def members(self) -> dict[str, Any]:
        """Further members of the problem document."""
        return {}

    def to_dict(self) -> dict[str, Any]:
        """A JSON object from which `from_dict` rebuilds the error."""
        internal = {"internal": self.internal} if self.internal else {}
        return {
            "slug": self.slug,
            "detail": self.detail,
            "errors": [asdict(error) for error in self.errors],
            **internal,
        }

    @staticmethod
    def from_dict(data: dict[str, Any]) -> CrosstraceError:
        """Rebuild an error that crossed a process boundary; an unknown kind is a `KeyError`."""
        kinds = {kind.slug: kind for kind in _all_kinds(CrosstraceError)}
        error = kinds[data["slug"]](
            data["detail"], tuple(InputError(**finding) for finding in data["errors"])
        )
        error.internal = data.get("internal", "")
        return error


def _all_kinds(kind: type[CrosstraceError]) -> list[type[CrosstraceError]]:
    return [kind, *(found for child in kind.__subclasses__() for found in _all_kinds(child))]


class InvalidInput(CrosstraceError):
    """The input can't be read or a parameter has no valid value."""

    slug, title, status = "invalid-input", "The input can't be used", 400


class NotFound(CrosstraceError):
    """Nothing is known under the name that was asked for."""

    slug, title, status = "not-found", "Nothing is known under that name", 404


class NotAcceptable(CrosstraceError):
    """None of the representations the client accepts exists."""

    slug, title, status = "not-acceptable", "No acceptable representation exists", 406


class ReadOnly(CrosstraceError):
    """The operation would change something that may only be read."""

    slug, title, status = "read-only", "This can only be read", 403


class Unauthenticated(CrosstraceError):
    """It is not known who asks: no credential was given, or it is not valid."""

    slug, title, status = "unauthenticated", "A valid credential is needed", 401


class Forbidden(CrosstraceError):
    """The one who asks may not do that."""

    slug, title, status = "forbidden", "That is not allowed to you", 403


class RateLimited(CrosstraceError):
    """The one who asks has sent too many requests."""

    slug, title, status = "rate-limited", "Too many requests", 429


class TooLarge(CrosstraceError):
    """The input is over a size limit."""

    slug, title, status = "too-large", "The input is too large", 413


class Gone(CrosstraceError):
    """What was asked for was there and was withdrawn."""

    slug, title, status = "gone", "It was withdrawn", 410


class PreconditionFailed(CrosstraceError):
    """What the client takes for the current state is not it."""

    slug, title, status = "precondition-failed", "Someone else was first", 412


class Unprocessable(CrosstraceError):
    """The request can be read, and what it asks for can't be done with what it brings."""

    slug, title, status = "unprocessable", "The request can't be carried out", 422


class UnsupportedSyntax(CrosstraceError):
    """The media type or file ending names no syntax that is read here."""

    slug, title, status = "unsupported-syntax", "The syntax is not supported", 415


class TimeLimitExceeded(CrosstraceError):
    """The work was stopped at its time limit."""

    slug, title, status = "time-limit", "The work was stopped at its time limit", 503


class ResourceExhausted(CrosstraceError):
    """The work needed more memory, output or workers than it may have."""

    slug, title, status = "resources", "The work needed more than it may have", 503


class BrokenData(CrosstraceError):
    """The bundled or stored data are not what their manifest says."""

    slug, title, status = "broken-data", "The data do not match their manifest", 500


class EnginesDisagree(CrosstraceError):
    """Two engines gave different results for the same shapes and data."""

    slug, title, status = "engines-disagree", "The SHACL engines disagree", 500


class StoreUnavailable(CrosstraceError):
    """The store can't be opened, or is in use by another process."""

    slug, title, status = "store-unavailable", "The store can't be opened", 503
