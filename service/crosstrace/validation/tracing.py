"""The places of what JSON-LD and YAML-LD say, found by the real parser itself.

What a name or value expands to depends on contexts of all sorts, and is left to the parser:
it gets the document a second time, with marks in it. It gives statements in the order of the
document, so a statement belongs to the mark before it. Without the marks they have to be the
statements of the first time, one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import pyoxigraph as ox

from crosstrace.rdf.context import known_contexts
from crosstrace.rdf.jsonld import expandable
from crosstrace.rdf.tree import Scalar, Tree
from crosstrace.validation.marking import JSON, Head, Mark, Marking, Slot, Texts, Unfollowed, Words
from crosstrace.validation.places import Found, UnsureError, is_list_cell, key
from crosstrace.validation.submission import BASE
from crosstrace.vocab import RDF

_TYPE: Final = ox.NamedNode(RDF + "type")


class _Said(NamedTuple):
    """A statement as the parser gives it this time, and as it was stated the first time."""

    now: ox.Triple
    first: ox.Triple


def trace(tree: Tree, stated: Sequence[ox.Triple]) -> Found:
    """The places in the document `tree` of the statements that the parser made of it.

    Where the values can't be followed, those of the nodes alone; `UnsureError` without them.
    """
    words = Words.of(tree)
    expected = [triple for triple in stated if not is_list_cell(triple)]
    try:
        return _Trace(words, expected).of(tree, followed=True)
    except UnsureError:
        return _Trace(words, expected).of(tree, followed=False)


class _Trace:
    def __init__(self, words: Words, expected: Sequence[ox.Triple]) -> None:
        self._words = words
        self._expected = iter(expected)
        self._found = Found()
        self._first_names: dict[str, ox.NamedNode] = {}
        self._names_now: dict[str, str] = {}
        self._heads: list[tuple[Any, int]] = []
        self._mark: Mark = Slot(None)
        self._subject: Any = None
        self._run: list[_Said] = []

    def of(self, tree: Tree, *, followed: bool) -> Found:
        self._mark = Slot(None) if followed else Unfollowed()
        marking = Marking(self._words)
        document = expandable(marking.nodes(tree, followed=followed), known_contexts())
        for triple in parsed(document):
            self._take(triple, marking.marks)
        self._end_run(None, None)
        if next(self._expected, None) is not None:
            raise UnsureError
        for node, start in self._heads:
            name = self._first_names.get(node.value) if isinstance(node, ox.BlankNode) else node
            if name is not None:
                self._found.describe(name.value, start)
        return self._found

    def _take(self, triple: ox.Triple, marks: Mapping[str, Mark]) -> None:
        mark, subject = mark_of(triple, marks)
        if mark is not None:
            self._begin(marks[mark], subject)
            return
        if not is_list_cell(triple):
            self._run.append(_Said(triple, self._same(triple)))

    def _same(self, triple: ox.Triple) -> ox.Triple:
        """The statement of the first time, which has to be the same but for blank nodes."""
        first = next(self._expected, None)
        if (
            first is None
            or first.predicate != triple.predicate
            or not self._agree(triple.subject, first.subject)
            or not self._agree(triple.object, first.object)
        ):
            raise UnsureError
        return first

    def _agree(self, now: Any, first: Any) -> bool:
        if not isinstance(now, ox.BlankNode):
            return bool(now == first)
        known = self._first_names.setdefault(now.value, first)
        return (
            bool(known == first) and self._names_now.setdefault(known.value, now.value) == now.value
        )

    def _begin(self, mark: Mark, subject: Any) -> None:
        self._end_run(mark, subject)
        self._mark, self._subject, self._run = mark, subject, []
        if isinstance(mark, Head):
            self._heads.append((subject, self._words.place(mark.node, subject)))

    def _end_run(self, following: Mark | None, subject: Any) -> None:
        run = self._run
        if isinstance(following, Head) and following.followed and following.types:
            # A node's classes come before its members, wherever they are written.
            run, said = run[: -len(following.types)], run[-len(following.types) :]
            self._state_types(following, subject, said)
        match self._mark:
            case Slot(value):
                self._state_value(value, run)
            case Texts(values):
                self._state_texts(values, run)

    def _state_types(self, head: Head, subject: Any, said: list[_Said]) -> None:
        if len(said) != len(head.types):
            raise UnsureError
        for value, (now, first) in zip(head.types, said, strict=True):
            if now.predicate != _TYPE or now.subject != subject:
                raise UnsureError
            self._found.state(first, value.start)

    def _state_value(self, value: Tree | None, run: list[_Said]) -> None:
        if not run:
            return
        now, first = run[0]
        if value is None or len(run) > 1 or self._subject not in (now.subject, now.object):
            raise UnsureError
        if now.subject == self._subject:
            _check_text(value, now.object)
            self._found.state(first, self._words.place(value, now.object))
        else:  # by way of @reverse
            self._found.name(key(first.subject), self._words.place(value, now.subject))

    def _state_texts(self, values: Sequence[Scalar], run: list[_Said]) -> None:
        texts = [now.object.value for now, _ in run if isinstance(now.object, ox.Literal)]
        if len(texts) != len(run) or texts != [value.value for value in values]:
            raise UnsureError
        for value, (_, first) in zip(values, run, strict=True):
            self._found.state(first, value.start)


def mark_of(triple: ox.Triple, marks: Mapping[str, Mark]) -> tuple[str | None, Any]:
    """The mark that the statement is, with the node in which it stands; None when it is none."""
    ends = (triple.subject, triple.object)
    for term, subject in ((triple.predicate, ends[0]), (ends[1], ends[0]), ends):
        if isinstance(term, ox.NamedNode) and term.value in marks:
            return term.value, subject
    return None, None


def parsed(document: bytes) -> Iterator[ox.Triple]:
    """The statements of a document with marks, in its order; `UnsureError` when it has none."""
    try:
        for quad in ox.parse(
            document, format=ox.RdfFormat.JSON_LD, base_iri=BASE, without_named_graphs=True
        ):
            yield quad.triple
    except SyntaxError as error:
        raise UnsureError from error


def _check_text(value: Tree, term: Any) -> None:
    if (
        isinstance(term, ox.Literal)
        and isinstance(value, Scalar)
        and isinstance(value.value, str)
        and value.value != term.value
        and term.datatype != JSON
    ):
        raise UnsureError
