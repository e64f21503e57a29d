"""What is refused, with its place, and that nothing else can happen."""

from __future__ import annotations

import json
from typing import Any

import pyoxigraph as ox
import pytest
from evidence_cases import (
    BASE,
    BOM,
    FILES,
    OLD_SLSA,
    SARIF,
    SLSA,
    SPDX,
    Document,
    Steps,
    body,
    bundle,
    changed,
    document,
    encoded,
    envelope,
    pointer,
    read,
    refused,
    statement,
    without,
)
from hypothesis import given
from hypothesis import strategies as st

from crosstrace.conversion.graph import Graph
from crosstrace.errors import InvalidInput
from crosstrace.evidence import FORMATS, MAX_BYTES, read_evidence

TYPE = ("components", 0, "type")
MADE = ("metadata", "timestamp")
RESULT = ("runs", 0, "results", 0)
HASH = ("components", 1, "hashes", 0)
REF = ("components", 1, "modelCard", "modelParameters", "datasets", 0, "ref")
DEFINITION = ("predicate", "buildDefinition")
DETAILS = ("predicate", "runDetails")
LOGGED = ("verificationMaterial", "tlogEntries", 1, "integratedTime")
HOSTILE = [
    '" . <https://example.org/x> a <https://example.org/y> . "',
    '""" ; a ct:AIModel . """',
    '\\" \\u0022 @prefix : <x> .',
    "<script>alert(1)</script> \u202e {{ insert: param, x }}",
    "line\nbreak\r# comment",
]


def renamed(found: Document, old: str, new: str) -> Document:
    changed: Document = json.loads(json.dumps(found).replace(old, new))
    return changed


REFUSED: list[tuple[str, Document, Steps]] = [
    ("another statement", changed(SLSA, ("_type",), "https://in-toto.io/Statement/v2"), ("_type",)),
    ("no subject", without(SLSA, ("subject",)), ()),
    ("empty subject", changed(SLSA, ("subject",), []), ("subject",)),
    ("no digest", without(SLSA, ("subject", 0, "digest")), ("subject", 0)),
    ("digest is a list", changed(SLSA, ("subject", 0, "digest"), []), ("subject", 0, "digest")),
    (
        "digest too short",
        changed(SLSA, ("subject", 0, "digest", "sha256"), "abc"),
        ("subject", 0, "digest", "sha256"),
    ),
    (
        "digest that is none",
        changed(SLSA, ("subject", 0, "digest", "sha256"), "x" * 64),
        ("subject", 0, "digest", "sha256"),
    ),
    ("no predicate", without(SLSA, ("predicate",)), ("predicate",)),
    ("predicate is a list", changed(SLSA, ("predicate",), []), ("predicate",)),
    ("no build type", without(SLSA, (*DEFINITION, "buildType")), DEFINITION),
    ("no builder", without(SLSA, (*DETAILS, "builder")), DETAILS),
    (
        "builder without an identifier",
        changed(SLSA, (*DETAILS, "builder", "id"), 7),
        (*DETAILS, "builder", "id"),
    ),
    (
        "dependency that is nothing",
        changed(SLSA, (*DEFINITION, "resolvedDependencies", 0), {"name": "x"}),
        (*DEFINITION, "resolvedDependencies", 0),
    ),
    (
        "end at no time",
        changed(SLSA, (*DETAILS, "metadata", "finishedOn"), "yesterday"),
        (*DETAILS, "metadata", "finishedOn"),
    ),
    (
        "end that XML Schema can't write",
        changed(SLSA, (*DETAILS, "metadata", "finishedOn"), "2026-10-05t09:30:00z"),
        (*DETAILS, "metadata", "finishedOn"),
    ),
    (
        "old builder is missing",
        without(OLD_SLSA, ("predicate", "builder")),
        ("predicate",),
    ),
    (
        "signature without files",
        statement("https://model_signing/signature/v1.0", {}),
        ("predicate",),
    ),
    ("BOM of a later version", changed(BOM, ("specVersion",), "2.0"), ("specVersion",)),
    ("BOM of an earlier version", changed(BOM, ("specVersion",), "1.4"), ("specVersion",)),
    ("BOM whose version is a number", changed(BOM, ("specVersion",), 1.6), ("specVersion",)),
    ("serial number", changed(BOM, ("serialNumber",), "7"), ("serialNumber",)),
    ("component without a name", without(BOM, ("components", 0, "name")), ("components", 0)),
    (
        "component of no type",
        changed(BOM, ("components", 0, "type"), "idea"),
        ("components", 0, "type"),
    ),
    ("unknown member", changed(BOM, ("components", 0, "made-up"), 1), ("components", 0)),
    ("MD5 as SHA-256", changed(BOM, (*HASH, "content"), "0" * 32), (*HASH, "content")),
    ("hash of no digits", changed(BOM, (*HASH, "content"), "x" * 64), (*HASH, "content")),
    ("unknown algorithm", changed(BOM, (*HASH, "alg"), "CRC"), (*HASH, "alg")),
    (
        "BOM made at no time",
        changed(BOM, ("metadata", "timestamp"), "2026"),
        ("metadata", "timestamp"),
    ),
    ("data that nothing describes", changed(BOM, REF, "nothing"), REF),
    ("data that two describe", renamed(document(BOM), '"serving"', '"instructions"'), REF),
    ("SPDX 2 in its words", {"spdxVersion": "SPDX-2.3"}, ("spdxVersion",)),
    (
        "SPDX of a later version",
        changed(SPDX, ("@context",), "https://spdx.org/rdf/4.0/spdx-context.jsonld"),
        ("@context",),
    ),
    ("graph is an object", changed(SPDX, ("@graph",), {}), ("@graph",)),
    ("element without a type", without(SPDX, ("@graph", 5, "type")), ("@graph", 5)),
    ("element without an identifier", without(SPDX, ("@graph", 5, "spdxId")), ("@graph", 5)),
    (
        "package with a list for a name",
        changed(SPDX, ("@graph", 5, "name"), []),
        ("@graph", 5, "name"),
    ),
    (
        "hash of an element",
        changed(SPDX, ("@graph", 6, "verifiedUsing", 0, "hashValue"), "0"),
        ("@graph", 6, "verifiedUsing", 0, "hashValue"),
    ),
    (
        "identifier twice",
        changed(SPDX, ("@graph", 6, "spdxId"), "https://example.org/spdx/heron#serving"),
        ("@graph", 6),
    ),
    (
        "creation information that is missing",
        changed(SPDX, ("@graph", 3, "creationInfo"), "_:nothing"),
        ("@graph", 3, "creationInfo"),
    ),
    (
        "creation information that is none",
        changed(SPDX, ("@graph", 3, "creationInfo"), "https://example.org/spdx/heron#tool"),
        ("@graph", 3, "creationInfo"),
    ),
    (
        "two documents",
        changed(SPDX, ("@graph", 4, "type"), "SpdxDocument"),
        ("@graph", 4),
    ),
    (
        "made on no day",
        changed(SPDX, ("@graph", 0, "created"), "2026-02-30T00:00:00Z"),
        ("@graph", 0, "created"),
    ),
    ("SARIF 2.0", changed(SARIF, ("version",), "2.0.0"), ("version",)),
    ("run without a tool", without(SARIF, ("runs", 0, "tool")), ("runs", 0)),
    (
        "result without a message",
        without(SARIF, ("runs", 0, "results", 0, "message")),
        ("runs", 0, "results", 0),
    ),
    (
        "run that ended at no time",
        changed(SARIF, ("runs", 0, "invocations", 0, "endTimeUtc"), "later"),
        ("runs", 0, "invocations", 0, "endTimeUtc"),
    ),
    (
        "digest of an artifact",
        changed(SARIF, ("runs", 0, "artifacts", 0, "hashes", "sha-256"), "1"),
        ("runs", 0, "artifacts", 0, "hashes", "sha-256"),
    ),
    ("bundle of a signed file", {"mediaType": "x", "messageSignature": {}}, ("messageSignature",)),
    ("bundle of no type", bundle(b"{}") | {"mediaType": "x"}, ("mediaType",)),
    ("logged at no time", bundle(body(SLSA), "soon"), LOGGED),
    ("logged too late", bundle(body(SLSA), "999999999999999"), LOGGED),
    ("envelope without signatures", envelope(b"{}") | {"signatures": []}, ("signatures",)),
    ("envelope of something else", envelope(b"{}", "text/plain"), ("payloadType",)),
    ("payload that is no Base64", envelope(b"{}") | {"payload": "§"}, ("payload",)),
    ("payload that is no JSON", envelope(b"x"), ("payload",)),
    ("payload that is no text", envelope(b"\xff"), ("payload",)),
    ("payload that is a list", envelope(b"[]"), ("payload",)),
    ("payload that is XML", envelope(b"<bom/>"), ("payload",)),
    ("payload that is no statement", envelope(b"{}"), ("payload",)),
    ("payload with a member twice", envelope(b'{"a": {"b": 1, "b": 2}}'), ("payload", "a")),
    ("payload of two statements", envelope(b"{}\n{}"), ("payload",)),
]


@pytest.mark.parametrize(
    ("found", "path"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_refused_with_its_place(found: Document, path: Steps) -> None:
    place, detail = refused(found)
    assert place == pointer(path)
    assert detail.startswith(f"The document, at {place or '/'}: ")


@pytest.mark.parametrize(
    ("found", "place"),
    [
        (b"[]", ""),
        (b"null", ""),
        (b"{}", ""),
        (b'"_type"', ""),
        (b"<?xml version='1.0'?><bom/>", ""),
        (b"\xef\xbb\xbf <bom/>", ""),
        (b"\xff", ""),
        (b"[" * 100_000, ""),
        (b"[" + b"9" * 5_000 + b"]", ""),
        (b" " * (MAX_BYTES + 1), ""),
        (b'{"version": "2.1.0", "version": "2.1.0", "runs": []}', ""),
        (b'{"a": NaN}', "/a"),
        (b'{"a": 1e999}', "/a"),
        (b'{"a": "\\ud800"}', "/a"),
        (b'{"\\u0000": 1}', ""),
        (b'{"_type": 1}\n{"_type": 2}', ""),
        (b'{"a":' * 70 + b"1" + b"}" * 70, "/a" * 64),
    ],
)
def test_bodies_that_are_no_document(found: bytes, place: str) -> None:
    assert refused(found)[0] == place


def test_broken_json_has_line_and_column() -> None:
    with pytest.raises(InvalidInput) as error:
        read(b'{\n "a": }')
    [finding] = error.value.errors
    assert (finding.line, finding.column) == (2, 7)


@pytest.mark.parametrize("form", FORMATS)
def test_a_named_format_has_to_be_that(form: str) -> None:
    refused({}, form)
    for name, other in FILES.items():
        if other != form:
            refused(name, form)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("hostile", HOSTILE)
def test_texts_stay_texts(name: str, hostile: str) -> None:
    """A text of the file, whatever it holds, makes no statement of its own."""
    for old in ("heron-3.1.0.safetensors", "Example Models", "Heron", "serving", "Model Scanner"):
        found = json.loads(body(name))
        _replace(found, old, hostile)
        result = read(found)
        assert set(_nodes(result.triples)) <= {
            BASE + local for local in map(_local, _nodes(result.triples)) if local
        }
        again = {quad.triple for quad in ox.parse(result.turtle, ox.RdfFormat.TURTLE)}
        assert again == set(result.triples)
        assert all(loss.isprintable() for loss in result.losses)


def _replace(value: Any, old: str, new: str) -> None:
    steps = value.items() if isinstance(value, dict) else enumerate(value)
    for step, child in list(steps):
        if child == old:
            value[step] = new
        elif isinstance(child, (dict, list)):
            _replace(child, old, new)


def _nodes(triples: list[ox.Triple]) -> list[str]:
    return [str(triple.subject.value) for triple in triples]


def _local(iri: str) -> str:
    """The local name of a node of ours, empty when it is none."""
    local = iri.removeprefix(BASE)
    return local if local.split("-")[0] in ("evidence", "asset", "agent", "digest") else ""


# --- Whatever the file, there is an answer -------------------------------------------------------

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
NAMES = st.sampled_from(
    [
        *("_type", "subject", "digest", "predicate", "predicateType", "runs", "tool", "driver"),
        *("name", "version", "bomFormat", "specVersion", "components", "metadata", "type"),
        *("@context", "@graph", "spdxId", "@id", "creationInfo", "createdBy", "created", "from"),
        *("to", "relationshipType", "rootElement", "verifiedUsing", "payload", "payloadType"),
    ]
)
TREES = st.recursive(
    SCALARS | st.sampled_from(["CycloneDX", "1.6", "2.1.0", "SpdxDocument", "CreationInfo"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


@given(TREES, st.sampled_from([None, *FORMATS]))
def test_any_json_is_read_or_refused(tree: Any, form: str | None) -> None:
    _read_or_refused(json.dumps(tree).encode(), form)


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(found: bytes) -> None:
    _read_or_refused(found, None)


@given(st.sampled_from(sorted(FILES)), st.data())
def test_an_example_changed_anywhere_is_read_or_refused(name: str, data: st.DataObject) -> None:
    found = document(name)
    place = data.draw(st.sampled_from(_places(found)))
    parent: Any = found
    for step in place[:-1]:
        parent = parent[step]
    if data.draw(st.booleans()):
        parent[place[-1]] = data.draw(TREES)
    else:
        del parent[place[-1]]
    _read_or_refused(encoded(found), None)
    if FILES[name] == "in-toto":
        _read_or_refused(encoded(bundle(found)), None)


def _places(value: Any, path: Steps = ()) -> list[Steps]:
    steps = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for step, child in steps:
        found.append((*path, step))
        if isinstance(child, (dict, list)):
            found += _places(child, (*path, step))
    return found


def _read_or_refused(found: bytes, form: str | None) -> None:
    graph = Graph(BASE)
    try:
        result = read_evidence(found, graph, format=form)
    except InvalidInput as error:
        assert error.detail.isprintable()  # noqa: PT017 - either is right
        return
    assert {quad.triple for quad in ox.parse(graph.turtle(), ox.RdfFormat.TURTLE)} == set(
        graph.triples()
    )
    assert all(loss.isprintable() for loss in result.losses)
