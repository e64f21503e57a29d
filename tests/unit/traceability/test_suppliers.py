"""Who answers for what on small graphs, and what suppliers show."""

from __future__ import annotations

import pytest
from trace_harness import DAY, ROOT, claim, view

from crosstrace import documents
from crosstrace.bootstrap import KnowledgeGraph
from crosstrace.traceability import Ownership, Supply, explain_answers, responsibility

DONE = "; ct:evidence :fresh"
OTHERS = """
    :them a ct:Organization ; foaf:name "Them" .
    :model a ct:AIModel ; prov:wasDerivedFrom :base . :base a ct:AIModel .
"""
THEIRS = """
    :their-graph a ct:ImplementationGraph ; dcterms:creator :them ; ct:role ct:SystemProducer ;
        ct:profile <https://w3id.org/crosstrace/id/sp800-218a> ; ct:subject :base .
    :them a ct:Organization ; foaf:name "Them" .
    :us a ct:Organization ; foaf:name "Us" .
    :base a ct:AIModel . :model a ct:AIModel .
    :fresh a ct:Evidence ; dcterms:title "Fresh" ; dcterms:issued "2026-01-01"^^xsd:date .
"""


def left(name: str, element: str, asset: str, party: str, kind: str) -> str:
    return (
        f":{name} a ct:ResponsibilityAllocation ; ct:element sp800-218a:{element} ; "
        f"ct:asset :{asset} ; ct:responsibleParty :{party} ; ct:kind ct:{kind} .\n"
    )


def shares(graph: KnowledgeGraph, mine: str, theirs: str = "") -> dict[tuple[str, str], Ownership]:
    suppliers = [view(theirs, root=THEIRS)] if theirs else []
    found = responsibility(view(mine), graph.crosswalk, DAY, suppliers=suppliers)
    for one in found.elements:
        assert explain_answers.ownership(one)
    assert documents.responsibility(found)["message"]
    return {(e.asset.rsplit("/")[-1], e.element.ref.local): e.ownership for e in found.elements}


def test_two_parties_of_one_organization_own_doubly(graph: KnowledgeGraph) -> None:
    two = (
        claim("PO.1.1", "Planned", ", :team") + ":team a org:OrganizationalUnit ; org:unitOf :us ."
    )
    assert shares(graph, two)["model", "PO.1.1"] is Ownership.DOUBLY_OWNED
    shared = two + left("both", "PO.1", "model", "team", "Shared")
    assert shares(graph, shared)["model", "PO.1.1"] is Ownership.SHARED


def test_a_group_that_is_left_to_others_leaves_all_its_tasks(graph: KnowledgeGraph) -> None:
    mine = OTHERS + left("all", "RV", "base", "them", "Inherits")
    held = shares(graph, mine)
    assert {local for (asset, local) in held if asset == "base"} == {
        *("RV.1.1", "RV.1.2", "RV.1.3", "RV.2.1", "RV.2.2"),
        *("RV.3.1", "RV.3.2", "RV.3.3", "RV.3.4"),
    }
    heard = shares(graph, mine, left("theirs", "RV.1.1", "base", "us", "CustomerProvided"))
    assert heard["base", "RV.1.1"] is Ownership.PASSED_AROUND
    assert heard["base", "RV.1.2"] is Ownership.UNCONFIRMED


def test_who_declines_has_not_taken_it(graph: KnowledgeGraph) -> None:
    mine = view(OTHERS + left("one", "PO.1.1", "base", "them", "Inherits"))
    declined = claim("PO.1.1", "NotApplicable", "; ct:rationale 'Not ours'").replace(
        ":model", ":base"
    )
    theirs = view(declined.replace("Party :us", "Party :them"), root=THEIRS)
    found = responsibility(mine, graph.crosswalk, DAY, suppliers=[theirs])
    [base] = [e for e in found.elements if e.asset.endswith("/base")]
    assert base.ownership is Ownership.UNCONFIRMED
    assert [s.supply for s in found.supplied] == [Supply.DECLINED]


def test_who_leaves_it_to_itself_has_not_said_that_it_does_not_apply(
    graph: KnowledgeGraph,
) -> None:
    mine = view(left("self", "PO.1.1", "model", "us", "Inherits"))
    found = responsibility(mine, graph.crosswalk, DAY).elements
    [one] = [e for e in found if e.element.ref.local == "PO.1.1"]
    assert one.ownership is Ownership.UNOWNED
    assert "leave it to themselves" in explain_answers.ownership(one)
    na = claim("PO.1.1", "NotApplicable", "; ct:rationale 'No'")
    assert shares(graph, na)["model", "PO.1.1"] is Ownership.NOT_APPLICABLE


@pytest.mark.parametrize("kind", ["Performs ; ct:kind ct:Inherits", "Somehow"])
def test_an_allocation_of_no_one_kind_gives_no_owner(graph: KnowledgeGraph, kind: str) -> None:
    unclear = left("one", "PO.1.1", "model", "us", kind)
    assert shares(graph, unclear)["model", "PO.1.1"] is Ownership.UNOWNED


@pytest.mark.parametrize(
    ("status", "more", "supply"),
    [
        ("Implemented", DONE, Supply.SHOWN),
        ("Partial", DONE, Supply.IN_PART),
        ("Planned", "", Supply.NOT_DONE),
        ("Implemented", "", Supply.LAPSED),
        (
            "Implemented",
            DONE + " . :bad a ct:Evidence ; ct:contradicts :PO.1.1",
            Supply.CONTRADICTED,
        ),
    ],
)
def test_what_a_supplier_shows(
    graph: KnowledgeGraph, status: str, more: str, supply: Supply
) -> None:
    mine = view(OTHERS + left("one", "PO.1.1", "base", "them", "Inherits"))
    theirs = view(claim("PO.1.1", status, more).replace(":model", ":base"), root=THEIRS)
    [found] = responsibility(mine, graph.crosswalk, DAY, suppliers=[theirs]).supplied
    assert found.supply is supply
    document = documents.responsibility(
        responsibility(mine, graph.crosswalk, DAY, suppliers=[theirs])
    )
    [told] = document["supplied"]
    assert told["supply"] == supply
    assert told["message"].endswith("No means of showing it are agreed.")


def test_of_another_framework_a_supplier_shows_what_is_certain(graph: KnowledgeGraph) -> None:
    asked = left("one", "X", "base", "them", "Inherits").replace("sp800-218a:X", "csf-2.0:PR.DS-01")
    mine = view(OTHERS + asked)
    theirs = view(claim("PS.1.1", "Implemented", DONE).replace(":model", ":base"), root=THEIRS)
    [found] = responsibility(mine, graph.crosswalk, DAY, suppliers=[theirs]).supplied
    # From PS.1.1 only NIST's concept crosswalk leads to PR.DS-01.
    assert found.supply is Supply.UNCERTAIN
    absent = left("one", "PO.9.9", "base", "them", "Inherits")
    assert responsibility(view(OTHERS + absent), graph.crosswalk, DAY).supplied == ()


def test_a_graph_without_subject_has_nobody_to_ask_for(graph: KnowledgeGraph) -> None:
    bare = view(root=ROOT.replace("; ct:subject :model", ""))
    assert responsibility(bare, graph.crosswalk, DAY).elements == ()
