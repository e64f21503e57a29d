"""The query form, and query results for people."""

from __future__ import annotations

import json
from typing import Any, Final

from crosstrace.sparql import Answer
from crosstrace.web.pages.rendering import page

EXAMPLES: Final = {
    "The High-priority tasks of SP 800-218A": """\
PREFIX ct: <https://w3id.org/crosstrace/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?id ?text WHERE {
  ?task a ct:Task ; ct:priority ct:High ; skos:notation ?id ; skos:definition ?text .
}
ORDER BY ?id""",
    "What one task maps to, and where that is published": """\
PREFIX ct: <https://w3id.org/crosstrace/ns#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>

SELECT ?target ?relation ?set WHERE {
  ?mapping owl:annotatedSource <https://w3id.org/crosstrace/id/sp800-218a/PO.1.1> ;
    owl:annotatedTarget ?target ;
    ct:relation ?relation ;
    dcterms:isPartOf ?set .
}""",
    "How many mappings each set holds": """\
PREFIX ct: <https://w3id.org/crosstrace/ns#>
PREFIX dcterms: <http://purl.org/dc/terms/>

SELECT ?set (COUNT(?mapping) AS ?mappings) WHERE {
  ?mapping a ct:Mapping ; dcterms:isPartOf ?set .
}
GROUP BY ?set ORDER BY DESC(?mappings)""",
}


def query_page(graphs: list[str]) -> str:
    """A form with examples, and the graphs that can be asked."""
    return page("sparql.html", examples=EXAMPLES, graphs=graphs)


def result_page(query: str, answer: Answer) -> str:
    """The results as a table, or the RDF as text, under the query."""
    text = answer.body.decode()
    results: dict[str, Any] | None = json.loads(text) if "json" in answer.media_type else None
    return page("sparql-result.html", query=query, answer=answer, results=results, text=text)
