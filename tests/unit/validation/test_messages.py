"""What a result says when its shape says nothing."""

from __future__ import annotations

from typing import Final

import pytest
from validation_harness import PREFIXES

from crosstrace.rdf.formats import TURTLE
from crosstrace.validation import engine_named
from crosstrace.validation.engines import ENGINES
from crosstrace.validation.messages import Wording
from crosstrace.validation.reference import Names
from crosstrace.validation.sentences import CORE
from crosstrace.validation.shapes import read_shapes
from crosstrace.validation.submission import read_submission
from crosstrace.vocab import local_name

NODE: Final = "<https://example.org/node>"
PATH: Final = "<https://example.org/p>"
OTHER: Final = "<https://example.org/other>"
NUMBER: Final = "<https://example.org/number>"
C: Final = "<https://example.org/C>"

ON_VALUES: Final = {
    "And": ("sh:and ( [ sh:class ex:C ] )", '"x"', ("“x”",)),
    "Class": ("sh:class ex:C", '"x"', ("“x”", C)),
    "Datatype": ("sh:datatype xsd:date", '"x"', ("“x”", "xsd:date")),
    "Disjoint": ("sh:disjoint ex:other", '"o"', ("“o”", OTHER)),
    "Equals": ("sh:equals ex:other", '"o", "x"', ("“x”", PATH, OTHER)),
    "HasValue": ("sh:hasValue ex:C", '"x"', (NODE, C, PATH)),
    "In": ('sh:in ( ex:C "y" )', '"x"', ("“x”", C, "“y”")),
    "LanguageIn": ('sh:languageIn ( "de" "fr" )', '"x"@en', ("“x”", "de", "fr")),
    "LessThan": ("sh:lessThan ex:number", "9", ("“9”", NUMBER)),
    "LessThanOrEquals": ("sh:lessThanOrEquals ex:number", "9", ("“9”", NUMBER)),
    "MaxCount": ("sh:maxCount 1", '"x", "y"', (NODE, PATH, "at most 1")),
    "MaxExclusive": ("sh:maxExclusive 9", "9", ("“9”", "less than 9")),
    "MaxInclusive": ("sh:maxInclusive 8", "9", ("“9”", "at most 8")),
    "MaxLength": ("sh:maxLength 1", '"xy"', ("“xy”", "1")),
    "MinCount": ("sh:minCount 2", '"x"', (NODE, PATH, "at least 2")),
    "MinExclusive": ("sh:minExclusive 9", "9", ("“9”", "more than 9")),
    "MinInclusive": ("sh:minInclusive 10", "9", ("“9”", "at least 10")),
    "MinLength": ("sh:minLength 2", '"x"', ("“x”", "2")),
    "Node": ("sh:node ex:IsC", '"x"', ("“x”", "<https://example.org/IsC>")),
    "NodeKind": ("sh:nodeKind sh:IRI", '"x"', ("“x”", "IRI")),
    "Not": ("sh:not [ sh:nodeKind sh:Literal ]", '"x"', ("“x”",)),
    "Or": ("sh:or ( [ sh:class ex:C ] )", '"x"', ("“x”",)),
    "Pattern": ('sh:pattern "^y"', '"x"', ("“x”", "^y")),
    "QualifiedMaxCount": (
        "sh:qualifiedValueShape [ sh:nodeKind sh:Literal ] ; sh:qualifiedMaxCount 0",
        '"x"',
        (NODE, PATH, "at most 0"),
    ),
    "QualifiedMinCount": (
        "sh:qualifiedValueShape [ sh:class ex:C ] ; sh:qualifiedMinCount 1",
        '"x"',
        (NODE, PATH, "at least 1"),
    ),
    "UniqueLang": ("sh:uniqueLang true", '"x"@en, "y"@en', (NODE, PATH)),
    "Xone": ("sh:xone ( [ sh:class ex:C ] )", '"x"', ("“x”",)),
}
"""A constraint on the values of ex:p, values that break it, and what the sentence must name."""

ON_NODES: Final = {
    "Closed": ("sh:closed true ; sh:ignoredProperties ( ex:other ex:number )", (NODE, PATH)),
    "SPARQL": ('sh:sparql [ sh:select "SELECT $this WHERE { $this ?p ?o }" ]', (NODE,)),
}
"""The same for a constraint on a node."""


def said(constraint: str, values: str, engine: str) -> dict[str, set[str]]:
    """The sentences for the results of a shape, by component."""
    shapes = read_shapes(
        f"""{PREFIXES}
        ex:IsC a sh:NodeShape ; sh:class ex:C .
        ex:Shape a sh:NodeShape ; sh:targetNode ex:node ; {constraint} .""".encode()
    )
    data = f'{PREFIXES} ex:node ex:p {values} ; ex:other "o" ; ex:number 5 .'
    submission = read_submission(data.encode(), TURTLE, {})
    wording = Wording(shapes, Names({}, {}, set()))
    found: dict[str, set[str]] = {}
    for result in engine_named(engine).run(shapes, submission.data):
        component = local_name(result.component).removesuffix("ConstraintComponent")
        found.setdefault(component, set()).add(wording.message(result))
    return found


def is_a_sentence(text: str) -> bool:
    return text.endswith(".") and not set("{}$") & set(text) and "\n" not in text


@pytest.mark.parametrize("component", ON_VALUES)
def test_a_constraint_on_values_has_a_sentence(component: str) -> None:
    constraint, values, named = ON_VALUES[component]
    shape = f"sh:property [ sh:path ex:p ; {constraint} ]"
    found = said(shape, values, ENGINES[0])
    assert found.keys() == {component}
    assert all(is_a_sentence(text) for text in found[component])
    for name in named:
        assert any(name in text for text in found[component]), found
    assert all(said(shape, values, engine) == found for engine in ENGINES[1:])


@pytest.mark.parametrize("component", ON_NODES)
def test_a_constraint_on_a_node_has_a_sentence(component: str) -> None:
    constraint, named = ON_NODES[component]
    found = said(constraint, '"x"', ENGINES[0])
    assert found.keys() == {component}
    (text,) = found[component]
    assert is_a_sentence(text)
    assert all(name in text for name in named)
    assert all(said(constraint, '"x"', engine) == found for engine in ENGINES[1:])


def test_every_component_that_can_report_is_tried() -> None:
    components = {local_name(core).removesuffix("ConstraintComponent") for core in CORE}
    # A shape under sh:property reports for itself; sh:property never does.
    assert {*ON_VALUES, "Closed"} == components - {"Property"}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("constraint", "text"),
    [
        ('sh:message "Own words." ; sh:property [ sh:path ex:q ; sh:minCount 1 ]', None),
        ('sh:property [ sh:path ex:q ; sh:minCount 1 ; sh:message "No {?path}." ]', "No {q}."),
        (
            'sh:sparql [ sh:message "Node of its own {$this}." ; '
            'sh:select "SELECT $this WHERE { $this ?p 5 }" ]',
            f"Node of its own {NODE}.",
        ),
    ],
)
def test_a_shape_speaks_for_itself(constraint: str, text: str | None, engine: str) -> None:
    ((found,),) = said(constraint, '"x"', engine).values()
    if text is None:
        assert "Own words" not in found
    else:
        assert found == text.replace("{q}", "<https://example.org/q>")
