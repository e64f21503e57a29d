"""A graph that is built node by node, and written as Turtle in that order."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

import pyoxigraph as ox

from crosstrace.conversion.profile import PROFILE, PROFILE_IRI
from crosstrace.errors import InvalidInput
from crosstrace.vocab import PREFIXES, RDF, XSD

_BASE: Final = re.compile(r"https?://[A-Za-z0-9.:-]+(/[A-Za-z0-9._~-]+)*[/#]")
_OURS: Final = "https://w3id.org/crosstrace/"
_MAX_BASE: Final = 500


class Graph:
    """Nodes with IRIs of an organisation's own, which begin with `base`.

    `InvalidInput` when no identifiers can begin so, or when they would be Crosstrace's.
    """

    def __init__(self, base: str) -> None:
        self._base = checked_base(base)
        self._nodes: dict[str, dict[ox.Triple, None]] = {}

    def iri(self, local: str) -> str:
        """The IRI of the node that is called `local`."""
        return self._base + local

    def has(self, node: str) -> bool:
        """Whether something is stated of the node."""
        return node in self._nodes

    def says(self, node: str, predicate: str, text: str) -> bool:
        """Whether the text is stated of the node."""
        triple = ox.Triple(ox.NamedNode(node), ox.NamedNode(predicate), ox.Literal(text))
        return triple in self._nodes.get(node, {})

    def type(self, node: str, iri: str) -> None:
        """State the class of a node."""
        self.link(node, RDF + "type", iri)

    def link(self, node: str, predicate: str, iri: str) -> None:
        """State a relation to another node."""
        self._add(node, predicate, ox.NamedNode(iri))

    def text(self, node: str, predicate: str, text: str | None) -> None:
        """State a text; one that is absent or blank is left out."""
        if text and text.strip():
            self._add(node, predicate, ox.Literal(text))

    def date(self, node: str, predicate: str, day: dt.date) -> None:
        """State a day."""
        value = ox.Literal(day.isoformat(), datatype=ox.NamedNode(XSD + "date"))
        self._add(node, predicate, value)

    def moment(self, node: str, predicate: str, time: str) -> None:
        """State a point in time, written as XML Schema writes it."""
        self._add(node, predicate, ox.Literal(time, datatype=ox.NamedNode(XSD + "dateTime")))

    def triples(self) -> list[ox.Triple]:
        """All statements: node after node, in the order in which they were begun."""
        return [triple for stated in self._nodes.values() for triple in stated]

    def turtle(self) -> str:
        """The graph as Turtle, in the order of `triples`."""
        triples = self.triples()
        written = "\n".join(map(str, triples))
        known = PREFIXES | {PROFILE: f"{PROFILE_IRI}/", "": self._base}
        used = {name: iri for name, iri in known.items() if f"<{iri}" in written and name != "rdf"}
        text = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=used)
        if text is None:
            raise TypeError("serialize() gave no bytes")
        return text.decode()

    def _add(self, node: str, predicate: str, value: ox.NamedNode | ox.Literal) -> None:
        triple = ox.Triple(ox.NamedNode(node), ox.NamedNode(predicate), value)
        self._nodes.setdefault(node, {})[triple] = None


def checked_base(base: str) -> str:
    """The base when an organisation's identifiers can begin with it, else `InvalidInput`."""
    if len(base) > _MAX_BASE or not _BASE.fullmatch(base) or not is_iri(base):
        raise InvalidInput(
            f"{base[:80]!r} can't begin identifiers; write one like https://example.org/"
        )
    if base.startswith(_OURS):
        raise InvalidInput(
            f"Identifiers that begin with {_OURS} are Crosstrace's; name a base of your own."
        )
    return base


def web_address(href: str) -> str | None:
    """The IRI when `href` is meant as one of the web, else None; a broken one is a `ValueError`."""
    if not href.lower().startswith(("http:", "https:")):
        return None
    if not re.match(r"https?://[^/]", href) or not is_iri(href):
        raise ValueError("not an http or https IRI")
    return href


def is_iri(text: str) -> bool:
    """Whether the text is an absolute IRI."""
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True
