"""Reports as SARIF: valid by the published schema, and pointing at the right place."""

from __future__ import annotations

import json

import jsonschema_rs
import pytest
from report_cases import report, result
from validation_harness import Judge

from crosstrace.resources import DATA
from crosstrace.validation.report import Location
from crosstrace.validation.sarif import sarif

SCHEMA = json.loads((DATA / "schemas" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema_rs.Draft7Validator({k: v for k, v in SCHEMA.items() if k != "$schema"})
DRAFT = (DATA / "examples" / "acquirer-draft.ttl").read_text(encoding="utf-8")


def test_the_findings_of_a_real_graph_are_valid_sarif(judge: Judge) -> None:
    found = judge(DRAFT, prefixes="")
    document = sarif([("graphs/our draft.ttl", found)])
    VALIDATOR.validate(document)
    [run] = document["runs"]
    assert len(run["results"]) == len(found.results) > 5
    assert {r["level"] for r in run["results"]} >= {"error", "warning"}
    for one, other in zip(run["results"], found.results, strict=True):
        rule = run["tool"]["driver"]["rules"][one["ruleIndex"]]
        assert (rule["id"], rule["helpUri"]) == (one["ruleId"], other.shape)
        place = one["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "graphs/our%20draft.ttl"
        if other.locations:
            region = place["region"]
            assert (region["startLine"], region["startColumn"]) == (
                other.locations[-1].line,
                other.locations[-1].column,
            )


def test_the_schema_would_notice_a_mistake() -> None:
    document = sarif([("a.ttl", report(result()))])
    document["runs"][0]["results"][0]["level"] = "bad"
    with pytest.raises(jsonschema_rs.ValidationError):
        VALIDATOR.validate(document)


def test_a_finding_without_a_place_is_shown_at_the_start() -> None:
    document = sarif([("a.ttl", report(result()))])
    VALIDATOR.validate(document)
    [found] = document["runs"][0]["results"]
    assert found["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}


def test_a_finding_is_recognised_when_its_line_moves() -> None:
    found = [sarif([("a.ttl", report(result(locations=(Location(line, 1),))))]) for line in (3, 30)]
    prints = {
        d["runs"][0]["results"][0]["partialFingerprints"]["crosstraceFinding/v1"] for d in found
    }
    assert len(prints) == 1
    other = sarif([("a.ttl", report(result(focus_node="urn:other")))])
    assert (
        other["runs"][0]["results"][0]["partialFingerprints"]["crosstraceFinding/v1"] not in prints
    )


def test_the_fix_is_told_and_the_verdict_kept() -> None:
    document = sarif([("a.ttl", report(result(fix="Add it."))), ("b.ttl", report())])
    VALIDATOR.validate(document)
    [run] = document["runs"]
    assert run["results"][0]["message"]["text"] == "Something is missing. Fix: Add it."
    assert [r["conforms"] for r in run["properties"]["reports"]] == [False, True]
