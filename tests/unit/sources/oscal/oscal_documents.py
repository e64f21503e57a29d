"""Catalogs for the tests: the inverse of the reader, in each syntax, and small documents."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

import yaml

from crosstrace.sources.oscal import Catalog, CatalogEntry, Syntax

NAMESPACE = "http://csrc.nist.gov/ns/oscal/1.0"
CPRT = "https://csrc.nist.gov/ns/cprt"
IDENTIFIERS = {"csf-2.0": "CSF_2_0_0", "ssdf-1.1": "SP_800_218_1_1_0"}
PUNCTUATION = str.maketrans({c: f"\\{c}" for c in r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"""})

Object = dict[str, Any]
MarkUp = Callable[[str], str]


def document(*controls: Object, **metadata: Any) -> Object:
    """A catalog of SSDF 1.1 with these controls; `metadata` replaces or (None) removes members."""
    members = {
        "title": "Test",
        "version": "1",
        "oscal-version": "1.1.3",
        "props": [version_prop("SP_800_218_1_1_0")],
        **metadata,
    }
    kept = {name.replace("_", "-"): value for name, value in members.items() if value is not None}
    return {"catalog": {"metadata": kept, "controls": list(controls)}}


def version_prop(identifier: str, ns: str = CPRT) -> Object:
    return {"name": "framework-version-identifier", "ns": ns, "value": identifier}


def control(identifier: str, *parts: Object, **members: Any) -> Object:
    return {"id": identifier, "title": identifier, "parts": list(parts), **members}


def statement(prose: str) -> Object:
    return {"name": "statement", "prose": prose}


def example(identifier: str, prose: str, title: str = "") -> Object:
    return {"name": "example", "id": identifier, "title": title, "prose": prose}


def as_json(value: Any) -> bytes:
    return json.dumps(value).encode()


def write(catalog: Catalog) -> dict[Syntax, bytes]:
    """The catalog in every syntax; reading each gives it back."""
    tree = _tree(catalog, _escaped)
    return {
        "json": as_json(tree),
        "yaml": yaml.safe_dump(tree, allow_unicode=True).encode(),
        "xml": _xml(_tree(catalog, str)["catalog"]),
    }


def _escaped(text: str) -> str:
    """`text` as Markdown that says nothing but `text`."""
    return text.translate(PUNCTUATION)


def _tree(catalog: Catalog, mark_up: MarkUp) -> Object:
    def under(parent: str | None) -> list[Object]:
        found = (entry for entry in catalog.controls if entry.parent == parent)
        return [_control(entry, under(entry.id), mark_up) for entry in found]

    return document(
        *under(None),
        title=mark_up(catalog.title),
        version=catalog.version,
        published=f"{catalog.published}T23:59:59-12:00" if catalog.published else None,
        props=[version_prop(IDENTIFIERS[catalog.edition_slug])],
    )


def _control(entry: CatalogEntry, controls: list[Object], mark_up: MarkUp) -> Object:
    examples = (
        example(item.id, mark_up(item.text), mark_up(item.title)) for item in entry.examples
    )
    return {
        "id": entry.id,
        "class": entry.class_,
        "title": mark_up(entry.title),
        "props": [{"name": "status", "value": "withdrawn"}] if entry.withdrawn else [],
        "parts": [statement(mark_up(entry.prose)), *examples],
        "controls": controls,
    }


def _xml(catalog: Object) -> bytes:
    root = Element("catalog", xmlns=NAMESPACE)
    metadata = SubElement(root, "metadata")
    for name, value in catalog["metadata"].items():
        if name != "props":
            SubElement(metadata, name).text = value
    for prop in catalog["metadata"]["props"]:
        SubElement(metadata, "prop", prop)
    for member in catalog["controls"]:
        _xml_control(root, member)
    body: bytes = tostring(root, encoding="utf-8")
    return body


def _xml_control(parent: Element, member: Object) -> None:
    node = SubElement(parent, "control", {"id": member["id"], "class": member["class"]})
    SubElement(node, "title").text = member["title"]
    for prop in member["props"]:
        SubElement(node, "prop", prop)
    for part in member["parts"]:
        _xml_part(node, part)
    for child in member["controls"]:
        _xml_control(node, child)


def _xml_part(parent: Element, part: Object) -> None:
    node = SubElement(parent, "part", {name: part[name] for name in ("id", "name") if name in part})
    if "title" in part:
        SubElement(node, "title").text = part["title"]
    SubElement(node, "p").text = part["prose"]
