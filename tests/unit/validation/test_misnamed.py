"""Whatever takes an element or an edition says what a wrong identifier is and what to write."""

from __future__ import annotations

from typing import Final

import pytest
from validation_harness import ROOT, Judge

from crosstrace.rdf.formats import JSON_LD
from crosstrace.validation import Result

IMPLEMENTATION: Final = "ex:it a ct:Implementation ; ct:implements {} ."
ALLOCATION: Final = "ex:it a ct:ResponsibilityAllocation ; ct:element {} ."
DISPOSITION: Final = "ex:it a ct:ItemDisposition ; ct:item {} ."

KNOWN_ELEMENT: Final = "ResponsibilityAllocation-knownElement"

CASES: Final = [
    # what is stated, the identifier, the shape, the element concerned, what to write
    (IMPLEMENTATION, "edition:ssdf-1.1/PW.3.1", "Implementation-task", "PO.1.3", "implements"),
    (IMPLEMENTATION, "edition:ssdf-1.1/PS.1.1", "Implementation-edition", None, "implements"),
    (IMPLEMENTATION, "task:PO.1.1.R1", "Implementation-task", "PO.1.1.R1", "implements"),
    (IMPLEMENTATION, '"PO.1.1"', "Implementation-task", "PO.1.1", "implements"),
    (ALLOCATION, "edition:ssdf-1.1/PW.4.3", KNOWN_ELEMENT, "PW.1.3", "element"),
    (ALLOCATION, "edition:ssdf-1.1/PW.4", "ResponsibilityAllocation-edition", None, "element"),
    (DISPOSITION, "task:PO.5.3.R4", "ItemDisposition-itemKind", "PO.5.1.R4", "item"),
]  # fmt: skip


def only(results: tuple[Result, ...], shape: str) -> Result:
    (found,) = [result for result in results if result.shape.endswith(f"#{shape}")]
    return found


def turtle(text: str) -> str:
    """Slashes are escaped in a prefixed name."""
    return text if text.startswith('"') else text.replace("/", r"\/")


@pytest.mark.parametrize(("stated", "value", "shape", "element", "key"), CASES)
def test_a_wrong_identifier_is_explained_and_mended(
    judge: Judge, stated: str, value: str, shape: str, element: str | None, key: str
) -> None:
    found = only(judge(ROOT + stated.format(turtle(value))).results, shape)
    assert found.fix is not None
    assert found.fix.startswith("Did you mean sp800-218a:")
    if element:
        assert found.element == f"sp800-218a:{element}"
        assert found.element_title
    meant = found.fix.removeprefix("Did you mean ").split(" “")[0]
    assert found.snippet is not None
    assert f"ct:{key} {meant} ." in found.snippet.turtle
    assert f'"{key}": "{meant}"' in found.snippet.jsonld
    assert found.snippet.replaces == f"https://w3id.org/crosstrace/ns#{key}"
    line = (ROOT + stated).count("\n") + 1
    assert {place.line for place in found.locations} == {line + 10}


def test_the_message_names_the_edition_and_what_the_identifier_means_in_the_profile(
    judge: Judge,
) -> None:
    stated = IMPLEMENTATION.format(r"edition:ssdf-1.1\/PW.3.2")
    found = only(judge(ROOT + stated).results, "Implementation-task")
    assert found.message == (
        "ssdf-1.1:PW.3.2 is not a task of an edition known here. ssdf-1.1:PW.3.2 is retired in "
        "the edition ssdf-1.1 “Secure Software Development Framework (SSDF) Version 1.1, NIST SP "
        "800-218”, which moved it to ssdf-1.1:PW.4.4 “Ongoing requirement compliance of acquired "
        "third-party components”. In sp800-218a, PW.3.2 is something else: “Tracking of known and "
        "unknown training-related data provenance”."
    )


def test_a_profile_of_another_edition_is_explained(judge: Judge) -> None:
    stated = ROOT.replace("edition:sp800-218a", "edition:ssdf-1.1")
    found = only(judge(stated).results, "Graph-knownProfile")
    assert "The tasks of the edition ssdf-1.1" in found.message
    assert (found.fix or "").startswith("Did you mean <https://w3id.org/crosstrace/id/sp800-218a>?")


def test_a_reference_elsewhere_is_explained_too(judge: Judge) -> None:
    stated = "ex:model rdfs:seeAlso <http://w3id.org/crosstrace/id/csf-2.0/PR.DS-1> ."
    found = only(judge(ROOT + stated).results, "Reference-known")
    assert "csf-2.0:PR.DS-01 “Protection of data at rest”" in found.message


def test_a_prefix_misspelled_in_json_is_seen_through(judge: Judge) -> None:
    document = """{"@context": "https://w3id.org/crosstrace/context.jsonld", "id": "ex:it",
      "type": "Implementation", "implements": "sp800-218A:PO.1.1"}"""
    found = only(judge(document, syntax=JSON_LD, prefixes="").results, "Implementation-task")
    assert (found.fix or "").startswith("Did you mean sp800-218a:PO.1.1 “")


def test_for_a_node_in_brackets_the_snippet_says_what_to_write_in_them(judge: Judge) -> None:
    stated = f"ex:it a ct:Implementation ; ct:disposition [{DISPOSITION[5:-1]}] ."
    results = judge(ROOT + stated.format("task:PO.5.3.R4")).results
    found = only(results, "ItemDisposition-itemKind").snippet
    assert found is not None
    assert found.turtle.endswith("\n[] ct:item sp800-218a:PO.5.1.R4 .")
    assert '"item": "sp800-218a:PO.5.1.R4"' in found.jsonld
