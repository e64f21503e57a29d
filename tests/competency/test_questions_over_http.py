"""All thirty questions, asked of a service that keeps the three graphs; found by hand.

A test's name begins with the numbers of the questions that it answers.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import httpx
import pytest
from worked_example import FERNWICK, HERON, MILLRACE

from api_harness import example, is_problem
from three_organizations import (
    ACCEPTED_UNTIL,
    ASKED_OF_HERON,
    BEHIND_ITEM_2,
    BLOCKERS_OF_ITEM_2,
    CSF_SUBCATEGORIES,
    DAY,
    DEPARTURES,
    DIFFERING,
    DOUBLY_OWNED,
    EXPIRING,
    FOLDER,
    ITEMS_LOST_WITH_AUDIT,
    LATER,
    LOST_WITH_REVIEW,
    MODIFIED_DONE,
    MODIFIED_PARTIAL,
    NEW_DONE,
    NEW_OPEN,
    OBJECTIONS,
    ON_THE_ATTESTATION,
    ON_THE_POLICY,
    OPEN_ITEMS,
    OWN_COVERAGE,
    OWNERSHIP,
    PARTIAL,
    PASSED_AROUND,
    PIECES_OF_EVIDENCE,
    PLANS,
    READY_ITEMS,
    SSDF_COVERAGE,
    STEPS,
    UNSUPPORTED,
    heron,
    millrace,
)

pytestmark = pytest.mark.every_store

SETS = {"ssdf-1.1-to-csf-2.0": 35, "sp800-218a-to-owasp-llm-1.1": 69}


def get(client: httpx.Client, path: str, **parameters: Any) -> Any:
    answer = client.get(path, params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()


def ask(
    client: httpx.Client, graph: str, question: str, day: dt.date = DAY, **more: Any
) -> dict[str, Any]:
    """One answer of a graph; every such answer names its day and its editions."""
    found: dict[str, Any] = get(
        client, f"/v1/graphs/{graph}/{question}", as_of=day.isoformat(), **more
    )
    assert found["as_of"] == day.isoformat()
    assert found["editions"]
    return found


def local(reference: str) -> str:
    return reference.rpartition(":")[2]


# --- Crosswalk and provenance


def test_1_what_relates_to_a_task_and_how_sure_that_is(client: httpx.Client) -> None:
    parameters = {"target": "csf-2.0", "max_hops": 2}
    new = get(client, "/v1/crosswalk", source="sp800-218a:PS.1.2", **parameters)
    assert new["results"] == []  # it refines nothing and no set relates it to CSF
    found = get(client, "/v1/crosswalk", source="sp800-218a:PS.1.1", **parameters)
    assert {(r["element"], r["status"]) for r in found["results"]} == {
        ("csf-2.0:PR.AA-05", "lead"),
        ("csf-2.0:PR.DS-01", "lead"),
        ("csf-2.0:PR.PS-01", "lead"),
    }
    assert {hop["mapping_set"] for r in found["results"] for hop in r["hops"]} == {
        "sp800-218a-refines-ssdf-1.1",
        "ssdf-1.1-to-csf-2.0",
    }


def test_2_why_the_graph_relates_two_elements(client: httpx.Client) -> None:
    ends = {"from": "sp800-218a:PW.7.1", "to": "csf-2.0:PR.PS-06"}
    assert get(client, "/v1/trace", **ends)["paths"] == []  # the graph does not claim that
    ends = {"from": "sp800-218a:PS.1.1", "to": "csf-2.0:PR.DS-01"}
    paths = [[hop["target"] for hop in p] for p in get(client, "/v1/trace", **ends)["paths"]]
    assert sorted(paths) == [
        ["ssdf-1.1:PS.1.1", "csf-1.1:PR.DS-6", "csf-2.0:PR.DS-01"],
        ["ssdf-1.1:PS.1.1", "csf-2.0:PR.DS-01"],
    ]
    found = get(client, "/v1/crosswalk", source=ends["from"], target="csf-2.0")["results"]
    [why] = [one for one in found if one["element"] == ends["to"]]
    assert (why["status"], why["relations"]) == ("lead", [])
    assert why["rule"]


def test_3_what_is_only_possible_and_what_would_settle_it(disputed: httpx.Client) -> None:
    found = get(
        disputed,
        "/v1/crosswalk",
        source="csf-2.0:ID.RA-01",
        target="ssdf-1.2-ipd",
        include="possible",
    )
    [one] = [r for r in found["results"] if r["element"] == "ssdf-1.2-ipd:RV.1.2"]
    assert set(one["relations"]) == {"subset_of", "intersects_with", "no_relationship"}
    assert set(one["excluded"]) == {"equal", "superset_of"}
    assert "ssdf-1.2-ipd:RV.1.2" in one["settled_by"]


def test_4_which_mappings_contradict_each_other(
    client: httpx.Client, disputed: httpx.Client
) -> None:
    assert get(client, "/v1/contradictions", edition="csf-2.0")["items"] == []
    for edition, ends in (
        ("csf-2.0", ("csf-2.0:PR.PS-06", "ssdf-1.1:PW.7.1")),
        ("ssdf-1.1", ("ssdf-1.1:PW.7.1", "csf-2.0:PR.PS-06")),
    ):
        found = get(disputed, "/v1/contradictions", edition=edition)["items"]
        [pair] = [one for one in found if (one["source"], one["target"]) == ends]
        [contradiction] = pair["contradictions"]
        assert contradiction["rationale"] == "semantic"
        sets = {proof["hops"][0]["mapping_set"] for proof in contradiction["proofs"]}
        assert sets == {"made-up-one", "made-up-two"}
    is_problem(client.get("/v1/contradictions", params={"edition": "csf-9"}), 404)


def test_5_and_6_who_asserted_a_mapping_and_whose_the_sets_are(client: httpx.Client) -> None:
    items = get(client, "/v1/mapping-sets")["items"]
    held = {one["slug"]: one for one in items}
    assert {slug: held[slug]["rows"] for slug in SETS} == SETS
    publishers: dict[str, list[str]] = {one["publisher"]: [] for one in items}
    for one in items:
        publishers[one["publisher"]].append(one["slug"])
    assert publishers["Crosstrace"] == ["ssdf-1.1-to-ssdf-1.2-ipd"]
    assert publishers["Cybersecurity and Infrastructure Security Agency"] == [
        "cisa-form-1.0-to-ssdf-1.1"
    ]
    assert len(publishers.pop("National Institute of Standards and Technology")) == 8
    assert len(publishers) == 2
    found = get(client, "/v1/mapping-sets/sp800-218a-to-owasp-llm-1.1")
    assert (found["issued"], found["sources"]) == (
        "2024-07",
        ["https://doi.org/10.6028/NIST.SP.800-218A"],
    )
    row = found["mappings"][0]
    assert (row["sources"], row["targets"]) == (["sp800-218a:PO.1.3"], ["owasp-llm-1.1:LLM05-1"])
    assert row["as_printed"] == "AI RMF: Map 4.1, 4.2 | OWASP: LLM05-1"
    assert row["confidence"] is None


def test_7_which_threats_a_task_addresses(client: httpx.Client) -> None:
    found = get(client, "/v1/crosswalk", source="sp800-218a:PW.3.2", include="asserted")
    assert {r["element"] for r in found["results"]} == {
        "ai-rmf-1.0:MEASURE-2.1",
        "owasp-llm-1.1:LLM03-1",
        "ai-100-2e2023:NIST-AI-100-2e2023",
    }


def test_8_what_falls_when_a_mapping_set_is_withdrawn(client: httpx.Client) -> None:
    """All that is covered of the draft of SSDF 1.2 is covered through that set."""
    slug = "ssdf-1.1-to-ssdf-1.2-ipd"
    found = ask(client, HERON, "impact", mapping_set=slug)
    assert {one["element"].partition(":")[0] for one in found["elements"]} == {"ssdf-1.2-ipd"}
    full = {local(one["element"]) for one in found["elements"] if one["before"] == "full"}
    # The 15 tasks of SSDF 1.1 that are full, each with an equal in the draft.
    assert len(full) == SSDF_COVERAGE["full"]
    assert {one["after"] for one in found["elements"]} == {"unknown"}
    path = f"/v1/graphs/{HERON}/impact"
    is_problem(client.get(path, params={"mapping_set": "none"}), 404)
    both = {"mapping_set": slug, "evidence": heron("policy")}
    is_problem(client.get(path, params=both), 400)


# --- Coverage and gaps


def gaps(client: httpx.Client, graph: str = HERON, day: dt.date = DAY) -> dict[str, Any]:
    return ask(client, graph, "gaps", day)


def test_9_no_high_task_is_without_a_statement(client: httpx.Client) -> None:
    missing = [t for t in gaps(client)["tasks"] if "not_stated" in t["gaps"]]
    assert Counter(task["priority"] for task in missing)["high"] == 0
    # Nothing is stated on 18 of the 48 tasks; 16 of these are Medium, as the query finds too.
    assert Counter(task["priority"] for task in missing)["medium"] == 16


def test_10_what_is_partial_and_which_items_are_open(client: httpx.Client) -> None:
    tasks = {local(task["element"]): task for task in gaps(client)["tasks"]}
    assert {name for name, task in tasks.items() if task["coverage"] == "partial"} == PARTIAL
    for name, items in OPEN_ITEMS.items():
        assert [local(item) for item in tasks[name]["open_items"]] == items


def test_11_what_is_certain_partial_or_unknown_elsewhere(client: httpx.Client) -> None:
    def counts(edition: str, kind: str) -> Any:
        return ask(client, HERON, "coverage", edition=edition)["counts"][kind]

    assert counts("sp800-218a", "task") == OWN_COVERAGE
    assert counts("ssdf-1.1", "task") == SSDF_COVERAGE
    assert counts("csf-2.0", "subcategory")["unknown"] == CSF_SUBCATEGORIES


def test_12_where_no_mapping_leads(client: httpx.Client) -> None:
    found = ask(client, HERON, "gaps", edition="ai-rmf-1.0")["mapping_gaps"]
    unmapped = {local(one["element"]) for one in found["unmapped"]}
    # 24 of the 72 subcategories are in no informative reference of the profile.
    assert (len(unmapped), found["total"], found["exhaustive"]) == (24, 72, False)
    assert {"GOVERN-1.3", "MEASURE-2.10", "MEASURE-4.3"} <= unmapped


def test_13_and_14_departures_and_progress(client: httpx.Client) -> None:
    found = gaps(client)
    assert [(local(d["element"]), d["kind"]) for d in found["departures"]] == DEPARTURES
    assert all(d["rationale"] and d["responsible_parties"] for d in found["departures"])
    added, modified = found["progress"]["added"], found["progress"]["modified"]
    assert (added["full"], added["none"]) == (NEW_DONE, NEW_OPEN)
    assert (modified["full"], modified["partial"]) == (MODIFIED_DONE, MODIFIED_PARTIAL)


def test_15_two_products_side_by_side(client: httpx.Client) -> None:
    found = ask(client, HERON, "compare", other=MILLRACE)
    differing = {
        local(pair["element"]): (pair["first"]["coverage"], pair["second"]["coverage"])
        for pair in found["elements"]
        if pair["differs"] and local(pair["element"]).count(".") == 2
    }
    assert differing == DIFFERING


# --- Evidence


def test_16_what_is_lost_with_a_piece_of_evidence(client: httpx.Client) -> None:
    found = ask(client, HERON, "impact", evidence=heron("weight-review"))["together"]
    assert {one["element"] for one in found["elements"]} == LOST_WITH_REVIEW
    assert all(one["hops"] is not None and one["tasks"] for one in found["elements"])
    keeps = {local(s["task"]): [e["evidence"] for e in s["keeps"]] for s in found["statements"]}
    assert keeps == {"PS.1.1": [], "PS.1.3": [heron("key-ceremony")]}
    audit = ask(client, HERON, "impact", evidence=heron("environment-audit"))["together"]
    assert {local(one["item"]) for one in audit["attestation_items"]} == ITEMS_LOST_WITH_AUDIT


def test_17_what_expires_within_sixty_days(client: httpx.Client) -> None:
    end = (DAY + dt.timedelta(days=60)).isoformat()
    found = ask(client, HERON, "impact", expires_before=end)["losses"]
    ranked = [(one["evidence"][0]["evidence"], one["outcomes_at_risk"]) for one in found]
    assert ranked == EXPIRING


@pytest.mark.parametrize("day", UNSUPPORTED)
def test_18_what_is_claimed_without_current_evidence(client: httpx.Client, day: dt.date) -> None:
    tasks = gaps(client, day=day)["tasks"]
    found = {local(t["element"]) for t in tasks if "no_current_evidence" in t["gaps"]}
    assert found == UNSUPPORTED[day]


def test_19_the_single_point_of_failure(client: httpx.Client) -> None:
    losses = ask(client, HERON, "impact")["losses"]
    assert len(losses) == PIECES_OF_EVIDENCE
    first = losses[0]
    assert first["evidence"][0]["evidence"] == heron("policy")
    sole = [one for one in first["statements"] if one["sole"]]
    assert (len(sole), first["outcomes_at_risk"]) == ON_THE_POLICY


@pytest.mark.parametrize("day", OBJECTIONS)
def test_20_what_speaks_against_claims(client: httpx.Client, day: dt.date) -> None:
    found = gaps(client, day=day)["objections"]
    assert {o["source"].rpartition("/")[2]: o["answered"] for o in found} == OBJECTIONS[day]


# --- Responsibility


def test_21_and_22_who_answers_for_what(client: httpx.Client) -> None:
    found = ask(client, FERNWICK, "responsibility", supplier=[MILLRACE, HERON])["elements"]
    held = [(o["asset"].rpartition("/")[2], o["ownership"], local(o["element"])) for o in found]
    assert Counter((asset, ownership) for asset, ownership, _ in held) == OWNERSHIP
    assert {task for _, kind, task in held if kind == "doubly_owned"} == DOUBLY_OWNED
    assert {task for _, kind, task in held if kind == "passed_around"} == PASSED_AROUND


def test_23_and_24_what_a_supplier_shows_and_no_longer_shows(client: httpx.Client) -> None:
    def supplied(day: dt.date) -> dict[str, Any]:
        found = ask(client, MILLRACE, "responsibility", day, supplier=HERON)["supplied"]
        return {local(one["element"]): one for one in found}

    assert {task: one["supply"] for task, one in supplied(DAY).items()} == ASKED_OF_HERON
    lapsed = {t: one for t, one in supplied(LATER).items() if one["supply"] == "lapsed"}
    assert {task: one["affected_statements"] for task, one in lapsed.items()} == {
        "PS.1.1": [millrace("PS.1.1")]
    }
    found = ask(client, FERNWICK, "impact", expires_before=LATER.isoformat())["together"]
    assert {local(s["task"]) for s in found["statements"] if s["sole"]} == ON_THE_ATTESTATION


# --- Attestation and planning


def test_25_whether_item_2_can_be_signed(client: httpx.Client) -> None:
    found = ask(client, HERON, "attestation/cisa-form-1.0")
    items = {local(item["item"]): item for item in found["items"]}
    assert len(items["2"]["tasks"]) == BEHIND_ITEM_2
    assert {local(task) for task in items["2"]["blockers"]} == BLOCKERS_OF_ITEM_2
    ready = {name for name, item in items.items() if item["readiness"] == "ready"}
    assert ready == READY_ITEMS
    assert [local(plan["task"]) for plan in found["plans"]] == PLANS


def test_26_what_backs_what_can_not_be_attested(client: httpx.Client) -> None:
    found = ask(client, MILLRACE, "attestation/sp800-218a")
    [acceptance] = found["acceptances"]
    assert acceptance["valid_until"] == ACCEPTED_UNTIL.isoformat()
    assert ask(client, MILLRACE, "attestation/sp800-218a", LATER)["acceptances"] == []


def test_27_what_was_stated_on_an_earlier_day(client: httpx.Client) -> None:
    """On 19 November the version of the 18th was kept, in which nothing contradicts RV.2.2."""
    told = {}
    for known_on in ("2026-11-19", "2026-11-20"):
        found = ask(client, HERON, "coverage", edition="sp800-218a", known_on=known_on)
        [one] = [e for e in found["elements"] if local(e["element"]) == "RV.2.2"]
        told[known_on] = (one["coverage"], one["ground"])
    assert told == {"2026-11-19": ("full", "evidenced"), "2026-11-20": ("partial", "contradicted")}
    before = {"as_of": "2026-11-25", "known_on": "2026-11-17", "edition": "sp800-218a"}
    is_problem(client.get(f"/v1/graphs/{HERON}/coverage", params=before), 404)


def test_28_what_to_do_next(client: httpx.Client) -> None:
    steps = ask(client, HERON, "next-steps", LATER, count=5)["steps"]
    assert [(s["action"], *(local(t["element"]) for t in s["tasks"])) for s in steps] == STEPS


# --- Versions


def test_29_what_a_move_to_the_draft_of_ssdf_1_2_changes(client: httpx.Client) -> None:
    path = "/v1/editions/ssdf-1.1/diff/ssdf-1.2-ipd"
    body = example(f"{FOLDER}/model-producer.ttl")
    answer = client.post(path, content=body, headers={"Content-Type": "text/turtle"})
    assert answer.status_code == 200, answer.text
    found = answer.json()
    # The set has 49 rows of what was carried over and 12 of what was reworded; seven tasks and two
    # practices are new, and of the four groups nobody states anything.
    assert {token: n for token, n in found["counts"].items() if n} == {
        "unchanged": 49,
        "reworded": 12,
        "added": 9,
        "not_stated": 4,
    }
    substantive = [c["element"] for c in found["changes"] if c["substantive"]]
    assert "ssdf-1.1:RV.1.2" in substantive
    effects = {local(c["element"]): c["carry_over"] for c in found["graph"]["claims"]}
    assert effects["RV.1.2"] == "reassess"
    assert effects["PS.1.1"] == effects["PO.1.1"] == "carry_over"


def test_30_which_mappings_point_at_superseded_editions(client: httpx.Client) -> None:
    items = {one["edition"]: one for one in get(client, "/v1/editions/superseded")["items"]}
    old = items["csf-1.1"]
    assert (old["successor"], old["draft"], old["mappings"]) == ("csf-2.0", False, 27)
    became = {local(e["element"]): e for e in old["elements"]}
    assert became["ID.GV-3"]["counterpart"] == "moved to csf-2.0:GV.OC-03"
    unstated = {name for name, one in became.items() if not one["hops"]}
    assert unstated == {"PR.AT", "DE.CM", "ID.RA"}
    assert items["ssdf-1.1"]["draft"] is True
