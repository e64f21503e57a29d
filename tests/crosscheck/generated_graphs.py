"""Implementation graphs as nobody would write them: sound, and broken in every way we ask about.

A graph has up to two nodes of each kind. A property of a node is there, missing, said twice, or
has a value of a wrong kind, so that each constraint sees what it wants and what it doesn't.
"""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

PREFIXES: Final = """\
@prefix ct: <https://w3id.org/crosstrace/ns#> .
@prefix csf-2.0: <https://w3id.org/crosstrace/id/csf-2.0/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix earl: <http://www.w3.org/ns/earl#> .
@prefix edition: <https://w3id.org/crosstrace/id/> .
@prefix ex: <https://example.org/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix sp800-218a: <https://w3id.org/crosstrace/id/sp800-218a/> .
@prefix ssdf-1.1: <https://w3id.org/crosstrace/id/ssdf-1.1/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

_TASKS: Final = (
    *("sp800-218a:PO.1.1", "sp800-218a:PS.1.2", "sp800-218a:RV.2.1", "sp800-218a:PO.4.2"),
    "ssdf-1.1:PS.1.1",
)
_ITEMS: Final = ("sp800-218a:PO.1.1.R1", "sp800-218a:PO.1.1.R2", "sp800-218a:PS.1.2.C1")
_ELEMENTS: Final = (*_TASKS, *_ITEMS, "sp800-218a:PO.1", "csf-2.0:GV.OC", "csf-2.0:PR.DS-01")
_UNKNOWN: Final = (
    "sp800-218a:PO.9.9",
    "edition:ssdf-9",
    "<https://w3id.org/crosstrace/id/mapping-set/x>",
    "csf-2.0:XX",
)
_DATES: Final = (
    *(f'"{day}"^^xsd:date' for day in ("2026-01-31", "2026-11-23", "2026-11-24", "2027-06-30")),
    *(f'"{at}"^^xsd:dateTime' for at in ("2026-11-23T00:00:00Z", "2026-11-23T23:30:00-05:00")),
    *('"2027-01-01T12:00:00"^^xsd:dateTime', '"2026-02-28"^^xsd:date'),
)
_ILL_DATES: Final = (
    *('"2026-02-30"^^xsd:date', '"2026-11-23T25:00:00Z"^^xsd:dateTime', '"soon"^^xsd:date'),
    *(
        '"2026-01-31"',
        '"2026-01-31"@en',
        '"2026"^^xsd:gYear',
        '"31.01.2026"',
        '"-0044-03-15"^^xsd:date',
    ),
    *('"2026-01-31Z"^^xsd:date', '"2026-01-31+14:00"^^xsd:date', '"12026-01-31"^^xsd:date'),
)
_TEXTS: Final = (
    '"Words."',
    '"Wörter"@de',
    '"Palabras"@es-MX',
    '"""two\nlines"""',
    '"a \\"quoted\\" one"',
)
_BLANK_TEXTS: Final = (
    '""',
    '" "',
    '"\\t"@en',
    '"\\u00a0"',
    '"7"^^xsd:integer',
    "true",
    "7.50",
    "1e0",
)
_HEX: Final = {224: 56, 256: 64, 384: 96, 512: 128}
_DIGESTS: Final = (*(f'"{"0f" * (n // 2)}"' for n in _HEX.values()), f'"{"AB" * 32}"')
_ALGORITHMS: Final = (*(f'"SHA-{bits}"' for bits in _HEX), '"SHA3-256"', '"SHA3-512"')
_POOLS: Final = {
    "graph": ("ex:graph", "_:graph"),
    "implementation": ("ex:one", "ex:two", "_:three"),
    "evidence": ("ex:minutes", "_:scan", "ex:card"),
    "digest": ("_:digest", "ex:digest"),
    "disposition": ("_:item", "ex:item", "_:other"),
    "allocation": ("ex:allocation", "_:allocation"),
    "acceptance": ("ex:acceptance", "_:acceptance"),
    "assessment": ("ex:test", "_:test"),
    "result": ("_:passed", "ex:result"),
    "model": ("ex:model", "ex:base", "_:model"),
    "data": ("ex:data", "_:data"),
    "party": ("ex:org", "ex:team", "_:person"),
}
_NODES: Final = tuple(node for pool in _POOLS.values() for node in pool)
_ASSETS: Final = (*_POOLS["model"], *_POOLS["data"])
_STATUSES: Final = tuple(
    f"ct:{name}"
    for name in (
        "Implemented",
        "Partial",
        "Planned",
        "Alternative",
        "NotApplicable",
        "NotImplemented",
    )
)
_OUTCOMES: Final = ("earl:passed", "earl:failed", "earl:cantTell", "earl:untested")
_WEB: Final = ("<https://example.org/file>", "<http://example.org/file>")
_IDENTIFIERS: Final = ('"doi:10.6028/NIST.SP.800-218A"', '"urn:isbn:1"', '"https://example.org/x"')
_PURLS: Final = ('"pkg:generic/x@1"', '"pkg:huggingface/a/b@2"')

_KINDS: Final[dict[str, tuple[tuple[str, ...], dict[str, tuple[str, ...]]]]] = {
    "graph": (
        ("ct:ImplementationGraph",),
        {
            "dcterms:title": _TEXTS,
            "dcterms:issued": _DATES,
            "dcterms:creator": _POOLS["party"],
            "ct:profile": ("edition:sp800-218a",),
            "ct:subject": _ASSETS,
            "ct:role": ("ct:ModelProducer", "ct:SystemProducer", "ct:Acquirer"),
        },
    ),
    "implementation": (
        ("ct:Implementation",),
        {
            "ct:implements": _TASKS,
            "ct:appliesTo": _ASSETS,
            "ct:status": _STATUSES,
            "ct:plannedDate": _DATES,
            "ct:rationale": _TEXTS,
            "ct:statement": _TEXTS,
            "ct:responsibleParty": _POOLS["party"],
            "ct:evidence": _POOLS["evidence"],
            "ct:disposition": _POOLS["disposition"],
        },
    ),
    "evidence": (
        ("ct:Evidence",),
        {
            "dcterms:title": _TEXTS,
            "dcterms:issued": _DATES,
            "ct:validUntil": _DATES,
            "ct:digest": _POOLS["digest"],
            "dcat:downloadURL": _WEB,
            "dcterms:identifier": _IDENTIFIERS,
            "ct:predicateType": ("<https://slsa.dev/provenance/v1>", "<https://example.org/own>"),
            "ct:contradicts": _POOLS["implementation"],
        },
    ),
    "digest": (("ct:Digest",), {"ct:algorithm": _ALGORITHMS, "ct:value": _DIGESTS}),
    "disposition": (
        ("ct:ItemDisposition",),
        {
            "ct:item": _ITEMS,
            "ct:decision": ("ct:Adopted", "ct:Adapted", "ct:Omitted"),
            "ct:rationale": _TEXTS,
        },
    ),
    "allocation": (
        ("ct:ResponsibilityAllocation",),
        {
            "ct:element": _ELEMENTS,
            "ct:asset": _ASSETS,
            "ct:responsibleParty": _POOLS["party"],
            "ct:kind": ("ct:Performs", "ct:Inherits", "ct:Shared", "ct:CustomerProvided"),
            "ct:attestationMeans": _TEXTS,
        },
    ),
    "acceptance": (
        ("ct:RiskAcceptance",),
        {
            "ct:accepts": _POOLS["implementation"],
            "ct:approver": _POOLS["party"],
            "ct:rationale": _TEXTS,
            "ct:validUntil": _DATES,
        },
    ),
    "assessment": (
        ("ct:Assessment",),
        {
            "earl:subject": _POOLS["implementation"],
            "earl:assertedBy": _POOLS["party"],
            "earl:result": _POOLS["result"],
            "prov:endedAtTime": _DATES,
        },
    ),
    "result": (("earl:TestResult",), {"earl:outcome": _OUTCOMES}),
    "model": (
        ("ct:AIModel", "ct:AISystem"),
        {"dcat:version": _TEXTS, "ct:purl": _PURLS, "prov:wasDerivedFrom": _ASSETS},
    ),
    "data": (
        ("ct:Dataset", "ct:SoftwareComponent", "ct:Asset"),
        {"dcat:version": _TEXTS, "prov:wasDerivedFrom": _ASSETS},
    ),
    "party": (
        ("ct:Organization", "org:OrganizationalUnit", "foaf:Person", "prov:Agent"),
        {"foaf:name": _TEXTS},
    ),
}
_CLASSES: Final = tuple(name for classes, _ in _KINDS.values() for name in classes)
_ANYTHING: Final = (
    *(_NODES + _ELEMENTS + _UNKNOWN + _DATES + _ILL_DATES + _TEXTS + _BLANK_TEXTS + _STATUSES),
    *(_DIGESTS + _ALGORITHMS + _WEB + _OUTCOMES + _CLASSES),
    *('"SHA-1"', '"sha-256"', '"0f"', '"xyz"', '"pkg:"', '"PURL"', "<mailto:a@example.org>"),
    *("[]", "[ a ct:Evidence ]", "[ a ct:ItemDisposition ; ct:item sp800-218a:PO.1.1.R1 ]"),
    *("()", '( "a" "b" )', "( 1 ( 2 ) )", "<urn:x>", "<relative>", "<>"),
)
_CASES: Final = ("sound",) * 12 + ("missing",) * 3 + ("twice", "twice", "wrong", "wrong and sound")


@st.composite
def _node(draw: st.DrawFn, kind: str, name: str) -> list[str]:
    classes, properties = _KINDS[kind]
    lines = []
    typed = draw(st.sampled_from(("own",) * 9 + ("none", "another", "both")))
    if typed in ("own", "both"):
        lines.append(f"{name} a {draw(st.sampled_from(classes))} .")
    if typed in ("another", "both"):
        lines.append(f"{name} a {draw(st.sampled_from(_CLASSES))} .")
    for predicate, sound in properties.items():
        lines += [f"{name} {predicate} {value} ." for value in draw(_values(sound))]
    return lines


@st.composite
def _values(draw: st.DrawFn, sound: tuple[str, ...]) -> list[str]:
    one = st.sampled_from(sound)
    match draw(st.sampled_from(_CASES)):
        case "sound":
            return [draw(one)]
        case "missing":
            return []
        case "twice":
            return [draw(one), draw(one)]
        case "wrong":
            return [draw(st.sampled_from(_ANYTHING))]
        case _:
            return [draw(one), draw(st.sampled_from(_ANYTHING))]


_MEETINGS: Final = (
    "{i} a ct:Implementation ; ct:implements {t} ; ct:appliesTo {a} ; ct:responsibleParty {p} . "
    "{j} a ct:Implementation ; ct:implements {t} ; ct:appliesTo {a} ; ct:responsibleParty {q} . "
    "ex:graph ct:subject {a} .",
    "{i} a ct:Implementation ; ct:status ct:Planned ; ct:plannedDate {d} .",
    "{i} a ct:Implementation ; ct:status ct:Planned .",
    "{e} a ct:Evidence ; ct:contradicts {i} ; dcterms:issued {d} . {i} ct:status ct:Implemented .",
    "{x} a ct:Assessment ; earl:subject {i} ; earl:result {r} ; prov:endedAtTime {d} . "
    "{r} earl:outcome {o} . {i} ct:status ct:Implemented .",
    "{k} a ct:RiskAcceptance ; ct:accepts {i} ; ct:validUntil {d} . "
    "{i} a ct:Implementation ; ct:status {s} ; ct:implements {t} .",
    "{i} a ct:Implementation ; ct:status ct:Implemented ; ct:implements {t} ; "
    "ct:disposition _:item , ex:item . "
    "_:item a ct:ItemDisposition ; ct:item {m} . ex:item ct:item {n} .",
    "{l} a ct:ResponsibilityAllocation ; ct:element {t} ; ct:asset {a} ; ct:kind ct:Shared ; "
    "ct:responsibleParty {p} . "
    "{i} ct:implements {t} ; ct:appliesTo {a} ; ct:responsibleParty {q} .",
    "{a} prov:wasDerivedFrom {b} . {b} prov:wasDerivedFrom {c} . {c} prov:wasDerivedFrom {a} .",
    "{e} a ct:Evidence ; dcterms:issued {d} ; ct:validUntil {f} .",
    "{e} ct:digest _:digest . _:digest ct:algorithm {g} ; ct:value {h} .",
    "{i} a ct:Implementation ; ct:implements {u} .",
)
"""Statements that only together are a finding, too rare when each is drawn alone."""
_HOLES: Final = {
    **dict.fromkeys("ij", _POOLS["implementation"]),
    **dict.fromkeys("pq", _POOLS["party"]),
    **dict.fromkeys("abc", _ASSETS),
    **dict.fromkeys("df", _DATES + _ILL_DATES),
    **dict.fromkeys("mn", _ITEMS),
    "e": _POOLS["evidence"],
    "g": _ALGORITHMS,
    "h": _DIGESTS,
    "k": _POOLS["acceptance"],
    "l": _POOLS["allocation"],
    "o": _OUTCOMES,
    "r": _POOLS["result"],
    "s": _STATUSES,
    "t": _TASKS,
    "u": _UNKNOWN + _ELEMENTS,
    "x": _POOLS["assessment"],
}
_MEETING: Final = st.builds(
    lambda meeting, terms: meeting.format(**terms),
    st.sampled_from(_MEETINGS),
    st.fixed_dictionaries({hole: st.sampled_from(terms) for hole, terms in _HOLES.items()}),
)
_STRAY: Final = st.builds(
    "{} {} {} .".format,
    st.sampled_from(_NODES),
    st.sampled_from(sorted({p for _, properties in _KINDS.values() for p in properties})),
    st.sampled_from(_ANYTHING),
)


@st.composite
def graphs(draw: st.DrawFn) -> str:
    """A graph in Turtle: one root as a rule, and up to two nodes of each other kind."""
    lines: list[str] = []
    for kind in _KINDS:
        number = draw(
            st.sampled_from((1, 1, 1, 1, 1, 1, 0, 2) if kind == "graph" else (0, 1, 1, 2))
        )
        for name in draw(st.permutations(_POOLS[kind]))[:number]:
            lines += draw(_node(kind, name))
    lines += draw(st.lists(_MEETING, max_size=4))
    lines += draw(st.lists(_STRAY, min_size=1, max_size=4))
    return PREFIXES + "\n".join(lines)
