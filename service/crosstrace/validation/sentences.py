"""Which sentence a result gets: its shape's, its constraint's, or a plain one of ours.

What an engine says by itself is never used; it is written for those who know SHACL.
Source of the components: SHACL, section 4 and appendix B.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from rdflib.namespace import RDF, SH
from rdflib.term import Node, URIRef

from crosstrace.validation.engines.rows import RawResult
from crosstrace.validation.shapes import Shapes
from crosstrace.vocab import local_name

PLACEHOLDER: Final = re.compile(r"\{[$?]?(this|value|path|asked|of_path)\}")
_VARIABLE: Final = re.compile(r"\{[$?]\w+\}")
_MESSAGE_VARIABLE: Final = re.compile(r"[$?]message\b")
_VALIDATORS: Final = (SH.validator, SH.nodeValidator, SH.propertyValidator)


class _Default(NamedTuple):
    """A sentence, and the parameter of the constraint that it tells as `{asked}`."""

    sentence: str
    parameter: str | None = None


_DEFAULTS: Final = {
    "And": _Default("{?value} does not meet every one of the conditions asked for."),
    "Class": _Default("{?value} is not described as a member of {asked}.", "class"),
    "Closed": _Default("{$this} has {?path}, which is not among the properties allowed here."),
    "Datatype": _Default("{?value} is not a valid {asked}.", "datatype"),
    "Disjoint": _Default("{?value} must not also be a value of {asked}.", "disjoint"),
    "Equals": _Default(
        "{?value} is a value of only one of {?path} and {asked}, which must have the same values.",
        "equals",
    ),
    "HasValue": _Default("{$this} lacks the value {asked}{of_path}.", "hasValue"),
    "In": _Default("{?value} is not one of the values allowed: {asked}.", "in"),
    "LanguageIn": _Default("{?value} is in none of the languages {asked}.", "languageIn"),
    "LessThan": _Default(
        "{?value} is not less than a value of {asked}, or can't be compared with it.", "lessThan"
    ),
    "LessThanOrEquals": _Default(
        "{?value} is more than a value of {asked}, or can't be compared with it.",
        "lessThanOrEquals",
    ),
    "MaxCount": _Default(
        "{$this} has too many values{of_path}; at most {asked} may be given.", "maxCount"
    ),
    "MaxExclusive": _Default("{?value} must be less than {asked}.", "maxExclusive"),
    "MaxInclusive": _Default("{?value} must be at most {asked}.", "maxInclusive"),
    "MaxLength": _Default("{?value} is longer than the {asked} characters allowed.", "maxLength"),
    "MinCount": _Default(
        "{$this} has too few values{of_path}; at least {asked} must be given.", "minCount"
    ),
    "MinExclusive": _Default("{?value} must be more than {asked}.", "minExclusive"),
    "MinInclusive": _Default("{?value} must be at least {asked}.", "minInclusive"),
    "MinLength": _Default(
        "{?value} is shorter than the {asked} characters asked for.", "minLength"
    ),
    "Node": _Default("{?value} does not meet what {asked} asks for.", "node"),
    "NodeKind": _Default("{?value} must be {asked}.", "nodeKind"),
    "Not": _Default("{?value} meets a condition that is ruled out here."),
    "Or": _Default("{?value} meets none of the conditions of which one is asked for."),
    "Pattern": _Default("{?value} is not written in the form asked for, {asked}.", "pattern"),
    "Property": _Default("{?value} is not described as is asked for."),
    "QualifiedMaxCount": _Default(
        "{$this} has too many values{of_path} that meet the condition; at most {asked} may.",
        "qualifiedMaxCount",
    ),
    "QualifiedMinCount": _Default(
        "{$this} has too few values{of_path} that meet the condition; at least {asked} must.",
        "qualifiedMinCount",
    ),
    "UniqueLang": _Default("{$this} has several values{of_path} in one language."),
    "Xone": _Default("{?value} meets none or several of the conditions, and exactly one is asked."),
}
_RULE: Final = _Default("{$this} breaks a rule that comes without an explanation.")

CORE: Final = tuple(f"{SH}{name}ConstraintComponent" for name in _DEFAULTS)
"""The constraint components that have a sentence of their own."""


def sentence(result: RawResult, shapes: Shapes) -> str:
    """The sentence for `result`, with placeholders still to be filled."""
    own = shapes.message(result.source_shape)
    if result.component in CORE:
        return own or _default(result).sentence
    if result.message and _says_message(result, shapes):
        return result.message
    templates = [text for node in _explaining(result, shapes) if (text := shapes.message(node))]
    templates = templates or ([own] if own else [])
    if len(templates) == 1 and not _VARIABLE.search(PLACEHOLDER.sub("", templates[0])):
        return templates[0]
    # Only the engine knows the other variables of the query.
    return (result.message if templates else None) or own or _RULE.sentence


def asked(result: RawResult, shapes: Shapes) -> list[Node]:
    """What the violated constraint asks for: the values of its parameter, members of lists."""
    parameter = _default(result).parameter
    if parameter is None:
        return []
    values = sorted(shapes.values(result.source_shape, SH[parameter]), key=str)
    return [member for value in values for member in _members(value, shapes)]


def _default(result: RawResult) -> _Default:
    name = local_name(result.component).removesuffix("ConstraintComponent")
    return _DEFAULTS[name] if result.component in CORE else _RULE


def _members(value: Node, shapes: Shapes) -> list[Node]:
    is_list = value == RDF.nil or (value, RDF.first, None) in shapes.graph
    return list(shapes.graph.items(value)) if is_list else [value]


def _explaining(result: RawResult, shapes: Shapes) -> Iterator[Node]:
    """The queries of a shape's own, or the component and its validators."""
    yield from shapes.values(result.source_shape, SH.sparql)
    component = URIRef(result.component)
    if not component.startswith(str(SH)):
        yield component
        for predicate in _VALIDATORS:
            yield from shapes.values(component, predicate)


def _says_message(result: RawResult, shapes: Shapes) -> bool:
    return any(
        _MESSAGE_VARIABLE.search(str(query))
        for node in _explaining(result, shapes)
        for query in shapes.values(node, SH.select)
    )
