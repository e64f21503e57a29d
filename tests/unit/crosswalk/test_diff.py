"""What changed between two editions: only what is stated, and what it touches."""

from __future__ import annotations

import pytest
from networks import crosswalk, row

from crosstrace.crosswalk import CarryOver, Change, Crosswalk, bearing_on, diff
from crosstrace.errors import InvalidInput, NotFound
from crosstrace.model import ElementRef

VERSION = {"mapping_set": "v"}


def version(text: str, rationale: str = "syntactic", **changes: object):  # type: ignore[no-untyped-def]
    return row(text, rationale, **VERSION, **changes)


def network(closed: tuple[str, ...] = ("v",)) -> Crosswalk:
    return crosswalk(
        version("f-1:SAME = f-2:SAME"),
        version("f-1:WORDS = f-2:WORDS", "semantic"),
        version("f-1:MORE < f-2:MORE", "functional", change_type="reworded_substantively"),
        version("f-1:OLD = f-2:NEW", "semantic"),
        version("f-1:GONE ~ f-2:MORE", change_type="incorporated_into"),
        row("f-1:SAME ~ c:1", mapping_set="m"),
        row("c:2 ~ f-1:MORE", mapping_set="m"),
        row("f-1:DROPPED ~ c:2", mapping_set="m"),
        row("p:1 refines f-1:WORDS", mapping_set="p"),
        more="f-1:DROPPED f-2:ADDED f-1:KEPT f-2:KEPT",
        closed=closed,
    )


def fates(found: Crosswalk) -> dict[str, Change]:
    return {str(c.element): c.change for c in diff(found, "f-1", "f-2").changes}


def test_each_element_has_the_fate_that_is_stated() -> None:
    assert fates(network()) == {
        "f-1:SAME": Change.UNCHANGED,
        "f-1:WORDS": Change.REWORDED,
        "f-1:MORE": Change.REWORDED,
        "f-1:OLD": Change.MOVED,
        "f-1:GONE": Change.MOVED,
        "f-1:DROPPED": Change.REMOVED,
        "f-1:KEPT": Change.NOT_STATED,
        "f-2:ADDED": Change.ADDED,
    }


def test_without_an_exhaustive_set_nothing_is_added_or_removed() -> None:
    found = fates(network(closed=()))
    assert found["f-1:DROPPED"] is found["f-2:ADDED"] is Change.NOT_STATED


def test_only_the_same_in_other_words_carries_over() -> None:
    found = diff(network(), "f-1", "f-2")
    assert {str(c.element): c.carry_over for c in found.changes} == {
        "f-1:SAME": CarryOver.CARRY,
        "f-1:WORDS": CarryOver.CARRY,
        "f-1:MORE": CarryOver.REASSESS,
        "f-1:OLD": CarryOver.REASSESS,
        "f-1:GONE": CarryOver.REASSESS,
        "f-1:DROPPED": CarryOver.RETIRE,
        "f-1:KEPT": CarryOver.REASSESS,
        "f-2:ADDED": CarryOver.NOT_ASSESSED,
    }


def test_the_effect_on_mappings_is_counted_by_set() -> None:
    found = diff(network(), "f-1", "f-2").mapping_effects
    effects = {e.mapping_set: (e.carry_over, e.reassess, e.retire) for e in found}
    assert effects == {"m": (1, 1, 1), "p": (1, 0, 0)}


def test_a_statement_is_touched_directly_or_through_what_its_element_refines() -> None:
    graph = network()
    found = diff(graph, "f-1", "f-2")
    for element, change in (("f-1:MORE", "f-1:MORE"), ("p:1", "f-1:WORDS")):
        touching = bearing_on(graph, found, ElementRef.parse(element))
        assert touching is not None
        assert str(touching.element) == change
    assert bearing_on(graph, found, ElementRef.parse("c:1")) is None


def test_the_other_way_round_what_was_added_is_removed() -> None:
    found = {str(c.element): c.change for c in diff(network(), "f-2", "f-1").changes}
    assert found["f-2:ADDED"] is Change.REMOVED
    assert found["f-2:SAME"] is Change.UNCHANGED
    assert found["f-2:NEW"] is Change.MOVED
    assert found["f-1:DROPPED"] is Change.ADDED


@pytest.mark.parametrize("target", ["c", "f-1"])
def test_editions_of_different_frameworks_are_not_compared(target: str) -> None:
    with pytest.raises(InvalidInput, match="not two editions of one framework"):
        diff(network(), "f-1", target)


def test_an_unknown_edition_is_said() -> None:
    with pytest.raises(NotFound, match="No edition 'f-3'"):
        diff(network(), "f-1", "f-3")
