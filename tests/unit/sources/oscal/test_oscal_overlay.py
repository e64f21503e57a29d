"""The overlay states the publisher's text and no more, and its report leaves nothing out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyoxigraph as ox
import pytest
from oscal_documents import Object, as_json, control, document, example, statement

from crosstrace.errors import InvalidInput
from crosstrace.sources.oscal import (
    Catalog,
    Correction,
    Ignored,
    Overlay,
    overlay,
    read_catalog,
)
from crosstrace.vocab import PREFIXES, XSD

DIGEST = "ab" * 32
CSF = {"GV": "function", "GV.OC": "category", "GV.OC-01": "subcategory", "GV.OC-02": "subcategory"}
SMALL = read_catalog((Path(__file__).parent / "catalog.json").read_bytes(), "json")
ID = "<https://w3id.org/crosstrace/id/"


def lay(catalog: Catalog, known: dict[str, str]) -> Overlay:
    return overlay(
        catalog,
        known,
        source_name="catalog.json",
        digest_sha256=DIGEST,
        imported=dt.date(2026, 11, 23),
    )


def lay_ssdf(*controls: Object, known: tuple[str, ...]) -> Overlay:
    catalog = read_catalog(as_json(document(*controls)), "json")
    kinds = {name: "implementation_example" if ".E" in name else "task" for name in known}
    return lay(catalog, kinds)


def said(laid: Overlay, subject: str) -> set[tuple[str, str]]:
    """What the overlay says of `subject`, in prefixed names."""
    return {
        (_short(quad.predicate), _short(quad.object))
        for quad in laid.quads
        if str(quad.subject) == subject
    }


def _short(term: object) -> str:
    """An IRI as a prefixed name where there is a prefix for it; a literal as N-Triples has it."""
    for prefix, namespace in PREFIXES.items():
        if str(term).startswith(f"<{namespace}"):
            return str(term).replace(f"<{namespace}", f"{prefix}:").removesuffix(">")
    return str(term)


def definition(laid: Overlay, local: str) -> str:
    found = [value for name, value in said(laid, f"{ID}ssdf-1.1/{local}>") if "definition" in name]
    (text,) = found
    return text.removesuffix("@en").strip('"')


def test_the_graph_says_what_it_is_and_of_which_file() -> None:
    laid = lay(SMALL, CSF)
    graph = "https://w3id.org/crosstrace/id/import/csf-2.0"
    assert laid.graph == graph
    assert {quad.graph_name for quad in laid.quads} == {ox.NamedNode(graph)}
    title = "Publisher's wording of csf-2.0, imported from catalog.json"
    assert said(laid, f"<{graph}>") == {
        ("rdf:type", "ct:WordingOverlay"),
        ("dcterms:title", f'"{title}"@en'),
        ("dcterms:source", f"<{graph}#source>"),
        ("ct:digest", f"<{graph}#digest>"),
        ("dcterms:issued", f'"2026-02-03"^^<{XSD}date>'),
        ("prov:generatedAtTime", f'"2026-11-23"^^<{XSD}date>'),
    }
    assert said(laid, f"<{graph}#source>") == {
        ("rdf:type", "prov:Entity"),
        ("dcterms:identifier", '"catalog.json"'),
        ("dcterms:title", '"A small catalog for tests"@en'),
        ("dcat:version", '"1.10"'),
    }
    assert said(laid, f"<{graph}#digest>") == {
        ("ct:algorithm", '"SHA-256"'),
        ("ct:value", f'"{DIGEST}"'),
    }


def test_a_known_element_gets_its_text_and_nothing_else() -> None:
    assert said(lay(SMALL, CSF), f"{ID}csf-2.0/GV.OC>") == {
        ("skos:definition", '"The waters are charted, see the atlas."@en'),
        ("ct:textSource", "ct:PublisherText"),
        ("ct:textLocator", '"OSCAL catalog, GV.OC"'),
    }


def test_an_example_the_edition_lists_gets_its_text_and_nothing_else() -> None:
    known = {**CSF, "GV.OC-01.E1": "implementation_example"}
    laid = lay(SMALL, known)
    assert said(laid, f"{ID}csf-2.0/GV.OC-01.E1>") == {
        ("skos:definition", '"Drop a buoy at each reef."@en'),
        ("ct:textSource", "ct:PublisherText"),
        ("ct:textLocator", '"OSCAL catalog, part GV.OC-01.001"'),
    }
    assert (laid.report.examples, laid.report.new_examples) == (2, 1)


@pytest.mark.parametrize(
    ("number", "text", "whose"),
    [(1, "Drop a buoy at each reef.", "PublisherText"), (2, "Paint the buoys.", "OwnTitle")],
)
def test_an_example_the_edition_does_not_list_becomes_an_element(
    number: int, text: str, whose: str
) -> None:
    part = f"GV.OC-01.00{number}"
    assert said(lay(SMALL, CSF), f"{ID}csf-2.0/GV.OC-01.E{number}>") == {
        ("rdf:type", "ct:ImplementationExample"),
        ("skos:inScheme", f"{ID}csf-2.0>"),
        ("skos:broader", f"{ID}csf-2.0/GV.OC-01>"),
        ("skos:notation", f'"{part}"'),
        ("skos:prefLabel", f'"Example {number}"@en'),
        ("ct:labelSource", f"ct:{whose}"),
        ("skos:definition", f'"{text}"@en'),
        ("ct:textSource", "ct:PublisherText"),
        ("ct:textLocator", f'"OSCAL catalog, part {part}"'),
        ("dcterms:source", f"{ID}import/csf-2.0>"),
        ("ct:locator", f'"OSCAL catalog, part {part}"'),
    }


def test_no_statement_is_made_twice() -> None:
    quads = lay(SMALL, CSF).quads
    assert len(set(quads)) == len(quads)


def test_the_report_counts_what_was_done_and_names_what_was_not() -> None:
    report = lay(SMALL, CSF).report
    assert report.texts == {"function": 1, "category": 1, "subcategory": 1}
    assert (report.examples, report.new_examples) == (2, 2)
    assert report.ignored == (Ignored("GV.OC-09", "subcategory", "marked as withdrawn", 0),)
    assert report.corrections == ()
    assert report.without_text == ("GV.OC-02",)


def test_the_summary_says_it_in_words() -> None:
    assert lay(SMALL, CSF).summary() == (
        "csf-2.0: 3 elements have the publisher's text (1 function, 1 category, 1 subcategory).",
        "2 implementation examples, 2 of them new elements.",
        "Ignored: 1 subcategory (marked as withdrawn; examples: 0): GV.OC-09.",
        "The catalog has no text for 1: GV.OC-02.",
    )


def test_elements_of_an_earlier_edition_carried_unmarked_are_ignored_and_listed() -> None:
    old = control("PO.9", statement("Of an earlier edition."), example("PO.9.1", "An old one."))
    old["class"] = "practice"
    laid = lay_ssdf(control("PO.1", statement("Kept."), controls=[old]), known=("PO.1",))
    reason = "not an active element of ssdf-1.1, though unmarked"
    assert laid.report.ignored == (Ignored("PO.9", "practice", reason, 1),)
    assert not [quad for quad in laid.quads if "PO.9" in str(quad)]
    assert laid.summary()[2] == f"Ignored: 1 practice ({reason}; examples: 1): PO.9."


def test_a_retired_element_that_points_elsewhere_is_ignored_with_its_examples() -> None:
    task = control("PW.3.1", example("PW.3.1.1", "Old."))
    retired = control("PW.3", statement("Moved to PW.4"), controls=[task])
    laid = lay_ssdf(retired, control("PW.4", statement("Kept.")), known=("PW.4",))
    assert [(entry.id, entry.examples) for entry in laid.report.ignored] == [
        ("PW.3", 0),
        ("PW.3.1", 1),
    ]


def test_an_element_the_catalog_withdraws_gets_no_text_and_is_named() -> None:
    gone = control("PO.2", statement("Old."), props=[{"name": "status", "value": "Withdrawn"}])
    laid = lay_ssdf(control("PO.1", statement("Kept.")), gone, known=("PO.1", "PO.2"))
    assert [entry.id for entry in laid.report.ignored] == ["PO.2"]
    assert laid.report.without_text == ("PO.2",)


@pytest.mark.parametrize(
    ("printed", "corrected", "what"),
    [
        (
            "Keep a list (a bill of materials .SBOM).",
            "Keep a list (a bill of materials [SBOM]).",
            "'.SBOM' read as '[SBOM]'",
        ),
        (
            "Tell the yard. .Formerly PW.3.1",
            "Tell the yard. [Formerly PW.3.1]",
            "'.Formerly …' read as '[Formerly …]'",
        ),
        ("Watch reefs , rocks.", "Watch reefs, rocks.", "space before a comma removed"),
    ],
)
def test_known_defects_of_the_text_are_corrected_and_reported(
    printed: str, corrected: str, what: str
) -> None:
    laid = lay_ssdf(control("PO.1", statement(printed)), known=("PO.1",))
    assert definition(laid, "PO.1") == corrected
    assert laid.report.corrections == (Correction("PO.1", what),)
    assert f"Corrected: PO.1: {what}." in laid.summary()


@pytest.mark.parametrize(
    "text",
    [
        "A .SBOM file.",
        "Bill of materials [SBOM].",
        "Formerly PW.3.1",
        "It ends in .Formerly so",
        "1, 2",
    ],
)
def test_other_text_is_left_as_it_is(text: str) -> None:
    laid = lay_ssdf(control("PO.1", statement(text)), known=("PO.1",))
    assert definition(laid, "PO.1") == text
    assert laid.report.corrections == ()


def test_examples_sorted_as_text_get_the_numbers_of_their_titles() -> None:
    entry = control(
        "PO.1",
        statement("Kept."),
        example("PO.1.1", "The first.", "Example 1:"),
        example("PO.1.10", "The tenth.", "Example 10:"),
        example("PO.1.2", "The second.", "Example 2:"),
    )
    laid = lay_ssdf(entry, known=("PO.1",))
    texts = {n: definition(laid, f"PO.1.E{n}") for n in (1, 2, 10)}
    assert texts == {1: "The first.", 2: "The second.", 10: "The tenth."}
    what = "examples out of order, numbered by their titles"
    assert laid.report.corrections == (Correction("PO.1", what),)


def test_what_has_no_text_is_named_and_becomes_no_element() -> None:
    entry = control("PO.1", example("PO.1.1", " "), example("PO.1.2", "Kept."))
    laid = lay_ssdf(entry, known=("PO.1", "PO.1.E2", "PO.1.E3"))
    assert laid.report.without_text == ("PO.1", "PO.1.E3", "PO.1.E1")
    assert (laid.report.texts, laid.report.examples) == ({}, 1)
    assert not said(laid, f"{ID}ssdf-1.1/PO.1.E1>")


def test_a_catalog_that_states_no_date_gets_none() -> None:
    laid = lay_ssdf(control("PO.1", statement("Kept.")), known=("PO.1",))
    assert not [quad for quad in laid.quads if quad.predicate.value.endswith("issued")]


@pytest.mark.parametrize("known", [{}, {"RC": "function"}])
def test_a_catalog_of_something_else_is_refused(known: dict[str, str]) -> None:
    with pytest.raises(InvalidInput, match=r"No entry of the catalog, which has 4, .* of csf-2\.0"):
        lay(SMALL, known)
