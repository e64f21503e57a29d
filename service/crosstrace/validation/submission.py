"""A submission, made ready for an engine.

What isn't for it to say is taken out: nobody may add to our terms, make a task of their
own or set a priority. Blank nodes get IRIs, since an engine may mix them up when it binds
them in a query; `messages.plain` gives them back.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any, Final

import pyoxigraph as ox

from crosstrace.rdf.formats import Syntax
from crosstrace.rdf.intake import parse
from crosstrace.vocab import CT, ID, ONTOLOGY_GRAPH, RDF, RDFS

BASE: Final = "https://w3id.org/crosstrace/submission/"
BLANK: Final = "urn:crosstrace:blank:"
_OWN: Final = (ID, ONTOLOGY_GRAPH, "https://w3id.org/crosstrace/shapes")
_RESERVED: Final = frozenset(CT + name for name in ("asOf", "priority", "profileStatus"))
_CLASSIFYING: Final = frozenset({RDF + "type", RDFS + "subClassOf"})


@dataclass(frozen=True, slots=True)
class Submission:
    """The statements to judge as N-Triples, all subjects, and those of what was taken out."""

    data: bytes
    subjects: frozenset[str]
    not_its_own: tuple[str, ...]


def read_submission(
    body: bytes,
    syntax: Syntax,
    contexts: Mapping[str, Mapping[str, Any]],
    classes: Set[str] = frozenset(),
) -> Submission:
    """Parse `body`; `InvalidInput` says where it can't be read.

    `classes` are those of framework elements, to which a submission can't add members.
    """
    own = []
    subjects: set[str] = set()
    others: set[str] = set()
    for triple in parse(body, syntax, base=BASE, contexts=contexts, keep_labels=True):
        subject, value = _named(triple.subject), _named(triple.object)
        subjects.add(subject.value)
        if _is_ours(subject, triple.predicate.value, value, classes):
            others.add(subject.value)
        else:
            own.append(ox.Triple(subject, triple.predicate, value))
    data = ox.serialize(own, format=ox.RdfFormat.N_TRIPLES)
    return Submission(data or b"", frozenset(subjects), tuple(sorted(others)))


def _is_ours(subject: ox.NamedNode, predicate: str, value: Any, classes: Set[str]) -> bool:
    """Whether only we make such a statement: about our terms, or about what is an element."""
    return (
        subject.value.startswith(_OWN)
        or predicate in _RESERVED
        or (
            predicate in _CLASSIFYING and isinstance(value, ox.NamedNode) and value.value in classes
        )
    )


def _named(term: Any) -> Any:
    return ox.NamedNode(BLANK + term.value) if isinstance(term, ox.BlankNode) else term
