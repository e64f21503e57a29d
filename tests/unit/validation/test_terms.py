"""Terms that the ontology does not have, and what was probably meant."""

from __future__ import annotations

import json

import pytest
from rdflib.term import Literal, URIRef
from validation_harness import ROOT, Judge

from crosstrace.bootstrap import KnowledgeGraph
from crosstrace.rdf.formats import JSON_LD
from crosstrace.validation import reference_graph
from crosstrace.validation.terms import CLASS, PROPERTY, VALUE, Terms, read_terms
from crosstrace.vocab import CT, DCTERMS


@pytest.fixture(scope="module")
def terms(graph: KnowledgeGraph) -> Terms:
    return read_terms(reference_graph(graph.store))


def test_the_reference_graph_tells_every_term_of_the_ontology(terms: Terms) -> None:
    assert {CT + "accepts", CT + "validUntil", CT + "asOf"} <= terms.properties
    assert {CT + "Evidence", CT + "ImplementationGraph"} <= terms.classes
    assert CT + "Implemented" in terms.all - terms.classes - terms.properties


@pytest.mark.parametrize(
    ("written", "kind", "meant"),
    [
        ("validUntill", PROPERTY, CT + "validUntil"),
        ("contradict", PROPERTY, CT + "contradicts"),
        ("Evidence", PROPERTY, CT + "evidence"),
        ("titel", PROPERTY, DCTERMS + "title"),
        ("Asessment", CLASS, CT + "Assessment"),
        ("evidence", CLASS, CT + "Evidence"),
        ("Implementd", VALUE, CT + "Implemented"),
    ],
)
def test_what_was_meant_comes_first(terms: Terms, written: str, kind: str, meant: str) -> None:
    assert terms.near(URIRef(CT + written), kind)[0] == meant


def test_what_differs_in_capitals_only_is_meant_alone(terms: Terms) -> None:
    assert terms.near(URIRef(CT + "implementation"), CLASS) == (CT + "Implementation",)


def test_nothing_is_guessed_of_what_is_like_no_term(terms: Terms) -> None:
    assert terms.near(URIRef(CT + "zzzz"), PROPERTY) == ()
    assert terms.near(URIRef("https://example.org/validUntil"), PROPERTY) == ()
    assert terms.near(Literal("validUntil"), VALUE) == ()
    assert terms.near(None, PROPERTY) == ()


def test_a_misspelled_property_is_a_violation_that_says_what_was_meant(judge: Judge) -> None:
    report = judge(ROOT + 'ex:report ct:validUntill "2020-01-01"^^xsd:date ; ct:zzzz 1 .')
    near, far = (r for r in report.results if r.shape.endswith("#Reference-property"))
    assert near.severity == far.severity == "violation"
    assert near.path == CT + "validUntill"
    assert near.fix is not None
    assert near.fix.startswith("Did you mean ct:validUntil?")
    assert far.fix is not None
    assert far.fix.startswith("Correct the spelling of ct:zzzz")


def test_a_key_that_json_does_not_know_is_told_by_the_key_that_was_meant(judge: Judge) -> None:
    document = {
        "@context": "https://w3id.org/crosstrace/context.jsonld",
        "id": "https://example.org/e",
        "titel": "Report",
    }
    report = judge(json.dumps(document), syntax=JSON_LD, prefixes="")
    [found] = [r for r in report.results if r.shape.endswith("#Reference-property")]
    assert found.fix is not None
    assert found.fix.startswith("Did you mean dcterms:title?")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ct:implemented", "ct:Implemented"),
        ('"not-applicable"', "ct:NotApplicable"),
        ("ct:NOT_IMPLEMENTED", "ct:NotImplemented"),
        ("ct:Plannd", "ct:Planned"),
        ("ct:plan", "ct:Planned"),
    ],
)
def test_a_misspelled_status_stays_what_it_claims(judge: Judge, written: str, meant: str) -> None:
    report = judge(ROOT + f"ex:answer a ct:Implementation ; ct:status {written} .")
    [found] = [r for r in report.results if r.shape.endswith("#Implementation-statusValue")]
    assert found.fix is not None
    assert found.fix.startswith(f"Did you mean {meant}? ")
    assert found.snippet is not None
    assert found.snippet.turtle.endswith(f"ct:status {meant} .")


@pytest.mark.parametrize("written", ["ct:Done", '"yes"', "ct:Shared", "ex:Implemented", '" "'])
def test_of_a_status_that_is_like_none_nothing_is_guessed(judge: Judge, written: str) -> None:
    report = judge(ROOT + f"ex:answer a ct:Implementation ; ct:status {written} .")
    [found] = [r for r in report.results if r.shape.endswith("#Implementation-statusValue")]
    assert found.fix is not None
    assert "Did you mean" not in found.fix
    assert found.snippet is not None
    assert "ct:status ct:Planned" in found.snippet.turtle


def test_a_misspelled_role_decision_or_kind_is_told_too(judge: Judge) -> None:
    report = judge(
        ROOT.replace("ct:ModelProducer", '"model-producer"')
        + "ex:d a ct:ItemDisposition ; ct:decision ct:omit ."
        + "ex:a a ct:ResponsibilityAllocation ; ct:kind ct:customerProvided ."
    )
    asked = {r.fix.split("?")[0] for r in report.results if r.fix and "Did you mean" in r.fix}
    assert asked == {
        *("Did you mean ct:ModelProducer", "Did you mean ct:Omitted"),
        "Did you mean ct:CustomerProvided",
    }


def test_beside_no_profile_any_term_may_stand(judge: Judge) -> None:
    shapes = "ex:Any a sh:NodeShape ; sh:targetNode ex:a ; sh:nodeKind sh:IRI ."
    report = judge("ex:a ct:validUntill 1 .", own_shapes=shapes, profile="none")
    assert report.results == ()
