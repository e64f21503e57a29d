"""The identifiers of every edition, found also when they are written in another way."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final, NamedTuple
from urllib.parse import unquote

import pyoxigraph as ox

from crosstrace.store import GraphStore, read_query
from crosstrace.validation.submission import BASE
from crosstrace.vocab import CT, DCTERMS, ID, PROV, RDF, SKOS, local_name

_OURS: Final = re.compile(r"(?:https?:)?/*(?:www\.)?w3id\.org/crosstrace/(?:id/)?", re.IGNORECASE)
_PARTS: Final = re.compile(r"[A-Za-z]+|[0-9]+")
_BETWEEN: Final = re.compile(r"[/:#]")
_MISTAKE: Final = (DCTERMS + "source", CT + "statedAs", CT + "correctedAs")
_GENERAL: Final = frozenset({"Element", "ProfileItem", "Concept"})

Folded = tuple[str | int, ...]


def identifiers_graph(store: GraphStore) -> bytes:
    """What identifiers in `store` meant elsewhere, as N-Triples."""
    triples = store.construct(read_query("crosstrace.validation", "identifiers"))
    return ox.serialize(sorted(triples, key=str), format=ox.RdfFormat.N_TRIPLES) or b""


class Written(NamedTuple):
    """An identifier as someone wrote it; `edition` is None where none is named."""

    edition: str | None
    local: str

    @property
    def text(self) -> str:
        """The identifier in the form `edition:id`."""
        return f"{self.edition}:{self.local}" if self.edition else self.local


class Mistake(NamedTuple):
    """The document that lists an identifier, what it says, and what the publication says."""

    document: str
    stated: str
    corrected: str


class Unassigned(NamedTuple):
    """What an identifier without an element was called, and what holds now what it meant."""

    title: str | None
    replaced_by: tuple[str, ...]
    mistake: Mistake | None


@dataclass(slots=True)
class Identifiers:
    """Elements by IRI: titles, kinds, parents and children; and what became of identifiers."""

    editions: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    children: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    unassigned: dict[str, Unassigned] = field(default_factory=dict)
    _related: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _folded: dict[str, dict[Folded, str]] = field(default_factory=lambda: defaultdict(dict))
    _slugs: dict[str, str] = field(default_factory=dict)

    def edition(self, text: str) -> str | None:
        """The slug of the edition that `text` names, however it is spelled."""
        return self._slugs.get(_plain(text))

    def find(self, edition: str, local: str) -> str | None:
        """The element or unassigned identifier that `local` names in the edition."""
        return self._folded[edition].get(folded(local))

    def everywhere(self, local: str) -> list[str]:
        """What `local` names in each edition, in the order of their slugs."""
        found = (self.find(slug, local) for slug in sorted(self.editions))
        return [iri for iri in found if iri is not None]

    def counterparts(self, iri: str, edition: str) -> list[str]:
        """The elements of `edition` that carry on what `iri` names in another one."""
        seen, waiting, found = {iri}, [iri], set()
        while waiting:
            node = waiting.pop(0)
            if edition_of(node) == edition and node in self.kinds:
                found.add(node)
                continue
            new = (self._related.get(node, set()) | set(self._replacing(node))) - seen
            seen |= new
            waiting += sorted(new)
        return sorted(found)

    def _replacing(self, iri: str) -> tuple[str, ...]:
        return self.unassigned[iri].replaced_by if iri in self.unassigned else ()


def read_identifiers(reference: bytes, history: bytes) -> Identifiers:
    """The identifiers in a reference graph, and what `identifiers_graph` says of them."""
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for document in (reference, history):
        for quad in ox.parse(document, format=ox.RdfFormat.N_TRIPLES):
            said[quad.subject.value][quad.predicate.value].append(quad.object.value)
    read = Identifiers()
    mistakes = {
        about: Mistake(*(facts[name][0] for name in _MISTAKE))
        for facts in said.values()
        for about in facts.get(CT + "about", ())
    }
    for iri, facts in said.items():
        _note(read, iri, facts, mistakes)
    return read


def _note(
    read: Identifiers,
    iri: str,
    facts: dict[str, list[str]],
    mistakes: dict[str, Mistake],
) -> None:
    label = next(iter(facts.get(SKOS + "prefLabel", ())), None)
    instead = facts.get(DCTERMS + "isReplacedBy", ())
    kinds = [k for k in map(local_name, facts.get(RDF + "type", ())) if k not in _GENERAL]
    if instead:
        read.unassigned[iri] = Unassigned(label, tuple(sorted(instead)), mistakes.get(iri))
        read._folded[edition_of(iri)][folded(_local(iri))] = iri
    elif label is not None and kinds:
        read.titles[iri], read.kinds[iri] = label, kinds[0]
        read._folded[edition_of(iri)][folded(_local(iri))] = iri
    elif DCTERMS + "title" in facts:
        _note_edition(read, iri, facts)
    for parent in facts.get(SKOS + "broader", ()):
        read.parents[iri] = parent
        read.children[parent].append(iri)
    for older in facts.get(CT + "refines", []) + facts.get(PROV + "wasRevisionOf", []):
        read._related[older].add(iri)
        read._related[iri].add(older)


def _note_edition(read: Identifiers, iri: str, facts: dict[str, list[str]]) -> None:
    slug = iri.removeprefix(ID)
    read.editions[slug] = facts[DCTERMS + "title"][0]
    read._slugs[_plain(slug)] = slug
    for publication in facts.get(DCTERMS + "source", ()):
        # Of https://doi.org/10.6028/NIST.SP.800-218 also SP800-218 is a name.
        name = _plain(publication.rsplit("/", 1)[-1])
        for alias in filter(None, (name, name.removeprefix("nist"))):
            read._slugs.setdefault(alias, slug)


def written(text: str) -> Written | None:
    """How an IRI or a text is meant as an identifier, None when it holds nothing of one."""
    text = unquote(text).strip()
    ours = None if text.startswith(BASE) else _OURS.match(text)
    rest = text[ours.end() :] if ours else text.removeprefix(BASE)
    parts = [part.strip() for part in _BETWEEN.split(rest) if part.strip()]
    if not parts:
        return None
    if len(parts) == 1 or (not ours and "//" in rest):
        return Written(None, parts[-1])
    return Written(parts[0], parts[1])


def folded(local: str) -> Folded:
    """An identifier without what people write in different ways: case, marks, leading zeros."""
    return tuple(int(p) if p.isdigit() else p.upper() for p in _PARTS.findall(local))


def edition_of(iri: str) -> str:
    """The slug of the edition in the IRI of an element."""
    return iri.removeprefix(ID).partition("/")[0]


def _local(iri: str) -> str:
    return iri.removeprefix(ID).partition("/")[2]


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())
