"""A snippet, written into the failing graph as it says, mends what it was given for."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox
import pytest
from rdflib import URIRef
from rdflib.namespace import SH
from shape_catalog import name, requirements
from shape_harness import shapes_graph, small_meaning, small_reference, terms_in
from test_shapes import FAILING, LEVELS_OF, label

from crosstrace.rdf.context import CONTEXT_IRI, context_document
from crosstrace.rdf.formats import TURTLE
from crosstrace.validation import bundled_shapes, job
from crosstrace.validation.levels import DEFAULT_LEVEL, at_level
from crosstrace.validation.messages import Wording
from crosstrace.validation.reference import Names, read_names
from crosstrace.validation.setting import Setting, setting
from crosstrace.validation.snippets import Snippet, snippet
from crosstrace.validation.submission import BLANK, read_submission
from crosstrace.vocab import CT, CTSH, local_name

if TYPE_CHECKING:
    from pathlib import Path

    from crosstrace.validation.engines.rows import RawResult

TODAY: Final = dt.date(2026, 11, 23)
MODEL: Final = URIRef("https://example.org/model")
CREATOR: Final = URIRef("https://example.org/org")
"""What fragments without a root are about and whose they are."""

EXCUSED: Final = {
    # Only who has a document can compute its digest.
    "Attestation-alternative": {"Digest-value"},
    "Attestation-digest": {"Digest-value"},
    # A graph owes answers once it is known to which profile.
    "Graph-profile": {"Coverage-high"},
    "Graph-knownProfile": {"Coverage-high"},
    # Of two profiles that a graph names, the answers can be of one only.
    **{
        f"Coverage-{priority}": {"Implementation-edition"} for priority in ("high", "medium", "low")
    },
    # The task in place of the practice has a priority.
    "Implementation-task": {"OpenRisk-accepted"},
    # A claim that was misspelled owes what it owes when it is spelled right.
    "Implementation-statusValue": {"Implementation-evidenced"},
    "ResponsibilityAllocation-kind": {"ResponsibilityAllocation-parties"},
}
"""What a snippet may bring to light."""

FIRST_JUDGED: Final = {
    *("Assessment-described", "Implementation-described", "ItemDisposition-described"),
    *("ResponsibilityAllocation-described", "RiskAcceptance-described"),
}
"""What gets its class by the snippet is judged from then on, and counts."""


def _here(stated: tuple[ox.Triple, ...]) -> Setting:
    found = setting(stated, TODAY)
    if any(triple.predicate.value == CT + "subject" for triple in stated):
        return found
    return replace(found, subject=found.subject or MODEL, creator=found.creator or CREATOR)


def _judged(body: bytes, level: str) -> tuple[list[RawResult], tuple[ox.Triple, ...]]:
    known = small_reference()
    submission = read_submission(body, TURTLE, {}, read_names(known).classes)
    found = job.judge(submission, bundled_shapes(), "shifty", known, terms_in(known))
    return at_level(found, bundled_shapes(), level), submission.stated


def _snippet(result: RawResult, here: Setting) -> Snippet | None:
    wording = Wording(bundled_shapes(), Names({}, {}, set()), small_meaning())
    return snippet(result, bundled_shapes(), here, wording.meant(result))


def _mended(stated: tuple[ox.Triple, ...], result: RawResult, found: Snippet) -> bytes:
    """The graph with the snippet, in place of what it replaces and where it belongs."""
    focus = ox.NamedNode(str(result.focus_node))
    kept = [t for t in stated if (t.subject, t.predicate.value) != (focus, found.replaces)]
    added = [q.triple for q in ox.parse(found.turtle, format=ox.RdfFormat.TURTLE)]
    inner = {t.object for t in added}
    outer = {t.subject for t in added if found.within and t.subject not in inner}
    assert len(outer) == found.within

    def again(term: Any) -> Any:
        term = focus if term in outer else term
        is_blank = isinstance(term, ox.NamedNode) and term.value.startswith(BLANK)
        return ox.BlankNode(term.value.removeprefix(BLANK)) if is_blank else term

    document = [ox.Triple(again(t.subject), t.predicate, again(t.object)) for t in (*kept, *added)]
    return ox.serialize(document, format=ox.RdfFormat.N_TRIPLES) or b""


def _key(result: RawResult) -> tuple[str, str, str]:
    return str(result.source_shape), str(result.focus_node), str(result.value)


def _violations(found: list[RawResult]) -> set[tuple[str, str, str]]:
    return {_key(one) for one in found if one.severity == str(SH.Violation)}


@pytest.mark.parametrize("file", FAILING, ids=label)
def test_a_snippet_mends_its_finding_and_brings_no_other(file: Path) -> None:
    level = LEVELS_OF.get(file.parent.name, DEFAULT_LEVEL)
    results, stated = _judged(file.read_bytes(), level)
    here = _here(stated)
    for result in results:
        found = _snippet(result, here)
        if found is not None:
            left, _ = _judged(_mended(stated, result, found), level)
            assert _key(result) not in {_key(one) for one in left}
            shape = local_name(str(result.source_shape))
            new = {local_name(name) for name, *_ in _violations(left) - _violations(results)}
            assert shape in FIRST_JUDGED or new <= EXCUSED.get(shape, set())


@pytest.mark.parametrize("file", FAILING, ids=label)
def test_both_forms_of_a_snippet_say_the_same(file: Path) -> None:
    level = LEVELS_OF.get(file.parent.name, DEFAULT_LEVEL)
    results, stated = _judged(file.read_bytes(), level)
    for result in results:
        found = _snippet(result, _here(stated))
        if found is not None:
            assert _canonical(found.turtle, ox.RdfFormat.TURTLE) == _canonical(
                _expandable(found.jsonld), ox.RdfFormat.JSON_LD
            )


def _expandable(document: str) -> str:
    read = json.loads(document)
    assert read["@context"] == CONTEXT_IRI
    return json.dumps({**read, **context_document()})


def _canonical(text: str, syntax: ox.RdfFormat) -> ox.Dataset:
    dataset = ox.Dataset(ox.parse(text.encode(), format=syntax))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def test_each_snippet_is_seen_at_work() -> None:
    graph = shapes_graph()
    having = {name(s) for s in requirements() if bundled_shapes().snippet(s) is not None}
    shown = set()
    for file in FAILING:
        results, stated = _judged(file.read_bytes(), LEVELS_OF.get(file.parent.name, DEFAULT_LEVEL))
        here = _here(stated)
        found = {r.source_shape for r in results if _snippet(r, here)}
        shown |= {str(shape).removeprefix(CTSH) for shape in found}
    assert having <= shown
    assert len(having) > len(list(graph.objects(None, SH.message))) / 2
