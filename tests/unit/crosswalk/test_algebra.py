"""The algebra against brute force: all triples and chains of sets in a five-element universe."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from itertools import product

import pytest
from finite_sets import RELATIONS, SETS, ends, relation, two_hops
from hypothesis import given
from hypothesis import strategies as st

from crosstrace.crosswalk import algebra
from crosstrace.crosswalk.algebra import (
    ANY,
    BASE,
    CLOSURE,
    COMPOSITION,
    NOTHING,
    OVERLAP,
    PART,
    RelationSet,
    compose,
    compose_all,
    converse,
    intersect,
    of_members,
    relation_set,
    union,
    written,
)

WORDS = [word for hops in range(1, 5) for word in product(RELATIONS, repeat=hops)]
relation_sets = st.integers(1, 31).map(RelationSet)


def one(name: str) -> RelationSet:
    return relation_set([name])


def chained(word: tuple[str, ...]) -> RelationSet:
    return compose_all(map(one, word))


def expected(word: tuple[str, ...]) -> frozenset[str]:
    """The strongest that relation-by-relation composition can say, from brute force alone."""
    first, *rest = word

    def step(open_relations: frozenset[str], name: str) -> frozenset[str]:
        return frozenset().union(*(two_hops()[before, name] for before in open_relations))

    return reduce(step, rest, frozenset({first}))


def wrong_cells() -> list[tuple[str, str]]:
    """The pairs for which the table and brute force over all triples differ."""
    return [
        pair
        for pair in product(RELATIONS, repeat=2)
        if frozenset(compose(*map(one, pair)).tokens) != two_hops()[pair]
    ]


@pytest.fixture
def unremembered() -> Iterator[None]:
    compose.cache_clear()
    yield
    compose.cache_clear()


def test_the_table_is_what_all_triples_of_sets_show() -> None:
    assert wrong_cells() == []


@pytest.mark.parametrize("cell", COMPOSITION, ids=lambda cell: "".join(map(written, cell)))
@pytest.mark.usefixtures("unremembered")
def test_a_change_of_any_cell_is_noticed(
    cell: tuple[RelationSet, RelationSet], monkeypatch: pytest.MonkeyPatch
) -> None:
    true = COMPOSITION[cell]
    for number in set(range(32)) - {int(true)}:
        monkeypatch.setitem(algebra.COMPOSITION, cell, RelationSet(number))
        compose.cache_clear()
        assert wrong_cells() == [tuple(r.tokens[0] for r in cell)]


def test_no_chain_of_up_to_four_hops_is_unsound() -> None:
    unsound = [word for word in WORDS if not ends(word) <= set(chained(word).tokens)]
    assert len(WORDS) == 5 + 25 + 125 + 625
    assert unsound == []


def test_no_chain_of_up_to_four_hops_is_weaker_than_the_table_allows() -> None:
    weaker = [word for word in WORDS if set(chained(word).tokens) != expected(word)]
    assert weaker == []


def test_thirteen_cells_are_conclusive() -> None:
    conclusive = [cell for cell, result in COMPOSITION.items() if result.settled]
    assert len(conclusive) == 13
    assert sum(RelationSet.EQUAL in cell for cell in conclusive) == 9


@given(relation_sets, relation_sets)
def test_the_converse_of_a_chain_is_the_chain_of_converses(r: RelationSet, s: RelationSet) -> None:
    assert converse(compose(r, s)) == compose(converse(s), converse(r))
    assert converse(converse(r)) == r


@given(relation_sets, relation_sets, relation_sets)
def test_chains_are_associative(r: RelationSet, s: RelationSet, t: RelationSet) -> None:
    assert compose(compose(r, s), t) == compose(r, compose(s, t))


@given(relation_sets, relation_sets, relation_sets)
def test_knowing_more_never_says_less(r: RelationSet, s: RelationSet, more: RelationSet) -> None:
    assert not compose(r & more, s) & ~compose(r, s)


def test_the_closed_family_has_twelve_members() -> None:
    found = set(BASE)
    while True:
        more = {compose(r, s) for r, s in product(found, repeat=2)}
        more |= {r & s for r, s in product(found, repeat=2)} | {converse(r) for r in found}
        more.discard(NOTHING)
        if more <= found:
            break
        found |= more
    assert found == CLOSURE
    assert len(CLOSURE) == 12


@pytest.mark.parametrize("r", RELATIONS)
@pytest.mark.parametrize(("sources", "targets"), [(1, 1), (2, 1), (1, 2), (2, 2)])
def test_what_a_union_says_of_its_members(r: str, sources: int, targets: int) -> None:
    found = set()
    for a, a2, c, c2 in product(SETS, SETS, SETS, SETS) if sources == targets == 2 else ():
        if (a | a2 | c | c2) < 16 and relation(a | a2, c | c2) == r:
            found.add(relation(a, c))
    for a, other, c in product(SETS, repeat=3) if sources + targets == 3 else ():
        left, right = (a | other, c) if sources == 2 else (a, c | other)
        if relation(left, right) == r:
            found.add(relation(a, c))
    if sources == targets == 1:
        found.add(r)
    assert set(of_members(one(r), sources=sources, targets=targets).tokens) == found


@pytest.mark.parametrize(
    ("parent", "child"),
    [("=", "{= <}"), ("<", "<"), (">", "any"), ("o", "{< o |}"), ("|", "|")],
)
def test_what_a_child_inherits(parent: str, child: str) -> None:
    [r] = [r for r in BASE if written(r) == parent]
    assert written(compose(PART, r)) == child


@pytest.mark.parametrize(
    ("child", "parent"),
    [("=", "{= >}"), ("<", "{= < > o}"), (">", ">"), ("o", "{> o}"), ("|", "{> o |}")],
)
def test_what_a_parent_gets_from_a_child(child: str, parent: str) -> None:
    [r] = [r for r in BASE if written(r) == child]
    assert written(compose(converse(PART), r)) == parent


def test_what_an_exhaustive_decomposition_says_of_the_whole() -> None:
    found: dict[tuple[str, str], set[str]] = {}
    for a, b, x in product(SETS, repeat=3):
        found.setdefault((relation(a, x), relation(b, x)), set()).add(relation(a | b, x))
    assert {pair: set(union(*map(one, pair)).tokens) for pair in found} == found
    assert len(found) == 25


def test_several_claims_leave_what_they_share() -> None:
    claims = [OVERLAP, one("subset_of") | one("intersects_with")]
    assert intersect(claims) == claims[1]
    assert intersect([one("equal"), one("subset_of")]) == NOTHING
    assert intersect([]) == ANY


def test_tokens_of_other_styles_are_not_set_relations() -> None:
    with pytest.raises(KeyError):
        relation_set(["related_to"])
    assert not algebra.is_set_relation("supports")
    assert algebra.is_set_relation("equal")


def test_what_remains_and_what_is_excluded_are_all_five() -> None:
    for number in range(32):
        some = RelationSet(number)
        assert sorted(some.tokens + some.excluded.tokens) == sorted(RELATIONS)
    assert ANY.tokens == RELATIONS
