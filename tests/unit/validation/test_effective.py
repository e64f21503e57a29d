"""Own shapes that judge nothing are refused, and those whose class there isn't are told of."""

from __future__ import annotations

import pytest
from validation_harness import ROOT, Judge

from crosstrace.errors import InvalidInput

WARNING = "https://w3id.org/crosstrace/shapes#OwnShapes-targetClass"


@pytest.mark.parametrize(
    "shapes",
    [
        "ex:a ex:b ex:c .",
        ROOT,
        "ex:S a sh:NodeShape ; sh:targetClass ct:Evidence .",
        "ex:S a sh:NodeShape ; sh:targetClass ct:Evidence ; sh:property [ sh:path ex:p ] .",
        "ex:S a sh:NodeShape ; sh:property [ sh:path ex:p ; sh:minCount 1 ] .",
        'ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:message "No." ; sh:severity sh:Info .',
    ],
)
@pytest.mark.parametrize("profile", ["none", "sp800-218a"])
def test_shapes_that_judge_nothing_are_refused(judge: Judge, shapes: str, profile: str) -> None:
    with pytest.raises(InvalidInput, match="they judge nothing"):
        judge(ROOT, own_shapes=shapes, profile=profile)


@pytest.mark.parametrize(
    "shapes",
    [
        "ex:S a sh:NodeShape ; sh:targetNode ex:org ; sh:nodeKind sh:IRI .",
        "ex:S a sh:NodeShape , rdfs:Class ; sh:nodeKind sh:IRI . ex:T rdfs:subClassOf ex:S .",
        """ex:S a sh:NodeShape ; sh:targetSubjectsOf dcterms:title ;
            sh:property [ sh:path dcterms:title ; sh:maxCount 1 ] .""",
        """ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:most ] ;
            sh:validator [ a sh:SPARQLAskValidator ; sh:ask "ASK { }" ] .
        ex:S a sh:NodeShape ; sh:targetNode ex:org ; ex:most 5 .""",
    ],
)
def test_shapes_that_judge_something_are_taken(judge: Judge, shapes: str) -> None:
    report = judge(ROOT, own_shapes=shapes, profile="none")
    assert report.results == ()


@pytest.mark.parametrize(
    ("wanted", "is_told"),
    [
        ("ct:Implementaton", True),
        ("ct:Implementation", False),
        ("ex:Own", False),
        ("sh:NodeShape", False),
        ("ex:O", True),
    ],
)
def test_a_class_that_there_is_not_is_told(judge: Judge, wanted: str, is_told: bool) -> None:
    shapes = f"""ex:S a sh:NodeShape ; sh:targetClass {wanted} ;
        sh:property [ sh:path dcterms:title ; sh:maxCount 5 ] ."""
    report = judge(ROOT + "ex:org a ex:Own .", own_shapes=shapes, profile="none")
    assert [r.shape for r in report.results] == [WARNING] * is_told
    assert report.conforms
    for result in report.results:
        assert (result.severity, result.focus_node) == ("warning", "https://example.org/S")
        assert result.message.endswith("it judged nothing.")
