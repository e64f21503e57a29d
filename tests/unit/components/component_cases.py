"""The example file, changed in one place, and what is read from it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from crosstrace.components import ImportedComponents, read_components
from crosstrace.errors import InvalidInput

FILE = Path(__file__).with_name("inputs") / "ai-model.json"
BASE = "https://example.org/"
OWN = "https://w3id.org/crosstrace/ns"
CT = f"{OWN}#"
DCTERMS = "http://purl.org/dc/terms/"
DCAT = "http://www.w3.org/ns/dcat#"
COMPONENT = ("component-definition", "components", 0)
CLAIMS = (*COMPONENT, "control-implementations", 0, "implemented-requirements")
RESOURCES = ("component-definition", "back-matter", "resources")
METADATA = ("component-definition", "metadata")
HERON = "44444444-4444-4444-8444-444444444444"
EVIDENCE = "evidence-88888888-8888-4888-8888-888888888888"
OTHER = "44444444-4444-4444-8444-4444444444ff"

Document = dict[str, Any]


HOSTILE = [
    '" . <https://example.org/x> a <https://example.org/y> . "',
    '""" ; a ct:AIModel . """',
    '\\" \\u0022 @prefix : <x> .',
    "<script>alert(1)</script> \u202e {{ insert: param, x }}",
]


def document() -> Document:
    found: Document = json.loads(FILE.read_bytes())
    return found


def at(tree: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        tree = tree[step]
    return tree


def changed(path: tuple[str | int, ...], value: Any) -> Document:
    """The example with another value at one place."""
    found = document()
    at(found, path[:-1])[path[-1]] = value
    return found


def added(path: tuple[str | int, ...], value: Any) -> Document:
    """The example with one more entry in an array."""
    found = document()
    at(found, path[:-1]).setdefault(path[-1], []).append(value)
    return found


def read(found: Document | bytes, component: str | None = None) -> ImportedComponents:
    body = found if isinstance(found, bytes) else json.dumps(found).encode()
    return read_components(body, base=BASE, imported=dt.date(2026, 11, 20), component=component)


def refused(found: Document | bytes, component: str | None = None) -> list[tuple[str | None, str]]:
    with pytest.raises(InvalidInput) as error:
        read(found, component)
    return [(finding.pointer, finding.detail) for finding in error.value.errors]


def pointer(path: tuple[str | int, ...]) -> str:
    return "".join(f"/{step}" for step in path)


def values(turtle: str, node: str, predicate: str) -> set[str]:
    quads = ox.parse(turtle, format=ox.RdfFormat.TURTLE)
    return {
        quad.object.value
        for quad in quads
        if str(quad.subject) == f"<{BASE}{node}>" and quad.predicate.value == predicate
    }
