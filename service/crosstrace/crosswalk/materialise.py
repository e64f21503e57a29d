"""Derived mappings kept in a named graph, with what they were derived from and by which rule.

What a publisher states is not repeated there, and a lead or an unknown states nothing. The
graph carries a digest of all mappings it was computed from: when they change it is computed
anew, and it goes when nothing follows any more.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import astuple
from typing import Final

import pyoxigraph as ox

from crosstrace import __version__
from crosstrace.crosswalk.algebra import ANY
from crosstrace.crosswalk.answers import Crosswalk, Result
from crosstrace.crosswalk.conclude import Proof
from crosstrace.crosswalk.judge import HIERARCHY
from crosstrace.crosswalk.links import LinkGraph, Path
from crosstrace.crosswalk.status import Status
from crosstrace.model import ElementRef, edition_iri
from crosstrace.store import GraphStore, read_query
from crosstrace.vocab import (
    CT,
    DCTERMS,
    DERIVED_GRAPHS,
    ID,
    MAPPING_SET,
    OWL,
    PROV,
    RDF,
    SEMAPV,
    SSSOM,
    XSD,
    term,
)

DERIVED: Final = (Status.INVERSE, Status.CONCLUSIVE, Status.OVERLAP, Status.POSSIBLE)
_CONCEPTS: Final = {Status.OVERLAP: "OverlapOnly"}
_NIL: Final = ox.NamedNode(RDF + "nil")

Statement = tuple[str, ox.NamedNode | ox.BlankNode | ox.Literal]


def derived_graph(source: str, target: str) -> str:
    """The IRI of the graph that holds what follows from one edition to another."""
    return f"{DERIVED_GRAPHS}{source}/{target}"


def materialise(
    crosswalk: Crosswalk,
    store: GraphStore,
    source: str,
    target: str,
    *,
    max_hops: int,
    at: dt.datetime,
) -> int:
    """Write what follows between two editions to its graph; how many mappings that is."""
    graph = ox.NamedNode(derived_graph(source, target))
    table = crosswalk.table(source, target, max_hops=max_hops, include=DERIVED)
    found = [(answer.source, result) for answer in table.answers for result in answer.results]
    triples = [t for start, result in found for t in _mapping(graph, start, result)]
    if found:
        triples += _set(graph, source, target, max_hops, at, digest(crosswalk.links))
        triples += _used(graph, (proof.path for _, r in found for proof in telling(r)))
    quads = [ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples]
    store.replace_graphs(quads, [graph.value])
    return len(found)


def refresh(crosswalk: Crosswalk, store: GraphStore, at: dt.datetime) -> list[str]:
    """Compute anew every derived graph whose mappings have changed; their IRIs."""
    rows = store.select(read_query("crosstrace.crosswalk", "derived-sets"))
    current = digest(crosswalk.links) if rows else ""
    stale = [row for row in rows if row["digest"] != current]
    for row in stale:
        ends = [row[end].removeprefix(ID) for end in ("source", "target")]
        if any(end not in crosswalk.catalog.editions for end in ends):
            store.replace_graphs([], [row["set"]])
        else:
            materialise(crosswalk, store, *ends, max_hops=int(row["hops"]), at=at)
    return [row["set"] for row in stale]


def digest(links: LinkGraph) -> str:
    """The SHA-256 of all asserted mappings, whatever order they come in."""
    lines = sorted(repr(astuple(mapping)) for mapping in links.mappings)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def telling(result: Result) -> tuple[Proof, ...]:
    """The proofs a result rests on: those that leave no more open than it does, or the best."""
    proofs = result.conclusion.proofs
    wanted = result.conclusion.headline
    exact = [p for p in proofs if p.judgement == wanted]
    if exact:
        return (exact[0],)
    return tuple(p for p in proofs if p.judgement.firm and p.judgement.open != ANY)


def _set(
    graph: ox.NamedNode, source: str, target: str, hops: int, at: dt.datetime, checksum: str
) -> Iterator[ox.Triple]:
    activity = ox.NamedNode(f"{graph.value}#derivation")
    agent = ox.NamedNode(f"{ID}software/crosstrace-{__version__}")
    time = _typed(at.isoformat(timespec="seconds"), "dateTime")
    yield from _about(
        graph,
        (RDF + "type", ox.NamedNode(CT + "DerivedMappingSet")),
        (SSSOM + "subject_source", ox.NamedNode(edition_iri(source))),
        (SSSOM + "object_source", ox.NamedNode(edition_iri(target))),
        (CT + "maxHops", _typed(str(hops), "integer")),
        (CT + "inputSha256", ox.Literal(checksum)),
        (PROV + "generatedAtTime", time),
        (PROV + "wasGeneratedBy", activity),
    )
    yield from _about(
        activity,
        (RDF + "type", ox.NamedNode(PROV + "Activity")),
        (PROV + "endedAtTime", time),
        (PROV + "wasAssociatedWith", agent),
    )
    yield from _about(
        agent,
        (RDF + "type", ox.NamedNode(PROV + "SoftwareAgent")),
        (OWL + "versionInfo", ox.Literal(__version__)),
    )


def _used(graph: ox.NamedNode, paths: Iterable[Path]) -> Iterator[ox.Triple]:
    activity = ox.NamedNode(f"{graph.value}#derivation")
    sets = {hop.mapping.mapping_set for path in paths for hop in path} - {HIERARCHY}
    nodes = (ox.NamedNode(MAPPING_SET + name) for name in sorted(sets))
    return _about(activity, *((PROV + "used", node) for node in nodes))


def _mapping(graph: ox.NamedNode, source: ElementRef, result: Result) -> Iterator[ox.Triple]:
    headline = result.conclusion.headline
    mapping = ox.NamedNode(f"{graph.value}/{source.local}..{result.element.local}")
    relations = [ox.NamedNode(CT + term(token)) for token in headline.relations]
    proofs = telling(result)
    hops = dict.fromkeys(hop.mapping.iri for proof in proofs for hop in proof.path)
    how = "MappingInversion" if result.status is Status.INVERSE else "MappingChaining"
    status = _CONCEPTS.get(result.status, result.status.title())
    yield from _about(
        mapping,
        (RDF + "type", ox.NamedNode(CT + "DerivedMapping")),
        (OWL + "annotatedSource", ox.NamedNode(source.iri)),
        (OWL + "annotatedTarget", ox.NamedNode(result.element.iri)),
        (DCTERMS + "isPartOf", graph),
        (SSSOM + "mapping_justification", ox.NamedNode(SEMAPV + how)),
        (CT + "derivationStatus", ox.NamedNode(CT + status)),
        (CT + "rule", ox.Literal(headline.rule)),
        *((CT + "possibleRelation", relation) for relation in relations),
        *((PROV + "wasDerivedFrom", ox.NamedNode(iri)) for iri in hops),
    )
    if headline.rationale:
        rationale = ox.NamedNode(CT + term(headline.rationale, concept=True))
        yield from _about(mapping, (CT + "rationale", rationale))
    if headline.strength is not None:
        yield from _about(mapping, (CT + "strength", _typed(str(headline.strength), "integer")))
    for proof in proofs:
        yield from _list(mapping, [hop.mapping.iri for hop in proof.path])


def _list(mapping: ox.NamedNode, items: list[str]) -> Iterator[ox.Triple]:
    nodes: list[ox.NamedNode | ox.BlankNode] = [ox.BlankNode() for _ in items]
    yield from _about(mapping, (CT + "path", nodes[0]))
    for node, item, rest in zip(nodes, items, [*nodes[1:], _NIL], strict=True):
        yield from _about(node, (RDF + "first", ox.NamedNode(item)), (RDF + "rest", rest))


def _about(subject: ox.NamedNode | ox.BlankNode, *statements: Statement) -> Iterator[ox.Triple]:
    return (ox.Triple(subject, ox.NamedNode(predicate), value) for predicate, value in statements)


def _typed(value: str, datatype: str) -> ox.Literal:
    return ox.Literal(value, datatype=ox.NamedNode(XSD + datatype))
