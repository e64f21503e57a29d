"""The worked example in variants that conform too, each under names of its own.

What the example doesn't have: evidence without a last day, evidence not issued yet, a second
asset, tasks done in part, practices that are left to a supplier, evidence against its own claim.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import httpx

from api_harness import example
from three_organizations import FOLDER

HERON, MILLRACE = "https://example.org/heron/", "https://example.org/millrace/"
_UNTIL = re.compile(
    r'    ct:validUntil "[0-9-]+"\^\^xsd:date ;\n(?=    (?:ct:digest|dcterms:type))'
)

SECOND_ASSET = """
:small a ct:AIModel ; dcterms:title "Heron-1B" ; dcat:version "1.0.0" .
:small-PO.1.1 a ct:Implementation ; ct:implements sp800-218a:PO.1.1 ; ct:appliesTo :small ;
    ct:status ct:NotImplemented ; ct:responsibleParty :security ; ct:statement "Not yet." .
:small-PS.2.1 a ct:Implementation ; ct:implements sp800-218a:PS.2.1 ; ct:appliesTo :small ;
    ct:status ct:Planned ; ct:responsibleParty :security ; ct:statement "Soon." ;
    ct:plannedDate "2027-01-31"^^xsd:date .
:small-acceptance a ct:RiskAcceptance ; ct:accepts :small-PO.1.1 ; ct:approver :heron ;
    ct:rationale "It is not released." ; ct:validUntil "2027-12-31"^^xsd:date .
"""
AGAINST_ITSELF = """
:threat-model ct:contradicts :PW.2.1 .
:PW.2.1 ct:evidence :audit-to-come .
:audit-to-come a ct:Evidence ; dcterms:title "Audit" ; dcterms:issued "2027-01-20"^^xsd:date ;
    dcterms:identifier "A-1" .
"""
OTHER_CLAIMS = """
:RV.9 a ct:Implementation ; ct:implements sp800-218a:RV.3.3 ; ct:appliesTo :heron-7b ;
    ct:status ct:Alternative ; ct:responsibleParty :security ; ct:statement "Otherwise." ;
    ct:rationale "It serves the same end." ; ct:evidence :policy , :runbook .
:RV.8 a ct:Implementation ; ct:implements sp800-218a:RV.3.2 ; ct:appliesTo :heron-7b ;
    ct:status ct:Planned ; ct:responsibleParty :security ; ct:statement "Late." ;
    ct:plannedDate "2026-11-22"^^xsd:date .
:RV.7 a ct:Implementation ; ct:implements sp800-218a:RV.3.1 ; ct:appliesTo :heron-7b ;
    ct:status ct:NotApplicable ; ct:responsibleParty :data ; ct:statement "None." ;
    ct:rationale "There is none." .
:twice a ct:ResponsibilityAllocation ; ct:element sp800-218a:PW.1 ; ct:asset :heron-7b ;
    ct:responsibleParty :data ; ct:kind ct:Performs ; ct:attestationMeans "Policy" .
"""


def _tested(name: str, task: str, outcome: str, ended: str) -> str:
    kind = "dateTime" if "T" in ended else "date"
    return f"""
:{name} a ct:Assessment ; earl:subject :{task} ; earl:assertedBy :assessor ;
    earl:result [ earl:outcome earl:{outcome} ] ; prov:endedAtTime "{ended}"^^xsd:{kind} ."""


SAME_DAY = "".join(
    _tested(f"{task}-{outcome}", task, outcome, ended)
    for task, failed, passed in (
        ("PO.1.1", "2026-11-02T10:00:00Z", "2026-11-02T11:00:00Z"),
        ("PO.1.2", "2026-11-02T11:00:00Z", "2026-11-02T10:00:00Z"),
        ("PO.1.3", "2026-11-02", "2026-11-02"),
        ("PO.2.1", "2026-11-02", "2026-11-02T23:00:00Z"),
        ("PO.2.2", "2026-11-02T10:00:00", "2026-11-02T11:00:00Z"),
        ("PO.3.2", "2026-11-02", "2026-11-03"),
        ("PO.5.1", "2026-11-02T23:00:00Z", "2026-11-03T00:30:00+02:00"),
    )
    for outcome, ended in (("failed", failed), ("passed", passed))
)
"""Tests that failed and passed; surely later is the pass of PO.1.1 and of PO.3.2 alone."""
LEFT_BY_PRACTICE = """
:desk a org:OrganizationalUnit ; foaf:name "Model desk" ; org:unitOf heron:heron .
:left a ct:ResponsibilityAllocation ; ct:element sp800-218a:PO.5 ; ct:asset heron:heron-7b ;
    ct:responsibleParty :desk ; ct:kind ct:Inherits ; ct:attestationMeans "Its graph" .
:own a ct:ResponsibilityAllocation ; ct:element sp800-218a:PO.1 ; ct:asset heron:heron-7b ;
    ct:responsibleParty heron:heron ; ct:kind ct:Performs ; ct:attestationMeans "Its graph" .
"""


def without_last_day(text: str) -> str:
    return re.sub(
        r'(:key-ceremony a .*?\n.*?\n.*?\n)    ct:validUntil "[0-9-]+"\^\^xsd:date ;\n', r"\1", text
    )


def partial(text: str) -> str:
    head, task, rest = text.partition(":PO.3.1 a ct:Implementation")
    return head + task + rest.replace("ct:status ct:Implemented", "ct:status ct:Partial", 1)


VARIANTS: dict[str, Callable[[str], str]] = {
    "as-it-is": lambda text: text,
    "no-last-day": lambda text: partial(without_last_day(text)),
    "no-last-days": lambda text: _UNTIL.sub("", text),
    "second-asset": lambda text: text + SECOND_ASSET,
    "against-itself": lambda text: text + AGAINST_ITSELF,
    "other-claims": lambda text: text + OTHER_CLAIMS,
}


def moved(text: str, variant: str) -> str:
    """A text of graph or query, with the variant's names for the organizations' own."""
    for name in (HERON, MILLRACE):
        text = text.replace(name, f"https://example.org/{variant}/{name.split('/')[-2]}/")
    return text


def graphs() -> Iterator[tuple[str, str]]:
    """The graphs in Turtle with the names to keep them by."""
    producer, system = (
        example(f"{FOLDER}/{name}.ttl").decode() for name in ("model-producer", "system-producer")
    )
    for variant, change in VARIANTS.items():
        text = change(producer)
        assert (text == producer) is (variant == "as-it-is")
        yield f"heron-{variant}", moved(text, variant)
        yield f"millrace-{variant}", moved(system + LEFT_BY_PRACTICE, variant)
    yield "heron-same-day", moved(producer + SAME_DAY, "same-day")


def submit(client: httpx.Client) -> None:
    for name, text in graphs():
        answer = client.put(
            f"/v1/graphs/{name}",
            content=text.encode(),
            params={"level": "draft"},
            headers={"Content-Type": "text/turtle"},
        )
        assert answer.status_code == 201, answer.text
