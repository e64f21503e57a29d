"""The set-theory relations of NIST IR 8477 as the base relations of RCC-5, and what follows.

Exactly one of the five holds between the contents of any two concepts, so what is known of
a pair is a set of relations that may still hold: one bit each in a `RelationSet`. A set of
one is settled, the set of all five says nothing, and the empty set is a contradiction.
Source: IR 8477, section 4.3; the composition table of RCC-5 as printed in
doi:10.1038/s41598-021-00281-y, table 1, and checked here against finite sets by the tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import IntFlag
from functools import cache, reduce
from itertools import product
from operator import and_
from typing import Final


class RelationSet(IntFlag):
    """The relations that may hold between two concepts."""

    EQUAL = 1
    SUBSET_OF = 2
    SUPERSET_OF = 4
    INTERSECTS_WITH = 8
    NO_RELATIONSHIP = 16

    @property
    def tokens(self) -> tuple[str, ...]:
        """The JSON tokens of the relations in the set, in the order of the table."""
        return _TOKENS[int(self)]

    @property
    def settled(self) -> bool:
        """Whether exactly one relation is left."""
        return int(self).bit_count() == 1

    @property
    def excluded(self) -> RelationSet:
        """The relations that are ruled out."""
        return ANY ^ self


_EQ, _PP, _PPI, _PO, _DR = RelationSet
BASE: Final = tuple(RelationSet)
NOTHING: Final = RelationSet(0)
ANY: Final = RelationSet(31)
OVERLAP: Final = ANY ^ _DR
"""The relations under which two concepts share content."""
PART: Final = _EQ | _PP
"""How a member stands to the union it belongs to, and by our axiom a child to its parent."""
WHOLE: Final = _EQ | _PPI
"""The converse of `PART`."""

SYMBOLS: Final = {_EQ: "=", _PP: "<", _PPI: ">", _PO: "o", _DR: "|"}
"""How the relations are written in the names of rules."""

_TOKENS: Final = tuple(
    tuple(str(r.name).lower() for r in BASE if r & number) for number in range(32)
)
_ONE: Final = {str(relation.name).lower(): relation for relation in BASE}

COMPOSITION: Final[dict[tuple[RelationSet, RelationSet], RelationSet]] = {
    (_EQ, _EQ): _EQ,
    (_EQ, _PP): _PP,
    (_EQ, _PPI): _PPI,
    (_EQ, _PO): _PO,
    (_EQ, _DR): _DR,
    (_PP, _EQ): _PP,
    (_PP, _PP): _PP,
    (_PP, _PPI): ANY,
    (_PP, _PO): _PP | _PO | _DR,
    (_PP, _DR): _DR,
    (_PPI, _EQ): _PPI,
    (_PPI, _PP): OVERLAP,
    (_PPI, _PPI): _PPI,
    (_PPI, _PO): _PPI | _PO,
    (_PPI, _DR): _PPI | _PO | _DR,
    (_PO, _EQ): _PO,
    (_PO, _PP): _PP | _PO,
    (_PO, _PPI): _PPI | _PO | _DR,
    (_PO, _PO): ANY,
    (_PO, _DR): _PPI | _PO | _DR,
    (_DR, _EQ): _DR,
    (_DR, _PP): _PP | _PO | _DR,
    (_DR, _PPI): _DR,
    (_DR, _PO): _PP | _PO | _DR,
    (_DR, _DR): ANY,
}
"""What `A r B` and `B s C` leave open for A and C, for each pair of base relations."""

UNION: Final[dict[frozenset[RelationSet], RelationSet]] = {
    frozenset({_EQ}): _EQ,
    frozenset({_PP}): PART,
    frozenset({_PPI}): _PPI,
    frozenset({_PO}): _PPI | _PO,
    frozenset({_DR}): _DR,
    frozenset({_EQ, _PP}): _EQ,
    frozenset({_EQ, _PPI}): _PPI,
    frozenset({_EQ, _PO}): _PPI,
    frozenset({_EQ, _DR}): _PPI,
    frozenset({_PP, _PPI}): _PPI,
    frozenset({_PP, _PO}): _PPI | _PO,
    frozenset({_PP, _DR}): _PO,
    frozenset({_PPI, _PO}): _PPI,
    frozenset({_PPI, _DR}): _PPI,
    frozenset({_PO, _DR}): _PO,
}
"""What the relations of A and of B to X leave open for the two together, in either order."""

CLOSURE: Final = frozenset(
    {
        _EQ,
        _PP,
        _PPI,
        _PO,
        _DR,
        _PP | _PO,
        _PPI | _PO,
        _PO | _DR,
        _PP | _PO | _DR,
        _PPI | _PO | _DR,
        OVERLAP,
        ANY,
    }
)
"""The twelve results that converse, composition and intersection of base relations can give."""


def relation_set(tokens: Iterable[str]) -> RelationSet:
    """The set of the relations named; `KeyError` for a name that isn't a set-theory relation."""
    return reduce(lambda left, token: left | _ONE[token], tokens, NOTHING)


def is_set_relation(token: str) -> bool:
    """Whether `token` names one of the five set-theory relations."""
    return token in _ONE


@cache
def converse(relations: RelationSet) -> RelationSet:
    """What `A R B` says when it is read from B to A."""
    swapped = {_PP: _PPI, _PPI: _PP}
    return _union(swapped.get(relation, relation) for relation in members(relations))


@cache
def compose(first: RelationSet, second: RelationSet) -> RelationSet:
    """What is left open for A and C when `A first B` and `B second C`."""
    return _union(COMPOSITION[pair] for pair in product(members(first), members(second)))


def compose_all(steps: Iterable[RelationSet]) -> RelationSet:
    """What is left open for the ends of a chain; a chain without steps is equality."""
    return reduce(compose, steps, _EQ)


def intersect(claims: Iterable[RelationSet]) -> RelationSet:
    """What is left when all claims on one pair hold together; `NOTHING` is a contradiction."""
    return reduce(and_, claims, ANY)


def of_members(relations: RelationSet, *, sources: int, targets: int) -> RelationSet:
    """What a relation between unions of elements says of one source and one target of them.

    Mostly less than the row itself: from `{a, b} > c` nothing follows for a alone.
    """
    left = PART if sources > 1 else _EQ
    right = WHOLE if targets > 1 else _EQ
    return compose(compose(left, relations), right)


def union(first: RelationSet, second: RelationSet) -> RelationSet:
    """What `first` between A and X and `second` between B and X leave open for A and B together."""
    return _union(UNION[frozenset(pair)] for pair in product(members(first), members(second)))


def members(relations: RelationSet) -> Iterator[RelationSet]:
    """The relations in a set, one by one."""
    return (relation for relation in BASE if relation & relations)


@cache
def written(relations: RelationSet) -> str:
    """A set in symbols: `<`, or `{< o |}`, or `any`."""
    symbols = [SYMBOLS[relation] for relation in members(relations)]
    if relations == ANY:
        return "any"
    return symbols[0] if len(symbols) == 1 else "{" + " ".join(symbols) + "}"


def _union(sets: Iterable[RelationSet]) -> RelationSet:
    return reduce(RelationSet.__or__, sets, NOTHING)
