"""A submission, made ready for an engine.

What isn't for it to say is taken out: nobody may add to our terms, make a task of their
own or set a priority. Blank nodes get IRIs, since an engine may mix them up when it binds
them in a query; `messages.plain` gives them back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any, Final

import pyoxigraph as ox

from crosstrace.errors import InvalidInput
from crosstrace.rdf.formats import Syntax
from crosstrace.rdf.intake import parse
from crosstrace.vocab import CT, ID, ONTOLOGY_GRAPH, RDF, RDFS

BASE: Final = "https://w3id.org/crosstrace/submission/"
BLANK: Final = "crosstrace-blank:"
"""Before the label of a blank node. A scheme of its own, for no pattern must take it for an IRI
that a submission gave."""
ANONYMOUS: Final = BLANK + "anonymous"
_OWN: Final = (ID, ONTOLOGY_GRAPH, "https://w3id.org/crosstrace/shapes")
_RESERVED: Final = frozenset(CT + name for name in ("asOf", "priority", "profileStatus"))
_LABEL: Final = re.compile(r"""(?:_:|nodeID\s*=\s*["'])([^\s"'<>()\[\]{},;]+)""")
_CLASSIFYING: Final = frozenset({RDF + "type", RDFS + "subClassOf"})


@dataclass(frozen=True, slots=True)
class Submission:
    """The statements to judge as N-Triples, and the subjects of those that were taken out.

    `stated` are all statements, in the order of the text.
    """

    data: bytes
    not_its_own: tuple[str, ...]
    stated: tuple[ox.Triple, ...]


def read_submission(
    body: bytes,
    syntax: Syntax,
    contexts: Mapping[str, Mapping[str, Any]],
    classes: Set[str] = frozenset(),
) -> Submission:
    """Parse `body`; `InvalidInput` says where it can't be read.

    `classes` are those of framework elements, to which a submission can't add members.
    """
    own, stated = [], []
    blanks = _Blanks(body.decode("utf-8", "replace"))
    others: set[str] = set()
    for triple in parse(body, syntax, base=BASE, contexts=contexts, keep_labels=True):
        _check_not_reserved(triple.predicate)
        subject, value = blanks.named(triple.subject), blanks.named(triple.object)
        stated.append(ox.Triple(subject, triple.predicate, value))
        if _is_ours(subject, triple.predicate.value, value, classes):
            others.add(subject.value)
        else:
            own.append(stated[-1])
    data = ox.serialize(own, format=ox.RdfFormat.N_TRIPLES)
    return Submission(data or b"", tuple(sorted(others)), tuple(stated))


def _is_ours(subject: ox.NamedNode, predicate: str, value: Any, classes: Set[str]) -> bool:
    """Whether only we make such a statement: about our terms, or about what is an element."""
    return (
        subject.value.startswith(_OWN)
        or predicate in _RESERVED
        or (
            predicate in _CLASSIFYING and isinstance(value, ox.NamedNode) and value.value in classes
        )
    )


class _Blanks:
    """IRIs for blank nodes: by the label in the text, or else numbered as they come.

    The parser gives `[ ]` another label each time, and a report has to be repeatable.
    """

    def __init__(self, text: str) -> None:
        found = _LABEL.findall(text)
        self._labels = {*found, *(label.rstrip(".") for label in found)}
        self._numbered: dict[str, ox.NamedNode] = {}
        self._last = 0

    def named(self, term: Any) -> Any:
        if not isinstance(term, ox.BlankNode):
            _check_not_reserved(term)
            return term
        if term.value in self._labels:
            return ox.NamedNode(BLANK + term.value)
        if term.value not in self._numbered:
            self._numbered[term.value] = ox.NamedNode(ANONYMOUS + self._free_number())
        return self._numbered[term.value]

    def _free_number(self) -> str:
        self._last += 1
        while f"anonymous{self._last}" in self._labels:
            self._last += 1
        return str(self._last)


def _check_not_reserved(term: Any) -> None:
    if isinstance(term, ox.NamedNode) and term.value.startswith(BLANK):
        raise InvalidInput(f"{term} can't be used; IRIs that begin with {BLANK} are reserved.")
