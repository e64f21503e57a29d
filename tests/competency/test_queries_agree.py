"""The queries beside the answers that the service computes: on every graph they say the same.

A test's name begins with the numbers of the questions. What only the answers know (what speaks
against a claim, in the queries that say so at their head) is left out of both sides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import varied_graphs
from varied_graphs import VARIANTS, moved
from worked_example import SETTINGS, asked

from crosstrace.bootstrap import open_services
from crosstrace.resources import ONTOLOGY

DAYS = ("2026-11-25", "2027-02-15")
END = "2027-03-05"
ELEMENT = "https://w3id.org/crosstrace/id/"
DONE = {"evidenced", "alternative", "partly_done", "contradicted"}
"""Why a claim counts that current evidence shows."""

_DAY = re.compile(r'"\d{4}-\d\d-\d\d"\^\^xsd:date(?! "20)')


class Asker:
    """Asks one variant on one day, by query and by endpoint."""

    def __init__(self, client: httpx.Client, variant: str, day: str) -> None:
        self.client, self.variant, self.day = client, variant, day
        self.heron, self.millrace = (
            moved(f"https://example.org/{name}/", variant) for name in ("heron", "millrace")
        )

    def rows(self, number: int, *changes: tuple[str, str]) -> list[dict[str, str]]:
        """The rows of a query, elements as edition:id and the terms of ct: by their names."""
        [file] = (ONTOLOGY / "competency").glob(f"cq-{number:02}-*.rq")
        text = file.read_text(encoding="utf-8")
        text = re.sub(
            r'(VALUES (?:\(\?as_of \?last\)|\?as_of) \{ \(?)"[0-9-]+"', rf'\1"{self.day}"', text
        )
        for old, new in (*changes, ("LIMIT 10\n", "")):
            assert new == "" or old in text, old
            text = text.replace(old, new)
        answer = self.client.post(
            "/sparql",
            content=moved(text, self.variant).encode(),
            headers={
                "Content-Type": "application/sparql-query",
                "Accept": "application/sparql-results+json",
            },
        )
        assert answer.status_code == 200, answer.text
        found = answer.json()["results"]["bindings"]
        return [{name: short(value["value"]) for name, value in row.items()} for row in found]

    def answer(self, path: str, name: str = "heron", **more: object) -> Any:
        answer = self.client.get(
            f"/v1/graphs/{name}-{self.variant}/{path}",
            params={"as_of": self.day, **more},  # type: ignore[arg-type]
        )
        assert answer.status_code == 200, answer.text
        return answer.json()


def short(value: str) -> str:
    if value.startswith(ELEMENT):
        edition, _, name = value.removeprefix(ELEMENT).partition("/")
        return f"{edition}:{name}"
    return value.rpartition("#")[2] if "crosstrace/ns#" in value else value


@pytest.fixture(scope="module")
def varied() -> Iterator[httpx.Client]:
    with open_services(SETTINGS) as services, asked(services) as opened:
        varied_graphs.submit(opened)
        yield opened


@pytest.fixture(params=[(v, d) for v in VARIANTS for d in DAYS], ids="-".join)
def ask(varied: httpx.Client, request: pytest.FixtureRequest) -> Asker:
    return Asker(varied, *request.param)


def test_9_10_and_28_gaps(ask: Asker) -> None:
    tasks = {one["element"]: one for one in ask.answer("gaps")["tasks"]}
    for priority in ("High", "Medium", "Low"):
        missing = {
            name
            for name, one in tasks.items()
            if "not_stated" in one["gaps"] and one["priority"] == priority.lower()
        }
        found = ask.rows(9, ("{ ct:High }", f"{{ ct:{priority} }}"))
        assert {row["task"] for row in found} == missing
    items = {(name, item) for name, one in tasks.items() for item in one["open_items"]}
    assert {(r["task"], r["item"]) for r in ask.rows(10) if "item" in r} == items
    still = {"open_items", "no_owner", "contradicted"}
    assert {row["task"] for row in ask.rows(28)} == {
        name for name, one in tasks.items() if set(one["gaps"]) - still
    }


def test_11_candidates(ask: Asker) -> None:
    elements = ask.answer("coverage", edition="csf-2.0")["elements"]
    led = {
        (one["element"], way["task"])
        for one in elements
        for way in one["candidates"]
        if len(way["hops"]) == 2 and one["element"].count("-") == 2
    }
    assert {(row["outcome"], row["task"]) for row in ask.rows(11)} == led


def test_13_departures(ask: Asker) -> None:
    kinds = {"Omitted": "omitted", "Adapted": "adapted", "NotApplicable": "not_applicable"}
    departures = ask.answer("gaps")["departures"]
    assert sorted((r["element"], kinds[r["decision"]]) for r in ask.rows(13)) == sorted(
        (one["element"], one["kind"]) for one in departures if one["kind"] in kinds.values()
    )


def test_14_and_18_current_evidence(ask: Asker) -> None:
    elements = ask.answer("coverage", edition="sp800-218a")["elements"]
    shown = {one["element"] for one in elements if one["ground"] in DONE}
    claims = ("Implemented", "Alternative", "Partial")
    rows = ask.rows(14)
    told = {r["task"] for r in rows if r.get("claim") in claims and "current_evidence" in r}
    assert told == shown & {row["task"] for row in rows}
    bare = {
        one["element"]
        for one in elements
        if one["ground"] == "no_current_evidence" and one["kind"] == "task"
    }
    assert {row["task"] for row in ask.rows(18)} == bare


def test_16_17_and_19_lost_evidence(ask: Asker) -> None:
    def counted(losses: list[Any]) -> dict[str, tuple[int, int]]:
        return {
            one["evidence"][0]["evidence"]: (
                len(one["statements"]),
                sum(said["sole"] for said in one["statements"]),
            )
            for one in losses
        }

    def told(rows: list[dict[str, str]]) -> dict[str, tuple[int, int]]:
        return {row["evidence"]: (int(row["statements"]), int(row["sole"])) for row in rows}

    losses = ask.answer("impact")["losses"]
    assert told(ask.rows(19)) == counted(losses)
    expiring = ask.answer("impact", expires_before=END)["losses"]
    assert told(ask.rows(17, ("2027-01-24", END))) == counted(expiring)
    # Asking of each piece would take long: those with several statements, and with one.
    for loss in [*losses[:2], losses[-1]]:
        evidence = loss["evidence"][0]["evidence"].removeprefix(ask.heron)
        keeps: dict[str, set[str]] = {}
        for row in ask.rows(16, ("heron:weight-review", f"heron:{evidence}")):
            keeps.setdefault(row["statement"], set())
            if "keeps" in row:
                keeps[row["statement"]].add(row["keeps"])
            assert row["effect"] == (
                "keeps other evidence" if "keeps" in row else "loses all support"
            )
        assert keeps == {
            said["implementation"]: {kept["evidence"] for kept in said["keeps"]}
            for said in loss["statements"]
        }


def test_20_objections(ask: Asker) -> None:
    objections = ask.answer("gaps")["objections"]
    assert {(r["objection"], r["statement"], r["answered"]) for r in ask.rows(20)} == {
        (one["source"], one["against"], one["answered"]) for one in objections
    }


def test_20_only_a_later_pass_refutes(varied: httpx.Client) -> None:
    rows = Asker(varied, "same-day", DAYS[0]).rows(20)
    told = {r["objection"].rpartition("/")[2]: r["answered"] for r in rows}
    failed = {name: state for name, state in told.items() if name.endswith("-failed")}
    assert len(failed) == 7
    assert {name for name, state in failed.items() if state == "refuted"} == {
        "PO.1.1-failed",
        "PO.3.2-failed",
    }


def test_21_and_22_responsibility(ask: Asker) -> None:
    found = ask.answer("responsibility", supplier=f"millrace-{ask.variant}")["elements"]
    asset = f"{ask.heron}heron-7b"
    held = {one["element"]: one for one in found if one["asset"] == asset}
    practices = sorted({name.rpartition(".")[0] for name in held})
    changes = (
        ("millrace:ledgerlens }", f"<{asset}> }}"),
        ("fernwick:graph millrace:graph", f"<{ask.heron}graph> <{ask.millrace}graph>"),
        ("sp800-218a:PO.1 sp800-218a:PW.1 sp800-218a:PW.8", " ".join(practices)),
    )
    shares = {
        (name, s["party"], s["kind"].replace("_", ""), s["source"])
        for name, one in held.items()
        for s in one["shares"]
    }
    assert {
        (r["task"], r["party"], r["kind"].lower(), r["source"]) for r in ask.rows(21, *changes)
    } == shares
    pair = ("(millrace:ledgerlens fernwick:graph)", f"(<{asset}> <{ask.heron}graph>)")
    findings: dict[str, set[str]] = {}
    for row in ask.rows(22, pair):
        if row["asset"] == asset:
            findings.setdefault(row["finding"].replace(" ", "_"), set()).add(row["task"])
    for kind in ("unowned", "doubly_owned", "passed_around"):
        expected = {name for name, one in held.items() if one["ownership"] == kind}
        assert findings.get(kind, set()) == expected


def test_23_suppliers(ask: Asker) -> None:
    found = ask.answer("responsibility", "millrace", supplier=f"heron-{ask.variant}")["supplied"]
    names = {
        "not_stated": "not stated",
        "declined": "declined",
        "not_done": "not done",
        "lapsed": "not shown",
        "in_part": "in part",
        "shown": "shown",
    }
    told = {row["element"]: row["status"] for row in ask.rows(23)}
    assert told.keys() == {one["element"] for one in found}
    for one in found:
        if one["supply"] != "contradicted":
            assert told[one["element"]] == names[one["supply"]], one["element"]


def test_25_and_26_attestation(ask: Asker) -> None:
    covered = ask.answer("coverage", edition="sp800-218a")["elements"]
    against = {one["element"] for one in covered if one["ground"] == "contradicted"}
    for item in ask.answer("attestation/cisa-form-1.0")["items"]:
        name = item["item"].rpartition(":")[2]
        rows = ask.rows(25, ("cisa-form-1.0:2 }", f"cisa-form-1.0:{name} }}"))
        assert {row["task"] for row in rows} == {task["task"] for task in item["tasks"]}
        blocked = {row["task"] for row in rows if row["blocker"]}
        assert blocked == set(item["blockers"]) - against, name
    found = ask.answer("attestation/sp800-218a")
    rows = ask.rows(
        26,
        ("PREFIX millrace:", "PREFIX heron: <https://example.org/heron/>\nPREFIX millrace:"),
        ("{ millrace:graph }", "{ heron:graph }"),
    )
    plans = {row["backing"] for row in rows if row["kind"] == "plan"}
    assert plans == {one["implementation"] for one in found["plans"]}
    accepted = {row["backing"] for row in rows if row["kind"] == "accepted risk"}
    assert accepted == {one["acceptance"] for one in found["acceptances"]}
