"""Reading an implementation graph from N-Triples that we wrote ourselves.

Clients' bytes are parsed in the sandbox (`validation.submission`), which hands on the
statements that are theirs to make. Values that can't be read are left out here, since what
is wrong with them is for the shapes to say; the answers then count less, never more.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

import pyoxigraph as ox

from crosstrace.errors import InvalidInput
from crosstrace.model import ElementRef
from crosstrace.traceability.view import (
    Allocation,
    Assessment,
    Asset,
    Digest,
    Disposition,
    Evidence,
    Implementation,
    ImplementationView,
    Party,
    RiskAcceptance,
)
from crosstrace.vocab import BLANK, CT, DCAT, DCTERMS, EARL, FOAF, ID, ORG, PROV, RDF, RDFS, token

_ASSETS: Final = ("AIModel", "AISystem", "Dataset", "SoftwareComponent", "Asset")
_PARTIES: Final = (
    CT + "Organization",
    *(ORG + name for name in ("Organization", "FormalOrganization", "OrganizationalUnit")),
    *(FOAF + name for name in ("Organization", "Group", "Person", "Agent")),
    *(PROV + name for name in ("Organization", "Person", "Agent")),
)
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal


class _Statements:
    """What is said of each node, by predicate."""

    def __init__(self, triples: Iterable[ox.Triple | ox.Quad]) -> None:
        self._said: dict[str, dict[str, list[_Term]]] = defaultdict(lambda: defaultdict(list))
        for triple in triples:
            if not isinstance(triple.object, ox.Triple):
                self._said[_name(triple.subject)][triple.predicate.value].append(triple.object)

    def of_class(self, *classes: str) -> list[str]:
        """The nodes of one of the classes, by name."""
        wanted = set(classes)
        types = RDF + "type"
        return sorted(
            node for node, said in self._said.items() if wanted & {_name(o) for o in said[types]}
        )

    def subjects_of(self, predicate: str) -> list[str]:
        return sorted(node for node, said in self._said.items() if said[predicate])

    def nodes(self, node: str, predicate: str) -> tuple[str, ...]:
        values = self._values(node, predicate)
        return tuple(sorted({_name(v) for v in values if not isinstance(v, ox.Literal)}))

    def node(self, node: str, predicate: str) -> str | None:
        return next(iter(self.nodes(node, predicate)), None)

    def texts(self, node: str, *predicates: str) -> tuple[str, ...]:
        """The values, texts or names of nodes, of the first predicate that has any."""
        for predicate in predicates:
            values = {_name(value) for value in self._values(node, predicate)}
            if values:
                return tuple(sorted(values))
        return ()

    def text(self, node: str, *predicates: str) -> str | None:
        return next(iter(self.texts(node, *predicates)), None)

    def token(self, node: str, predicate: str) -> str | None:
        """The token of a term; None too when several are stated, for none is then meant."""
        found = self.nodes(node, predicate)
        return token(found[0]) if len(found) == 1 else None

    def days(self, node: str, predicate: str) -> list[dt.date | None]:
        """Each day stated, None for one that can't be read."""
        return [_day(_name(value)) for value in self._values(node, predicate)]

    def _values(self, node: str, predicate: str) -> list[_Term]:
        return self._said[node][predicate] if node in self._said else []

    def kind(self, node: str, classes: Iterable[str]) -> str:
        types = self.nodes(node, RDF + "type")
        return token(next(kind for kind in classes if kind in types))


def _name(term: _Term | ox.Triple) -> str:
    if isinstance(term, ox.BlankNode):
        return f"_:{term.value}"
    if isinstance(term, ox.Triple):
        return str(term)
    value: str = term.value
    return f"_:{value[len(BLANK) :]}" if value.startswith(BLANK) else value


def _day(text: str) -> dt.date | None:
    found = _DAY.match(text)
    try:
        return dt.date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


def _instant(text: str) -> dt.datetime | None:
    """A time with its zone; None for a day alone, or a time that is another one elsewhere."""
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def _element(iri: str | None) -> ElementRef | None:
    if iri is None or not iri.startswith(ID):
        return None
    try:
        return ElementRef.from_iri(iri)
    except InvalidInput:
        return None


def read_view(data: bytes) -> ImplementationView:
    """The implementation graph in N-Triples; `InvalidInput` unless it has one root and profile."""
    said = _Statements(ox.parse(data, format=ox.RdfFormat.N_TRIPLES))
    roots = said.of_class(CT + "ImplementationGraph")
    if len(roots) != 1:
        raise InvalidInput(
            f"An implementation graph has one root, a node of the class ct:ImplementationGraph; "
            f"this one has {len(roots)}."
        )
    [root] = roots
    return ImplementationView(
        iri=root,
        title=said.text(root, DCTERMS + "title"),
        issued=_last(said.days(root, DCTERMS + "issued")),
        creators=said.nodes(root, DCTERMS + "creator"),
        profile=_profile(said, root),
        subject=said.node(root, CT + "subject"),
        role=said.token(root, CT + "role"),
        assets={node: _asset(said, node) for node in said.of_class(*(CT + n for n in _ASSETS))},
        parties={node: _party(said, node) for node in said.of_class(*_PARTIES)},
        implementations=tuple(_implementations(said)),
        evidence={node: _evidence(said, node) for node in _evidence_nodes(said)},
        allocations=tuple(_allocations(said)),
        acceptances=tuple(_acceptance(said, node) for node in said.of_class(CT + "RiskAcceptance")),
        assessments=tuple(_assessment(said, node) for node in said.of_class(CT + "Assessment")),
        unplaced=tuple(_unplaced(said)),
    )


def _profile(said: _Statements, root: str) -> str:
    found = said.nodes(root, CT + "profile")
    if len(found) != 1 or not found[0].startswith(ID):
        raise InvalidInput(
            f"{root} has to name the one profile that it answers, as in "
            f"`ct:profile <{ID}sp800-218a>`."
        )
    return found[0].removeprefix(ID)


def _asset(said: _Statements, node: str) -> Asset:
    return Asset(
        iri=node,
        kind=said.kind(node, (CT + name for name in _ASSETS)),
        title=said.text(node, DCTERMS + "title", RDFS + "label"),
        version=said.text(node, DCAT + "version"),
        purl=said.text(node, CT + "purl"),
        derived_from=said.nodes(node, PROV + "wasDerivedFrom"),
        digests=_digests(said, node),
    )


def _party(said: _Statements, node: str) -> Party:
    above = (*said.nodes(node, ORG + "unitOf"), *said.nodes(node, ORG + "memberOf"))
    return Party(
        iri=node,
        kind=said.kind(node, _PARTIES),
        name=said.text(node, FOAF + "name", RDFS + "label"),
        member_of=next(iter(above), None),
    )


def _digests(said: _Statements, node: str) -> tuple[Digest, ...]:
    found = (
        (said.text(digest, CT + "algorithm"), said.text(digest, CT + "value"))
        for digest in said.nodes(node, CT + "digest")
    )
    pairs = {(algorithm, value.lower()) for algorithm, value in found if algorithm and value}
    return tuple(Digest(*pair) for pair in sorted(pairs))


def _implementations(said: _Statements) -> Iterator[Implementation]:
    for node in said.of_class(CT + "Implementation"):
        for task in _tasks(said, node):
            for asset in said.nodes(node, CT + "appliesTo") or (None,):
                yield Implementation(
                    iri=node,
                    task=task,
                    asset=asset,
                    status=said.token(node, CT + "status"),
                    statement=said.text(node, CT + "statement"),
                    parties=said.nodes(node, CT + "responsibleParty"),
                    evidence=said.nodes(node, CT + "evidence"),
                    planned=_last(said.days(node, CT + "plannedDate")),
                    rationale=said.text(node, CT + "rationale"),
                    dispositions=tuple(_dispositions(said, node)),
                )


def _tasks(said: _Statements, node: str) -> list[ElementRef]:
    found = map(_element, said.nodes(node, CT + "implements"))
    return [task for task in found if task is not None]


def _unplaced(said: _Statements) -> Iterator[str]:
    for node in said.of_class(CT + "Implementation"):
        if not _tasks(said, node):
            yield node


def _dispositions(said: _Statements, implementation: str) -> Iterator[Disposition]:
    for node in said.nodes(implementation, CT + "disposition"):
        for item in map(_element, said.nodes(node, CT + "item")):
            if item is not None:
                decision, rationale = said.token(node, CT + "decision"), CT + "rationale"
                yield Disposition(node, item, decision, said.text(node, rationale))


def _evidence_nodes(said: _Statements) -> list[str]:
    return sorted({*said.of_class(CT + "Evidence"), *said.subjects_of(CT + "contradicts")})


def _evidence(said: _Statements, node: str) -> Evidence:
    issued = said.days(node, DCTERMS + "issued")
    until = said.days(node, CT + "validUntil")
    return Evidence(
        iri=node,
        title=said.text(node, DCTERMS + "title"),
        kind=said.text(node, DCTERMS + "type"),
        issued=_last(issued),
        valid_until=_first(until),
        dated=bool(issued) and None not in (*issued, *until),
        digests=_digests(said, node),
        url=said.text(node, DCAT + "downloadURL"),
        identifier=said.text(node, DCTERMS + "identifier"),
        media_type=said.text(node, DCAT + "mediaType"),
        predicate_type=said.text(node, CT + "predicateType"),
        generated_by=said.node(node, PROV + "wasGeneratedBy"),
        contradicts=said.nodes(node, CT + "contradicts"),
    )


def _allocations(said: _Statements) -> Iterator[Allocation]:
    for node in said.of_class(CT + "ResponsibilityAllocation"):
        for element in map(_element, said.nodes(node, CT + "element")):
            if element is not None:
                yield Allocation(
                    iri=node,
                    element=element,
                    asset=said.node(node, CT + "asset"),
                    parties=said.nodes(node, CT + "responsibleParty"),
                    kind=said.token(node, CT + "kind"),
                    means=said.texts(node, CT + "attestationMeans"),
                )


def _acceptance(said: _Statements, node: str) -> RiskAcceptance:
    until = said.days(node, CT + "validUntil")
    return RiskAcceptance(
        iri=node,
        accepts=said.nodes(node, CT + "accepts"),
        rationale=said.text(node, CT + "rationale"),
        approvers=said.nodes(node, CT + "approver"),
        valid_until=None if None in until else _first(until),
    )


def _assessment(said: _Statements, node: str) -> Assessment:
    outcomes = {
        outcome
        for result in said.nodes(node, EARL + "result")
        for outcome in said.nodes(result, EARL + "outcome")
    }
    ends = said.texts(node, PROV + "endedAtTime")
    end = ends[0] if len(ends) == 1 else ""  # of several none is meant
    return Assessment(
        iri=node,
        of=said.nodes(node, EARL + "subject"),
        outcome=token(outcomes.pop()) if len(outcomes) == 1 else None,
        ended=_day(end),
        instant=_instant(end),
        assessors=said.nodes(node, EARL + "assertedBy"),
    )


def _first(days: Iterable[dt.date | None]) -> dt.date | None:
    return min((day for day in days if day is not None), default=None)


def _last(days: Iterable[dt.date | None]) -> dt.date | None:
    return max((day for day in days if day is not None), default=None)
