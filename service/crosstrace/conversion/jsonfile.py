"""JSON of others as a checked tree: bounded, unambiguous, and refused with its place.

Nothing is fetched, whatever a document refers to.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, NoReturn, TypeAlias

import jsonschema_rs

from crosstrace.errors import InputError, InvalidInput

MAX_DEPTH: Final = 64
"""Objects and arrays inside one another; a component definition of OSCAL's needs 16."""
MAX_FINDINGS: Final = 50
MAX_VALUES: Final = 2_000_000
"""Values of one document, at most; each takes a hundred bytes, however short it is written."""
MARKS: Final = (b",", b"[", b"{")
"""What stands before each value of JSON, or after it."""
MAX_TEXT: Final = 100_000
"""Characters of one text; validation reads no longer ones."""

Path: TypeAlias = tuple[str | int, ...]
Problem: TypeAlias = tuple[Path, str]
"""Where in the document, and what is wrong there, as the end of a sentence."""

_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HALVES: Final = re.compile("[\ud800-\udfff]")
_SECOND: Final = "Extra data"
"""What Python's parser says when something comes after the document."""
_PLAIN: Final = (int, type(None))
_SHOWN: Final = 200
_TOO_DEEP: Final = f"it is nested deeper than {MAX_DEPTH} levels."


@dataclass(frozen=True, slots=True)
class JsonFile:
    """A kind of file: what it is called, how large it may be, where texts may be anything.

    `wide_texts` are the members whose texts, with all below them, may be long; with `any_text`
    all may be, and may hold control characters.
    """

    called: str
    max_bytes: int
    wide_texts: frozenset[str] = frozenset()
    any_text: bool = False

    def tree(self, body: bytes, place: Path = ()) -> Any:
        """The JSON in `body`; `InvalidInput` names each place that can't be used.

        `place` is where the text stands when it is part of another document.
        """
        if len(body) > self.max_bytes:
            self.refuse(place, f"it is larger than {self.max_bytes // 2**20} MiB.")
        if has_too_many_values(body):
            self.refuse(place, f"it has more than {MAX_VALUES:,} values; split it.")
        tree = self._parse(body, place)
        problems = self._problems_of_values(tree, ())
        self.check(((*place, *path), problem) for path, problem in problems)
        return tree

    def refusal(self, problems: Iterable[Problem]) -> InvalidInput:
        """The error that says, place by place, what is wrong; at most `MAX_FINDINGS` are named."""
        found = tuple(_finding(*problem) for problem in islice(problems, MAX_FINDINGS))
        return InvalidInput(f"{self.called} can't be used. {found[0].detail}", found)

    def refuse(self, path: Path, problem: str) -> NoReturn:
        """Raise the `InvalidInput` for one place."""
        raise self.refusal([(path, problem)])

    def check(self, problems: Iterator[Problem]) -> None:
        """Raise the `InvalidInput` for the problems, if there are any."""
        if found := list(islice(problems, MAX_FINDINGS)):
            raise self.refusal(found)

    def _parse(self, body: bytes, place: Path) -> Any:
        try:
            return json.loads(body.decode("utf-8-sig"), object_pairs_hook=_object)
        except json.JSONDecodeError as error:
            if place:
                self.refuse(place, f"the JSON in it is broken: {error}.")
            if error.msg == _SECOND:
                self.refuse(place, f"line {error.lineno} begins a second document; split the file.")
            where = f"line {error.lineno}, column {error.colno}"
            finding = InputError(error.msg, line=error.lineno, column=error.colno)
            raise InvalidInput(
                f"The JSON is broken at {where}: {error.msg}.", (finding,)
            ) from error
        except UnicodeDecodeError as error:
            raise self.refusal(
                [(place, f"it is not JSON in UTF-8 (byte {error.start}).")]
            ) from error
        except ValueError as error:  # more digits than Python reads
            raise self.refusal([(place, "it holds a number that is too long.")]) from error
        except RecursionError as error:
            raise self.refusal([(place, _TOO_DEEP)]) from error

    def _problems_of_values(self, value: Any, path: Path) -> Iterator[Problem]:
        """What is wrong with a value wherever it stands."""
        if len(path) > MAX_DEPTH:
            yield path[:MAX_DEPTH], _TOO_DEEP
        elif problem := self._problem_of_value(value, path):
            yield path, problem
        else:
            for step, child in children(value):
                if isinstance(step, str) and not is_text(step):
                    yield path, "a member's name has characters that are not text."
                elif not isinstance(child, _PLAIN):
                    yield from self._problems_of_values(child, (*path, step))

    def _problem_of_value(self, value: Any, path: Path) -> str | None:
        if isinstance(value, str):
            return self._problem_of_text(value, path)
        if isinstance(value, float) and not math.isfinite(value):
            return "the number is none that JSON has."
        if isinstance(value, _Doubled):
            return f"the object has the member {value.twice[:80]!r} twice; keep one."
        return None

    def _problem_of_text(self, text: str, path: Path) -> str | None:
        if _HALVES.search(text) or not (self.any_text or is_text(text)):
            return "the text has characters that are not text."
        if len(text) > MAX_TEXT and not self.any_text and self.wide_texts.isdisjoint(path):
            return f"the text is longer than {MAX_TEXT:,} characters; put it into a file."
        return None


def has_too_many_values(body: bytes, marks: Iterable[bytes] = MARKS) -> bool:
    """Whether a text, JSON or other, may have more than `MAX_VALUES`, by the `marks` of values."""
    return sum(map(body.count, marks)) > MAX_VALUES


def is_text(text: str) -> bool:
    """Whether every character can stand in a graph, whatever syntax it is written in."""
    return not _UNPRINTABLE.search(text)


def children(value: Any) -> Iterable[tuple[str | int, Any]]:
    """The members of an object or the entries of an array, each with its step in a path."""
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()


def problem_of_schema(
    validator: Callable[[Any], None], document: Mapping[str, Any]
) -> Iterator[Problem]:
    """The first thing that a schema has against the document.

    Looking for more would let a small file with a million wrong values take a minute.
    """
    try:
        validator(document)
    except jsonschema_rs.ValidationError as error:
        yield tuple(error.instance_path), f"{error.message[:_SHOWN]}."


class _Doubled(dict[str, Any]):
    """An object that had a member twice, whose name is `twice`."""

    twice: str


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) == len(pairs):
        return members
    doubled = _Doubled(members)
    counted = Counter(name for name, _ in pairs)
    doubled.twice = next(name for name, count in counted.items() if count > 1)
    return doubled


def _finding(path: Path, problem: str) -> InputError:
    pointer = "".join(f"/{_escaped(step)}" for step in path)
    detail = f"The document, at {pointer or '/'}: {problem}"
    return InputError(_shown(detail), pointer=_shown(pointer))


def _shown(text: str) -> str:
    return "".join(map(_printable, text))


def _printable(character: str) -> str:
    return character if character.isprintable() else repr(character)[1:-1]


def _escaped(step: str | int) -> str:
    return str(step).replace("~", "~0").replace("/", "~1")
