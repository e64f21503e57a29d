"""What is read of an implementation graph, and what is left out because it can't be read."""

from __future__ import annotations

import datetime as dt

import pytest
from trace_harness import PREFIXES, ROOT, claim, example, n_triples, ref, view

from crosstrace.errors import InvalidInput, NotFound
from crosstrace.traceability import read_view
from crosstrace.traceability.view import Digest, Implementation, Party


def test_the_root_says_who_speaks_of_what() -> None:
    found = example("model-producer")
    larkspur = "https://example.org/larkspur/"
    assert found.iri == f"{larkspur}graph"
    assert found.title == "How Larkspur Models implements SP 800-218A for Larkspur-2 2.1.0"
    assert found.issued == dt.date(2026, 11, 9)
    assert found.creators == (f"{larkspur}larkspur",)
    assert (found.profile, found.role) == ("sp800-218a", "model_producer")
    assert found.subject == f"{larkspur}larkspur-2"
    asset = found.assets[f"{larkspur}larkspur-2"]
    assert (asset.kind, asset.version) == ("ai_model", "2.1.0")
    assert asset.derived_from == (f"{larkspur}base-model", f"{larkspur}instruction-data")
    assert found.parties[f"{larkspur}board"] == Party(
        f"{larkspur}board", "organizational_unit", "Board", f"{larkspur}larkspur"
    )
    assert found.organization(f"{larkspur}board") == f"{larkspur}larkspur"
    assert found.name(f"{larkspur}board") == "Board"
    assert found.name("urn:nobody") == "urn:nobody"
    # The file answers all 48 tasks of the profile.
    assert len(found.implementations) == 48
    assert found.unplaced == ()


def test_a_statement_has_all_that_hangs_on_it() -> None:
    found = view(
        claim(
            "PO.1.1",
            "Alternative",
            """; ct:statement "How" ; ct:rationale "Why" ; ct:evidence :fresh ;
               ct:plannedDate "2026-12-01"^^xsd:date ;
               ct:disposition [ a ct:ItemDisposition ; ct:item sp800-218a:PO.1.1.R1 ;
                 ct:decision ct:Omitted ; ct:rationale "No need" ]""",
        )
    )
    [one] = found.implementations
    assert (one.status, one.statement, one.rationale) == ("alternative", "How", "Why")
    assert one.parties == ("https://example.org/us",)
    assert one.planned == dt.date(2026, 12, 1)
    [decided] = one.dispositions
    assert (decided.item, decided.decision) == (ref("sp800-218a:PO.1.1.R1"), "omitted")
    assert decided.iri.startswith("_:")


def test_there_is_one_statement_per_task_and_asset() -> None:
    found = view(
        ":i a ct:Implementation ; ct:implements sp800-218a:PO.1.1 , sp800-218a:PO.1.2 , :x ;"
        " ct:appliesTo :model , :other ."
    )
    pairs = {(str(i.task), i.asset) for i in found.implementations}
    assert len(pairs) == len(found.implementations) == 4
    assert {i.status for i in found.implementations} == {None}


def test_a_statement_without_asset_is_kept_and_counts_for_none() -> None:
    found = view(":i a ct:Implementation ; ct:implements sp800-218a:PO.1.1 .")
    assert found.implementations == (
        Implementation("https://example.org/i", ref("sp800-218a:PO.1.1")),
    )
    assert found.for_asset() == ()


def test_a_statement_on_no_element_is_named() -> None:
    found = view(":i a ct:Implementation ; ct:implements :x , 'PO.1.1' . :j a ct:Implementation .")
    assert found.implementations == ()
    assert found.unplaced == ("https://example.org/i", "https://example.org/j")
    malformed = view(":i a ct:Implementation ; ct:implements <https://w3id.org/crosstrace/id/> .")
    assert malformed.unplaced == ("https://example.org/i",)


@pytest.mark.parametrize(
    ("written", "issued", "valid_until", "dated"),
    [
        ('dcterms:issued "2026-01-31"^^xsd:date', dt.date(2026, 1, 31), None, True),
        ('dcterms:issued "2026-01-31T23:00:00-05:00"', dt.date(2026, 1, 31), None, True),
        # Of several days those count that let the evidence count least.
        (
            'dcterms:issued "2026-01-31", "2026-02-01" ; ct:validUntil "2027-01-01", "2026-12-01"',
            dt.date(2026, 2, 1),
            dt.date(2026, 12, 1),
            True,
        ),
        ('dcterms:issued "2026-09-31"', None, None, False),
        ('dcterms:issued "2026-01-31" ; ct:validUntil "soon"', dt.date(2026, 1, 31), None, False),
        ('ct:validUntil "2026-12-01"', None, dt.date(2026, 12, 1), False),
    ],
)
def test_days_that_can_not_be_read_are_noticed(
    written: str, issued: dt.date | None, valid_until: dt.date | None, dated: bool
) -> None:
    found = view(f":e a ct:Evidence ; {written} .").evidence["https://example.org/e"]
    assert (found.issued, found.valid_until, found.dated) == (issued, valid_until, dated)


def test_evidence_keeps_what_it_can_be_checked_by() -> None:
    found = view(
        """:e a ct:Evidence ; dcterms:identifier "urn:x" ; dcterms:type "report" ;
           ct:predicateType <https://slsa.dev/provenance/v1> ; prov:wasGeneratedBy :pipeline ;
           ct:contradicts :i ; ct:digest [ ct:algorithm "SHA-256" ; ct:value "AB" ] ,
             [ ct:algorithm "SHA-512" ] ."""
    ).evidence["https://example.org/e"]
    assert found.digests == (Digest("SHA-256", "ab"),)
    assert (found.identifier, found.kind) == ("urn:x", "report")
    assert found.predicate_type == "https://slsa.dev/provenance/v1"
    assert found.generated_by == "https://example.org/pipeline"
    assert found.contradicts == ("https://example.org/i",)


def test_acceptances_assessments_and_allocations() -> None:
    found = view(
        """:a a ct:RiskAcceptance ; ct:accepts :i ; ct:approver :us ; ct:rationale "Small" ;
             ct:validUntil "2027-01-01"^^xsd:date .
           :b a ct:RiskAcceptance ; ct:accepts :i ; ct:validUntil "some day" .
           :t a ct:Assessment ; earl:subject :i ; earl:assertedBy :us ;
             prov:endedAtTime "2026-10-01T12:00:00Z"^^xsd:dateTime ;
             earl:result [ earl:outcome earl:cantTell ] .
           :u a ct:Assessment ; earl:subject :i ;
             earl:result [ earl:outcome earl:passed , earl:failed ] .
           :r a ct:ResponsibilityAllocation ; ct:element csf-2.0:PR.DS-01 ; ct:asset :model ;
             ct:responsibleParty :us ; ct:kind ct:CustomerProvided ; ct:attestationMeans "Letter" .
           :s a ct:ResponsibilityAllocation ; ct:element :x ."""
    )
    assert [a.valid_until for a in found.acceptances] == [dt.date(2027, 1, 1), None]
    assert found.acceptances[0].approvers == ("https://example.org/us",)
    assert [(a.outcome, a.ended) for a in found.assessments] == [
        ("cant_tell", dt.date(2026, 10, 1)),
        (None, None),
    ]
    [allocation] = found.allocations
    assert (str(allocation.element), allocation.kind) == ("csf-2.0:PR.DS-01", "customer_provided")
    assert allocation.means == ("Letter",)


def test_blank_nodes_that_were_given_names_get_their_labels_back() -> None:
    data = n_triples(PREFIXES + ROOT) + (
        b"<crosstrace-blank:b1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
        b"<https://w3id.org/crosstrace/ns#Evidence> .\n"
    )
    assert "_:b1" in read_view(data).evidence


def test_statements_about_statements_are_no_values() -> None:
    data = n_triples(PREFIXES + ROOT) + b"<urn:a> <urn:b> <<( <urn:a> <urn:b> <urn:c> )>> .\n"
    assert read_view(data) == view()


def test_the_order_of_statements_does_not_matter() -> None:
    lines = n_triples((PREFIXES + ROOT + claim("PO.1.1", "Planned")).encode()).splitlines(True)
    assert read_view(b"".join(lines)) == read_view(b"".join(reversed(lines)))


@pytest.mark.parametrize(
    ("root", "says"),
    [
        ("", "has 0"),
        (ROOT + ":again a ct:ImplementationGraph .", "has 2"),
        (":graph a ct:ImplementationGraph .", "name the one profile"),
        (":graph a ct:ImplementationGraph ; ct:profile :ours .", "name the one profile"),
    ],
)
def test_a_graph_without_one_root_and_profile_is_refused(root: str, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        view(root=root)


def test_an_asset_that_is_not_there_is_named_as_such() -> None:
    with pytest.raises(NotFound, match="its assets are https"):
        view().for_asset("urn:other")


def test_an_organization_that_is_part_of_itself_ends_somewhere() -> None:
    found = view(
        ":a a org:OrganizationalUnit ; org:unitOf :b . :b a ct:Organization ; org:unitOf :a ."
    )
    assert found.organization("https://example.org/a") in found.parties


def test_evidence_that_is_taken_away_still_contradicts() -> None:
    found = view(
        claim("PO.1.1", "Implemented", "; ct:evidence :fresh , :stale")
        + ":fresh ct:contradicts :PO.1.1 ."
    )
    lessened = found.without({"https://example.org/fresh"})
    assert lessened.implementations[0].evidence == ("https://example.org/stale",)
    assert lessened.evidence["https://example.org/fresh"].contradicts
