"""The starter graph: whatever the names are, each form says just that, and no more."""

from __future__ import annotations

import datetime as dt
import json
import re
from functools import partial

import pyoxigraph as ox
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import DCTERMS, FOAF, RDF, XSD, Graph, Literal, Namespace, URIRef

from crosstrace.authoring import FORMS, KINDS, PRIORITIES, SCHEMA_IRI, Asset, starter, written
from crosstrace.bootstrap import KnowledgeGraph
from crosstrace.errors import InvalidInput
from crosstrace.rdf.context import known_contexts
from crosstrace.rdf.formats import JSON_LD, TURTLE, YAML_LD
from crosstrace.rdf.intake import parse
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


SYNTAX = {"turtle": TURTLE, "jsonld": JSON_LD, "yaml": YAML_LD}


def made(
    graph: KnowledgeGraph,
    form: str = "turtle",
    *,
    organization: str = "Example Org",
    name: str = "Example Model",
    version: str = "1.0",
    role: str = "model-producer",
    kind: str | None = None,
    base: str = BASE,
    down_to: str = "high",
) -> str:
    asset = Asset(name=name, version=version, role=role, kind=kind)
    found = starter(
        graph.catalog, asset, organization=organization, base=base, issued=ISSUED, down_to=down_to
    )
    return written(found, form)


def stated(text: str, form: str) -> ox.Dataset:
    """What the service reads, with blank nodes named the same in every form."""
    triples = parse(text.encode(), SYNTAX[form], base=BASE, contexts=known_contexts())
    dataset = ox.Dataset(ox.Quad(*triple) for triple in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def parsed(text: str, form: str = "turtle") -> Graph:
    turtle = "\n".join(f"{quad.triple} ." for quad in stated(text, form))
    return Graph().parse(data=turtle, format="turtle")


def says_the_names(text: str, form: str, *, organization: str, name: str, version: str) -> None:
    found = parsed(text, form)
    assert found.value(OURS.organization, FOAF.name) == Literal(organization)
    assert found.value(OURS.asset, DCTERMS.title) == Literal(name)
    assert found.value(OURS.asset, DCAT_VERSION) == Literal(version)
    assert len(set(found.subjects(RDF.type, TERMS.Implementation))) == 21
    assert set(found.subjects(RDF.type, TERMS.Evidence)) == set()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("text", NASTY)
def test_nasty_names_stay_names(graph: KnowledgeGraph, text: str, form: str) -> None:
    found = made(graph, form, organization=text, name=text, version=text)
    says_the_names(found, form, organization=text, name=text, version=text)
    assert len(parsed(found, form)) == len(parsed(made(graph)))


@settings(max_examples=30, deadline=None)
@given(organization=NAMES, name=NAMES, version=NAMES)
def test_any_names_stay_names(
    graph: KnowledgeGraph, organization: str, name: str, version: str
) -> None:
    for form in FORMS:
        found = made(graph, form, organization=organization, name=name, version=version)
        says_the_names(found, form, organization=organization, name=name, version=version)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("base", [BASE, "https://a.example:8443/b/c#"])
def test_all_forms_are_the_same_graph(graph: KnowledgeGraph, role: str, base: str) -> None:
    turtle, *others = (stated(made(graph, form, role=role, base=base), form) for form in FORMS)
    assert all(turtle == other for other in others)


@pytest.mark.parametrize("role", ROLES)
def test_the_examples_are_the_same_graph_when_they_are_taken_in(
    graph: KnowledgeGraph, role: str
) -> None:
    turtle = _taken_in(made(graph, "turtle", role=role), r"^# :\S.*?\n\n", "# ")
    in_yaml = _taken_in(made(graph, "yaml", role=role), r"^  # - id:.*?\n\n", "  # ")
    document = json.loads(made(graph, "jsonld", role=role))
    examples = [entry for entry in document["$comment"] if isinstance(entry, dict)]
    document["@graph"] += examples
    assert len(examples) == {"model-producer": 3, "system-producer": 4, "acquirer": 4}[role]
    wanted = stated(json.dumps(document), "jsonld")
    assert stated(turtle, "turtle") == wanted
    assert stated(in_yaml, "yaml") == wanted


def _taken_in(text: str, example: str, mark: str) -> str:
    """The text without the marks of comments before its examples."""
    bare = mark.replace("# ", "")
    without = partial(re.sub, f"^{mark}", bare, flags=re.M)
    return re.sub(example, lambda found: without(string=found[0]), text, flags=re.M | re.S)


@pytest.mark.parametrize("form", FORMS)
def test_each_task_is_said_with_its_title_and_what_to_fill_in(
    graph: KnowledgeGraph, form: str
) -> None:
    text = " ".join(re.sub(r'^[ #"]+|",?$', "", line) for line in made(graph, form).splitlines())
    for task in graph.catalog.of_edition("sp800-218a"):
        if task.kind == "task" and task.priority == "high":
            assert f"{task.notation} {task.label} (High)" in text
            for ref in graph.catalog.children.get(task.ref, ()):
                item = graph.catalog.element(ref)
                assert (item.kind == "recommendation") == (f"{ref} {item.label}" in text)
    for status in ("Partial", "Planned", "Alternative", "NotApplicable"):
        assert status in text


@pytest.mark.parametrize(("down_to", "count"), [*zip(PRIORITIES, (21, 43, 48), strict=True)])
def test_less_important_tasks_on_request(graph: KnowledgeGraph, down_to: str, count: int) -> None:
    found = parsed(made(graph, "yaml", down_to=down_to), "yaml")
    assert len(set(found.subjects(RDF.type, TERMS.Implementation))) == count


@pytest.mark.parametrize(("kind", "asset_class"), KINDS.items())
def test_each_kind_of_asset(graph: KnowledgeGraph, kind: str, asset_class: str) -> None:
    found = parsed(made(graph, kind=kind, role="acquirer"))
    assert list(found.objects(OURS.asset, RDF.type)) == [TERMS[asset_class]]


def test_other_readers_of_yaml_see_the_same_document(graph: KnowledgeGraph) -> None:
    in_yaml = yaml.safe_load(made(graph, "yaml"))
    document = json.loads(made(graph, "jsonld"))
    entries = [{k: v for k, v in e.items() if k != "$comment"} for e in document["@graph"]]
    assert in_yaml == {"@context": document["@context"], "@graph": entries}


def test_editors_are_told_the_schema(graph: KnowledgeGraph) -> None:
    first, *_ = made(graph, "yaml").splitlines()
    assert first == f"# yaml-language-server: $schema={SCHEMA_IRI}"
    assert json.loads(made(graph, "jsonld"))["$schema"] == SCHEMA_IRI


@pytest.mark.parametrize("schema", ["", "a b", "x\n- evil: 1"])
def test_a_schema_that_would_end_its_line_is_refused(graph: KnowledgeGraph, schema: str) -> None:
    found = starter(
        graph.catalog,
        Asset("M", "1", "acquirer"),
        organization="O",
        base=BASE,
        issued=ISSUED,
    )
    with pytest.raises(InvalidInput, match="JSON Schema"):
        written(found, "yaml", schema)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_with_its_asset(graph: KnowledgeGraph, role: str) -> None:
    found = parsed(made(graph, role=role))
    wanted, asset_class = ROLES[role]
    assert list(found.objects(OURS.graph, TERMS.role)) == [wanted]
    assert list(found.objects(OURS.asset, RDF.type)) == [asset_class]
    assert list(found.objects(OURS.graph, TERMS.subject)) == [OURS.asset]
    assert list(found.objects(OURS.graph, DCTERMS.creator)) == [OURS.organization]
    issued = Literal("2026-11-23", datatype=XSD.date)
    assert list(found.objects(OURS.graph, DCTERMS.issued)) == [issued]


def test_nothing_is_claimed_of_any_high_task(graph: KnowledgeGraph) -> None:
    found = parsed(made(graph))
    high = {e.ref.iri for e in graph.catalog.of_edition("sp800-218a") if e.priority == "high"}
    tasks = {str(task) for task in found.objects(predicate=TERMS.implements)}
    assert len(high) == 21
    assert tasks == high
    assert set(found.objects(predicate=TERMS.status)) == {TERMS.NotImplemented}
    assert set(found.objects(predicate=TERMS.responsibleParty)) == {OURS.organization}
    assert set(found.objects(predicate=TERMS.appliesTo)) == {OURS.asset}


@pytest.mark.parametrize("base", ["http://example.org/", "https://a.example:8443/b/c#"])
def test_the_base_begins_every_identifier_of_our_own(graph: KnowledgeGraph, base: str) -> None:
    subjects = set(parsed(made(graph, base=base)).subjects())
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
        made(graph, base=base)


@pytest.mark.parametrize("role", ["", "owner", "ModelProducer", "model_producer"])
def test_a_bad_role_is_refused_with_those_there_are(graph: KnowledgeGraph, role: str) -> None:
    with pytest.raises(InvalidInput, match="model-producer, system-producer, acquirer"):
        made(graph, role=role)


def test_a_bad_kind_or_priority_is_refused_with_those_there_are(graph: KnowledgeGraph) -> None:
    with pytest.raises(InvalidInput, match="model, system, dataset, component"):
        made(graph, kind="AIModel")
    with pytest.raises(InvalidInput, match="high, medium, low"):
        made(graph, down_to="High")
