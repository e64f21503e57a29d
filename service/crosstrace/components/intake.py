"""An OSCAL component definition as checked JSON: NIST's schema first, then what it can't say.

The schema is that of OSCAL 1.2.1, `data/schemas/oscal-component-definition-1.2.1.json`; files of
OSCAL 1.0 and 1.1 are read when they keep to it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import jsonschema_rs

from crosstrace import resources
from crosstrace.conversion.jsonfile import JsonFile, Path, Problem, children, problem_of_schema

FILE: Final = JsonFile("The component definition", 16 * 2**20, frozenset({"base64"}))
ROOT: Final = "component-definition"
_SCHEMA: Final = "schemas/oscal-component-definition-1.2.1.json"
_VERSION: Final = re.compile(r"v?1\.\d{1,2}\.\d{1,3}", re.ASCII)


def load(body: bytes) -> dict[str, Any]:
    """The component definition in `body`; `InvalidInput` names each place that can't be used."""
    tree = FILE.tree(body)
    content = tree.get(ROOT) if isinstance(tree, dict) else None
    if not isinstance(content, dict):
        FILE.refuse((), f"it is no OSCAL document with a {ROOT!r}.")
    FILE.check(problem_of_schema(_validator().validate, tree))
    FILE.check(_own_problems(content))
    return content


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
    for step, child in children(value):
        yield from _uuids(child, (*path, step))
