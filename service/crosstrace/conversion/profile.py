"""What SP 800-218A has: its tasks, their items, and the names that it goes by in OSCAL files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

import pyoxigraph as ox

from crosstrace import resources
from crosstrace.vocab import CT, ID, RDF, SKOS, local_name

PROFILE: Final = "sp800-218a"
PROFILE_IRI: Final = ID + PROFILE
BASE_EDITION: Final = "ssdf-1.1"
"""What the profile is a profile of; its tasks have the same identifiers."""

_NAMES: Final = {
    PROFILE: re.compile(
        r"sp[ ._-]?800-218a(?![a-z0-9]|[ ._-]?(?:ipd|r\d|rev))|/sp/800/218/a/(?!ipd)",
        re.IGNORECASE,
    ),
    BASE_EDITION: re.compile(
        r"sp[ ._-]?800-218(?![a-z0-9]|[ ._-]?(?:ipd|r\d|rev)|[ ._-]v(?:er)?1\.[02-9])"
        r"|/sp/800/218/(?!ipd|r\d|a/)|ssdf[ ._-]?(?:v(?:er)?[ ._-]?)?1\.1(?![0-9])",
        re.IGNORECASE,
    ),
}
_SEPARATORS: Final = re.compile(r"[-_]")
_ITEMS: Final = ("Recommendation", "Consideration")


@dataclass(frozen=True, slots=True)
class Profile:
    """Identifiers of tasks, and of recommendations and considerations with their task."""

    tasks: dict[str, str]
    items: dict[str, tuple[str, str]]

    def task(self, control_id: str) -> str | None:
        """The task that a control id names: `PO.1.1`, `po.1.1` and `po-1.1` are the same."""
        return self.tasks.get(_folded(control_id))

    def item(self, statement_id: str) -> tuple[str, str] | None:
        """The item that a statement id names, with its task, likewise; `_smt` may stand in it."""
        return self.items.get(_folded(statement_id).replace(".smt", ""))


def edition_named(text: str) -> str | None:
    """The edition that a source's address or title names: the profile, SSDF 1.1 or neither."""
    return next((slug for slug, names in _NAMES.items() if names.search(text)), None)


@cache
def profile() -> Profile:
    """SP 800-218A as it is in the bundled data."""
    kinds: dict[str, str] = {}
    parents: dict[str, str] = {}
    data = (resources.DATA / "frameworks" / f"{PROFILE}.ttl").read_bytes()
    for quad in ox.parse(data, format=ox.RdfFormat.TURTLE):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            local = quad.subject.value.removeprefix(f"{PROFILE_IRI}/")
            if quad.predicate.value == RDF + "type":
                kinds[local] = quad.object.value.removeprefix(CT)
            elif quad.predicate.value == SKOS + "broader":
                parents[local] = local_name(quad.object.value)
    return Profile(
        tasks={_folded(name): name for name, kind in kinds.items() if kind == "Task"},
        items={
            _folded(name): (name, parents[name]) for name, kind in kinds.items() if kind in _ITEMS
        },
    )


def _folded(identifier: str) -> str:
    return _SEPARATORS.sub(".", identifier).lower()
