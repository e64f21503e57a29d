"""What the parts of the reading share: the document, the graph, and what isn't kept."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from crosstrace.components.intake import FILE
from crosstrace.conversion.graph import Graph
from crosstrace.conversion.jsonfile import Path
from crosstrace.conversion.losses import Losses, shown
from crosstrace.vocab import ONTOLOGY_GRAPH

OSCAL_NS: Final = "http://csrc.nist.gov/ns/oscal"
OWN_NS: Final = ONTOLOGY_GRAPH
"""The namespace of properties that say what OSCAL has no property for."""

_DAY: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[TZ].{0,40})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Reading:
    """A component definition on its way to a graph."""

    content: Mapping[str, Any]
    graph: Graph
    parties: Mapping[str, tuple[Path, Mapping[str, Any]]]
    """By uuid in lower case, with their places; so are the resources of the back matter."""
    resources: Mapping[str, tuple[Path, Mapping[str, Any]]]
    roles: Mapping[str, list[tuple[Path, Mapping[str, Any]]]]
    """Who the metadata name for a role, by the role's id."""
    losses: Losses = field(default_factory=Losses)


class Props:
    """The properties of an entry that are understood, by namespace and name.

    Other ones are noted as lost.
    """

    def __init__(
        self,
        reading: Reading,
        entry: Mapping[str, Any],
        path: Path,
        *,
        oscal: Iterable[str] = (),
        own: Iterable[str] = (),
    ) -> None:
        known = {(OSCAL_NS, name) for name in oscal} | {(OWN_NS, name) for name in own}
        self._found: dict[tuple[str, str], list[tuple[Path, Mapping[str, Any]]]] = defaultdict(list)
        for index, prop in enumerate(entry.get("props", ())):
            key = (prop.get("ns", OSCAL_NS), prop["name"])
            if key in known:
                self._found[key].append(((*path, "props", index), prop))
            else:
                reading.losses.note("Properties that are not known here are not kept", key[1])

    def one(self, name: str, ns: str = OSCAL_NS) -> tuple[Path, Mapping[str, Any]] | None:
        """The property and its place, if it is there; `InvalidInput` when it is there twice."""
        found = self._found.get((ns, name), [])
        if len(found) > 1:
            FILE.refuse(
                found[1][0], f"the property {name!r} is there {len(found)} times; keep one."
            )
        return found[0] if found else None

    def value(self, name: str, ns: str = OSCAL_NS) -> str | None:
        """The value of the property, if it is there."""
        found = self.one(name, ns)
        return None if found is None else str(found[1]["value"])

    def token(self, name: str, tokens: Mapping[str, str], ns: str = OSCAL_NS) -> str | None:
        """What the property's token stands for; `InvalidInput` when it is none of `tokens`."""
        found = self.one(name, ns)
        if found is None:
            return None
        path, prop = found
        if prop["value"] not in tokens:
            choices = ", ".join(tokens)
            FILE.refuse(
                (*path, "value"), f"{shown(prop['value'])} is no {name}; those are {choices}."
            )
        return tokens[prop["value"]]

    def day(self, name: str, ns: str = OSCAL_NS) -> dt.date | None:
        """The day that the property gives; `InvalidInput` when it gives none."""
        found = self.one(name, ns)
        if found is None:
            return None
        path, prop = found
        match = _DAY.fullmatch(prop["value"])
        try:
            return dt.date.fromisoformat(match[1] if match else "")
        except ValueError:
            FILE.refuse((*path, "value"), f"{shown(prop['value'])} is no day such as 2026-11-02.")
