"""A submission is read the same way each time, and its blank nodes stay apart."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosstrace.errors import InvalidInput
from crosstrace.rdf.formats import JSON_LD, N_TRIPLES, RDF_XML, TURTLE
from crosstrace.validation.submission import BLANK, read_submission

RDF_XML_TEXT = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:">
<rdf:Description rdf:nodeID="kept"><e:p><rdf:Description e:q="x"/></e:p></rdf:Description>
</rdf:RDF>"""
LABELS = st.from_regex(r"[a-z0-9]([a-z.]{0,4}[a-z])?|anonymous[0-9]", fullmatch=True)


def subjects(text: str) -> list[str]:
    stated = read_submission(text.encode(), TURTLE, {}).stated
    return [triple.subject.value.removeprefix(BLANK) for triple in stated]


@given(st.lists(LABELS | st.none(), min_size=1, max_size=8))
def test_labels_are_kept_and_the_others_numbered(labels: list[str | None]) -> None:
    text = "\n".join(f"{f'_:{label}' if label else '[]'} <urn:p> 1 ." for label in labels)
    found = subjects(text)
    assert found == subjects(text)
    numbered = [name for name, label in zip(found, labels, strict=True) if label is None]
    assert [name for name, label in zip(found, labels, strict=True) if label] == [
        label for label in labels if label
    ]
    assert len(set(numbered)) == len(numbered)
    assert all(name.startswith("anonymous") for name in numbered)
    assert not set(numbered) & set(labels)


def test_a_label_is_kept_in_other_syntaxes_too() -> None:
    document = json.dumps({"@id": "_:kept", "urn:p": {"urn:q": "x"}}).encode()
    for body, syntax in (
        (b"_:kept <urn:p> _:kept.too .", N_TRIPLES),
        (RDF_XML_TEXT.encode(), RDF_XML),
        (document, JSON_LD),
    ):
        stated = read_submission(body, syntax, {}).stated
        assert ox.NamedNode(f"{BLANK}kept") in {triple.subject for triple in stated}


@pytest.mark.parametrize("text", ["<{0}x> <urn:p> 1 .", "<urn:a> <urn:p> <{0}x> ."])
def test_nobody_can_name_a_blank_node_by_its_stand_in(text: str) -> None:
    with pytest.raises(InvalidInput, match="reserved"):
        read_submission(text.format(BLANK).encode(), TURTLE, {})


def test_what_is_taken_out_is_still_stated() -> None:
    text = b"<https://w3id.org/crosstrace/id/x> <urn:p> 1 . <urn:a> <urn:p> 2 ."
    submission = read_submission(text, TURTLE, {})
    assert submission.not_its_own == ("https://w3id.org/crosstrace/id/x",)
    assert len(submission.stated) == 2
    (kept,) = ox.parse(submission.data, format=ox.RdfFormat.N_TRIPLES)
    assert kept.subject == ox.NamedNode("urn:a")
