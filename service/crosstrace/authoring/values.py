"""JSON Schema for single values of the JSON-LD form: texts, days, references, known terms.

Draft-07, which the language servers of editors know best. Alternatives are told apart with
`if`, so that an error is reported where it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, TypeAlias

from crosstrace.lookup import Catalog
from crosstrace.model import Element

Json: TypeAlias = dict[str, Any]

IDENTIFIER: Final = (
    r"^[A-Za-z_][A-Za-z0-9_.+-]*:"
    r"([A-Za-z0-9._~:/?#@!$&'()*+,;=\u00A1-\uD7FF\uF900-\uFDCF\uFDF0-\uFFEF-]|%[0-9A-Fa-f]{2})+$"
)
"""A compact or an absolute IRI, or the label of a node without one."""
_DAY: Final = "(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_TIME: Final = (
    r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9])?"
)
_DATES: Final = {
    "xsd:date": {"type": "string", "format": "date", "pattern": f"^{_DAY}$"},
    "xsd:dateTime": {"type": "string", "pattern": f"^{_DAY}{_TIME}$"},
}
_VISIBLE: Final = r"[^\s\u0085\u001C-\u001F]"
"""Also what only some engines for SHACL take for white space does not make a text visible."""
_LANGUAGE: Final = {
    "description": "A language, with its script and region where they matter, such as pt-BR.",
    "type": "string",
    "pattern": "^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?$",
}


def definition(name: str) -> Json:
    """A reference to one of the schema's definitions."""
    return {"$ref": f"#/definitions/{name}"}


def one_or_more(value: Json) -> Json:
    """The value, or a list of such values."""
    return {
        "if": {"type": "array"},
        "then": {"items": value, "minItems": 1},
        "else": value,
    }


def spelled(patterns: Iterable[str]) -> Json:
    """A text of no language that is spelled in a certain way."""
    return {"type": "string", "allOf": [{"pattern": pattern} for pattern in patterns]}


def text(*, blank: bool = True) -> Json:
    """A text, in a language if that is said; with `blank` false it has a visible character."""
    string: Json = {"type": "string"} if blank else {"type": "string", "pattern": _VISIBLE}
    return {
        "if": {"type": "object"},
        "then": {
            "properties": {"@value": string, "@language": _LANGUAGE},
            "required": ["@value", "@language"],
            "additionalProperties": False,
        },
        "else": string,
    }


def day(coercion: str) -> Json:
    """A day: a plain string of the datatype that the key stands for, or one with its datatype."""
    [other] = [name for name in _DATES if name != coercion]
    return {
        "if": {"type": "object"},
        "then": {
            "properties": {"@value": _DATES[other], "@type": {"const": other}},
            "required": ["@value", "@type"],
            "additionalProperties": False,
        },
        "else": _DATES[coercion],
    }


def one_of(terms: Iterable[tuple[str, str]]) -> Json:
    """One of some words; editors show the second of each pair beside it."""
    return {"anyOf": [{"const": word, "description": said} for word, said in terms]}


def node_or_reference(node: Json) -> Json:
    """A node that is described in this place, or the identifier of one described elsewhere."""
    return {
        "if": {"type": "object"},
        "then": {
            "if": {"required": ["id"], "maxProperties": 1},
            "then": definition("anything"),
            "else": node,
        },
        "else": definition("reference"),
    }


def elements(catalog: Catalog, profile: str) -> dict[str, Json]:
    """Definitions for what a graph refers to: tasks and items of the profile, any element."""
    of_profile = list(catalog.of_edition(profile))
    items = ("recommendation", "consideration")
    others = [slug for slug in sorted(catalog.editions) if slug != profile]
    names = "|".join(slug.replace(".", "[.]") for slug in others)
    return {
        "task": _known(e for e in of_profile if e.kind == "task"),
        "item": _known(e for e in of_profile if e.kind in items),
        "element": {
            "anyOf": [
                definition("task"),
                definition("item"),
                *_known(e for e in of_profile if e.kind not in ("task", *items))["anyOf"],
                {"type": "string", "pattern": f"^({names}):[A-Za-z0-9][A-Za-z0-9.-]*$"},
            ]
        },
    }


def _known(found: Iterable[Element]) -> Json:
    return one_of((str(e.ref), _titled(e)) for e in found)


def _titled(element: Element) -> str:
    return f"{element.label} ({element.priority})" if element.priority else element.label
