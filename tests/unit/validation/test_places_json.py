"""In JSON-LD and YAML-LD too, a place is where the node or value stands, or there is none."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import Any

import pyoxigraph as ox
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from json_documents import EX, Drawn, documents
from place_checks import at, node, places, read_at
from rdflib.namespace import XSD
from rdflib.term import Literal, URIRef

from crosstrace.rdf.context import CONTEXT_IRI, known_contexts
from crosstrace.rdf.formats import JSON_LD, YAML_LD, Syntax
from crosstrace.rdf.jsonld import MAX_DEPTH, tree_of_json
from crosstrace.validation import tracing
from crosstrace.validation.locate import NOWHERE, locate
from crosstrace.validation.marking import MARK as MARKS
from crosstrace.validation.report import Location
from crosstrace.validation.submission import BASE, BLANK, read_submission
from crosstrace.validation.tracing import trace
from crosstrace.vocab import CT, DCTERMS, ID, RDF

TYPE = f"{RDF}type"
WHAT = (URIRef("urn:a"), URIRef("urn:p"), Literal("x"))
DAY = Literal("2026-10-01", datatype=XSD.date)
VOCAB = f"{EX}vocab#"
MARK = f"{VOCAB}mark"
LIST = {f"{RDF}first", f"{RDF}rest"}


def expanded(name: str) -> str:
    if name.startswith("_:"):
        return BLANK + name[2:]
    if name.startswith("ex:"):
        return EX + name[3:]
    return name if name.startswith("https:") else BASE + name


class Parts:
    """Where the parts of a document stand, by PyYAML's own tree, which is of JSON too."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.scalars: dict[str, set[int]] = defaultdict(set)
        self.starts: set[int] = set()
        self.marked: dict[str, int] = {}
        self.ids: dict[str, set[int]] = defaultdict(set)
        self._look(yaml.compose(text, Loader=yaml.SafeLoader))

    def of_node(self, node: str, marks: dict[str, str]) -> list[Location]:
        """The places of a node: of its names, or of the object with its mark."""
        offsets = self.ids.get(node) or {self.marked[m] for m in [marks.get(node)] if m}
        return [at(self.text, offset) for offset in offsets]

    def names(self, place: Location, iri: str) -> bool:
        """Whether a word stands there for the IRI, or a node or list begins for a blank node."""
        token = re.match(r"""["']?([^"',}\]\n]*)""", read_at(self.text, place))
        assert token
        if iri.startswith(f"{BLANK}anonymous") or iri == f"{RDF}nil":
            return place in self.begins()  # a list, or a node without a mark
        return iri in (VOCAB + token[1], EX + token[1], expanded(token[1]))

    def begins(self) -> list[Location]:
        """Where anything begins."""
        return [at(self.text, offset) for offset in self.starts]

    def _look(self, part: Any) -> None:
        self.starts.add(part.start_mark.index)
        if isinstance(part, yaml.ScalarNode):
            self.scalars[part.value].add(part.start_mark.index)
        elif isinstance(part, yaml.SequenceNode):
            for item in part.value:
                self._look(item)
        else:
            for name, value in part.value:
                self._member(part.start_mark.index, name.value, value)

    def _member(self, start: int, name: str, value: Any) -> None:
        if name == "mark":
            self.marked[value.value] = start
        if name in ("@id", "id", "name", "ref", "back") and isinstance(value, yaml.ScalarNode):
            self.ids[expanded(value.value)].add(value.start_mark.index)
        if name == "back":
            for item in value.value:
                if isinstance(item, yaml.ScalarNode):
                    self.ids[expanded(item.value)].add(item.start_mark.index)
        if name != "@context":
            self._look(value)


def as_json(document: Any, draw: Any) -> str:
    indent, ascii_only = draw(st.integers(0, 3)), draw(st.booleans())
    return json.dumps(document, indent=indent, ensure_ascii=ascii_only)


def as_yaml(document: Any, draw: Any) -> str:
    return yaml.safe_dump(
        json.loads(json.dumps(document)),  # without shared parts, which would get anchors
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=draw(st.sampled_from([False, None])),
        width=draw(st.sampled_from([20, 10_000])),
    )


@settings(max_examples=120, deadline=None)
@given(documents(), st.sampled_from([JSON_LD, YAML_LD]), st.data())
def test_every_place_is_that_of_the_node_or_value(
    drawn: Drawn, syntax: Syntax, data: st.DataObject
) -> None:
    text = (as_json if syntax is JSON_LD else as_yaml)(drawn.document, data.draw)
    body = text.encode()
    stated = read_submission(body, syntax, known_contexts()).stated
    found = locate(body, syntax, stated)
    parts = Parts(text)
    marks = {t.subject.value: t.object.value for t in stated if t.predicate.value == MARK}
    for triple in stated:
        focus, path, value = (getattr(term, "value", "") for term in triple)
        if path in LIST:
            continue
        here = found.of(URIRef(focus), None, None)
        assert here or drawn.unfollowed, triple
        assert set(here) <= set(parts.of_node(focus, marks)), triple
        term = Literal(value) if isinstance(triple.object, ox.Literal) else URIRef(value)
        if isinstance(triple.object, ox.Literal):
            kind = triple.object.language or URIRef(triple.object.datatype.value)
            lang = kind if triple.object.language else None
            term = Literal(value, lang=lang, datatype=None if lang else kind, normalize=False)
            check_text(found.of(URIRef(focus), URIRef(path), term), parts, value, drawn)
        else:
            for place in found.of(URIRef(focus), URIRef(path), URIRef(value))[1:]:
                assert place in parts.of_node(value, marks) or parts.names(place, value), triple


def check_text(found: tuple[Location, ...], parts: Parts, value: str, drawn: Drawn) -> None:
    if value in ("true", "4.5E0") or value not in parts.scalars:
        assert set(found[1:]) <= set(parts.begins())
        return
    wanted = [at(parts.text, offset) for offset in parts.scalars[value]]
    if len(found) > 1:
        assert found[1] in wanted
    elif value not in drawn.unfollowed:
        assert found[0].line in {place.line for place in wanted}


EVIDENCE = f"""{{
  "@context": ["{CONTEXT_IRI}", {{"ex": "{EX}", "back": {{"@reverse": "ex:of", "@type": "@id"}}}}],
  "@graph": [
    {{
      "id": "ex:PO.1.1", "type": ["Implementation", "ex:More"],
      "implements": "sp800-218a:PO.1.1",
      "status": "Implemented",
      "evidence": [
        {{"id": "ex:report",
          "issued": "2026-10-01"}},
        "ex:other"
      ],
      "ex:note": {{"@value": "Notiz",
                  "@language": "de"}},
      "ex:steps": {{"@list": ["one", "two"]}},
      "ex:count": 3
    }},
    {{
      "type": "Evidence",
      "digest": {{
        "algorithm": "sha256", "value": "12"
      }},
      "back": [
        "ex:user"
      ]
    }}
  ]
}}"""
IN_YAML = f"""\
"@context": [{CONTEXT_IRI}, {{ex: {EX}}}]
"@graph":
- id: ex:PO.1.1   # the task
  implements: sp800-218a:PO.1.1
  "evidence":
  - id: ex:report
    issued: 2026-10-01
  - 'ex:other'
- type:
    Evidence
  digest:
    algorithm: |
      sha256
"""


@pytest.mark.parametrize(
    ("text", "syntax", "focus", "path", "value", "expected"),
    [
        (EVIDENCE, JSON_LD, "PO.1.1", "", "", [(5, 13)]),
        (EVIDENCE, JSON_LD, "PO.1.1", TYPE, EX + "More", [(5, 13), (5, 53)]),
        (
            EVIDENCE,
            JSON_LD,
            "PO.1.1",
            f"{CT}implements",
            f"{ID}sp800-218a/PO.1.1",
            [(5, 13), (6, 21)],
        ),
        (EVIDENCE, JSON_LD, "PO.1.1", f"{CT}status", f"{CT}Implemented", [(5, 13), (7, 17)]),
        (EVIDENCE, JSON_LD, "PO.1.1", f"{CT}evidence", f"{EX}report", [(5, 13), (9, 16)]),
        (EVIDENCE, JSON_LD, "PO.1.1", f"{CT}evidence", f"{EX}other", [(5, 13), (11, 9)]),
        (EVIDENCE, JSON_LD, "PO.1.1", f"{EX}note", Literal("Notiz", "de"), [(5, 13), (13, 29)]),
        (EVIDENCE, JSON_LD, "PO.1.1", f"{EX}steps", "_:anonymous1", [(5, 13), (15, 19)]),
        (EVIDENCE, JSON_LD, "PO.1.1", f"{EX}count", Literal(3), [(5, 13), (16, 19)]),
        (EVIDENCE, JSON_LD, "report", f"{DCTERMS}issued", DAY, [(9, 16), (10, 21)]),
        (EVIDENCE, JSON_LD, "_:anonymous3", TYPE, f"{CT}Evidence", [(18, 5), (19, 15)]),
        (EVIDENCE, JSON_LD, "_:anonymous3", f"{CT}digest", "_:anonymous4", [(18, 5), (20, 17)]),
        (EVIDENCE, JSON_LD, "_:anonymous4", f"{CT}value", Literal("12"), [(20, 17), (21, 41)]),
        (EVIDENCE, JSON_LD, "user", f"{EX}of", "_:anonymous3", [(24, 9)]),
        (EVIDENCE, JSON_LD, "nobody", f"{EX}of", "_:anonymous3", []),
        (
            IN_YAML,
            YAML_LD,
            "PO.1.1",
            f"{CT}implements",
            f"{ID}sp800-218a/PO.1.1",
            [(3, 7), (4, 15)],
        ),
        (IN_YAML, YAML_LD, "PO.1.1", f"{CT}evidence", f"{EX}report", [(3, 7), (6, 9)]),
        (IN_YAML, YAML_LD, "PO.1.1", f"{CT}evidence", f"{EX}other", [(3, 7), (8, 5)]),
        (IN_YAML, YAML_LD, "report", f"{DCTERMS}issued", DAY, [(6, 9), (7, 13)]),
        (IN_YAML, YAML_LD, "_:anonymous1", TYPE, f"{CT}Evidence", [(9, 3), (10, 5)]),
        (IN_YAML, YAML_LD, "_:anonymous1", f"{CT}digest", "_:anonymous2", [(9, 3), (12, 5)]),
        (
            IN_YAML,
            YAML_LD,
            "_:anonymous2",
            f"{CT}algorithm",
            Literal("sha256\n"),
            [(12, 5), (12, 16)],
        ),
    ],
)
def test_the_place_of(
    text: str, syntax: Syntax, focus: str, path: str, value: str | Literal, expected: Any
) -> None:
    about = node(focus if focus.startswith("_:") else EX + focus)
    term = value if isinstance(value, Literal) else node(value)
    found = places(text, syntax).of(about, URIRef(path), term)
    assert [(place.line, place.column) for place in found] == expected


@pytest.mark.parametrize(
    "context",
    [
        '{"T": {"@id": "urn:T", "@context": {"p": {"@container": "@index"}}}}',
        '{"T": {"@id": "urn:T", "@context": {"p": {"@type": "@json"}}}}',
        '{"ident": "@id"}, {"ident": "urn:ident"}',
        '{"kind": "@type"}, {"kind": "urn:kind"}',
        '{"p": "@included"}, {"p": "urn:p"}',
        '{"p": {"@container": "@language"}}, {"p": "urn:p"}',
        '{"p": {"@container": "@language"}}, {"p": "urn:p", "q": null}',
        '{"q": "@value"}, {"q": "urn:q"}',
    ],
)
def test_a_name_of_two_meanings_costs_no_more_than_places(context: str) -> None:
    text = f"""{{"@context": [{{"@vocab": "urn:"}}, {context}],
"ident": "urn:ident", "kind": "urn:kind of",
"@type": "urn:no",
"p": {{"kind": "urn:k", "@type": "urn:t", "q":
  "text"}},
"@id":
  "urn:a"
}}"""
    found = places(text, JSON_LD)
    assert found.of(URIRef("urn:a"), None, None) == (Location(7, 3),)
    inner = [
        p
        for n in (1, 2)
        for p in found.of(node(f"_:anonymous{n}"), URIRef("urn:q"), Literal("text"))
    ]
    assert set(inner) <= {Location(3, 6), Location(4, 3), Location(4, 6), Location(5, 3)}


@pytest.mark.parametrize(
    "before", ['"kind": "urn:x",', '"r": {"q": 1, "kind": "urn:x", "type": "T"},']
)
def test_a_class_that_is_none_costs_the_places_of_values(before: str) -> None:
    context = '[{"@vocab": "urn:", "type": "@type", "kind": "@type"}, {"kind": "urn:kind"}]'
    text = f'{{"@context": {context}, {before} "@id":\n "urn:a", "p":\n "x"}}'
    found = places(text, JSON_LD)
    assert found.of(URIRef("urn:a"), URIRef("urn:p"), Literal("x")) == (Location(2, 2),)


def test_a_mark_that_the_document_itself_has_costs_the_places_of_values() -> None:
    text = '{"@id":\n "urn:a", "crosstrace-place:1": true, "urn:p":\n "x"}'
    found = places(text, JSON_LD).of(URIRef("urn:a"), URIRef("urn:p"), Literal("x"))
    assert found == (Location(2, 2),)


def test_a_text_that_says_something_else_gives_no_place_at_all() -> None:
    stated = read_submission(b'{"@id": "urn:a", "urn:p": ["x", "y"]}', JSON_LD, {}).stated
    for other in ("x", ["x"], ["y", "x"], ["x", "y", "z"], {"@list": ["x", "y"]}):
        text = json.dumps({"@id": "urn:a", "urn:p": other})
        assert locate(text.encode(), JSON_LD, stated) is NOWHERE
    assert locate(b'{"@id": 5}', JSON_LD, stated) is NOWHERE


def test_a_parser_of_another_order_costs_the_places_of_values(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = '{"@id":\n "urn:a", "urn:p":\n "x", "urn:q": "y"}'
    tree = tree_of_json(text.encode())
    stated = read_submission(text.encode(), JSON_LD, {}).stated
    assert len(trace(tree, stated).places(text).of(*WHAT)) == 2
    parsed = tracing.parsed

    def other(document: bytes) -> list[ox.Triple]:
        given = list(parsed(document))
        said = [n for n, t in enumerate(given) if not t.predicate.value.startswith(MARKS)]
        given[said[0]], given[said[1]] = given[said[1]], given[said[0]]
        return given

    monkeypatch.setattr(tracing, "parsed", other)
    assert trace(tree, stated[::-1]).places(text).of(*WHAT) == (Location(2, 2),)


@pytest.mark.parametrize("inner", ['{"urn:p": %s}', "[%s]", '[{"urn:p": %s}]', '{"@list": [%s]}'])
def test_deep_nesting_is_no_danger(inner: str) -> None:
    text = '"x"'
    while (inner % text).count("{") + (inner % text).count("[") < MAX_DEPTH:
        text = inner % text
    text = f'{{"@id":\n "urn:a", "urn:q": {text}}}'
    for syntax in (JSON_LD, YAML_LD):
        assert places(text, syntax).of(URIRef("urn:a"), None, None) == (Location(2, 2),)
