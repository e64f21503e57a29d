"""Writing triples, stable from run to run."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from crosstrace.rdf.formats import Syntax
from crosstrace.vocab import PREFIXES


def write(triples: Iterable[ox.Triple], syntax: Syntax) -> bytes:
    """The triples in `syntax`, sorted, with those of the project's prefixes that they use."""
    ordered = sorted(triples, key=_order)
    text = ox.serialize(ordered, format=syntax.format, prefixes=_used_prefixes(ordered))
    if text is None:
        raise TypeError("serialize() gave no bytes")
    return text


def _used_prefixes(triples: list[ox.Triple]) -> dict[str, str]:
    written = "\n".join(map(str, triples))
    return {prefix: iri for prefix, iri in PREFIXES.items() if f"<{iri}" in written}


def _order(triple: ox.Triple) -> tuple[str, bool, str, str]:
    # rdf:type first, as a reader expects.
    predicate = triple.predicate.value
    return str(triple.subject), not predicate.endswith("#type"), predicate, str(triple.object)
