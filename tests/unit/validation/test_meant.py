"""An identifier that does not fit is told apart: whose it is, and what was meant."""

from __future__ import annotations

from collections import Counter
from typing import Final

import pytest
from rdflib import Literal, URIRef
from rdflib.term import Node

from crosstrace.bootstrap import KnowledgeGraph
from crosstrace.model import ElementRef
from crosstrace.validation.identifiers import (
    Identifiers,
    edition_of,
    folded,
    identifiers_graph,
    read_identifiers,
    written,
)
from crosstrace.validation.meant import Meaning
from crosstrace.validation.reference import reference_graph
from crosstrace.validation.submission import BASE, BLANK
from crosstrace.vocab import ID

TASK, ITEM, ELEMENT, EDITION = "Task", "ProfileItem", "Element", "FrameworkEdition"
RIGHT: Final = "sp800-218a:PO.1.1"

ELSEWHERE: Final = {
    # SSDF 1.1 retired these; the profile uses the first four again.
    "ssdf-1.1/PW.3": ("PW.4.1 PW.4.2 PW.4.4", "Verify Third-Party Software", "is something else"),
    "ssdf-1.1/PW.3.1": ("PO.1.3", "ssdf-1.1:PW.3.1 is retired", "PW.3.1 is something else"),
    "ssdf-1.1/PW.3.2": ("PW.4.4", "ssdf-1.1:PW.3.2 is retired", "PW.3.2 is something else"),
    "ssdf-1.1/PW.4.3": ("PW.1.3", "moved it to ssdf-1.1:PW.1.3"),
    "ssdf-1.1/PW.4.5": ("PW.4.1 PW.4.4", "moved it to ssdf-1.1:PW.4.1"),
    "ssdf-1.1/PW.5.2": ("PW.5.1", "moved it to ssdf-1.1:PW.5.1"),
    "ssdf-1.2-ipd/PW.3.1": ("PO.1.3", "ssdf-1.2-ipd:PW.3.1 is retired"),
    "ssdf-1.0/PW.3.1": ("PO.1.3", "No ssdf-1.0:PW.3.1", "ssdf-1.1:PW.3.1 is retired"),
    "sp800-218/PW.3.1": ("PO.1.3", "ssdf-1.1:PW.3.1 is retired"),
    "sp800-218a/PW.4.3": ("PW.1.3", "No sp800-218a:PW.4.3", "ssdf-1.1:PW.4.3 is retired"),
    # These are in force, in another edition.
    "ssdf-1.1/PS.1.1": ("PS.1.1", "of the edition ssdf-1.1 “Secure Software Development"),
    "ssdf-1.1/PO.1": ("PO.1.1 PO.1.2 PO.1.3", "ssdf-1.1:PO.1 “Define Security Requirements"),
    "ssdf-1.2-ipd/RV.1.2": ("RV.1.2", "Version 1.2"),
    "ssdf-1.2-ipd/PO.6.1": ("", "Development environments kept up", "Initial Public Draft"),
    "sp800-218a/PO.6.1": ("", "No sp800-218a:PO.6.1", "ssdf-1.2-ipd:PO.6.1"),
    "ssdf-1.1/PS.1.2": ("PS.1.2", "No ssdf-1.1:PS.1.2", "There is sp800-218a:PS.1.2"),
    "csf-2.0/PR.DS-01": ("", "csf-2.0:PR.DS-01 “Protection of data at rest”"),
    "sp800-218a/PR.DS-01": ("", "No sp800-218a:PR.DS-01", "of the edition csf-2.0"),
    # These are the profile's, and no tasks.
    "sp800-218a/PW.3": ("PW.3.1 PW.3.2 PW.3.3", "is a practice, not a task"),
    "sp800-218a/PO": ("", "is a group, not a task"),
    "sp800-218a/PO.1.1.R1": ("PO.1.1", "is a recommendation, not a task"),
    "sp800-218a/PO.1.9": ("", "sp800-218a:PO.1 has sp800-218a:PO.1.1,"),
    "sp800-218a/XX.1": None,
}
"""Written for a task: what is meant, and what the sentence says."""

SPELLED: Final = (*("PO1.1", "PO.01.1", "po.1.1", "PO-1-1", "PO.1.1/", "PO.1.1%20", "PO.1.1#"),)
ANYHOW: Final = (
    *(URIRef(f"{ID}sp800-218a/{local}") for local in SPELLED),
    URIRef(f"{ID}sp800-218A/PO.1.1"),
    URIRef(f"{ID}sp800-218a#PO.1.1"),
    URIRef(f"{ID}PO.1.1"),
    URIRef("http://w3id.org/crosstrace/id/sp800-218a/PO.1.1"),
    URIRef("https://www.w3id.org/crosstrace/sp800-218a/PO.1.1"),
    URIRef(f"{BASE}PO.1.1"),
    URIRef("https://example.org/PO.1.1"),
    URIRef("sp800-218A:PO.1.1"),
    Literal("PO.1.1"),
    Literal(" sp800-218a:PO.1.1 "),
)

ITEMS: Final = {
    "sp800-218a/PO.5.3.R4": ("PO.5.1.R4", "slide deck", "R4, R5 and R6 belong to PO.5.1"),
    "sp800-218a/PO.5.3.R6": ("PO.5.1.R6", "slide deck"),
    "sp800-218a/PW.4.1.R1": ("PW.1.1.R1", "Has one consideration only, C1."),
    "sp800-218a/PO.1.1": ("PO.1.1.R1 PO.1.1.R2", "is a task, not a recommendation"),
    "sp800-218a/RV.2.1.N1": ("", "is a note, not a recommendation or consideration"),
    "sp800-218a/PO.1.1.R9": ("", "sp800-218a:PO.1.1 has sp800-218a:PO.1.1.R1"),
    "sp800-218a/PO.1.2.R1": ("", "belongs to sp800-218a:PO.1.2"),
    "ssdf-1.1/PO.1.1.E1": ("", "of the edition ssdf-1.1"),
}

EDITIONS: Final = {
    "ssdf-1.1": "The tasks of the edition ssdf-1.1 “",
    "ssdf-1.2-ipd": "The tasks of the edition ssdf-1.2-ipd “",
    "csf-2.0": "The tasks of the edition csf-2.0 “",
    "ssdf-1.0": "No edition ssdf-1.0 is known here.",
    "sp800-218A": "not spelled as the edition is",
    "sp800-218a/": "not spelled as the edition is",
    "sp800-218a/PO.1.1": "is a part of that edition",
}


@pytest.fixture(scope="module")
def known(graph: KnowledgeGraph) -> Identifiers:
    return read_identifiers(reference_graph(graph.store), identifiers_graph(graph.store))


@pytest.fixture(scope="module")
def meaning(known: Identifiers) -> Meaning:
    return Meaning(known, "sp800-218a")


def tells(meaning: Meaning, written: str, wanted: str, meant: str, *said: str) -> None:
    reading = meaning.of(URIRef(ID + written), wanted)
    assert reading is not None
    assert [ElementRef.from_iri(iri).local for iri in reading.meant] == meant.split()
    assert {edition_of(iri) for iri in reading.meant} <= {"sp800-218a"}
    assert [part for part in said if part not in reading.sentence] == []
    assert reading.sentence.endswith((".", ".”"))
    assert (reading.question is None) == (not meant)


@pytest.mark.parametrize("text", ELSEWHERE)
def test_what_stands_for_a_task_is_told_apart(meaning: Meaning, text: str) -> None:
    told = ELSEWHERE[text]
    if told is None:
        assert meaning.of(URIRef(ID + text), TASK) is None
    else:
        tells(meaning, text, TASK, *told)


@pytest.mark.parametrize("text", ITEMS)
def test_what_stands_for_an_item_is_told_apart(meaning: Meaning, text: str) -> None:
    tells(meaning, text, ITEM, *ITEMS[text])


@pytest.mark.parametrize("term", ANYHOW, ids=str)
def test_a_task_is_known_however_it_is_spelled(meaning: Meaning, term: Node) -> None:
    reading = meaning.of(term, TASK)
    assert reading is not None
    assert reading.only == ElementRef.parse(RIGHT).iri
    assert f"<{reading.only}>" in reading.sentence
    assert reading.question == f"Did you mean {RIGHT} “{meaning.known.titles[reading.only]}”?"


@pytest.mark.parametrize("text", EDITIONS)
def test_what_stands_for_the_profile_is_told_apart(meaning: Meaning, text: str) -> None:
    reading = meaning.of(URIRef(ID + text), EDITION)
    assert reading is not None
    assert EDITIONS[text] in reading.sentence
    assert reading.meant == (f"{ID}sp800-218a",)


def test_what_nothing_continues_has_a_way_on(meaning: Meaning) -> None:
    reading = meaning.of(URIRef(f"{ID}csf-2.0/PR.DS-01"), TASK)
    assert reading is not None
    assert "`crosstrace crosswalk csf-2.0:PR.DS-01 --to sp800-218a`" in (reading.hint or "")


def test_an_allocation_may_be_of_any_kind(meaning: Meaning) -> None:
    tells(meaning, "ssdf-1.1/PO.1", ELEMENT, "PO.1", "of the edition ssdf-1.1")


@pytest.mark.parametrize(
    "term",
    [None, URIRef(f"{BLANK}x"), Literal("done"), Literal(""), URIRef("https://example.org/")],
)
def test_of_what_is_no_identifier_nothing_is_said(meaning: Meaning, term: Node | None) -> None:
    assert meaning.of(term, TASK) is None


def test_no_two_identifiers_of_an_edition_are_the_same_when_spelled_freely(
    known: Identifiers,
) -> None:
    iris = [*known.kinds, *known.unassigned]
    spelled = Counter(
        (edition_of(i), folded(i.removeprefix(f"{ID}{edition_of(i)}/"))) for i in iris
    )
    assert [name for name, count in spelled.items() if count > 1] == []


def test_the_retired_are_those_that_the_publication_prints_as_moved(known: Identifiers) -> None:
    of_edition = Counter(edition_of(iri) for iri in known.unassigned)
    assert of_edition == {"ssdf-1.1": 6, "ssdf-1.2-ipd": 6, "sp800-218a": 5}
    assert not known.unassigned.keys() & known.kinds.keys()
    assert all(new in known.kinds for old in known.unassigned.values() for new in old.replaced_by)


@pytest.mark.parametrize(
    ("text", "edition", "local"),
    [
        (f"{ID}csf-2.0/GV.OC-01", "csf-2.0", "GV.OC-01"),
        ("GOVERN 1.1", None, "GOVERN 1.1"),
        ("https://example.org/a/b", None, "b"),
    ],
)
def test_an_identifier_is_taken_apart(text: str, edition: str | None, local: str) -> None:
    found = written(text)
    assert found is not None
    assert (found.edition, found.local) == (edition, local)
