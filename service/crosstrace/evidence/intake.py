"""A document as checked JSON: which format it is of, and that format's schema first.

CycloneDX and SARIF are held to their publishers' schemas in `data/schemas/`; in-toto, which has
none, and SPDX 3 to schemas of our own in this folder, which say what this package relies on.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path as File
from typing import Any, Final

import jsonschema_rs

from crosstrace import resources
from crosstrace.conversion.jsonfile import JsonFile, Path, problem_of_schema
from crosstrace.conversion.losses import shown

MAX_BYTES: Final = 32 * 2**20
FILE: Final = JsonFile("The evidence", MAX_BYTES, any_text=True)
BUNDLED: Final = ("cyclonedx-spdx", "cyclonedx-jsf-0.82", "cyclonedx-cryptography-defs")
CYCLONEDX: Final = ("1.5", "1.6", "1.7")

_OWN: Final = File(__file__).parent / "schemas"
_PUBLISHED: Final = resources.DATA / "schemas"
_REFERRED: Final = "http://cyclonedx.org/schema/{name}.SNAPSHOT.schema.json"
_MARK: Final = b"\xef\xbb\xbf"


def load(body: bytes, place: Path = ()) -> dict[str, Any]:
    """The JSON object in `body`, which stands at `place`; `InvalidInput` says what is wrong."""
    if body[:100].removeprefix(_MARK).lstrip().startswith(b"<"):
        FILE.refuse(place, "it is XML; write it as JSON.")
    tree = FILE.tree(body, place)
    if not isinstance(tree, dict):
        FILE.refuse(place, "it is no JSON object.")
    return tree


def check(schema: str, content: Mapping[str, Any], place: Path = ()) -> None:
    """Hold `content`, which stands at `place`, to a schema; `InvalidInput` says what is wrong."""
    problems = problem_of_schema(_validator(schema).validate, content)
    FILE.check(((*place, *path), problem) for path, problem in problems)


def written(value: object) -> str:
    """What stands where a version should, for a sentence; JSON's null and nothing are alike."""
    return "nothing" if value is None else shown(str(value))


def format_of(tree: Mapping[str, Any]) -> str:
    """The format that the members of a document give away; `InvalidInput` when there is none."""
    context = tree.get("@context")
    if tree.get("bomFormat") == "CycloneDX":
        return "cyclonedx"
    if isinstance(context, str) and context.startswith("https://spdx.org/rdf/"):
        return "spdx3"
    if "runs" in tree and "version" in tree:
        return "sarif"
    if "_type" in tree or "payloadType" in tree or "dsseEnvelope" in tree:
        return "in-toto"
    if "spdxVersion" in tree:
        version = shown(str(tree["spdxVersion"]))
        FILE.refuse(("spdxVersion",), f"{version} is not read; SPDX 3.0.1 is.")
    if "messageSignature" in tree:
        FILE.refuse(("messageSignature",), "the bundle signs a file and holds no statement.")
    problem = "it is no in-toto statement, CycloneDX BOM, SPDX 3 document or SARIF file."
    raise FILE.refusal([((), problem)])


@cache
def _validator(schema: str) -> Any:
    # Patterns are matched in linear time, whatever the input, and references are looked up in
    # what is given here and nowhere else.
    published = _PUBLISHED / f"{schema}.json"
    found = json.loads((published if published.exists() else _OWN / f"{schema}.json").read_bytes())
    return jsonschema_rs.validator_cls_for(found)(
        found,
        validate_formats=True,
        mask="the value",
        pattern_options=jsonschema_rs.RegexOptions(),
        registry=_registry() if schema.startswith("cyclonedx-bom") else None,
        offline=True,
    )


@cache
def _registry() -> jsonschema_rs.Registry:
    return jsonschema_rs.Registry(
        [
            (
                _REFERRED.format(name=name.removeprefix("cyclonedx-")),
                json.loads((_PUBLISHED / f"{name}.json").read_bytes()),
            )
            for name in BUNDLED
        ]
    )
