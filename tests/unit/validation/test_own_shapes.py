"""An organisation's own shapes: judged beside the bundled ones, refused when they are a danger."""

from __future__ import annotations

import pytest
from validation_harness import PREFIXES, ROOT, Judge

from crosstrace.errors import InvalidInput
from crosstrace.validation.engines import ENGINES

TICKET = """
ex:Ticket a sh:NodeShape ; sh:targetClass ct:ImplementationGraph ;
    sh:property [ sh:path ex:ticket ; sh:minCount 1 ; sh:severity sh:Warning ;
        sh:message "{$this} names no ticket." ; ctsh:fix "Add ex:ticket to {$this}." ] .
"""
QUERY = """
ex:Shape a sh:NodeShape ; sh:targetClass ct:ImplementationGraph ;
    sh:sparql [ sh:select "%s" ] .
"""


@pytest.mark.parametrize("engine", [None, *ENGINES])
def test_own_shapes_are_judged_beside_ours(judge: Judge, engine: str | None) -> None:
    report = judge(ROOT, own_shapes=TICKET, engine=engine)
    (own,) = [r for r in report.results if r.path == "https://example.org/ticket"]
    assert own.severity == "warning"
    assert own.message == "<https://example.org/graph> names no ticket."
    assert own.fix == "Add ex:ticket to <https://example.org/graph>."
    assert own.shape.startswith("_:")
    assert [r for r in report.results if r != own] == list(judge(ROOT, engine=engine).results)


def test_own_shapes_choose_the_most_conformant_engine(judge: Judge) -> None:
    assert judge(ROOT).engine == "shifty"
    assert judge(ROOT, own_shapes=TICKET).engine == "turbo"
    assert judge(ROOT, own_shapes=TICKET, engine="pyshacl").engine == "pyshacl"


@pytest.mark.parametrize("engine", ENGINES)
def test_a_value_is_compared_as_it_is_written(judge: Judge, engine: str) -> None:
    shapes = """ex:Shape a sh:NodeShape ; sh:targetNode ex:model ;
        sh:property [ sh:path ex:level ; sh:hasValue "01"^^xsd:integer ] ."""
    report = judge(ROOT + 'ex:model ex:level "01"^^xsd:integer .', own_shapes=shapes, engine=engine)
    assert not [r for r in report.results if r.path == "https://example.org/level"]


@pytest.mark.parametrize(
    ("shapes", "reason"),
    [
        ("<> owl:imports <http://127.0.0.1/shapes> .", "owl:imports"),
        ('ex:Shape sh:js [ sh:jsFunctionName "f" ] .', "sh:js"),
        ('ex:Shape sh:rule [ sh:construct "CONSTRUCT {} WHERE {}" ] .', "sh:rule"),
        (QUERY % "SELECT $this { SERVICE <http://127.0.0.1/> { $this ?p ?o } }", "SERVICE"),
        (QUERY % "SELECT $this { service silent ?s { $this ?p ?o } }", "SERVICE"),
        (QUERY % r"SELECT $this { \\u0053ERVICE <http://127.0.0.1/> { } }", "SERVICE"),
        (QUERY % r"SELECT $this { S\\U00000045RVICE <http://127.0.0.1/> { } }", "SERVICE"),
        (
            'ex:Shape sh:declare [ sh:prefix "p" ; sh:namespace "urn:x> SELECT $this {} #" ] .',
            "namespace",
        ),
        ("ex:A sh:node ex:B . ex:B sh:node ex:A .", "themselves"),
        ("ex:A sh:property [ sh:path ex:p ; sh:node ex:A ] .", "themselves"),
        ("ex:A sh:or ( ex:B [ sh:not ex:A ] ) .", "themselves"),
        ("ex:A sh:in _:l . _:l rdf:first 1 ; rdf:rest _:l .", "no end"),
        ("ex:A sh:and _:l . _:l rdf:first ex:B ; rdf:rest [ rdf:first 1 ; rdf:rest _:l ] .", "end"),
        ("ex:A sh:path _:p . _:p sh:inversePath _:p .", "path"),
        (
            "<> owl:imports <http://datashapes.org/dash> . ex:A a <http://datashapes.org/dash#X> .",
            "imports",
        ),
        ("ctsh:Coverage-high sh:deactivated true .", "Coverage-high"),
        ("<https://w3id.org/crosstrace/shapes/implementation> sh:declare [] .", "not theirs"),
    ],
)
def test_dangerous_shapes_are_refused(judge: Judge, shapes: str, reason: str) -> None:
    prefixes = """@prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"""
    with pytest.raises(InvalidInput, match="The shapes can't be used") as refused:
        judge(ROOT, own_shapes=prefixes + shapes)
    assert reason in refused.value.detail


@pytest.mark.parametrize(
    "shape",
    [
        'sh:property [ sh:path ex:p ; sh:minCount "x" ]',
        "sh:property [ sh:path ex:p ; sh:minCount 1.5 ]",
        "sh:property [ sh:path ex:p ; sh:maxCount 1 , 2 ]",
        "sh:property [ sh:minCount 1 ]",
        "sh:property [ sh:path ex:p , ex:q ]",
        'sh:property [ sh:path "p" ]',
        "sh:in ex:list",
        "sh:in ( 1 2 ) , ( 3 )",
        'sh:datatype "integer"',
        "sh:nodeKind ex:Anything",
        "sh:class 5",
        "sh:or ex:Other",
        "sh:closed 7",
        "sh:targetClass 5",
        "sh:severity 5",
        "sh:property [ sh:path ex:p ; sh:uniqueLang 3 ]",
        'sh:pattern 5 ; sh:flags "i"',
    ],
)
def test_what_is_not_well_formed_is_refused_by_name(judge: Judge, shape: str) -> None:
    with pytest.raises(InvalidInput, match="The shapes can't be used") as refused:
        judge(ROOT, own_shapes=f"ex:Shape a sh:NodeShape ; {shape} .")
    assert refused.value.errors


@pytest.mark.parametrize("engine", ["turbo", "pyshacl"])
def test_a_query_that_can_not_be_read_has_its_place(judge: Judge, engine: str) -> None:
    shapes = 'ex:Shape a sh:NodeShape ; sh:targetNode ex:model ; sh:sparql [ sh:select "%s" ] .'
    with pytest.raises(InvalidInput, match=r"query of <https://example.org/Shape> .* column 28:"):
        judge(ROOT, own_shapes=shapes % "SELECT $this { $this nope:x ?o }", engine=engine)


def test_what_an_engine_cannot_do_is_said_in_its_words(judge: Judge) -> None:
    with pytest.raises(InvalidInput, match="Unsupported feature: sh:frobnicate"):
        judge(ROOT, own_shapes=TICKET + "ex:Shape a sh:NodeShape ; sh:frobnicate 5 .")


@pytest.mark.parametrize("engine", ENGINES)
def test_a_severity_of_ones_own_counts_as_a_violation(judge: Judge, engine: str) -> None:
    shapes = """ex:Shape a sh:NodeShape ; sh:targetNode ex:model ;
        sh:nodeKind sh:Literal ; sh:severity ex:Critical ."""
    report = judge(ROOT, own_shapes=shapes, engine=engine)
    (own,) = [r for r in report.results if r.shape == "https://example.org/Shape"]
    assert own.severity == "violation"
    assert "https://example.org/Critical" in own.rdf


def test_imports_of_what_is_there_or_unused_are_no_harm(judge: Judge) -> None:
    shapes = """@prefix owl: <http://www.w3.org/2002/07/owl#> .
        <urn:a> owl:imports <urn:b> , <http://datashapes.org/dash> . <urn:b> a owl:Ontology ."""
    judge(ROOT, own_shapes=shapes + TICKET)


def test_the_word_service_alone_is_no_danger(judge: Judge) -> None:
    query = "SELECT $this { $this ?service 'SERVICE' . $this ex:SERVICE ?o } # SERVICE"
    judge(ROOT, own_shapes=QUERY % query.replace("ex:SERVICE", "<urn:SERVICE>"))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\n\nex:Shape a sh:NodeShape ; .. ", 3),
        ("\nnothere:Shape a sh:NodeShape .", 2),
        ("ex:Shape sh:path <http://a b> .", 1),
        ('ex:Shape sh:message "begun', 1),
    ],
)
def test_broken_turtle_has_its_place(judge: Judge, text: str, line: int) -> None:
    with pytest.raises(InvalidInput, match="The shapes can't be used") as refused:
        judge(ROOT, own_shapes=text)
    (error,) = refused.value.errors
    assert error.line == PREFIXES.count("\n") + line
    assert (error.column or 0) >= 1


def test_own_shapes_alone_judge_the_graph_alone(judge: Judge) -> None:
    shapes = """ex:Shape a sh:NodeShape ; sh:targetClass ct:Task ; sh:targetNode ctsh:Clock ;
        sh:property [ sh:path ct:asOf ; sh:minCount 1 ; ctsh:level ctsh:Submission ] ."""
    report = judge("task:PO.1.1 a ct:Task .", own_shapes=shapes, profile="none")
    assert {r.focus_node for r in report.results} == {
        "https://w3id.org/crosstrace/id/sp800-218a/PO.1.1",
        "https://w3id.org/crosstrace/shapes#Clock",
    }
    assert report.verdict().startswith("The graph does not conform to your shapes at level ")


def test_own_shapes_alone_have_to_be_well_formed(judge: Judge) -> None:
    with pytest.raises(InvalidInput, match=r"can't be used.*nodeKind"):
        judge(ROOT, own_shapes="ex:S a sh:NodeShape ; sh:nodeKind ex:Kind .", profile="none")


def test_a_level_that_is_none_is_said_to_be(judge: Judge) -> None:
    shapes = "ex:S a sh:NodeShape ; sh:targetNode ex:a ; ctsh:level ctsh:Final ."
    with pytest.raises(InvalidInput, match="Draft, Submission, Attestation"):
        judge(ROOT, own_shapes=shapes)
