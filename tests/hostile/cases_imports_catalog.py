"""OSCAL catalogs and mapping collections: broken, huge, and with what can't be named."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from hostile_case import INVALID, LARGE, LISTENER
from import_case import HEADER, READ, ImportCase

from crosstrace.mappingsets import MappingRow, oscal
from crosstrace.model import ElementRef

_JSON: Final = {"title": "T", "version": "1.10", "oscal-version": "1.1.2"}
_XML: Final = '<catalog xmlns="http://csrc.nist.gov/ns/oscal/1.0">'
_ROW: Final = MappingRow(
    (ElementRef("csf-2.0", "GV.OC-03"),),
    "subset_of",
    (ElementRef("ai-rmf-1.0", "GOVERN-1.1"),),
    "1",
    rationale="semantic",
)
_COLLECTION: Final = "".join(oscal.write(HEADER, [_ROW]))


def catalog(*controls: Any, **metadata: Any) -> str:
    return json.dumps({"catalog": {"metadata": _JSON | metadata, "controls": list(controls)}})


def collection(change: Callable[[Any], object]) -> str:
    """A mapping collection with a change made in it."""
    tree = json.loads(_COLLECTION)
    change(tree["mapping-collection"])
    return json.dumps(tree)


def _second(tree: Any) -> None:
    """A second mapping that reads to an element nobody knows, after one that is well."""
    other = json.loads(json.dumps(tree["mappings"][0]).replace("GOVERN-1.1", "GOVERN-9.9"))
    other["uuid"] = "99999999-9999-4999-8999-999999999991"
    other["maps"][0]["uuid"] = "99999999-9999-4999-8999-999999999992"
    other["props"] = [
        prop | {"value": "ours-2"} if prop["name"] == "slug" else prop for prop in other["props"]
    ]
    tree["mappings"].append(other)


_CONTROL: Final = {"id": "c-1", "title": "One"}
_EDITIONS: Final[dict[str, tuple[Any, str, str, str]]] = {
    "lists, 100,000 in each other": ("[" * 100_000, "json", INVALID, "deeper than 64"),
    "a list for the metadata": ('{"catalog": {"metadata": []}}', "json", INVALID, "an object"),
    "no entries": (catalog(), "json", INVALID, "neither groups nor controls"),
    "an id of markup": (catalog(_CONTROL | {"id": "a> <b"}), "json", INVALID, "OSCAL token"),
    "an id twice": (catalog(_CONTROL, _CONTROL), "json", INVALID, "'c-1' twice"),
    "30 February": (
        catalog(_CONTROL, published="2024-02-30T00:00:00Z"),
        "json",
        INVALID,
        "not a date and time",
    ),
    "a name twice": ('{"catalog": 1, "catalog": 2}', "json", INVALID, "'catalog' twice"),
    "NaN": ('{"catalog": NaN}', "json", INVALID, "not JSON"),
    "a million lists": (lambda: f'{{"catalog": [{"[]," * 2_000_000}1]}}', "json", LARGE, "values"),
    "30,000 controls": (
        lambda: catalog(*({"id": f"c-{n}", "title": "t"} for n in range(30_000))),
        "json",
        LARGE,
        "20,000 groups and controls",
    ),
    "33 MB": (lambda: " " * 34_000_000, "json", LARGE, "bytes"),
    "a billion laughs": (
        "<!DOCTYPE a [<!ENTITY b 'ha'><!ENTITY c '&b;&b;'>]>" + _XML + "&c;</catalog>",
        "xml",
        INVALID,
        "document type or entities",
    ),
    "an entity elsewhere": (
        f'<!DOCTYPE a [<!ENTITY b SYSTEM "{LISTENER}">]>{_XML}&b;</catalog>',
        "xml",
        INVALID,
        "document type or entities",
    ),
    "UTF-7": ('<?xml version="1.0" encoding="utf-7"?><a/>', "xml", INVALID, "encoding"),
    "elements, 10,000 in each other": (_XML + "<a>" * 10_000, "xml", INVALID, "deeper than 64"),
    "two million elements": (lambda: _XML + "<a/>" * 2_500_000, "xml", LARGE, "values"),
    "an anchor": ("catalog: &a [*a]", "yaml", INVALID, "anchors and aliases"),
    "two million lines of YAML": (lambda: "- a\n" * 2_500_000, "yaml", LARGE, "values"),
    "what is imported": (
        catalog(_CONTROL | {"links": [{"href": LISTENER, "rel": "related"}]}),
        "json",
        READ,
        "",
    ),
    "references to characters that are none": (
        catalog(
            _CONTROL
            | {"parts": [{"name": "statement", "prose": "&#0;&#xD800;&#27;&#xFFFE;&#128; x"}]}
        ),
        "json",
        READ,
        "",
    ),
}
_MAPPINGS: Final[dict[str, tuple[Any, str, str]]] = {
    "lists, 100,000 in each other": ("[" * 100_000, INVALID, "deeper than 64"),
    "ten million lists": (
        lambda: f'{{"mapping-collection": [{"[]," * 10_000_000}1]}}',
        LARGE,
        "values; split",
    ),
    "NaN": ('{"mapping-collection": NaN}', INVALID, "not JSON"),
    "a name twice": ('{"a": 1, "a": 2}', INVALID, "'a' twice"),
    "half a character": (
        collection(lambda tree: tree["metadata"].update(title="\ud800")),
        INVALID,
        "not text",
    ),
    "a second mapping that is wrong": (collection(_second), INVALID, "'ours-2' can't be used"),
    "300 mappings": (
        collection(lambda tree: tree.update(mappings=tree["mappings"] * 300)),
        INVALID,
        "more than 100 mappings",
    ),
    "a set that comes with Crosstrace": (
        _COLLECTION.replace('"ours"', '"ssdf-1.1-to-csf-2.0"'),
        INVALID,
        "comes with Crosstrace",
    ),
    "a name that leads elsewhere": (
        _COLLECTION.replace('"ours"', '"../x"'),
        INVALID,
        "no name of a set",
    ),
    "mappings that were derived": (
        _COLLECTION.replace('"Mapping"', '"DerivedMapping"'),
        INVALID,
        "of the class 'DerivedMapping'",
    ),
    "an edition to fetch": (
        collection(lambda tree: tree["mappings"][0]["source-resource"].update(href=LISTENER)),
        INVALID,
        "no edition that is known here",
    ),
}

CASES: Final = [
    *(
        ImportCase(f"edition: {what}", "edition", body, answer, says, {"name": f"c.{ending}"})
        for what, (body, ending, answer, says) in _EDITIONS.items()
    ),
    ImportCase(
        "edition: a file of no kind",
        "edition",
        "x",
        "unsupported-syntax",
        "c.docx",
        {"name": "c.docx"},
    ),
    ImportCase(
        "catalog: of another edition",
        "catalog",
        catalog(_CONTROL),
        INVALID,
        "active element of ssdf-1.1",
    ),
    *(
        ImportCase(f"mapping: {what}", "mapping", body, answer, says)
        for what, (body, answer, says) in _MAPPINGS.items()
    ),
]
