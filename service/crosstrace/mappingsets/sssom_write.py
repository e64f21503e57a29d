"""Writing a mapping set as SSSOM/TSV, a row at a time."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import Any, Final

import yaml

from crosstrace.mappingsets.document import MappingRow, SetHeader
from crosstrace.vocab import CT, ID, MAPPING_SET, SEMAPV, term

_COLUMNS: Final = (
    *("record_id", "subject_id", "predicate_id", "object_id", "mapping_justification"),
    *("mapping_source", "confidence", "comment", "rationale", "strength", "supportive_property"),
    *("as_printed", "change_type", "derivation_status", "possible_relations", "rule", "path"),
)
_EXTENSIONS: Final = {
    "style": ("ct:style", "linkml:Uriorcurie"),
    "use_case": ("ct:useCase", "xsd:string"),
    "exhaustive": ("ct:exhaustive", "xsd:boolean"),
    "standing": ("ct:publicationStatus", "xsd:string"),
    "mapping_class": ("rdf:type", "linkml:Uriorcurie"),
    "published": ("dcterms:issued", "xsd:gYearMonth"),
    "rationale": ("ct:rationale", "linkml:Uriorcurie"),
    "strength": ("ct:strength", "xsd:integer"),
    "supportive_property": ("ct:supportiveProperty", "linkml:Uriorcurie"),
    "as_printed": ("ct:asPrinted", "xsd:string"),
    "change_type": ("ct:changeType", "linkml:Uriorcurie"),
    "derivation_status": ("ct:derivationStatus", "xsd:string"),
    "possible_relations": ("ct:possibleRelation", "xsd:string"),
    "rule": ("ct:rule", "xsd:string"),
    "path": ("ct:path", "xsd:string"),
}
"""What IR 8477 and derivations need beside SSSOM's own slots: slot, property, type."""


def write(header: SetHeader, rows: Iterable[MappingRow]) -> Iterator[str]:
    """The set as SSSOM/TSV, a line at a time; rows that relate unions are left out."""
    yield from (f"#{line}\n" for line in _yaml(header).splitlines())
    yield _line(_COLUMNS)
    for row in rows:
        if row.relation is not None and len(row.sources) == len(row.targets) == 1:
            yield _line(_cells(row))


def losses(_header: SetHeader, rows: Iterable[MappingRow]) -> tuple[str, ...]:
    """What SSSOM can't hold of the rows."""
    some = list(rows)
    unions = sum(len(row.sources) + len(row.targets) > 2 for row in some)
    open_rows = sum(row.relation is None for row in some)
    found = []
    if unions:
        found.append(f"SSSOM relates single elements: {unions} rows on unions are left out.")
    if open_rows:
        found.append(f"SSSOM states one relation a row: {open_rows} open rows are left out.")
    return tuple(found)


def _yaml(header: SetHeader) -> str:
    issued = "publication_date" if len(header.issued) == len("2026-11-24") else "published"
    editions = dict.fromkeys((header.source_edition, header.target_edition))
    slots: dict[str, Any] = {
        "mapping_set_id": MAPPING_SET + header.slug,
        "mapping_set_version": header.version,
        "mapping_set_title": header.title,
        "mapping_set_description": header.description,
        "license": header.licence,
        "mapping_provider": header.publisher,
        "mapping_set_source": list(header.sources),
        issued: header.issued,
        "subject_source": f"ct-id:{header.source_edition}",
        "object_source": f"ct-id:{header.target_edition}",
        "curie_map": {
            "ct": CT,
            "ct-id": ID,
            "semapv": SEMAPV,
            "set": f"{MAPPING_SET}{header.slug}/",
            **{edition: f"{ID}{edition}/" for edition in editions},
        },
        "extension_definitions": [
            {"slot_name": slot, "property": name, "type_hint": kind}
            for slot, (name, kind) in _EXTENSIONS.items()
            if slot != "published" or issued == "published"
        ],
        "style": f"ct:{term(header.style, concept=True)}",
        "use_case": header.use_case,
        "exhaustive": header.exhaustive,
        "standing": header.standing,
        "mapping_class": f"ct:{header.mapping_class}",
    }
    said = {name: value for name, value in slots.items() if value not in (None, [])}
    return yaml.safe_dump(said, sort_keys=False, allow_unicode=True, width=10_000)


def _cells(row: MappingRow) -> list[str]:
    return [
        f"set:{row.record}",
        str(row.sources[0]),
        f"ct:{term(row.relation or '')}",
        str(row.targets[0]),
        f"semapv:{row.justification}",
        f"ct-id:mapping-set/{row.mapping_set}" if row.mapping_set else "",
        "" if row.confidence is None else repr(row.confidence),
        row.comment or "",
        _concept(row.rationale),
        "" if row.strength is None else str(row.strength),
        _concept(row.supportive_property),
        row.as_printed or "",
        _concept(row.change_type),
        row.status or "",
        "|".join(f"ct:{term(name)}" for name in row.possible),
        row.rule or "",
        "|".join(row.path),
    ]


def _concept(token: str | None) -> str:
    return f"ct:{term(token, concept=True)}" if token else ""


def _line(cells: Sequence[str]) -> str:
    buffer = StringIO()
    csv.writer(buffer, delimiter="\t", lineterminator="\n").writerow(cells)
    return buffer.getvalue()
