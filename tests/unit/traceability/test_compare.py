"""Two graphs beside each other, and two versions of one."""

from __future__ import annotations

import datetime as dt

import pytest
from trace_harness import DAY, PREFIXES, claim, n_triples, view

from crosstrace import documents
from crosstrace.bootstrap import KnowledgeGraph
from crosstrace.resources import DATA
from crosstrace.traceability import VersionDiff, compare, explain_plans, read_view, version_diff

DONE = "; ct:evidence :fresh"
FILE = DATA / "examples" / "three-organizations" / "model-producer.ttl"


def later_version() -> str:
    """Heron's next version: PO.5.2 done, the review renewed, one statement and the plan gone."""
    text = FILE.read_text(encoding="utf-8")
    for old, new in (
        ('dcterms:issued "2026-11-18"', 'dcterms:issued "2027-02-10"'),
        (
            "ct:status ct:Planned ;\n    ct:responsibleParty :training ;",
            "ct:status ct:Implemented ;\n    ct:responsibleParty :training ;\n"
            "    ct:evidence :weight-review ;",
        ),
        ('    ct:plannedDate "2026-12-15"^^xsd:date .', "    ct:rationale 'None' ."),
        ('ct:validUntil "2027-01-10"', 'ct:validUntil "2027-04-10"'),
        (":PW.3.3 a ct:Implementation", ":PW.3.3 a ct:Note"),
    ):
        assert old in text
        text = text.replace(old, new)
    return text + "\n:new a ct:Evidence ; dcterms:issued '2027-02-01'^^xsd:date .\n"


@pytest.fixture(scope="module")
def changed(graph: KnowledgeGraph) -> VersionDiff:
    before, after = (read_view(n_triples(text)) for text in (FILE.read_bytes(), later_version()))
    return version_diff(before, after, graph.crosswalk, dt.date(2027, 2, 15))


def test_a_later_version_differs_in_what_was_changed(changed: VersionDiff) -> None:
    told = {
        (c.kind, c.node.rsplit("/")[-1], c.change): [name for name, _, _ in c.changed]
        for c in changed.changes
    }
    assert told == {
        ("graph", "graph", "changed"): ["issued"],
        ("statement", "PO.5.2 sp800-218a:PO.5.2", "changed"): [
            "status",
            "evidence",
            "planned",
            "rationale",
        ],
        ("statement", "PW.3.3 sp800-218a:PW.3.3", "removed"): [],
        ("evidence", "weight-review", "changed"): ["valid_until"],
        ("evidence", "new", "added"): [],
    }
    # On 15 February PS.1.1 had lost its evidence and has it back; PO.5.2 was overdue.
    moved = {
        p.first.element.ref.local: (str(p.first.coverage), str(p.second.coverage))
        for p in changed.comparison.pairs
        if p.differs and p.first.element.kind == "task"
    }
    assert moved == {"PO.5.2": ("planned", "full"), "PS.1.1": ("none", "full")}


def test_a_version_diff_is_told(changed: VersionDiff) -> None:
    assert explain_plans.version_summary(changed) == (
        "1 graph changed, 1 piece of evidence added, 1 piece of evidence changed, 1 statement "
        "changed and 1 statement removed."
    )
    document = documents.version_diff(changed)
    assert document["before"]["issued"] == "2026-11-18"
    [evidence] = [
        c for c in document["changes"] if c["change"] == "changed" and c["kind"] == "evidence"
    ]
    assert evidence["changed"] == [
        {"property": "valid_until", "before": "2027-01-10", "after": "2027-04-10"}
    ]
    assert {c["element"] for c in document["coverage"]} >= {"sp800-218a:PO.5.2"}


def test_labels_of_blank_nodes_are_no_change(graph: KnowledgeGraph) -> None:
    def version(*evidence: str) -> str:
        decided = (
            "; ct:disposition [ a ct:ItemDisposition ; ct:item sp800-218a:PO.1.1.R1 ; "
            "ct:decision ct:Adopted ]"
        )
        return claim("PO.1.1", "Implemented", decided) + "".join(
            f"[] a ct:Evidence ; dcterms:title '{title}' ; dcterms:issued '2026-01-01'^^xsd:date ."
            for title in evidence
        )

    one, two = view(version("A", "B", "A")), view(version("B", "A", "A"))
    found = version_diff(one, two, graph.crosswalk, DAY)
    assert found.changes == ()
    assert explain_plans.version_summary(found) == "Nothing is stated differently."
    less = version_diff(one, view(version("A", "B")), graph.crosswalk, DAY)
    assert [(c.change, c.node) for c in less.changes] == [("removed", "[A] (2)")]


def test_a_disposition_that_changes_is_shown_with_its_item(graph: KnowledgeGraph) -> None:
    decided = "; ct:disposition [ ct:item sp800-218a:PO.1.1.R1 ; ct:decision ct:{} ]"
    one, two = (
        view(claim("PO.1.1", "Planned", decided.format(d)) + "[] a ct:RiskAcceptance .")
        for d in ("Adopted", "Omitted")
    )
    document = documents.version_diff(version_diff(one, two, graph.crosswalk, DAY))
    [change] = document["changes"]
    [field] = change["changed"]
    assert field["property"] == "dispositions"
    assert field["after"] == [
        {"iri": "_:", "item": "sp800-218a:PO.1.1.R1", "decision": "omitted", "rationale": None}
    ]


def test_a_comparison_says_who_is_ahead(graph: KnowledgeGraph) -> None:
    one = view(claim("PO.1.1", "Implemented", DONE) + claim("PO.1.2", "Planned"))
    two = view(claim("PO.1.2", "Implemented", DONE))
    found = compare(one, two, graph.crosswalk, DAY, edition="ssdf-1.1")
    assert explain_plans.comparison_summary(found) == (
        "On 2026-11-25, 40 of 42 elements of ssdf-1.1 are covered alike; the first covers more "
        "of 1, the second of 1. 1 and 1 of 42 tasks are fully covered."
    )
    document = documents.comparison(found)
    assert document["editions"] == ["sp800-218a", "ssdf-1.1"]
    assert sum(e["differs"] for e in document["elements"]) == 2
    bare = compare(view(), view(), graph.crosswalk, DAY)
    assert explain_plans.comparison_summary(bare).endswith("the second of 0.")


def test_a_text_with_other_prefixes_is_the_same(graph: KnowledgeGraph) -> None:
    text = later_version().replace("@prefix :", PREFIXES + "@prefix :", 1)
    one, two = (read_view(n_triples(t)) for t in (later_version(), text))
    assert version_diff(one, two, graph.crosswalk, DAY).changes == ()
