"""The ontology's modules: what they import, which version they have, what they define."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import SH

import crosstrace
from crosstrace.resources import DATA, ONTOLOGY, ROOT, SHAPES
from crosstrace.vocab import CT, CTSH, ONTOLOGY_GRAPH

MODULES = ("core", "profile", "mapping", "implementation", "alignments", "all")
DEFINING = ("core", "profile", "mapping", "implementation")
PROPERTY_TYPES = (OWL.ObjectProperty, OWL.DatatypeProperty, RDF.Property)

CLASSES = """
    Framework FrameworkEdition CommunityProfile Element Group Practice Task Function Category
    Subcategory Control Threat Mitigation Publication AttestationItem Recommendation Consideration
    Note ProfileItem ImplementationExample Erratum Citation ReferenceSource WordingOverlay
    Mapping MappingSet InformativeReference DerivedMapping
    ImplementationGraph Organization Asset AIModel AISystem Dataset SoftwareComponent
    Implementation ItemDisposition Evidence ResponsibilityAllocation RiskAcceptance Assessment
"""
PROPERTIES = """
    publicationStatus locator priority profileStatus refines labelSource textSource formerNotation
    about statedBy correctedBy citedBy citedSource asPrinted
    style relation rationale strength changeType useCase exhaustive possibleRelation
    derivationStatus path rule
    profile subject role purl implements status statement appliesTo responsibleParty evidence
    plannedDate disposition item decision validUntil digest algorithm value predicateType
    contradicts element asset kind attestationMeans accepts approver asOf
"""
CONCEPTS = """
    Draft Final Superseded Withdrawn High Medium Low Unchanged Modified Added PublisherText OwnTitle
    Crosswalk Supportive SetTheory Structural Syntactic Semantic Functional
    ExampleOf IntegralTo Precedes
    MovedTo IncorporatedInto CarriedOver Reworded RewordedSubstantively
    Asserted Inverse Conclusive OverlapOnly Possible Lead Unknown
    ModelProducer SystemProducer Acquirer Implemented Partial Planned Alternative NotApplicable
    NotImplemented Adopted Adapted Omitted Performs Inherits Shared CustomerProvided
"""
RELATIONS = """
    equal subsetOf supersetOf intersectsWith noRelationship supports isSupportedBy identical
    equivalent contrary notRelated relatedTo refines
"""
SYMMETRIC = {
    "equal", "intersectsWith", "noRelationship", "identical", "equivalent", "contrary",
    "notRelated", "relatedTo",
}  # fmt: skip
OSCAL_TOKENS = {
    "Implemented": "implemented",
    "Partial": "partial",
    "Planned": "planned",
    "Alternative": "alternative",
    "NotApplicable": "not-applicable",
    "MovedTo": "moved-to",
    "IncorporatedInto": "incorporated-into",
    "equal": "equal-to",
    "subsetOf": "subset-of",
    "supersetOf": "superset-of",
    "intersectsWith": "intersects-with",
    "noRelationship": "no-relationship",
}


def ct(name: str) -> URIRef:
    return URIRef(CT + name)


def module_iri(name: str) -> URIRef:
    return URIRef(ONTOLOGY_GRAPH if name == "all" else f"{ONTOLOGY_GRAPH}/{name}")


def read(name: str) -> Graph:
    return Graph().parse(ONTOLOGY / f"{name}.ttl")


def concepts_of(ontology: Graph, scheme: str) -> set[str]:
    return {str(c).removeprefix(CT) for c in ontology.subjects(SKOS.inScheme, ct(scheme))}


@pytest.fixture(scope="module")
def modules() -> dict[str, Graph]:
    return {name: read(name) for name in MODULES}


@pytest.fixture(scope="module")
def ontology(modules: dict[str, Graph]) -> Graph:
    whole = Graph()
    for module in modules.values():
        whole += module
    return whole


def test_the_modules_are_the_files() -> None:
    assert {path.stem for path in ONTOLOGY.glob("*.ttl")} == set(MODULES)


@pytest.mark.parametrize("name", MODULES)
def test_a_module_declares_itself_and_no_other(modules: dict[str, Graph], name: str) -> None:
    assert set(modules[name].subjects(RDF.type, OWL.Ontology)) == {module_iri(name)}


@pytest.mark.parametrize("name", MODULES)
def test_the_version_is_the_packages(modules: dict[str, Graph], name: str) -> None:
    version = modules[name].value(module_iri(name), OWL.versionInfo)
    assert str(version) == crosstrace.__version__


def test_imports_are_modules_and_reach_all_of_them(ontology: Graph) -> None:
    imported = set(ontology.objects(None, OWL.imports))
    assert imported == {module_iri(name) for name in MODULES if name != "all"}
    reached = set(ontology.transitive_objects(module_iri("all"), OWL.imports))
    assert reached == {module_iri(name) for name in MODULES}


def test_imports_have_no_cycle(ontology: Graph) -> None:
    for name in MODULES:
        direct = ontology.objects(module_iri(name), OWL.imports)
        beyond = {m for d in direct for m in ontology.transitive_objects(d, OWL.imports)}
        assert module_iri(name) not in beyond


def test_a_term_is_defined_in_the_module_it_names(modules: dict[str, Graph]) -> None:
    for name in DEFINING:
        terms = {s for s in modules[name].subjects() if str(s).startswith(CT)}
        assert terms == set(modules[name].subjects(RDFS.isDefinedBy, module_iri(name)))


def test_all_only_imports(modules: dict[str, Graph]) -> None:
    assert set(modules["all"].subjects()) == {module_iri("all")}


def test_only_alignments_lead_out_of_the_ontology(modules: dict[str, Graph]) -> None:
    for name in DEFINING:
        for predicate in (RDFS.subClassOf, RDFS.subPropertyOf):
            for broader in modules[name].objects(None, predicate):
                assert str(broader).startswith(CT)


def test_alignments_define_nothing(modules: dict[str, Graph]) -> None:
    aligned = modules["alignments"]
    statements = [(s, p, o) for s, p, o in aligned if s != module_iri("alignments")]
    assert {p for _, p, _ in statements} == {
        RDFS.subClassOf,
        RDFS.subPropertyOf,
        SKOS.closeMatch,
    }
    assert all(str(s).startswith(CT) and not str(o).startswith(CT) for s, _, o in statements)


def test_alignments_speak_of_defined_terms(ontology: Graph, modules: dict[str, Graph]) -> None:
    for subject in modules["alignments"].subjects():
        assert (subject, RDF.type, None) in ontology


def test_the_ontology_has_no_blank_nodes(ontology: Graph) -> None:
    assert not [node for node in ontology.all_nodes() if isinstance(node, BNode)]


@pytest.mark.parametrize("name", CLASSES.split())
def test_the_class_of_the_contract_exists(ontology: Graph, name: str) -> None:
    assert (ct(name), RDF.type, OWL.Class) in ontology


@pytest.mark.parametrize("name", PROPERTIES.split())
def test_the_property_of_the_contract_exists(ontology: Graph, name: str) -> None:
    assert set(ontology.objects(ct(name), RDF.type)) & set(PROPERTY_TYPES)


@pytest.mark.parametrize("name", CONCEPTS.split())
def test_the_concept_of_the_contract_exists(ontology: Graph, name: str) -> None:
    assert (ct(name), RDF.type, SKOS.Concept) in ontology


@pytest.mark.parametrize("name", RELATIONS.split())
def test_a_relation_is_concept_and_property(ontology: Graph, name: str) -> None:
    types = {SKOS.Concept, OWL.ObjectProperty}
    symmetric = {OWL.SymmetricProperty} if name in SYMMETRIC else set()
    assert set(ontology.objects(ct(name), RDF.type)) == types | symmetric


def test_every_concept_belongs_to_the_contract(ontology: Graph) -> None:
    concepts = {str(c).removeprefix(CT) for c in ontology.subjects(RDF.type, SKOS.Concept)}
    assert concepts == {*CONCEPTS.split(), *RELATIONS.split()}


@pytest.mark.parametrize(("name", "token"), OSCAL_TOKENS.items())
def test_oscal_tokens_are_notations(ontology: Graph, name: str, token: str) -> None:
    assert token in {str(n) for n in ontology.objects(ct(name), SKOS.notation)}


@pytest.mark.parametrize(
    ("shape", "schemes"),
    [
        ("Element-labelSource", ["LabelSource"]),
        ("Element-textSource", ["LabelSource"]),
        ("ProfileElement-priority", ["Priority"]),
        ("ProfileElement-status", ["ProfileStatus"]),
        ("Mapping-style", ["Style"]),
        ("MappingSet-style", ["Style"]),
        ("Mapping-rationale", ["Rationale"]),
        (
            "Mapping-relation",
            [
                f"{style}Relation"
                for style in ("Crosswalk", "SetTheory", "Supportive", "Structural")
            ],
        ),
    ],
)
def test_the_shapes_allow_what_the_schemes_hold(
    ontology: Graph, shape: str, schemes: list[str]
) -> None:
    shapes = Graph()
    for path in (SHAPES / "house-style").glob("*.ttl"):
        shapes.parse(path)
    allowed = shapes.value(URIRef(CTSH + shape), SH["in"])
    assert allowed is not None
    names = {str(item).removeprefix(CT) for item in Collection(shapes, allowed)}
    assert names == {c for scheme in schemes for c in concepts_of(ontology, f"{scheme}Scheme")}


def used_terms(path: Path) -> set[str]:
    return set(re.findall(r"\bct:([A-Za-z]\w*)", path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("folder", [ONTOLOGY, SHAPES, DATA, Path(crosstrace.__file__).parent])
def test_files_use_defined_terms_only(ontology: Graph, folder: Path) -> None:
    defined = {str(s).removeprefix(CT) for s in ontology.subjects(RDFS.isDefinedBy)}
    files = [p for ending in ("ttl", "tsv", "rq") for p in folder.rglob(f"*.{ending}")]
    unknown = {
        str(path.relative_to(ROOT)): missing
        for path in files
        if (missing := used_terms(path) - defined)
    }
    assert files
    assert not unknown
