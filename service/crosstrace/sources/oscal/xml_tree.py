"""OSCAL XML into the document tree, in the JSON shape; a DTD or an entity is refused.

Only what a catalog's wording needs is taken: metadata, groups, controls, parts and props.
"""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element, ParseError, TreeBuilder  # types; parsing is defusedxml's

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from crosstrace.errors import InputError, InvalidInput
from crosstrace.rdf.tree import malformed
from crosstrace.sources.oscal.document import MAX_DEPTH, Tree, too_deep

_NAMESPACE: Final = "{http://csrc.nist.gov/ns/oscal/1.0}"
_ARRAYS: Final = {"group": "groups", "control": "controls", "part": "parts", "prop": "props"}
_TEXTS: Final = frozenset({"title", "version", "published", "oscal-version"})
_BLOCKS: Final = frozenset(
    {"blockquote", "br", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre"}
    | {"table", "td", "th", "tr", "ul"}
)


def read_xml(body: bytes) -> Tree:
    """The tree of an OSCAL catalog in XML; mixed content becomes text, inline markup is dropped."""
    try:
        root = _parse(body)
    except ParseError as error:
        line, column = error.position
        raise malformed("XML", str(error).split(":")[0], line, column + 1) from error
    except DefusedXmlException as error:
        detail = "The XML has a document type or entities, which are not read; remove them."
        raise InvalidInput(detail, (InputError(detail),)) from error
    except (LookupError, ValueError) as error:
        detail = "The XML is in an encoding that is not read; save it as UTF-8."
        raise InvalidInput(detail, (InputError(detail),)) from error
    if root.tag != _NAMESPACE + "catalog":
        detail = "The XML's root is not an OSCAL 1 catalog."
        raise InvalidInput(detail, (InputError(detail),))
    return {"catalog": _object(root)}


def _parse(body: bytes) -> Element:
    parser = DefusedXMLParser(target=_BoundedBuilder(), forbid_dtd=True)
    parser.feed(body)
    root: Element = parser.close()
    return root


class _BoundedBuilder(TreeBuilder):
    """A tree builder that stops the parser at `MAX_DEPTH`."""

    depth = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise too_deep("XML")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self.depth -= 1
        return super().end(tag)


def _object(element: Element) -> dict[str, Tree]:
    members: dict[str, Tree] = dict(element.attrib)
    arrays: dict[str, list[Tree]] = {}
    prose = ""
    for child in element:
        name = _name(child)
        if name in _ARRAYS:
            arrays.setdefault(_ARRAYS[name], []).append(_object(child))
        elif name in _TEXTS:
            members[name] = _flat(child)
        elif name == "metadata":
            members[name] = _object(child)
        elif name in _BLOCKS:
            prose += _flat(child)
    return {**members, **arrays, "prose": prose}


def _name(element: Element) -> str:
    """The element's name in OSCAL's namespace; empty for one of another namespace."""
    return element.tag.removeprefix(_NAMESPACE) if element.tag.startswith(_NAMESPACE) else ""


def _flat(element: Element) -> str:
    """The text of mixed content: blocks apart, quotations quoted, parameters as `[id]`."""
    name = _name(element)
    if name == "insert":
        return f"[{element.get('id-ref', '')}]"
    inner = (element.text or "") + "".join(_flat(c) + (c.tail or "") for c in element)
    if name == "q":
        return f'"{inner}"'
    return f" {inner} " if name in _BLOCKS else inner
