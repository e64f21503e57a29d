"""Reading an OSCAL component definition: what one component says of SP 800-218A, as Turtle.

Nothing is added that the file doesn't say: where it says nothing of a status, a role or a date,
the graph says nothing either, so that its validation asks for it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from crosstrace.components import assets, intake, parties
from crosstrace.components.claims import Claims
from crosstrace.components.intake import FILE, ROOT
from crosstrace.components.reading import Props, Reading
from crosstrace.conversion.graph import Graph
from crosstrace.conversion.jsonfile import MAX_FINDINGS, Path
from crosstrace.conversion.losses import shown
from crosstrace.conversion.profile import BASE_EDITION, PROFILE, PROFILE_IRI, edition_named
from crosstrace.errors import InputError, InvalidInput
from crosstrace.vocab import CT, DCTERMS

_METADATA: Final = (
    "revisions",
    "document-ids",
    "props",
    "links",
    "locations",
    "actions",
    "remarks",
)
_WHOLE: Final = ("import-component-definitions", "capabilities")
_UNHELD: Final = ("links",)


@dataclass(frozen=True, slots=True)
class ImportedComponents:
    """One implementation graph as Turtle, and in sentences what is not in it."""

    turtle: str
    losses: tuple[str, ...]


def read_components(
    body: bytes, *, base: str, imported: dt.date, component: str | None = None
) -> ImportedComponents:
    """The claims about SP 800-218A that an OSCAL component definition in JSON makes.

    `base` begins the IRIs of the nodes and ends with `/` or `#`; `imported` is today;
    `component` is the uuid or title of the component, needed where several could be meant.
    `InvalidInput` names every place in the file that can't be used.

    Source: OSCAL 1.2.1, component definition model.
    """
    graph = Graph(base)
    content = intake.load(body)
    reading = Reading(content, graph, _parties(content), _resources(content), _roles(content))
    asset = assets.chosen(reading, component)
    root = graph.iri("graph")
    graph.type(root, CT + "ImplementationGraph")
    _state_document(reading, root, imported)
    node, role = assets.state(reading, asset)
    graph.link(root, CT + "subject", node)
    if role:
        graph.link(root, CT + "role", role)
    claims = _claims(reading, asset, node, root)
    creators = parties.creators(reading)
    for creator in creators:
        graph.link(root, DCTERMS + "creator", creator)
    parties.state_parties(reading, {*creators, *claims.parties})
    _note_rest(reading, claims, asset)
    return ImportedComponents(graph.turtle(), reading.losses.sentences())


def _state_document(reading: Reading, root: str, imported: dt.date) -> None:
    graph, metadata = reading.graph, reading.content["metadata"]
    issued = metadata.get("published", metadata["last-modified"])
    graph.text(root, DCTERMS + "title", metadata["title"])
    graph.text(root, DCTERMS + "identifier", reading.content["uuid"])
    graph.date(root, DCTERMS + "issued", dt.date.fromisoformat(issued[:10]))
    graph.date(root, DCTERMS + "created", imported)
    graph.link(root, CT + "profile", PROFILE_IRI)


def _claims(reading: Reading, asset: assets.Asset, node: str, root: str) -> Claims:
    """State every requirement on the profile; all that can't be used are refused together."""
    claims = Claims(reading, node)
    errors: list[InputError] = []
    for path, implementation in _implementations(reading, asset):
        reading.graph.text(root, DCTERMS + "description", implementation["description"])
        for index, requirement in enumerate(implementation["implemented-requirements"]):
            try:
                claims.add(requirement, (*path, "implemented-requirements", index))
            except InvalidInput as error:
                errors.extend(error.errors)
    if errors:
        detail = f"The component definition can't be used. {errors[0].detail}"
        raise InvalidInput(detail, tuple(errors[:MAX_FINDINGS]))
    return claims


def _implementations(
    reading: Reading, asset: assets.Asset
) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """The component's control implementations of the profile, with their places."""
    for index, found in enumerate(asset.content.get("control-implementations", ())):
        path = (*asset.path, "control-implementations", index)
        edition = edition_named(_source(reading, found["source"], path))
        if edition == PROFILE:
            Props(reading, found, path)
            reading.losses.members("Parts of control implementations are not kept", found, _UNHELD)
            if "set-parameters" in found:
                reading.losses.note("Values of parameters are not kept", "a control implementation")
            yield path, found
        elif edition == BASE_EDITION:
            reading.losses.note(
                "A claim about SSDF 1.1 isn't one about its profile SP 800-218A, which asks for "
                "more, so requirements of SSDF 1.1 are not kept",
                *(shown(entry["control-id"]) for entry in found["implemented-requirements"]),
            )
        else:
            reading.losses.note(
                "Control implementations of other sources are not kept", shown(found["source"])
            )


def _source(reading: Reading, href: str, path: Path) -> str:
    """All that the file says of a source; `InvalidInput` when it refers to nothing."""
    if not href.startswith("#"):
        return href
    if href[1:].lower() not in reading.resources:
        FILE.refuse((*path, "source"), f"{shown(href)} is no resource of the back matter.")
    _, resource = reading.resources[href[1:].lower()]
    hrefs = [rlink["href"] for rlink in resource.get("rlinks", ())]
    identifiers = [found["identifier"] for found in resource.get("document-ids", ())]
    return "\n".join([*hrefs, *identifiers, resource.get("title", "")])


def _note_rest(reading: Reading, claims: Claims, asset: assets.Asset) -> None:
    """Note what no part of the reading has looked at."""
    if not claims.nodes:
        reading.losses.note("The component claims nothing about SP 800-218A")
    reading.losses.members("Parts of the file are not kept", reading.content, _WHOLE)
    reading.losses.members(
        "Parts of the metadata are not kept", reading.content["metadata"], _METADATA
    )
    implementations = asset.content.get("control-implementations", ())
    sources = {found["source"][1:].lower() for found in implementations}
    unused = [
        shown(resource.get("title", uuid))
        for uuid, (_, resource) in reading.resources.items()
        if uuid not in sources and not reading.graph.has(reading.graph.iri(f"evidence-{uuid}"))
    ]
    if unused:
        reading.losses.note("Resources that are no evidence of a claim are not kept", *unused)


def _parties(content: Mapping[str, Any]) -> dict[str, tuple[Path, Mapping[str, Any]]]:
    return _by_uuid(content["metadata"].get("parties", ()), (ROOT, "metadata", "parties"))


def _roles(content: Mapping[str, Any]) -> dict[str, list[tuple[Path, Mapping[str, Any]]]]:
    found: dict[str, list[tuple[Path, Mapping[str, Any]]]] = defaultdict(list)
    for index, entry in enumerate(content["metadata"].get("responsible-parties", ())):
        place = (ROOT, "metadata", "responsible-parties", index)
        found[entry["role-id"]].append((place, entry))
    return found


def _resources(content: Mapping[str, Any]) -> dict[str, tuple[Path, Mapping[str, Any]]]:
    entries = content.get("back-matter", {}).get("resources", ())
    return _by_uuid(entries, (ROOT, "back-matter", "resources"))


def _by_uuid(entries: Any, place: Path) -> dict[str, tuple[Path, Mapping[str, Any]]]:
    return {entry["uuid"].lower(): ((*place, index), entry) for index, entry in enumerate(entries)}
