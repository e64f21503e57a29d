"""Names with several dots are read in full, and errors are where they were written."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstrace.sparql.dotted_names import as_written, escape_dots

PREFIX = "PREFIX a: <urn:a:> PREFIX b.1-x: <urn:b:> "


@pytest.mark.parametrize(
    ("written", "escaped"),
    [
        ("a:PO.1.1", r"a:PO\.1\.1"),
        ("?s ?p a:PO.1.1.", r"?s ?p a:PO\.1\.1."),
        ("a:PO.1.1..GV.OC-03", r"a:PO\.1\.1\.\.GV\.OC-03"),
        (r"a:PO\.1.1.R1", r"a:PO\.1\.1\.R1"),
        ("a:csf-2.0", "a:csf-2.0"),
        ("b.1.2:x.y", "b.1.2:x.y"),
        ("_:b.1.2 <urn:1.1.1> 'a:1.1.1' 1.5", "_:b.1.2 <urn:1.1.1> 'a:1.1.1' 1.5"),
        ("# a:PO.1.1", "# a:PO.1.1"),
    ],
)
def test_the_dots_of_such_names_are_escaped(written: str, escaped: str) -> None:
    assert escape_dots(written) == escaped
    assert escape_dots(escaped) == escaped


LOCAL = st.from_regex(r"[A-Za-z0-9_]{1,4}(\.{0,2}[A-Za-z0-9_-]{1,4}){0,4}", fullmatch=True)


@given(st.lists(LOCAL, min_size=1, max_size=3))
def test_the_parser_then_reads_the_names_that_were_written(names: list[str]) -> None:
    values = " ".join(f"a:{name}" for name in names)
    rows = ox.Store().query(escape_dots(f"{PREFIX}SELECT ?x {{ VALUES ?x {{ {values} }} }}"))
    assert isinstance(rows, ox.QuerySolutions)
    assert [row["x"].value for row in rows] == [f"urn:a:{name}" for name in names]


def test_the_parser_still_needs_this() -> None:
    """When this fails the parser has been mended and `dotted_names` can go."""
    rows = ox.Store().query(f"{PREFIX}SELECT ?x {{ VALUES ?x {{ a:PO.1.1 }} }}")
    assert isinstance(rows, ox.QuerySolutions)
    assert len(list(rows)) == 2


@pytest.mark.parametrize("text", ["a:x.1.2 b", "x\na:PO.1.1 a:PO.1.2 !", "é a:1.2.3 \r\n a:1.2.3"])
def test_every_place_leads_back_to_where_it_was_written(text: str) -> None:
    lines = zip(text.splitlines(), escape_dots(text).splitlines(), strict=True)
    for number, (written, escaped) in enumerate(lines, 1):
        for column, sign in enumerate(escaped, 1):
            if sign != "\\":
                assert written[as_written(text, number, column) - 1] == sign
