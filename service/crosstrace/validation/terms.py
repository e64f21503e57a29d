"""The terms of the ontology, and those that a submission uses though there are none such."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import pyoxigraph as ox
from rdflib.namespace import SH
from rdflib.term import Literal, Node, URIRef

from crosstrace.rdf.context import context_document
from crosstrace.validation.engines.rows import RawResult
from crosstrace.validation.shapes import in_rdflib
from crosstrace.vocab import CT, CTSH, OWL, PREFIXES, RDF, local_name

PROPERTY: Final = "Property"
CLASS: Final = "Class"
VALUE: Final = "Concept"
KINDS: Final = (PROPERTY, CLASS, VALUE)
"""What `ctsh:expects` calls them, by the local names of rdf:Property, owl:Class, skos:Concept."""

_TYPE: Final = RDF + "type"
_JUDGED: Final = frozenset(CT + name for name in ("status", "decision", "kind", "role"))
"""The properties whose own shapes say which values there are."""
_CLOSE: Final = 0.75
_SHOWN: Final = 3
_BEGUN: Final = 3
"""Letters that tell a word by its beginning."""
_LONGEST: Final = 100
"""Characters of a word that are compared."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The IRIs of the ontology's properties, of its classes, and of all its terms."""

    properties: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    all: frozenset[str] = frozenset()

    def unknown(self, stated: Iterable[ox.Triple]) -> Iterator[RawResult]:
        """A result for each statement with a term in our namespace that is none where it stands."""
        for triple in stated:
            predicate = triple.predicate.value
            value: Any = triple.object
            if predicate.startswith(CT) and predicate not in self.properties:
                yield _result("Reference-property", triple, SH.ClosedConstraintComponent)
            if not isinstance(value, ox.NamedNode) or not value.value.startswith(CT):
                continue
            if predicate == _TYPE:
                if value.value not in self.classes:
                    yield _result("Reference-class", triple, SH.InConstraintComponent)
            elif predicate not in _JUDGED and value.value not in self.all:
                yield _result("Reference-value", triple, SH.InConstraintComponent)

    def near(self, term: Node | None, kind: str) -> tuple[str, ...]:
        """The IRIs of the terms of a kind that are spelled much like `term`, nearest first."""
        if term is None or not str(term).startswith(CT):
            return ()
        return _close(local_name(str(term)).lower(), self._spelled(kind))

    def _spelled(self, kind: str) -> dict[str, str]:
        """Terms by their local name in small letters; those of other vocabularies by their key.

        In JSON the two look the same: what is no key there is taken for a property of ours.
        """
        iris = {PROPERTY: self.properties, CLASS: self.classes}.get(kind, self.all)
        ours = {local_name(iri).lower(): iri for iri in sorted(iris)}
        return {**_keys(), **ours} if kind == PROPERTY else ours


def among(term: Node | None, allowed: Iterable[Node]) -> tuple[str, ...]:
    """The IRIs of the terms allowed that are spelled much like `term`, which may be text.

    Only the one that differs in capitals, hyphens and the like, when there is one; else those
    that it is the beginning of, as `omit` is of `Omitted`.
    """
    if term is None or not (isinstance(term, Literal) or str(term).startswith(CT)):
        return ()
    known = {_letters(local_name(str(one))): str(one) for one in allowed}
    text = _letters(str(term).removeprefix(CT))
    if text not in known and len(text) >= _BEGUN:
        begun = tuple(iri for name, iri in known.items() if name.startswith(text))
        return begun or _close(text, known)
    return _close(text, known)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()


def _close(text: str, known: Mapping[str, str]) -> tuple[str, ...]:
    if text in known:
        return (known[text],)
    close = difflib.get_close_matches(text[:_LONGEST], known, _SHOWN, _CLOSE)
    return tuple(dict.fromkeys(known[name] for name in close))


NO_TERMS: Final = Terms()


def read_terms(reference: bytes) -> Terms:
    """The terms that a reference graph tells of."""
    kinds: dict[str, set[str]] = {}
    for quad in ox.parse(reference, format=ox.RdfFormat.N_TRIPLES):
        subject, value = str(quad.subject)[1:-1], quad.object
        if subject.startswith(CT) and isinstance(value, ox.NamedNode):
            kinds.setdefault(subject, set()).add(value.value)
    properties = {iri for iri, of in kinds.items() if any(k.endswith("Property") for k in of)}
    classes = {iri for iri, of in kinds.items() if OWL + "Class" in of}
    return Terms(frozenset(properties), frozenset(classes), frozenset(kinds))


@cache
def _keys() -> dict[str, str]:
    """The properties of other vocabularies by the keys that our context has for them."""
    found = {}
    for key, said in context_document()["@context"].items():
        iri = said.get("@id", "") if isinstance(said, dict) else said
        prefix, _, name = str(iri).partition(":")
        if not key.startswith("@") and prefix in PREFIXES and prefix != "ct" and name:
            found[key.lower()] = PREFIXES[prefix] + name
    return found


def _result(shape: str, triple: ox.Triple, component: URIRef) -> RawResult:
    return RawResult(
        severity=str(SH.Violation),
        source_shape=URIRef(CTSH + shape),
        component=str(component),
        focus_node=in_rdflib(triple.subject),
        path=URIRef(triple.predicate.value),
        value=in_rdflib(triple.object),
        message=None,
    )
