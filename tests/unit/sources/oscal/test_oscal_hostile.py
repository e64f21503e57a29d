"""Files made to exhaust or to mislead the reader are refused, and soon."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from oscal_documents import NAMESPACE, as_json, control, document, statement

from crosstrace.errors import CrosstraceError, InvalidInput, TooLarge
from crosstrace.sources.oscal import MAX_BYTES, Syntax, read_catalog

SECONDS = 10.0  # what a slow, busy machine may need for the largest file that is read

LAUGHS_YAML = b"a: &a [x, x]\n" + b"".join(
    b"%c: &%c [*%c, *%c]\n" % (name, name, name - 1, name - 1) for name in range(ord("b"), 123)
)
LAUGHS_XML = (
    b'<!DOCTYPE catalog [<!ENTITY a "ha">'
    + b"".join(
        b'<!ENTITY %c "%s">' % (name, b"&%c;" % (name - 1) * 10) for name in range(ord("b"), 107)
    )
    + b"]><catalog>&j;</catalog>"
)


@pytest.fixture(autouse=True)
def soon() -> Iterator[None]:
    start = time.monotonic()
    yield
    assert time.monotonic() - start < SECONDS


@pytest.mark.parametrize(
    ("syntax", "body", "message"),
    [
        ("yaml", LAUGHS_YAML, "line 1, column 4: anchors and aliases are not read"),
        ("yaml", b"a: *a", "aliases are not read"),
        ("yaml", b"a: !!python/object/apply:os.system [echo]", "tags are not read"),
        ("yaml", b"!<tag:example.org,2026:x> a", "tags are not read"),
        ("yaml", b"[" * 100_000, "deeper than 64 levels"),
        ("yaml", b"- " * 100_000, "deeper than 64 levels"),
        ("yaml", b"{a: " * 100_000, "deeper than 64 levels"),
        ("json", b"[" * 1_000_000, "deeper than 64 levels"),
        ("json", b'{"a":' * 100_000, "deeper than 64 levels"),
        ("json", b'"' + b'\\"' * 1_000_000, "Unterminated string"),
        ("json", b'{"a": NaN}', "NaN, which is not JSON"),
        ("json", b'{"a": -Infinity}', "-Infinity, which is not JSON"),
        ("json", b'{"a": 1, "a": 2}', "'a' twice"),
        ("json", b'{"catalog": ' + b"9" * 1_000_000 + b"}", "should be an object"),
        ("xml", LAUGHS_XML, "document type or entities"),
        ("xml", b"<!DOCTYPE catalog><catalog/>", "document type or entities"),
        ("xml", b"<a>" * 100_000, "deeper than 64 levels"),
        ("xml", b'<?xml version="1.0" encoding="utf-7"?><a/>', "save it as UTF-8"),
        ("xml", b'<?xml version="1.0" encoding="x-none"?><a/>', "save it as UTF-8"),
        ("xml", b"<catalog/>", "root is not an OSCAL 1 catalog"),
        ("xml", f'<profile xmlns="{NAMESPACE}"/>'.encode(), "root is not an OSCAL 1 catalog"),
    ],
)
def test_a_hostile_file_is_refused(syntax: Syntax, body: bytes, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        read_catalog(body, syntax)


def test_an_external_entity_is_not_opened(tmp_path: Path) -> None:
    pipe = tmp_path / "secret"
    os.mkfifo(pipe)  # whoever opened it for reading would wait for a writer
    body = (
        f'<!DOCTYPE catalog [<!ENTITY x SYSTEM "{pipe.as_uri()}">]>'
        f'<catalog xmlns="{NAMESPACE}">&x;</catalog>'
    )
    with pytest.raises(InvalidInput, match="document type or entities"):
        read_catalog(body.encode(), "xml")


def test_a_file_over_the_limit_is_not_read() -> None:
    with pytest.raises(TooLarge, match=f"at most {MAX_BYTES:,}"):
        read_catalog(b" " * (MAX_BYTES + 1), "json")
    with pytest.raises(TooLarge, match="has 3 bytes; at most 2"):
        read_catalog(b"{} ", "json", max_bytes=2)


@pytest.mark.parametrize(
    "piece",
    ["*a ", "`", "*a* ", "[", "[a](", "![a](b", "~a", "^a", "{{ insert: param, ", "&#1", " "],
)
def test_prose_full_of_unfinished_marks_takes_linear_time(piece: str) -> None:
    prose = piece * (250_000 // len(piece))
    (entry,) = read_catalog(as_json(document(control("A", statement(prose)))), "json").controls
    assert set(entry.prose) <= set(piece)


@given(st.binary(max_size=200), st.sampled_from(["json", "yaml", "xml"]))
def test_any_bytes_end_in_an_error_that_can_be_acted_on(body: bytes, syntax: Syntax) -> None:
    with pytest.raises(CrosstraceError) as caught:
        read_catalog(body, syntax)
    assert caught.value.detail


@given(st.text(alphabet="{}[]<>&*!|-:#'\"?,%@`\\ \n\tac", max_size=60))
def test_any_punctuation_is_refused_in_every_syntax(text: str) -> None:
    for syntax in ("json", "yaml", "xml"):
        with pytest.raises(InvalidInput):
            read_catalog(text.encode(), syntax)
