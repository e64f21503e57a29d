"""The reference engine made cheap enough for thousands of graphs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any
from unittest.mock import patch

from rdflib.plugins.sparql import processor
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.sparql import Query


@lru_cache(maxsize=200)
def _read(text: str, base: str | None, namespaces: tuple[tuple[str, Any], ...]) -> Query:
    return translateQuery(parseQuery(text), base, dict(namespaces))


@contextmanager
def queries_read_once() -> Iterator[None]:
    """Let rdflib read each query once, as its own `prepareQuery` does; judging takes a tenth.

    pySHACL gives rdflib the text of a constraint anew for every node, and reading it is nine
    tenths of its time.
    """

    def translated(text: str, base: str | None, namespaces: Mapping[str, Any] | None) -> Query:
        return _read(text, base, tuple(sorted((namespaces or {}).items())))

    with (
        patch.object(processor, "parseQuery", lambda text: text),
        patch.object(processor, "translateQuery", translated),
    ):
        yield
