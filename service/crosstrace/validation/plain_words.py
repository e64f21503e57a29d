"""Our shapes' sentences, which name terms as Turtle does, in the words of JSON-LD and YAML-LD."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from crosstrace.rdf.compact import name_of
from crosstrace.rdf.formats import JSON_LD, YAML_LD, Syntax
from crosstrace.validation.compact import compact
from crosstrace.vocab import ID, PREFIXES

_CODE: Final = re.compile(r"`([^`]*)`")
_TERM: Final = re.compile(r"<(?P<iri>[^<>\s]+)>|\b(?P<prefix>[a-z]+):(?P<local>[A-Za-z]\w*)")
_PART: Final = re.compile(r'"[^"]*"(?:\^\^\S+)?|[\[\];]|[^\s\[\];]+')
_BRACKETS: Final = {"[": "{", "]": "}", ";": ","}
_OF_TURTLE: Final = re.compile(r" as an IRI, not as text|, without quotation marks")
_ARTICLE: Final = re.compile(r"\b([Aa]) (?=ct:[AEIO])")


def in_words_of(syntax: Syntax, sentence: str) -> str:
    """The sentence as it is, or with the keys and words of our context for JSON and YAML.

    ``Write `ct:validUntil "2027-02-28"^^xsd:date` `` becomes ``Write `validUntil: "2027-02-28"` ``.
    """
    if syntax not in (JSON_LD, YAML_LD):
        return sentence
    parts = _CODE.split(_OF_TURTLE.sub("", sentence))
    return "".join(f"`{_code(part)}`" if i % 2 else _prose(part) for i, part in enumerate(parts))


def _prose(text: str) -> str:
    return _named(_ARTICLE.sub(r"\1n ", text))


def _named(text: str) -> str:
    return _TERM.sub(_name, text)


def _name(term: re.Match[str]) -> str:
    if term["iri"]:
        return _reference(term["iri"])
    if term["prefix"] not in PREFIXES:
        return term[0]
    name = name_of(PREFIXES[term["prefix"]] + term["local"])
    # JSON has no datatypes to write: a valid xsd:date is a valid date.
    return name.removeprefix("xsd:") if ":" not in name.removeprefix("xsd:") else term[0]


def _reference(iri: str) -> str:
    """An element or an edition with its prefix; any other IRI as it is."""
    is_edition = iri.startswith(ID) and "/" not in iri.removeprefix(ID)
    return f"edition:{iri.removeprefix(ID)}" if is_edition else compact(iri).strip("<>")


def _code(turtle: str) -> str:
    """A name alone, a command, or statements: `a ct:Evidence` becomes `type: Evidence`."""
    if turtle.startswith("crosstrace "):
        return turtle
    parts = _PART.findall(turtle)
    if len(parts) == 1:
        return _named(turtle)
    return " ".join(_statements(parts)).replace(" ,", ",")


def _statements(parts: list[str]) -> Iterator[str]:
    is_key = True
    for part in parts:
        if part in _BRACKETS:
            yield _BRACKETS[part]
            is_key = part != "]"
        elif is_key:
            yield f"{'type' if part == 'a' else _named(part)}:"
            is_key = False
        else:
            yield part.split("^^")[0] if part.startswith('"') else _named(part)
