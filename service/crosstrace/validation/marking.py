"""A JSON-LD document with marks in it, by which its statements are found again.

A mark is a member `"crosstrace-place:7": true` at the head of a node and before each of its
members, or an item `{"@id": "crosstrace-place:7"}` before each item of an array; the number is
that of what stands behind it. Only what may be a node gets marks: where a name could be a keyword,
as any context of the document has it, it is taken for one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, TypeAlias

import pyoxigraph as ox

from crosstrace.rdf.context import known_contexts
from crosstrace.rdf.tree import Array, Member, Object, Scalar, Tree, native, objects
from crosstrace.vocab import RDF

JSON: Final = ox.NamedNode(RDF + "JSON")
MARK: Final = "crosstrace-place:"
_MAPS: Final = frozenset({"@index", "@id", "@type", "@graph"})
_SAYS_NOTHING: Final = frozenset({"@context", "@id", "@index"})


class Head(NamedTuple):
    """Here a node begins; of what is `followed` each statement is placed."""

    node: Object
    types: tuple[Tree, ...]
    followed: bool


class Slot(NamedTuple):
    """Here stands a value, of which at most one statement is made; none when there is no value."""

    value: Tree | None


class Texts(NamedTuple):
    """Here stand the values of a language map, in their order."""

    values: tuple[Scalar, ...]


class Unfollowed(NamedTuple):
    """What is stated here has no places."""


Mark: TypeAlias = Head | Slot | Texts | Unfollowed


@dataclass(slots=True)
class Marking:
    """Writes the document `tree` with marks, which are kept by their IRI."""

    words: Words
    marks: dict[str, Mark] = field(default_factory=dict)

    def nodes(self, tree: Tree, *, followed: bool) -> Any:
        """The nodes at the top of a document or graph; else only nodes get marks."""
        match tree:
            case Array():
                return [self.nodes(item, followed=followed) for item in tree.items]
            case Object():
                return self._object(tree, followed)
        return tree.value

    def _values(self, tree: Tree, followed: bool) -> Any:
        match tree:
            case Array():
                return list(self._items(tree.items, followed))
            case Object():
                return self._object(tree, followed)
        return tree.value

    def _items(self, items: Iterable[Tree], followed: bool) -> Iterator[Any]:
        for item in items:
            if followed:
                yield {"@id": self._mark(Slot(item))}
            yield self._values(item, followed)

    def _object(self, tree: Object, followed: bool) -> dict[str, Any]:
        roles = {member.name: self.words.role(member.name) for member in tree.members}
        present = set(roles.values())
        if present & {"@list", "@set"}:
            return {
                name: self._values(value, followed)
                if roles[name] in ("@list", "@set")
                else native(value)
                for name, _, value in tree.members
            }
        if "@graph" in present:
            return {
                name: self.nodes(value, followed=followed)
                if roles[name] == "@graph"
                else native(value)
                for name, _, value in tree.members
            }
        if "@value" in present or present <= _SAYS_NOTHING:
            document: dict[str, Any] = native(tree)
            return document
        head = self._mark(Head(tree, self.words.types(tree), followed))
        return {head: True, **self._members(tree, followed)}

    def _members(self, tree: Object, followed: bool) -> dict[str, Any]:
        written: dict[str, Any] = {}
        for member in tree.members:
            mark, value = self._member(member, followed)
            if followed:
                written[self._mark(mark)] = True
            written[member.name] = value
        return written

    def _member(self, member: Member, followed: bool) -> tuple[Mark, Any]:
        name, _, value = member
        match self.words.role(name):
            case None:
                return self._property(name, value, followed)
            case "@nest":
                return Slot(None), self._nested(value, followed)
            case "@reverse" if isinstance(value, Object):
                return Slot(None), {
                    inner.name: list(self._items(_listed(inner.value), followed))
                    for inner in value.members
                }
            case "@included":
                return Slot(None), self.nodes(value, followed=followed)
        return Slot(None), native(value)

    def _property(self, name: str, value: Tree, followed: bool) -> tuple[Mark, Any]:
        containers = self.words.containers.get(name, set())
        if name in self.words.json:
            return Slot(value), native(value)
        if containers & _MAPS:
            return Unfollowed(), self._map(value)
        if "@language" in containers:
            return Texts(tuple(_leaves(value))), native(value)
        return Slot(value), self._values(value, followed)

    def _map(self, tree: Tree) -> Any:
        if isinstance(tree, Object):
            return {name: self._values(value, False) for name, _, value in tree.members}
        return self._values(tree, False)

    def _nested(self, tree: Tree, followed: bool) -> Any:
        if isinstance(tree, Array):
            return [self._nested(item, followed) for item in tree.items]
        return self._members(tree, followed) if isinstance(tree, Object) else tree.value

    def _mark(self, mark: Mark) -> str:
        iri = f"{MARK}{len(self.marks)}"
        self.marks[iri] = mark
        return iri


def _listed(tree: Tree) -> list[Tree]:
    return tree.items if isinstance(tree, Array) else [tree]


def _text(tree: Tree) -> str:
    return str(tree.value) if isinstance(tree, Scalar) else ""


def _leaves(tree: Tree) -> Iterator[Scalar]:
    match tree:
        case Scalar():
            if tree.value is not None:
                yield tree
        case Array():
            for item in tree.items:
                yield from _leaves(item)
        case Object():
            for member in tree.members:
                yield from _leaves(member.value)


@dataclass(slots=True)
class Words:
    """What the contexts of a document, all taken together, say of its names."""

    containers: dict[str, set[str]] = field(default_factory=dict)
    json: set[str] = field(default_factory=set)
    left_out: set[str] = field(default_factory=set)
    """Names that a context tells to leave out."""
    _meanings: dict[str, set[str]] = field(default_factory=dict)
    _roles: dict[str, str | None] = field(default_factory=dict)
    _known: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, tree: Tree) -> Words:
        """The words of a document."""
        words = cls()
        for context in _contexts(tree):
            words._define(native(context))
        return words

    @property
    def defined(self) -> set[str]:
        """The names that some context defines."""
        return {name for name in self.containers if not name.startswith("@")} - self.left_out

    def role(self, name: str) -> str | None:
        """The keyword that the name may stand for; None for a property."""
        if name not in self._roles:
            self._roles[name] = self._keyword(name)
        return self._roles[name]

    def types(self, node: Object) -> tuple[Tree, ...]:
        """The classes of a node in the parser's order, which is that of their text."""
        found = [m.value for m in node.members if self.role(m.name) == "@type"]
        return tuple(sorted((one for types in found for one in _listed(types)), key=_text))

    def place(self, tree: Tree, term: Any) -> int:
        """Where `tree`, of which the parser made `term`, names it, or else begins."""
        if not isinstance(tree, Object):
            return tree.start
        is_text = isinstance(term, ox.Literal) and term.datatype != JSON
        for name, _, value in tree.members if is_text else ():
            if self.role(name) in ("@value", "@set"):
                return value.start
        named = [m for m in tree.members if self.role(m.name) == "@id"]
        if len(named) > 1:
            named = [member for member in named if member.name == "@id"]
        for _, _, value in named:
            is_name = isinstance(term, ox.NamedNode) or value == Scalar(str(term), value.start)
            if is_name and isinstance(value, Scalar):
                return value.start
        return tree.start

    def _define(self, context: Any) -> None:
        for part in context if isinstance(context, list) else [context]:
            if isinstance(part, str) and part not in self._known:
                self._known.add(part)
                self._define(known_contexts().get(part))
            elif isinstance(part, Mapping):
                for name, said in part.items():
                    self._define_term(name, said if isinstance(said, dict) else {"@id": said})

    def _define_term(self, name: str, said: dict[str, Any]) -> None:
        if "@id" in said and said["@id"] is None:
            self.left_out.add(name)
        if isinstance(said.get("@id"), str):
            self._meanings.setdefault(name, set()).add(said["@id"])
        container = said.get("@container", ())
        listed = [container] if isinstance(container, str) else container
        self.containers.setdefault(name, set()).update(listed or ())
        if said.get("@type") == "@json":
            self.json.add(name)
        self._define(said.get("@context"))

    def _keyword(self, name: str) -> str | None:
        known, waiting = {name}, [name]
        while waiting:
            meant = waiting.pop()
            if meant.startswith("@"):
                return meant
            further = self._meanings.get(meant, set()) - known
            known |= further
            waiting += sorted(further)
        return None


def _contexts(tree: Tree) -> Iterator[Tree]:
    for node in objects(tree):
        yield from (member.value for member in node.members if member.name == "@context")
