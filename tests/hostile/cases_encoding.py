"""Bytes that aren't the text they should be."""

from __future__ import annotations

import gzip
from typing import Final

from hostile_case import INVALID, ROOT, STATEMENT, VERDICT, Case

from crosstrace.rdf.formats import JSON_LD, N_TRIPLES, RDF_XML

_XML: Final = '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
_JSON: Final = '{"@id": "urn:a", "urn:b": "c"}'

CASES: Final = [
    Case("nothing at all", b"", VERDICT, "Root-one"),
    Case("spaces alone", b" \n\t ", VERDICT, "Root-one"),
    Case("UTF-16 with a mark", STATEMENT.encode("utf-16"), INVALID, "UTF-8", 1),
    Case("UTF-16, little end first", STATEMENT.encode("utf-16-le"), INVALID, "zero byte", 1),
    Case("UTF-16, big end first", STATEMENT.encode("utf-16-be"), INVALID, "zero byte", 1),
    Case("UTF-32", STATEMENT.encode("utf-32"), INVALID, "UTF-8", 1),
    Case("UTF-7", "+ADw-urn:a+AD4- ".encode("ascii"), INVALID, "can't be read", 1),
    Case("Latin-1", f"{STATEMENT}\n# é".encode("latin-1"), INVALID, "UTF-8", 2),
    Case("an overlong slash", b'<urn:a> <urn:b> "\xc0\xaf" .', INVALID, "byte 18", 1),
    Case("an overlong zero", b'<urn:a> <urn:b> "\xc0\x80" .', INVALID, "byte 18", 1),
    Case("a surrogate in UTF-8", b'<urn:a> <urn:b> "\xed\xa0\x80" .', INVALID, "UTF-8", 1),
    Case("beyond Unicode", b'<urn:a> <urn:b> "\xf4\x90\x80\x80" .', INVALID, "UTF-8", 1),
    Case("a character cut in two", b'<urn:a> <urn:b> "\xe2\x82', INVALID, "byte 18", 1),
    Case("a zero byte in a text", b'<urn:a>\n<urn:b> "\0" .', INVALID, "zero byte", 2),
    Case("two byte order marks", b"\xef\xbb\xbf" * 2 + STATEMENT.encode(), INVALID, "read", 1),
    Case("one byte order mark", b"\xef\xbb\xbf" + STATEMENT.encode(), VERDICT, "Root-one"),
    Case("control characters", b"\x01\x02\x7f", INVALID, r"\u0001", 1),
    Case("a terminal's codes", b"\x1b[2J\x1b]0;x\x07", INVALID, r"\u001b", 1),
    Case("a gzip file", gzip.compress(STATEMENT.encode(), mtime=0), INVALID, "UTF-8", 1),
    Case("a ZIP file", b"PK\x03\x04" + bytes(60), INVALID, "zero byte", 1),
    Case("a PDF file", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", INVALID, "UTF-8", 2),
    Case("a page of HTML", "<!doctype html><html></html>", INVALID, "can't be read", 1),
    Case("an escaped surrogate", r'<urn:a> <urn:b> "\uD800" .', INVALID, "unicode character", 1),
    Case("an escape beyond Unicode", r'<urn:a> <urn:b> "\U00110000" .', INVALID, "110000", 1),
    Case("an escaped zero", r'<urn:a> <urn:b> "\u0000" .', VERDICT, "Root-one"),
    Case("noncharacters", '<urn:a> <urn:b> "\ufffe\uffff" .', VERDICT, "Root-one"),
    Case(
        "text that runs backwards", f'{ROOT}ex:a ct:status "\u202eknat" .', VERDICT, "Graph-title"
    ),
    Case(
        "90,000 accents on one letter",
        f'{ROOT}ex:a ct:status "a{chr(0x301) * 90_000}" .',
        VERDICT,
        "Graph-title",
    ),
    Case("UTF-16 as XML", _XML.encode("utf-16"), INVALID, "UTF-8", 1, RDF_XML),
    Case(
        "UTF-16 hides a DOCTYPE",
        f"<!DOCTYPE r>{_XML}".encode("utf-16-le"),
        INVALID,
        "zero byte",
        1,
        RDF_XML,
    ),
    Case(
        "Latin-1 as XML",
        '<?xml version="1.0" encoding="ISO-8859-1"?><é/>'.encode("latin-1"),
        INVALID,
        "UTF-8",
        1,
        RDF_XML,
    ),
    Case(
        "XML that says Latin-1",
        f'<?xml version="1.0" encoding="ISO-8859-1"?>{_XML}',
        INVALID,
        "UTF-8",
        syntax=RDF_XML,
    ),
    Case(
        "XML that says UTF-7",
        f'<?xml version="1.0" encoding="UTF-7"?>{_XML}',
        INVALID,
        "UTF-8",
        1,
        RDF_XML,
    ),
    Case("UTF-16 as JSON", _JSON.encode("utf-16-le"), INVALID, "zero byte", 1, JSON_LD),
    Case(
        "a lone surrogate in JSON",
        r'{"@id": "urn:a", "urn:b": "\ud800"}',
        INVALID,
        "surrogate",
        syntax=JSON_LD,
    ),
    Case(
        "a lone surrogate as a JSON name",
        r'{"@id": "urn:a", "urn:\udfff": 1}',
        INVALID,
        "surrogate",
        syntax=JSON_LD,
    ),
    Case(
        "a line end alone in N-Triples",
        "<urn:a> <urn:b> <urn:c> .\r<urn:a> nonsense .",
        INVALID,
        "read",
        2,
        N_TRIPLES,
    ),
]
