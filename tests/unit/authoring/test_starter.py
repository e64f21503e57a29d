"""The starter graph: whatever the names are, it is Turtle that says just that, and no more."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import DCTERMS, FOAF, RDF, XSD, Graph, Literal, Namespace, URIRef

from crosstrace.authoring import Asset, starter
from crosstrace.bootstrap import KnowledgeGraph
from crosstrace.errors import InvalidInput
from crosstrace.vocab import CT

ISSUED = dt.date(2026, 11, 23)
BASE = "https://example.org/"
OURS = Namespace(BASE)
TERMS = Namespace(CT)
DCAT_VERSION = URIRef("http://www.w3.org/ns/dcat#version")
ROLES = {
    "model-producer": (TERMS.ModelProducer, TERMS.AIModel),
    "system-producer": (TERMS.SystemProducer, TERMS.AISystem),
    "acquirer": (TERMS.Acquirer, TERMS.AISystem),
}
NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
NASTY = [
    'A "quoted" \\ name',
    "two\nlines\r\nand more\r:evil a ct:Implementation .",
    '""" . :x a :y . """',
    "# not a comment\n.",
    "{{ organization }} {% raw %}",
    "tab\tand null-like \\u0000 and \\",
    "a\u2028b\u0085c\x0bd\x0ce",
    "Ünïcödé 🦜 \u202e",
    "<https://example.org/> . ]",
]


def written(
    graph: KnowledgeGraph,
    *,
    organization: str = "Example Org",
    name: str = "Example Model",
    version: str = "1.0",
    role: str = "model-producer",
    base: str = BASE,
) -> str:
    asset = Asset(name=name, version=version, role=role)
    return starter(graph.catalog, asset, organization=organization, base=base, issued=ISSUED)


def parsed(text: str) -> Graph:
    return Graph().parse(data=text, format="turtle")


def says_the_names(text: str, *, organization: str, name: str, version: str) -> None:
    found = parsed(text)
    assert found.value(OURS.organization, FOAF.name) == Literal(organization)
    assert found.value(OURS.asset, DCTERMS.title) == Literal(name)
    assert found.value(OURS.asset, DCAT_VERSION) == Literal(version)
    assert len(set(found.subjects(RDF.type, TERMS.Implementation))) == 21
    assert set(found.subjects(RDF.type, TERMS.Evidence)) == set()


@pytest.mark.parametrize("text", NASTY)
def test_nasty_names_stay_names(graph: KnowledgeGraph, text: str) -> None:
    turtle = written(graph, organization=text, name=text, version=text)
    says_the_names(turtle, organization=text, name=text, version=text)
    assert len(parsed(turtle)) == len(parsed(written(graph)))


@given(organization=NAMES, name=NAMES, version=NAMES)
def test_any_names_stay_names(
    graph: KnowledgeGraph, organization: str, name: str, version: str
) -> None:
    turtle = written(graph, organization=organization, name=name, version=version)
    says_the_names(turtle, organization=organization, name=name, version=version)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_with_its_asset(graph: KnowledgeGraph, role: str) -> None:
    found = parsed(written(graph, role=role))
    wanted, asset_class = ROLES[role]
    assert list(found.objects(OURS.graph, TERMS.role)) == [wanted]
    assert list(found.objects(OURS.asset, RDF.type)) == [asset_class]
    assert list(found.objects(OURS.graph, TERMS.subject)) == [OURS.asset]
    assert list(found.objects(OURS.graph, DCTERMS.creator)) == [OURS.organization]
    issued = Literal("2026-11-23", datatype=XSD.date)
    assert list(found.objects(OURS.graph, DCTERMS.issued)) == [issued]


def test_nothing_is_claimed_of_any_high_task(graph: KnowledgeGraph) -> None:
    found = parsed(written(graph))
    high = {e.ref.iri for e in graph.catalog.of_edition("sp800-218a") if e.priority == "high"}
    tasks = {str(task) for task in found.objects(predicate=TERMS.implements)}
    assert len(high) == 21
    assert tasks == high
    assert set(found.objects(predicate=TERMS.status)) == {TERMS.NotImplemented}
    assert set(found.objects(predicate=TERMS.responsibleParty)) == {OURS.organization}
    assert set(found.objects(predicate=TERMS.appliesTo)) == {OURS.asset}


@pytest.mark.parametrize("base", ["http://example.org/", "https://a.example:8443/b/c#"])
def test_the_base_begins_every_identifier_of_our_own(graph: KnowledgeGraph, base: str) -> None:
    subjects = set(parsed(written(graph, base=base)).subjects())
    assert len(subjects) == 3 + 21
    assert all(str(subject).startswith(base) for subject in subjects)


@pytest.mark.parametrize(
    "base",
    [
        "",
        "example",
        "https://example.org",
        "urn:example:",
        "file:///etc/",
        "https://example.org/ ",
        "https://example.org/> . <x:y> a <x:z> .\n@prefix q: <https://example.org/",
        'https://example.org/"/',
        "https://example.org/a b/",
        "https://example.org/\n",
    ],
)
def test_a_bad_base_is_refused(graph: KnowledgeGraph, base: str) -> None:
    with pytest.raises(InvalidInput, match="can't begin identifiers"):
        written(graph, base=base)


@pytest.mark.parametrize("role", ["", "owner", "ModelProducer", "model_producer"])
def test_a_bad_role_is_refused_with_those_there_are(graph: KnowledgeGraph, role: str) -> None:
    with pytest.raises(InvalidInput, match="model-producer, system-producer, acquirer"):
        written(graph, role=role)
