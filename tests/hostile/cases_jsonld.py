"""JSON-LD: broken JSON, contexts from elsewhere, contexts that are no contexts, and bombs."""

from __future__ import annotations

from typing import Final

from hostile_case import INVALID, LISTENER, VERDICT, Case

from crosstrace.rdf.formats import JSON_LD

_OURS: Final = '"https://w3id.org/crosstrace/context.jsonld"'
_BROKEN: Final = {
    "cut in a text": ('{"@id": "urn:a", "urn:b', "Unterminated string"),
    "cut before a value": ('{"@id": "urn:a", "urn:b": ', "Expecting value"),
    "cut in an array": ('{"@id": "urn:a", "urn:b": [1, ', "Expecting value"),
    "Turtle for JSON": ("<urn:a> <urn:b> 1 .", "Expecting value"),
    "more after the end": ('{"@id": "urn:a", "urn:b": 1} x', "Extra data"),
    "a comment": ('{"@id": "urn:a", /* b */ "urn:b": 1}', "Expecting property name"),
    "single quotes": ("{'@id': 'urn:a'}", "Expecting property name"),
    "a line end in a text": ('{"@id": "urn:a", "urn:b": "x\ny"}', "control character"),
    "a wrong escape": (r'{"@id": "urn:a", "urn:b": "\x41"}', "escape"),
}
_REFUSED: Final = {
    "a number alone": ("5", "no object and no array"),
    "a text alone": ('"words"', "no object and no array"),
    "NaN": ('{"@id": "urn:a", "urn:b": NaN}', "NaN is no JSON number"),
    "infinity": ('{"@id": "urn:a", "urn:b": -Infinity}', "no JSON number"),
    "a number beyond all": ('{"@id": "urn:a", "urn:b": 1e999}', "too large"),
    "a number of 5,000 digits": (
        f'{{"@id": "urn:a", "urn:b": {"1" * 5_000}}}',
        "more than 400 digits",
    ),
    "a name twice": ('{"@id": "urn:a", "@id": "urn:b"}', "'@id' twice"),
    "names twice, 30,000 of them": (
        "{" + ",".join(f'"urn:k{n // 2}": 1' for n in range(60_000)) + "}",
        "…",
    ),
    "no context": ('{"type": "Implementation"}', "@context"),
    "an empty array": ("[]", "makes no statement"),
    "an empty graph": ('{"@graph": []}', "makes no statement"),
    "a graph of its own": (
        '{"@id": "urn:g", "@graph": [{"@id": "urn:a", "urn:b": 1}]}',
        "graphs of its own",
    ),
    "a container of graphs": (
        '{"@context": {"g": {"@id": "urn:g", "@container": "@graph"}}, "@id": "urn:a", "g": {"urn:b": 1}}',
        "graphs of its own",
    ),
    "an identifier with a space": ('{"@id": "a b", "urn:b": 1}', "makes no statement"),
    "an identifier that is a number": ('{"@id": 5, "urn:b": 1}', "must be a string"),
    "a type that is an object": ('{"@id": "urn:a", "@type": {"@id": "urn:T"}}', "must be a string"),
    "a value that is an object": ('{"@id": "urn:a", "urn:b": {"@value": {"x": 1}}}', "@value"),
    "a value with an identifier": (
        '{"@id": "urn:a", "urn:b": {"@value": 1, "@id": "urn:x"}}',
        "incompatible",
    ),
    "a language on a number": (
        '{"@id": "urn:a", "urn:b": {"@value": 1, "@language": "en"}}',
        "@language",
    ),
    "a text in reverse": ('{"@id": "urn:a", "@reverse": {"urn:b": "x"}}', "reverse"),
    "a datatype with a space": (
        '{"@id": "urn:a", "urn:b": {"@value": "x", "@type": "a b"}}',
        "IRI",
    ),
    "a quoted subject": ('{"@id": {"@id": "urn:a", "urn:b": 1}, "urn:c": 1}', "must be a string"),
    "10,001 keys": (
        "{" + ",".join(f'"urn:k{n}": 1' for n in range(10_001)) + "}",
        "more than 10,000 statements",
    ),
    "objects, 5,000 in each other": ('{"@id": "urn:a", "urn:b": ' * 5_000, "deeper than 100"),
    "arrays, 50,000 in each other": ("[" * 50_000, "deeper than 100"),
}
_READ: Final = {
    "objects, 99 in each other": '{"urn:b": ' * 99 + "1" + "}" * 99,
    "brackets in a text": f'{{"@id": "urn:a", "urn:b": "{"[{" * 20_000}"}}',
    "a number of 300 digits": f'{{"@id": "urn:a", "urn:b": {"1" * 300}}}',
    "a fraction of 50,000 digits": f'{{"@id": "urn:a", "urn:b": 0.{"1" * 50_000}}}',
    "lists in lists": '{"@id": "urn:a", "urn:b": {"@list": [{"@list": [{"@list": []}]}]}}',
    "an annotation": '{"@id": "urn:a", "urn:b": {"@value": 1, "@annotation": {"urn:c": 1}}}',
    "5,000 nodes": "[" + ",".join(f'{{"@id": "urn:n{n}", "urn:b": 1}}' for n in range(5_000)) + "]",
    "our context 300 times": f'{{"@context": [{",".join([_OURS] * 300)}], "@id": "urn:a", "implements": 1}}',
    "our context, changed": f'{{"@context": [{_OURS}, {{"implements": "urn:x"}}], "@id": "urn:a", "implements": 1}}',
    "a context of 20,000 terms": f'{{"@context": {{{",".join(f"""{chr(34)}t{n}{chr(34)}: {chr(34)}urn:t{n}{chr(34)}""" for n in range(20_000))}}}, "@id": "urn:a", "t5": 1}}',
    "terms that hang on each other": '{"@context": {"t0": "urn:t", '
    + ",".join(f'"t{n}": "t{n - 1}:x"' for n in range(1, 1_000))
    + '}, "@id": "urn:a", "t999": 1}',
}
_FETCHED: Final = {
    "over HTTP": f'"{LISTENER}"',
    "over HTTPS": '"https://127.0.0.1:1/context"',
    "from a file": '"file:///etc/passwd"',
    "from data": '"data:application/ld+json,%7B%7D"',
    "from beside": '"context.jsonld"',
    "from nowhere": '""',
    "in an array": f'["{LISTENER}"]',
    "in an array in an array": f'[["{LISTENER}"]]',
    "by import": f'{{"@import": "{LISTENER}"}}',
    "by import after ours": f'[{_OURS}, {{"@import": "{LISTENER}"}}]',
    "in a term": f'{{"t": {{"@id": "urn:t", "@context": "{LISTENER}"}}}}',
    "in a term's array": f'{{"t": {{"@id": "urn:t", "@context": [null, "{LISTENER}"]}}}}',
    "in itself": f'{{"@context": "{LISTENER}"}}',
    "nearly ours": '"https://w3id.org/crosstrace/context.jsonld#"',
    "ours in capitals": '"HTTPS://W3ID.ORG/crosstrace/context.jsonld"',
}
_ELSEWHERE: Final = {
    "of a value": f'{{"@id": "urn:a", "urn:b": {{"@context": "{LISTENER}", "urn:c": 1}}}}',
    "in a list": f'{{"@id": "urn:a", "urn:b": {{"@list": [{{"@context": "{LISTENER}"}}]}}}}',
    "in a graph": f'{{"@graph": [{{"@context": "{LISTENER}", "@id": "urn:a"}}]}}',
    "in what is included": f'{{"@included": [{{"@context": "{LISTENER}", "@id": "urn:a"}}]}}',
    "with an escaped name": f'{{"@\\u0063ontext": "{LISTENER}", "@id": "urn:a", "urn:b": 1}}',
    "in a JSON value": f'{{"@id": "urn:a", "urn:b": {{"@type": "@json", "@value": {{"@context": "{LISTENER}"}}}}}}',
}
_NO_CONTEXT: Final = {
    "a number": ("5", "@context value"),
    "a truth value": ("true", "@context value"),
    "a context in it": ('{"@context": {"@vocab": "urn:x:"}}', "can't be redefined"),
    "an old version": ('{"@version": 1.0}', "@version"),
    "a direction": ('{"@direction": "up"}', "@direction"),
    "a propagation": ('{"@propagate": "x"}', "@propagate"),
    "terms in a circle": ('{"a": "b:x", "b": "a:x"}', "Cyclic"),
    "a term of itself": ('{"a": "a"}', "@vocab"),
    "a keyword redefined": ('{"@type": "urn:x"}', "@type"),
    "a container of nothing": ('{"c": {"@id": "urn:c", "@container": "@bogus"}}', "@container"),
    "a prefix that is a word": ('{"p": {"@id": "urn:p", "@prefix": "x"}}', "@prefix"),
    "a protected term": ('[{"@protected": true, "b": "urn:b"}, {"b": "urn:c"}]', "protected"),
    "ours, protected": (
        f'[{_OURS}, {{"@protected": true, "implements": "urn:x"}}, {{"implements": "urn:y"}}]',
        "protected",
    ),
    "another name for it": (f'{{"ctx": "@context"}}, "ctx": "{LISTENER}"', "aliased"),
}
_HARMLESS: Final = {
    "nothing": "null",
    "a base to fetch": f'{{"@base": "{LISTENER}"}}',
    "a vocabulary to fetch": f'{{"@vocab": "{LISTENER}#"}}',
    "not to be passed on": '{"@propagate": false}',
    "an unknown keyword": '{"@foo": "urn:x"}',
    "a nest": '{"n": "@nest"}',
}


def _with(context: str) -> str:
    return f'{{"@context": {context}, "@id": "urn:a", "urn:b": "c"}}'


def _cases(kind: str, table: dict[str, tuple[str, str]], line: int | None = None) -> list[Case]:
    return [
        Case(f"{kind}: {what}", text, INVALID, says, line, JSON_LD)
        for what, (text, says) in table.items()
    ]


CASES: Final = [
    *_cases("JSON", _BROKEN, 1),
    *_cases("JSON-LD", _REFUSED),
    *(
        Case(f"JSON-LD: {what}", text, VERDICT, "Root-one", syntax=JSON_LD)
        for what, text in _READ.items()
    ),
    *(
        Case(
            f"a context {where}",
            _with(context),
            INVALID,
            "import" if "import" in where else "nothing is fetched",
            syntax=JSON_LD,
        )
        for where, context in _FETCHED.items()
    ),
    *(
        Case(f"a context {where}", text, INVALID, "nothing is fetched", syntax=JSON_LD)
        for where, text in _ELSEWHERE.items()
    ),
    *_cases(
        "a context that is",
        {what: (_with(context), says) for what, (context, says) in _NO_CONTEXT.items()},
    ),
    *(
        Case(f"a context that is {what}", _with(context), VERDICT, "Root-one", syntax=JSON_LD)
        for what, context in _HARMLESS.items()
    ),
]
