"""Reading a mapping set authored as SSSOM/TSV into addressable `ct:Mapping`s.

The header (commented YAML) carries the set's metadata and, as declared SSSOM extension
slots, what IR 8477 asks for beside: style, use case, exhaustiveness. A row is refused,
with its number, when its record, an end, the relation or the justification is missing
or its prefix is not declared.
Source: SSSOM 1.1, https://mapping-commons.github.io/sssom/.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any, Final

import pyoxigraph as ox
import yaml

from crosstrace.errors import InputError, InvalidInput
from crosstrace.vocab import CT, DCTERMS, OWL, PREFIXES, PROV, RDF, SSSOM, XSD

_REQUIRED_SLOTS: Final = (
    "mapping_set_id",
    "mapping_set_title",
    "mapping_set_version",
    "license",
    "mapping_provider",
    "mapping_set_source",
    "publication_date",
    "subject_source",
    "object_source",
    "curie_map",
    "style",
    "use_case",
    "exhaustive",
)
_REQUIRED_CELLS: Final = (
    "record_id",
    "subject_id",
    "predicate_id",
    "object_id",
    "mapping_justification",
)
_TYPE: Final = ox.NamedNode(RDF + "type")


def read_mapping_set(text: str) -> list[ox.Quad]:
    """The quads of the set's named graph; `InvalidInput` names the row that is wrong."""
    header, table = _split(text)
    curies = _Curies(header["curie_map"])
    graph = ox.NamedNode(header["mapping_set_id"])
    triples = [*_set_triples(graph, header, curies), *_row_triples(graph, header, curies, table)]
    return [ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples]


def _split(text: str) -> tuple[dict[str, Any], str]:
    lines = text.splitlines(keepends=True)
    comments = [line for line in lines if line.startswith("#")]
    header = yaml.safe_load("".join(line[1:] for line in comments))
    missing = [slot for slot in _REQUIRED_SLOTS if slot not in header]
    if missing:
        raise InvalidInput(f"The mapping set's header lacks {', '.join(missing)}.")
    return header, "".join(lines[len(comments) :])


class _Curies:
    def __init__(self, prefixes: dict[str, str]) -> None:
        self._prefixes = {**PREFIXES, **prefixes}

    def expand(self, curie: str) -> ox.NamedNode:
        """The node for `prefix:local` or for a full IRI; a `KeyError` for an unknown prefix."""
        if curie.startswith(("http://", "https://")):
            return ox.NamedNode(curie)
        prefix, _, local = curie.partition(":")
        return ox.NamedNode(self._prefixes[prefix] + local)


def _set_triples(
    graph: ox.NamedNode, header: dict[str, Any], curies: _Curies
) -> Iterator[ox.Triple]:
    def nodes(slot: str) -> list[ox.NamedNode]:
        value = header[slot]
        return [curies.expand(item) for item in (value if isinstance(value, list) else [value])]

    def texts(slot: str) -> list[ox.Literal]:
        return [ox.Literal(str(header[slot]), language="en")] if slot in header else []

    objects: dict[str, list[Any]] = {
        RDF + "type": [ox.NamedNode(CT + "MappingSet")],
        DCTERMS + "title": texts("mapping_set_title"),
        DCTERMS + "description": texts("mapping_set_description"),
        DCTERMS + "license": nodes("license"),
        DCTERMS + "issued": [_date(str(header["publication_date"]))],
        OWL + "versionInfo": [ox.Literal(str(header["mapping_set_version"]))],
        PROV + "wasAttributedTo": nodes("mapping_provider"),
        PROV + "wasDerivedFrom": nodes("mapping_set_source"),
        SSSOM + "subject_source": nodes("subject_source"),
        SSSOM + "object_source": nodes("object_source"),
        CT + "style": nodes("style"),
        CT + "useCase": texts("use_case"),
        CT + "exhaustive": [
            ox.Literal(str(header["exhaustive"]).lower(), datatype=ox.NamedNode(XSD + "boolean"))
        ],
    }
    for predicate, values in objects.items():
        for value in values:
            yield ox.Triple(graph, ox.NamedNode(predicate), value)


def _date(value: str) -> ox.Literal:
    kind = {4: "gYear", 7: "gYearMonth", 10: "date"}[len(value)]
    return ox.Literal(value, datatype=ox.NamedNode(XSD + kind))


def _row_triples(
    graph: ox.NamedNode, header: dict[str, Any], curies: _Curies, table: str
) -> Iterator[ox.Triple]:
    rows = csv.DictReader(StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE)
    kind = curies.expand(header.get("mapping_class", "ct:Mapping"))
    style = curies.expand(header["style"])
    for number, row in enumerate(rows, start=1):
        try:
            yield from _mapping(graph, kind, style, curies, row)
        except (KeyError, ValueError) as error:
            detail = f"Row {number} of {graph.value} can't be read: {error}."
            raise InvalidInput(detail, (InputError(detail, line=number),)) from error


def _mapping(
    graph: ox.NamedNode,
    kind: ox.NamedNode,
    style: ox.NamedNode,
    curies: _Curies,
    row: dict[str, str],
) -> Iterator[ox.Triple]:
    empty = [cell for cell in _REQUIRED_CELLS if not row.get(cell)]
    if empty:
        raise ValueError(f"{', '.join(empty)} is missing")
    mapping = curies.expand(row["record_id"])
    relation = curies.expand(row["predicate_id"])
    statements: list[tuple[str, ox.NamedNode | ox.Literal]] = [
        (OWL + "annotatedSource", curies.expand(row["subject_id"])),
        (OWL + "annotatedProperty", relation),
        (OWL + "annotatedTarget", curies.expand(row["object_id"])),
        (CT + "relation", relation),
        (CT + "style", style),
        (SSSOM + "mapping_justification", curies.expand(row["mapping_justification"])),
        (DCTERMS + "isPartOf", graph),
    ]
    if row.get("as_printed"):
        statements.append((CT + "asPrinted", ox.Literal(row["as_printed"])))
    if row.get("change_type"):
        statements.append((CT + "changeType", curies.expand(row["change_type"])))
    yield ox.Triple(mapping, _TYPE, kind)
    for predicate, value in statements:
        yield ox.Triple(mapping, ox.NamedNode(predicate), value)
