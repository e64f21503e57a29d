"""References to elements: every way of writing one ends in the same reference."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstrace.errors import InvalidInput
from crosstrace.model import ElementRef, edition_iri

LOCAL = st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9._()-]{0,20}[A-Za-z0-9)])?", fullmatch=True)
EDITION = st.from_regex(r"[a-z0-9][a-z0-9.-]{0,20}", fullmatch=True)


@given(EDITION, LOCAL)
def test_a_reference_survives_both_spellings(edition: str, local: str) -> None:
    ref = ElementRef(edition, local)
    assert ElementRef.parse(str(ref)) == ref
    assert ElementRef.from_iri(ref.iri) == ref


def test_spaces_are_written_as_hyphens() -> None:
    assert ElementRef.parse(" ai-rmf-1.0:MAP 1.3 ") == ElementRef("ai-rmf-1.0", "MAP-1.3")


@pytest.mark.parametrize(
    "text",
    ["", "PO.1.1", "sp800-218a:", ":PO.1.1", "x:../y", "x:a/b", "x:é", "x:" + "a" * 80],
)
def test_what_is_no_reference_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(InvalidInput, match="sp800-218a:PO"):
        ElementRef.parse(text)


def test_foreign_iris_are_no_elements() -> None:
    with pytest.raises(InvalidInput, match="not an element IRI"):
        ElementRef.from_iri("https://example.org/x")


def test_edition_iris() -> None:
    assert edition_iri("csf-2.0") == "https://w3id.org/crosstrace/id/csf-2.0"
    with pytest.raises(InvalidInput, match="not an edition"):
        edition_iri("../etc")
