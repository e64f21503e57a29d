"""Examples that keep the house style, and changes that each break one constraint of it."""

from __future__ import annotations

EXAMPLES = {
    "framework": """
        ex:base a ct:FrameworkEdition .
        ex:otherEdition a ct:FrameworkEdition .
        ex:profile a ct:CommunityProfile .
        ex:task a ct:Task ;
            skos:inScheme ex:base ; skos:notation "T.1" ; skos:prefLabel "Do it"@en ;
            ct:labelSource ct:OwnTitle ; skos:definition "It is done."@en ;
            ct:textSource ct:PublisherText ; dcterms:source ex:book ; ct:locator "Table 1, T.1" .
        ex:profileTask a ct:Task ;
            skos:inScheme ex:profile ; skos:notation "T.1" ; skos:prefLabel "Do it"@en ;
            ct:labelSource ct:OwnTitle ; dcterms:source ex:book ; ct:locator "Table 1, T.1" ;
            ct:priority ct:High ; ct:profileStatus ct:Modified ; ct:refines ex:task .
        ex:addedPractice a ct:Practice ;
            skos:inScheme ex:profile ; skos:notation "P.2" ; skos:prefLabel "Do more"@en ;
            ct:labelSource ct:PublisherText ; dcterms:source ex:book ; ct:locator "Table 1, P.2" ;
            ct:profileStatus ct:Added .
        ex:retired a ct:UnassignedIdentifier ;
            dcterms:isPartOf ex:base ; skos:notation "T.0" ; dcterms:isReplacedBy ex:task ;
            dcterms:source ex:book ; ct:locator "Table 1, T.0" .
    """,
    "derived-mapping": """
        ex:set a ct:DerivedMappingSet ;
            ct:inputSha256 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" ;
            prov:wasGeneratedBy ex:run .
        ex:run a prov:Activity .
        ex:mapping a ct:DerivedMapping ;
            owl:annotatedSource ex:a ; owl:annotatedTarget ex:b ;
            ct:derivationStatus ct:Conclusive ; ct:possibleRelation ct:subsetOf ;
            ct:rule "RCC5:<∘<" ; ct:path ex:list ; prov:wasDerivedFrom ex:row , ex:otherRow ;
            sssom:mapping_justification semapv:MappingChaining ; dcterms:isPartOf ex:set .
        ex:open a ct:DerivedMapping ;
            owl:annotatedSource ex:a ; owl:annotatedTarget ex:c ;
            ct:derivationStatus ct:Possible ;
            ct:possibleRelation ct:subsetOf , ct:intersectsWith , ct:noRelationship ;
            ct:rule "RCC5:<∘o" ; ct:path ex:list ; prov:wasDerivedFrom ex:row ;
            sssom:mapping_justification semapv:MappingChaining ; dcterms:isPartOf ex:set .
    """,
    "mapping": """
        ex:a a ct:Task, ct:Element . ex:b a ct:Task, ct:Element . ex:c a ct:Task, ct:Element .
        ex:both a ct:ElementUnion ; skos:member ex:b , ex:c .
        ex:support a ct:Mapping ;
            owl:annotatedSource ex:a ; owl:annotatedProperty ct:supports ;
            owl:annotatedTarget ex:both ; ct:relation ct:supports ; ct:style ct:Supportive ;
            ct:supportiveProperty ct:IntegralTo ;
            sssom:mapping_justification semapv:ManualMappingCuration ; dcterms:isPartOf ex:set .
        ex:set a ct:MappingSet ;
            dcterms:title "A set"@en ; prov:wasAttributedTo ex:publisher ;
            dcterms:issued "2024-07"^^xsd:gYearMonth ; ct:style ct:SetTheory ;
            ct:useCase "Shows the shapes at work."@en ; dcterms:license ex:licence ;
            ct:exhaustive false .
        ex:mapping a ct:Mapping ;
            owl:annotatedSource ex:a ; owl:annotatedProperty ct:equal ; owl:annotatedTarget ex:b ;
            ct:relation ct:equal ; ct:style ct:SetTheory ; ct:rationale ct:Semantic ;
            ct:strength 10 ; sssom:mapping_justification semapv:ManualMappingCuration ;
            dcterms:isPartOf ex:set .
        ex:unrelated a ct:Mapping ;
            owl:annotatedSource ex:a ; owl:annotatedProperty ct:noRelationship ;
            owl:annotatedTarget ex:c ; ct:relation ct:noRelationship ; ct:style ct:SetTheory ;
            ct:rationale ct:Semantic ; ct:strength 0 ;
            sssom:mapping_justification semapv:ManualMappingCuration ; dcterms:isPartOf ex:set .
        ex:reference a ct:InformativeReference ;
            owl:annotatedSource ex:a ; owl:annotatedProperty ct:relatedTo ;
            owl:annotatedTarget ex:b ; ct:relation ct:relatedTo ; ct:style ct:Crosswalk ;
            sssom:mapping_justification semapv:ManualMappingCuration ; dcterms:isPartOf ex:set .
    """,
}


def without(subject: str, path: str) -> str:
    return f"DELETE WHERE {{ {subject} {path} ?value }}"


def also(subject: str, path: str, value: str) -> str:
    return f"INSERT DATA {{ {subject} {path} {value} }}"


def instead(subject: str, path: str, value: str) -> str:
    return f"{without(subject, path)} ; {also(subject, path, value)}"


def copied(subject: str, name: str) -> str:
    return f"INSERT {{ {name} ?path ?value }} WHERE {{ {subject} ?path ?value }}"


def related(relation: str, style: str) -> str:
    changes = [
        instead("ex:mapping", "ct:relation", relation),
        instead("ex:mapping", "owl:annotatedProperty", relation),
        instead("ex:mapping", "ct:style", style),
        without("ex:mapping", "ct:strength"),
    ]
    return " ; ".join(changes)


TASK, CORE = ("ct:Task", "skos:definition"), "m:core"
LONG = "A definition that is quite long enough yet"
ONTOLOGY_CASES = [
    ("Term-label MinCount", without("ct:Task", "rdfs:label")),
    ("Term-label MaxCount", also("ct:Task", "rdfs:label", "'job'@en")),
    ("Term-label LanguageIn", instead("ct:Task", "rdfs:label", "'Aufgabe'@de")),
    ("Term-label LanguageIn", instead("ct:Task", "rdfs:label", "'task'")),
    ("Term-label MinCount", without("ct:graph", "rdfs:label")),
    ("Term-label MinCount", without("ct:locator", "rdfs:label")),
    ("Term-label MinCount", without("ct:rationale", "rdfs:label")),
    ("Term-label MinCount", without("ct:High", "rdfs:label")),
    ("Term-label MinCount", without("ct:PriorityScheme", "rdfs:label")),
    ("Term-definition MinCount", without(*TASK)),
    ("Term-definition MaxCount", also(*TASK, f"'{LONG} stands beside another.'@en")),
    ("Term-definition LanguageIn", instead(*TASK, f"'{LONG} is tagged as German.'@de")),
    ("Term-sentence Pattern", instead(*TASK, f"'{LONG} has no stop'@en")),
    ("Term-sentence Pattern", instead(*TASK, f"'{LONG} is two. This is the second.'@en")),
    ("Term-sentence Pattern", instead(*TASK, f"'{LONG.lower()} begins without a capital.'@en")),
    ("Term-length Pattern", instead(*TASK, "'A definition of just seven short words.'@en")),
    ("Term-module MinCount", without("ct:Task", "rdfs:isDefinedBy")),
    ("Term-module MaxCount", also("ct:Task", "rdfs:isDefinedBy", "m:profile")),
    ("Term-module Class", instead("ct:Task", "rdfs:isDefinedBy", "m:absent")),
    ("Class-name Pattern", copied("ct:Task", "ct:task_force")),
    ("Class-name Pattern", copied("ct:Task", "ex:Task")),
    ("Scheme-name Pattern", copied("ct:PriorityScheme", "ct:Priorities")),
    ("Property-name Pattern", copied("ct:graph", "ct:Graph")),
    ("Property-name Pattern", copied("ct:locator", "ct:Locator")),
    ("Property-name Pattern", copied("ct:rationale", "ct:Rationale")),
    ("Property-direction MaxCount", also("ct:supersetOf", "owl:inverseOf", "ct:subsetOf")),
    ("Concept-scheme MinCount", without("ct:High", "skos:inScheme")),
    ("Concept-scheme MaxCount", also("ct:High", "skos:inScheme", "ct:RoleScheme")),
    ("Concept-scheme Class", instead("ct:High", "skos:inScheme", "ct:AbsentScheme")),
    ("Module-title MinCount", without(CORE, "dcterms:title")),
    ("Module-title MaxCount", also(CORE, "dcterms:title", "'Second'@en")),
    ("Module-title LanguageIn", instead(CORE, "dcterms:title", "'Kern'@de")),
    ("Module-description MinCount", without(CORE, "dcterms:description")),
    ("Module-description MaxCount", also(CORE, "dcterms:description", "'Second'@en")),
    ("Module-description LanguageIn", instead(CORE, "dcterms:description", "'Kern'@de")),
    ("Module-creator MinCount", without(CORE, "dcterms:creator")),
    ("Module-creator NodeKind", instead(CORE, "dcterms:creator", "'Crosstrace'")),
    ("Module-issued MinCount", without(CORE, "dcterms:issued")),
    ("Module-issued MaxCount", also(CORE, "dcterms:issued", "'2026-01-01'^^xsd:date")),
    ("Module-issued Datatype", instead(CORE, "dcterms:issued", "'2026'^^xsd:gYear")),
    ("Module-license MinCount", without(CORE, "dcterms:license")),
    ("Module-license In", instead(CORE, "dcterms:license", "<https://spdx.org/licenses/MIT>")),
    ("Module-version MinCount", without(CORE, "owl:versionInfo")),
    (
        "Module-version MaxCount, Module-sameVersion SPARQL, Module-matchingVersionIRI SPARQL",
        also(CORE, "owl:versionInfo", "'9.9.9'"),
    ),
    (
        "Module-version Pattern, Module-sameVersion SPARQL, Module-matchingVersionIRI SPARQL",
        instead(CORE, "owl:versionInfo", "'one'"),
    ),
    ("Module-versionIRI MinCount", without(CORE, "owl:versionIRI")),
    (
        "Module-versionIRI MaxCount, Module-matchingVersionIRI SPARQL",
        also(CORE, "owl:versionIRI", "m:core"),
    ),
    (
        "Module-versionIRI NodeKind",
        instead(CORE, "owl:versionIRI", "'https://w3id.org/crosstrace/ns/core/0.4.0'"),
    ),
    (
        "Module-sameVersion SPARQL",
        instead(CORE, "owl:versionInfo", "'9.9.9'")
        + " ; "
        + instead(CORE, "owl:versionIRI", "<https://w3id.org/crosstrace/ns/core/9.9.9>"),
    ),
    (
        "Module-matchingVersionIRI SPARQL",
        instead(CORE, "owl:versionIRI", "<https://w3id.org/crosstrace/ns/core/9.9.9>"),
    ),
]

ADDED, DONE, RETIRED = "ex:addedPractice", "ex:profileTask", "ex:retired"
FRAMEWORK_CASES = [
    ("Element-notation MinCount", without("ex:task", "skos:notation")),
    ("Element-notation MaxCount", also("ex:task", "skos:notation", "'T.2'")),
    ("Element-notation Datatype", instead("ex:task", "skos:notation", "'T.1'@en")),
    ("Element-label MinCount", without("ex:task", "skos:prefLabel")),
    ("Element-label MaxCount", also("ex:task", "skos:prefLabel", "'Do that'@en")),
    ("Element-label LanguageIn", instead("ex:task", "skos:prefLabel", "'Tu es'@de")),
    ("Element-labelSource MinCount", without("ex:task", "ct:labelSource")),
    ("Element-labelSource MaxCount", also("ex:task", "ct:labelSource", "ct:PublisherText")),
    ("Element-labelSource In", instead("ex:task", "ct:labelSource", "ct:Final")),
    ("Element-text MaxCount", also("ex:task", "skos:definition", "'It was done.'@en")),
    ("Element-text LanguageIn", instead("ex:task", "skos:definition", "'It is done.'")),
    ("Element-textSource MaxCount", also("ex:task", "ct:textSource", "ct:OwnTitle")),
    ("Element-textSource In", instead("ex:task", "ct:textSource", "ct:Final")),
    ("Element-attributedText SPARQL", without("ex:task", "ct:textSource")),
    ("Element-edition MinCount", without("ex:task", "skos:inScheme")),
    ("Element-edition MaxCount", also("ex:task", "skos:inScheme", "ex:otherEdition")),
    ("Element-edition Class", instead("ex:task", "skos:inScheme", "ex:absent")),
    ("Element-source MinCount", without("ex:task", "dcterms:source")),
    ("Element-source NodeKind", instead("ex:task", "dcterms:source", "'a book'")),
    ("Element-locator MinCount", without("ex:task", "ct:locator")),
    ("Element-locator MaxCount", also("ex:task", "ct:locator", "'Table 2'")),
    ("Element-locator Pattern", instead("ex:task", "ct:locator", "' '")),
    ("ProfileElement-priority MaxCount", also(DONE, "ct:priority", "ct:Low")),
    ("ProfileElement-priority In", instead(DONE, "ct:priority", "'High'")),
    ("ProfileElement-prioritized SPARQL", without(DONE, "ct:priority")),
    ("ProfileElement-status MaxCount", also(DONE, "ct:profileStatus", "ct:Unchanged")),
    ("ProfileElement-status In", instead(DONE, "ct:profileStatus", "ct:Planned")),
    ("ProfileElement-classified SPARQL", without(DONE, "ct:profileStatus")),
    ("ProfileElement-classified SPARQL", without(ADDED, "ct:profileStatus")),
    ("ProfileElement-refinesNothing SPARQL", also(ADDED, "ct:refines", "ex:task")),
    ("ProfileElement-refinesBase SPARQL", without(DONE, "ct:refines")),
    (
        "ProfileElement-refinesBase SPARQL",
        instead(DONE, "ct:profileStatus", "ct:Unchanged") + ";" + without(DONE, "ct:refines"),
    ),
    ("UnassignedIdentifier-edition MinCount", without(RETIRED, "dcterms:isPartOf")),
    ("UnassignedIdentifier-edition MaxCount", also(RETIRED, "dcterms:isPartOf", "ex:otherEdition")),
    ("UnassignedIdentifier-edition Class", instead(RETIRED, "dcterms:isPartOf", "ex:absent")),
    ("UnassignedIdentifier-replaced MinCount", without(RETIRED, "dcterms:isReplacedBy")),
    ("UnassignedIdentifier-replaced Class", instead(RETIRED, "dcterms:isReplacedBy", "ex:absent")),
    ("UnassignedIdentifier-source MinCount", without(RETIRED, "dcterms:source")),
    ("UnassignedIdentifier-source NodeKind", instead(RETIRED, "dcterms:source", "'a book'")),
    ("UnassignedIdentifier-locator MinCount", without(RETIRED, "ct:locator")),
    ("UnassignedIdentifier-locator MaxCount", also(RETIRED, "ct:locator", "'Table 2'")),
    ("UnassignedIdentifier-locator Pattern", instead(RETIRED, "ct:locator", "' '")),
]

ROW, SET = "ex:mapping", "ex:set"
MAPPING_CASES = [
    ("Mapping-source MinCount", without(ROW, "owl:annotatedSource")),
    ("Mapping-source MaxCount", also(ROW, "owl:annotatedSource", "ex:b")),
    (
        "Mapping-source NodeKind, Mapping-knownEnds SPARQL",
        instead(ROW, "owl:annotatedSource", "'a'"),
    ),
    ("Mapping-target MinCount", without(ROW, "owl:annotatedTarget")),
    ("Mapping-target MaxCount", also(ROW, "owl:annotatedTarget", "ex:a")),
    (
        "Mapping-target NodeKind, Mapping-knownEnds SPARQL",
        instead(ROW, "owl:annotatedTarget", "'b'"),
    ),
    (
        "Mapping-relation MinCount",
        without(ROW, "ct:relation") + ";" + without(ROW, "owl:annotatedProperty"),
    ),
    ("Mapping-relation MaxCount", related("ct:subsetOf, ct:intersectsWith", "ct:SetTheory")),
    ("Mapping-relation In, Mapping-fittingRelation SPARQL", related("ex:like", "ct:Supportive")),
    ("Mapping-predicate Equals", instead(ROW, "owl:annotatedProperty", "ct:subsetOf")),
    ("Mapping-style MinCount", without(ROW, "ct:style")),
    (
        "Mapping-style MaxCount, Mapping-fittingRelation SPARQL",
        also("ex:reference", "ct:style", "ct:Structural"),
    ),
    ("Mapping-style In", instead(ROW, "ct:style", "ex:style")),
    ("Mapping-fittingRelation SPARQL", related("ct:relatedTo", "ct:SetTheory")),
    ("Mapping-fittingRelation SPARQL", related("ct:equal", "ct:Supportive")),
    ("Mapping-fittingRelation SPARQL", related("ct:supports", "ct:Crosswalk")),
    ("Mapping-fittingRelation SPARQL", related("ct:relatedTo", "ct:Structural")),
    ("Mapping-rationaleGiven SPARQL", without(ROW, "ct:rationale")),
    ("Mapping-rationale MaxCount", also(ROW, "ct:rationale", "ct:Functional")),
    ("Mapping-rationale In", instead(ROW, "ct:rationale", "'because'")),
    ("Mapping-strengthOfEqual SPARQL", instead(ROW, "ct:strength", "9")),
    ("Mapping-strengthOfEqual SPARQL", also("ex:reference", "ct:strength", "10")),
    ("Mapping-strengthOfNone SPARQL", instead("ex:unrelated", "ct:strength", "3")),
    ("Mapping-strengthOfNone SPARQL", also("ex:reference", "ct:strength", "0")),
    ("Mapping-strength MaxCount", also("ex:reference", "ct:strength", "3, 4")),
    ("Mapping-strength Datatype", also("ex:reference", "ct:strength", "3.5")),
    ("Mapping-strength MinInclusive", also("ex:reference", "ct:strength", "-1")),
    ("Mapping-strength MaxInclusive", also("ex:reference", "ct:strength", "11")),
    (
        "Mapping-supportiveProperty MaxCount",
        also("ex:support", "ct:supportiveProperty", "ct:Precedes"),
    ),
    ("Mapping-supportiveProperty In", instead("ex:support", "ct:supportiveProperty", "'in part'")),
    ("Mapping-propertyOfSupport SPARQL", also(ROW, "ct:supportiveProperty", "ct:Precedes")),
    ("Mapping-knownEnds SPARQL", instead(ROW, "owl:annotatedTarget", "ex:absent")),
    ("Mapping-knownEnds SPARQL", also("ex:both", "skos:member", "ex:absent")),
    ("ElementUnion-member MinCount", "DELETE DATA { ex:both skos:member ex:c }"),
    (
        "ElementUnion-member NodeKind, Mapping-knownEnds SPARQL",
        also("ex:both", "skos:member", "'d'"),
    ),
    ("MappingSet-standing MaxCount", also(SET, "ct:publicationStatus", "ct:Draft, ct:Final")),
    ("MappingSet-standing In", also(SET, "ct:publicationStatus", "'old'")),
    ("Mapping-justification MinCount", without(ROW, "sssom:mapping_justification")),
    ("Mapping-justification NodeKind", instead(ROW, "sssom:mapping_justification", "'so'")),
    ("Mapping-set MinCount", without(ROW, "dcterms:isPartOf")),
    (
        "Mapping-set MaxCount",
        copied(SET, "ex:set2") + ";" + also(ROW, "dcterms:isPartOf", "ex:set2"),
    ),
    ("Mapping-set Class", instead(ROW, "dcterms:isPartOf", "ex:absent")),
    ("MappingSet-title MinCount", without(SET, "dcterms:title")),
    ("MappingSet-title MaxCount", also(SET, "dcterms:title", "'Another'@en")),
    ("MappingSet-title Pattern", instead(SET, "dcterms:title", "''")),
    ("MappingSet-publisher MinCount", without(SET, "prov:wasAttributedTo")),
    ("MappingSet-publisher NodeKind", instead(SET, "prov:wasAttributedTo", "'NIST'")),
    ("MappingSet-issued MinCount", without(SET, "dcterms:issued")),
    ("MappingSet-issued MaxCount", also(SET, "dcterms:issued", "'2025'^^xsd:gYear")),
    ("MappingSet-issued NodeKind", instead(SET, "dcterms:issued", "ex:yesterday")),
    ("MappingSet-style MinCount", without(SET, "ct:style")),
    ("MappingSet-style MaxCount", also(SET, "ct:style", "ct:Crosswalk")),
    ("MappingSet-style In", instead(SET, "ct:style", "'set theory'")),
    ("MappingSet-useCase MinCount", without(SET, "ct:useCase")),
    ("MappingSet-useCase Pattern", instead(SET, "ct:useCase", "' '")),
    ("MappingSet-license MinCount", without(SET, "dcterms:license")),
    ("MappingSet-license NodeKind", instead(SET, "dcterms:license", "'CC0'")),
    ("MappingSet-exhaustive MinCount", without(SET, "ct:exhaustive")),
    ("MappingSet-exhaustive MaxCount", also(SET, "ct:exhaustive", "true")),
    ("MappingSet-exhaustive Datatype", instead(SET, "ct:exhaustive", "'no'")),
]
DERIVED_CASES = [
    ("DerivedMapping-source MinCount", without(ROW, "owl:annotatedSource")),
    ("DerivedMapping-source MaxCount", also(ROW, "owl:annotatedSource", "ex:b")),
    ("DerivedMapping-target MinCount", without(ROW, "owl:annotatedTarget")),
    ("DerivedMapping-target MaxCount", also(ROW, "owl:annotatedTarget", "ex:a")),
    ("DerivedMapping-status MinCount", without(ROW, "ct:derivationStatus")),
    ("DerivedMapping-status MaxCount", also(ROW, "ct:derivationStatus", "ct:Possible")),
    ("DerivedMapping-status In", instead(ROW, "ct:derivationStatus", "ct:Lead")),
    ("DerivedMapping-possible MinCount", without(ROW, "ct:possibleRelation")),
    ("DerivedMapping-conclusive SPARQL", also(ROW, "ct:possibleRelation", "ct:equal")),
    ("DerivedMapping-rule MinCount", without(ROW, "ct:rule")),
    ("DerivedMapping-rule MaxCount", also(ROW, "ct:rule", "'another'")),
    ("DerivedMapping-path MinCount", without(ROW, "ct:path")),
    ("DerivedMapping-origin MinCount", without(ROW, "prov:wasDerivedFrom")),
    ("DerivedMapping-origin NodeKind", also(ROW, "prov:wasDerivedFrom", "'a row'")),
    ("DerivedMapping-justification MinCount", without(ROW, "sssom:mapping_justification")),
    (
        "DerivedMapping-justification MaxCount",
        also(ROW, "sssom:mapping_justification", "semapv:MappingInversion"),
    ),
    ("DerivedMapping-justification NodeKind", instead(ROW, "sssom:mapping_justification", "'so'")),
    ("DerivedMapping-set MinCount", without(ROW, "dcterms:isPartOf")),
    (
        "DerivedMapping-set MaxCount",
        copied(SET, "ex:set2") + ";" + also(ROW, "dcterms:isPartOf", "ex:set2"),
    ),
    ("DerivedMapping-set Class", instead(ROW, "dcterms:isPartOf", "ex:absent")),
    ("DerivedMappingSet-input MinCount", without(SET, "ct:inputSha256")),
    ("DerivedMappingSet-input MaxCount", also(SET, "ct:inputSha256", f"'{'b' * 64}'")),
    ("DerivedMappingSet-input Pattern", instead(SET, "ct:inputSha256", "'none'")),
    ("DerivedMappingSet-activity MinCount", without(SET, "prov:wasGeneratedBy")),
    ("DerivedMappingSet-activity Class", instead(SET, "prov:wasGeneratedBy", "ex:absent")),
]
CASES = {
    "ontology": ONTOLOGY_CASES,
    "framework": FRAMEWORK_CASES,
    "mapping": MAPPING_CASES,
    "derived-mapping": DERIVED_CASES,
}
