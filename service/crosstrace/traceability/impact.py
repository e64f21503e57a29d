"""What would be lost with evidence: with one piece, with what expires, or with each in turn."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from crosstrace.crosswalk import Crosswalk
from crosstrace.errors import InvalidInput, NotFound
from crosstrace.traceability.losses import Loss, loss
from crosstrace.traceability.question import Piece, Question
from crosstrace.traceability.standing import EvidenceState, evidence_state
from crosstrace.traceability.supplied import in_order
from crosstrace.traceability.view import Evidence, ImplementationView

MOST_TRIED: Final = 250_000
"""How much may be gone through by trying each piece; one by itself is always answered."""


@dataclass(frozen=True, slots=True)
class Impact:
    """The losses one by one, the gravest first, and all of them at once.

    `reason` is `evidence`, `expires_before` or `reliance` (every piece that counts today).
    """

    graph: str
    asset: str | None
    as_of: dt.date
    reason: str
    expires_before: dt.date | None
    editions: tuple[str, ...]
    losses: tuple[Loss, ...]
    together: Loss


def check_question(
    evidence: str | None,
    expires_before: dt.date | None,
    mapping_set: str | None,
    asset: str | None,
) -> None:
    """`InvalidInput` when more than one loss is asked for, or an asset beside evidence."""
    if evidence is not None and expires_before is not None:
        raise InvalidInput("Ask for one piece of evidence or for a day, not for both.")
    if mapping_set is None and asset is not None:
        raise InvalidInput("An asset can be named for a mapping set; evidence is lost for all.")
    if mapping_set is not None and not (evidence is None and expires_before is None):
        raise InvalidInput("Ask for evidence or for a mapping set, not for both at once.")


def impact(
    view: ImplementationView,
    crosswalk: Crosswalk,
    as_of: dt.date,
    *,
    evidence: str | None = None,
    expires_before: dt.date | None = None,
    suppliers: Sequence[ImplementationView] = (),
) -> Impact:
    """What would be lost with a piece of evidence, or with all that expires before a day.

    `evidence` is its IRI or the value of its digest, in this graph or a supplier's. With neither,
    every piece that counts is tried, so that the first is what most rests upon. `NotFound` for
    evidence that no graph has, `InvalidInput` when both are given or when it is too much to try.
    """
    check_question(evidence, expires_before, None, None)
    graphs = (view, *in_order(suppliers))
    chosen = _chosen(graphs, as_of, evidence, expires_before)
    question = Question(view, crosswalk, as_of, graphs[1:])
    if len(chosen) > 1 and question.effort(chosen) > MOST_TRIED:
        raise InvalidInput(
            f"{len(chosen)} pieces of evidence are too many to be tried one by one beside the "
            "others of their statements; name one, or an earlier day before which they expire."
        )
    losses = [loss(question, (one,)) for one in chosen]
    reason = "evidence" if evidence else "expires_before" if expires_before else "reliance"
    return Impact(
        graph=view.iri,
        asset=view.subject,
        as_of=as_of,
        reason=reason,
        expires_before=expires_before,
        editions=tuple(sorted(crosswalk.catalog.editions)),
        losses=tuple(sorted(losses, key=_gravity)),
        together=loss(question, chosen),
    )


def _gravity(found: Loss) -> tuple[object, ...]:
    """Outcomes at risk first; then what rests on it alone, and where it leads."""
    at_risk = len(found.elements) + len(found.items) + len(found.supplies)
    names = tuple(one.iri for one in found.evidence)
    return -at_risk, -len(found.sole), -len(found.candidates), -len(found.statements), names


def _chosen(
    graphs: Sequence[ImplementationView],
    as_of: dt.date,
    wanted: str | None,
    before: dt.date | None,
) -> tuple[Piece, ...]:
    """What is thought away: in all graphs, or in those by whose own word it expires."""
    if before is not None:
        return _expiring(graphs, as_of, before)
    everywhere = frozenset(range(len(graphs)))
    if wanted is None:
        named = _named(graphs[0], as_of)
        return tuple(Piece(named[iri], everywhere) for iri in sorted(named))
    found: dict[str, Evidence] = {}
    for graph in graphs:
        for one in graph.evidence.values():
            if wanted == one.iri or _has_digest(one, wanted):
                found.setdefault(one.iri, one)
    if not found:
        raise NotFound(f"No evidence {wanted!r} is described in {_names(graphs)}.")
    return tuple(Piece(one, everywhere) for one in found.values())


def _expiring(
    graphs: Sequence[ImplementationView], as_of: dt.date, before: dt.date
) -> tuple[Piece, ...]:
    """A graph judges its statements by its own description of the evidence; so does this."""
    found: dict[str, list[tuple[dt.date, int, Evidence]]] = defaultdict(list)
    for number, graph in enumerate(graphs):
        for iri, one in _named(graph, as_of).items():
            if one.valid_until is not None and one.valid_until < before:
                found[iri].append((one.valid_until, number, one))
    return tuple(
        Piece(min(some, key=lambda one: one[:2])[2], frozenset(number for _, number, _ in some))
        for _, some in sorted(found.items())
    )


def _named(graph: ImplementationView, as_of: dt.date) -> dict[str, Evidence]:
    """The evidence that the graph's statements name and that counts by its own word."""
    named = {iri for one in graph.implementations for iri in one.evidence}
    held = graph.evidence
    return {
        iri: held[iri]
        for iri in named & held.keys()
        if evidence_state(held[iri], as_of) is EvidenceState.CURRENT
    }


def _has_digest(evidence: Evidence, value: str) -> bool:
    return any(digest.value == value.lower() for digest in evidence.digests)


def _names(graphs: Sequence[ImplementationView]) -> str:
    return " or ".join(graph.iri for graph in graphs)
