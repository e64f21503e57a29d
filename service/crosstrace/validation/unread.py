"""What a JSON-LD or YAML-LD document says of which its parser makes nothing, without a word.

JSON-LD leaves out a key that no context defines, and a name that is no IRI; what was to be
said with it is gone. Here the parser gets the document with marks in it, as in `tracing`, and
where no statement follows the mark of what says something, that is reported.
Source: JSON-LD 1.1 Processing Algorithms, sections 5.1.2 and 5.2.2.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import pyoxigraph as ox
from rdflib.namespace import SH
from rdflib.term import Literal, URIRef

from crosstrace.errors import InputError, InvalidInput
from crosstrace.rdf.context import known_contexts
from crosstrace.rdf.formats import JSON_LD, YAML_LD, Syntax
from crosstrace.rdf.jsonld import expandable, tree_of_json, tree_of_yaml
from crosstrace.rdf.tree import Array, Member, Object, Scalar, Tree, position
from crosstrace.validation.engines.rows import RawResult
from crosstrace.validation.marking import MARK, Head, Mark, Marking, Slot, Words
from crosstrace.validation.places import UnsureError
from crosstrace.validation.shapes import in_rdflib
from crosstrace.validation.spelling import Spelling
from crosstrace.validation.submission import Blanks
from crosstrace.validation.tracing import mark_of, parsed
from crosstrace.vocab import CTSH, RDF

_KEYWORDS: Final = frozenset(
    f"@{name}"
    for name in (
        *("base", "container", "context", "direction", "graph", "id", "import", "included"),
        *("index", "json", "language", "list", "nest", "none", "prefix", "propagate", "protected"),
        *("reverse", "set", "type", "value", "version", "vocab"),
    )
)
_TOLD: Final = 20
_SHOWN: Final = 100
"""Errors that are listed, and characters of a text in them."""
_TREES: Final = {JSON_LD: tree_of_json, YAML_LD: tree_of_yaml}
_KEY, _NODE, _VALUE = (URIRef(f"{CTSH}Document-{name}") for name in ("key", "node", "value"))
_TYPE: Final = ox.NamedNode(RDF + "type")
_FIRST: Final = ox.NamedNode(RDF + "first")
_REST: Final = ox.NamedNode(RDF + "rest")


@dataclass(frozen=True, slots=True)
class Unread:
    """A key, or a value of `path`, of which nothing is stated; `text` is what stands there.

    `node` is the one whose it is, its name where that is what can't be read, None when it has
    none. `meant` is what was probably to be written.
    """

    node: Any
    path: Any
    text: str
    is_key: bool
    meant: str | None
    line: int
    column: int

    def raw(self) -> RawResult:
        """It as a result; of a node that can't be named the focus is what stands for its name."""
        text = Literal(self.text)
        return RawResult(
            severity=str(SH.Violation),
            source_shape=_KEY if self.is_key else _NODE if self.node is None else _VALUE,
            component=str(SH.NodeConstraintComponent),
            focus_node=text if self.node is None else in_rdflib(self.node),
            path=None if self.path is None else in_rdflib(self.path),
            value=text,
            message=None,
        )

    def told(self) -> str:
        """It as a sentence, with its line."""
        what = "is no key of the document's @context" if self.is_key else "is not an identifier"
        return f"Line {self.line}: “{self.text[:_SHOWN]}” {what}. {self.fix('')}".rstrip()

    def fix(self, further: str) -> str:
        """What to do about it: what was probably meant, before all `further`."""
        return f"Did you mean {self.meant}? {further}" if self.meant else further


def unread(body: bytes, syntax: Syntax) -> list[Unread]:
    """What is left out of `body`, which `read_submission` reads, in the order of the text."""
    if syntax not in _TREES:
        return []
    text = body.decode("utf-8-sig")
    tree = _TREES[syntax](text.encode())
    words = Words.of(tree)
    marking = _Marking(words)
    document = expandable(marking.nodes(tree, followed=True), known_contexts())
    heard = _Heard(marking.marks, Blanks(text))
    try:
        heard.listen(document)
    except UnsureError:  # it can't be read with marks, as `tracing` has it
        return []
    spelling = Spelling(tree, words)
    return [
        Unread(*lost[:4], _meant(lost, spelling), *position(text, lost.start))
        for lost in sorted(_lost(tree, marking, heard), key=lambda lost: lost.start)
    ]


def refuse_unread(body: bytes, syntax: Syntax) -> None:
    """Raise `InvalidInput`, which lists what is left out, unless all of `body` is read."""
    found = unread(body, syntax)
    if found:
        errors = tuple(InputError(part.told(), part.line, part.column) for part in found[:_TOLD])
        more = f" There are {len(found) - 1} more such parts." if len(found) > 1 else ""
        raise InvalidInput(f"{errors[0].detail} `crosstrace validate` lists all.{more}", errors)


def _meant(lost: _Lost, spelling: Spelling) -> str | None:
    if lost.is_key:
        return spelling.of_key(lost.text)
    return None if lost.node is None else spelling.of_name(lost.text)


class _Lost(NamedTuple):
    node: Any
    path: Any
    text: str
    is_key: bool
    start: int


class _Key(NamedTuple):
    """Here stands a member; `first` is the mark before the first of its values."""

    member: Member
    first: str


@dataclass(slots=True)
class _Marking(Marking):
    """Marks single values too, by which a key that means nothing is told from such a value."""

    keys: dict[str, _Key] = field(default_factory=dict)
    _first: dict[int, str] = field(default_factory=dict)

    def _property(self, name: str, value: Tree, followed: bool) -> tuple[Mark, Any]:
        before = len(self.marks)
        mark, written = Marking._property(self, name, value, followed)
        if not followed or not isinstance(mark, Slot) or name in self.words.json:
            return mark, written
        if not isinstance(value, Array):
            self._first[id(value)] = item = self._mark(mark)
            written = [{"@id": item}, written]
        elif value.items:
            self._first[id(value)] = f"{MARK}{before}"
        return Slot(None), written

    def _member(self, member: Member, followed: bool) -> tuple[Mark, Any]:
        mark, written = Marking._member(self, member, followed)
        first = self._first.get(id(member.value))
        if first is not None:
            # The caller makes the mark of this member next.
            self.keys[f"{MARK}{len(self.marks)}"] = _Key(member, first)
        return mark, written


class _Heard:
    """Which marks the parser gave back, of what node, and whether a statement came after each."""

    def __init__(self, marks: Mapping[str, Mark], blanks: Blanks) -> None:
        self._marks, self._blanks = marks, blanks
        self.owners: dict[str, tuple[Any, Any]] = {}
        self.stated: set[str] = set()
        self.types: dict[str, int] = {}
        self._lists: dict[Any, tuple[Any, Any]] = {}

    def listen(self, document: bytes) -> None:
        current, subject, run = "", None, list[ox.Triple]()
        for triple in parsed(document):
            iri, about = mark_of(triple, self._marks)
            if iri is None:
                self._blanks.named(triple)
                self._follow_list(triple)
                run.append(triple)
                continue
            self._close(current, subject, run, iri, about)
            self.owners[iri] = self._lists.get(about, (about, triple.predicate))
            current, subject, run = iri, about, []
        self._close(current, subject, run, "", None)

    def node(self, mark: str) -> Any:
        """The node of a mark."""
        return self._blanks.name(self.owners[mark][0])

    def _close(
        self, current: str, subject: Any, run: list[ox.Triple], following: str, about: Any
    ) -> None:
        """The statements after a mark are its own, but for the types of a node that follows."""
        if isinstance(self._marks.get(following), Head):
            types = 0
            while run and run[-1].predicate == _TYPE and run[-1].subject == about:
                run.pop()
                types += 1
            self.types[following] = types
        if any(_is_of(triple, subject) for triple in run):
            self.stated.add(current)

    def _follow_list(self, triple: ox.Triple) -> None:
        if not isinstance(triple.object, ox.BlankNode) or triple.predicate == _FIRST:
            return
        owner = (triple.subject, triple.predicate)
        if triple.predicate == _REST:
            owner = self._lists.get(triple.subject, owner)
        self._lists[triple.object] = owner


def _is_of(triple: ox.Triple, subject: Any) -> bool:
    """Whether a statement has a value of the node; those that make up lists have it by `first`."""
    if triple.predicate in (_FIRST, _REST):
        return bool(triple.predicate == _FIRST)
    return subject in (triple.subject, triple.object)


def _lost(tree: Tree, marking: _Marking, heard: _Heard) -> Iterator[_Lost]:
    yield from _lost_nodes(tree, marking, heard)
    for iri in heard.owners:
        mark, key = marking.marks[iri], marking.keys.get(iri)
        if key is not None and key.first not in heard.owners:
            yield from _lost_key(key, marking.words, heard.node(iri))
        elif isinstance(mark, Head):
            yield from _lost_types(iri, mark, marking.words, heard)
        elif isinstance(mark, Slot) and mark.value is not None and iri not in heard.stated:
            yield from _lost_value(iri, mark.value, marking.words, heard)


def _lost_key(key: _Key, words: Words, node: Any) -> Iterator[_Lost]:
    name, start, value = key.member
    if name not in words.left_out and _says_something(value):
        yield _Lost(node, None, name, True, start)


def _lost_value(iri: str, value: Tree, words: Words, heard: _Heard) -> Iterator[_Lost]:
    path = heard.owners[iri][1]
    if isinstance(value, Object):
        roles = {words.role(member.name) for member in value.members}
        unreadable = ("@language", "@type") if "@value" in roles else ("@id",)
        for member in value.members:
            if words.role(member.name) in unreadable and _says_something(value):
                yield _Lost(heard.node(iri), path, _text(member.value), False, member.value.start)
    elif isinstance(value, Scalar) and value.value is not None:
        yield _Lost(heard.node(iri), path, _text(value), False, value.start)


def _lost_types(iri: str, head: Head, words: Words, heard: _Heard) -> Iterator[_Lost]:
    if heard.types.get(iri, 0) < len(head.types):
        for value in head.types:
            if not _may_be_iri(_text(value)):
                yield _Lost(heard.node(iri), _TYPE, _text(value), False, value.start)
    for member in head.node.members:
        role = words.role(member.name)
        if role is not None and role not in _KEYWORDS:
            yield _Lost(heard.node(iri), None, member.name, True, member.start)


def _lost_nodes(tree: Tree, marking: _Marking, heard: _Heard) -> Iterator[_Lost]:
    """The nodes at the top of the document whose own name can't be read."""
    roots = {id(node) for node in _roots(tree, marking.words)}
    for iri, mark in marking.marks.items():
        if isinstance(mark, Head) and id(mark.node) in roots and iri not in heard.owners:
            for member in mark.node.members:
                if marking.words.role(member.name) == "@id":
                    yield _Lost(None, None, _text(member.value), False, member.value.start)


def _roots(tree: Tree, words: Words) -> Iterator[Object]:
    match tree:
        case Array():
            for item in tree.items:
                yield from _roots(item, words)
        case Object():
            yield tree
            for member in tree.members:
                if words.role(member.name) == "@graph":
                    yield from _roots(member.value, words)


def _says_something(tree: Tree) -> bool:
    match tree:
        case Array():
            return any(map(_says_something, tree.items))
        case Object():
            return any(_says_something(member.value) for member in tree.members)
    return tree.value is not None


def _text(tree: Tree) -> str:
    return str(tree.value) if isinstance(tree, Scalar) else ""


def _may_be_iri(text: str) -> bool:
    try:
        ox.NamedNode(f"https://example.org/{text}")
    except ValueError:
        return False
    return not text.startswith("@")
