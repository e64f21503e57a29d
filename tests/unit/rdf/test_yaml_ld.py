"""YAML-LD is read as the JSON-LD it stands for, and nothing of YAML is read that JSON has not."""

from __future__ import annotations

import json
from typing import Any

import pyoxigraph as ox
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from crosstrace.errors import InvalidInput
from crosstrace.rdf.context import CONTEXT_IRI, known_contexts
from crosstrace.rdf.formats import JSON_LD, YAML_LD, Syntax
from crosstrace.rdf.intake import parse
from crosstrace.rdf.jsonld import MAX_DEPTH
from crosstrace.rdf.tree import native
from crosstrace.rdf.yaml_tree import core_value, read_yaml
from crosstrace.resources import DATA

CT = "https://w3id.org/crosstrace/ns#"


def read(text: str, syntax: Syntax = YAML_LD) -> list[ox.Triple]:
    return parse(text.encode(), syntax, base="https://example.org/", contexts=known_contexts())


def refused(text: str) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        read(text)
    return caught.value


def values(text: str) -> Any:
    return native(read_yaml(text, core_value, MAX_DEPTH))


def test_a_document_as_a_person_writes_it() -> None:
    text = f"""
"@context": [{CONTEXT_IRI}, {{ex: https://example.org/}}]
id: ex:evidence
type: Evidence   # a comment
title: no
issued: 2026-10-01
version: "1.10"
digest:
  algorithm: sha256
"""
    said = {t.predicate.value.split("/")[-1]: str(t.object) for t in read(text)}
    assert said["title"] == '"no"'
    assert said["issued"] == '"2026-10-01"^^<http://www.w3.org/2001/XMLSchema#date>'
    assert said["dcat#version"] == '"1.10"'
    assert said["ns#algorithm"] == '"sha256"'


def test_an_example_says_the_same_in_yaml() -> None:
    text = (DATA / "examples" / "model-producer.jsonld").read_text(encoding="utf-8")
    in_yaml = yaml.safe_dump(json.loads(text), sort_keys=False, allow_unicode=True)
    as_json, as_yaml = (
        ox.Dataset(ox.Quad(*triple) for triple in read(*document))
        for document in ((text, JSON_LD), (in_yaml, YAML_LD))
    )
    for dataset in (as_json, as_yaml):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert as_json == as_yaml


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("Yes", "Yes"),
        ("on", "on"),
        ("y", "y"),
        ("2026-10-01", "2026-10-01"),
        ("2026-10-01T10:00:00Z", "2026-10-01T10:00:00Z"),
        ("12:30:45", "12:30:45"),
        ("1_000", "1_000"),
        ("0b11", "0b11"),
        ("1.2.3", "1.2.3"),
        ("sp800-218a:PO.1.1", "sp800-218a:PO.1.1"),
        ("=", "="),
        ("true", True),
        ("FALSE", False),
        ("'true'", "true"),
        ("~", None),
        ("''", ""),
        ("-12", -12),
        ("007", 7),
        ("0o17", 15),
        ("0xfF", 255),
        ("1.50", 1.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("'1'", "1"),
        ("!!str 1", "1"),
        ("!!int 1", 1),
        ("!!float 1", 1.0),
        ("!!null", None),
        ("!!bool true", True),
        ("!!seq [1]", [1]),
        ("!!map {a: 1}", {"a": 1}),
        ("|\n two\n lines\n", "two\nlines\n"),
        ('"\\u00fc"', "ü"),
        ("%YAML 1.2\n---\na", "a"),
    ],
)
def test_values_are_those_of_the_core_schema(text: str, value: Any) -> None:
    found = values(text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("text", "line", "column", "problem"),
    [
        ("a: &x 1\nb: *x", 1, 4, "anchors and aliases"),
        ("a: 1\nb: *x", 2, 4, "anchors and aliases"),
        ("a:\n  <<: {b: 1}", 2, 3, "merge keys"),
        ("a: 1\na: 2", 2, 1, "stands twice"),
        ("a: 1\n--- \nb: 2", 2, 1, "second document"),
        ("a: .nan", 1, 4, "NaN"),
        ("a: -.inf", 1, 4, "infinity"),
        ("a: 1e999", 1, 4, "too large"),
        (f"a: {'9' * 5000}", 1, 4, "digits"),
        ("a: !!python/object/apply:os.system [x]", 1, 4, "tags are not read"),
        ("a: !!timestamp 2026-10-01", 1, 4, "tags are not read"),
        ("a: !own x", 1, 4, "tags are not read"),
        ("a: !!int x", 1, 4, "not what its tag says"),
        ("a: !!int true", 1, 4, "not what its tag says"),
        ("a: !!float 'x'", 1, 4, "not what its tag says"),
        ("1: a", 1, 1, "quote it"),
        ("true: a", 1, 1, "quote it"),
        ("[a]: b", 1, 1, "should be text"),
        ("@context: x", 1, 1, "stands in quotes"),
        ("a: b: c", 1, 5, "not allowed"),
        ("a:\n\t- b", 2, 1, "token"),
        ("a: 'x", 1, 6, "quoted scalar"),
        ("ü: \x07", 1, 4, "not allowed"),
        ('a: "\\ud800"', 1, 7, "Unicode"),
        ("", 1, 1, "no document"),
        ("a: " + "[" * MAX_DEPTH, 1, 103, "deeper than 100"),
        ("- " * 100_000, 1, 201, "deeper than 100"),
    ],
)
def test_what_json_has_not_is_refused_with_its_place(
    text: str, line: int, column: int, problem: str
) -> None:
    error = refused(text)
    assert problem in error.detail
    assert (error.errors[0].line, error.errors[0].column) == (line, column)


def test_a_context_that_would_be_fetched_is_refused() -> None:
    assert "fetched" in refused('"@context": http://127.0.0.1:9/c\n"@id": urn:a\nurn:b: c').detail


# Of what isn't printable YAML knows less than JSON, and it folds lines that JSON has none of.
TEXTS = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]))
SCALARS = st.none() | st.booleans() | st.integers() | TEXTS | st.floats(allow_nan=False)
DOCUMENTS = st.recursive(
    SCALARS.filter(lambda value: value not in (float("inf"), float("-inf"))),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(DOCUMENTS)
def test_json_is_yaml(document: Any) -> None:
    assert values(json.dumps(document, ensure_ascii=False)) == document
