"""The known faults of pySHACL, the reference: where its results are not what the standards say.

Each is narrow: it explains a difference only where its condition can be seen to hold. The cases
that prove them are in tests/crosscheck/test_known_faults.py, and docs/how-to/your-own-shapes.md
tells of them.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import pyoxigraph as ox
from rdflib.namespace import SH, XSD
from rdflib.term import Literal, Node, URIRef

from crosstrace.store import read_query
from crosstrace.validation.engines.rows import RawResult
from crosstrace.validation.shapes import Shapes

_DAY: Final = r"(-?(?:[1-9][0-9]{3,}|0[0-9]{3}))-(0[1-9]|1[0-2])-([0-2][0-9]|3[01])"
_TIME: Final = r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)"
_ZONE: Final = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
_FORMS: Final[dict[URIRef | None, re.Pattern[str]]] = {
    XSD.date: re.compile(_DAY + _ZONE),
    XSD.dateTime: re.compile(f"{_DAY}T{_TIME}{_ZONE}"),
}
_OF_DATATYPES: Final = (SH.DatatypeConstraintComponent, SH.OrConstraintComponent)
_ORDERED: Final = {
    str(SH.LessThanConstraintComponent): SH.lessThan,
    str(SH.LessThanOrEqualsConstraintComponent): SH.lessThanOrEquals,
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A result that only one engine gives, `times` over, for these shapes and data."""

    result: RawResult
    times: int
    only_reference: bool
    shapes: Shapes
    data: bytes


@dataclass(frozen=True, slots=True)
class KnownFault:
    """A fault of the reference; `explains` says whether a difference is due to it."""

    name: str
    says: str
    explains: Callable[[Difference], bool]


def is_known(difference: Difference) -> bool:
    """Whether a known fault of the reference explains a difference."""
    return any(fault.explains(difference) for fault in KNOWN_FAULTS)


def _dates_by_python(difference: Difference) -> bool:
    value = difference.result.value
    if difference.result.component not in map(str, _OF_DATATYPES):
        return False
    if not isinstance(value, Literal) or (form := _FORMS.get(value.datatype)) is None:
        return False
    to_reference = not Literal(str(value), datatype=value.datatype, normalize=False).ill_typed
    return to_reference != _well_formed(str(value), form) == difference.only_reference


def _well_formed(text: str, form: re.Pattern[str]) -> bool:
    """Whether XML Schema 1.1, part 2, sections 3.3.7 and 3.3.9, have such a date."""
    match = form.fullmatch(text)
    # The calendar repeats itself every 400 years, also before the first.
    return match is not None and 0 < int(match[3]) <= _days(int(match[1]), int(match[2]))


def _days(year: int, month: int) -> int:
    return calendar.monthrange(2000 + year % 400, month)[1]


def _order_of_all(difference: Difference) -> bool:
    result = difference.result
    ordered = _ORDERED.get(result.component)
    if difference.only_reference or ordered is None or result.value is None:
        return False
    compared = difference.shapes.graph.value(result.source_shape, ordered)
    one = _term(result.value)
    others = _values(difference.data, result.focus_node, compared)
    return sum(not _comparable(one, other) for other in others) >= difference.times


def _values(data: bytes, node: Node, predicate: Node | None) -> Iterator[Any]:
    for quad in ox.parse(data, format=ox.RdfFormat.N_TRIPLES):
        if (str(node), str(predicate)) == (quad.subject.value, quad.predicate.value):
            yield quad.object


def _comparable(one: Any, other: Any) -> bool:
    bound = {ox.Variable("one"): one, ox.Variable("other"): other}
    query = read_query("crosstrace.validation.engines", "less_than")
    solutions: Any = ox.Store().query(query, substitutions=bound)
    return next(solutions)["less"] is not None


def _term(value: Node) -> Any:
    if not isinstance(value, Literal):
        return ox.NamedNode(str(value))
    if value.language:
        return ox.Literal(str(value), language=value.language)
    return ox.Literal(str(value), datatype=ox.NamedNode(str(value.datatype or XSD.string)))


KNOWN_FAULTS: Final = (
    KnownFault(
        "dates-by-python",
        "Whether a date is well-formed is left to Python's calendar: it passes what only ISO 8601 "
        "knows, such as 2026-W01-1, and fails years before 1 and after 9999 and 24:00:00.",
        _dates_by_python,
    ),
    KnownFault(
        "order-of-all",
        "sh:lessThan and sh:lessThanOrEquals find an order where SPARQL has none, as between a "
        "date and a date with a time, so that the violation is not reported.",
        _order_of_all,
    ),
)
