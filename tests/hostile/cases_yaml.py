"""YAML-LD: what YAML can do and JSON can't, broken YAML, and the contexts of JSON-LD again."""

from __future__ import annotations

from typing import Final

from hostile_case import INVALID, LISTENER, VERDICT, Case, lines

from crosstrace.rdf.formats import YAML_LD

_START: Final = '"@id": urn:a\n'
_LAUGHS: Final = "a0: &a0 [ha, ha]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10)
)
_REFUSED: Final = {
    "a billion laughs": (_LAUGHS, "anchors and aliases", 1),
    "an alias of itself": ("urn:b: &a [*a]", "anchors and aliases", 1),
    "an alias of nothing": (f"{_START}urn:b: *a", "", 2),
    "a merge": (f"{_START}<<: {{urn:b: 1}}", "merge keys", 2),
    "a Python object": (f'{_START}urn:b: !!python/object/apply:os.system ["id"]', "tags", 2),
    "a Python name": (f"{_START}urn:b: !!python/name:os.system", "tags", 2),
    "a tag of its own": (f"{_START}urn:b: !mine x", "tags", 2),
    "bytes": (f"{_START}urn:b: !!binary aGVsbG8=", "tags", 2),
    "a set": (f"{_START}urn:b: !!set {{a, b}}", "tags", 2),
    "a number that is a word": (f"{_START}urn:b: !!int words", "what its tag says", 2),
    "a name twice": (f'{_START}"@id": urn:b', "twice", 2),
    "a name that is a list": ("? [a, b]\n: c", "should be text", 1),
    "a name that is a number": (f"{_START}5: x", "should be text", 2),
    "two documents": (f"{_START}---\n{_START}", "second document", 2),
    "no document": ("# nothing", "no document", None),
    "infinity": (f"{_START}urn:b: .inf", "infinity", 2),
    "a number beyond all": (f"{_START}urn:b: 1e999", "too large", 2),
    "a number of 5,000 digits": (f"{_START}urn:b: {'1' * 5_000}", "more than 400 digits", 2),
    "a tab before a name": (f"{_START}\turn:b: 1", "", 2),
    "a word with an at": ("@id: urn:a", "stands in quotes", 1),
    "a list not closed": (f"{_START}urn:b: [1, ", "", None),
    "a text not closed": (f'{_START}urn:b: "x', "", None),
    "a level that is none": (f"{_START}  urn:b: 1\n urn:c: 2", "", None),
    "a directive of another version": (f"%YAML 3.0\n---\n{_START}", "", 1),
    "lists, 50,000 in each other": ("[" * 50_000, "nested deeper", 1),
    "objects, 5,000 in each other": ("{a: " * 5_000, "nested deeper", 1),
    "dashes, 5,000 in each other": ("- " * 5_000 + "x", "nested deeper", 1),
    "words alone": ("just words", "no object and no array", None),
    "Turtle for YAML": ("<urn:a> <urn:b> 1 .", "no object and no array", None),
    "control characters": (f'{_START}urn:b: "\x01"', "not allowed", 2),
    "a context to fetch": (f'"@context": {LISTENER}\n{_START}urn:b: c', "nothing is fetched", None),
    "a context by import": (f'"@context": {{"@import": "{LISTENER}"}}\n{_START}', "import", None),
    "a context in a value": (
        f'{_START}urn:b: {{"@context": "{LISTENER}"}}',
        "nothing is fetched",
        None,
    ),
    "a graph of its own": (
        '"@id": urn:g\n"@graph": [{"@id": "urn:a", "urn:b": 1}]',
        "graphs of its own",
        None,
    ),
}
_READ: Final = {
    "words that look like values": f"{_START}urn:b: [no, yes, 2026-01-01, 12:30:45, 1_000, ~, 0o17]",
    "5,000 nodes": lines(5_000, '- {{"@id": "urn:n{0}", "urn:b": 1}}'),
    "a folded text of 90,000 letters": f"{_START}urn:b: >\n" + lines(9_000, "  123456789"),
    "a comment of a megabyte": f"# {'x' * 1_000_000}\n{_START}urn:b: c",
}

CASES: Final = [
    *(
        Case(f"YAML-LD: {what}", text, INVALID, says, line, YAML_LD)
        for what, (text, says, line) in _REFUSED.items()
    ),
    *(
        Case(f"YAML-LD: {what}", text, VERDICT, "Root-one", syntax=YAML_LD)
        for what, text in _READ.items()
    ),
]
