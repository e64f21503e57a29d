"""SLSA provenance: which run of which builder made the subjects, and what went into it.

What was there at build time is stated as used by the run, not as an origin of each subject: the
provenance says no more.
Sources: SLSA Provenance v1, v0.2 and v0.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from crosstrace.conversion.jsonfile import Path
from crosstrace.evidence import descriptors
from crosstrace.evidence.intake import check
from crosstrace.evidence.reading import Facts, Reading
from crosstrace.vocab import DCTERMS, PROV

READ: Final = re.compile(r"https://slsa\.dev/provenance/v(0\.[12]|1(\.[0-9]+)?)")
"""The predicate types that are read."""
_TIMES: Final = (
    ("startedOn", "startedAtTime"),
    ("finishedOn", "endedAtTime"),
    ("buildStartedOn", "startedAtTime"),
    ("buildFinishedOn", "endedAtTime"),
)
_IDENTIFIERS: Final = ("invocationId", "buildInvocationId", "buildInvocationID")
_UNHELD: Final = (
    *("externalParameters", "internalParameters"),
    *("byproducts", "invocation", "buildConfig", "recipe"),
)


def state(reading: Reading, facts: Facts, predicate: Mapping[str, Any], place: Path) -> None:
    """State what the provenance says of the build; `InvalidInput` names what can't be used."""
    current = not str(facts.predicate_type).startswith("https://slsa.dev/provenance/v0.")
    check("slsa-provenance-1" if current else "slsa-provenance-0", predicate, place)
    definition = predicate["buildDefinition"] if current else predicate
    details = predicate["runDetails"] if current else predicate
    builder = details["builder"]
    run = reading.activity("run", [_builder(reading, builder)])
    facts.activities.append(run)
    kind = definition.get("buildType")
    reading.text(run, DCTERMS + "type", kind)
    within = (*place, "runDetails") if current else place
    _state_metadata(reading, facts, details.get("metadata") or {}, (*within, "metadata"))
    for subject in facts.about:
        reading.graph.link(subject, PROV + "wasGeneratedBy", run)
    for resource, where in _used(predicate, place, current=current):
        node = descriptors.resource(reading, resource, where, "Asset")
        if node:
            reading.graph.link(run, PROV + "used", node)
    for part in (definition, details) if current else (predicate,):
        reading.losses.members("Parts of the provenance are not kept", part, _UNHELD)


def _builder(reading: Reading, builder: Mapping[str, Any]) -> str:
    unheld = ("version", "builderDependencies")
    reading.losses.members("Parts of the builder's description are not kept", builder, unheld)
    return reading.agent(PROV + "SoftwareAgent", None, identifier=builder["id"])


def _state_metadata(
    reading: Reading, facts: Facts, metadata: Mapping[str, Any], place: Path
) -> None:
    run = facts.activities[-1]
    for name in _IDENTIFIERS:
        reading.text(run, DCTERMS + "identifier", metadata.get(name))
    for name, predicate in _TIMES:
        if time := metadata.get(name):
            reading.moment(run, PROV + predicate, (*place, name), time)
            if predicate == "endedAtTime":
                facts.made = ((*place, name), time)
    unheld = ("completeness", "reproducible")
    reading.losses.members("Parts of the provenance are not kept", metadata, unheld)


def _used(
    predicate: Mapping[str, Any], place: Path, *, current: bool
) -> Iterator[tuple[Mapping[str, Any], Path]]:
    if current:
        found = predicate["buildDefinition"].get("resolvedDependencies") or ()
        where: Path = (*place, "buildDefinition", "resolvedDependencies")
    else:
        found, where = predicate.get("materials") or (), (*place, "materials")
    for index, resource in enumerate(found):
        yield resource, (*where, index)
