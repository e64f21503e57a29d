"""A submission, made ready for an engine.

What isn't for it to say is taken out: nobody may add to our terms, make a task of their
own or set a priority. Blank nodes get IRIs, since an engine may mix them up when it binds
them in a query; `messages.plain` gives them back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, Final

import pyoxigraph as ox

from crosstrace.errors import InvalidInput
from crosstrace.rdf.formats import Syntax
from crosstrace.rdf.intake import parse
from crosstrace.vocab import BLANK as BLANK
from crosstrace.vocab import CT, ID, ONTOLOGY_GRAPH, RDF, RDFS

BASE: Final = "https://w3id.org/crosstrace/submission/"
ANONYMOUS: Final = BLANK + "anonymous"
_OWN: Final = (ID, ONTOLOGY_GRAPH, "https://w3id.org/crosstrace/shapes")
_RESERVED: Final = frozenset(CT + name for name in ("asOf", "priority", "profileStatus"))
_LABEL: Final = re.compile(r"""(?:_:|nodeID\s*=\s*["'])([^\s"'<>()\[\]{},;]+)""")
_CLASSIFYING: Final = frozenset({RDF + "type", RDFS + "subClassOf"})


@dataclass(frozen=True, slots=True)
class Submission:
    """The statements to judge, also as N-Triples, and the subjects of those taken out.

    `stated` are all statements, in the order of the text.
    """

    own: tuple[ox.Triple, ...]
    data: bytes
    not_its_own: tuple[str, ...]
    stated: tuple[ox.Triple, ...]


def read_submission(
    body: bytes,
    syntax: Syntax,
    contexts: Mapping[str, Mapping[str, Any]],
    classes: Set[str] = frozenset(),
    *,
    anything: bool = False,
) -> Submission:
    """Parse `body`; `InvalidInput` says where it can't be read.

    `classes` are those of framework elements, to which a submission can't add members. With
    `anything` it may state whatever it likes.
    """
    own, stated = [], []
    blanks = Blanks(body.decode("utf-8", "replace"))
    others: set[str] = set()
    for read in parse(body, syntax, base=BASE, contexts=contexts, keep_labels=True):
        triple = blanks.named(read)
        stated.append(triple)
        if not anything and _is_ours(triple, classes):
            others.add(str(triple.subject).strip("<>"))
        else:
            own.append(triple)
    data = ox.serialize(own, format=ox.RdfFormat.N_TRIPLES)
    return Submission(tuple(own), data or b"", tuple(sorted(others)), tuple(stated))


def merged(submission: Submission, held: bytes) -> Submission:
    """The submission with the statements `held`, N-Triples of this module's form, beside its own.

    A blank node of the submission that has the label of one in `held` is another node (RDF 1.1
    Semantics, section 4.1) and gets a label of its own.
    """
    taken = {term for triple in _read(held) for term in (triple.subject, triple.object)}

    def apart(term: Any) -> Any:
        if not (isinstance(term, ox.NamedNode) and term.value.startswith(BLANK)):
            return term
        labels = (f"{term.value}-{number}" for number in count(2))
        free = (node for label in labels if (node := ox.NamedNode(label)) not in taken)
        return next(free) if term in taken else term

    own = [ox.Triple(apart(t.subject), t.predicate, apart(t.object)) for t in submission.own]
    data = ox.serialize(own, format=ox.RdfFormat.N_TRIPLES) or b""
    return replace(submission, own=(*_read(held), *own), data=held + data)


def _read(data: bytes) -> Iterator[ox.Triple]:
    return (quad.triple for quad in ox.parse(data, format=ox.RdfFormat.N_TRIPLES))


def _is_ours(triple: ox.Triple, classes: Set[str]) -> bool:
    """Whether only we make such a statement: about our terms, or about what is an element."""
    subject: Any = triple.subject
    predicate, value = triple.predicate, triple.object
    return (
        subject.value.startswith(_OWN)
        or predicate.value in _RESERVED
        or (
            predicate.value in _CLASSIFYING
            and isinstance(value, ox.NamedNode)
            and value.value in classes
        )
    )


class Blanks:
    """IRIs for blank nodes: by the label in the text, or else numbered as they come.

    The parser gives `[ ]` another label each time, and a report has to be repeatable.
    """

    def __init__(self, text: str) -> None:
        found = _LABEL.findall(text)
        self._labels = {*found, *(label.rstrip(".") for label in found)}
        self._numbered: dict[str, ox.NamedNode] = {}
        self._last = 0

    def named(self, triple: ox.Triple) -> ox.Triple:
        """The triple without blank nodes; `InvalidInput` when it has one of their IRIs."""
        subject, predicate, value = triple
        named_subject, named_value = self.name(subject), self.name(value)
        self.name(predicate)
        if named_subject is subject and named_value is value:
            return triple
        return ox.Triple(named_subject, predicate, named_value)

    def name(self, term: Any) -> Any:
        """The term, of a blank node its IRI."""
        if isinstance(term, ox.NamedNode):
            if term.value.startswith(BLANK):
                raise InvalidInput(
                    f"{term} can't be used; IRIs that begin with {BLANK} are reserved."
                )
            return term
        return self._iri(term.value) if isinstance(term, ox.BlankNode) else term

    def _iri(self, label: str) -> ox.NamedNode:
        if label in self._labels:
            return ox.NamedNode(BLANK + label)
        if label not in self._numbered:
            self._numbered[label] = ox.NamedNode(ANONYMOUS + self._free_number())
        return self._numbered[label]

    def _free_number(self) -> str:
        self._last += 1
        while f"anonymous{self._last}" in self._labels:
            self._last += 1
        return str(self._last)
