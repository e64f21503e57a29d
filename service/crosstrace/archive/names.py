"""What graphs at rest are called: by their organization and a name it chose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from crosstrace.access import graph_name, organization_slug
from crosstrace.errors import InvalidInput
from crosstrace.vocab import GENID, GRAPHS

_IRI: Final = re.compile(
    re.escape(GRAPHS) + r"(?P<organization>[^/]+)/(?P<name>[^/]+)(?:/versions/(?P<number>\d{1,9}))?"
)


@dataclass(frozen=True, slots=True, order=True)
class GraphName:
    """A graph of one organization; `InvalidInput` when either part can't be one."""

    organization: str
    name: str

    def __post_init__(self) -> None:
        organization_slug(self.organization)
        graph_name(self.name)

    @classmethod
    def from_iri(cls, iri: str) -> tuple[GraphName, int | None]:
        """The graph, and the version if there is one, that an IRI of ours names."""
        found = _IRI.fullmatch(iri)
        if found is None:
            raise InvalidInput(f"{iri!r} is no graph that is kept here; those begin with {GRAPHS}.")
        number = found["number"]
        return cls(found["organization"], found["name"]), None if number is None else int(number)

    @property
    def iri(self) -> str:
        """The IRI of the graph, and of the named graph that tells of its versions."""
        return f"{GRAPHS}{self.organization}/{self.name}"

    def version_iri(self, number: int) -> str:
        """The IRI of one version, and of the named graph that holds its statements."""
        return f"{self.iri}/versions/{number}"

    def blank_prefix(self, number: int) -> str:
        """What the IRIs begin with that stand for the blank nodes of a version."""
        return f"{GENID}{self.organization}/{self.name}/{number}/"

    def __str__(self) -> str:
        return f"{self.organization}/{self.name}"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: an organization, and the only graphs of its own it may see now, None for all.

    A reader that is limited to some graphs sees none that others share.
    """

    organization: str
    graphs: frozenset[str] | None = None

    def sees(self, name: GraphName, shared_with: frozenset[str]) -> bool:
        """Whether a graph with these shares may be read."""
        if self.graphs is not None:
            return name.organization == self.organization and name.name in self.graphs
        return name.organization == self.organization or self.organization in shared_with
