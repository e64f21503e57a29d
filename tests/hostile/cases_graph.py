"""Graphs that are read, and then try to decide their own verdict, or to wear the engine out."""

from __future__ import annotations

from typing import Final

from hostile_case import (
    INVALID,
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

_OURS: Final = {
    "the priority of a task": "task:PO.1.1 ct:priority ct:Low .",
    "a task of its own": "ex:task a ct:Task ; ct:priority ct:High .",
    "a class of tasks of its own": "ex:Task rdfs:subClassOf ct:Task . ex:task a ex:Task .",
    "another clock": 'ctsh:Clock ct:asOf "1999-01-01"^^xsd:date .',
    "a day of its own": 'ex:graph ct:asOf "1999-01-01"^^xsd:date .',
    "the classes of our ontology": "ct:Implementation rdfs:subClassOf ct:Evidence .",
    "a shape of ours, turned off": "ctsh:Coverage-high sh:deactivated true .",
    "a class that is its own class": "ct:ImplementationGraph rdfs:subClassOf ct:ImplementationGraph .",
}
_INERT: Final = {
    "shapes": "ex:S a sh:NodeShape ; sh:targetClass ct:ImplementationGraph ; sh:nodeKind sh:Literal .",
    "a query": f'ex:S a sh:NodeShape ; sh:targetNode ex:graph ; sh:sparql [ sh:select "SELECT $this {{ SERVICE <{LISTENER}> {{ ?s ?p ?o }} }}" ] .',
    "a rule": 'ex:S a sh:NodeShape ; sh:targetNode ex:graph ; sh:rule [ a sh:SPARQLRule ; sh:construct "CONSTRUCT { $this a ct:Task } WHERE {}" ] .',
    "JavaScript": f'ex:S a sh:NodeShape ; sh:js [ sh:jsFunctionName "f" ; sh:jsLibrary [ sh:jsLibraryURL "{LISTENER}" ] ] .',
    "imports": f"<> owl:imports <{LISTENER}> .",
    "shapes to fetch": f"<> sh:shapesGraph <{LISTENER}> .",
    "a regime of entailment": "<> sh:entailment <http://www.w3.org/ns/entailment/RDFS> .",
    "its own report": "[] a sh:ValidationReport ; sh:conforms true .",
    "equality with a task": "ex:task owl:sameAs task:PO.1.1 .",
    "a kind of our property": "ex:p rdfs:subPropertyOf ct:implements .",
    "classes in a circle": "ex:A rdfs:subClassOf ex:B . ex:B rdfs:subClassOf ex:A . ex:x a ex:A .",
    "see also to fetch": f"ex:graph rdfs:seeAlso <{LISTENER}> ; rdfs:isDefinedBy <{LISTENER}> .",
    "a service to ask": f"<{LISTENER}> a <http://www.w3.org/ns/sparql-service-description#Service> .",
}
_ODD: Final = {
    "labels like ours": (
        "_:anonymous1 a ct:Evidence . [] a ct:Evidence . _:shape1 a ct:Evidence . _:result0 a ct:Evidence .",
        "Evidence-title",
    ),
    "IRIs of odd schemes": (
        "<x-odd+s.c-h:é> a ct:Evidence . <http://[::1]:9/> a ct:Evidence . <http://u:p@h/> a ct:Evidence .",
        "Evidence-title",
    ),
    "an IRI that is a script": (
        "<javascript:alert(1)> a ct:Evidence ; dcterms:identifier <file:///etc/passwd> .",
        "Evidence-verifiable",
    ),
    "an IRI that runs backwards": ("<urn:a\u202eb> a ct:Evidence .", "Evidence-title"),
    "a title that clears the screen": (
        'ex:e a ct:Evidence ; dcterms:issued "\\u001b[2J\\u0007" .',
        "Evidence-issued",
    ),
    "a date that is a page": (
        'ex:e a ct:Evidence ; dcterms:issued "<script>alert(1)</script>" .',
        "Evidence-issued",
    ),
    "a date that is a placeholder": (
        'ex:e a ct:Evidence ; dcterms:issued "{$this} {?value} %s {0} ${x}" .',
        "Evidence-issued",
    ),
    "dates out of the calendar": (
        'ex:e a ct:Evidence ; dcterms:issued "2026-02-30"^^xsd:date , "-99999999-01-01"^^xsd:date , "9999999999999-12-31"^^xsd:date , "0000-00-00"^^xsd:date , ""^^xsd:date , "24:00"^^xsd:time .',
        "Evidence-issued",
    ),
    "ill-typed values": (
        'ex:e ct:digest [ ct:value "x"^^xsd:integer , "1e400"^^xsd:double , "maybe"^^xsd:boolean , "!"^^xsd:base64Binary , "xyz"^^xsd:hexBinary , "<a"^^rdf:XMLLiteral , "P"^^xsd:duration ] .',
        "Digest-value",
    ),
    "a digest of 100,000 digits": (
        f'ex:e ct:digest [ ct:algorithm "SHA-256" ; ct:value "{"0" * 99_999}g" ] .',
        "Digest-value",
    ),
    "a digest of Arabic digits": (f'ex:e ct:digest [ ct:value "{"٣" * 64}" ] .', "Digest-value"),
    "a package of 100,000 letters": (
        f'ex:m a ct:AIModel ; ct:purl "pkg:{"a" * 99_990}" .',
        "Lineage-purl",
    ),
    "a date that is a list without end": (
        "ex:e a ct:Evidence ; dcterms:issued _:l . _:l rdf:first 1 ; rdf:rest _:l .",
        "Evidence-issued",
    ),
    "a model made from itself": (
        "ex:m a ct:AIModel ; prov:wasDerivedFrom ex:m .",
        "Lineage-acyclic",
    ),
    "300 models in a ring": (
        "\n".join(f"ex:m{n} prov:wasDerivedFrom ex:m{(n + 1) % 300} ." for n in range(300)),
        "Lineage-acyclic",
    ),
    "40 models, each made from all": (
        lines(40, f"ex:m{{0}} prov:wasDerivedFrom {comma(40, 'ex:m{}')} ."),
        "Lineage-acyclic",
    ),
    "2,000 classes over each other": (
        "\n".join(f"ex:C{n} rdfs:subClassOf ex:C{n + 1} ." for n in range(2_000))
        + " ex:C2000 rdfs:subClassOf ct:Evidence . ex:x a ex:C0 .",
        "Evidence-title",
    ),
    "100 claims to one task": (
        lines(
            100,
            "ex:i{0} a ct:Implementation ; ct:implements task:PO.1.1 ; ct:appliesTo ex:m ; ct:responsibleParty ex:p{0} .",
        ),
        "Coverage-once",
    ),
    "a node that is everything": (
        "ex:graph a ct:Implementation , ct:Evidence , ct:RiskAcceptance , ct:ItemDisposition , ct:Assessment ; ct:evidence ex:graph ; ct:accepts ex:graph ; ct:disposition ex:graph ; ct:implements ex:graph ; ct:subject ex:graph .",
        "Implementation-task",
    ),
    "200 roots": (lines(200, "ex:g{0} a ct:ImplementationGraph ."), "Root-one"),
}

CASES: Final = [
    *(
        Case(f"a graph states {what}", ROOT + text, VERDICT, "OwnStatementsOnly")
        for what, text in _OURS.items()
    ),
    *(
        Case(f"a graph holds {what}", ROOT + text, VERDICT, "Graph-title")
        for what, text in _INERT.items()
    ),
    *(
        Case(f"a graph with {what}", ROOT + text, VERDICT, shape)
        for what, (text, shape) in _ODD.items()
    ),
    Case("a reserved IRI as subject", "<crosstrace-blank:x> <urn:b> 1 .", INVALID, "reserved"),
    Case("a reserved IRI as value", "<urn:a> <urn:b> <crosstrace-blank:x> .", INVALID, "reserved"),
    Case("a reserved IRI as property", "<urn:a> <crosstrace-blank:x> 1 .", INVALID, "reserved"),
    Case(
        "9,000 dispositions of one item",
        lambda: (
            f"{PREFIXES}ex:i a ct:Implementation ; ct:disposition {comma(9_000, 'ex:d{}')} . {lines(9_000, 'ex:d{0} ct:item task:PO.1.1.R1 .')}"
        ),
        STOPPED,
        "after 1 seconds",
        seconds=SHORT,
    ),
    Case(
        "4,000 claims to one task",
        lambda: (
            ROOT
            + lines(
                4_000,
                "ex:i{0} a ct:Implementation ; ct:implements task:PO.1.1 ; ct:appliesTo ex:m .",
            )
        ),
        STOPPED,
        "after 1 seconds",
        seconds=SHORT,
    ),
]
