"""The tokens of OSCAL's control mapping model, and how our own terms are carried in it.

OSCAL states five relations, one of them under two names, and has no field for a style, a
strength, a supportive property or a derivation. Other relations are written under a namespace
of ours, and the rest as properties (`props`) of that namespace, whose names and tokens have
hyphens for underscores. Source: OSCAL 1.2.1, control mapping model,
https://pages.nist.gov/OSCAL/.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from crosstrace.errors import InvalidInput
from crosstrace.mappingsets.values import TOKENS
from crosstrace.vocab import CONVERSE, ONTOLOGY_GRAPH

OSCAL_NS: Final = "http://csrc.nist.gov/ns/oscal"
OWN_NS: Final = ONTOLOGY_GRAPH

EQUALS: Final = ("equal-to", "equivalent-to")
"""Two names for equal: but for spelling and grammar, and in effective meaning."""

OSCAL_RELATIONS: Final = {
    **dict.fromkeys(EQUALS, "equal"),
    "subset-of": "subset_of",
    "superset-of": "superset_of",
    "intersects-with": "intersects_with",
    "no-relationship": "no_relationship",
}
OWN_RELATIONS: Final = {
    relation.replace("_", "-"): relation
    for relation in sorted(TOKENS["relation"] - set(OSCAL_RELATIONS.values()))
}
RELATIONS: Final = {OSCAL_NS: OSCAL_RELATIONS, OWN_NS: OWN_RELATIONS}
"""The relations by namespace and token."""

CONVERSES: Final = {
    relation: CONVERSE.get(relation, relation)
    for relation in sorted(TOKENS["relation"])
    if CONVERSE.get(relation, relation) in TOKENS["relation"]
}
"""What holds from targets to sources; of refines, we have no name for it."""

MAPPING_CLASSES: Final = frozenset({"Mapping", "InformativeReference", "DerivedMapping"})

STATUSES: Final = {
    "final": "complete",
    "draft": "draft",
    "superseded": "superseded",
    "withdrawn": "deprecated",
}
STANDINGS: Final = {status: standing for standing, status in STATUSES.items()} | {
    "not-complete": "final"
}
"""What OSCAL's statuses say of a set's standing; not complete means not exhaustive."""

JUSTIFICATIONS: Final = {
    "human": "ManualMappingCuration",
    "automation": "UnspecifiedMatching",
    "hybrid": "UnspecifiedMatching",
}
"""How a row came about, by the method of its mapping, when the row doesn't say more."""

HEADER_PROPS: Final = frozenset(
    {"slug", "style", "exhaustive", "issued", "licence", "source", "mapping-class"}
    | {"rationale-inherited"}
)
ROW_PROPS: Final = frozenset(
    {"record", "justification", "strength", "supportive-property", "as-printed", "change-type"}
    | {"mapping-set", "status", "possible", "rule", "path"}
)


def usual_equal(rationale: str | None) -> str:
    """The name that equal goes by on this ground; equivalence is not a matter of syntax."""
    return "equal-to" if rationale == "syntactic" else "equivalent-to"


def prop(name: str, text: str) -> dict[str, str]:
    """One property of ours; text that a value can't hold, such as lines, stands in remarks."""
    held = {"name": name, "ns": OWN_NS, "value": text}
    if text and text.isprintable() and text == text.strip():
        return held
    shown = "".join(char if char.isprintable() else " " for char in text)
    return held | {"value": " ".join(shown.split()) or "-", "remarks": text}


class Props:
    """The properties of ours that an object has, by name; `others` counts all other ones."""

    def __init__(self, entry: Mapping[str, Any], known: Iterable[str]) -> None:
        own = [p for p in entry.get("props", ()) if p.get("ns") == OWN_NS and p["name"] in known]
        self.others = len(entry.get("props", ())) - len(own)
        self._values: dict[str, list[str]] = defaultdict(list)
        for found in own:
            self._values[found["name"]].append(found.get("remarks", found["value"]))

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of the property."""
        return tuple(self._values.get(name, ()))

    def one(self, name: str) -> str | None:
        """The only value of the property, if it is there; `InvalidInput` when it is there twice."""
        found = self.all(name)
        if len(found) > 1:
            raise InvalidInput(f"the property {name!r} is there {len(found)} times; keep one.")
        return found[0] if found else None
