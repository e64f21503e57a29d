"""The statements of RDF/XML, with where their terms stand.

A node stands where it is named (`rdf:about`, `rdf:ID`, `rdf:nodeID`), or else where its element
begins; a text stands behind its tag. Source: RDF 1.1 XML Syntax, section 7.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple, TypeAlias
from xml.parsers import expat

from crosstrace.rdf.rdfxml import NAMESPACE_END, xml_parser
from crosstrace.validation.places import UnsureError
from crosstrace.validation.statements import Mention, Statement
from crosstrace.validation.submission import BLANK
from crosstrace.vocab import RDF

_XML: Final = "http://www.w3.org/XML/1998/namespace"
_ATTRIBUTES: Final = frozenset(
    RDF + name for name in ("about", "ID", "nodeID", "resource", "datatype", "parseType", "type")
)
_TAG: Final = re.compile(r"""<[^\s/>"']+(?:\s+[^\s="']+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*(/?)>""")
_ATTRIBUTE: Final = re.compile(r"""([^\s="']+)\s*=\s*("[^"]*"|'[^']*')""")
_RESOLVED: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?!.*/\.)")
"""An IRI that the parser leaves as it is."""


_Kind: TypeAlias = Literal["root", "node", "resource", "property", "list", "xml", "inner xml"]


class _Value(NamedTuple):
    """An attribute's value, and where its opening quote stands."""

    text: str
    start: int


class _Element(NamedTuple):
    """A start tag; `content` is where its text begins, or else where the tag does."""

    name: str
    attributes: Mapping[str, _Value]
    start: int
    content: int

    def value(self, name: str) -> _Value | None:
        """The value of one of RDF's own attributes."""
        return self.attributes.get(RDF + name)

    def properties(self) -> list[tuple[str, _Value]]:
        """The attributes that are statements, in pyoxigraph's order."""
        type_of = self.value("type")
        others = [pair for pair in self.attributes.items() if pair[0] not in _ATTRIBUTES]
        return [*([(RDF + "type", type_of)] if type_of else []), *reversed(others)]


@dataclass(slots=True)
class _Frame:
    """An open element: a node, a property of `subject` with the value `object`, or neither."""

    kind: _Kind
    element: _Element
    subject: Mention
    object: Mention


@dataclass(slots=True)
class _Reader:
    """Gathers statements in the order in which pyoxigraph gives them.

    That is: what a node's tag says when it opens; a property when it closes, after what its
    node says, but a `parseType="Resource"` when it opens.
    """

    statements: list[Statement] = field(default_factory=list)
    _open: list[_Frame] = field(default_factory=list)

    def start(self, element: _Element) -> None:
        above = self._open[-1] if self._open else None
        here = Mention(None, element.start)
        match above.kind if above else None:
            case None if element.name == RDF + "RDF":
                self._open.append(_Frame("root", element, here, here))
            case "xml" | "inner xml":
                self._open.append(_Frame("inner xml", element, here, here))
            case "node" | "resource" if above:
                self._property(element, above.object)
            case _:
                self._node(element, above)

    def end(self) -> None:
        frame = self._open.pop()
        if frame.kind in ("property", "list", "xml"):
            self._say_properties(frame.element, frame.object)
            self._link(frame.element, frame.subject, frame.object)

    def _node(self, element: _Element, above: _Frame | None) -> None:
        node = _named(element, ("about", "ID", "nodeID")) or Mention(None, element.start)
        if above and above.kind == "property":
            above.object = node
        if element.name != RDF + "Description":
            class_name = Mention(element.name, element.start + 1)
            self._say(node, RDF + "type", class_name)
        self._say_properties(element, node)
        self._open.append(_Frame("node", element, node, node))

    def _property(self, element: _Element, subject: Mention) -> None:
        here = Mention(None, element.start)
        parsed_as = element.value("parseType")
        kind: _Kind = _PARSED_AS.get(parsed_as.text, "xml") if parsed_as else "property"
        if kind == "xml":
            value = Mention(None, element.content)
        elif kind != "property" or element.properties():
            value = _named(element, ("resource", "nodeID")) or here
        else:
            value = _named(element, ("resource", "nodeID")) or Mention(None, element.content)
        if kind == "resource":
            self._link(element, subject, value)
        self._open.append(_Frame(kind, element, subject, value))

    def _say_properties(self, element: _Element, node: Mention) -> None:
        for name, value in element.properties():
            is_type = name == RDF + "type"
            self._say(node, name, Mention(_iri(value.text) if is_type else None, value.start))

    def _link(self, element: _Element, subject: Mention, value: Mention) -> None:
        self._say(subject, element.name, value)
        if reified := element.value("ID"):
            statement = Mention(None, reified.start)
            name = Mention(None, element.start + 1)
            self._say(statement, RDF + "object", value)
            self._say(statement, RDF + "predicate", name)
            self._say(statement, RDF + "subject", subject)
            self._say(statement, RDF + "type", Mention(RDF + "Statement", None))

    def _say(self, subject: Mention, predicate: str, value: Mention) -> None:
        # The parser numbers the members of a container.
        name = None if predicate == RDF + "li" else predicate
        self.statements.append(Statement(subject, Mention(name, None), value))


_PARSED_AS: Final[Mapping[str, _Kind]] = {
    "Resource": "resource",
    "Collection": "list",
}


def read_xml(text: str) -> list[Statement]:
    """The statements of RDF/XML that the real parser has taken."""
    body = text.encode()
    parser = xml_parser()
    parser.ordered_attributes = True
    reader = _Reader()
    offsets = _Offsets(body)

    def start(name: str, attributes: list[str]) -> None:
        reader.start(_element(text, offsets.of(parser.CurrentByteIndex), name, attributes))

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _name: reader.end()
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        raise UnsureError from error
    return reader.statements


class _Offsets:
    """Characters for bytes; asked in the order of the text it reads each byte once."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._byte = self._character = 0

    def of(self, byte: int) -> int:
        self._character += len(self._body[self._byte : byte].decode())
        self._byte = byte
        return self._character


def _element(text: str, start: int, name: str, attributes: list[str]) -> _Element:
    tag = _TAG.match(text, start)
    if tag is None:
        raise UnsureError
    written = [
        found
        for found in _ATTRIBUTE.finditer(text, start, tag.end())
        if found[1].partition(":")[0] != "xmlns"
    ]
    said = zip(attributes[::2], attributes[1::2], written, strict=True)
    values = {
        _full(name): _Value(value, found.start(2))
        for name, value, found in said
        if not name.startswith(_XML)
    }
    return _Element(_full(name), values, start, start if tag[1] else tag.end())


def _full(name: str) -> str:
    return name.replace(NAMESPACE_END, "")


def _named(element: _Element, attributes: Iterable[str]) -> Mention | None:
    """The node that the first of the attributes names."""
    for name in attributes:
        if value := element.value(name):
            node_id = BLANK + value.text
            iri = None if name == "ID" else _iri(value.text)
            return Mention(node_id if name == "nodeID" else iri, value.start)
    return None


def _iri(text: str) -> str | None:
    # Relative ones are left to the real parser.
    return text if _RESOLVED.match(text) else None
