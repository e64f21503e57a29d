"""A snippet as lines to paste into a file: Turtle, or an entry of `@graph` in JSON or YAML."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Sequence
from typing import Any, Final

from crosstrace.rdf.compact import name_of
from crosstrace.rdf.formats import JSON_LD, YAML_LD, Syntax
from crosstrace.rdf.yaml_text import yaml_text
from crosstrace.validation.compact import compact
from crosstrace.validation.report import Snippet

_GRAPH: Final = re.compile(r"^\s*[\"']?@graph[\"']?\s*:")
_ITEM: Final = re.compile(r"^( *)- ")


def to_paste(found: Snippet, syntax: Syntax, lines: Sequence[str]) -> list[str]:
    """Where the snippet belongs, then its lines; `lines` are those of the file."""
    if syntax not in (JSON_LD, YAML_LD):
        where = "Add" if found.replaces is None else f"In place of {compact(found.replaces)}"
        lines_to_add = _undeclared(found.turtle, lines)
        return _in_brackets(where, lines_to_add) if found.within else [where, *lines_to_add]
    document = {key: v for key, v in json.loads(found.jsonld).items() if key != "@context"}
    if found.replaces is not None or found.within:
        node = {key: value for key, value in document.items() if key != "id"}
        of_node = document.get("id", "the node")
        where = f"In place of {name_of(found.replaces)} of" if found.replaces else "Add to"
        written = _properties(node) if syntax is JSON_LD else yaml_text(node).splitlines()
        return [f"{where} {of_node}", *written]
    if syntax is JSON_LD:
        listed = any('"@graph"' in line for line in lines)
        where = "Add to @graph" if listed else "Put the whole into a list @graph and add to it"
        return [f"{where}, before another entry", *f"{_json(document)},".splitlines()]
    entry = textwrap.indent(yaml_text([document]), _indent(lines))
    return ["Add to @graph, or to the end of the file", *entry.splitlines()]


def _in_brackets(where: str, lines: Sequence[str]) -> list[str]:
    """The properties alone, for `[]` at another place would be another node."""
    head = [line for line in lines if line.startswith("@prefix ")]
    text = "\n".join(line.removeprefix("[] ") for line in lines[len(head) :])
    declared = ", with the prefixes at the head of the file" if head else ""
    where = f"{where}, in the brackets of this node{declared}"
    return [where, *head, *text.removesuffix(" .").split("\n")]


def _undeclared(turtle: str, lines: Sequence[str]) -> list[str]:
    """The lines without the prefixes that the file declares already."""
    declared = {line.strip() for line in lines}
    return [line for line in turtle.splitlines() if line not in declared]


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)


def _properties(node: dict[str, Any]) -> list[str]:
    return textwrap.dedent(_json(node)[2:-2]).splitlines()


def _indent(lines: Sequence[str]) -> str:
    """The space before the entries of `@graph` in a YAML file."""
    below = False
    for line in lines:
        item = _ITEM.match(line)
        if below and item:
            return item[1]
        below = below or bool(_GRAPH.match(line))
    return ""
