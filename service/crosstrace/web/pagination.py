"""Opaque cursors: a place in one very list, which no other list accepts."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from crosstrace.errors import InvalidInput

T = TypeVar("T")

CURSOR_PATTERN: Final = "^[A-Za-z0-9_-]{1,64}$"
_DIGEST_BYTES: Final = 9


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list; `next_cursor` is None on the last."""

    items: Sequence[T]
    total: int
    next_cursor: str | None


def paginate(found: Sequence[T], *, query: str, limit: int, cursor: str | None) -> Page[T]:
    """The page of `found` that begins at `cursor`, at most `limit` long.

    `query` stands for what was asked, whatever its text; a cursor of another query, or one
    that was made up, is an `InvalidInput`.
    """
    start = 0 if cursor is None else _decode(cursor, query)
    end = start + limit
    following = _encode(end, query) if end < len(found) else None
    return Page(found[start:end], len(found), following)


def _encode(offset: int, query: str) -> str:
    return base64.urlsafe_b64encode(_digest(query) + str(offset).encode()).rstrip(b"=").decode()


def _decode(cursor: str, query: str) -> int:
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    except (binascii.Error, ValueError):
        raw = b""
    digest, offset = raw[:_DIGEST_BYTES], raw[_DIGEST_BYTES:]
    if digest != _digest(query) or not offset.isdigit():
        raise InvalidInput("The cursor is not one that this list gave; begin without a cursor.")
    return int(offset)


def _digest(query: str) -> bytes:
    return hashlib.sha256(query.encode()).digest()[:_DIGEST_BYTES]
