"""The brute force that the algebra is held against: sets as bit masks over a small universe.

It shares no code with the algebra: a relation is read off two sets by their definition in
IR 8477, and what a chain of relations allows is found by walking every chain of sets.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import product

UNIVERSE = 5
SETS = range(1, 2**UNIVERSE)
RELATIONS = ("equal", "subset_of", "superset_of", "intersects_with", "no_relationship")


@cache
def relation(a: int, b: int) -> str:
    """The one relation of IR 8477 between two non-empty sets."""
    if a == b:
        return "equal"
    if not a & b:
        return "no_relationship"
    if a & b == a:
        return "subset_of"
    return "superset_of" if a & b == b else "intersects_with"


@cache
def related(a: int, name: str) -> tuple[int, ...]:
    """Every set that `a` stands to in the relation `name`."""
    return tuple(b for b in SETS if relation(a, b) == name)


@cache
def two_hops() -> dict[tuple[str, str], frozenset[str]]:
    """For each pair of relations those found between A and C over all triples of sets."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for a, b, c in product(SETS, repeat=3):
        found[relation(a, b), relation(b, c)].add(relation(a, c))
    return {pair: frozenset(names) for pair, names in found.items()}


@cache
def reached(word: tuple[str, ...]) -> frozenset[tuple[int, int]]:
    """Every pair of sets that are the ends of a chain of sets with these relations."""
    if not word:
        return frozenset((a, a) for a in SETS)
    return frozenset((a, c) for a, b in reached(word[:-1]) for c in related(b, word[-1]))


def ends(word: Sequence[str]) -> frozenset[str]:
    """The relations found between the ends of all chains with these relations."""
    return frozenset(relation(a, c) for a, c in reached(tuple(word)))
