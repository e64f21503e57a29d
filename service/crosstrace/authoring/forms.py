"""The starter as Turtle, JSON-LD and YAML-LD: three ways to write the same graph."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, Final

from crosstrace.authoring.published import SCHEMA_IRI
from crosstrace.authoring.starter import OWN, Entry, Starter
from crosstrace.authoring.turtle import node_turtle, prefixed
from crosstrace.errors import InvalidInput
from crosstrace.rdf.context import CONTEXT_IRI, context_document
from crosstrace.rdf.yaml_text import yaml_text

FORMS: Final = {
    "turtle": (".ttl",),
    "jsonld": (".jsonld", ".json"),
    "yaml": (".yaml", ".yml", ".yamlld"),
}
"""The forms, each with the endings of its files."""

_NAME: Final = re.compile(r"\{(\w+)\}")
_WIDTH: Final = 94


def written(found: Starter, form: str, schema: str = SCHEMA_IRI) -> str:
    """The starter in one of the `FORMS`; JSON and YAML refer editors to the JSON Schema.

    `InvalidInput` when `schema` can't stand in a line for editors.
    """
    if not schema or schema != "".join(schema.split()):
        raise InvalidInput(f"{schema!r} can't name a JSON Schema: write an address without spaces.")
    match form:
        case "turtle":
            return _turtle(found)
        case "jsonld":
            return _json(found, schema)
        case _:
            return _yaml(found, schema)


def _turtle(found: Starter) -> str:
    said = _comments(prefixed)
    parts = [_hashed(said(found.heading))]
    nodes = [node_turtle(entry.node) for entry in found.entries]
    used = {name for node in nodes for name in re.findall(r"(?<![\w<:.-])([a-z][\w.-]*):", node)}
    for name, said_of in sorted(context_document()["@context"].items()):
        iri = said_of["@id"] if isinstance(said_of, dict) else said_of
        if name in used and str(iri).startswith("http"):
            parts.append(f"@prefix {name}: <{iri}> .\n")
    parts.append(f"@prefix : <{found.base}> .\n")
    for entry, node in zip(found.entries, nodes, strict=True):
        parts.append("\n" + _hashed(said(entry.comment)))
        parts.append(_hashed(node.splitlines()) if entry.example else node)
    return "".join(parts)


def _yaml(found: Starter, schema: str) -> str:
    said = _comments(str)
    parts = [f"# yaml-language-server: $schema={schema}\n", _hashed(said(found.heading))]
    parts.append(yaml_text({"@context": _context(found)}) + '"@graph":\n')
    for entry in found.entries:
        comment, node = _hashed(said(entry.comment)), yaml_text([entry.node])
        shown = _hashed(node.splitlines()) if entry.example else node
        parts.append("\n" + textwrap.indent(comment + shown, "  "))
    return "".join(parts)


def _json(found: Starter, schema: str) -> str:
    """As JSON has no comments, they stand under a key that the context maps to nothing."""
    said = _comments(str)
    head: list[Any] = [*said(found.heading)]
    for entry in found.entries:
        if entry.example:
            head += [*said(entry.comment), entry.node]
    document = {
        "$schema": schema,
        "$comment": head,
        "@context": _context(found),
        "@graph": [_commented(e, said) for e in found.entries if not e.example],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _commented(entry: Entry, said: Callable[[Iterable[str]], list[str]]) -> dict[str, Any]:
    comment = said(entry.comment)
    return {"$comment": comment, **entry.node} if comment else entry.node


def _context(found: Starter) -> list[Any]:
    return [CONTEXT_IRI, {OWN: found.base}]


def _comments(name: Callable[[str], str]) -> Callable[[Iterable[str]], list[str]]:
    return partial(_said, name=name)


def _said(lines: Iterable[str], name: Callable[[str], str]) -> list[str]:
    """Comment lines with the names filled in, none too long."""
    return [part for line in lines for part in _wrapped(_NAME.sub(lambda m: name(m[1]), line))]


def _wrapped(line: str) -> Iterator[str]:
    indent = " " * (len(line) - len(line.lstrip()))
    yield from textwrap.wrap(
        line, _WIDTH, subsequent_indent=indent, break_long_words=False, drop_whitespace=True
    ) or [""]


def _hashed(lines: Iterable[str]) -> str:
    return "".join(f"# {line}".rstrip() + "\n" for line in lines)
