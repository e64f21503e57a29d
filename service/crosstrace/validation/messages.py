"""From a result's shape, nodes and values to sentences a busy engineer can act on."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from rdflib.term import BNode, Literal, Node, URIRef

from crosstrace.errors import InvalidInput
from crosstrace.model import ElementRef
from crosstrace.validation.engines.rows import RawResult
from crosstrace.validation.reference import Names
from crosstrace.validation.shapes import Shapes
from crosstrace.validation.submission import BLANK
from crosstrace.vocab import ID, PREFIXES, local_name

_PLACEHOLDER = re.compile(r"\{[$?](this|value|path)\}")

_DEFAULTS: Final = {
    "AndConstraintComponent": "{?value} doesn't meet every one of the conditions asked for.",
    "ClassConstraintComponent": "{?value} is not of the class asked for.",
    "ClosedConstraintComponent": "{$this} has {?path}, which isn't allowed here.",
    "DatatypeConstraintComponent": "{?value} is not a valid value of the datatype asked for.",
    "DisjointConstraintComponent": "{?value} must not also stand under the other property.",
    "EqualsConstraintComponent": "The values of {?path} are not those of the other property.",
    "HasValueConstraintComponent": "{$this} lacks the value asked for in {?path}.",
    "InConstraintComponent": "{?value} is not one of the values allowed for {?path}.",
    "LanguageInConstraintComponent": "{?value} is in none of the languages allowed.",
    "LessThanConstraintComponent": "{?value} is not less than the value it is compared with.",
    "LessThanOrEqualsConstraintComponent": "{?value} is more than the value it is compared with.",
    "MaxCountConstraintComponent": "{$this} has more values of {?path} than are allowed.",
    "MaxExclusiveConstraintComponent": "{?value} is too large.",
    "MaxInclusiveConstraintComponent": "{?value} is too large.",
    "MaxLengthConstraintComponent": "{?value} is too long.",
    "MinCountConstraintComponent": "{$this} has fewer values of {?path} than are asked for.",
    "MinExclusiveConstraintComponent": "{?value} is too small.",
    "MinInclusiveConstraintComponent": "{?value} is too small.",
    "MinLengthConstraintComponent": "{?value} is too short.",
    "NodeConstraintComponent": "{?value} isn't described as is asked for.",
    "NodeKindConstraintComponent": "{?value} is not of the kind asked for (name or text).",
    "NotConstraintComponent": "{?value} is what is ruled out here.",
    "OrConstraintComponent": "{?value} meets none of the conditions of which one is asked for.",
    "PatternConstraintComponent": "{?value} is not written in the form asked for.",
    "PropertyConstraintComponent": "{?value} isn't described as is asked for.",
    "QualifiedMaxCountConstraintComponent": "{$this} has too many such values of {?path}.",
    "QualifiedMinCountConstraintComponent": "{$this} has too few such values of {?path}.",
    "SPARQLConstraintComponent": "{$this} breaks a rule of its own kind.",
    "UniqueLangConstraintComponent": "{$this} has several values of {?path} in one language.",
    "XoneConstraintComponent": "{?value} meets not exactly one of the conditions asked for.",
}


class Wording:
    """The sentences for the results of some shapes, with the names of the known elements."""

    def __init__(self, shapes: Shapes, names: Names) -> None:
        self._shapes = shapes
        self._names = names

    def message(self, result: RawResult) -> str:
        """What is wrong: the shape's words, else the engine's author's, else a plain default."""
        template = self._shapes.message(result.source_shape) or result.message
        if template is None or template.startswith(("Node ", "Value ", "Less than ", "More than ")):
            # An engine's own wording for a shape without a message is not for people.
            template = _DEFAULTS.get(local_name(result.component), "{$this} breaks a rule.")
        return _filled(template, result, self._titled)

    def fix(self, result: RawResult) -> str | None:
        """What to add or change, when the shape says so."""
        template = self._shapes.fix(result.source_shape)
        return None if template is None else _filled(template, result, written)

    def _titled(self, term: Node | None) -> str:
        title = self._names.titles.get(str(term))
        return f"{written(term)} “{title}”" if title else written(term)


def _filled(template: str, result: RawResult, name: Callable[[Node | None], str]) -> str:
    nodes = {"this": result.focus_node, "value": result.value, "path": result.path}
    return _PLACEHOLDER.sub(lambda match: name(nodes[match[1]]), template)


def written(term: Node | None) -> str:
    """A node as a person writes it."""
    if isinstance(term, Literal):
        return f"“{term}”"
    if not isinstance(term, URIRef):
        return "this"
    return "a node without a name" if term.startswith(BLANK) else compact(str(term))


def compact(iri: str) -> str:
    """An IRI the contract's way: `edition:id` for elements, a prefixed name, or `<iri>`."""
    if iri.startswith(ID):
        try:
            return str(ElementRef.from_iri(iri))
        except InvalidInput:
            return f"<{iri}>"
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and "/" not in iri[len(namespace) :]:
            return f"{prefix}:{iri[len(namespace) :]}"
    return f"<{iri}>"


def plain(term: Node | None) -> str | None:
    """A node as the report's JSON gives it: IRIs as they are, `_:` for blank nodes, else text."""
    if term is None:
        return None
    if isinstance(term, BNode):
        return f"_:{term}"
    return f"_:{str(term)[len(BLANK) :]}" if str(term).startswith(BLANK) else str(term)
