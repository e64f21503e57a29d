"""What a query may not do, seen before any parser reads it.

Parsers recurse, and planners take their time: nesting and size are bounded here. A query
never reaches out (`SERVICE`) and never changes anything.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from crosstrace.errors import InvalidInput, ReadOnly, TooLarge
from crosstrace.rdf.tokens import Token, decode_escapes, tokens

MAX_DEPTH = 60
MAX_TOKENS = 6_000
MAX_PATTERNS = 150
MAX_OPERATORS = 500

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
_OPENING = ("{", "(", "[", "<<", "<<(")
_CLOSING = ("}", ")", "]", ">>", ")>>")
_OPERATORS = ("+", "-", "*", "/", "|", "||", "&&", "!", "^", "=", "<", ">")
_ESCAPED = re.compile(r"\\(.)")
_CHAINED = ("UNION", "OPTIONAL", "MINUS", "FILTER", "BIND", "EXISTS")


@dataclass(frozen=True, slots=True)
class GuardedQuery:
    """A query that may be parsed: its form in lower case, and its text with escapes decoded."""

    form: str
    text: str
    tokens: tuple[Token, ...]


def guard(query: str, max_bytes: int) -> GuardedQuery:
    """Check `query`; raises `TooLarge`, `ReadOnly` or `InvalidInput` with what to do."""
    if _size(query) > max_bytes:
        raise TooLarge(f"The query is longer than {max_bytes:,} bytes.")
    text = decode_escapes(query)
    found = tuple(tokens(text))
    _check_words(found)
    _check_nesting(found)
    _check_sizes(found)
    return GuardedQuery(_form(found), text, found)


def _size(query: str) -> int:
    try:
        return len(query.encode())
    except UnicodeEncodeError as error:
        raise InvalidInput("The query has half a character (a lone surrogate) in it.") from error


def _keywords(found: Sequence[Token]) -> list[str]:
    return [token.text for token in found if token.kind == "word"]


def _form(found: Sequence[Token]) -> str:
    for word in _keywords(found):
        if word in _FORMS:
            return word.lower()
    raise InvalidInput("The query is none of SELECT, ASK, CONSTRUCT and DESCRIBE.")


def _check_words(found: Sequence[Token]) -> None:
    words = _keywords(found)
    if "SERVICE" in words:
        raise InvalidInput(
            "SERVICE is not allowed: nothing is fetched for a client. Ask the other endpoint "
            "yourself and join the answers."
        )
    for word in words:
        if word in _FORMS:
            return
        if word in _UPDATES:
            raise ReadOnly(f"{word} is an update; this endpoint only answers queries.")


def _check_nesting(found: Sequence[Token]) -> None:
    depth = 0
    for token in found:
        if token.kind != "mark":
            continue
        if token.text in _OPENING:
            depth += 1
        elif token.text in _CLOSING:
            depth -= 1
        if depth > MAX_DEPTH:
            raise InvalidInput(f"The query is nested deeper than {MAX_DEPTH} levels.")


def _check_sizes(found: Sequence[Token]) -> None:
    operators = sum(t.kind == "mark" and t.text in _OPERATORS for t in found)
    patterns = sum(t.kind == "mark" and t.text in (".", ";") for t in found)
    patterns += sum(word in _CHAINED for word in _keywords(found))
    for count, limit, what in (
        (len(found), MAX_TOKENS, "words"),
        (operators, MAX_OPERATORS, "operators"),
        (patterns, MAX_PATTERNS, "patterns"),
    ):
        if count > limit:
            raise InvalidInput(f"The query has {count:,} {what}; at most {limit:,} are answered.")


def dataset_of(query: GuardedQuery) -> tuple[list[str], list[str]]:
    """The IRIs that FROM and FROM NAMED list; relative ones and prefixed names in full.

    They stand before the pattern, but behind the template of a CONSTRUCT; nowhere else is the
    word allowed.
    """
    base, prefixes = "", dict[str, str]()
    default: list[str] = []
    named: list[str] = []
    words = iter(query.tokens)
    for token in words:
        if token.kind == "word" and token.text == "BASE":
            base = urljoin(base, next(words, token).text.strip("<>"))
        elif token.kind == "word" and token.text == "PREFIX":
            name, iri = next(words, token), next(words, token)
            prefixes[name.text] = urljoin(base, iri.text.strip("<>"))
        elif token.kind == "word" and token.text == "FROM":
            graph, listed = next(words, token), default
            if graph.text == "NAMED":
                graph, listed = next(words, token), named
            listed.append(_expand(graph, base, prefixes))
    return default, named


def _expand(graph: Token, base: str, prefixes: dict[str, str]) -> str:
    if graph.kind == "iri":
        return urljoin(base, graph.text.strip("<>"))
    prefix, _, local = graph.text.partition(":")
    return prefixes.get(f"{prefix}:", "") + _ESCAPED.sub(r"\1", local)


def with_row_limit(query: GuardedQuery, rows: int) -> str:
    """The text of a SELECT query that gives at most `rows` rows, its own LIMIT respected."""
    depth, limit = 0, None
    values_at = len(query.text)
    for token, following in zip(query.tokens, (*query.tokens[1:], None), strict=True):
        if token.kind == "mark":
            depth += (token.text in _OPENING) - (token.text in _CLOSING)
        elif depth == 0 and token.text == "LIMIT" and following and following.kind == "number":
            limit = following
        elif depth == 0 and token.text == "VALUES" and token.kind == "word":
            values_at = min(values_at, token.start)
    if limit is None:
        # A line of its own: the query may end in a comment.
        return f"{query.text[:values_at]}\nLIMIT {rows}\n{query.text[values_at:]}"
    if limit.text.isdigit() and int(limit.text) > rows:
        return query.text[: limit.start] + str(rows) + query.text[limit.end :]
    return query.text
