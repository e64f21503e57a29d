"""What may be concluded from paths: the reference cases, and brute force over chains."""

from __future__ import annotations

from itertools import product

import pytest
from finite_sets import RELATIONS, ends, relation
from hypothesis import given
from hypothesis import strategies as st
from networks import SIGNS, crosswalk, result, row

from crosstrace.crosswalk import Status, Transfer, explain, settles, verdict
from crosstrace.model import ElementRef

SIGN = {name: sign for sign, name in SIGNS.items()}


def chain(*signs: str, rationale: str = "semantic", **changes: object):  # type: ignore[no-untyped-def]
    rows = [
        row(f"e{number}:1 {sign} e{number + 1}:1", rationale, **changes)
        for number, sign in enumerate(signs)
    ]
    return result(crosswalk(*rows), "e0:1", f"e{len(signs)}:1")


@pytest.mark.parametrize("hops", [2, 3, 4])
def test_every_chain_says_what_sets_allow_and_no_more(hops: int) -> None:
    for word in product(RELATIONS, repeat=hops):
        found = chain(*(SIGN[name] for name in word))
        left = set(found.relations) or set(RELATIONS)
        assert ends(word) <= left
        assert found.status is expected_status(left)
        assert set(found.conclusion.headline.excluded) == set(RELATIONS) - left


def expected_status(left: set[str]) -> Status:
    if len(left) == len(RELATIONS):
        return Status.UNKNOWN
    if len(left) == 1:
        return Status.CONCLUSIVE
    return Status.POSSIBLE if "no_relationship" in left else Status.OVERLAP


@pytest.mark.parametrize("signs", ["<>", "oo", "||", "ooo"])
def test_from_these_nothing_follows(signs: str) -> None:
    found = chain(*signs)
    assert found.status is Status.UNKNOWN
    assert found.relations == ()
    assert found.conclusion.transfer is Transfer.UNKNOWN
    assert explain(found).startswith("Nothing follows for e0:1 “Label of e0:1” with regard to e")


@pytest.mark.parametrize("sign", ["=", "<", ">", "o", "|"])
def test_equality_passes_a_relation_on_within_one_rationale_only(sign: str) -> None:
    same = crosswalk(row("a:1 = b:1", "functional"), row(f"b:1 {sign} c:1", "functional"))
    mixed = crosswalk(row("a:1 = b:1", "syntactic"), row(f"b:1 {sign} c:1", "functional"))
    for network, status in ((same, Status.CONCLUSIVE), (mixed, Status.POSSIBLE)):
        found = result(network, "a:1", "c:1")
        assert (found.status, found.relations) == (status, (SIGNS[sign],))
        assert found.conclusion.headline.rationale == "functional"
    assert "mixed rationale" in result(mixed, "a:1", "c:1").conclusion.headline.rule


def test_no_path_goes_from_one_edition_to_another_without_a_version_link() -> None:
    rows = [row("a:1 = csf-1:X"), row("csf-2:X < c:1")]
    assert crosswalk(*rows).answer(ElementRef.parse("a:1"), "c").results == ()
    linked = crosswalk(*rows, row("csf-1:X = csf-2:X"))
    assert result(linked, "a:1", "c:1").relations == ("subset_of",)


def test_two_paths_that_exclude_each_other_are_reported_with_both_proofs() -> None:
    network = crosswalk(row("a:1 < b:1"), row("b:1 < c:1"), row("a:1 | d:1"), row("d:1 > c:1"))
    found = result(network, "a:1", "c:1")
    assert (found.status, found.relations) == (Status.UNKNOWN, ())
    [contradiction] = found.conclusion.contradictions
    assert [p.judgement.relations for p in contradiction.proofs] == [
        ("subset_of",),
        ("no_relationship",),
    ]
    assert found.conclusion.transfer is Transfer.UNKNOWN
    assert explain(found).startswith("Contradiction on the semantic rationale: a:1 is a subset of")
    assert "has to correct a mapping" in (settles(found) or "")
    answer = network.answer(ElementRef.parse("a:1"), "c")
    assert verdict(answer).endswith("Published mappings contradict each other on c:1.")
    start = ElementRef.parse("a:1")
    assert "c:1" in [str(r.element) for r in network.contradictions_of(start)]


def test_a_row_that_is_contradicted_stays_asserted_and_transfers_nothing() -> None:
    found = result(crosswalk(row("a:1 > c:1"), row("a:1 < b:1"), row("b:1 = c:1")), "a:1", "c:1")
    assert (found.status, found.relations) == (Status.ASSERTED, ("superset_of",))
    assert len(found.conclusion.contradictions) == 1
    assert found.conclusion.transfer is Transfer.CANDIDATE_EVIDENCE


def test_nothing_follows_by_way_of_a_disputed_pair() -> None:
    network = crosswalk(row("a:1 < b:1"), row("b:1 | a:1"), row("b:1 < c:1"))
    found = result(network, "a:1", "c:1")
    assert (found.status, found.relations) == (Status.UNKNOWN, ())
    assert {proof.judgement.rule for proof in found.conclusion.proofs} == {"contradiction"}
    direct = result(network, "a:1", "b:1")
    assert direct.status is Status.ASSERTED
    assert len(direct.conclusion.contradictions) == 1


def test_what_follows_beside_a_published_crosswalk_row_is_said() -> None:
    network = crosswalk(row("a:1 ~ c:1"), row("a:1 > b:1"), row("b:1 = c:1"))
    found = result(network, "a:1", "c:1")
    assert (found.status, found.relations) == (Status.ASSERTED, ("related_to",))
    [settled] = found.conclusion.settled
    assert (settled.status, settled.relations) == (Status.CONCLUSIVE, ("superset_of",))
    assert found.conclusion.transfer is Transfer.FULL
    assert "It also follows: a:1 “Label of a:1” is a superset of c:1" in explain(found)


def test_what_only_several_paths_say_beside_a_crosswalk_row_is_said() -> None:
    rows = [row("a:1 > b:1"), row("b:1 < c:1"), row("a:1 < d:1"), row("d:1 o c:1")]
    found = result(crosswalk(row("a:1 ~ c:1"), *rows), "a:1", "c:1")
    assert found.conclusion.transfer is Transfer.PARTIAL
    assert "follows from several paths together: a:1 “Label of a:1” overlaps" in explain(found)


def test_different_rationales_do_not_contradict_each_other() -> None:
    network = crosswalk(row("a:1 = c:1", "semantic"), row("a:1 o c:1", "syntactic"))
    found = result(network, "a:1", "c:1")
    assert found.conclusion.contradictions == ()
    assert "On the syntactic rationale it intersects with it." in explain(found)


@pytest.mark.parametrize(
    ("claims", "transferred"),
    [
        ({"semantic": "=", "syntactic": "o"}, Transfer.FULL),
        ({"semantic": "<", "syntactic": "="}, Transfer.PARTIAL),
        ({"syntactic": "="}, Transfer.FULL),
        ({"syntactic": "o"}, Transfer.PARTIAL),
        ({"semantic": "=", "functional": "o"}, Transfer.PARTIAL),
    ],
)
def test_coverage_is_of_what_is_meant_or_done(
    claims: dict[str, str], transferred: Transfer
) -> None:
    rows = [row(f"a:1 {sign} c:1", rationale) for rationale, sign in claims.items()]
    assert result(crosswalk(*rows), "a:1", "c:1").conclusion.transfer is transferred


def test_two_paths_together_say_more_than_each() -> None:
    network = crosswalk(row("a:1 > b:1"), row("b:1 < c:1"), row("a:1 < d:1"), row("d:1 o c:1"))
    found = result(network, "a:1", "c:1")
    assert found.status is Status.OVERLAP
    assert found.relations == ("subset_of", "intersects_with")
    assert found.conclusion.headline.rule == "RCC5:{= < > o}∩{< o |}"
    assert found.conclusion.transfer is Transfer.PARTIAL


def test_a_crosswalk_hop_leaves_a_lead_whatever_else_is_on_the_path() -> None:
    found = result(crosswalk(row("a:1 = b:1"), row("b:1 ~ c:1")), "a:1", "c:1")
    assert (found.status, found.relations) == (Status.LEAD, ())
    assert found.conclusion.transfer is Transfer.CANDIDATE_EVIDENCE


def test_results_of_other_statuses_are_not_denied() -> None:
    network = crosswalk(row("a:1 < b:1"), row("b:1 > c:1"))
    answer = network.answer(ElementRef.parse("a:1"), "c", include=(Status.CONCLUSIVE,))
    assert verdict(answer) == (
        "Nothing of the statuses asked for leads from a:1 to c within 3 hops; 1 result of other "
        "statuses was left out."
    )


def test_a_crosswalk_transfers_nothing() -> None:
    found = result(crosswalk(row("a:1 ~ c:1")), "a:1", "c:1")
    assert found.conclusion.transfer is Transfer.CANDIDATE_EVIDENCE
    assert "it transfers no coverage" in explain(found)


@pytest.mark.parametrize("standing", ["superseded", "withdrawn", "draft"])
def test_a_set_that_is_not_in_force_concludes_nothing(standing: str) -> None:
    found = chain("=", "<", standing=standing)
    assert (found.status, found.relations) == (Status.POSSIBLE, ("subset_of",))
    assert standing in found.conclusion.headline.rule


@pytest.mark.parametrize(
    ("relation", "rationale"), [("identical", "syntactic"), ("equivalent", "semantic")]
)
def test_supportive_equality_composes_as_possible(relation: str, rationale: str) -> None:
    network = crosswalk(row(f"a:1 {relation} b:1"), row("b:1 < c:1", rationale))
    found = result(network, "a:1", "c:1")
    assert (found.status, found.relations) == (Status.POSSIBLE, ("subset_of",))
    assert found.conclusion.headline.rationale == rationale
    [direct] = network.answer(ElementRef.parse("a:1"), "b").results
    assert (direct.status, direct.relations) == (Status.ASSERTED, (relation,))


def test_support_does_not_compose() -> None:
    found = result(crosswalk(row("a:1 supports b:1"), row("b:1 supports c:1")), "a:1", "c:1")
    assert (found.status, found.relations) == (Status.LEAD, ())


def test_an_order_goes_on_within_one_set_only() -> None:
    order = {"supportive_property": "precedes"}
    one = [
        row(f"{p} supports {q}", mapping_set="s", **order)
        for p, q in (("a:1", "b:1"), ("b:1", "c:1"))
    ]
    two = [row("a:1 supports b:1", **order), row("b:1 supports c:1", **order)]
    assert result(crosswalk(*one), "a:1", "c:1").relations == ("supports",)
    assert result(crosswalk(*one), "a:1", "c:1").status is Status.POSSIBLE
    assert result(crosswalk(*two), "a:1", "c:1").status is Status.LEAD


@pytest.mark.parametrize("relation", ["contrary", "not_related"])
def test_contraries_and_unrelated_elements_lead_nowhere(relation: str) -> None:
    network = crosswalk(row(f"a:1 {relation} b:1"), row("b:1 supports c:1"))
    assert result(network, "a:1", "c:1").status is Status.UNKNOWN
    direct = result(network, "a:1", "b:1")
    assert (direct.status, direct.relations) == (Status.ASSERTED, (relation,))
    assert direct.conclusion.transfer is Transfer.UNKNOWN


@pytest.mark.parametrize(
    ("text", "status", "relations"),
    [
        ("a:1+a:2 < c:1", Status.CONCLUSIVE, ("subset_of",)),
        ("a:1+a:2 = c:1", Status.OVERLAP, ("equal", "subset_of")),
        ("a:1+a:2 | c:1", Status.CONCLUSIVE, ("no_relationship",)),
        ("a:1+a:2 o c:1", Status.POSSIBLE, ("subset_of", "intersects_with", "no_relationship")),
        ("a:1+a:2 > c:1", Status.UNKNOWN, ()),
        ("a:1 > c:1+c:2", Status.CONCLUSIVE, ("superset_of",)),
        ("a:1 = c:1+c:2", Status.OVERLAP, ("equal", "superset_of")),
        ("a:1 < c:1+c:2", Status.UNKNOWN, ()),
        ("a:1+a:2 = c:1+c:2", Status.UNKNOWN, ()),
    ],
)
def test_unions_are_not_exploded(text: str, status: Status, relations: tuple[str, ...]) -> None:
    found = result(crosswalk(row(text)), "a:1", "c:1")
    assert (found.status, found.relations) == (status, relations)
    assert "of a union of elements" in explain(found)


def test_the_weakest_strength_is_shown_and_none_when_one_is_missing() -> None:
    rows = [row("a:1 < b:1", strength=7), row("b:1 < c:1", strength=4)]
    assert result(crosswalk(*rows), "a:1", "c:1").conclusion.headline.strength == 4
    rows[1] = row("b:1 < c:1")
    assert result(crosswalk(*rows), "a:1", "c:1").conclusion.headline.strength is None


def test_drafts_are_entered_only_when_asked_for() -> None:
    rows = [row("a:1 = d:1"), row("d:1 = c:1")]
    network = crosswalk(*rows, drafts=("d",))
    start = ElementRef.parse("a:1")
    assert network.answer(start).results == ()
    assert [r.element.edition for r in network.answer(start, "d").results] == ["d"]


@pytest.mark.parametrize(
    ("sign", "relations"),
    [("=", ("equal", "subset_of")), ("<", ("subset_of",)), ("|", ("no_relationship",))],
)
def test_a_child_inherits_as_possible_when_asked(sign: str, relations: tuple[str, ...]) -> None:
    network = crosswalk(row(f"a:1 {sign} c:1"), parents={"a:1.1": "a:1"})
    assert network.answer(ElementRef.parse("a:1.1"), "c").results == ()
    found = result(network, "a:1.1", "c:1", hierarchy=True)
    assert (found.status, found.relations) == (Status.POSSIBLE, relations)
    assert "because it is part of a:1 “Label of a:1” (our axiom), which" in explain(found)


def test_a_parent_overlaps_what_its_child_does() -> None:
    network = crosswalk(row("a:1.1 > c:1"), parents={"a:1.1": "a:1"})
    found = result(network, "a:1", "c:1", hierarchy=True)
    assert (found.status, found.relations) == (Status.POSSIBLE, ("superset_of",))


def test_a_crosswalk_is_not_inherited() -> None:
    network = crosswalk(row("a:1 ~ c:1"), parents={"a:1.1": "a:1"})
    assert network.answer(ElementRef.parse("a:1.1"), "c", hierarchy=True).results == ()


def test_a_whole_has_what_all_its_parts_have_when_they_are_all_of_it() -> None:
    rows = [row("a:1.1 = c:1"), row("a:1.2 < c:1")]
    parents = {"a:1.1": "a:1", "a:1.2": "a:1"}
    loose = result(crosswalk(*rows, parents=parents), "a:1", "c:1", hierarchy=True)
    assert loose.status is Status.POSSIBLE
    closed = crosswalk(*rows, parents=parents, exhaustive=("a:1",))
    found = result(closed, "a:1", "c:1", hierarchy=True)
    assert (found.status, found.relations) == (Status.CONCLUSIVE, ("equal",))
    assert found.conclusion.headline.rule == "whole:= and <"


def test_a_whole_with_a_part_that_nobody_mapped_concludes_nothing() -> None:
    network = crosswalk(
        row("a:1.1 = c:1"), parents={"a:1.1": "a:1", "a:1.2": "a:1"}, exhaustive=("a:1",)
    )
    assert result(network, "a:1", "c:1", hierarchy=True).status is Status.POSSIBLE


worlds = st.lists(st.integers(1, 31), min_size=6, max_size=6)


@given(worlds, st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1))
def test_no_network_of_true_mappings_leads_to_a_false_or_contradictory_answer(
    world: list[int], pairs: set[tuple[int, int]]
) -> None:
    rows = [row(f"e{a}:1 {SIGN[relation(world[a], world[b])]} e{b}:1") for a, b in pairs if a != b]
    network = crosswalk(*rows)
    for start in network.catalog.elements:
        for found in network.answer(start, max_hops=4).results:
            ends_of = (int(start.edition[1:]), int(found.element.edition[1:]))
            true = relation(*(world[end] for end in ends_of))
            assert found.conclusion.contradictions == ()
            assert not found.relations or true in found.relations
