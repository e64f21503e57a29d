"""From a result's shape, nodes and values to sentences a busy engineer can act on."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Final

from rdflib.namespace import SH
from rdflib.term import BNode, Literal, Node, URIRef

from crosstrace.model import ElementRef
from crosstrace.validation.compact import compact
from crosstrace.validation.engines.rows import RawResult
from crosstrace.validation.meant import Meaning, Reading
from crosstrace.validation.paths import path_text
from crosstrace.validation.reference import Names
from crosstrace.validation.sentences import PLACEHOLDER, asked, sentence
from crosstrace.validation.shapes import Shapes
from crosstrace.validation.submission import ANONYMOUS, BLANK
from crosstrace.validation.terms import PROPERTY

_KINDS: Final[dict[Node, str]] = {
    SH.IRI: "a node with an IRI",
    SH.BlankNode: "a node without an IRI",
    SH.Literal: "text, a number or a date, not a node",
    SH.BlankNodeOrIRI: "a node, not text",
    SH.BlankNodeOrLiteral: "text or a node without an IRI",
    SH.IRIOrLiteral: "text or a node with an IRI",
}
_IN: Final = str(SH.InConstraintComponent)
_SHOWN: Final = 12
"""How many of the values that are allowed a sentence tells."""


class Wording:
    """The sentences for the results of some shapes, with the names of the known elements.

    With `meaning` they also say what an identifier is that does not fit where it stands.
    """

    def __init__(self, shapes: Shapes, names: Names, meaning: Meaning | None = None) -> None:
        self._shapes = shapes
        self._names = names
        self._meaning = meaning

    def message(self, result: RawResult) -> str:
        """What is wrong: the shape's words, or a plain sentence where it has none."""
        said = self._filled(sentence(result, self._shapes), result, self._titled)
        reading = self.reading(result)
        return said if reading is None else f"{said} {reading.sentence}"

    def fix(self, result: RawResult) -> str | None:
        """What to add or change, when the shape says so, beginning with what was meant."""
        template = self._shapes.fix(result.source_shape)
        if template is None:
            return None
        reading = self.reading(result)
        asked_first = [] if reading is None else [reading.question, reading.hint]
        return " ".join(filter(None, [*asked_first, self._filled(template, result, written)]))

    def reading(self, result: RawResult) -> Reading | None:
        """What the identifier in the value is, where the shape expects another."""
        wanted = self._shapes.expected(result.source_shape)
        if wanted is None or self._meaning is None:
            return None
        term = result.path if wanted == PROPERTY else result.value
        allowed = asked(result, self._shapes) if result.component == _IN else []
        return self._meaning.of(term, wanted, allowed)

    def meant(self, result: RawResult) -> str | None:
        """The IRI of the one element or edition that the value was probably meant to be."""
        reading = self.reading(result)
        return None if reading is None else reading.only

    def meant_element(self, result: RawResult) -> str | None:
        """The element that the value was probably meant to be, written `edition:id`."""
        meant = self.meant(result)
        return str(ElementRef.from_iri(meant)) if meant in self._names.titles else None

    def path(self, result: RawResult) -> str | None:
        """The result's path for the report: an IRI, or a SPARQL path of IRIs in brackets."""
        if result.path is None or isinstance(result.path, URIRef):
            return plain(result.path)
        return path_text(result.path, self._shapes.graph, lambda node: f"<{node}>")

    def title(self, element: str) -> str | None:
        """The title of an element, written `edition:id`."""
        return self._names.titles.get(ElementRef.parse(element).iri)

    def _filled(self, template: str, result: RawResult, name: Callable[[Node | None], str]) -> str:
        path = self._named_path(result.path)
        known: dict[str, Callable[[], str]] = {
            "this": lambda: name(result.focus_node),
            "value": lambda: name(result.value),
            "path": lambda: path or "the node itself",
            "of_path": lambda: f" of {path}" if path else "",
            "asked": lambda: _listed([_asked(term) for term in asked(result, self._shapes)]),
        }
        return PLACEHOLDER.sub(lambda match: known[match[1]](), template)

    def _named_path(self, path: Node | None) -> str | None:
        return None if path is None else path_text(path, self._shapes.graph, written)

    def _titled(self, term: Node | None) -> str:
        title = self._names.titles.get(str(term))
        return f"{written(term)} “{title}”" if title else written(term)


def _asked(term: Node) -> str:
    is_number = isinstance(term, Literal) and isinstance(term.value, int | float | Decimal)
    return str(term) if is_number else _KINDS.get(term) or written(term)


def _listed(words: list[str]) -> str:
    more = ["…"] if len(words) > _SHOWN else []
    return ", ".join(words[:_SHOWN] + more) or "none"


def written(term: Node | None) -> str:
    """A node as a person writes it."""
    if isinstance(term, Literal):
        return f"“{term}”"
    if not isinstance(term, URIRef):
        return "this"
    if term.startswith(ANONYMOUS):
        return "a node without a name"
    return f"_:{term[len(BLANK) :]}" if term.startswith(BLANK) else compact(str(term))


def plain(term: Node | None) -> str | None:
    """A node as the report's JSON gives it: IRIs as they are, `_:` for blank nodes, else text."""
    if term is None:
        return None
    if isinstance(term, BNode):
        return f"_:{term}"
    return f"_:{str(term)[len(BLANK) :]}" if str(term).startswith(BLANK) else str(term)
