"""OLIR sheets made by hand, read and written."""

from __future__ import annotations

from crosstrace.mappingsets import SetHeader, olir, olir_write
from crosstrace.model import ElementRef

GIVEN = {
    "title": "A to B",
    "version": "1.0.0",
    "publisher": "https://example.org/us",
    "sources": ("https://example.org/a",),
    "issued": "2024-03-28",
    "licence": "https://example.org/licence",
    "use_case": "Shows which of A is in B.",
}
HEADER = SetHeader(
    slug="a-to-b",
    style="set_theory",
    source_edition="csf-2.0",
    target_edition="ref-1.0",
    **GIVEN,
)
COLUMNS = (
    "Focal Document Element,Rationale,Relationship,Relationship Property,"
    "Relationship Explanation,Reference Document Element,Comments (Optional),"
    "Strength of Relationship (Optional)"
)
SET_THEORY = tuple(dict.fromkeys(olir.SET_THEORY.values()))
SUPPORTIVE = tuple(dict.fromkeys(olir.SUPPORTIVE.values()))


def read(body, **more):
    arguments = {"focal": "csf-2.0", "reference": "ref-1.0", "slug": "a-to-b"} | GIVEN | more
    return olir.read(body, **arguments)


def read_lines(*lines, columns=COLUMNS, **more):
    return read("\n".join([columns, *lines]).encode(), **more)


def one(line, **more):
    (row,) = read_lines(line, **more).rows
    return row


def csv(header, rows):
    return "".join(olir_write.write_csv(header, rows)).encode()


def xlsx(header, rows):
    return b"".join(olir_write.write_xlsx(header, rows))


def focal(local="PR.AA-01"):
    return ElementRef("csf-2.0", local)


def reference(local="R.1"):
    return ElementRef("ref-1.0", local)


# --- Which way a row reads
