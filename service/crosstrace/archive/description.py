"""What SPARQL can ask about a graph at rest: its versions, when they were made, and by whom.

These statements stand in the named graph that has the graph's own IRI, beside those of its
versions, and are only ever added to.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from crosstrace.archive.names import GraphName
from crosstrace.archive.records import Action, Record, Submitted
from crosstrace.model import edition_iri
from crosstrace.vocab import CT, CTSH, DCAT, DCTERMS, ORGANIZATIONS, PROV, RDF, XSD


def describe(record: Record) -> Iterator[ox.Quad]:
    """The statements that a record adds."""
    graph = ox.NamedNode(record.name.iri)
    for subject, predicate, value in _statements(record):
        yield ox.Quad(ox.NamedNode(subject), ox.NamedNode(predicate), value, graph)


def _statements(record: Record) -> Iterator[tuple[str, str, ox.NamedNode | ox.Literal]]:
    name = record.name
    if record.action is Action.SUBMIT and record.submitted:
        yield from _version(name, record, record.submitted)
    elif record.action is Action.WITHDRAW:
        yield name.iri, PROV + "invalidatedAtTime", _typed(record.time, "dateTime")


def _version(
    name: GraphName, record: Record, made: Submitted
) -> Iterator[tuple[str, str, ox.NamedNode | ox.Literal]]:
    version = name.version_iri(made.version)
    if made.version == 1:
        yield name.iri, DCTERMS + "identifier", ox.Literal(name.name)
        yield name.iri, PROV + "wasAttributedTo", ox.NamedNode(ORGANIZATIONS + name.organization)
    yield name.iri, DCAT + "hasVersion", ox.NamedNode(version)
    yield version, RDF + "type", ox.NamedNode(CT + "GraphVersion")
    yield version, DCAT + "version", ox.Literal(str(made.version))
    yield version, DCTERMS + "title", ox.Literal(made.title)
    yield version, CT + "profile", ox.NamedNode(edition_iri(made.profile))
    yield version, CT + "level", ox.NamedNode(CTSH + made.level.title())
    yield version, PROV + "generatedAtTime", _typed(record.time, "dateTime")
    yield version, CT + "contentSha256", ox.Literal(made.content_digest)
    if made.version > 1:
        earlier = ox.NamedNode(name.version_iri(made.version - 1))
        yield version, PROV + "wasRevisionOf", earlier


def _typed(value: str, datatype: str) -> ox.Literal:
    return ox.Literal(value, datatype=ox.NamedNode(XSD + datatype))
