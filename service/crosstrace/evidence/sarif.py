"""SARIF files: which tools ran, when, and on what.

The findings themselves stay in the file, which is the evidence.
Source: SARIF 2.1.0 (OASIS Standard, errata 1).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from crosstrace.conversion.jsonfile import Path
from crosstrace.conversion.losses import shown
from crosstrace.evidence.intake import FILE, check, written
from crosstrace.evidence.reading import Facts, Reading, Thing, day, digests
from crosstrace.vocab import PROV

_RUN: Final = (
    *("conversion", "logicalLocations", "graphs", "properties", "externalPropertyFileReferences"),
    *("threadFlowLocations", "taxonomies", "addresses", "translations", "policies"),
    *("webRequests", "webResponses", "specialLocations", "runAggregates"),
)


def state(reading: Reading, log: Mapping[str, Any]) -> Facts:
    """State what a SARIF log says of its runs; `InvalidInput` names what can't be used."""
    version = log.get("version")
    if version != "2.1.0":
        FILE.refuse(("version",), f"{written(version)} is not read; SARIF 2.1.0 is.")
    check("sarif-2.1.0", log)
    runs = log.get("runs") or []
    names = dict.fromkeys(run["tool"]["driver"]["name"] for run in runs)
    facts = Facts(
        called="SARIF log",
        title=" ".join(["SARIF log", *(("of", ", ".join(names)) if names else ())]),
        media_type="application/sarif+json",
    )
    for index, run in enumerate(runs):
        _state_run(reading, facts, run, index)
    if not facts.about:
        reading.losses.note("The file doesn't say what was analysed")
    unheld = ("inlineExternalProperties", "properties")
    reading.losses.members("Parts of the log are not kept", log, unheld)
    return facts


def _state_run(reading: Reading, facts: Facts, run: Mapping[str, Any], index: int) -> None:
    driver = run["tool"]["driver"]
    version = driver.get("semanticVersion", driver.get("version"))
    tool = reading.agent(PROV + "SoftwareAgent", driver["name"], version)
    activity = reading.activity(f"run-{index + 1}", [tool])
    facts.activities.append(activity)
    _state_times(reading, facts, run, index)
    guid = run.get("automationDetails", {}).get("guid")
    if guid:
        facts.identifiers.append(f"urn:uuid:{guid}")
    for thing in (*_repositories(run, index), *_targets(reading, run, index)):
        node = reading.asset(thing)
        if node:
            facts.about.append(node)
            reading.graph.link(activity, PROV + "used", node)
    if "extensions" in run["tool"]:
        names = (shown(extension["name"]) for extension in run["tool"]["extensions"])
        reading.losses.note("Extensions of tools are not kept", *names)
    if results := run.get("results"):
        kind = "Findings are not kept; the file itself holds them"
        reading.losses.note(kind, f"{len(results)} of run {index + 1}")
    reading.losses.members("Parts of runs are not kept", run, _RUN)


def _state_times(reading: Reading, facts: Facts, run: Mapping[str, Any], index: int) -> None:
    """State when the run began and ended; the file was made when its last run ended."""
    for name, predicate, pick in (
        ("startTimeUtc", "startedAtTime", min),
        ("endTimeUtc", "endedAtTime", max),
    ):
        found = [
            (("runs", index, "invocations", number, name), invocation[name])
            for number, invocation in enumerate(run.get("invocations", ()))
            if name in invocation
        ]
        for place, time in found:
            day(place, time)
        if found:
            chosen = pick(found, key=lambda pair: pair[1])
            reading.moment(facts.activities[-1], PROV + predicate, *chosen)
            if name == "endTimeUtc" and (facts.made is None or facts.made[1] < chosen[1]):
                facts.made = chosen


def _repositories(run: Mapping[str, Any], index: int) -> Iterator[Thing]:
    """The repositories that were analysed, each in its revision."""
    for found in run.get("versionControlProvenance", ()):
        address, revision = found["repositoryUri"], found.get("revisionId")
        key = f"{index}\n{address}\n{revision}"
        yield Thing("Asset", key, version=revision, identifiers=(address,))


def _targets(reading: Reading, run: Mapping[str, Any], index: int) -> Iterator[Thing]:
    """The files that the tool was told to analyse."""
    others = 0
    for number, artifact in enumerate(run.get("artifacts") or ()):
        place: Path = ("runs", index, "artifacts", number)
        uri = artifact.get("location", {}).get("uri")
        if "analysisTarget" not in artifact.get("roles", ()):
            others += 1
            continue
        yield Thing(
            "Asset",
            f"{index}\n{number}",
            title=uri,
            digests=tuple(digests(artifact.get("hashes", {}), (*place, "hashes"))),
        )
    if others:
        kind = "Files that are no target of the analysis are not kept"
        reading.losses.note(kind, f"{others} of run {index + 1}")
