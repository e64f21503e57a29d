"""Who states a graph, and who answers for what.

Source: OSCAL 1.2.1, metadata, "party", "responsible-party" and "responsible-role".
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from crosstrace.components.intake import FILE
from crosstrace.components.reading import Reading
from crosstrace.conversion.jsonfile import Path
from crosstrace.vocab import CT, DCTERMS, FOAF

_KINDS: Final = {"organization": CT + "Organization", "person": FOAF + "Person"}
_STATING: Final = ("creator", "publisher")
_KEPT: Final = frozenset({"uuid", "type", "name", "short-name"})


def creators(reading: Reading) -> list[str]:
    """The organisations that state the graph: creators, publishers, or else the only one.

    `InvalidInput` when the file doesn't describe such a party.
    """
    organizations = {
        _node(reading, uuid): None
        for uuid, (_, party) in reading.parties.items()
        if party["type"] == "organization"
    }
    for role in _STATING:
        held = [_party(reading, *entry) for entry in _parties_of(reading, role)]
        if named := [node for node in held if node in organizations]:
            return named
    if len(organizations) == 1:
        return list(organizations)
    reading.losses.note("The file doesn't say which organization states it; add dcterms:creator")
    return []


def responsible(reading: Reading, entry: Mapping[str, Any], path: Path) -> Iterator[str]:
    """The parties that hold the responsible roles of an entry.

    A role without parties is held by those that the metadata name for it. `InvalidInput` when
    the file doesn't describe a party.
    """
    looked_up: set[str] = set()
    for index, role in enumerate(entry.get("responsible-roles", ())):
        place = (*path, "responsible-roles", index, "party-uuids")
        own = [(uuid, (*place, number)) for number, uuid in enumerate(role.get("party-uuids", ()))]
        held = own
        if not own and role["role-id"] not in looked_up:
            looked_up.add(role["role-id"])
            held = list(_parties_of(reading, role["role-id"]))
            if not held:
                kind = "Roles that no party holds are not kept"
                reading.losses.note(kind, role["role-id"])
        for uuid, where in held:
            yield _party(reading, uuid, where)
        reading.losses.members(
            "Parts of responsible roles are not kept", role, ("props", "links", "remarks")
        )


def state_parties(reading: Reading, nodes: Collection[str]) -> None:
    """Describe the parties with these IRIs."""
    graph = reading.graph
    for uuid, (_, party) in reading.parties.items():
        node = _node(reading, uuid)
        if node not in nodes:
            continue
        graph.type(node, _KINDS[party["type"]])
        graph.text(node, FOAF + "name", party.get("name", party.get("short-name")))
        graph.text(node, DCTERMS + "identifier", party["uuid"])
        reading.losses.members("Parts of parties are not kept", party, sorted(party.keys() - _KEPT))


def _parties_of(reading: Reading, role: str) -> Iterator[tuple[str, Path]]:
    for path, entry in reading.roles.get(role, ()):
        place = (*path, "party-uuids")
        yield from (
            (uuid.lower(), (*place, number)) for number, uuid in enumerate(entry["party-uuids"])
        )


def _party(reading: Reading, uuid: str, where: Path) -> str:
    if uuid.lower() not in reading.parties:
        FILE.refuse(where, f"the file describes no party {uuid}.")
    return _node(reading, uuid)


def _node(reading: Reading, uuid: str) -> str:
    return reading.graph.iri(f"party-{uuid.lower()}")
