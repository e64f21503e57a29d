"""Reading the values of query rows."""

from __future__ import annotations

from collections.abc import Iterable

from crosstrace.model import ElementRef
from crosstrace.store import Row
from crosstrace.vocab import token


def token_of(row: Row, name: str) -> str | None:
    """The JSON token of the term in a column, None when it is unbound."""
    return token(row[name]) if name in row else None


def element_of(row: Row, name: str) -> ElementRef | None:
    """The element in a column, None when it is unbound."""
    return ElementRef.from_iri(row[name]) if name in row else None


def elements_of(rows: Iterable[Row], name: str) -> tuple[ElementRef, ...]:
    """The elements in a column, each once."""
    return tuple(dict.fromkeys(ElementRef.from_iri(row[name]) for row in rows))
