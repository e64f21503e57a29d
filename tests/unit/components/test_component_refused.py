"""What is refused, with its place, and that nothing else can happen."""

from __future__ import annotations

import datetime as dt
import json
from copy import deepcopy
from typing import Any

import pyoxigraph as ox
import pytest
from component_cases import (
    CLAIMS,
    COMPONENT,
    DCTERMS,
    EVIDENCE,
    FILE,
    HERON,
    HOSTILE,
    METADATA,
    OTHER,
    OWN,
    RESOURCES,
    Document,
    added,
    at,
    changed,
    document,
    pointer,
    read,
    refused,
    values,
)
from hypothesis import given
from hypothesis import strategies as st

from crosstrace.components import read_components
from crosstrace.errors import InputError, InvalidInput

# --- What is refused -----------------------------------------------------------------------------

STATUS = {"name": "implementation-status", "value": "implemented"}
DECISION = {"name": "decision", "ns": OWN, "value": "adopted"}
CERTIFICATE = document()["component-definition"]["components"][1:]
STATEMENTS = (*CLAIMS, 0, "statements")


def deep(levels: int) -> Any:
    value: Any = "x"
    for _ in range(levels):
        value = [value]
    return value


REFUSED: list[tuple[str, Document, tuple[str | int, ...]]] = [
    ("unknown control", changed((*CLAIMS, 0, "control-id"), "PO.9.9"), (*CLAIMS, 0, "control-id")),
    ("practice", changed((*CLAIMS, 0, "control-id"), "PO.1"), (*CLAIMS, 0, "control-id")),
    ("item", changed((*CLAIMS, 0, "control-id"), "PO.1.1.R1"), (*CLAIMS, 0, "control-id")),
    ("task twice", changed((*CLAIMS, 1, "control-id"), "po.1.1"), (*CLAIMS, 1, "control-id")),
    ("control as number", changed((*CLAIMS, 0, "control-id"), 1.1), (*CLAIMS, 0, "control-id")),
    (
        "control with Turtle",
        changed((*CLAIMS, 0, "control-id"), "PO.1.1> . <x"),
        (*CLAIMS, 0, "control-id"),
    ),
    ("title is a list", changed((*COMPONENT, "title"), ["Heron"]), (*COMPONENT, "title")),
    ("title of two lines", changed((*COMPONENT, "title"), "a\nb"), (*COMPONENT, "title")),
    ("title with NUL", changed((*COMPONENT, "title"), "a\0"), (*COMPONENT, "title")),
    ("title with a surrogate", changed((*COMPONENT, "title"), "\ud800"), (*COMPONENT, "title")),
    ("components is an object", changed(COMPONENT[:-1], {}), COMPONENT[:-1]),
    ("no components", changed(COMPONENT[:-1], []), COMPONENT[:-1]),
    ("only a certificate", changed(COMPONENT[:-1], CERTIFICATE), COMPONENT[:-1]),
    ("unknown member", changed((*COMPONENT, "made-up"), 1), COMPONENT),
    ("no uuid", changed((*COMPONENT, "uuid"), "heron"), (*COMPONENT, "uuid")),
    (
        "uuid twice",
        changed((*COMPONENT, "uuid"), "22222222-2222-4222-8222-222222222222"),
        (*COMPONENT, "uuid"),
    ),
    ("OSCAL 2", changed((*METADATA, "oscal-version"), "2.0.0"), (*METADATA, "oscal-version")),
    ("no date", changed((*METADATA, "published"), "yesterday"), (*METADATA, "published")),
    ("metadata is null", changed(METADATA, None), METADATA),
    (
        "unknown status",
        changed((*CLAIMS, 0, "props", 0, "value"), "done"),
        (*CLAIMS, 0, "props", 0, "value"),
    ),
    ("status twice", added((*CLAIMS, 0, "props"), STATUS), (*CLAIMS, 0, "props", 1)),
    ("status as boolean", changed((*CLAIMS, 0, "props", 0), True), (*CLAIMS, 0, "props", 0)),
    (
        "unknown decision",
        changed((*STATEMENTS, 0, "props", 0, "value"), "kept"),
        (*STATEMENTS, 0, "props", 0, "value"),
    ),
    (
        "item of another task",
        changed((*STATEMENTS, 0, "statement-id"), "PO.1.2.R1"),
        (*STATEMENTS, 0, "statement-id"),
    ),
    (
        "item twice",
        changed((*STATEMENTS, 1, "statement-id"), "PO.1.1.R1"),
        (*STATEMENTS, 1, "statement-id"),
    ),
    (
        "no item",
        changed((*STATEMENTS, 2, "props"), [DECISION]),
        (*STATEMENTS, 2, "statement-id"),
    ),
    (
        "planned for no day",
        changed((*CLAIMS, 1, "props", 1, "value"), "2027-02-30"),
        (*CLAIMS, 1, "props", 1, "value"),
    ),
    (
        "published on no day",
        changed((*RESOURCES, 1, "props", 0, "value"), "٢٠٢٦-10-01"),
        (*RESOURCES, 1, "props", 0, "value"),
    ),
    (
        "link to nothing",
        changed((*CLAIMS, 0, "links", 0, "href"), "#nothing"),
        (*CLAIMS, 0, "links", 0, "href"),
    ),
    (
        "source that is nothing",
        changed((*COMPONENT, "control-implementations", 0, "source"), f"#{OTHER}"),
        (*COMPONENT, "control-implementations", 0, "source"),
    ),
    (
        "address with Turtle",
        changed((*RESOURCES, 1, "rlinks", 1, "href"), "https://example.org/> . <x> <y> <z"),
        (*RESOURCES, 1, "rlinks", 1, "href"),
    ),
    (
        "address without a host",
        changed((*RESOURCES, 1, "rlinks", 1, "href"), "http:///x"),
        (*RESOURCES, 1, "rlinks", 1, "href"),
    ),
    (
        "party that nobody describes",
        changed((*CLAIMS, 1, "responsible-roles", 0, "party-uuids", 0), OTHER),
        (*CLAIMS, 1, "responsible-roles", 0, "party-uuids", 0),
    ),
    (
        "creator that nobody describes",
        changed((*METADATA, "responsible-parties", 0, "party-uuids", 0), OTHER),
        (*METADATA, "responsible-parties", 0, "party-uuids", 0),
    ),
    (
        "party without a uuid",
        changed((*METADATA, "parties", 1), {"type": "person"}),
        (*METADATA, "parties", 1),
    ),
    (
        "hash without algorithm",
        changed((*RESOURCES, 1, "rlinks", 1, "hashes", 0), {"value": "0"}),
        (*RESOURCES, 1, "rlinks", 1, "hashes", 0),
    ),
    (
        "text too long",
        changed((*CLAIMS, 0, "description"), "x" * 100_001),
        (*CLAIMS, 0, "description"),
    ),
    ("number that is infinite", changed((*COMPONENT, "remarks"), 1e999), (*COMPONENT, "remarks")),
]


@pytest.mark.parametrize(
    ("found", "path"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_refused_with_its_place(found: Document, path: tuple[str | int, ...]) -> None:
    (finding,) = refused(found)
    assert finding[0] == pointer(path)
    assert finding[1].startswith(f"The document, at {pointer(path)}: ")
    assert finding[1].isprintable()


def test_every_claim_that_is_wrong_is_named() -> None:
    found = changed((*CLAIMS, 0, "control-id"), "PO.9.9")
    at(found, (*CLAIMS, 2))["control-id"] = "AC-1"
    expected = [pointer((*CLAIMS, index, "control-id")) for index in (0, 2)]
    assert [place for place, _ in refused(found)] == expected


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (b"[]", ""),
        (b"null", ""),
        (b"{}", ""),
        (b'{"catalog": {}}', ""),
        (b'{"component-definition": 1}', ""),
        (b"\xff", ""),
        (b"[" * 100_000, ""),
        (b"[" + b"9" * 5_000 + b"]", ""),
        (b" " * (16 * 1024 * 1024 + 1), ""),
        (b'{"component-definition": {"uuid": 1, "uuid": 2}}', "/component-definition"),
        (b'{"a": NaN}', "/a"),
        (b'{"a": -Infinity}', "/a"),
        (b'{"\\ud800": 1}', ""),
        (json.dumps({"a": deep(80)}).encode(), "/a" + "/0" * 63),
    ],
)
def test_no_component_definition(body: bytes, place: str) -> None:
    ((found, _),) = refused(body)
    assert found == place


@pytest.mark.parametrize("body", [b"", b"{", b'{"a": tru}', FILE.read_bytes()[:-20]])
def test_broken_json(body: bytes) -> None:
    with pytest.raises(InvalidInput) as error:
        read(body)
    (finding,) = error.value.errors
    assert finding.line is not None
    assert finding.column is not None


@pytest.mark.parametrize(
    "base",
    [
        *("", "example.org/", "https://example.org", "https://example.org/> <x", "ftp://a/"),
        *("https://w3id.org/crosstrace/id/sp800-218a/", f"https://a/{'b' * 600}/", "https://a/\n"),
    ],
)
def test_bases(base: str) -> None:
    with pytest.raises(InvalidInput, match="dentifiers"):
        read_components(FILE.read_bytes(), base=base, imported=dt.date(2026, 11, 20))


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text(text: str) -> None:
    count = len(list(ox.parse(read(document()).turtle, format=ox.RdfFormat.TURTLE)))
    found = changed((*COMPONENT, "title"), text)
    at(found, METADATA)["title"] = text
    at(found, (*CLAIMS, 0))["description"] = f"{text}\n{text}"
    at(found, (*RESOURCES, 1))["title"] = text
    at(found, (*RESOURCES, 1, "rlinks", 1, "hashes", 0))["value"] = text
    turtle = read(found).turtle
    assert values(turtle, f"component-{HERON}", DCTERMS + "title") == {text}
    assert values(turtle, EVIDENCE, DCTERMS + "title") == {text}
    assert len(list(ox.parse(turtle, format=ox.RdfFormat.TURTLE))) == count


# --- Whatever comes ------------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    children = value.items() if isinstance(value, dict) else ()
    if isinstance(value, list):
        children = enumerate(value)
    return [path, *(place for step, child in children for place in places(child, (*path, step)))]


PLACES = places(document())[1:]


def reads_or_refuses(body: bytes) -> None:
    errors: tuple[InputError, ...] = ()
    turtle = ""
    try:
        turtle = read(body).turtle
    except InvalidInput as error:
        errors = error.errors
    assert errors or list(ox.parse(turtle, format=ox.RdfFormat.TURTLE))


@given(JSON)
def test_any_json(value: Any) -> None:
    reads_or_refuses(json.dumps(value).encode())
    reads_or_refuses(json.dumps({"component-definition": value}).encode())


@given(st.sampled_from(PLACES), JSON)
def test_any_value_at_any_place(place: tuple[str | int, ...], value: Any) -> None:
    reads_or_refuses(json.dumps(changed(place, value)).encode())


@given(st.sampled_from(PLACES), st.text() | st.sampled_from(HOSTILE))
def test_any_text_at_any_place(place: tuple[str | int, ...], text: str) -> None:
    reads_or_refuses(json.dumps(changed(place, text)).encode())


@given(st.lists(st.sampled_from(PLACES), max_size=4))
def test_any_part_missing(absent: list[tuple[str | int, ...]]) -> None:
    found = deepcopy(document())
    for place in sorted(absent, key=lambda path: (len(path), str(path)), reverse=True):
        try:
            del at(found, place[:-1])[place[-1]]
        except (IndexError, KeyError):
            continue
    reads_or_refuses(json.dumps(found).encode())
