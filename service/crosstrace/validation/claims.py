"""What an implementation graph claims: which element it implements, for what, with what status."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import pyoxigraph as ox

from crosstrace.vocab import CT, RDF, token


@dataclass(frozen=True, slots=True)
class Claim:
    """One `ct:Implementation`; all but `status`, a token, are IRIs."""

    implementation: str
    element: str
    asset: str | None
    status: str | None


def read_claims(data: bytes) -> list[Claim]:
    """The claims in N-Triples, one per implementation, element and asset, sorted."""
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in ox.parse(data, format=ox.RdfFormat.N_TRIPLES):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            said[quad.subject.value][quad.predicate.value].append(quad.object.value)
    claims = (
        Claim(name, element, asset, _status(values))
        for name, values in said.items()
        if CT + "Implementation" in values[RDF + "type"]
        for element in values[CT + "implements"]
        for asset in _assets(values)
    )
    return sorted(
        claims, key=lambda claim: (claim.implementation, claim.element, claim.asset or "")
    )


def _assets(values: dict[str, list[str]]) -> list[str | None]:
    return [*values[CT + "appliesTo"]] or [None]


def _status(values: dict[str, list[str]]) -> str | None:
    found = values[CT + "status"]
    return token(found[0]) if found else None
