"""Mapping sets and their rows."""

from __future__ import annotations

from crosstrace.documents.base import Document
from crosstrace.mappingsets import MappingDocument, MappingRow
from crosstrace.model import MappingSet


def mapping_set(found: MappingSet) -> Document:
    """An entry of `GET /v1/mapping-sets`."""
    return {
        "slug": found.slug,
        "title": found.title,
        "publisher": found.publisher,
        "issued": found.issued,
        "style": found.style,
        "use_case": found.use_case,
        "licence": found.licence,
        "exhaustive": found.exhaustive,
        "standing": found.standing,
        "rows": found.rows,
    }


def mapping_rows(found: MappingSet, document: MappingDocument) -> Document:
    """The document of `GET /v1/mapping-sets/{slug}`: the set with all of its rows."""
    header = document.header
    return mapping_set(found) | {
        "version": header.version,
        "source_edition": header.source_edition,
        "target_edition": header.target_edition,
        "sources": list(header.sources),
        "description": header.description,
        "mappings": [_row(row) for row in document.rows],
    }


def _row(row: MappingRow) -> Document:
    return {
        "record": row.record,
        "sources": [str(element) for element in row.sources],
        "relation": row.relation,
        "targets": [str(element) for element in row.targets],
        "rationale": row.rationale,
        "strength": row.strength,
        "confidence": row.confidence,
        "property": row.supportive_property,
        "justification": row.justification,
        "change_type": row.change_type,
        "as_printed": row.as_printed,
        "comment": row.comment,
    }
