"""The JSON Schema of the JSON-LD form of implementation graphs, for editors to complete and check.

It is made from the context, the ontology, the shapes and the catalog, and says what one node alone
can tell at the level draft. Only which keys of other vocabularies a class is offered stands here.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Final

from rdflib import Graph, URIRef
from rdflib.namespace import RDFS, SKOS

from crosstrace.authoring.asked import Asked, Constraints, read_constraints
from crosstrace.authoring.published import SCHEMA_IRI
from crosstrace.authoring.starter import PROFILE
from crosstrace.authoring.values import (
    IDENTIFIER,
    Json,
    day,
    definition,
    elements,
    node_or_reference,
    one_of,
    one_or_more,
    spelled,
    text,
)
from crosstrace.lookup import Catalog
from crosstrace.rdf.compact import name_of
from crosstrace.rdf.context import CONTEXT_IRI, context_document
from crosstrace.validation.shapes import Shapes
from crosstrace.vocab import CT

_PUBLISHED: Final = ("creator", "publisher", "license")
_ASSET: Final = (
    *("title", "version", "wasDerivedFrom", "digest", "downloadURL", "identifier", "homepage"),
    *_PUBLISHED,
)
_AGENT: Final = ("name", "homepage", "identifier")
_REUSED: Final = {
    "Asset": _ASSET,
    "AIModel": _ASSET,
    "AISystem": _ASSET,
    "Dataset": _ASSET,
    "SoftwareComponent": _ASSET,
    "ImplementationGraph": ("description", "wasRevisionOf", *_PUBLISHED),
    "Evidence": (
        *("description", "documentType", "mediaType", "wasGeneratedBy", "wasAttributedTo"),
        *("conformsTo", *_PUBLISHED),
    ),
    "Assessment": ("result", "title"),
    "Organization": _AGENT,
    "OrganizationalUnit": (*_AGENT, "unitOf"),
    "Person": (*_AGENT, "memberOf"),
    "Activity": ("endedAtTime", "description"),
}
"""Keys of other vocabularies, where the shapes do not ask for them; also the classes there are."""
_EVERYWHERE: Final = ("label", "description", "seeAlso", "source")
_OTHER_KEY: Final = r"^(?!ct:)[A-Za-z][A-Za-z0-9+.-]*:"
_OF_ELEMENTS: Final = {
    frozenset({"Task"}): "task",
    frozenset({"Recommendation", "Consideration"}): "item",
    frozenset({"Element"}): "element",
}
_WHAT: Final = (
    "An implementation graph: which tasks of NIST SP 800-218A an organization carries out for one "
    "asset, and how. Checked is what each entry says by itself; crosstrace validate judges the "
    "graph as a whole."
)


_IDENTIFIER_OF_OTHERS: Final = {"type": "string", "pattern": IDENTIFIER}
_CONTEXT: Final = {
    "description": "The words that are used here, and the prefixes of identifiers of your own.",
    "if": {"type": "array"},
    "then": {"items": [{"const": CONTEXT_IRI}], "additionalItems": {"type": "object"}},
    "else": {"const": CONTEXT_IRI},
}
_BASICS: Final[Json] = {
    "comment": {"description": "For readers of the file; no part of the graph."},
    "reference": {
        "description": "An identifier: a prefix, a colon and a name, or a whole IRI.",
        **_IDENTIFIER_OF_OTHERS,
    },
}


def json_schema(catalog: Catalog, shapes: Shapes, ontology: Graph) -> Json:
    """The schema (JSON Schema draft-07), always the same for the same sources."""
    return _Writer(catalog, read_constraints(shapes, ontology), ontology).document()


class _Writer:
    """Writes the definitions of classes and keys."""

    def __init__(self, catalog: Catalog, constraints: Constraints, ontology: Graph) -> None:
        self._catalog = catalog
        self._constraints = constraints
        self._ontology = ontology
        self._classes = sorted({*_REUSED, *constraints.of_class})
        self._shared: dict[str, Json] = {
            "text": text(),
            "visibleText": text(blank=False),
            "date": day("xsd:date"),
            "dateTime": day("xsd:dateTime"),
            "described": node_or_reference(definition("node")),
        }

    def document(self) -> Json:
        return {
            "$schema": "http://json-schema.org/draft-07/schema#",
            "$id": SCHEMA_IRI,
            "title": "Crosstrace implementation graph (JSON-LD)",
            "description": _WHAT,
            "type": "object",
            "required": ["@context", "@graph"],
            "properties": {
                "$schema": {"type": "string"},
                "$comment": definition("comment"),
                "@context": _CONTEXT,
                "@graph": {
                    "description": "What is stated: an entry for each thing.",
                    "type": "array",
                    "minItems": 1,
                    "items": definition("entry"),
                },
            },
            "additionalProperties": False,
            "definitions": self._definitions(),
        }

    def _definitions(self) -> Json:
        classes = {name: self._class(name) for name in self._classes}
        anything = self._closed({key for name in self._classes for key in self._keys(name)}, {})
        return {
            **_BASICS,
            **elements(self._catalog, PROFILE),
            "entry": {
                "description": "An entry without a type adds to another one by its id.",
                "if": {"required": ["id"]},
                "else": {"required": ["type"]},
                "allOf": [definition("node")],
            },
            "node": self._node(),
            "anything": anything,
            **self._shared,
            **classes,
        }

    def _node(self) -> Json:
        types = one_of((name, self._meaning(name) or name) for name in self._classes)
        types["anyOf"].append(_IDENTIFIER_OF_OTHERS)
        each = [{"if": _typed([c]), "then": definition(c)} for c in self._classes]
        return {
            "type": "object",
            "properties": {"type": one_or_more(types)},
            "if": _typed(self._classes),
            "then": {"allOf": each},
            "else": definition("anything"),
        }

    def _class(self, name: str) -> Json:
        asked = self._constraints.of_class.get(name, {})
        found: Json = {"description": self._meaning(name) or name}
        found |= self._closed(self._keys(name), asked)
        if "algorithm" in asked:
            found["allOf"] = [*_lengths(asked["algorithm"].allowed)]
        return found

    def _closed(self, keys: set[str], asked: dict[str, Asked]) -> Json:
        """Nodes with these keys, and those of vocabularies that are named with a prefix."""
        found: Json = {
            "properties": {
                "$comment": definition("comment"),
                "id": definition("reference"),
                "type": True,
                **{key: self._property(key, asked.get(key, Asked())) for key in sorted(keys)},
            },
            "patternProperties": {_OTHER_KEY: True},
            "additionalProperties": False,
        }
        required = sorted(key for key, one in asked.items() if one.required)
        return found | ({"required": required} if required else {})

    def _keys(self, name: str) -> set[str]:
        """The keys that a class is offered."""
        asked = self._constraints.of_class.get(name, {})
        mentioned = self._constraints.mentioned.get(name, set())
        owner = URIRef(CT + name)
        owners = (owner, *self._ontology.objects(owner, RDFS.subClassOf))
        own = {name_of(str(p)) for c in owners for p in self._ontology.subjects(RDFS.domain, c)}
        return {*asked, *mentioned, *own, *_REUSED.get(name, ()), *_EVERYWHERE}

    def _property(self, key: str, asked: Asked) -> Json:
        value = self._named(key, self._value(key, asked))
        meaning = self._meaning(key)
        said = {} if meaning is None else {"description": meaning}
        # Beside a $ref, draft-07 takes no notice of anything.
        return {**said, **({"allOf": [value]} if asked.single else one_or_more(value))}

    def _named(self, key: str, value: Json) -> Json:
        """The value as a definition, the same for all keys that have it."""
        if "$ref" in value:
            return value
        for name, known in self._shared.items():
            if known == value:
                return definition(name)
        names = (f"{key}{number or ''}" for number in count())
        name = next(name for name in names if name not in self._shared)
        self._shared[name] = value
        return definition(name)

    def _value(self, key: str, asked: Asked) -> Json:
        said = context_document()["@context"][key]
        match said.get("@type") if isinstance(said, dict) else None:
            case "@id":
                return self._node_value(key, asked)
            case "@vocab" if not (asked.allowed or asked.patterns):
                return {"type": "string", "minLength": 1}
            case "xsd:date" | "xsd:dateTime" as coercion:
                return day(coercion)
        if asked.allowed:
            return one_of((word, self._meaning(word) or word) for word in asked.allowed)
        return spelled(asked.patterns) if asked.patterns else text(blank=not asked.is_text)

    def _node_value(self, key: str, asked: Asked) -> Json:
        classes = asked.classes or self._constraints.of_value.get(key, Asked()).classes
        if classes in _OF_ELEMENTS:
            return definition(_OF_ELEMENTS[classes])
        if key == "profile":
            return one_of(self._profiles())
        if asked.patterns:
            return {"allOf": [definition("reference"), *({"pattern": p} for p in asked.patterns)]}
        if asked.inner:
            return node_or_reference(
                {"type": "object", **self._closed({*asked.inner, *_EVERYWHERE}, asked.inner)}
            )
        if classes:
            return node_or_reference(_described(sorted(classes)))
        of_range = self._ontology.value(URIRef(CT + key), RDFS.range)
        name = "" if of_range is None else name_of(str(of_range))
        return node_or_reference(definition(name if name in self._classes else "node"))

    def _profiles(self) -> Iterator[tuple[str, str]]:
        """The editions whose tasks have priorities."""
        slugs = {e.ref.edition for e in self._catalog.elements.values() if e.priority is not None}
        for slug in sorted(slugs):
            yield f"edition:{slug}", self._catalog.edition(slug).title

    def _meaning(self, word: str) -> str | None:
        found = self._ontology.value(URIRef(CT + word), SKOS.definition)
        return None if found is None else str(found)


def _typed(classes: list[str]) -> Json:
    """Holds of a node that is of one of the classes."""
    among = {"enum": classes}
    either = {"anyOf": [among, {"type": "array", "contains": among}]}
    return {"required": ["type"], "properties": {"type": either}}


def _described(classes: list[str]) -> Json:
    """A node of one of the classes."""
    among = {"enum": classes}
    kind = {"if": {"type": "array"}, "then": {"contains": among}, "else": among}
    return {"required": ["type"], "properties": {"type": kind}, "allOf": [definition("node")]}


def _lengths(algorithms: tuple[str, ...]) -> Iterator[Json]:
    """Four bits are a hexadecimal digit; the names of the algorithms end in the bits."""
    for bits in sorted({name.rsplit("-", 1)[-1] for name in algorithms}, key=int):
        of_length = [name for name in algorithms if name.endswith(f"-{bits}")]
        yield {
            "if": {"properties": {"algorithm": {"enum": of_length}}, "required": ["algorithm"]},
            "then": {"properties": {"value": {"pattern": f"^.{{{int(bits) // 4}}}$"}}},
        }
