"""The general information of an OLIR submission, to and from a set's header.

OLIR has a sheet of names and values beside the rows (NIST IR 8278A Rev. 1, section 3.1). It
has no line for a licence, a style or a standing; ours are added under those names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Final, TypedDict

from crosstrace.errors import InvalidInput
from crosstrace.mappingsets import values
from crosstrace.mappingsets.document import SetHeader
from crosstrace.mappingsets.sheets import Cell, Value, fold, text_of

GENERAL_INFORMATION: Final = "General Information"

_LINES: Final[dict[str, tuple[str, ...]]] = {
    "title": ("Informative Reference Name",),
    "version": ("Informative Reference Version", "Reference Version", "Version"),
    "publisher": ("Developer", "Informative Reference Developer", "Reference Developer"),
    "sources": ("Citations", "Web Address"),
    "issued": ("Posted Date", "Publication Date"),
    "licence": ("Licence", "License"),
    "use_case": ("Use Case", "Target Audience"),
    "description": ("Summary",),
    "exhaustive": ("Comprehensive",),
    "standing": ("Standing",),
    "style": ("Mapping Style",),
}
"""The lines each field is read from, best first; it is written to the first."""
_EDITION_LINES: Final = ("Focal Document", "Reference Document")
_REQUIRED: Final = ("title", "version", "publisher", "sources", "issued", "licence", "use_case")
_STYLES: Final = ("crosswalk", "supportive", "set_theory")


class GivenFacts(TypedDict, total=False):
    """What whoever reads a sheet knows of the set; it goes before what the sheet says."""

    title: str
    version: str
    publisher: str
    sources: tuple[str, ...]
    issued: str
    licence: str
    use_case: str
    description: str
    exhaustive: bool
    standing: str
    style: str


def read_facts(lines: Mapping[str, Cell], given: GivenFacts) -> dict[str, Any]:
    """The header's fields that are given or that the lines hold; `InvalidInput` on a bad one."""
    facts: dict[str, Any] = {}
    for field, names in _LINES.items():
        texts = (text_of(lines.get(fold(name))) for name in names)
        text = next((text for text in texts if text), "")
        if field not in given and text:
            facts[field] = _parsed(field, names, text)
    facts |= given
    if facts.get("style", "crosswalk") not in _STYLES:
        raise InvalidInput(f"OLIR has the styles {', '.join(_STYLES)}, and no other.")
    return {field: value for field, value in facts.items() if value not in (None, ())}


def header(
    facts: Mapping[str, Any], *, slug: str, focal: str, reference: str, style: str
) -> SetHeader:
    """The header of a set from the focal to the reference edition; says what is missing."""
    missing = [f"{field} ({_LINES[field][0]})" for field in _REQUIRED if field not in facts]
    if missing:
        raise InvalidInput(
            f"The set's {', '.join(missing)} must be given, or stand in the sheet "
            f"{GENERAL_INFORMATION!r} under the name in brackets; the publisher, the sources "
            "and the licence as IRIs."
        )
    fixed = {"slug": slug, "source_edition": focal, "target_edition": reference, "style": style}
    return SetHeader(**{**facts, **fixed})


def lines_without_place(lines: Mapping[str, Cell]) -> list[str]:
    """The names of lines with a value that no field of a header takes."""
    known = {
        fold(name) for names in (*_LINES.values(), _EDITION_LINES, ("Field",)) for name in names
    }
    return sorted(name for name, value in lines.items() if value is not None and name not in known)


def write_facts(header: SetHeader) -> Iterator[tuple[str, Value]]:
    """The lines of the general information, in the order of the publication."""
    editions = header.source_edition, header.target_edition
    yield from zip(_EDITION_LINES, editions, strict=True)
    for field, names in _LINES.items():
        yield names[0], _written(field, getattr(header, field))


def _written(field: str, value: Any) -> Value:
    if field == "exhaustive":
        return "Yes" if value else "No"
    if field == "sources":
        return "\n".join(value)
    if field == "style" and value not in _STYLES:
        return "crosswalk"  # what any style becomes without its relations (IR 8477, section 4)
    if field == "issued" and len(value) == len("2026-11-24"):
        return date.fromisoformat(value)
    return str(value) if value is not None else None


def _parsed(field: str, names: tuple[str, ...], text: str) -> Any:
    try:
        return _PARSERS.get(field, str)(text)
    except InvalidInput as error:
        raise InvalidInput(f"The line {names[0]!r} can't be used: {error.detail}") from error


def _yes_no(text: str) -> bool:
    answers = {"yes": True, "true": True, "no": False, "false": False}
    if text.casefold() not in answers:
        raise InvalidInput(f"{text!r} is neither Yes nor No.")
    return answers[text.casefold()]


def _addresses(text: str) -> tuple[str, ...]:
    words = (word.strip("<>,;") for word in text.split())
    return tuple(word for word in words if values.is_iri(word))


_PARSERS: Final[dict[str, Callable[[str], Any]]] = {
    # A developer is mostly given by a name, by which no organisation can be looked up.
    "publisher": lambda text: text if values.is_iri(text) else None,
    "licence": lambda text: text if values.is_iri(text) else None,
    "sources": _addresses,
    "issued": values.issued,
    "exhaustive": _yes_no,
    "standing": lambda text: values.token("standing", text),
    "style": lambda text: values.token("style", text),
}
