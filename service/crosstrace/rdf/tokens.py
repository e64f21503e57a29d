"""A tokenizer for SPARQL, enough to see keywords and nesting for what they are.

Comments, strings, IRIs and prefixed names are one token each, so that a keyword inside
them is none. Source: SPARQL 1.1 Query Language, section 19.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_TOKEN = re.compile(
    r"""
    (?P<space>\s+|\#[^\n\r]*)
  | (?P<string>\"{3}(?:\"{0,2}(?:[^\"\\]|\\.))*\"{3}|'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
      |\"(?:[^\"\\\n\r]|\\.)*\"|'(?:[^'\\\n\r]|\\.)*')
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<variable>[?$]\w+)
  | (?P<name>[\w.-]*:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*)
  | (?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
  | (?P<word>\w+)
  | (?P<mark><<\(|\)>>|<<|>>|\^\^|&&|\|\||!=|<=|>=|.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the query: its kind, its text (words in upper case), where it begins and ends."""

    kind: str
    text: str
    start: int
    end: int


def decode_escapes(query: str) -> str:
    r"""Replace codepoint escapes: `\u0053ERVICE` is `SERVICE` to every parser."""
    return _ESCAPE.sub(_decode, query)


def _decode(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    # A surrogate or a number beyond Unicode stays as it is: the parser will refuse it.
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else match[0]


def tokens(query: str) -> Iterator[Token]:
    """The tokens of `query`, spaces and comments left out."""
    for match in _TOKEN.finditer(query):
        kind = match.lastgroup or ""
        if kind != "space":
            text = match[0].upper() if kind == "word" else match[0]
            yield Token(kind, text, match.start(), match.end())
