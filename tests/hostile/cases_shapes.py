"""Shapes that somebody brings: to fetch, to run code, to change ours, to have no end."""

from __future__ import annotations

from typing import Final

from hostile_case import (
    INVALID,
    JUDGING,
    LISTENER,
    PREFIXES,
    ROOT,
    SHORT,
    STOPPED,
    VERDICT,
    Case,
    comma,
    lines,
)

DATA: Final = ROOT + (
    "ex:node a ex:T ; ex:p ex:a , ex:b ; ex:q 1 . ex:a ex:p ex:b . ex:b ex:p ex:a .\n"
    f'ex:node ex:text "{"a" * 40}!" .'
)
_NODE: Final = "ex:S a sh:NodeShape ; sh:targetNode ex:node ; {} ."
_COMPONENT: Final = "ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:par ] ; {} . ex:S a sh:NodeShape ; sh:targetNode ex:node ; ex:par 1 ."


def _node(constraint: str) -> str:
    return _NODE.format(constraint)


def _on_p(constraint: str) -> str:
    return _node(f"sh:property [ sh:path ex:p ; {constraint} ]")


def _query(text: str) -> str:
    return _node(f'sh:sparql [ sh:select """{text}""" ]')


def _path(path: str) -> str:
    return _node(f"sh:property [ sh:path {path} ; sh:minCount 1 ]")


_FETCHING: Final = {
    "SERVICE": (_query(f"SELECT $this {{ SERVICE <{LISTENER}> {{ $this ?p ?o }} }}"), "SERVICE"),
    "SERVICE in small letters": (
        _query(f"SELECT $this {{ service silent <{LISTENER}> {{ }} }}"),
        "SERVICE",
    ),
    "SERVICE, escaped": (
        _query(rf"SELECT $this {{ \\u0053ERVICE <{LISTENER}> {{ }} }}"),
        "SERVICE",
    ),
    "SERVICE, escaped at length": (
        _query(rf"SELECT $this {{ S\\U00000045RVICE <{LISTENER}> {{ }} }}"),
        "SERVICE",
    ),
    "SERVICE after a comment": (
        _query(f"SELECT $this {{ # }}\n SERVICE <{LISTENER}> {{ }} }}"),
        "SERVICE",
    ),
    "SERVICE in a namespace": (
        'ex:o sh:declare [ sh:prefix "p" ; sh:namespace "urn:x> SELECT $this { SERVICE <urn:y> {} } #" ] .',
        "namespace",
    ),
    "SERVICE in a function": (
        f'ex:f a sh:SPARQLFunction ; sh:select "SELECT ?x {{ SERVICE <{LISTENER}> {{ ?s ?p ?x }} }}" .',
        "SERVICE",
    ),
    "SERVICE in a validator": (
        _COMPONENT.format(
            f'sh:nodeValidator [ a sh:SPARQLSelectValidator ; sh:select "SELECT $this {{ SERVICE <{LISTENER}> {{ ?s ?p ?o }} }}" ]'
        ),
        "SERVICE",
    ),
    "FROM": (_query(f"SELECT $this FROM <{LISTENER}> {{ $this ?p ?o }}"), "FROM"),
    "FROM NAMED": (
        _query(f"SELECT $this FROM NAMED <{LISTENER}> {{ GRAPH ?g {{ $this ?p ?o }} }}"),
        "FROM",
    ),
    "LOAD": (_query(f"LOAD <{LISTENER}>"), "line 1, column"),
    "imports": (f"<> owl:imports <{LISTENER}> .", "owl:imports"),
    "imports of a file": ("<> owl:imports <file:///etc/passwd> .", "owl:imports"),
    "imports of nothing": ("<> owl:imports [] .", "owl:imports"),
    "JavaScript": (
        _node(f'sh:js [ sh:jsFunctionName "f" ; sh:jsLibrary [ sh:jsLibraryURL "{LISTENER}" ] ]'),
        "sh:js",
    ),
    "a target in JavaScript": (
        'ex:S a sh:NodeShape ; sh:target [ a sh:JSTarget ; sh:jsFunctionName "f" ] .',
        "sh:jsFunctionName",
    ),
    "a component in JavaScript": (
        _COMPONENT.format('sh:validator [ a sh:JSValidator ; sh:jsFunctionName "f" ]'),
        "sh:jsFunctionName",
    ),
    "a rule": (
        _node(
            'sh:rule [ a sh:SPARQLRule ; sh:construct "CONSTRUCT { $this a ct:Task } WHERE {}" ]'
        ),
        "sh:rule",
    ),
    "a rule of a triple": (
        _node(
            "sh:rule [ a sh:TripleRule ; sh:subject sh:this ; sh:predicate ex:x ; sh:object ex:y ]"
        ),
        "sh:rule",
    ),
}
_CHANGING: Final = {
    "ours, turned off": ("ctsh:Coverage-high sh:deactivated true .", "not theirs to change"),
    "a constraint for ours": ("ctsh:Root sh:nodeKind sh:Literal .", "not theirs to change"),
    "a namespace for ours": (
        "<https://w3id.org/crosstrace/shapes/implementation> sh:declare [] .",
        "not theirs to change",
    ),
}
_ENDLESS: Final = {
    "a shape of itself": ("ex:S a sh:NodeShape ; sh:node ex:S .", "themselves"),
    "two shapes of each other": ("ex:A sh:node ex:B . ex:B sh:not ex:A .", "themselves"),
    "a property of itself": (
        "ex:A a sh:NodeShape ; sh:property [ sh:path ex:p ; sh:node ex:A ] .",
        "themselves",
    ),
    "a qualified shape of itself": (
        "ex:A a sh:NodeShape ; sh:property [ sh:path ex:p ; sh:qualifiedValueShape ex:A ; sh:qualifiedMinCount 1 ] .",
        "themselves",
    ),
    "a choice of itself": ("ex:A sh:xone ( ex:A ) .", "themselves"),
    "a list of itself": ("ex:S sh:in _:l . _:l rdf:first 1 ; rdf:rest _:l .", "no end"),
    "a list that is a ring": (
        "ex:S sh:in _:l . _:l rdf:first 1 ; rdf:rest [ rdf:first 2 ; rdf:rest _:l ] .",
        "no end",
    ),
    "languages without end": (
        'ex:S sh:languageIn _:l . _:l rdf:first "en" ; rdf:rest _:l .',
        "no end",
    ),
    "ignored properties without end": (
        "ex:S sh:closed true ; sh:ignoredProperties _:l . _:l rdf:first ex:p ; rdf:rest _:l .",
        "no end",
    ),
    "more after the end": ("rdf:nil rdf:first 1 ; rdf:rest ( 2 ) .", "no end"),
    "a path of itself": (
        "ex:S sh:path _:p . _:p sh:inversePath _:p .",
        "a path in them has no end",
    ),
    "alternatives of themselves": (
        "ex:S sh:path _:p . _:p sh:alternativePath ( ex:p _:p ) .",
        "a path in them has no end",
    ),
}
_DEEP: Final = {
    "a path 2,000 deep": (
        _path("[ sh:inversePath " * 2_000 + "ex:p" + " ]" * 2_000),
        "nesting limit",
    ),
    "400 shapes in a row": (
        _node("sh:node ex:n0")
        + "\n".join(f"ex:n{n} a sh:NodeShape ; sh:node ex:n{n + 1} ." for n in range(400)),
        "too deep",
    ),
    "300 negations": (
        _node("sh:not " + "[ sh:not " * 300 + "[ sh:nodeKind sh:IRI ]" + " ]" * 300),
        "too deep",
    ),
    "60 properties in each other": (
        _on_p(
            "sh:property "
            + "[ sh:path ex:p ; sh:property " * 60
            + "[ sh:path ex:q ; sh:minCount 1 ]"
            + " ]" * 60
        ),
        "too deep",
    ),
    "a choice doubled 24 times": (
        _node("sh:node ex:n0")
        + "\n".join(
            f"ex:n{n} a sh:NodeShape ; sh:or ( ex:n{n + 1} ex:n{n + 1} ) ." for n in range(24)
        )
        + "ex:n24 a sh:NodeShape ; sh:nodeKind sh:Literal .",
        "too deep",
    ),
}
_WEARING: Final = {
    "a product of everything": _query(
        "SELECT $this { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(STR(?a), STR(?d), STR(?g)) = 'x') }"
    ),
    "a text of everything": _query(
        "SELECT $this (GROUP_CONCAT(CONCAT(STR(?a), STR(?d), STR(?g))) AS ?value) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } GROUP BY $this"
    ),
    "everything in order": _query(
        "SELECT $this { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY DESC(?i) ?f"
    ),
    "1,000 patterns": _query(f"SELECT $this {{ {'$this ?p ?o . ' * 1_000} }}"),
    "a path 60 times any number": _path("[ sh:zeroOrMorePath " * 60 + "ex:p" + " ]" * 60),
    "a path of 5,000 steps": _path(f"( {'ex:p ' * 5_000})"),
    "a choice of 5,000 properties": _path(
        f"[ sh:alternativePath ( {comma(5_000, 'ex:p{}').replace(',', '')} ) ]"
    ),
    "50,000 values allowed": _node(f"sh:in ( {comma(50_000, 'ex:v{}').replace(',', '')} )"),
    "3,000 shapes": lines(
        3_000, "ex:S{0} a sh:NodeShape ; sh:targetNode ex:node ; sh:nodeKind sh:Literal ."
    ),
    "9,000 targets": f"ex:S a sh:NodeShape ; sh:nodeKind sh:Literal ; sh:targetNode {comma(9_000, 'ex:t{}')} .",
}
_HARMLESS: Final = {
    "a pattern that explodes elsewhere": _node(
        'sh:property [ sh:path ex:text ; sh:pattern "^(a+)+$" ]'
    ),
    "a filter that explodes elsewhere": _query(
        "SELECT $this { $this <https://example.org/text> ?t FILTER(!REGEX(?t, '^(a|aa)+$')) }"
    ),
    "alternatives 24 times": _path(
        f"( {'[ sh:alternativePath ( ex:p [ sh:inversePath ex:p ] ) ] ' * 24})"
    ),
    "an address made by a query": _query(
        f"SELECT $this {{ $this ?p ?o BIND(IRI('{LISTENER}') AS ?x) }}"
    ),
    "the word SERVICE in a comment": _query("SELECT $this { # SERVICE\n $this ?p 1 }"),
    "prefixes to fetch": _node(
        f'sh:sparql [ sh:prefixes <{LISTENER}> ; sh:select "SELECT $this {{ }}" ]'
    ),
    "placeholders of nothing": _on_p(
        'sh:maxCount 0 ; sh:message "{$this} {?none} {$path} {{{{ %s {0}"'
    ),
    "a count beyond all": _on_p("sh:minCount 99999999999999999999999999"),
    "a date that is none": _on_p('sh:minInclusive "x"^^xsd:date'),
}

CASES: Final = [
    *(
        Case(f"shapes with {what}", DATA, INVALID, says, shapes=PREFIXES + text)
        for table in (_FETCHING, _CHANGING, _ENDLESS, _DEEP)
        for what, (text, says) in table.items()
    ),
    *(
        Case(
            f"shapes with {what}",
            DATA,
            STOPPED,
            "after 1 seconds",
            shapes=PREFIXES + text,
            seconds=SHORT,
        )
        for what, text in _WEARING.items()
    ),
    *(
        Case(
            f"shapes with {what}",
            DATA,
            VERDICT,
            "example.org/S" if "[ sh:path" not in text else "",
            shapes=PREFIXES + text,
        )
        for what, text in _HARMLESS.items()
    ),
    Case(
        "shapes with 1,500 by 1,500 comparisons",
        lambda: f"{DATA} ex:node ex:low {comma(1_500, '{}')} ; ex:high {comma(1_500, '-{}')} .",
        STOPPED,
        "after 1 seconds",
        shapes=PREFIXES + _node("sh:property [ sh:path ex:low ; sh:lessThan ex:high ]"),
        seconds=SHORT,
    ),
    Case(
        "the reference and a pattern that explodes",
        DATA,
        STOPPED,
        "after 1 seconds",
        shapes=PREFIXES + _HARMLESS["a pattern that explodes elsewhere"],
        engine="pyshacl",
        seconds=SHORT,
    ),
    Case(
        "shapes with a library to fetch",
        DATA,
        INVALID,
        "sh:jsLibraryURL",
        shapes=PREFIXES + f'ex:L a sh:JSLibrary ; sh:jsLibraryURL "{LISTENER}"^^xsd:anyURI .',
    ),
    Case(
        "shapes and a list in a ring",
        f"{DATA} ex:node ex:list _:l . _:l rdf:first _:m ; rdf:rest () . _:m ex:back _:l .",
        INVALID,
        "lead back",
        shapes=PREFIXES + _node("sh:property [ sh:path ex:list ; sh:nodeKind sh:Literal ]"),
    ),
    Case(
        "shapes with a regime of entailment",
        DATA,
        VERDICT,
        "Graph-title",
        shapes=PREFIXES + JUDGING + "<> sh:entailment <http://www.w3.org/ns/entailment/RDFS> .",
    ),
    Case(
        "shapes with a graph of shapes to fetch",
        DATA,
        VERDICT,
        "Graph-title",
        shapes=PREFIXES + JUDGING + f"<> sh:shapesGraph <{LISTENER}> .",
    ),
]
