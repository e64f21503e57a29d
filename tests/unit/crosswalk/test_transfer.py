"""Coverage transfer: never more than the relations allow, over all sets of a small universe."""

from __future__ import annotations

from itertools import product

import pytest
from finite_sets import RELATIONS, SETS, relation
from hypothesis import given
from hypothesis import strategies as st

from crosstrace.crosswalk.algebra import RelationSet, members, relation_set
from crosstrace.crosswalk.transfer import Transfer, together, transfer


def degrees(name: str) -> set[str]:
    """How much of C doing all of A covers, over all sets in that relation."""
    found = set()
    for a, c in product(SETS, repeat=2):
        if relation(a, c) == name:
            found.add("full" if a & c == c else "some" if a & c else "none")
    return found


MEANING = {
    frozenset({"full"}): Transfer.FULL,
    frozenset({"some"}): Transfer.PARTIAL,
    frozenset({"none"}): Transfer.NONE,
    frozenset({"full", "some"}): Transfer.AT_LEAST_PARTIAL,
    frozenset({"some", "none"}): Transfer.AT_MOST_PARTIAL,
    frozenset({"full", "none"}): Transfer.UNKNOWN,
    frozenset({"full", "some", "none"}): Transfer.UNKNOWN,
}


@pytest.mark.parametrize("number", range(1, 32))
def test_every_set_of_relations_transfers_what_sets_show(number: int) -> None:
    relations = RelationSet(number)
    found = frozenset[str]().union(*(degrees(r.tokens[0]) for r in members(relations)))
    assert transfer(relations) is MEANING[found]


def test_a_contradiction_transfers_nothing() -> None:
    assert transfer(RelationSet(0)) is Transfer.UNKNOWN


@given(st.lists(st.sampled_from(Transfer), min_size=1))
def test_two_partials_never_make_a_whole(found: list[Transfer]) -> None:
    assert together(found) in found
    assert (together(found) is Transfer.FULL) == (Transfer.FULL in found)


def test_nothing_implemented_is_unknown() -> None:
    assert together([]) is Transfer.UNKNOWN


def test_the_five_relations() -> None:
    assert [transfer(relation_set([name])) for name in RELATIONS] == [
        Transfer.FULL,
        Transfer.PARTIAL,
        Transfer.FULL,
        Transfer.PARTIAL,
        Transfer.NONE,
    ]
