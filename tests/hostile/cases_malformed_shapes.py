"""Shapes that somebody brings, and that are no shapes."""

from __future__ import annotations

from typing import Final

from cases_shapes import DATA
from hostile_case import INVALID, JUDGING, PREFIXES, VERDICT, Case

_LINE: Final = PREFIXES.count("\n") + 1
_NODE: Final = "ex:S a sh:NodeShape ; sh:targetNode ex:node ; {} ."
_PLACED: Final = "The query of <https://example.org/S> can't be read in its line"

_UNREADABLE: Final = {
    "cut short": (b"ex:S a sh:NodeShape ; sh:property [ sh:path ex:p", "Unexpected end", _LINE),
    "in Latin-1": ("ex:é a sh:NodeShape .".encode("latin-1"), "UTF-8", _LINE),
    "in XML": (b'<?xml version="1.0"?><r/>', "can't be read", _LINE),
    "in JSON": (b'{"@id": "urn:a"}', "can't be read", _LINE),
    "in TriG": (b"ex:g { ex:a a sh:NodeShape . }", "can't be read", _LINE),
    "with zero bytes": (b'ex:S sh:message "\0" .', "zero byte", _LINE),
    "with quoted triples": (b"ex:S sh:node << ex:a ex:b ex:c >> .", "Quoted triples", None),
    "with a text of 200,000 letters": (
        b'ex:S sh:message "' + b"x" * 200_000 + b'" .',
        "longer than 100,000",
        None,
    ),
    "with nothing but prefixes": (b"", "makes no statement", None),
}
_QUERIES: Final = {
    "that is cut short": ("SELECT $this WHERE { $this ?p", _PLACED),
    "that is empty": ("", _PLACED),
    "with an unknown prefix": ("SELECT $this { $this nope:x ?o }", "column 28: Prefix not found"),
    "that inserts": ("INSERT DATA { <urn:a> <urn:b> 1 }", _PLACED),
    "that constructs": ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "requires SELECT"),
    "that asks": ("ASK {}", "requires SELECT"),
    "with values": ("SELECT $this { VALUES $this { <urn:x> } }", "VALUES"),
    "with MINUS": ("SELECT $this { $this ?p ?o MINUS { $this ?p ?o } }", "MINUS"),
    "that makes its own node": ("SELECT (1 AS $this) {}", "overrides an existing variable"),
    "without a node": ("SELECT ?x { ?x ?p ?o }", "must project"),
}
_STATEMENTS: Final = {
    "a count that is a word": 'sh:property [ sh:path ex:p ; sh:minCount "x" ]',
    "a count that is a fraction": "sh:property [ sh:path ex:p ; sh:minCount 1.5 ]",
    "a count below nothing": "sh:property [ sh:path ex:p ; sh:minCount -1 ]",
    "two counts": "sh:property [ sh:path ex:p ; sh:maxCount 1 , 2 ]",
    "a length beyond all": "sh:property [ sh:path ex:p ; sh:maxLength 1e308 ]",
    "a property without a path": "sh:property [ sh:minCount 1 ]",
    "a property that is a number": "sh:property 5",
    "a property of nowhere": "sh:property ex:nowhere",
    "two paths": "sh:property [ sh:path ex:p , ex:q ]",
    "a path that is a text": 'sh:property [ sh:path "p" ]',
    "a path of one step": "sh:property [ sh:path ( ex:p ) ; sh:minCount 1 ]",
    "a path of a list in a list": "sh:property [ sh:path ( ex:p ( ex:q ) ) ; sh:minCount 1 ]",
    "a list that is none": "sh:in ex:list",
    "a list without an end": "sh:in [ rdf:first 1 ]",
    "a list that ends in a text": 'sh:in [ rdf:first 1 ; rdf:rest "x" ]',
    "a list with two ends": "sh:in [ rdf:first 1 ; rdf:rest () , ( 2 ) ]",
    "a list with two beginnings": "sh:in [ rdf:first 1 , 2 ; rdf:rest () ]",
    "a datatype that is a text": 'sh:datatype "integer"',
    "two datatypes": "sh:property [ sh:path ex:p ; sh:datatype xsd:string , xsd:integer ]",
    "a kind of node that is none": "sh:nodeKind ex:Anything",
    "a class that is a number": "sh:class 5",
    "a choice that is no list": "sh:or ex:Other",
    "a choice of a text": 'sh:and ( "x" )',
    "a shape that is a text": 'sh:node "x"',
    "a closing that is a number": "sh:closed 7",
    "a severity that is a text": 'sh:severity "x" ; sh:nodeKind sh:Literal',
    "a message that is a node": "sh:message ex:x ; sh:nodeKind sh:Literal",
    "a comparison with a text": 'sh:property [ sh:path ex:p ; sh:equals "x" ]',
    "a comparison of a node": "sh:lessThan ex:q",
    "an order that is a word": 'sh:order "x"',
    "a switch that is a word": 'sh:deactivated "x"',
    "a pattern that is no pattern": 'sh:property [ sh:path ex:p ; sh:pattern "(" ]',
    "a pattern of a billion": 'sh:property [ sh:path ex:p ; sh:pattern "a{1000000000}" ]',
    "a pattern of a billion, in steps": 'sh:property [ sh:path ex:p ; sh:pattern "((a{1,1000}){1,1000}){1,1000}" ]',
    "a pattern that is a number": "sh:pattern 5",
    "a query that is a number": "sh:sparql [ sh:select 5 ]",
    "a query that is German": 'sh:sparql [ sh:select "SELECT $this { }"@de ]',
    "two queries": 'sh:sparql [ sh:select "SELECT $this { }" , "SELECT $this { $this ?p ?o }" ]',
    "a query in no node": 'sh:sparql "SELECT"',
    "a query of nowhere": "sh:sparql ex:nowhere",
    "what SHACL does not know": "sh:frobnicate 5",
    "an expression": "sh:expression [ sh:path ex:p ]",
    "values to be made": "sh:property [ sh:path ex:z ; sh:values [ sh:path ex:p ] ]",
    "a target by query": 'sh:target [ a sh:SPARQLTarget ; sh:select "SELECT ?this { ?this ?p ?o }" ]',
}
_OTHERS: Final = {
    "a target class without a name": "ex:S a sh:NodeShape ; sh:targetClass [] ; sh:nodeKind sh:IRI .",
    "a target that is a text": 'ex:S a sh:NodeShape ; sh:targetSubjectsOf "x" .',
    "a shape of both kinds": "ex:S a sh:NodeShape , sh:PropertyShape ; sh:targetNode ex:node .",
    "a component without parameter": 'ex:C a sh:ConstraintComponent ; sh:validator [ a sh:SPARQLAskValidator ; sh:ask "ASK { }" ] .',
    "a parameter without path": 'ex:C a sh:ConstraintComponent ; sh:parameter [ sh:optional true ] ; sh:validator [ a sh:SPARQLAskValidator ; sh:ask "ASK { }" ] .',
    "a parameter called this": 'ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:this ] ; sh:validator [ a sh:SPARQLAskValidator ; sh:ask "ASK { }" ] . ex:S a sh:NodeShape ; ex:this 1 .',
    "one prefix for two namespaces": 'ex:o sh:declare [ sh:prefix "p" ; sh:namespace "urn:x" ] , [ sh:prefix "p" ; sh:namespace "urn:y" ] . ex:S a sh:NodeShape ; sh:sparql [ sh:prefixes ex:o ; sh:select "SELECT $this { $this p:x ?o }" ] .',
    "a prefix for no namespace": 'ex:o sh:declare [ sh:prefix "p" ] . ex:S a sh:NodeShape ; sh:sparql [ sh:prefixes ex:o ; sh:select "SELECT $this { }" ] .',
    "a validator cut short": 'ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:par ] ; sh:validator [ a sh:SPARQLAskValidator ; sh:ask "ASK {" ] . ex:S a sh:NodeShape ; ex:par 1 .',
}
_ODD: Final = {
    "a validator that always says no": 'ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:par ] ; sh:validator [ a sh:SPARQLAskValidator ; sh:ask "ASK { FILTER(false) }" ] . ex:S a sh:NodeShape ; sh:targetNode ex:node ; ex:par 1 .',
    "a closed node": _NODE.format("sh:closed true"),
    "a function": 'ex:f a sh:SPARQLFunction ; sh:parameter [ sh:path ex:a ] ; sh:returnType xsd:string ; sh:ask "ASK { }" .',
    "flags of nothing": _NODE.format(
        'sh:property [ sh:path ex:p ; sh:pattern "a" ; sh:flags "zz" ]'
    ),
    "15,000 choices in a pattern": _NODE.format(
        f'sh:property [ sh:path ex:p ; sh:pattern "{"(a|b)?" * 15_000}" ]'
    ),
}

CASES: Final = [
    *(
        Case(f"shapes {what}", DATA, INVALID, says, line, shapes=PREFIXES.encode() + text)
        for what, (text, says, line) in _UNREADABLE.items()
    ),
    *(
        Case(
            f"shapes with a query {what}",
            DATA,
            INVALID,
            says,
            shapes=PREFIXES + _NODE.format(f'sh:sparql [ sh:select "{query}" ]'),
        )
        for what, (query, says) in _QUERIES.items()
    ),
    *(
        Case(
            f"shapes with {what}",
            DATA,
            INVALID,
            "The shapes can't be used",
            shapes=PREFIXES + _NODE.format(text),
        )
        for what, text in _STATEMENTS.items()
    ),
    *(
        Case(
            f"shapes with {what}",
            DATA,
            INVALID,
            "The shapes can't be used",
            shapes=PREFIXES + JUDGING + text,
        )
        for what, text in _OTHERS.items()
    ),
    *(
        Case(f"shapes with {what}", DATA, VERDICT, "Graph-title", shapes=PREFIXES + JUDGING + text)
        for what, text in _ODD.items()
    ),
]
