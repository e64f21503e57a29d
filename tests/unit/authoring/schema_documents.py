"""Documents that the published JSON Schema accepts, drawn from the schema itself.

Every class gets an entry, so that what refers to a node by its identifier finds one of a class
that the schema asks for there; which keys an entry has besides those required is drawn.
"""

from __future__ import annotations

import json
from typing import Any, Final

from hypothesis import strategies as st

from crosstrace.authoring import schema_text
from crosstrace.rdf.context import CONTEXT_IRI

SCHEMA: Final[dict[str, Any]] = json.loads(schema_text())
DEFINITIONS: Final = SCHEMA["definitions"]
CLASSES: Final = sorted(
    one["const"]
    for one in DEFINITIONS["node"]["properties"]["type"]["else"]["anyOf"]
    if "const" in one
)
_TEXT: Final = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


def documents() -> st.SearchStrategy[dict[str, Any]]:
    """Documents with an entry of each class, some of which have more than what is required."""
    return st.sets(st.sampled_from(CLASSES), min_size=1, max_size=4).flatmap(_document)


def _document(rich: set[str]) -> st.SearchStrategy[dict[str, Any]]:
    entries = [_entry(name, 1 if name in rich else 0) for name in CLASSES]
    return st.fixed_dictionaries(
        {
            "@context": st.just([CONTEXT_IRI, {"ours": "https://example.org/"}]),
            "@graph": st.tuples(*entries).map(list),
        }
    )


def _entry(name: str, depth: int) -> st.SearchStrategy[dict[str, Any]]:
    return _object(DEFINITIONS[name], name, depth).map(lambda node: {"id": f"ours:{name}-0"} | node)


def _object(schema: dict[str, Any], name: str | None, depth: int) -> st.SearchStrategy[Any]:
    """An object by a closed schema; `name` is its class, or else it has none."""
    typed = {} if name is None else {"type": st.just(name)}
    keys = {key: said for key, said in schema["properties"].items() if key not in ("id", "type")}
    required = schema.get("required", [])
    more = [key for key in keys if key not in required] if depth else []
    found = st.fixed_dictionaries(
        {**typed, **{key: _value(keys[key], depth) for key in required}},
        optional={key: _value(keys[key], depth) for key in more},
    )
    return found.map(_with_right_length) if "algorithm" in keys else found


def _with_right_length(digest: dict[str, Any]) -> dict[str, Any]:
    digits = int(digest["algorithm"].rsplit("-", 1)[-1]) // 4
    return {**digest, "value": (digest["value"] * 3)[:digits]}


def _value(schema: dict[str, Any], depth: int) -> st.SearchStrategy[Any]:
    schema = _resolved(schema)
    if schema.get("if") == {"type": "array"}:
        one = _value(schema["else"], depth)
        return one | st.lists(one, min_size=1, max_size=2)
    if schema.get("if") == {"type": "object"}:
        return _plain_or_object(schema, depth)
    if "anyOf" in schema:
        return st.one_of([_value(one, depth) for one in schema["anyOf"]])
    if "const" in schema:
        return st.just(schema["const"])
    return _string(schema)


def _plain_or_object(schema: dict[str, Any], depth: int) -> st.SearchStrategy[Any]:
    inner = _resolved(schema["then"].get("else", schema["then"]))
    if "@value" in inner.get("properties", {}):
        literal = {key: _value(said, depth) for key, said in inner["properties"].items()}
        return _value(schema["else"], depth) | st.fixed_dictionaries(literal)
    if "outcome" in inner.get("properties", {}):
        return _object(inner, None, depth)
    classes = _classes(inner)
    references = st.sampled_from([f"ours:{name}-0" for name in classes])
    if depth == 0:
        return references
    described = [_object(DEFINITIONS[name], name, depth - 1) for name in classes]
    return references | st.one_of(described) | references.map(lambda found: {"id": found})


def _classes(schema: dict[str, Any]) -> list[str]:
    """The classes of which a node may be that is described in a place."""
    if schema is DEFINITIONS["node"]:
        return ["Organization", "Evidence", "Activity"]
    for name in CLASSES:
        if schema is DEFINITIONS[name]:
            return [name]
    asked = schema.get("properties", {}).get("type", {}).get("else", {})
    return [name for name in asked.get("enum", ()) if name in CLASSES]


def _string(schema: dict[str, Any]) -> st.SearchStrategy[str]:
    if schema.get("format") == "date":
        return st.dates().map(lambda day: day.isoformat())
    patterns = [one["pattern"] for one in (schema, *schema.get("allOf", ())) if "pattern" in one]
    if any("T(" in pattern for pattern in patterns):
        return st.datetimes().map(lambda moment: moment.isoformat())
    if any("media-types" in pattern for pattern in patterns):
        return st.sampled_from(["application/pdf", "text/plain"])
    if any("https?" in pattern for pattern in patterns):
        return st.sampled_from(["https://slsa.dev/provenance/v1", "http://example.org/claim"])
    if any("[A-Za-z_]" in pattern for pattern in patterns):
        return st.from_regex(r"ours:[A-Za-z0-9]{1,8}", fullmatch=True)
    if any("ssdf" in pattern for pattern in patterns):
        return st.sampled_from(["ssdf-1.1:PO.1.1", "csf-2.0:PR.DS-01"])
    whole = bool(patterns) and patterns[0].endswith("$")
    found = st.from_regex(patterns[0], fullmatch=whole) if patterns else _TEXT
    least = schema.get("minLength", 0)
    return found.filter(lambda text: "\x00" not in text and len(text) >= least)


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """What a `$ref`, or an `allOf` of one, stands for."""
    while True:
        if "$ref" in schema:
            schema = DEFINITIONS[schema["$ref"].rsplit("/", 1)[-1]]
        elif schema.keys() <= {"description", "allOf"} and len(schema.get("allOf", ())) == 1:
            schema = schema["allOf"][0]
        else:
            return schema
