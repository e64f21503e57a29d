"""The statements of Turtle, TriG, N-Triples and N-Quads, with where their terms stand.

Source: RDF 1.1 Turtle, section 6; TriG, section 4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from crosstrace.validation.places import UnsureError
from crosstrace.validation.submission import BLANK
from crosstrace.vocab import RDF

_LETTER: Final = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_CHARACTER: Final = rf"{_LETTER}_0-9\-\u00b7\u0300-\u036f\u203f\u2040"
_LOCAL: Final = rf"(?:[{_CHARACTER}:]|%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?\#@%])"
_TOKEN: Final = re.compile(
    rf"""
    (?P<space>[ \t\r\n]+|\#[^\r\n]*)
  | (?P<string>\"{{3}}(?:[^"\\]|\\.|"(?!""))*\"{{3}}|'{{3}}(?:[^'\\]|\\.|'(?!''))*'{{3}}
      |"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
  | (?P<number>
      [+-]?(?:[0-9]+\.[0-9]*[eE][+-]?[0-9]+|\.?[0-9]+[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+))
  | (?P<iri><[^<>"{{}}|^`\x00-\x20]*>)
  | (?P<blank>_:[{_CHARACTER}](?:[{_CHARACTER}]|\.+(?=[{_CHARACTER}]))*)
  | (?P<name>(?:[{_LETTER}](?:[{_CHARACTER}]|\.+(?=[{_CHARACTER}]))*)?
      :(?:{_LOCAL}|\.+(?={_LOCAL}))*)
  | (?P<at>@[A-Za-z]+(?:-+[A-Za-z0-9]+)*)
  | (?P<word>[A-Za-z]+)
  | (?P<mark>\^\^|[.,;()\[\]{{}}])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPED: Final = re.compile(r"\\(.)")
_ABSOLUTE: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")


class _Token(NamedTuple):
    kind: str
    text: str
    start: int


class Mention(NamedTuple):
    """A term where it stands; `key` is None for what only the real parser can tell.

    `start` is None for what the text doesn't spell out.
    """

    key: str | None
    start: int | None


class Statement(NamedTuple):
    """A statement that the text spells out; those that make up lists are none."""

    subject: Mention
    predicate: Mention
    object: Mention


@dataclass(slots=True)
class _Frame:
    """What is open: a statement, a `[`, or a `(`, whose members are no statements."""

    subject: Mention | None = None
    predicate: Mention | None = None
    is_list: bool = False


@dataclass(slots=True)
class Reader:
    """Reads statements in the order in which pyoxigraph gives them.

    That is: a statement whose object is a `[…]` when it closes, a list when it opens. A
    string waits for the next token, which may be its language; when that is the `]`, the
    statement with the `[…]` comes first.
    """

    text: str
    _waiting: list[Statement] = field(default_factory=list)
    _namespaces: dict[str, str | None] = field(default_factory=dict)
    _frames: list[_Frame] = field(default_factory=lambda: [_Frame()])

    def statements(self) -> Iterator[Statement]:
        """The statements; `UnsureError` where the text can't be followed."""
        tokens = _tokens(self.text)
        for token in tokens:
            waiting, self._waiting = self._waiting, []
            if token.text == "]":
                yield from self._mark(token, tokens)
                yield from waiting
                continue
            yield from waiting
            if len(self._frames) == 1 and self._frames[0].subject is None and _directive(token):
                self._declare(token, tokens)
            elif token.kind == "mark":
                yield from self._mark(token, tokens)
            elif token.kind == "string":
                self._waiting = list(self._put(self._mention(token)))
            elif token.kind != "at":
                yield from self._put(self._mention(token))

    def _declare(self, directive: _Token, tokens: Iterator[_Token]) -> None:
        name = _directive(directive)
        if name == "prefix":
            prefix = _next(tokens).text.removesuffix(":")
            self._namespaces[prefix] = _iri(_next(tokens).text)
        elif name in ("base", "version"):
            _next(tokens)
        else:
            raise UnsureError
        if directive.kind == "at":
            _next(tokens)  # the full stop

    def _mark(self, mark: _Token, tokens: Iterator[_Token]) -> Iterator[Statement]:
        here = Mention(None, mark.start)
        frame = self._frames[-1]
        match mark.text:
            case "." | "}":
                self._frames[-1] = _Frame()
            case ";":
                frame.predicate = None
            case "^^":
                _next(tokens)  # the datatype
            case "[":
                self._frames.append(_Frame(here))
            case "(":
                yield from self._put(here)
                self._frames.append(_Frame(is_list=True))
            case "]":
                node = self._close().subject
                yield from self._put(node or here)
            case ")":
                self._close()

    def _close(self) -> _Frame:
        if len(self._frames) == 1:
            raise UnsureError
        return self._frames.pop()

    def _put(self, term: Mention) -> Iterator[Statement]:
        frame = self._frames[-1]
        if frame.is_list:
            return
        if frame.subject is None:
            frame.subject = term
        elif frame.predicate is None:
            frame.predicate = term
        else:
            yield Statement(frame.subject, frame.predicate, term)

    def _mention(self, token: _Token) -> Mention:
        return Mention(self._key(token), token.start)

    def _key(self, token: _Token) -> str | None:
        match token.kind:
            case "iri":
                return _iri(token.text)
            case "name":
                return _prefixed(token.text, self._namespaces)
            case "blank":
                return BLANK + token.text.removeprefix("_:")
            case "word" if token.text == "a":
                return RDF + "type"
            case _:
                return None


def _tokens(text: str) -> Iterator[_Token]:
    end = 0
    for match in _TOKEN.finditer(text):
        if match.start() != end:
            break
        end = match.end()
        kind = match.lastgroup or ""
        if kind != "space":
            yield _Token(kind, match[0], match.start())
    if end != len(text):
        raise UnsureError


def _next(tokens: Iterator[_Token]) -> _Token:
    for token in tokens:
        return token
    raise UnsureError


def _directive(token: _Token) -> str:
    """The name of the directive that begins with `token`, empty when it begins none."""
    is_one = token.kind == "at" or (token.kind == "word" and token.text != "a")
    return token.text.removeprefix("@").lower() if is_one else ""


def _iri(text: str) -> str | None:
    # Escapes and relative IRIs are left to the real parser.
    return text[1:-1] if "\\" not in text and _ABSOLUTE.match(text) else None


def _prefixed(text: str, namespaces: dict[str, str | None]) -> str | None:
    prefix, _, local = text.partition(":")
    if prefix not in namespaces:
        raise UnsureError
    namespace = namespaces[prefix]
    if namespace is None:
        return None
    return namespace + (_ESCAPED.sub(r"\1", local) if "\\" in local else local)
