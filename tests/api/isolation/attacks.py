"""Queries that try to reach a graph of somebody else, in every form that SPARQL has.

`$graph` is the graph's version in force, `$older` an earlier one, `$about` what tells of its
versions, `$node` a resource in it; `$own` a graph that the caller may see.
"""

from __future__ import annotations

from string import Template

from tenancy import COMMON, MISSING, Kept

from crosstrace.vocab import AUDIT_GRAPH, CONTENT_GRAPH, GENID, GRAPHS, HOLDER_GRAPH

SERVICE_GRAPHS = (AUDIT_GRAPH, CONTENT_GRAPH, HOLDER_GRAPH)
"""Named graphs that nobody may see by way of a query."""

_TITLE = "<http://purl.org/dc/terms/title>"
ATTACKS = {
    "graph": "SELECT * { GRAPH <$graph> { ?s ?p ?o } }",
    "graph, older": "SELECT * { GRAPH <$older> { ?s ?p ?o } }",
    "graph, description": "SELECT * { GRAPH <$about> { ?s ?p ?o } }",
    "any graph": "SELECT * { GRAPH ?g { ?s ?p ?o } FILTER(?g = <$graph> || ?g = <$about>) }",
    "any graph by its name": 'SELECT * { GRAPH ?g { ?s ?p ?o } FILTER(STRENDS(STR(?g), "$name")) }',
    "graph in a graph": "SELECT * { GRAPH <$own> { GRAPH <$graph> { ?s ?p ?o } } }",
    "empty graph pattern": "ASK { GRAPH <$graph> {} }",
    "ask": "ASK { GRAPH <$graph> { ?s ?p ?o } }",
    "ask for a node": "ASK { <$node> ?p ?o }",
    "ask for a value": "ASK { ?s ?p <$node> }",
    "ask over all": "ASK { { <$node> ?p ?o } UNION { GRAPH ?g { <$node> ?p ?o } } }",
    "ask for a version": "ASK { <$about> ?p <$graph> }",
    "from": "SELECT * FROM <$graph> { ?s ?p ?o }",
    "from, older": "SELECT * FROM <$older> { ?s ?p ?o }",
    "from, with an own one": "SELECT * FROM <$own> FROM <$graph> { ?s ?p ?o }",
    "from named": "SELECT * FROM NAMED <$graph> { GRAPH ?g { ?s ?p ?o } }",
    "from named, older": "ASK FROM NAMED <$older> { GRAPH ?g { ?s ?p ?o } }",
    "from named and graph": "SELECT * FROM NAMED <$own> { GRAPH <$graph> { ?s ?p ?o } }",
    "from own and graph": "SELECT * FROM <$own> { GRAPH <$graph> { ?s ?p ?o } }",
    "from by a prefix": "PREFIX x: <$about/> SELECT * FROM x:versions\\/1 { ?s ?p ?o }",
    "from by a base": "BASE <$about/> SELECT * FROM <versions/1> { ?s ?p ?o }",
    "from by an escape": "SELECT * FROM <\\u0068ttps$graph_rest> { ?s ?p ?o }",
    "from in a comment": "SELECT * # FROM <$own>\n FROM <$graph> { ?s ?p ?o }",
    "from behind a prefix": "PREFIX from: <$own> SELECT * FROM from: FROM <$graph> { ?s ?p ?o }",
    "from, description": "SELECT * FROM <$about> { ?s ?p ?o }",
    "construct": "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <$graph> { ?s ?p ?o } }",
    "construct from": "CONSTRUCT { ?s ?p ?o } FROM <$graph> WHERE { ?s ?p ?o }",
    "construct where": "CONSTRUCT WHERE { <$node> ?p ?o }",
    "describe": "DESCRIBE <$node>",
    "describe the graph": "DESCRIBE <$graph> <$about>",
    "describe from": "DESCRIBE <$node> FROM <$graph>",
    "describe from own": "DESCRIBE <$node> FROM <$own>",
    "describe what is found": "DESCRIBE ?s { GRAPH <$graph> { ?s ?p ?o } }",
    "describe what all share": f"DESCRIBE <{COMMON}>",
    "path": "SELECT ?o { <$node> (!<urn:x>)* ?o }",
    "path backwards": "SELECT ?s { <$node> (^!<urn:x>)+ ?s }",
    "path in the graph": "SELECT * { GRAPH <$graph> { <$node> (!<urn:x>|^!<urn:x>)* ?o } }",
    "path from versions": f"SELECT * {{ <$about> (!<urn:x>)+/{_TITLE} ?o }}",
    "path through what all share": f"SELECT * {{ <{COMMON}> (!<urn:x>|^!<urn:x>)* ?o }}",
    "subquery": "SELECT * { { SELECT ?s ?o { GRAPH <$graph> { ?s ?p ?o } } } }",
    "subquery in a graph": "SELECT * { GRAPH ?g { { SELECT ?g ?o { <$node> ?p ?o } } } }",
    "optional": f"SELECT * {{ ?s {_TITLE} ?t OPTIONAL {{ GRAPH <$graph> {{ ?a ?b ?o }} }} }}",
    "minus": f"SELECT * {{ ?s {_TITLE} ?t MINUS {{ GRAPH <$graph> {{ ?a {_TITLE} ?t }} }} }}",
    "exists": f"SELECT * {{ ?s {_TITLE} ?t FILTER EXISTS {{ GRAPH <$graph> {{ ?a ?b ?c }} }} }}",
    "not exists": (
        f"SELECT * {{ ?s {_TITLE} ?t FILTER NOT EXISTS {{ GRAPH <$graph> {{ ?a ?b ?c }} }} }}"
    ),
    "exists in a condition": (
        "SELECT (IF(EXISTS { GRAPH <$graph> { ?a ?b ?c } }, 1, 0) AS ?yes) { BIND(1 AS ?x) }"
    ),
    "values": "SELECT * { VALUES ?g { <$graph> <$older> <$about> } GRAPH ?g { ?s ?p ?o } }",
    "values at the end": "SELECT * { GRAPH ?g { ?s ?p ?o } } VALUES ?g { <$graph> <$about> }",
    "values for a node": "SELECT ?o { VALUES ?s { <$node> } ?s ?p ?o }",
    "bind": 'SELECT * { BIND(IRI(CONCAT("$about", "/versions/1")) AS ?g) GRAPH ?g { ?s ?p ?o } }',
    "bind a node": 'SELECT ?o { BIND(IRI("$node") AS ?s) ?s ?p ?o }',
    "union": "SELECT * { { GRAPH <$graph> { ?s ?p ?o } } UNION { GRAPH <$older> { ?s ?p ?o } } }",
    "count": "SELECT (COUNT(*) AS ?n) { GRAPH <$graph> { ?s ?p ?o } }",
    "count from": "SELECT (COUNT(*) AS ?n) FROM <$graph> { ?s ?p ?o }",
    "sample": "SELECT (SAMPLE(?o) AS ?x) { GRAPH <$graph> { ?s ?p ?o } }",
    "concatenation": (
        'SELECT (GROUP_CONCAT(STR(?o); SEPARATOR=" ") AS ?x) '
        "{ { GRAPH <$graph> { ?s ?p ?o } } UNION { <$node> ?p ?o } }"
    ),
    "group by graph": (
        'SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } FILTER(STRENDS(STR(?g), "$name")) } '
        "GROUP BY ?g"
    ),
    "having": (
        "SELECT ?p { GRAPH <$graph> { ?s ?p ?o } } GROUP BY ?p HAVING(COUNT(*) > 0) ORDER BY ?p"
    ),
    "blank nodes": f'SELECT * {{ ?s ?p ?o FILTER(STRSTARTS(STR(?o), "{GENID}$blank")) }}',
    "text in literals": 'SELECT * { ?s ?p ?o FILTER(CONTAINS(STR(?o), "$half")) }',
    "graphs of the service": (
        "SELECT * { VALUES ?g { "
        + " ".join(f"<{iri}>" for iri in SERVICE_GRAPHS)
        + " } GRAPH ?g { ?s ?p ?o } }"
    ),
}
REFUSED = {
    "service": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "silent service": "SELECT * { GRAPH <$graph> { SERVICE SILENT ?g { ?s ?p ?o } } }",
    "insert": "INSERT DATA { GRAPH <$graph> { <urn:a> <urn:b> <urn:c> } }",
    "copy": "COPY <$graph> TO <$own>",
    "insert from": "INSERT { GRAPH <$own> { ?s ?p ?o } } WHERE { GRAPH <$graph> { ?s ?p ?o } }",
    "using": "DELETE { ?s ?p ?o } USING <$graph> WHERE { ?s ?p ?o }",
    "drop": "DROP GRAPH <$graph>",
    "load": "LOAD <http://127.0.0.1:9/x>",
}
FOR_NOBODY = ("graph, older", "from named and graph", "from own and graph", "describe from own",
              "bind", "graphs of the service")  # fmt: skip
"""What finds nothing of the graph even for its owner: an earlier version is seen where FROM names
it, and FROM keeps everything else out."""

OF_NO_GRAPH = ("describe what all share", "path through what all share")
"""What does not name the graph."""

NOWHERE = f"{GRAPHS}acme/widget-0000/versions/1"


def filled(text: str, kept: Kept, own: str) -> str:
    """The query against one graph."""
    graph = kept.version_iri(kept.versions)
    return Template(text).substitute(
        graph=graph,
        graph_rest=graph.removeprefix("https"),
        older=kept.version_iri(1),
        about=kept.iri,
        node=kept.node(kept.versions),
        name=kept.name,
        half=kept.text(kept.versions)[3:10],
        blank=f"{kept.organization}/{kept.name}",
        own=own,
    )


def nowhere(kept: Kept) -> Kept:
    """A graph that does not exist, with names as long as those of `kept`."""
    return Kept(kept.organization, MISSING.name[:1] * len(kept.name), versions=kept.versions)
