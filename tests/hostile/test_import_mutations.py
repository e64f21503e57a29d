"""A file changed anywhere: refused in a sentence, or nothing that it proves is lost unsaid."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from import_run import BASE, TODAY, same_graph

from crosstrace.components import read_components
from crosstrace.conversion.graph import Graph
from crosstrace.errors import CrosstraceError, printable
from crosstrace.evidence import read_evidence
from crosstrace.mappingsets import MappingDocument, olir, sssom, tables, unstated

UNIT: Final = Path(__file__).parents[1] / "unit"
EVIDENCE: Final = sorted((UNIT / "evidence" / "inputs").iterdir())
COMPONENT: Final = UNIT / "components" / "inputs" / "ai-model.json"
PROVING: Final = ("sha224", "sha256", "sha384", "sha512")
HOSTILE: Final = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(),
    st.sampled_from(
        [
            [],
            {},
            "",
            "\x1b[2J",
            "a\n<urn:a> <urn:b> <urn:c> .",
            '" . <urn:a> <urn:b> """ ',
            "javascript:alert(1)",
            "http://[",
            "https://a b",
            "0000-01-01T00:00:00Z",
            "9999-12-31T23:59:59Z",
            "A" * 64,
            "0" * 63,
            "\u202e",
            10**400,
            [[[[]]]],
            {"digest": {"sha256": "0" * 64}},
        ]
    ),
    st.recursive(
        st.none() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=5,
    ),
)


def places(tree: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where something stands in a tree."""
    steps = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for step, child in steps:
        yield (*path, step)
        if isinstance(child, dict | list):
            yield from places(child, (*path, step))


def check(error: CrosstraceError) -> None:
    """Assert that the error is for people; it may name what stands in the file."""
    said = printable(" ".join(error.detail.split()))
    assert said.endswith(".")
    assert not re.search("Traceback|object at 0x|<class|Exception|Error:|on our side", said)


@st.composite
def mutations(draw: st.DrawFn, file: Path) -> bytes:
    """An example with another value at one place, without it, or with a member more."""
    tree = json.loads(file.read_bytes())
    *above, last = draw(st.sampled_from(list(places(tree))))
    holder = tree
    for step in above:
        holder = holder[step]
    match draw(st.sampled_from(("change", "drop", "add"))):
        case "drop":
            del holder[last]
        case "add" if isinstance(holder, dict):
            holder[draw(st.text())] = draw(HOSTILE)
        case _:
            holder[last] = draw(HOSTILE)
    return json.dumps(tree).encode()


def proven(tree: Any) -> set[str]:
    """The digests of an in-toto statement's subjects that prove something."""
    return {
        value.lower()
        for subject in tree["subject"]
        for kind, value in subject["digest"].items()
        if kind in PROVING
    }


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(EVIDENCE).flatmap(mutations))
def test_evidence_changed_anywhere(body: bytes) -> None:
    graph = Graph(BASE)
    try:
        found = read_evidence(body, graph)
    except CrosstraceError as error:
        check(error)
        return
    text = graph.turtle()
    same_graph(text, set(graph.triples()))
    assert all(printable(loss) == loss == " ".join(loss.split()) for loss in found.losses)
    if found.format == "in-toto":
        stated = {triple.object.value for triple in graph.triples()}
        assert proven(json.loads(body)) <= stated


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutations(COMPONENT))
def test_a_component_changed_anywhere(body: bytes) -> None:
    try:
        found = read_components(body, base=BASE, imported=TODAY)
    except CrosstraceError as error:
        check(error)
        return
    assert all(printable(loss) == loss == " ".join(loss.split()) for loss in found.losses)
    # What is stated is what the file says: no claim is read into a status nobody gave.
    says = json.dumps(json.loads(body)).count('"implementation-status"')
    assert found.turtle.count("ct:status") <= says


def _read(importer: str, body: str) -> MappingDocument:
    given_facts: dict[str, Any] = {"stand_ins": unstated.unstated("x", body.encode(), TODAY)}
    if importer == "table":
        return tables.read(body.encode())
    if importer == "olir":
        return olir.read(
            body.encode(), focal="csf-2.0", reference="ai-rmf-1.0", slug="x", **given_facts
        )
    return sssom.read(
        body,
        slug="x",
        source_edition="csf-2.0",
        target_edition="ai-rmf-1.0",
        style="set_theory",
        **given_facts,
    )


HEADS: Final = {
    "table": "#slug: x\nsources,relation,targets\n",
    "olir": "Focal Document Element,Reference Document Element,Relationship\n",
    "sssom": "subject_id\tpredicate_id\tobject_id\tmapping_justification\n",
}
PIECES: Final = st.lists(
    st.sampled_from(
        [
            *('"', ",", "\t", "\n", "\r", "#", "=", "'", ";", "\0", "\ufeff"),
            *("csf-2.0:GV.OC-03", "equal", "ai-rmf-1.0:GOVERN-1.1", "skos:exactMatch"),
            *("semapv:X", "a: &a [*a]", "#style: ["),
        ]
    )
    | st.text(max_size=5),
    max_size=20,
).map("".join)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(HEADS)), PIECES, PIECES)
def test_a_table_of_anything(importer: str, above: str, below: str) -> None:
    body = above + HEADS[importer] + below
    try:
        found = _read(importer, body)
    except CrosstraceError as error:
        check(error)
        return
    lines = body.count("\n") + body.count("\r")
    assert len(tuple(found.rows)) <= lines
