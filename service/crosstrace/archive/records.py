"""The audit log: what was done, by whom, when and with what, each record sealing the one before.

A record is a line of canonical JSON that holds the SHA-256 of the line before it. The archive's
whole state is folded from these lines, so the log can't disagree with what the service does.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from pydantic import TypeAdapter

from crosstrace.access import organization_slug
from crosstrace.archive.names import GraphName
from crosstrace.errors import BrokenData, InvalidInput, Unprocessable

BEGINNING: Final = "0" * 64
"""What the first record holds in place of the digest of the one before."""


class Action(StrEnum):
    """What can be done to a graph at rest."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    SHARE = "share"
    UNSHARE = "unshare"


@dataclass(frozen=True, slots=True)
class Submitted:
    """What a record tells of a version: digests are SHA-256 in hexadecimal.

    `body_digest` is of the bytes that were sent, `content_digest` of the statements as sorted
    N-Triples; `counts` are the findings by severity at `level`, as of `judged_as_of`.
    """

    version: int
    media_type: str
    body_digest: str
    content_digest: str
    statements: int
    title: str
    issued: str | None
    subject: str | None
    profile: str
    level: str
    judged_as_of: str
    counts: dict[str, int]

    @property
    def request(self) -> tuple[str, ...]:
        """What a retry has in common with the first: the bytes, and what they were held to."""
        return self.body_digest, self.media_type, self.profile, self.level


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the log; `time` is UTC, ISO 8601; `idempotency` the digest of a client's key."""

    sequence: int
    time: str
    organization: str
    actor: str
    action: Action
    graph: str
    previous: str
    submitted: Submitted | None = None
    partner: str | None = None
    idempotency: str | None = None
    request_id: str | None = None

    @property
    def name(self) -> GraphName:
        """The graph that something was done to."""
        return GraphName(self.organization, self.graph)

    def line(self) -> str:
        """The record as canonical JSON: sorted keys, no spaces, nothing that is None."""
        said = {key: value for key, value in asdict(self).items() if value is not None}
        return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    def digest(self) -> str:
        """The SHA-256 of the line, which the next record holds."""
        return digest_of(self.line().encode())

    def demand_retry(self, name: GraphName, request: tuple[str, ...]) -> None:
        """`Unprocessable` unless that request for a graph is the one that made this record."""
        made = self.submitted
        if made is None or self.name != name or made.request != request:
            raise Unprocessable(
                "This Idempotency-Key was used for another request; give each request its own."
            )

    @classmethod
    def read(cls, line: str) -> Record:
        """The record in a line; `BrokenData` when it is none."""
        try:
            record = _reader().validate_json(line, strict=True)
            dt.datetime.fromisoformat(record.time)
            if record.submitted is not None:
                dt.date.fromisoformat(record.submitted.judged_as_of)
            GraphName(record.organization, record.graph)
            if record.partner is not None:
                organization_slug(record.partner)
        except (ValueError, InvalidInput) as error:
            raise BrokenData("A line of the audit log is no record of ours.") from error
        return record


@cache
def _reader() -> TypeAdapter[Record]:
    return TypeAdapter(Record)


def digest_of(body: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(body).hexdigest()


def read_log(lines: Iterable[str]) -> Iterator[Record]:
    """The records in the log's lines, in their order; `BrokenData` at the first that doesn't fit.

    A line was changed, lost or put in when it isn't written as we write it, when its number isn't
    the next, or when the digest it holds isn't that of the line before.
    """
    previous = BEGINNING
    for number, line in enumerate(lines, 1):
        record = Record.read(line)
        if record.line() != line or record.sequence != number or record.previous != previous:
            raise BrokenData(
                f"The audit log doesn't hold together at record {number}: it was changed, or one "
                "before it was lost. Restore the latest backup, and keep this store as evidence."
            )
        previous = digest_of(line.encode())
        yield record
