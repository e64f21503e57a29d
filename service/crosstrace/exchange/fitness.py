"""What a set must be for a graph to be made of it, whichever format it came in.

Names end up in IRIs and texts in every syntax that graphs are served in, so both are looked at
here, once for all formats. A row that was derived is no publisher's statement: were it taken in,
a mere lead would be held as asserted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from typing import Any, Final

from crosstrace.conversion.jsonfile import is_text
from crosstrace.errors import InputError, InvalidInput
from crosstrace.mappingsets import MappingDocument, MappingRow, SetHeader, values

MAX_ERRORS: Final = 50
_CLASSES: Final = ("Mapping", "InformativeReference")
_RECORD: Final = re.compile(r"[A-Za-z0-9._()+-]+")
_TERM: Final = re.compile(r"[A-Za-z]+")


def check_fitness(document: MappingDocument) -> None:
    """Raise the `InvalidInput` that names what of the header, or which rows, can't be stored."""
    header = document.header
    values.set_name(header.slug)
    if problem := _problem_of_header(header):
        raise InvalidInput(f"The set {header.slug!r} can't be used: {problem}")
    found = [(row.number, problem) for row in document.rows for problem in _problems(row)]
    if not found:
        return
    errors = tuple(
        InputError(f"Row {number}: {problem}", line=number or None)
        for number, problem in found[:MAX_ERRORS]
    )
    rest = f" There are {len(found) - 1} more such." if len(found) > 1 else ""
    raise InvalidInput(f"The set {header.slug!r} can't be used. {errors[0].detail}{rest}", errors)


def _problem_of_header(header: SetHeader) -> str | None:
    if header.mapping_class not in _CLASSES:
        return (
            f"its mappings are of the class {header.mapping_class[:80]!r}; publishers' are of "
            f"{' or '.join(_CLASSES)}."
        )
    iris = (header.publisher, header.licence, *header.sources)
    if broken := [iri for iri in iris if not values.is_iri(iri)]:
        return f"{broken[0][:80]!r} is no IRI; write one that begins with https:// or http://."
    unfit = [name for name, value in _texts(header) if not is_text(value)]
    return f"its {unfit[0]} has characters that are not text." if unfit else None


def _problems(row: MappingRow) -> Iterator[str]:
    if row.status not in (None, "asserted") or row.possible or row.rule or row.path:
        yield "it was derived, and states nothing itself; import the sets it was derived from."
    if not _RECORD.fullmatch(row.record):
        yield (f"the record {row.record[:80]!r} has characters other than A-Z a-z 0-9 . _ ( ) + -.")
    if not _TERM.fullmatch(row.justification):
        yield f"the justification {row.justification[:80]!r} is no term of SEMAPV."
    yield from (
        f"the {name} has characters that are not text."
        for name, value in _texts(row)
        if not is_text(value)
    )


def _texts(part: Any) -> Iterator[tuple[str, str]]:
    for field in fields(part):
        value = getattr(part, field.name)
        if isinstance(value, str):
            yield field.name, value
