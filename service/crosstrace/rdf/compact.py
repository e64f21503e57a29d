"""Triples as JSON-LD in the words of our context, as a person would write it.

Source: JSON-LD 1.1, sections 4.1 (context) and 4.5 (embedding).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Any, Final, NamedTuple

import pyoxigraph as ox

from crosstrace.rdf.context import CONTEXT_IRI, context_document
from crosstrace.vocab import RDF, XSD

_TYPE: Final = RDF + "type"
_NATIVE: Final = {XSD + "boolean": {"true": True, "false": False}}


class Key(NamedTuple):
    """A key of the context, what its values are taken for, and whether they are lists.

    `namespace` begins the IRIs of its values, when the key has one of its own for them.
    """

    name: str
    coercion: str | None
    is_list: bool
    namespace: str = ""


def json_ld(triples: Iterable[ox.Triple]) -> dict[str, Any]:
    """The document for `triples`: one object, or `@graph` with several, in the order given.

    A blank node that is named once stands where it is named. Lists that a `@list` key of the
    context stands for are not written.
    """
    nodes: dict[Any, list[ox.Triple]] = {}
    for triple in triples:
        nodes.setdefault(triple.subject, []).append(triple)
    named = Counter(t.object for found in nodes.values() for t in found if _is_blank(t.object))
    embedded = {node for node, count in named.items() if count == 1 and node in nodes}
    embedded -= _in_circles(nodes, embedded)
    objects = [
        ({} if _is_blank(node) and node not in named else {"id": _id(node)})
        | _object(node, nodes, embedded)
        for node in nodes
        if node not in embedded
    ]
    if len(objects) == 1:
        return {"@context": CONTEXT_IRI, **objects[0]}
    return {"@context": CONTEXT_IRI, "@graph": objects}


def _is_blank(term: Any) -> bool:
    return isinstance(term, ox.BlankNode)


def _in_circles(nodes: dict[Any, list[ox.Triple]], embedded: set[Any]) -> set[Any]:
    """The blank nodes that no other node leads to."""
    reached = set()
    waiting = [node for node in nodes if node not in embedded]
    while waiting:
        for triple in nodes.get(waiting.pop(), ()):
            if triple.object in embedded and triple.object not in reached:
                reached.add(triple.object)
                waiting.append(triple.object)
    return embedded - reached


def _object(node: Any, nodes: dict[Any, list[ox.Triple]], embedded: set[Any]) -> dict[str, Any]:
    found: dict[str, list[Any]] = {}
    for triple in nodes[node]:
        value: Any
        if triple.predicate.value == _TYPE:
            key, value = "type", _word(triple.object)
        else:
            term = key_of(triple.predicate.value)
            key = term.name
            value = (
                _object(triple.object, nodes, embedded)
                if triple.object in embedded
                else _value(triple.object, term)
            )
        found.setdefault(key, []).append(value)
    return {key: values[0] if len(values) == 1 else values for key, values in found.items()}


def key_of(predicate: str) -> Key:
    """The key of our context for a property, or its prefixed name."""
    terms = [term for term in _terms().get(predicate, ()) if not term.is_list]
    return terms[0] if terms else Key(_compact(predicate), None, is_list=False)


def _value(term: Any, key: Key) -> Any:
    if isinstance(term, ox.Literal):
        return _literal(term, key.coercion)
    if key.coercion == "@vocab":
        return _word(term, key.namespace)
    return _id(term) if key.coercion == "@id" else {"id": _id(term)}


def _id(term: Any) -> str:
    return str(term) if _is_blank(term) else _compact(term.value)


def _literal(term: ox.Literal, coercion: str | None) -> Any:
    if term.language:
        return {"@value": term.value, "@language": term.language}
    datatype = term.datatype.value
    if datatype == XSD + "string" and coercion is None:
        return term.value
    if coercion and datatype == _expanded(coercion):
        return term.value
    if coercion is None and term.value in _NATIVE.get(datatype, ()):
        return _NATIVE[datatype][term.value]
    return {"@value": term.value, "@type": _compact(datatype)}


def name_of(iri: str) -> str:
    """A property, class or concept by its name in our context, or its prefixed name."""
    found = [term for term in _terms().get(iri, ()) if not term.is_list]
    return found[0].name if found else _compact(iri)


def _word(term: Any, namespace: str = "") -> str:
    """A term of a vocabulary by its name, or as one of a key's own namespace."""
    if _is_blank(term):
        return _id(term)
    if namespace and term.value.startswith(namespace):
        return str(term.value.removeprefix(namespace))
    words = [found.name for found in _terms().get(term.value, ()) if found.coercion is None]
    return words[0] if words else _compact(term.value)


def _compact(iri: str) -> str:
    for prefix, namespace in _prefixes().items():
        if iri.startswith(namespace) and iri != namespace:
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


@cache
def _terms() -> dict[str, list[Key]]:
    found: dict[str, list[Key]] = {}
    for name, said in context_document()["@context"].items():
        if name.startswith("@") or name in _prefixes() or said is None:
            continue
        definition = said if isinstance(said, dict) else {"@id": said}
        if not definition["@id"].startswith("@"):
            namespace = definition.get("@context", {}).get("@vocab", "")
            term = Key(name, definition.get("@type"), "@container" in definition, namespace)
            found.setdefault(_expanded(definition["@id"]), []).append(term)
    return found


@cache
def _prefixes() -> dict[str, str]:
    """The namespaces that may be shortened, longest first."""
    found = {}
    for name, said in context_document()["@context"].items():
        iri = said.get("@id", "") if isinstance(said, dict) else said
        if not name.startswith("@") and str(iri).startswith("http") and str(iri)[-1] in "#/":
            found[name] = str(iri)
    return dict(sorted(found.items(), key=lambda pair: -len(pair[1])))


def _expanded(curie: str) -> str:
    prefix, _, local = curie.partition(":")
    return _prefixes().get(prefix, f"{prefix}:") + local
