"""Where in the submitted text the nodes and values of a result stand.

A reader of Turtle, TriG, N-Triples and N-Quads that keeps nothing but positions. A node is
placed only when the real parser found it too, for a wrong place is worse than none.
Source: RDF 1.1 Turtle, section 6; TriG, section 4.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from crosstrace.rdf.formats import N_QUADS, N_TRIPLES, TRIG, TURTLE, Syntax
from crosstrace.validation.report import Location
from crosstrace.validation.submission import BLANK
from crosstrace.vocab import RDF

LINE_BASED: Final = (TURTLE, TRIG, N_TRIPLES, N_QUADS)
MAX_CHARACTERS: Final = 4_000_000
"""Beyond this reading a second time would cost seconds."""

_LETTER: Final = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_CHARACTER: Final = rf"{_LETTER}_0-9\-\u00b7\u0300-\u036f\u203f\u2040"
_LOCAL: Final = rf"(?:[{_CHARACTER}:]|%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?\#@%])"
_TOKEN: Final = re.compile(
    rf"""
    (?P<space>[ \t\r\n]+|\#[^\r\n]*)
  | (?P<literal>\"{{3}}(?:[^"\\]|\\.|"(?!""))*\"{{3}}|'{{3}}(?:[^'\\]|\\.|'(?!''))*'{{3}}
      |"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*'
      |[+-]?(?:[0-9]+\.[0-9]*[eE][+-]?[0-9]+|\.?[0-9]+[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+))
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


class _Token(NamedTuple):
    kind: str
    text: str
    start: int


class _Mention(NamedTuple):
    """A term where it stands; `key` is None for what only the real parser can tell."""

    key: str | None
    start: int


class _Statement(NamedTuple):
    subject: _Mention
    predicate: _Mention
    object: _Mention


class _UnsureError(Exception):
    """The text holds what this reader doesn't know."""


def locations(body: bytes, syntax: Syntax, subjects: Set[str]) -> dict[str, Location]:
    """Where the text first describes each of `subjects`, as far as that is certain.

    Subjects are IRIs, blank nodes with `BLANK` before their label. Nothing is said of other
    syntaxes, of long texts, nor of `[ ]`, which have no label in the text.
    """
    text = body.decode("utf-8-sig")
    if syntax not in LINE_BASED or len(text) > MAX_CHARACTERS:
        return {}
    try:
        found = _first_offsets(_Reader(text).statements(), subjects)
    except (_UnsureError, StopIteration, RuntimeError):
        return {}
    breaks = [match.end() for match in re.finditer("\n", text)]
    return {subject: _place(offset, breaks) for subject, offset in found.items()}


def _first_offsets(statements: Iterable[_Statement], subjects: Set[str]) -> dict[str, int]:
    offsets: dict[str, int] = {}
    for statement in statements:
        name = (statement.subject.key or "").replace("_:", BLANK, 1)
        if name in subjects:
            offsets.setdefault(name, statement.subject.start)
    return offsets


def _place(offset: int, breaks: Sequence[int]) -> Location:
    line = bisect_right(breaks, offset)
    return Location(line + 1, offset - (breaks[line - 1] if line else 0) + 1)


@dataclass(slots=True)
class _Frame:
    """What is open: a statement, a `[`, or a `(`, whose members are no statements."""

    subject: _Mention | None = None
    predicate: _Mention | None = None
    is_list: bool = False


@dataclass(slots=True)
class _Reader:
    """Reads statements in the order in which pyoxigraph gives them.

    That is: a statement whose object is a `[…]` when it closes, a list when it opens.
    """

    text: str
    _prefixes: dict[str, str] = field(default_factory=dict)
    _frames: list[_Frame] = field(default_factory=lambda: [_Frame()])

    def statements(self) -> Iterator[_Statement]:
        tokens = _tokens(self.text)
        for token in tokens:
            if len(self._frames) == 1 and self._frames[0].subject is None and _directive(token):
                self._declare(token, tokens)
            elif token.kind == "mark":
                yield from self._mark(token, tokens)
            elif token.kind != "at":
                yield from self._put(self._mention(token))

    def _declare(self, directive: _Token, tokens: Iterator[_Token]) -> None:
        name = _directive(directive)
        if name == "prefix":
            prefix = next(tokens).text
            self._prefixes[prefix] = next(tokens).text[1:-1]
        elif name in ("base", "version"):
            next(tokens)
        else:
            raise _UnsureError
        if directive.kind == "at":
            next(tokens)  # the full stop

    def _mark(self, mark: _Token, tokens: Iterator[_Token]) -> Iterator[_Statement]:
        here = _Mention(None, mark.start)
        frame = self._frames[-1]
        match mark.text:
            case "." | "}":
                self._frames[-1] = _Frame()
            case ";":
                frame.predicate = None
            case "^^":
                next(tokens)  # the datatype
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
            raise _UnsureError
        return self._frames.pop()

    def _put(self, term: _Mention) -> Iterator[_Statement]:
        frame = self._frames[-1]
        if frame.is_list:
            return
        if frame.subject is None:
            frame.subject = term
        elif frame.predicate is None:
            frame.predicate = term
        else:
            yield _Statement(frame.subject, frame.predicate, term)

    def _mention(self, token: _Token) -> _Mention:
        return _Mention(_KEYS[token.kind](token.text, self._prefixes), token.start)


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
        raise _UnsureError


def _directive(token: _Token) -> str:
    """The name of the directive that begins with `token`, empty when it begins none."""
    is_one = token.kind == "at" or (token.kind == "word" and token.text != "a")
    return token.text.removeprefix("@").lower() if is_one else ""


def _iri(text: str, _: dict[str, str]) -> str | None:
    # Escapes and relative IRIs are left to the real parser.
    return text[1:-1] if "\\" not in text and re.match(r"<[A-Za-z][A-Za-z0-9+.-]*:", text) else None


def _prefixed(text: str, prefixes: dict[str, str]) -> str | None:
    prefix, _, local = text.partition(":")
    namespace = prefixes.get(f"{prefix}:")
    if namespace is None:
        raise _UnsureError
    absolute = _iri(f"<{namespace}>", prefixes)
    return None if absolute is None else absolute + _ESCAPED.sub(r"\1", local)


def _word(text: str, _: dict[str, str]) -> str | None:
    return RDF + "type" if text == "a" else None


def _blank(text: str, _: dict[str, str]) -> str | None:
    return text


def _unknown(_text: str, _: dict[str, str]) -> str | None:
    return None


_KEYS: Final[dict[str, Callable[[str, dict[str, str]], str | None]]] = {
    "iri": _iri,
    "name": _prefixed,
    "blank": _blank,
    "word": _word,
    "literal": _unknown,
}
