"""What graphs at rest are called: by their organization and a name it chose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from crosstrace.errors import InvalidInput
from crosstrace.vocab import GENID, GRAPHS

_ORGANIZATION: Final = r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?"
_NAME: Final = r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?"

ORGANIZATION_PATTERN: Final = f"^{_ORGANIZATION}$"
LOCAL_ORGANIZATION: Final = "local"
NAME_PATTERN: Final = f"^{_NAME}$"

_IRI: Final = re.compile(
    re.escape(GRAPHS) + rf"({_ORGANIZATION})/({_NAME})(?:/versions/(\d{{1,9}}))?"
)


def check_organization(text: str) -> str:
    """`text` when it can name an organization, else `InvalidInput`."""
    if not re.fullmatch(_ORGANIZATION, text):
        raise InvalidInput(
            f"{text!r} can't name an organization; use up to 40 lower-case letters, digits and "
            "hyphens, such as 'example-org'."
        )
    return text


@dataclass(frozen=True, slots=True, order=True)
class GraphName:
    """A graph of one organization; `InvalidInput` when either part can't be one."""

    organization: str
    name: str

    def __post_init__(self) -> None:
        check_organization(self.organization)
        if not re.fullmatch(_NAME, self.name):
            raise InvalidInput(
                f"{self.name!r} can't name a graph; use up to 64 lower-case letters, digits, dots, "
                "hyphens and underscores, such as 'larkspur-2'."
            )

    @classmethod
    def from_iri(cls, iri: str) -> tuple[GraphName, int | None]:
        """The graph, and the version if there is one, that an IRI of ours names."""
        found = _IRI.fullmatch(iri)
        if found is None:
            raise InvalidInput(f"{iri!r} is no graph that is kept here; those begin with {GRAPHS}.")
        return cls(found[1], found[2]), None if found[3] is None else int(found[3])

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
