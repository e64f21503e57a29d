"""A whole crosswalk as a stream: JSON, CSV for spreadsheets, SSSOM/TSV for mapping tools."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from io import StringIO
from typing import Final

from crosstrace import documents
from crosstrace.crosswalk import Answer, Result, Table, explain
from crosstrace.model import Mapping
from crosstrace.vocab import CT, ID, SEMAPV

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
_CSV_COLUMNS: Final = (
    "source",
    "target",
    "target_label",
    "status",
    "relations",
    "hops",
    "paths",
    "best_path",
    "mapping_sets",
    "explanation",
)
_SSSOM_COLUMNS: Final = (
    "record_id",
    "subject_id",
    "predicate_id",
    "object_id",
    "mapping_justification",
    "mapping_source",
    "as_printed",
)
_SSSOM_COMMENT: Final = (
    "Published mappings, each in its own direction. Paths of several links are leads, which "
    "state no relation; they are in the JSON and CSV forms only."
)


def neutral(cell: str) -> str:
    """The cell, made text where a spreadsheet would read a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def json_rows(table: Table) -> Iterator[str]:
    """The document of `GET /v1/crosswalk/{source}/{target}`, an answer at a time."""
    head = {"source": table.source, "target": table.target, "max_hops": table.max_hops}
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "items": ['
    for number, answer in enumerate(table.answers):
        separator = ",\n" if number else "\n"
        yield separator + json.dumps(documents.answer(answer), ensure_ascii=False)
    yield "\n]}\n"


def csv_rows(table: Table) -> Iterator[str]:
    """One row per result, with its best path written out."""
    write = _writer(",", "\r\n")
    yield write(_CSV_COLUMNS)
    for answer in table.answers:
        yield "".join(
            write([neutral(cell) for cell in _csv_cells(answer, result)])
            for result in answer.results
        )


def _csv_cells(answer: Answer, result: Result) -> list[str]:
    best = result.paths[0]
    return [
        str(answer.source),
        str(result.element),
        result.label,
        str(result.status),
        " ".join(result.relations),
        str(len(best)),
        str(len(result.paths)),
        " > ".join([str(answer.source), *(str(hop.target) for hop in best)]),
        " ".join(dict.fromkeys(hop.mapping.mapping_set for hop in best)),
        explain(result),
    ]


def sssom_rows(table: Table) -> Iterator[str]:
    """The published mappings between the two editions as SSSOM, each in its own direction."""
    write = _writer("\t", "\n")
    yield _sssom_header(table)
    yield write(_SSSOM_COLUMNS)
    for answer in table.answers:
        yield "".join(
            write(_sssom_cells(path[0].mapping))
            for result in answer.results
            for path in result.paths
            if len(path) == 1
        )


def _sssom_cells(mapping: Mapping) -> list[str]:
    return [
        mapping.iri,
        str(mapping.sources[0]),
        f"ct:{_camel(mapping.relation)}",
        str(mapping.targets[0]),
        "semapv:ManualMappingCuration",
        f"ct-id:mapping-set/{mapping.mapping_set}",
        " ".join((mapping.as_printed or "").split()),
    ]


def _camel(token: str) -> str:
    first, *rest = token.split("_")
    return first + "".join(word.title() for word in rest)


def _sssom_header(table: Table) -> str:
    prefixes = {
        "ct": CT,
        "ct-id": ID,
        "semapv": SEMAPV,
        table.source: f"{ID}{table.source}/",
        table.target: f"{ID}{table.target}/",
    }
    lines = [
        f"mapping_set_id: {ID}crosswalk/{table.source}/{table.target}",
        f'mapping_set_title: "Crosswalk from {table.source} to {table.target}"',
        f'comment: "{_SSSOM_COMMENT}"',
        # Each row names the set it comes from, which has its licence.
        "license: https://w3id.org/sssom/license/unspecified",
        "curie_map:",
        *(f"  {prefix}: {iri}" for prefix, iri in prefixes.items()),
        "extension_definitions:",
        "  - slot_name: as_printed",
        "    property: ct:asPrinted",
        "    type_hint: xsd:string",
    ]
    return "".join(f"#{line}\n" for line in lines)


def _writer(delimiter: str, end: str) -> Callable[[Sequence[str]], str]:
    def write(cells: Sequence[str]) -> str:
        buffer = StringIO()
        csv.writer(buffer, delimiter=delimiter, lineterminator=end).writerow(cells)
        return buffer.getvalue()

    return write
