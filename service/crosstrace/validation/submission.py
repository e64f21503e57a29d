"""A submission, made ready for an engine.

What it says of our own terms is taken out: nobody may make a task of their own or lower
a priority. Blank nodes get IRIs, since an engine may mix them up when it binds them in a
query; `readable` gives them back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pyoxigraph as ox

from crosstrace.errors import InvalidInput
from crosstrace.rdf.formats import Syntax
from crosstrace.rdf.intake import parse
from crosstrace.vocab import ID, ONTOLOGY_GRAPH

BASE: Final = "https://w3id.org/crosstrace/submission/"
BLANK: Final = "urn:crosstrace:blank:"
_OWN: Final = (ID, ONTOLOGY_GRAPH, "https://w3id.org/crosstrace/shapes")


@dataclass(frozen=True, slots=True)
class Submission:
    """The statements to judge as N-Triples, and the subjects whose statements were taken out."""

    data: bytes
    not_its_own: tuple[str, ...]


def read_submission(
    body: bytes, syntax: Syntax, contexts: Mapping[str, Mapping[str, Any]]
) -> Submission:
    """Parse `body`; `InvalidInput` says where it can't be read."""
    own: list[ox.Triple] = []
    others: dict[str, None] = {}
    for triple in parse(body, syntax, base=BASE, contexts=contexts):
        subject = triple.subject
        if isinstance(subject, ox.NamedNode) and subject.value.startswith(_OWN):
            others[subject.value] = None
        else:
            own.append(ox.Triple(_named(subject), triple.predicate, _named(triple.object)))
    data = ox.serialize(own, format=ox.RdfFormat.N_TRIPLES)
    return Submission(data or b"", tuple(sorted(others)))


def _named(term: Any) -> Any:
    if isinstance(term, ox.BlankNode):
        return ox.NamedNode(BLANK + term.value)
    if isinstance(term, ox.Triple):
        raise InvalidInput("Quoted triples (RDF-star) are not read.")
    return term
