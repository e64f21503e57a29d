"""An OSCAL component definition as checked JSON: NIST's schema first, then what it can't say.

The schema is that of OSCAL 1.2.1, `data/schemas/oscal-component-definition-1.2.1.json`; files of
OSCAL 1.0 and 1.1 are read when they keep to it.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Any, Final, NoReturn, TypeAlias

import jsonschema_rs

from crosstrace import resources
from crosstrace.errors import InputError, InvalidInput

MAX_BYTES: Final = 16 * 1024 * 1024
MAX_DEPTH: Final = 64
"""Objects and arrays inside one another; a component definition of OSCAL's needs 16."""
MAX_FINDINGS: Final = 50
MAX_TEXT: Final = 100_000
"""Characters of one text; validation reads no longer ones. Embedded files may be longer."""

Path: TypeAlias = tuple[str | int, ...]
Problem: TypeAlias = tuple[Path, str]
"""Where in the document, and what is wrong there, as the end of a sentence."""

ROOT: Final = "component-definition"
_SCHEMA: Final = "schemas/oscal-component-definition-1.2.1.json"
_VERSION: Final = re.compile(r"v?1\.\d{1,2}\.\d{1,3}", re.ASCII)
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SHOWN: Final = 200


class _Doubled(dict[str, Any]):
    """An object that had a member twice, whose name is `twice`."""

    twice: str


def load(body: bytes) -> dict[str, Any]:
    """The component definition in `body`.

    Nothing is fetched, whatever the document refers to. `InvalidInput` names each place that
    can't be used.
    """
    if len(body) > MAX_BYTES:
        raise refusal([((), f"it is larger than {MAX_BYTES // 1024 // 1024} MiB.")])
    tree = _parse(body)
    _check(_problems_of_values(tree, ()))
    content = tree.get(ROOT) if isinstance(tree, dict) else None
    if not isinstance(content, dict):
        raise refusal([((), f"it is no OSCAL document with a {ROOT!r}.")])
    _check(_problems_of_schema(tree))
    _check(_own_problems(content))
    return content


def refusal(problems: Iterable[Problem]) -> InvalidInput:
    """The error that says, place by place, what is wrong; at most `MAX_FINDINGS` are named."""
    found = tuple(_finding(*problem) for problem in islice(problems, MAX_FINDINGS))
    return InvalidInput(f"The component definition can't be used. {found[0].detail}", found)


def _finding(path: Path, problem: str) -> InputError:
    pointer = "".join(f"/{_escaped(step)}" for step in path)
    detail = f"The document, at {pointer or '/'}: {problem}"
    return InputError("".join(map(_printable, detail)), pointer=pointer)


def _printable(character: str) -> str:
    return character if character.isprintable() else repr(character)[1:-1]


def _escaped(step: str | int) -> str:
    return str(step).replace("~", "~0").replace("/", "~1")


def _check(problems: Iterator[Problem]) -> None:
    if found := list(islice(problems, MAX_FINDINGS)):
        raise refusal(found)


def _parse(body: bytes) -> Any:
    try:
        return json.loads(body.decode("utf-8-sig"), object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        finding = InputError(error.msg, line=error.lineno, column=error.colno)
        raise InvalidInput(f"The JSON is broken at {place}: {error.msg}.", (finding,)) from error
    except UnicodeDecodeError as error:
        raise refusal([((), f"it is not JSON in UTF-8 (byte {error.start}).")]) from error
    except ValueError as error:  # more digits than Python reads
        raise refusal([((), "it holds a number that is too long.")]) from error
    except RecursionError as error:
        raise refusal([((), _TOO_DEEP)]) from error


_TOO_DEEP: Final = f"it is nested deeper than {MAX_DEPTH} levels; no component needs that."


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) == len(pairs):
        return members
    doubled = _Doubled(members)
    counted = Counter(name for name, _ in pairs)
    doubled.twice = next(name for name, count in counted.items() if count > 1)
    return doubled


def _problems_of_values(value: Any, path: Path) -> Iterator[Problem]:
    """What is wrong with a value wherever it stands."""
    if len(path) > MAX_DEPTH:
        raise refusal([(path[:MAX_DEPTH], _TOO_DEEP)])
    if problem := _problem_of_value(value, path):
        yield path, problem
        return
    for step, child in _children(value):
        if isinstance(step, str) and _UNPRINTABLE.search(step):
            yield path, "a member's name has characters that are not text."
        else:
            yield from _problems_of_values(child, (*path, step))


def _problem_of_value(value: Any, path: Path) -> str | None:
    if isinstance(value, str):
        return _problem_of_text(value, embedded="base64" in path)
    if isinstance(value, float) and not math.isfinite(value):
        return "the number is none that JSON has."
    if isinstance(value, _Doubled):
        return f"the object has the member {value.twice[:80]!r} twice; keep one."
    return None


def _problem_of_text(text: str, *, embedded: bool) -> str | None:
    if _UNPRINTABLE.search(text):
        return "the text has characters that are not text."
    if len(text) > MAX_TEXT and not embedded:
        return f"the text is longer than {MAX_TEXT:,} characters; put it into a file."
    return None


def _children(value: Any) -> Iterable[tuple[str | int, Any]]:
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()


def _problems_of_schema(document: dict[str, Any]) -> Iterator[Problem]:
    """The first thing that OSCAL's schema has against the document.

    Looking for more would let a small file with a million wrong values take a minute.
    """
    try:
        _validator().validate(document)
    except jsonschema_rs.ValidationError as error:
        yield tuple(error.instance_path), f"{error.message[:_SHOWN]}."


@cache
def _validator() -> jsonschema_rs.Draft7Validator:
    # The patterns are matched in linear time, whatever the input.
    return jsonschema_rs.Draft7Validator(
        json.loads((resources.DATA / _SCHEMA).read_bytes()),
        validate_formats=True,
        mask="the value",
        pattern_options=jsonschema_rs.RegexOptions(),
    )


def _own_problems(content: dict[str, Any]) -> Iterator[Problem]:
    version = content["metadata"]["oscal-version"]
    if not _VERSION.fullmatch(version):
        place = (ROOT, "metadata", "oscal-version")
        yield place, f"{version[:80]!r} is not read; convert the file to OSCAL 1.2."
    # The schema requires nothing of a party, whose members it has in two variants.
    for index, party in enumerate(content["metadata"].get("parties", ())):
        if missing := [name for name in ("uuid", "type") if name not in party]:
            yield (ROOT, "metadata", "parties", index), f"the party has no {missing[0]!r}."
    seen: set[str] = set()
    for path, uuid in _uuids(content, (ROOT,)):
        if uuid.lower() in seen:
            yield path, f"the uuid {uuid} is that of something earlier too."
        seen.add(uuid.lower())


def _uuids(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Every uuid that names something; references to those have other names."""
    if isinstance(value, dict) and "uuid" in value:
        yield (*path, "uuid"), value["uuid"]
    for step, child in _children(value):
        yield from _uuids(child, (*path, step))


def refuse(path: Path, problem: str) -> NoReturn:
    """Raise the `InvalidInput` for one place."""
    raise refusal([(path, problem)])
