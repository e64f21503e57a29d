"""An OSCAL mapping collection as checked JSON: NIST's schema first, then what it can't say.

The schema is that of OSCAL 1.2.1, `data/schemas/oscal-mapping-collection-1.2.1.json`.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from typing import Any, Final, NoReturn, TypeAlias

import jsonschema_rs

from crosstrace import resources
from crosstrace.conversion.jsonfile import MAX_VALUES, has_too_many_values
from crosstrace.errors import InputError, InvalidInput, TooLarge

MAX_DEPTH: Final = 64
"""Objects and arrays inside one another; a collection of OSCAL's needs 13."""
MAX_FINDINGS: Final = 50
MAX_BYTES: Final = 32 * 2**20
"""Bytes of a file; `load` leaves it to its caller to count them."""
MAX_MAPPINGS: Final = 100
"""Mappings of a collection; each becomes a set that is judged by itself."""

Path: TypeAlias = tuple[str | int, ...]
Problem: TypeAlias = tuple[Path, str]
"""Where in the document, and what is wrong there, as the end of a sentence."""

ROOT: Final = "mapping-collection"
_SCHEMA: Final = "schemas/oscal-mapping-collection-1.2.1.json"
_COLLECTION: Final = "oscal-mapping-oscal-mapping:mapping-collection"
_MAPPING: Final = "oscal-mapping-oscal-mapping-common:mapping"
_MAP: Final = "oscal-mapping-oscal-mapping-common:map"
_VERSION: Final = re.compile(r"v?1\.2\.\d{1,3}", re.ASCII)
# RDF/XML, one of the forms every mapping is served in, can't hold these.
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class Collection:
    """A mapping collection that keeps to the schema; `alone` when it holds a bare mapping."""

    content: dict[str, Any]
    alone: bool = False

    @property
    def mappings(self) -> list[dict[str, Any]]:
        """The mappings, also when there is one outside of an array."""
        found: list[dict[str, Any]] = self.content["mappings"]
        return found

    def refuse(self, problems: Iterable[Problem]) -> NoReturn:
        """Raise the `InvalidInput` that says, place by place, what is wrong."""
        found = tuple(self._finding(*problem) for problem in islice(problems, MAX_FINDINGS))
        raise InvalidInput(
            f"The mapping collection can't be used, so nothing was taken over. {found[0].detail}",
            found,
        )

    def _finding(self, path: Path, problem: str) -> InputError:
        is_row = path[1:4:2] == ("mappings", "maps") and len(path) > 4
        row = int(path[4]) + 1 if is_row else None
        several = is_row and len(self.mappings) > 1
        where = f"Mapping {int(path[2]) + 1}, row {row}" if several else f"Row {row}"
        shown = path[:2] + path[3:] if self.alone and path[1:2] == ("mappings",) else path
        pointer = "".join(f"/{_escaped(step)}" for step in shown)
        detail = f"{where if row else 'The document'}, at {pointer or '/'}: {problem}"
        return InputError(detail, line=row, pointer=pointer)


def load(body: bytes) -> Collection:
    """The collection in `body`; `InvalidInput` names the place and, inside maps, the row.

    The caller bounds the size. Nothing is fetched, whatever the document refers to.
    """
    if has_too_many_values(body):
        raise TooLarge(f"The JSON has more than {MAX_VALUES:,} values; split it.")
    tree = _parse(body)
    content = tree.get(ROOT) if isinstance(tree, dict) else None
    if not isinstance(content, dict):
        raise InvalidInput(f"The JSON is no OSCAL document with a {ROOT!r}.")
    alone = isinstance(content.get("mappings"), dict)
    if alone:
        content["mappings"] = [content["mappings"]]
    collection = Collection(content, alone)
    _check(collection, _problems_of_text(tree, ()))
    _check(collection, schema_problems(tree))
    _check(collection, _own_problems(content))
    return collection


def schema_problems(document: dict[str, Any]) -> Iterator[Problem]:
    """What OSCAL's schema has against the document: one problem around the rows or one a row.

    Looking for more would let a small file with a million wrong values take a minute.
    """
    around, row = _validators()
    if problem := _first_problem(around, document, ()):
        yield problem
        return
    for index, mapping in enumerate(document[ROOT]["mappings"]):
        for number, entry in enumerate(mapping["maps"]):
            if problem := _first_problem(row, entry, (ROOT, "mappings", index, "maps", number)):
                yield problem


def _first_problem(
    validator: jsonschema_rs.Draft7Validator, value: Any, path: Path
) -> Problem | None:
    try:
        validator.validate(value)
    except jsonschema_rs.ValidationError as error:
        return (*path, *error.instance_path), f"{error.message[:_SHOWN]}."
    return None


@cache
def _validators() -> tuple[jsonschema_rs.Draft7Validator, jsonschema_rs.Draft7Validator]:
    """The schema of a collection but for its maps, and that of a map.

    The schema's choice of one mapping or several is narrowed to several, which we always have:
    a choice is refused as a whole, and would not say what is wrong inside. The patterns are
    matched in linear time, whatever the input.
    """
    schema = json.loads((resources.DATA / _SCHEMA).read_bytes())
    definitions = schema["definitions"]
    mappings = definitions[_COLLECTION]["properties"]["mappings"]
    mappings.update(next(c for c in mappings.pop("anyOf") if c.get("type") == "array"))
    definitions[_MAPPING]["properties"]["maps"]["items"] = {}
    return _validator(schema), _validator(
        {"$schema": schema["$schema"], "$ref": f"#/definitions/{_MAP}", "definitions": definitions}
    )


def _validator(schema: dict[str, Any]) -> jsonschema_rs.Draft7Validator:
    return jsonschema_rs.Draft7Validator(
        schema,
        validate_formats=True,
        mask="the value",
        pattern_options=jsonschema_rs.RegexOptions(),
    )


def _check(collection: Collection, problems: Iterator[Problem]) -> None:
    if first := next(problems, None):
        collection.refuse(chain([first], problems))


def _parse(body: bytes) -> Any:
    try:
        return json.loads(
            body.decode("utf-8-sig"), parse_constant=_refuse_constant, object_pairs_hook=_object
        )
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        finding = InputError(error.msg, line=error.lineno, column=error.colno)
        raise InvalidInput(f"The JSON is broken at {place}: {error.msg}.", (finding,)) from error
    except UnicodeDecodeError as error:
        raise InvalidInput("The file is not JSON in UTF-8.") from error
    except ValueError as error:  # more digits than Python reads
        raise InvalidInput("The JSON holds a number that is too long.") from error
    except RecursionError as error:
        raise InvalidInput(_too_deep()) from error


def _refuse_constant(name: str) -> NoReturn:
    raise InvalidInput(f"The JSON holds {name}, which is not JSON.")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        counted = Counter(name for name, _ in pairs)
        twice = next(name for name, count in counted.items() if count > 1)
        raise InvalidInput(f"A JSON object has the member {twice[:80]!r} twice; keep one.")
    return members


def _too_deep() -> str:
    return f"The JSON is nested deeper than {MAX_DEPTH} levels; no mapping collection needs that."


def _problems_of_text(value: Any, path: Path) -> Iterator[Problem]:
    """Where text has characters that no text should have."""
    if isinstance(value, str) and _UNPRINTABLE.search(value):
        yield path, "the text has characters that are not text."
    if len(path) > MAX_DEPTH:
        raise InvalidInput(_too_deep())
    for step, child in _children(value):
        if isinstance(step, str) and _UNPRINTABLE.search(step):
            yield path, "a member's name has characters that are not text."
        else:
            yield from _problems_of_text(child, (*path, step))


def _children(value: Any) -> Iterable[tuple[str | int, Any]]:
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()


def _own_problems(content: dict[str, Any]) -> Iterator[Problem]:
    if len(content["mappings"]) > MAX_MAPPINGS:
        yield (ROOT, "mappings"), f"there are more than {MAX_MAPPINGS} mappings; split the file."
    version = content["metadata"]["oscal-version"]
    if not _VERSION.fullmatch(version):
        place = (ROOT, "metadata", "oscal-version")
        yield place, f"{version[:80]!r} is not read; convert the file to OSCAL 1.2."
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


def _escaped(step: str | int) -> str:
    return str(step).replace("~", "~0").replace("/", "~1")
