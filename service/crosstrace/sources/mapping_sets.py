"""A mapping set between its neutral form and its named graph, in both directions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

import pyoxigraph as ox

from crosstrace.errors import NotFound
from crosstrace.lookup.rows import elements_of, token_of
from crosstrace.mappingsets import MappingDocument, MappingRow, SetHeader
from crosstrace.model import ElementRef
from crosstrace.store import GraphStore, Row, read_query
from crosstrace.vocab import (
    CT,
    DCTERMS,
    ID,
    MAPPING_SET,
    OWL,
    PROV,
    RDF,
    RDFS,
    SEMAPV,
    SKOS,
    SSSOM,
    XSD,
    local_name,
    term,
    token,
)

_PACKAGE: Final = "crosstrace.sources"
_DATE_TYPES: Final = {4: "gYear", 7: "gYearMonth", 10: "date"}
_FINAL: Final = "final"


def mapping_iri(slug: str, record: str) -> str:
    """The IRI of the mapping `record` of the set `slug`."""
    return f"{MAPPING_SET}{slug}/{record}"


def quads(document: MappingDocument) -> list[ox.Quad]:
    """The statements of the set's named graph."""
    graph = ox.NamedNode(MAPPING_SET + document.header.slug)
    triples = list(_set_triples(graph, document.header))
    for row in document.rows:
        triples += _row_triples(graph, document.header, row)
    return [ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples]


def _set_triples(graph: ox.NamedNode, header: SetHeader) -> Iterator[ox.Triple]:
    texts = {
        DCTERMS + "title": header.title,
        DCTERMS + "description": header.description,
        CT + "useCase": header.use_case,
    }
    nodes: list[tuple[str, ox.NamedNode | ox.Literal]] = [
        (RDF + "type", ox.NamedNode(CT + "MappingSet")),
        (DCTERMS + "license", ox.NamedNode(header.licence)),
        (DCTERMS + "issued", _typed(header.issued, _DATE_TYPES[len(header.issued)])),
        (OWL + "versionInfo", ox.Literal(header.version)),
        (PROV + "wasAttributedTo", ox.NamedNode(header.publisher)),
        *((PROV + "wasDerivedFrom", ox.NamedNode(source)) for source in header.sources),
        (SSSOM + "subject_source", ox.NamedNode(ID + header.source_edition)),
        (SSSOM + "object_source", ox.NamedNode(ID + header.target_edition)),
        (CT + "style", _concept(header.style)),
        (CT + "exhaustive", _typed(str(header.exhaustive).lower(), "boolean")),
        *((p, ox.Literal(text, language="en")) for p, text in texts.items() if text),
    ]
    if header.standing != _FINAL:
        nodes.append((CT + "publicationStatus", _concept(header.standing)))
    for predicate, value in nodes:
        yield ox.Triple(graph, ox.NamedNode(predicate), value)


def _row_triples(graph: ox.NamedNode, header: SetHeader, row: MappingRow) -> Iterator[ox.Triple]:
    mapping = ox.NamedNode(mapping_iri(header.slug, row.record))
    nodes: list[tuple[str, ox.NamedNode | ox.Literal]] = [
        (RDF + "type", ox.NamedNode(CT + header.mapping_class)),
        (CT + "style", _concept(header.style)),
        (SSSOM + "mapping_justification", ox.NamedNode(SEMAPV + row.justification)),
        (DCTERMS + "isPartOf", graph),
    ]
    if row.relation is not None:
        relation = ox.NamedNode(CT + term(row.relation))
        nodes += [(CT + "relation", relation), (OWL + "annotatedProperty", relation)]
    concepts = {
        "rationale": row.rationale,
        "supportiveProperty": row.supportive_property,
        "changeType": row.change_type,
    }
    nodes += [(CT + name, _concept(value)) for name, value in concepts.items() if value]
    nodes += _literals(row)
    for predicate, value in nodes:
        yield ox.Triple(mapping, ox.NamedNode(predicate), value)
    yield from _end(mapping, "Source", row.sources)
    yield from _end(mapping, "Target", row.targets)


def _literals(row: MappingRow) -> Iterator[tuple[str, ox.Literal]]:
    if row.strength is not None:
        yield CT + "strength", _typed(str(row.strength), "integer")
    if row.confidence is not None:
        yield SSSOM + "confidence", _typed(repr(row.confidence), "double")
    if row.comment:
        yield RDFS + "comment", ox.Literal(row.comment, language="en")
    if row.as_printed:
        yield CT + "asPrinted", ox.Literal(row.as_printed)


def _end(mapping: ox.NamedNode, side: str, elements: tuple[ElementRef, ...]) -> Iterator[ox.Triple]:
    end = ox.NamedNode(OWL + f"annotated{side}")
    if len(elements) == 1:
        yield ox.Triple(mapping, end, ox.NamedNode(elements[0].iri))
        return
    together = ox.NamedNode(f"{mapping.value}#{side.lower()}s")
    yield ox.Triple(mapping, end, together)
    yield ox.Triple(together, ox.NamedNode(RDF + "type"), ox.NamedNode(CT + "ElementUnion"))
    for element in elements:
        yield ox.Triple(together, ox.NamedNode(SKOS + "member"), ox.NamedNode(element.iri))


def _concept(name: str) -> ox.NamedNode:
    return ox.NamedNode(CT + term(name, concept=True))


def _typed(value: str, datatype: str) -> ox.Literal:
    return ox.Literal(value, datatype=ox.NamedNode(XSD + datatype))


def document(store: GraphStore, slug: str) -> MappingDocument:
    """The set `slug` as `store` holds it; `NotFound` when it doesn't."""
    bindings = {"set": MAPPING_SET + slug}
    headers = store.select(read_query(_PACKAGE, "mapping-set"), bindings)
    if not headers:
        raise NotFound(f"No mapping set {slug!r} is held.")
    rows = store.select(read_query(_PACKAGE, "mapping-rows"), bindings)
    found = tuple(
        _row(slug, list(pairs)) for _, pairs in groupby(rows, key=lambda row: row["mapping"])
    )
    reference = bool(rows) and rows[0]["reference"] == "true"
    return MappingDocument(_header(slug, headers, reference=reference), found)


def _header(slug: str, rows: list[Row], *, reference: bool) -> SetHeader:
    row = rows[0]
    return SetHeader(
        slug=slug,
        title=row["title"],
        version=row["version"],
        publisher=row["publisher"],
        sources=tuple(r["source"] for r in rows if "source" in r),
        issued=row["issued"],
        licence=row["licence"],
        style=token(row["style"]),
        use_case=row["useCase"],
        source_edition=row["sourceEdition"].removeprefix(ID),
        target_edition=row["targetEdition"].removeprefix(ID),
        exhaustive=row["exhaustive"] == "true",
        description=row.get("description"),
        standing=token(row["standing"]) if "standing" in row else _FINAL,
        mapping_class="InformativeReference" if reference else "Mapping",
    )


def _row(slug: str, rows: list[Row]) -> MappingRow:
    row = rows[0]
    return MappingRow(
        sources=elements_of(rows, "source"),
        relation=token(row["relation"]),
        targets=elements_of(rows, "target"),
        record=row["mapping"].removeprefix(f"{MAPPING_SET}{slug}/"),
        justification=local_name(row["justification"]),
        rationale=token_of(row, "rationale"),
        strength=int(row["strength"]) if "strength" in row else None,
        confidence=float(row["confidence"]) if "confidence" in row else None,
        supportive_property=token_of(row, "supportiveProperty"),
        comment=row.get("comment"),
        as_printed=row.get("asPrinted"),
        change_type=token_of(row, "changeType"),
    )
