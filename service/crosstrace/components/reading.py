"""What the parts of the reading share: the document, the graph, and what isn't kept."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from crosstrace.components.intake import Path, refuse
from crosstrace.components.turtle import Graph
from crosstrace.vocab import ONTOLOGY_GRAPH

OSCAL_NS: Final = "http://csrc.nist.gov/ns/oscal"
OWN_NS: Final = ONTOLOGY_GRAPH
"""The namespace of properties that say what OSCAL has no property for."""

_DAY: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[TZ].{0,40})?", re.ASCII)
_NAMED: Final = 20
_SHOWN: Final = 80


class Losses:
    """What of a file isn't kept or isn't said, gathered by kind."""

    def __init__(self) -> None:
        self._found: dict[str, list[str]] = defaultdict(list)

    def note(self, kind: str, *names: str) -> None:
        """Remember that things of this kind, called so, are concerned."""
        self._found[kind].extend(names)

    def sentences(self) -> tuple[str, ...]:
        """One sentence for each kind, in the order of their first mention."""
        return tuple(_sentence(kind, names) for kind, names in self._found.items())


def _sentence(kind: str, names: list[str]) -> str:
    distinct = list(dict.fromkeys(names))
    shown = ", ".join(distinct[:_NAMED])
    more = f" and {len(distinct) - _NAMED} more" if len(distinct) > _NAMED else ""
    return f"{kind}: {shown}{more}." if distinct else f"{kind}."


def shown(text: str) -> str:
    """A text of the file as it can stand in a sentence, on one line and not too long."""
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")


@dataclass(frozen=True, slots=True)
class Reading:
    """A component definition on its way to a graph."""

    content: Mapping[str, Any]
    graph: Graph
    parties: Mapping[str, tuple[Path, Mapping[str, Any]]]
    """By uuid in lower case, with their places; so are the resources of the back matter."""
    resources: Mapping[str, tuple[Path, Mapping[str, Any]]]
    losses: Losses = field(default_factory=Losses)

    def lose(self, kind: str, entry: Mapping[str, Any], names: Iterable[str]) -> None:
        """Note which of the members `names` the entry has."""
        if present := [name for name in names if name in entry]:
            self.losses.note(kind, *present)


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
            refuse(found[1][0], f"the property {name!r} is there {len(found)} times; keep one.")
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
            refuse((*path, "value"), f"{shown(prop['value'])} is no {name}; those are {choices}.")
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
            refuse((*path, "value"), f"{shown(prop['value'])} is no day such as 2026-11-02.")
