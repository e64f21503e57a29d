"""The shapes' sentences in the words of JSON-LD and YAML-LD."""

from __future__ import annotations

import re

import pytest
from rdflib import SH

from crosstrace.rdf.context import context_document
from crosstrace.rdf.formats import JSON_LD, N_TRIPLES, RDF_XML, TURTLE, YAML_LD
from crosstrace.validation import bundled_shapes
from crosstrace.validation.plain_words import in_words_of
from crosstrace.vocab import PREFIXES

SENTENCES = [
    (
        'Write the day as in `ct:validUntil "2027-02-28"^^xsd:date`.',
        'Write the day as in `validUntil: "2027-02-28"`.',
    ),
    (
        "Write the outcome as in `earl:result [ earl:outcome earl:passed ]`.",
        "Write the outcome as in `result: { outcome: passed }`.",
    ),
    (
        'Add `ct:digest [ ct:algorithm "SHA-256" ; ct:value "0 ; 1" ]`.',
        'Add `digest: { algorithm: "SHA-256", value: "0 ; 1" }`.',
    ),
    (
        "Describe it with `a ct:Evidence`, or `a org:OrganizationalUnit`.",
        "Describe it with `type: Evidence`, or `type: OrganizationalUnit`.",
    ),
    (
        "Add a ct:Implementation with `ct:implements sp800-218a:PO.1.1` and `ct:appliesTo` it.",
        "Add an Implementation with `implements: sp800-218a:PO.1.1` and `appliesTo` it.",
    ),
    (
        "Such as <https://w3id.org/crosstrace/id/sp800-218a/PO.1.1>, or of "
        "<https://w3id.org/crosstrace/id/sp800-218a>, not <https://example.org/a>.",
        "Such as sp800-218a:PO.1.1, or of edition:sp800-218a, not https://example.org/a.",
    ),
    (
        "Add the role as an IRI, not as text, for example `ct:role ct:ModelProducer`.",
        "Add the role, for example `role: ModelProducer`.",
    ),
    ("Write rules:Model as it is.", None),
    ("See `crosstrace crosswalk csf-2.0:GV.OC-01 --to sp800-218a`.", None),
    ("A valid xsd:date or xsd:dateTime.", "A valid date or dateTime."),
    ("Begins with http:, urn: or pkg:generic; <> `` sh:minCount x:y", None),
    ("<https://w3id.org/crosstrace/id/sp800-218a/no element>", None),
]


@pytest.mark.parametrize(("turtle", "plain"), SENTENCES)
def test_a_sentence(turtle: str, plain: str | None) -> None:
    assert in_words_of(YAML_LD, turtle) == (plain or turtle)
    assert in_words_of(JSON_LD, turtle) == (plain or turtle)


@pytest.mark.parametrize("syntax", [TURTLE, N_TRIPLES, RDF_XML])
def test_other_syntaxes_keep_the_words_of_turtle(syntax: object) -> None:
    for sentence, _ in SENTENCES:
        assert in_words_of(syntax, sentence) == sentence


def test_no_sentence_of_the_shapes_is_left_with_a_prefix_of_ours() -> None:
    shapes = bundled_shapes()
    prefixed = re.compile(rf"(?<![\w:])({'|'.join(PREFIXES)}):\w")
    told = 0
    for shape in set(shapes.graph.subjects(SH.message)):
        for sentence in (shapes.message(shape), shapes.fix(shape)):
            if sentence is not None:
                plain = in_words_of(YAML_LD, sentence)
                assert not prefixed.search(plain), plain
                told += plain != sentence
    assert told > 50


def test_every_key_in_the_sentences_is_one_of_the_context() -> None:
    shapes = bundled_shapes()
    keys = set()
    for shape in set(shapes.graph.subjects(SH.message)):
        plain = in_words_of(YAML_LD, shapes.fix(shape) or "")
        keys.update(re.findall(r"`(\w+): ", plain))
    assert len(keys) > 8
    assert keys <= context_document()["@context"].keys()
