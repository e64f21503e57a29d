"""How a statement stands on a day."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trace_harness import DAY, claim, ref, view

from crosstrace.traceability import Coverage, Ground, TaskStanding, explain, standings
from crosstrace.traceability.objections import Findings
from crosstrace.traceability.standing import EvidenceState, evidence_state
from crosstrace.traceability.view import Evidence

TASK = ref("sp800-218a:PO.1.1")
ACCEPTED = """:ok a ct:RiskAcceptance ; ct:accepts :PO.1.1 ; ct:approver :us ;
    ct:rationale "Small" ; ct:validUntil "2027-01-01"^^xsd:date ."""
COUNTER = """:finding a ct:Evidence ; dcterms:title "Finding" ; ct:contradicts :PO.1.1 ;
    dcterms:issued "2026-10-01"^^xsd:date ."""


def assessed(outcome: str, day: str) -> str:
    return (
        f":t-{outcome}-{day} a ct:Assessment ; earl:subject :PO.1.1 ; "
        f'earl:result [ earl:outcome earl:{outcome} ] ; prov:endedAtTime "{day}"^^xsd:date .\n'
    )


def standing(turtle: str, day: dt.date = DAY) -> TaskStanding:
    return standings(view(turtle), day)[TASK]


@pytest.mark.parametrize(
    ("status", "more", "coverage", "ground", "says"),
    [
        ("Implemented", "; ct:evidence :fresh", "full", "evidenced", "“Fresh” shows it"),
        (
            "Implemented",
            "; ct:evidence :stale , :fresh",
            "full",
            "evidenced",
            "“Fresh” shows it",
        ),
        ("Implemented", "", "none", "no_current_evidence", "no evidence is named"),
        (
            "Implemented",
            "; ct:evidence :stale",
            "none",
            "no_current_evidence",
            "“Stale” was valid until 2026-06-30",
        ),
        (
            "Implemented",
            "; ct:evidence :nowhere",
            "none",
            "no_current_evidence",
            "nowhere is not described",
        ),
        (
            "Implemented",
            "; ct:evidence :soon . :soon a ct:Evidence ; dcterms:issued '2026-12-01'^^xsd:date",
            "none",
            "no_current_evidence",
            "/soon was issued only on 2026-12-01",
        ),
        (
            "Implemented",
            "; ct:evidence :vague . :vague a ct:Evidence",
            "none",
            "no_current_evidence",
            "/vague has no readable dates",
        ),
        ("Partial", "; ct:evidence :fresh", "partial", "partly_done", "done in part"),
        ("Partial", "; ct:evidence :stale", "none", "no_current_evidence", "stated as partial"),
        (
            "Alternative",
            '; ct:evidence :fresh ; ct:rationale "Better"',
            "full",
            "alternative",
            "met in another way",
        ),
        ("Alternative", "; ct:evidence :fresh", "partial", "no_rationale", "without the rationale"),
        ("Alternative", '; ct:rationale "Better"', "none", "no_current_evidence", "no evidence"),
        (
            "Planned",
            '; ct:plannedDate "2026-11-25"^^xsd:date',
            "planned",
            "planned",
            "planned for 2026-11-25",
        ),
        ("Planned", "", "planned", "planned", "for no day"),
        (
            "Planned",
            '; ct:plannedDate "2026-11-24"^^xsd:date',
            "planned",
            "overdue",
            "which is past",
        ),
        ("NotApplicable", '; ct:rationale "No code"', "none", "not_applicable", "“No code”"),
        ("NotApplicable", "", "none", "no_rationale", "without the rationale"),
        ("NotImplemented", "; ct:evidence :fresh", "none", "not_implemented", "not implemented"),
        ("Done", "; ct:evidence :fresh", "none", "no_status", "no status"),
    ],
)
def test_each_status_counts_as_far_as_it_is_shown(
    status: str, more: str, coverage: str, ground: str, says: str
) -> None:
    found = standing(claim("PO.1.1", status, more))
    assert (str(found.coverage), str(found.ground)) == (coverage, ground)
    assert found.applicable is (ground != "not_applicable")
    assert says in explain.task_reason(found)


def test_a_task_that_is_not_stated_is_not_covered() -> None:
    found = TaskStanding(TASK)
    assert (found.coverage, found.ground) == (Coverage.NONE, Ground.NOT_STATED)
    assert found.applicable
    assert found.decision_on(TASK) is None
    assert explain.task_reason(found) == "Nothing is stated on it for this asset."


@pytest.mark.parametrize(
    ("more", "coverage", "says"),
    [
        (COUNTER, "partial", "the counter evidence https://example.org/finding speaks against it"),
        (COUNTER + assessed("passed", "2026-09-30"), "partial", "speaks against"),
        # Of the same day nobody knows which was first.
        (COUNTER + assessed("passed", "2026-10-01"), "partial", "speaks against"),
        (COUNTER + assessed("passed", "2026-10-02"), "full", "shows it"),
        # An assessment after the day of judgement says nothing on that day.
        (COUNTER + assessed("passed", "2026-11-26"), "partial", "speaks against"),
        # Who accepts a risk has not treated it.
        (COUNTER + ACCEPTED, "partial", "the risk is accepted until 2027-01-01"),
        (assessed("failed", "2026-10-01"), "partial", "the failed assessment"),
        (assessed("failed", "2026-10-01") + assessed("passed", "2026-11-02"), "full", "shows"),
        (assessed("failed", "2026-11-02") + assessed("passed", "2026-10-01"), "partial", "speak"),
        (assessed("failed", "2026-11-26"), "full", "shows"),
        (assessed("cantTell", "2026-10-01"), "full", "shows"),
        (COUNTER + assessed("failed", "2026-10-01"), "partial", "speak against it"),
        # Evidence can't show what it speaks against.
        (":fresh ct:contradicts :PO.1.1 .", "none", "“Fresh” speaks against it"),
        (":undated a ct:Evidence ; ct:contradicts :PO.1.1 .", "partial", "speaks against"),
    ],
)
def test_what_speaks_against_a_claim_counts_until_it_is_refuted(
    more: str, coverage: str, says: str
) -> None:
    found = standing(claim("PO.1.1", "Implemented", "; ct:evidence :fresh") + more)
    assert found.coverage == coverage
    assert says in explain.task_reason(found)


def test_a_finding_does_not_lapse() -> None:
    lapsed = COUNTER.replace(
        "dcterms:title", 'ct:validUntil "2026-10-31"^^xsd:date ; dcterms:title'
    )
    found = standing(claim("PO.1.1", "Implemented", "; ct:evidence :fresh") + lapsed)
    assert found.ground is Ground.CONTRADICTED


def test_all_objections_are_told_with_their_answers() -> None:
    graph = view(
        claim("PO.1.1", "Implemented", "; ct:evidence :fresh")
        + claim("PO.1.2", "Implemented", "; ct:evidence :fresh")
        + ":open a ct:Evidence ; ct:contradicts :PO.1.2 ; dcterms:issued '2026-02-02'^^xsd:date ."
        + ":later a ct:Evidence ; ct:contradicts :PO.1.2 ; dcterms:issued '2026-12-02'^^xsd:date ."
        + COUNTER
        + assessed("failed", "2026-11-01")
        + assessed("passed", "2026-10-02")
        + ACCEPTED
    )
    told = [explain.objection(found) for found in Findings(graph, DAY).all()]
    assert told == [
        "The counter evidence https://example.org/open of 2026-02-02 speaks against "
        "https://example.org/PO.1.2, and nothing answers it.",
        "The counter evidence https://example.org/finding of 2026-10-01 speaks against "
        "https://example.org/PO.1.1; the assessment https://example.org/t-passed-2026-10-02 has "
        "refuted it.",
        "The failed assessment https://example.org/t-failed-2026-11-01 of 2026-11-01 speaks "
        "against https://example.org/PO.1.1; the risk is accepted by https://example.org/ok, and "
        "it is not refuted.",
    ]


def test_the_least_of_several_statements_counts() -> None:
    again = claim("PO.1.1", "Planned").replace(":PO.1.1 a", ":again a", 1)
    found = standing(claim("PO.1.1", "Implemented", "; ct:evidence :fresh") + again)
    assert found.coverage is Coverage.PLANNED
    assert "The least of 2 statements on it counts." in explain.task_reason(found)


def test_a_task_applies_when_one_statement_says_so() -> None:
    other = claim("PO.1.1", "NotApplicable", "; ct:rationale 'No'").replace(":PO", ":again", 1)
    found = standing(claim("PO.1.1", "Implemented", "; ct:evidence :fresh") + other)
    assert found.applicable
    assert found.coverage is Coverage.FULL


def at(outcome: str, *times: str) -> str:
    ends = ", ".join(f'"{time}"^^xsd:dateTime' for time in times)
    return (
        f":t-{outcome} a ct:Assessment ; earl:subject :PO.1.1 ; "
        f"earl:result [ earl:outcome earl:{outcome} ] ; prov:endedAtTime {ends} .\n"
    )


@pytest.mark.parametrize(
    ("failed", "passed", "refuted"),
    [
        (["2026-09-01T18:00:00Z"], ["2026-09-01T08:00:00Z"], False),
        (["2026-09-01T08:00:00Z"], ["2026-09-01T18:00:00Z"], True),
        (["2026-09-01T08:00:00Z"], ["2026-09-01T08:00:00Z"], False),
        # A later day by the clock of the place, and an earlier time.
        (["2026-09-01T12:00:00Z"], ["2026-09-02T00:30:00+14:00"], False),
        (["2026-09-01T23:00:00Z"], ["2026-09-02T00:30:00+02:00"], False),
        (["2026-09-01T22:00:00Z"], ["2026-09-02T00:30:00+02:00"], True),
        # Without a zone a time is a day.
        (["2026-09-01T08:00:00"], ["2026-09-01T18:00:00Z"], False),
        (["2026-09-01T08:00:00Z"], ["2026-09-01T18:00:00"], False),
        (["2026-09-01T08:00:00"], ["2026-09-02T00:00:00Z"], True),
        (["2026-09-01T08:00:00Z"], ["2026-09-02T00:00:00"], True),
        # Of several ends none is meant.
        (["2026-09-01T08:00:00Z"], ["2026-09-02T08:00:00Z", "2026-08-02T08:00:00Z"], False),
        (["2026-09-01T08:00:00Z", "2026-09-03T08:00:00Z"], ["2026-09-02T08:00:00Z"], False),
    ],
)
def test_only_what_is_surely_later_refutes(
    failed: list[str], passed: list[str], refuted: bool
) -> None:
    graph = claim("PO.1.1", "Implemented", "; ct:evidence :fresh")
    found = standing(graph + at("failed", *failed) + at("passed", *passed))
    assert (found.coverage is Coverage.FULL) is refuted


def test_of_several_that_passed_any_later_one_refutes() -> None:
    first = at("passed", "2026-09-01T18:00:00Z") + assessed("passed", "2026-09-01")
    graph = claim("PO.1.1", "Implemented", "; ct:evidence :fresh") + first
    assert standing(graph + at("failed", "2026-09-01T08:00:00Z")).coverage is Coverage.FULL
    assert standing(graph + at("failed", "2026-09-01T19:00:00Z")).coverage is Coverage.PARTIAL
    assert standing(graph + assessed("failed", "2026-09-01")).coverage is Coverage.PARTIAL
    later = graph + assessed("passed", "2026-09-02")
    assert standing(later + at("failed", "2026-09-01T19:00:00Z")).coverage is Coverage.FULL


@pytest.mark.parametrize(
    ("day", "valid"), [("2027-01-01", True), ("2027-01-02", False), ("2026-11-25", True)]
)
def test_an_acceptance_holds_until_its_last_day(day: str, valid: bool) -> None:
    graph = view(ACCEPTED)
    found = Findings(graph, dt.date.fromisoformat(day)).acceptance("https://example.org/PO.1.1")
    assert (found is not None) is valid


DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1))


@given(issued=DAYS, until=st.none() | DAYS, first=DAYS, second=DAYS)
def test_evidence_that_has_expired_never_counts_again(
    issued: dt.date, until: dt.date | None, first: dt.date, second: dt.date
) -> None:
    earlier, later = sorted((first, second))
    evidence = Evidence("urn:e", issued=issued, valid_until=until)
    if evidence_state(evidence, earlier) is EvidenceState.EXPIRED:
        assert evidence_state(evidence, later) is EvidenceState.EXPIRED
    if evidence_state(evidence, later) is EvidenceState.NOT_YET_ISSUED:
        assert evidence_state(evidence, earlier) is not EvidenceState.CURRENT
