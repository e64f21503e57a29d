"""One node in the words of our JSON-LD context, as Turtle."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox

from crosstrace.authoring.starter import OWN
from crosstrace.rdf.context import context_document


def node_turtle(node: dict[str, Any]) -> str:
    """The statements of a node with an `id`: a property a line, nodes without one in brackets."""
    properties = [f"    {_property(key, value)}" for key, value in node.items() if key != "id"]
    text = " ;\n".join(properties).lstrip()
    return f"{_reference(node['id'])} {text} .\n"


def prefixed(key: str) -> str:
    """The prefixed name of the term that is called `key`."""
    said = context_document()["@context"][key]
    return str(said["@id"] if isinstance(said, dict) else said)


def _property(key: str, value: Any) -> str:
    values = value if isinstance(value, list) else [value]
    if key == "type":
        return f"a {', '.join(prefixed(word) for word in values)}"
    return f"{prefixed(key)} {' , '.join(_value(key, one) for one in values)}"


def _value(key: str, value: Any) -> str:
    if isinstance(value, dict):
        return f"[ {' ; '.join(_property(k, v) for k, v in value.items())} ]"
    said = context_document()["@context"][key]
    match said.get("@type") if isinstance(said, dict) else None:
        case "@id":
            return _reference(value)
        case "@vocab":
            return prefixed(value)
        case None:
            return str(ox.Literal(value))
        case datatype:
            return f"{ox.Literal(value)}^^{datatype}"


def _reference(name: str) -> str:
    return name.removeprefix(OWN)
