"""SPDX 3 documents: what they say of themselves, and of models, data sets and packages.

Source: SPDX 3.0.1, JSON-LD serialization; profiles Core, Software, AI and Dataset.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final

from crosstrace.evidence.elements import Element, Elements, identifier
from crosstrace.evidence.intake import FILE, check, written
from crosstrace.evidence.reading import Facts, Reading
from crosstrace.vocab import CT, FOAF, PROV

_CONTEXTS: Final = tuple(
    f"https://spdx.org/rdf/{version}/spdx-context.jsonld" for version in ("3.0.1", "3.0.0")
)
_AGENTS: Final = {
    "Organization": CT + "Organization",
    "Person": FOAF + "Person",
    "SoftwareAgent": PROV + "SoftwareAgent",
    "Agent": PROV + "Agent",
}
_DESCRIBED: Final = ("SpdxDocument", "Tool", "CreationInfo", *_AGENTS)
_ORIGINS: Final = ("trainedOn", "descendantOf")
_OUTCOMES: Final = ("ancestorOf", "generates", "copiedTo")
_PART: Final = "contains"


def state(reading: Reading, document: Mapping[str, Any]) -> Facts:
    """State what an SPDX document says; `InvalidInput` names the place that can't be used."""
    context = document.get("@context")
    if context not in _CONTEXTS:
        FILE.refuse(("@context",), f"{written(context)} is not read; SPDX 3.0.1 is.")
    check("spdx-3.0", document)
    elements = Elements(document)
    own = [one for one in elements.found if one.kind == "SpdxDocument"]
    if len(own) > 1:
        FILE.refuse(own[1].path, "it is a second SpdxDocument; a file has one.")
    roots = _roots(elements, own)
    facts = Facts(
        called="SPDX document",
        title=_title(own, elements, roots),
        media_type="application/spdx+json",
        exact=True,
    )
    nodes = _state_assets(reading, elements, roots)
    facts.about.extend(dict.fromkeys(node for node in nodes.values() if node))
    if own:
        facts.identifiers.append(own[0].identifier)
    _state_creation(reading, facts, elements, own)
    _state_relationships(reading, elements, nodes)
    _note_rest(reading, elements, nodes)
    return facts


def _roots(elements: Elements, own: list[Element]) -> dict[str, None]:
    """The identifiers of what the document is about: its roots, and those of its collections."""
    found: dict[str, None] = {}
    waiting = deque(one.identifier for one in own)
    while waiting:
        one = elements.named.get(waiting.popleft())
        for name in map(identifier, one.content.get("rootElement", ())) if one else ():
            if name and name not in found:
                found[name] = None
                waiting.append(name)
    return found


def _title(own: list[Element], elements: Elements, roots: Iterable[str]) -> str:
    named = [one.content["name"] for one in own if one.content.get("name")]
    if named:
        return f"SPDX document {named[0]}"
    described = [one for name in roots if (one := elements.named.get(name)) and one.asset]
    titles = [one.content["name"] for one in described if one.content.get("name")]
    return f"SPDX document of {titles[0]}" if titles else "SPDX document"


def _state_assets(
    reading: Reading, elements: Elements, roots: Collection[str]
) -> dict[str, str | None]:
    """State the assets, what the document is about first; their nodes by identifier."""
    chosen = [one for one in elements.found if one.asset]
    chosen.sort(key=lambda one: (one.identifier not in roots, one.asset == "SoftwareComponent"))
    files = [one for one in chosen if one.asset == "Asset" and one.identifier not in roots]
    if files:
        kind = "Files that are neither models nor data are not kept"
        reading.losses.note(kind, f"{len(files)}")
    skipped = {one.identifier for one in files}
    return {
        one.identifier: reading.asset(one.thing(reading, elements))
        for one in chosen
        if one.identifier not in skipped
    }


def _state_creation(reading: Reading, facts: Facts, elements: Elements, own: list[Element]) -> None:
    """State when, by whom and with which tools the document was made."""
    found = elements.creation_info(own[0] if own else None)
    if found is None:
        reading.losses.note("The file has no one SpdxDocument that says when it was made")
        return
    facts.made = (*found.path, "created"), found.content["created"]
    tools = [
        reading.agent(PROV + "SoftwareAgent", tool.content.get("name"))
        for tool in _named(elements, found.content.get("createdUsing", ()))
    ]
    if tools:
        facts.activities.append(reading.activity("run", tools))
    for agent in _named(elements, found.content["createdBy"]):
        kind = _AGENTS.get(agent.kind, PROV + "Agent")
        facts.authors.append(reading.agent(kind, agent.content.get("name")))


def _named(elements: Elements, references: list[Any]) -> Iterator[Element]:
    for reference in references:
        if found := elements.named.get(identifier(reference) or ""):
            yield found


def _state_relationships(
    reading: Reading, elements: Elements, nodes: Mapping[str, str | None]
) -> None:
    lost: Counter[str] = Counter()
    for one in elements.found:
        kind = one.content.get("relationshipType")
        if kind is None:
            continue
        source = nodes.get(identifier(one.content["from"]) or "")
        for target in (nodes.get(identifier(to) or "") for to in one.content["to"]):
            if kind in _ORIGINS:
                reading.derived(source, target)
            elif kind in _OUTCOMES:
                reading.derived(target, source)
            elif kind == _PART:
                reading.part(source, target)
            else:
                lost[kind] += 1
    if lost:
        reading.losses.note("Relationships of other kinds are not kept", *sorted(lost))


def _note_rest(reading: Reading, elements: Elements, nodes: Mapping[str, str | None]) -> None:
    """Note the kinds of elements that no part of the reading has looked at."""
    kinds = {
        one.kind
        for one in elements.found
        if one.identifier not in nodes
        and not one.asset
        and one.kind not in _DESCRIBED
        and "rootElement" not in one.content
        and "relationshipType" not in one.content
    }
    if kinds:
        reading.losses.note("Elements of other types are not kept", *sorted(kinds))
