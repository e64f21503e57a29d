"""What a report says to write can be pasted into the file as it is."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
import yaml

from crosstrace.rdf.context import CONTEXT_IRI
from crosstrace.rdf.formats import JSON_LD, TURTLE, YAML_LD
from crosstrace.validation.pasting import to_paste
from crosstrace.validation.snippets import Snippet
from crosstrace.vocab import CT

ADDED = Snippet(
    turtle="@prefix ct: <https://w3id.org/crosstrace/ns#> .\n[] a ct:RiskAcceptance .",
    jsonld=json.dumps({"@context": CONTEXT_IRI, "type": "RiskAcceptance"}),
    replaces=None,
)
PUT = Snippet(
    turtle="<https://example.org/a> ct:status ct:Planned .",
    jsonld=json.dumps(
        {
            "@context": CONTEXT_IRI,
            "id": "https://example.org/a",
            "status": "Planned",
            "plannedDate": "2027-01-31",
        }
    ),
    replaces="https://w3id.org/crosstrace/ns#status",
)


@pytest.mark.parametrize("indent", ["", "  ", "      "])
def test_an_entry_can_stand_at_the_end_of_a_yaml_file(indent: str) -> None:
    file = f'items:\n - x: 1\n"@graph":\n\n{indent}# - no\n{indent}- id: ours:a\n{indent}  b: [1]\n'
    where, *lines = to_paste(ADDED, YAML_LD, file.split("\n"))
    assert where == "Add to @graph, or to the end of the file"
    document = yaml.safe_load(file + "\n".join(lines) + "\n")
    assert document["@graph"] == [{"id": "ours:a", "b": [1]}, {"type": "RiskAcceptance"}]


def test_an_entry_can_stand_before_another_in_a_json_file() -> None:
    file = '{"@graph": [HERE {"id": "ours:a"}]}'
    where, *lines = to_paste(ADDED, JSON_LD, file.split("\n"))
    assert where == "Add to @graph, before another entry"
    document = json.loads(file.replace("HERE", "\n".join(lines)))
    assert document["@graph"] == [{"type": "RiskAcceptance"}, {"id": "ours:a"}]


def test_a_json_file_of_one_object_needs_a_list_first() -> None:
    where, *lines = to_paste(ADDED, JSON_LD, ['{"id": "ours:a"}'])
    assert where == "Put the whole into a list @graph and add to it, before another entry"
    assert json.loads("".join(lines).rstrip(",")) == {"type": "RiskAcceptance"}


def test_turtle_needs_no_prefix_twice() -> None:
    declared = "@prefix ct: <https://w3id.org/crosstrace/ns#> ."
    assert to_paste(ADDED, TURTLE, [declared]) == ["Add", "[] a ct:RiskAcceptance ."]
    assert to_paste(ADDED, TURTLE, [])[1] == declared


def test_what_replaces_is_only_the_properties() -> None:
    where, *in_yaml = to_paste(PUT, YAML_LD, [])
    assert where == "In place of status of https://example.org/a"
    assert in_yaml == ["status: Planned", 'plannedDate: "2027-01-31"']
    assert to_paste(PUT, JSON_LD, [])[1:] == ['"status": "Planned",', '"plannedDate": "2027-01-31"']
    assert to_paste(PUT, TURTLE, [])[0] == "In place of ct:status"


def test_without_the_file_an_entry_is_not_indented() -> None:
    assert re.fullmatch(r"- type: RiskAcceptance", to_paste(ADDED, YAML_LD, ())[1])


def test_what_belongs_in_brackets_is_shown_without_another_node() -> None:
    inside = Snippet(
        turtle=(
            "@prefix ct: <https://w3id.org/crosstrace/ns#> .\n"
            '[] ct:algorithm "SHA-256" ;\n    ct:value "00" .'
        ),
        jsonld='{"@context": "c", "algorithm": "SHA-256", "value": "00"}',
        replaces=None,
        within=True,
    )
    prefix = "@prefix ct: <https://w3id.org/crosstrace/ns#> ."
    assert to_paste(inside, TURTLE, [prefix]) == [
        "Add, in the brackets of this node",
        'ct:algorithm "SHA-256" ;',
        '    ct:value "00"',
    ]
    where, first, *_ = to_paste(inside, TURTLE, [])
    assert where.endswith("with the prefixes at the head of the file")
    assert first == prefix
    assert to_paste(inside, JSON_LD, []) == [
        "Add to the node",
        '"algorithm": "SHA-256",',
        '"value": "00"',
    ]
    assert to_paste(inside, YAML_LD, [])[1:] == ["algorithm: SHA-256", 'value: "00"']
    other = replace(inside, replaces=CT + "algorithm")
    assert to_paste(other, TURTLE, [prefix])[0] == (
        "In place of ct:algorithm, in the brackets of this node"
    )
