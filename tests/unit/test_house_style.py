"""Every constraint of the house style bites, and three engines agree on where."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pyshacl
import pyshacl_turbo
import pytest
import shifty
from house_style_cases import CASES, EXAMPLES
from rdflib import RDF, RDFS, Graph
from rdflib.namespace import SH

from crosstrace.resources import ONTOLOGY, SHAPES
from crosstrace.vocab import CTSH, PREFIXES

pytestmark = pytest.mark.usefixtures("reading_once")

ENGINES: dict[str, Callable[..., Any]] = {
    "pyshacl": pyshacl.validate,
    "pyshifty": shifty.validate,
    "pyshacl-turbo": pyshacl_turbo.validate,
}
SUBJECTS = ("ontology", "framework", "mapping", "derived-mapping")
PREFIX_LINES = "".join(
    f"PREFIX {prefix}: <{iri}>\n"
    for prefix, iri in {
        **PREFIXES,
        "ex": "https://example.org/",
        "m": f"{PREFIXES['ct'][:-1]}/",
    }.items()
)
COMPONENTS = (
    "class", "datatype", "equals", "in", "languageIn", "maxCount", "maxInclusive", "minCount",
    "minInclusive", "nodeKind", "pattern",
)  # fmt: skip
"""The SHACL parameters that the house style uses, beside sh:sparql."""


@cache
def shapes_for(subject: str) -> Graph:
    return Graph().parse(SHAPES / "house-style" / f"{subject}.ttl")


@cache
def ontology() -> Graph:
    graph = Graph()
    for module in ONTOLOGY.glob("*.ttl"):
        graph.parse(module)
    return graph


def data_for(subject: str, update: str | None = None) -> Graph:
    graph = Graph()
    if subject == "ontology":
        graph += ontology()
    else:
        graph.parse(data=PREFIX_LINES + EXAMPLES[subject])
        graph += ontology().triples((None, RDFS.subClassOf, None))
    if update is not None:
        graph.update(PREFIX_LINES + update)
    return graph


def result_tuples(engine: str, data: Graph, shapes: Graph) -> list[tuple[str, ...]]:
    _, report, _ = ENGINES[engine](data, shacl_graph=shapes)
    fields = (
        SH.focusNode, SH.resultPath, SH.value, SH.sourceShape, SH.sourceConstraintComponent,
        SH.resultSeverity,
    )  # fmt: skip
    return sorted(
        tuple(str(report.value(result, field)) for field in fields)
        for result in report.subjects(RDF.type, SH.ValidationResult)
    )


def constraint(shape: str, component: str) -> str:
    name = component.removeprefix(str(SH)).removesuffix("ConstraintComponent")
    return f"{shape.removeprefix(CTSH)} {name}"


def constraints(shapes: Graph) -> set[str]:
    found = {
        constraint(str(shape), parameter[0].upper() + parameter[1:])
        for parameter in COMPONENTS
        for shape in shapes.subjects(SH[parameter])
    }
    return found | {constraint(str(shape), "SPARQL") for shape in shapes.subjects(SH.sparql)}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_what_keeps_the_style_passes(subject: str, engine: str) -> None:
    assert result_tuples(engine, data_for(subject), shapes_for(subject)) == []


@pytest.mark.parametrize(
    ("subject", "expected", "update"),
    [
        pytest.param(subject, *case, id=f"{subject}: {case[0]}")
        for subject, cases in CASES.items()
        for case in cases
    ],
)
def test_a_constraint_bites_in_every_engine(subject: str, expected: str, update: str) -> None:
    data, shapes = data_for(subject, update), shapes_for(subject)
    results = {engine: result_tuples(engine, data, shapes) for engine in ENGINES}
    assert {constraint(r[3], r[4]) for r in results["pyshacl"]} == set(expected.split(", "))
    assert results["pyshifty"] == results["pyshacl"]
    assert results["pyshacl-turbo"] == results["pyshacl"]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_constraint_has_a_case(subject: str) -> None:
    tried = {name for expected, _ in CASES[subject] for name in expected.split(", ")}
    assert tried == constraints(shapes_for(subject))
