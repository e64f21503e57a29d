"""The draft of SSDF 1.2 beside SSDF 1.1: what it adds, rewords and keeps."""

from __future__ import annotations

import pytest

from crosstrace.bootstrap import KnowledgeGraph
from crosstrace.crosswalk import CarryOver, Change, EditionDiff, diff
from crosstrace.model import ElementRef

ADDED = {
    *("PO.6", "PO.6.1", "PO.6.2", "PO.6.3"),
    *("PS.4", "PS.4.1", "PS.4.2", "PS.4.3", "PS.4.4"),
}
REWORDED_TASKS = {
    *("PO.4.1", "PO.4.2", "PO.5.2", "PS.1.1", "PW.1.1", "RV.1.2", "RV.2.1", "RV.3.3"),
}
REWORDED_PRACTICES = {"PO.1", "PO.3", "PS.1", "PW.1"}


@pytest.fixture(scope="module")
def draft(graph: KnowledgeGraph) -> EditionDiff:
    return diff(graph.crosswalk, "ssdf-1.1", "ssdf-1.2-ipd")


def named(found: EditionDiff, change: Change) -> set[str]:
    return {c.element.local for c in found.changes if c.change is change}


def test_it_is_a_draft(graph: KnowledgeGraph) -> None:
    assert graph.catalog.editions["ssdf-1.2-ipd"].publication_status == "draft"
    assert graph.catalog.editions["ssdf-1.1"].publication_status == "final"


def test_what_it_adds(draft: EditionDiff) -> None:
    assert named(draft, Change.ADDED) == ADDED


def test_what_it_rewords(draft: EditionDiff) -> None:
    assert named(draft, Change.REWORDED) == REWORDED_TASKS | REWORDED_PRACTICES
    assert {c.element.local for c in draft.changes if c.substantive} == {"RV.1.2"}


def test_nothing_is_removed_or_renumbered(draft: EditionDiff) -> None:
    assert named(draft, Change.REMOVED) == named(draft, Change.MOVED) == set()
    assert len(named(draft, Change.UNCHANGED)) == 34 + 15


def test_only_the_change_of_substance_has_to_be_reassessed(draft: EditionDiff) -> None:
    stated = (c for c in draft.changes if c.change is not Change.NOT_STATED)
    assert {c.element.local for c in stated if c.carry_over is CarryOver.REASSESS} == {"RV.1.2"}


def test_retired_identifiers_stay_known(graph: KnowledgeGraph) -> None:
    # The profile uses PW.3.1 again for something else; the draft does not.
    assert ElementRef("ssdf-1.2-ipd", "PW.3.1") not in graph.catalog.elements


def test_a_crosswalk_enters_the_draft_only_when_asked(graph: KnowledgeGraph) -> None:
    start = ElementRef("ssdf-1.1", "RV.1.2")
    editions = {r.element.edition for r in graph.crosswalk.answer(start).results}
    assert "ssdf-1.2-ipd" not in editions
    [asked] = graph.crosswalk.answer(start, "ssdf-1.2-ipd").results
    assert (asked.status, asked.relations) == ("asserted", ("subset_of",))
