"""What an implementation graph states, as values: read once, asked many times.

Nodes are named by their IRI, or by `_:` and a label when they have none; such a name means
nothing outside its graph. Everything is in a stable order.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from crosstrace.errors import NotFound
from crosstrace.model import ElementRef


@dataclass(frozen=True, slots=True)
class Party:
    """An organization, a part of one, or a person; `member_of` is what it belongs to."""

    iri: str
    kind: str
    name: str | None = None
    member_of: str | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """A hash over the bytes of a thing; `value` is hexadecimal, in lower case."""

    algorithm: str
    value: str


@dataclass(frozen=True, slots=True)
class Asset:
    """A model, system, dataset or component; `derived_from` names what it was made from."""

    iri: str
    kind: str
    title: str | None = None
    version: str | None = None
    purl: str | None = None
    derived_from: tuple[str, ...] = ()
    digests: tuple[Digest, ...] = ()


@dataclass(frozen=True, slots=True)
class Disposition:
    """What was decided on one item: `adopted`, `adapted` or `omitted`."""

    iri: str
    item: ElementRef
    decision: str | None = None
    rationale: str | None = None


@dataclass(frozen=True, slots=True)
class Implementation:
    """A statement on one task for one asset; `status` is a token such as `not_applicable`.

    A node that names several tasks or assets gives one of these for each pair.
    """

    iri: str
    task: ElementRef
    asset: str | None = None
    status: str | None = None
    statement: str | None = None
    parties: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    planned: dt.date | None = None
    rationale: str | None = None
    dispositions: tuple[Disposition, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A document, record or artifact; `dated` is False when one of its days can't be read.

    Of several issue dates the last counts, of several days of validity the first.
    """

    iri: str
    title: str | None = None
    kind: str | None = None
    issued: dt.date | None = None
    valid_until: dt.date | None = None
    dated: bool = True
    digests: tuple[Digest, ...] = ()
    url: str | None = None
    identifier: str | None = None
    media_type: str | None = None
    predicate_type: str | None = None
    generated_by: str | None = None
    contradicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Allocation:
    """Who answers for an element with regard to an asset.

    `kind` is `performs`, `inherits`, `shared` or `customer_provided`.
    """

    iri: str
    element: ElementRef
    asset: str | None = None
    parties: tuple[str, ...] = ()
    kind: str | None = None
    means: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RiskAcceptance:
    """A decision to live with what implementations leave; None in `valid_until` is no day."""

    iri: str
    accepts: tuple[str, ...]
    rationale: str | None = None
    approvers: tuple[str, ...] = ()
    valid_until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """A test of implementations; `outcome` is EARL's, as a token such as `failed`.

    `instant` is when it ended, with the time zone; None when only the day is known.
    """

    iri: str
    of: tuple[str, ...]
    outcome: str | None = None
    ended: dt.date | None = None
    instant: dt.datetime | None = None
    assessors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImplementationView:
    """An implementation graph: its root, and what hangs on it by the name of each node.

    `profile` is an edition's slug, `role` a token. `unplaced` names the implementations that
    name no element of any edition.
    """

    iri: str
    title: str | None
    issued: dt.date | None
    creators: tuple[str, ...]
    profile: str
    subject: str | None
    role: str | None
    assets: Mapping[str, Asset]
    parties: Mapping[str, Party]
    implementations: tuple[Implementation, ...]
    evidence: Mapping[str, Evidence]
    allocations: tuple[Allocation, ...]
    acceptances: tuple[RiskAcceptance, ...]
    assessments: tuple[Assessment, ...]
    unplaced: tuple[str, ...] = ()

    def for_asset(self, asset: str | None = None) -> tuple[Implementation, ...]:
        """The implementations for an asset, the subject when None; `NotFound` when unknown."""
        wanted = self.subject if asset is None else asset
        if asset is not None and asset not in self.assets:
            held = ", ".join(self.assets) or "none"
            raise NotFound(f"{asset} is no asset of {self.iri}; its assets are {held}.")
        return tuple(i for i in self.implementations if i.asset == wanted)

    def without(self, evidence: Collection[str]) -> ImplementationView:
        """The same graph as if the named evidence supported nothing; what it contradicts stays."""
        lessened = (
            replace(i, evidence=tuple(e for e in i.evidence if e not in evidence))
            for i in self.implementations
        )
        return replace(self, implementations=tuple(lessened))

    def name(self, party: str) -> str:
        """What a party is called; its IRI when it has no name here."""
        found = self.parties.get(party)
        return found.name if found and found.name else party

    def organization(self, party: str) -> str:
        """The organization that a party is or belongs to, as far as the graph says."""
        seen = {party}
        while (found := self.parties.get(party)) and found.member_of:
            party = found.member_of
            if party in seen:
                break
            seen.add(party)
        return party
