"""Text out of the Markdown in which OSCAL's JSON and YAML hold their prose.

OSCAL allows few inline marks (https://pages.nist.gov/OSCAL/, "markup-line"): emphasis,
code, sub- and superscript, links, parameter insertions, character references and
backslash escapes. They are dropped as their XML counterparts are; one pass, linear time.
"""

from __future__ import annotations

import html
import re
from typing import Final

_TOKEN: Final = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<reference>&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|\{\{\s*insert:\s*param,\s*(?P<parameter>[\w.-]+)\s*\}\}"
    r"|!?\[(?P<link>[^\[\]]*)\]\([^()]*\)"
    r"|~(?P<sub>[^\s~]+)~"
    r"|\^(?P<sup>[^\s^]+)\^"
    r"|(?P<mark>\*{1,3}|`)"
)


def plain_text(markdown: str) -> str:
    """The text of inline Markdown; a mark that is never closed stays."""
    pieces: list[str] = []
    opened: dict[str, int] = {}
    end = 0
    for token in _TOKEN.finditer(markdown):
        pieces.append(markdown[end : token.start()])
        end = token.end()
        if token.lastgroup == "mark":
            _mark(token, pieces, opened)
        else:
            pieces.append(_replacement(token))
    pieces.append(markdown[end:])
    return "".join(pieces)


def _replacement(token: re.Match[str]) -> str:
    if token.lastgroup == "reference":
        return html.unescape(token[0])
    if token.lastgroup == "parameter":
        return f"[{token['parameter']}]"
    if token.lastgroup == "link":
        return plain_text(token["link"])
    return token[token.lastgroup or 0]


def _mark(token: re.Match[str], pieces: list[str], opened: dict[str, int]) -> None:
    """Drop a mark together with the one that opened it; one that may only open is remembered."""
    mark, (start, end) = token[0], token.span()
    before, after = token.string[max(start - 1, 0) : start], token.string[end : end + 1]
    if mark in opened and not before.isspace():
        pieces[opened.pop(mark)] = ""
        return
    if after and not after.isspace():
        opened[mark] = len(pieces)
    pieces.append(mark)
