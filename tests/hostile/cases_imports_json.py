"""Evidence and OSCAL in JSON: broken, huge, and well-formed but untrue."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from hostile_case import INVALID, LISTENER
from import_case import READ, ImportCase

_UNIT: Final = Path(__file__).parents[1] / "unit"
_EVIDENCE: Final = _UNIT / "evidence" / "inputs"
_SHA256: Final = "0123456789abcdef" * 4
_DEEP: Final = "[" * 100_000
_SPDX: Final = '{"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": ['
_CDX: Final = '{"bomFormat": "CycloneDX", "specVersion": "1.6", '

Change = Callable[[Any], object]


def changed(file: Path, change: Change) -> str:
    """An example with a change made in it."""
    tree = json.loads(file.read_bytes())
    change(tree)
    return json.dumps(tree)


def statement(**members: Any) -> str:
    """An in-toto statement of a type that nobody knows."""
    return json.dumps(
        {
            "_type": "https://in-toto.io/Statement/v1",
            "subject": [{"name": "m", "digest": {"sha256": _SHA256}}],
            "predicateType": "https://example.org/p",
        }
        | members
    )


def subject(**digests: Any) -> str:
    return statement(subject=[{"name": "m", "digest": digests}])


def slsa(change: Change) -> str:
    return changed(_EVIDENCE / "slsa-provenance.json", change)


def bom(change: Change) -> str:
    return changed(_EVIDENCE / "ml-bom.json", change)


def spdx(change: Change) -> str:
    return changed(_EVIDENCE / "ai-package.spdx.json", change)


def sarif(change: Change) -> str:
    return changed(_EVIDENCE / "scan.sarif", change)


def component(change: Change) -> str:
    return changed(
        _UNIT / "components" / "inputs" / "ai-model.json",
        lambda tree: change(tree["component-definition"]),
    )


def _claim(tree: Any) -> Any:
    implementation = tree["components"][0]["control-implementations"][0]
    return implementation["implemented-requirements"][0]


def _time(tree: Any, time: Any) -> None:
    tree["predicate"]["runDetails"]["metadata"]["finishedOn"] = time


def _status(tree: Any, **members: str) -> None:
    for prop in _claim(tree)["props"]:
        if prop["name"] == "implementation-status":
            prop.update(members)


def _rlinks(tree: Any) -> None:
    hashed = {"href": "./copy", "hashes": [{"algorithm": "SHA-256", "value": _SHA256}]}
    for resource in tree["back-matter"]["resources"]:
        if resource["uuid"].startswith("8888"):
            resource["rlinks"] = [{"href": "https://example.org/a"}, hashed]


def _roots() -> str:
    """Tens of thousands of packages that are all what the document is about."""
    names = [f"urn:p{number}" for number in range(30_000)]
    made = {"type": "CreationInfo", "@id": "_:c", "created": "2026-01-01T00:00:00Z"}
    elements: list[dict[str, Any]] = [made | {"createdBy": [], "specVersion": "3.0.1"}]
    document = {"type": "SpdxDocument", "spdxId": "urn:d", "creationInfo": "_:c"}
    elements.append(document | {"rootElement": names})
    package = {"type": "software_Package", "creationInfo": "_:c"}
    elements += [package | {"spdxId": name} for name in reversed(names)]
    return _SPDX + json.dumps(elements)[1:] + "}"


def _roles(tree: Any) -> None:
    party = tree["metadata"]["parties"][0]["uuid"]
    tree["metadata"]["responsible-parties"] = [
        {"role-id": f"r{number}", "party-uuids": [party]} for number in range(20_000)
    ]
    _claim(tree)["responsible-roles"] = [{"role-id": f"x{n}"} for n in range(20_000)]


_REFUSED: Final = {
    "nothing": ("", "line 1, column 1"),
    "a number": ("7", "no JSON object"),
    "null": ("null", "no JSON object"),
    "cut short": (statement()[:-9], "broken at line 1"),
    "lists, 100,000 in each other": (_DEEP, "deeper than 64"),
    "objects, 10,000 in each other": ('{"a":' * 10_000, "deeper than 64"),
    "a number of 5,000 digits": (f'{{"runs": 1{"0" * 5000}}}', "too long"),
    "infinity": ('{"runs": 1e999}', "none that JSON has"),
    "NaN": ('{"runs": NaN}', "none that JSON has"),
    "half a character": ('{"runs": "\\ud800"}', "not text"),
    "NUL first": ("\0" + statement(), "line 1, column 1"),
    "UTF-16": (statement().encode("utf-16"), "UTF-8"),
    "a name twice": ('{"_type": 1, "_type": 2}', "'_type' twice"),
    "two documents": (statement() + statement(), "second document"),
    "XML": ("<!DOCTYPE a [<!ENTITY b 'c'>]><bom/>", "it is XML"),
    "ten million empty lists": (lambda: f'{_CDX}"x": [{"[]," * 10_000_000}[]]}}', "values; split"),
    "ten million numbers": (lambda: f'{_CDX}"x": [{"1," * 10_000_000}1]}}', "values; split"),
    "33 MB of spaces": (lambda: "{" + " " * 34_000_000 + "}", "larger than 32 MiB"),
    "a document of no kind": ('{"a": 1}', "no in-toto statement"),
    "two kinds at once": ('{"bomFormat": "CycloneDX", ' + statement()[1:], "specVersion"),
    "a subject that is an object": (statement(subject={}), "/subject"),
    "a digest of null": (subject(sha256=None), "/subject/0/digest/sha256"),
    "a digest cut short": (subject(sha256="abc"), "no SHA-256 digest of 64"),
    "a digest of full-width digits": (subject(sha256="\uff11" * 64), "no SHA-256 digest"),
    "a digest with a line's end": (subject(sha256=_SHA256 + "\n"), "no SHA-256 digest"),
    "a digest of SHA-256 as SHA-512": (subject(sha512=_SHA256), "no SHA-512 digest of 128"),
    "a second of 60": (slsa(lambda tree: _time(tree, "2016-12-31T23:59:60Z")), "finishedOn"),
    "the year 0": (slsa(lambda tree: _time(tree, "0000-01-01T00:00:00Z")), "finishedOn"),
    "a time of no zone": (slsa(lambda tree: _time(tree, "2026-01-01T00:00:00")), "finishedOn"),
    "an envelope of no Base64": (
        '{"payloadType": "application/vnd.in-toto+json", "payload": "!", "signatures": []}',
        "/",
    ),
    "lists in an envelope": (
        json.dumps(
            {
                "payloadType": "application/vnd.in-toto+json",
                "payload": base64.b64encode(_DEEP.encode()).decode(),
                "signatures": [{"sig": "x"}],
            }
        ),
        "at /payload: it is nested deeper",
    ),
    "a component that is a list": (_CDX + '"components": [[]]}', "/components/0"),
    "an element of its own kind twice": (
        spdx(lambda tree: tree["@graph"].append(tree["@graph"][5] | {"name": "other"})),
        "that of another element",
    ),
    "runs that are an object": (sarif(lambda tree: tree.update(runs={})), "/runs"),
}
_TAKEN: Final = {
    "a predicate of a later SLSA": (
        slsa(lambda tree: tree.update(predicateType="https://slsa.dev/provenance/v99")),
        "What the predicate says is not kept",
    ),
    "a digest of SHA-1 alone": (subject(sha1="a" * 40), "are not kept: 'sha1'"),
    "a digest that is a commit too": (subject(gitCommit=_SHA256, sha256=_SHA256), "add dcterms"),
    "two digests that begin alike": (
        statement(
            subject=[{"digest": {"sha256": "a" * 64}}, {"digest": {"sha256": "a" * 16 + "b" * 48}}]
        ),
        "add dcterms",
    ),
    "a predicate type that is a script": (
        statement(predicateType="javascript:alert(1)"),
        "no IRI of the web is not kept",
    ),
    "addresses to fetch": (
        statement(
            subject=[{"uri": LISTENER, "downloadLocation": LISTENER, "digest": {"sha1": "a"}}],
            predicateType=f"{LISTENER}/type",
        ),
        "not kept",
    ),
    "a context within": (spdx(lambda tree: tree["@graph"][5].update(x=LISTENER)), "not kept"),
    "a hash of nowhere": (
        spdx(lambda tree: tree["@graph"][5].update(verifiedUsing=["urn:nowhere"])),
        "Integrity methods that are no hash of the file are not kept: 'urn:nowhere'",
    ),
    "a hash of a type misspelt": (
        spdx(lambda tree: tree["@graph"][5].update(verifiedUsing=[{"type": "hash"}])),
        "Integrity methods that are no hash of the file are not kept: 'hash'",
    ),
    "a type that is Turtle": (
        spdx(
            lambda tree: tree["@graph"].append(
                {"type": "a\n<urn:a> a <urn:b> .", "spdxId": "urn:x"}
            )
        ),
        "Elements of other types are not kept: a <urn:a> a <urn:b> ..",
    ),
    "a type that rules the terminal": (
        spdx(lambda tree: tree["@graph"].append({"type": "\x1b[2J\u202e", "spdxId": "urn:x"})),
        "Elements of other types are not kept: \\u001b[2J\\u202e.",
    ),
    "a digest of where it is": (
        bom(
            lambda tree: tree["components"][1].update(
                externalReferences=[
                    {
                        "type": "distribution",
                        "url": "https://example.org/x",
                        "hashes": [{"alg": "SHA-256", "content": _SHA256}],
                    }
                ]
            )
        ),
        "Digests of external references are not kept",
    ),
    "30,000 packages that are its subject": (_roots, "Only 1,000 assets"),
    "a text of 3 MB": (
        spdx(lambda tree: tree["@graph"][5].update(name="x" * 3_000_000)),
        "too long",
    ),
}
_COMPONENTS_REFUSED: Final = {
    "lists, 100,000 in each other": (_DEEP, "deeper than 64"),
    "five million lists": (
        lambda: f'{{"component-definition": [{"[]," * 5_000_000}1]}}',
        "values; split",
    ),
    "an array for the definition": ('{"component-definition": []}', "no OSCAL document"),
    "a status that is none": (
        component(lambda tree: _status(tree, value="done")),
        "'done' is no implementation-status; those are",
    ),
    "a task of no edition": (
        component(lambda tree: _claim(tree).update({"control-id": "pw.99.9"})),
        "no task of SP 800-218A",
    ),
    "a party of nobody": (
        component(
            lambda tree: _claim(tree).update(
                {
                    "responsible-roles": [
                        {"role-id": "x", "party-uuids": ["99999999-9999-4999-8999-999999999999"]}
                    ]
                }
            )
        ),
        "describes no party",
    ),
    "a link with a line's end": (
        component(lambda tree: _claim(tree).update(links=[{"href": "x\n<a>", "rel": "evidence"}])),
        "/links/0",
    ),
}
_COMPONENTS_TAKEN: Final = {
    "a status of another namespace": (
        component(lambda tree: _status(tree, ns="https://example.org/ns")),
        "The file states no status",
    ),
    "digests of another copy": (component(_rlinks), "Digests of other copies of evidence"),
    "definitions to import": (
        component(lambda tree: tree.update({"import-component-definitions": [{"href": LISTENER}]})),
        "Parts of the file are not kept: import-component-definitions",
    ),
    "20,000 roles and 20,000 parties": (component(_roles), "Roles that no party holds"),
}

CASES: Final = [
    ImportCase(f"{importer}: {what}", importer, body, answer, says)
    for importer, answer, cases in (
        ("evidence", INVALID, _REFUSED),
        ("evidence", READ, _TAKEN),
        ("component", INVALID, _COMPONENTS_REFUSED),
        ("component", READ, _COMPONENTS_TAKEN),
    )
    for what, (body, says) in cases.items()
]
