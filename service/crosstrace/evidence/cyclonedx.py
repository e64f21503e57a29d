"""CycloneDX bills of materials: their components, models and data sets first.

Source: CycloneDX 1.5 to 1.7, JSON.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from crosstrace.evidence import components
from crosstrace.evidence.intake import CYCLONEDX, FILE, check, written
from crosstrace.evidence.reading import Facts, Reading
from crosstrace.vocab import CT, FOAF, PROV

_WHOLE: Final = (
    *("services", "externalReferences", "dependencies", "compositions", "vulnerabilities"),
    *("annotations", "formulation", "declarations", "definitions", "citations", "properties"),
    "signature",
)
_METADATA: Final = (
    *("lifecycles", "supplier", "manufacture", "licenses", "properties"),
    "distributionConstraints",
)


def state(reading: Reading, bom: Mapping[str, Any]) -> Facts:
    """State what a BOM says; `InvalidInput` names the place that can't be used."""
    version = bom.get("specVersion")
    if version not in CYCLONEDX:
        known = ", ".join(CYCLONEDX)
        FILE.refuse(("specVersion",), f"{written(version)} is not read; {known} are.")
    check(f"cyclonedx-bom-{version}", bom)
    metadata = bom.get("metadata", {})
    described = metadata.get("component")
    facts = Facts(
        called="CycloneDX BOM",
        title=_title(version, described),
        media_type="application/vnd.cyclonedx+json",
        exact=True,
    )
    if "serialNumber" in bom:
        facts.identifiers.append(bom["serialNumber"])
    if "timestamp" in metadata:
        facts.made = ("metadata", "timestamp"), metadata["timestamp"]
    _state_makers(reading, facts, metadata)
    facts.about.extend(components.state(reading, bom))
    reading.losses.members("Parts of the BOM are not kept", bom, _WHOLE)
    reading.losses.members("Parts of the metadata are not kept", metadata, _METADATA)
    return facts


def _title(version: str, described: Mapping[str, Any] | None) -> str:
    called = f"CycloneDX {version} BOM"
    if described is None:
        return called
    words = [components.name(described), described.get("version", "")]
    return f"{called} of {' '.join(filter(None, words))}"


def _state_makers(reading: Reading, facts: Facts, metadata: Mapping[str, Any]) -> None:
    """State the tools that made the BOM, and who is named as its author."""
    tools = [
        reading.agent(PROV + "SoftwareAgent", tool["name"], tool.get("version"))
        for tool in _tools(metadata.get("tools", ()))
        if "name" in tool
    ]
    if tools:
        facts.activities.append(reading.activity("run", tools))
    maker = metadata.get("manufacturer", {}).get("name")
    if maker:
        facts.authors.append(reading.agent(CT + "Organization", maker))
    for author in metadata.get("authors", ()):
        if "name" in author:
            facts.authors.append(reading.agent(FOAF + "Person", author["name"]))


def _tools(tools: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(tools, Mapping):
        yield from tools.get("components", ())
        yield from tools.get("services", ())
    else:
        yield from tools
