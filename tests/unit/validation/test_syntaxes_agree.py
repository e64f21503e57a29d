"""The same graph has the same findings in every syntax, each with a place that names it."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml
from place_checks import read_at
from validation_harness import Judge

from crosstrace.rdf.compact import json_ld
from crosstrace.rdf.context import context_document
from crosstrace.rdf.formats import JSON_LD, SYNTAXES, TURTLE, YAML_LD, Syntax
from crosstrace.resources import DATA
from crosstrace.validation.report import Report, Result
from crosstrace.validation.submission import BASE
from crosstrace.vocab import CT, PREFIXES

SHAPES = Path(__file__).parents[2] / "shapes"
GRAPHS = [
    DATA / "examples" / "model-producer.ttl",
    DATA / "examples" / "acquirer-draft.ttl",
    DATA / "examples" / "system-producer.ttl",
    SHAPES / "Coverage" / "fail-blank-root.ttl",
    SHAPES / "Coverage" / "fail-everything.ttl",
    *sorted((SHAPES / "Digest").glob("fail-*.ttl"))[:3],
    *sorted((SHAPES / "Evidence").glob("fail-*.ttl"))[:4],
    *sorted((SHAPES / "Implementation").glob("fail-*.ttl"))[:4],
]
NAMESPACES = PREFIXES | {
    name: said["@id"]
    for name, said in context_document()["@context"].items()
    if isinstance(said, dict) and said.get("@prefix")
}
OTHERS = [syntax for syntax in SYNTAXES if syntax is not TURTLE]


def written(triples: list[ox.Triple], syntax: Syntax) -> str:
    document = json_ld(triples)
    if syntax is JSON_LD:
        return json.dumps(document, indent=2, ensure_ascii=False)
    if syntax is YAML_LD:
        return yaml.safe_dump(document, sort_keys=False, allow_unicode=True)
    body = ox.serialize(triples, format=syntax.format, prefixes=PREFIXES)
    assert body is not None
    return body.decode()


def finding(result: Result) -> tuple[str | None, ...]:
    """What a finding says, but for the label of a blank node."""
    nodes = (result.focus_node, result.value or "")
    plain = ["_:" if name.startswith("_:") else name for name in nodes]
    return result.severity, result.shape, result.constraint, result.path, *plain, result.element


def says(text: str, name: str, syntax: Syntax) -> bool:
    """Whether a text begins with a name for a node, or with a value."""
    if name.startswith("_:"):
        begins_a_mapping = syntax is YAML_LD and text[0].isalpha()
        return begins_a_mapping or text.startswith(
            ("[", "{", "<", name, f'"{name[2:]}', f'"{name}')
        )
    bare = text.lstrip("\"'<")
    words = [name, name.removeprefix(CT), json.dumps(name, ensure_ascii=False)[1:-1][:20]]
    if bare.startswith(tuple(words)):
        return True
    prefixed = re.match(r"([\w.-]*):([\w.-]+)", bare)
    if prefixed is None or not name.endswith(prefixed[2]):
        return False
    namespace = name.removesuffix(prefixed[2])
    return NAMESPACES.get(prefixed[1], namespace) == namespace


def check_places(report: Report, text: str, syntax: Syntax) -> set[tuple[str | None, ...]]:
    """Check the places that there are; the findings that have none."""
    for result in report.results:
        said = [read_at(text, place) for place in result.locations]
        for rest, name in zip(said, (result.focus_node, result.value or "?"), strict=False):
            assert says(rest, name, syntax), (rest, name)
    return {finding(result) for result in report.results if not result.locations}


@pytest.mark.parametrize("file", GRAPHS, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_graph_is_judged_alike_in_every_syntax(judge: Judge, file: Path) -> None:
    body = file.read_bytes()
    triples = [quad.triple for quad in ox.parse(body, format=ox.RdfFormat.TURTLE, base_iri=BASE)]
    expected = judge(body.decode(), prefixes="")
    nowhere = check_places(expected, body.decode(), TURTLE)
    assert expected.results or file.stem == "model-producer"
    assert len(nowhere) <= len(expected.results) // 2
    for syntax in OTHERS:
        text = written(triples, syntax)
        report = judge(text, syntax=syntax, prefixes="")
        assert Counter(map(finding, report.results)) == Counter(map(finding, expected.results))
        assert check_places(report, text, syntax) == nowhere
    document = ox.serialize(triples, format=ox.RdfFormat.JSON_LD)  # all in one line, expanded
    assert document is not None
    report = judge(document.decode(), syntax=JSON_LD, prefixes="")
    assert check_places(report, document.decode(), JSON_LD) == nowhere
