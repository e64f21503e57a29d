"""The default engine held against the reference: agreement passes, any difference is an error."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rdflib.namespace import SH
from rdflib.term import Literal, URIRef
from validation_harness import ROOT, Judge

from crosstrace.errors import EnginesDisagree
from crosstrace.resources import DATA
from crosstrace.validation import bundled_shapes
from crosstrace.validation.engines.cross_check import cross_check
from crosstrace.validation.engines.rows import RawResult

FOUND = RawResult(
    severity=str(SH.Violation),
    source_shape=URIRef("https://w3id.org/crosstrace/shapes#Evidence-title"),
    component=str(SH.MinCountConstraintComponent),
    focus_node=URIRef("https://example.org/one"),
    path=URIRef("http://purl.org/dc/terms/title"),
    value=None,
    message="Words.",
)
OTHER = replace(FOUND, focus_node=URIRef("https://example.org/two"), value=Literal("x"))


def test_the_same_results_in_other_words_and_order_agree() -> None:
    theirs = [replace(OTHER, message=None), FOUND]
    cross_check("shifty", [FOUND, OTHER], theirs, bundled_shapes(), b"")


@pytest.mark.parametrize(
    ("ours", "theirs", "message"),
    [
        ([FOUND, OTHER], [FOUND], r"disagree on 1 result: only shifty finds Evidence-title "),
        ([FOUND], [FOUND, OTHER], r"only pyshacl finds .*two, title, value 'x'"),
        ([FOUND], [FOUND, FOUND], r"disagree on 1 result: only pyshacl"),
        ([FOUND], [OTHER], r"disagree on 2 results: only shifty .*; only pyshacl"),
        ([FOUND], [replace(FOUND, severity=str(SH.Warning))], r"disagree on 2 results"),
    ],
)
def test_any_difference_is_an_error(
    ours: list[RawResult], theirs: list[RawResult], message: str
) -> None:
    with pytest.raises(EnginesDisagree, match=message):
        cross_check("shifty", ours, theirs, bundled_shapes(), b"")


@pytest.mark.parametrize("example", ["acquirer-draft.ttl", "model-producer.ttl"])
def test_the_examples_are_judged_alike(judge: Judge, example: str) -> None:
    text = (DATA / "examples" / example).read_text(encoding="utf-8")
    checked = judge(text, prefixes="", cross_check=True)
    assert checked.results == judge(text, prefixes="").results


def test_a_disagreement_reaches_the_caller(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "crosstrace.validation.engines.shifty_engine.Shifty.run", lambda *_: (FOUND,)
    )
    with pytest.raises(EnginesDisagree, match="only shifty finds Evidence-title"):
        judge(ROOT, cross_check=True)
