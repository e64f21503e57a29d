"""A grammar of SPARQL queries over the graphs of all tenants, for Hypothesis.

Every pattern is cheap: it names its predicate, its subject or its graph, and the few variables
keep products small.
"""

from __future__ import annotations

from dataclasses import dataclass

from attacks import NOWHERE, SERVICE_GRAPHS
from hypothesis import strategies as st
from tenancy import COMMON, GRAPHS_KEPT, OF_ACME, OF_BOB, OF_CAROL

from crosstrace.vocab import CT, DCAT, DCTERMS, ERRATA_GRAPH, FRAMEWORK_GRAPH, PROV

VARIABLES = ("?a", "?b", "?c")
PREDICATES = tuple(
    f"<{iri}>"
    for iri in (
        DCTERMS + "title", DCTERMS + "creator", DCAT + "version", DCAT + "hasVersion",
        CT + "subject", CT + "evidence", CT + "statement", CT + "responsibleParty",
        PROV + "wasRevisionOf", CT + "contentSha256",
    )
)  # fmt: skip
VERSIONS = tuple(kept.version_iri(n) for kept in GRAPHS_KEPT for n in range(1, kept.versions + 1))
GRAPHS = (*VERSIONS, *(kept.iri for kept in GRAPHS_KEPT), *SERVICE_GRAPHS, NOWHERE,
          ERRATA_GRAPH, FRAMEWORK_GRAPH)  # fmt: skip
NODES = (
    *(
        f"<{kept.node(n, local)}>"
        for kept in GRAPHS_KEPT
        for n in range(1, kept.versions + 1)
        for local in ("model", "proof", "graph")
    ),
    *(f"<{kept.iri}>" for kept in GRAPHS_KEPT),
    *(f"<{iri}>" for iri in VERSIONS),
    *(f"<{COMMON}>",) * 5,
)

TOGETHER = (
    *(
        sorted(kept.version_iri(n) for kept in seen for n in range(1, kept.versions + 1))
        + sorted(kept.iri for kept in seen)
        for seen in (OF_ACME, OF_BOB, OF_CAROL)
    ),
    [ERRATA_GRAPH, FRAMEWORK_GRAPH],
    GRAPHS,
)
"""Graphs that somebody may see together, and all: most queries shall not be refused at once."""

variables = st.sampled_from(VARIABLES)
nodes = st.sampled_from(NODES)
predicates = st.sampled_from(PREDICATES)
graphs = st.sampled_from([f"<{iri}>" for iri in GRAPHS])
places = st.one_of(graphs, st.just("?g"))


@dataclass(frozen=True)
class Query:
    """A query, the graphs that its FROM and FROM NAMED list, and those of the protocol."""

    text: str
    listed: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    protocol: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())


def _triples() -> st.SearchStrategy[str]:
    ends = st.one_of(variables, variables, nodes)
    steps = st.one_of(
        predicates,
        st.builds("^{}".format, predicates),
        st.builds("{}/{}".format, predicates, predicates),
        st.builds("({}|{})".format, predicates, predicates),
        st.builds("{}+".format, predicates),
    )
    far = st.one_of(
        variables,
        st.builds("!{}".format, predicates),
        st.builds("({}|!{})*".format, predicates, predicates),
        st.builds("{}?".format, predicates),
    )
    return st.one_of(
        st.builds("{} {} {} .".format, ends, steps, ends),
        st.builds("{} {} {} .".format, nodes, far, variables),
        st.builds("{} {} {} .".format, variables, far, nodes),
    )


def _within(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Patterns that hold others."""
    conditions = st.one_of(
        st.builds("EXISTS {{ {} }}".format, inner),
        st.builds("NOT EXISTS {{ {} }}".format, inner),
        st.builds("{} = {}".format, variables, nodes),
        st.builds("isIRI({})".format, variables),
        st.builds("BOUND({})".format, variables),
        st.builds('CONTAINS(STR({}), "z")'.format, variables),
        st.builds("?g != {}".format, graphs),
    )
    listed = st.lists(graphs, min_size=1, max_size=4).map(" ".join)
    return st.one_of(
        st.builds("{} {}".format, inner, inner),
        st.builds("GRAPH {} {{ {} }}".format, places, inner),
        st.builds("GRAPH {} {{ {} }}".format, places, inner),
        st.builds("GRAPH {} {{ ?a ?b ?c }}".format, graphs),
        st.builds("{{ {} }} UNION {{ {} }}".format, inner, inner),
        st.builds("{} OPTIONAL {{ {} }}".format, inner, inner),
        st.builds("{} MINUS {{ {} }}".format, inner, inner),
        st.builds("{} FILTER({})".format, inner, conditions),
        st.builds("VALUES ?g {{ {} }} GRAPH ?g {{ {} }}".format, listed, inner),
        st.builds("VALUES {} {{ {} }} {}".format, variables, st.lists(nodes).map(" ".join), inner),
        st.builds("{{ SELECT {} {{ {} }} }}".format, variables, inner),
        st.builds("{{ SELECT DISTINCT ?g {} {{ {} }} }}".format, variables, inner),
        st.builds("{{ SELECT (COUNT(*) AS ?n) {{ {} }} }}".format, inner),
        st.builds(
            '{{ BIND(IRI(CONCAT("{}", "")) AS ?g) GRAPH ?g {{ {} }} }}'.format,
            graphs.map(lambda iri: iri.strip("<>")),
            inner,
        ),
    )


patterns = st.recursive(_triples(), _within, max_leaves=5)
HEADS = (
    "SELECT *",
    "SELECT DISTINCT *",
    "SELECT ?a ?g",
    "SELECT (COUNT(*) AS ?n)",
    "SELECT (COUNT(DISTINCT ?a) AS ?n) (MIN(STR(?b)) AS ?m)",
    "ASK",
    f"CONSTRUCT {{ ?a {PREDICATES[0]} ?b . ?g {PREDICATES[0]} ?a }}",
    "DESCRIBE ?a",
    "DESCRIBE ?a ?g",
    f"DESCRIBE <{COMMON}>",
)


@st.composite
def queries(draw: st.DrawFn) -> Query:
    """A query with its dataset, named by itself, by the protocol, by both or by neither."""
    names = st.lists(st.sampled_from(draw(st.sampled_from(TOGETHER))), max_size=2).map(tuple)
    pairs = st.one_of(st.just(((), ())), st.tuples(names, names))
    listed, protocol = draw(pairs), draw(st.one_of(st.just(((), ())), pairs))
    clauses = [f"FROM <{iri}>" for iri in listed[0]]
    clauses += [f"FROM NAMED <{iri}>" for iri in listed[1]]
    text = f"{draw(st.sampled_from(HEADS))} {' '.join(clauses)} WHERE {{ {draw(patterns)} }}"
    return Query(text, listed, protocol)
