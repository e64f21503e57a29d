"""The values that a table's cells may have: tokens, dates, numbers, IRIs."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from crosstrace.conversion import graph
from crosstrace.errors import InvalidInput

TOKENS: Final[dict[str, frozenset[str]]] = {
    "relation": frozenset(
        {
            *("equal", "subset_of", "superset_of", "intersects_with", "no_relationship"),
            *("supports", "is_supported_by", "identical", "equivalent", "contrary", "not_related"),
            *("related_to", "refines"),
        }
    ),
    "style": frozenset({"crosswalk", "supportive", "set_theory", "structural"}),
    "standing": frozenset({"final", "draft", "superseded", "withdrawn"}),
    "rationale": frozenset({"syntactic", "semantic", "functional"}),
    "supportive_property": frozenset({"example_of", "integral_to", "precedes"}),
    "change_type": frozenset(
        {"moved_to", "incorporated_into", "carried_over", "reworded", "reworded_substantively"}
    ),
    "status": frozenset(
        {"asserted", "inverse", "conclusive", "overlap", "possible", "lead", "unknown"}
    ),
}
"""The tokens of each field that has a closed list of them."""

_IRI: Final = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_SET_NAME: Final = re.compile(r"[a-z0-9][a-z0-9.-]{0,159}")
_FORMATS: Final = {4: "{}-01-01", 7: "{}-01", 10: "{}"}


def token(field: str, text: str) -> str:
    """`text` when it is one of the field's tokens; else `InvalidInput` with all of them."""
    if text not in TOKENS[field]:
        choices = ", ".join(sorted(TOKENS[field]))
        raise InvalidInput(f"{text!r} is no {field.replace('_', ' ')}; those are {choices}.")
    return text


def issued(text: str) -> str:
    """An ISO 8601 date as precise as it is given: a year, a month or a day."""
    try:
        date.fromisoformat(_FORMATS[len(text)].format(text))
    except (KeyError, ValueError) as error:
        raise InvalidInput(
            f"{text!r} is no date; write a year, year-month or year-month-day."
        ) from error
    return text


def set_name(text: str) -> str:
    """A name that a set can have here, such as `ssdf-1.1-to-csf-2.0`."""
    if not _SET_NAME.fullmatch(text):
        raise InvalidInput(f"{text[:80]!r} is no name of a set, such as 'ssdf-1.1-to-csf-2.0'.")
    return text


def iri(text: str) -> str:
    """A web address, as publishers, sources and licences are named."""
    if not is_iri(text):
        raise InvalidInput(f"{text!r} is no IRI; write one that begins with https:// or http://.")
    return text


def is_iri(text: str) -> bool:
    """Whether the text is an http(s) IRI and nothing else."""
    return _IRI.fullmatch(text) is not None and graph.is_iri(text)


def strength(text: str) -> int:
    """An ordinal judgement from 0 to 10 (IR 8278A Rev. 1, section 3.2.12)."""
    if not re.fullmatch(r"\d|10", text, re.ASCII):
        raise InvalidInput(f"the strength is {text!r}; write a whole number from 0 to 10.")
    return int(text)


def confidence(text: str) -> float:
    """A number from 0 to 1."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise InvalidInput(f"the confidence is {text!r}; write a number from 0 to 1.")
    return value
