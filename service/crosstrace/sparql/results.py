"""Writing the answers of SELECT and ASK in the four standard forms, cut at a row limit.

Sources: SPARQL 1.1 Query Results JSON, XML, CSV and TSV formats.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Sequence
from io import StringIO
from typing import Final, TypeAlias
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from crosstrace.errors import InvalidInput
from crosstrace.rdf.formats import WRITTEN
from crosstrace.vocab import XSD

Cell: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None

JSON: Final = "application/sparql-results+json"
XML: Final = "application/sparql-results+xml"
CSV: Final = "text/csv"
TSV: Final = "text/tab-separated-values"

_TABLES: Final = {"json": JSON, "xml": XML, "csv": CSV, "tsv": TSV}
_GRAPHS: Final = {syntax.name: syntax.media_type for syntax in WRITTEN}

RESULT_TYPES: Final[dict[str, dict[str, str]]] = {
    "select": _TABLES,
    "ask": _TABLES,
    "construct": _GRAPHS,
    "describe": _GRAPHS,
}
"""Per form of query the media types of its answer, by short name; the first is preferred."""

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_TRUNCATED = "https://w3id.org/crosstrace/ns#truncated"


def write_rows(
    media_type: str, names: Sequence[str], rows: Sequence[Sequence[Cell]], *, truncated: bool
) -> bytes:
    """The rows of a SELECT; `truncated` says that there were more."""
    return _WRITERS[media_type](names, rows, truncated).encode()


def write_boolean(media_type: str, value: bool) -> bytes:
    """The answer of an ASK; CSV and TSV have no form for it and get the bare word."""
    word = str(value).lower()
    if media_type == JSON:
        return json.dumps({"head": {}, "boolean": value}).encode()
    if media_type == XML:
        return _xml(f"<head/><boolean>{word}</boolean>").encode()
    return f"{word}\n".encode()


def _json(names: Sequence[str], rows: Sequence[Sequence[Cell]], truncated: bool) -> str:
    head: dict[str, object] = {"vars": list(names)}
    if truncated:
        head["link"] = [_TRUNCATED]
    bindings = [
        {name: _json_term(cell) for name, cell in zip(names, row, strict=True) if cell is not None}
        for row in rows
    ]
    return json.dumps({"head": head, "results": {"bindings": bindings}}, ensure_ascii=False)


def _json_term(term: Cell) -> dict[str, str]:
    match term:
        case ox.NamedNode():
            return {"type": "uri", "value": term.value}
        case ox.BlankNode():
            return {"type": "bnode", "value": term.value}
        case ox.Literal():
            found = {"type": "literal", "value": term.value}
            if term.language:
                found["xml:lang"] = term.language
            elif term.datatype.value != XSD + "string":
                found["datatype"] = term.datatype.value
            return found
    raise _no_quoted_triples()


def _no_quoted_triples() -> InvalidInput:
    return InvalidInput("The answer holds quoted triples, which SPARQL 1.1 results can't.")


def _xml(body: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<sparql xmlns="http://www.w3.org/2005/sparql-results#">{body}</sparql>'
    )


def _xml_rows(names: Sequence[str], rows: Sequence[Sequence[Cell]], truncated: bool) -> str:
    head = "".join(f"<variable name={quoteattr(name)}/>" for name in names)
    if truncated:
        head += f"<link href={quoteattr(_TRUNCATED)}/>"
    results = "".join(f"<result>{_xml_row(names, row)}</result>\n" for row in rows)
    return _xml(f"<head>{head}</head>\n<results>\n{results}</results>")


def _xml_row(names: Sequence[str], row: Sequence[Cell]) -> str:
    return "".join(
        f"<binding name={quoteattr(name)}>{_xml_term(cell)}</binding>"
        for name, cell in zip(names, row, strict=True)
        if cell is not None
    )


def _xml_term(term: Cell) -> str:
    if isinstance(term, ox.Literal) and _NOT_IN_XML.search(term.value):
        raise InvalidInput(
            "A text in the answer has a control character, which XML can't hold; ask for JSON."
        )
    match term:
        case ox.NamedNode():
            return f"<uri>{escape(term.value)}</uri>"
        case ox.BlankNode():
            return f"<bnode>{escape(term.value)}</bnode>"
        case ox.Literal():
            attribute = ""
            if term.language:
                attribute = f" xml:lang={quoteattr(term.language)}"
            elif term.datatype.value != XSD + "string":
                attribute = f" datatype={quoteattr(term.datatype.value)}"
            return f"<literal{attribute}>{escape(term.value, {chr(13): '&#13;'})}</literal>"
    raise _no_quoted_triples()


def _csv(names: Sequence[str], rows: Sequence[Sequence[Cell]], _truncated: bool) -> str:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([_csv_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def _csv_cell(term: Cell) -> str:
    if term is None:
        return ""
    if isinstance(term, ox.BlankNode):
        return f"_:{term.value}"
    if isinstance(term, ox.Triple):
        raise _no_quoted_triples()
    return term.value


def _tsv(names: Sequence[str], rows: Sequence[Sequence[Cell]], _truncated: bool) -> str:
    lines = ["\t".join(f"?{name}" for name in names)]
    # A term in N-Triples is a term in TSV: tabs and line ends are escaped in both.
    lines += ["\t".join(_tsv_cell(cell) for cell in row) for row in rows]
    return "\n".join(lines) + "\n"


def _tsv_cell(term: Cell) -> str:
    if isinstance(term, ox.Triple):
        raise _no_quoted_triples()
    return "" if term is None else str(term).replace("\t", "\\t")


_WRITERS: Final[dict[str, Callable[[Sequence[str], Sequence[Sequence[Cell]], bool], str]]] = {
    JSON: _json,
    XML: _xml_rows,
    CSV: _csv,
    TSV: _tsv,
}
