"""What several paths between the same two elements show together.

Firm claims of one rationale are intersected; claims of different rationales are not, since
one pair may be equal in meaning and only intersect in wording. Claims that leave nothing
are a contradiction: it is reported with both proofs, and nothing is derived from it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from crosstrace.crosswalk.algebra import ANY, NOTHING, RelationSet, intersect, written
from crosstrace.crosswalk.judge import Judgement, judge, status_of
from crosstrace.crosswalk.links import Path
from crosstrace.crosswalk.status import Status
from crosstrace.crosswalk.transfer import Transfer, transfer, transfer_in_part

_NOTHING = Judgement(Status.UNKNOWN, (), ANY, None, None, "contradiction")
_HINDERS = {"contrary", "not_related"}
_STYLES = ("set_theory", "supportive", "structural", "crosswalk")


@dataclass(frozen=True, slots=True)
class Proof:
    """A path with what it shows."""

    path: Path
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Claims of one rationale that can't hold together, each with its proof."""

    rationale: str | None
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What all paths between two elements show, its headline first.

    `headline` is what may be said of the pair; `settled` is what firm paths leave, for each
    rationale; `proofs` are all paths, the best first; `transfer` is what implementing the
    source says of the target, `transfer_in_part` what implementing a part of it does.
    """

    headline: Judgement
    settled: tuple[Judgement, ...]
    proofs: tuple[Proof, ...]
    contradictions: tuple[Contradiction, ...]
    transfer: Transfer
    transfer_in_part: Transfer

    @property
    def telling(self) -> Proof | None:
        """The settled claim that decides on coverage, with a path to it; None when none is."""
        claim = _least(self.settled)
        if claim is None:
            return None
        firm = [proof for proof in self.proofs if proof.judgement.firm]
        best = next((proof for proof in firm if proof.judgement == claim), None)
        path = best or next(p for p in firm if p.judgement.rationale == claim.rationale)
        return Proof(path.path, claim)


def prove(path: Path) -> Proof:
    """The path with what it shows by itself."""
    return Proof(path, judge(path))


def conclude(found: Iterable[Proof]) -> Conclusion:
    """What all proofs `found` between one element and another show together."""
    proofs = tuple(sorted(found, key=_order))
    settled, contradictions = _settle([proof for proof in proofs if proof.judgement.firm])
    claims = [*settled, *(p.judgement for p in proofs if _stands_alone(p.judgement))]
    headline = min(claims, key=_rank, default=_NOTHING)
    whole, part = _transfers(headline, settled)
    return Conclusion(headline, tuple(settled), proofs, contradictions, whole, part)


def _stands_alone(judgement: Judgement) -> bool:
    """Whether the claim is made whatever other paths say: not so for a firm derived one."""
    derived = judgement.status not in (Status.ASSERTED, Status.INVERSE)
    return not (derived and judgement.firm and judgement.open != ANY)


def _settle(firm: Sequence[Proof]) -> tuple[list[Judgement], tuple[Contradiction, ...]]:
    """Per rationale, what the firm proofs leave; or why they leave nothing."""
    by_rationale: dict[str | None, list[Proof]] = defaultdict(list)
    for proof in firm:
        by_rationale[proof.judgement.rationale].append(proof)
    settled, contradictions = [], []
    for rationale, proofs in by_rationale.items():
        left = intersect(proof.judgement.open for proof in proofs)
        if left == NOTHING:
            contradictions.append(Contradiction(rationale, _disagreeing(proofs)))
        elif left != ANY:
            settled.append(_joined(left, rationale, proofs))
    return settled, tuple(contradictions)


def _joined(left: RelationSet, rationale: str | None, proofs: Sequence[Proof]) -> Judgement:
    """The judgement of the best path when it says it all, else of the paths together."""
    for proof in proofs:
        if proof.judgement.open == left:
            return proof.judgement
    telling = dict.fromkeys(p.judgement.open for p in proofs if p.judgement.open != ANY)
    return Judgement(
        status=status_of(left, firm=True),
        relations=left.tokens,
        open=left,
        rationale=rationale,
        strength=None,
        rule="RCC5:" + "∩".join(map(written, telling)),
        firm=True,
    )


def _disagreeing(proofs: Sequence[Proof]) -> tuple[Proof, ...]:
    """The fewest proofs that can't hold together."""
    for size in range(2, len(proofs) + 1):
        for some in combinations(proofs, size):
            if intersect(proof.judgement.open for proof in some) == NOTHING:
                return some
    raise ValueError("these proofs can all hold")


def _transfers(headline: Judgement, settled: Sequence[Judgement]) -> tuple[Transfer, Transfer]:
    claims = _telling(settled)
    if claims:
        return (
            max((transfer(claim.open) for claim in claims), key=lambda found: found.rank),
            max((transfer_in_part(claim.open) for claim in claims), key=lambda found: found.rank),
        )
    nothing = headline.status is Status.UNKNOWN or not _HINDERS.isdisjoint(headline.relations)
    found = Transfer.UNKNOWN if nothing else Transfer.CANDIDATE_EVIDENCE
    return found, found


def _telling(settled: Sequence[Judgement]) -> Sequence[Judgement]:
    """The claims that decide on coverage, which is of what is meant or done.

    Wording decides where nothing else is said. Of several claims the least is the safe one.
    """
    return [claim for claim in settled if claim.rationale != "syntactic"] or settled


def _least(settled: Sequence[Judgement]) -> Judgement | None:
    claims = _telling(settled)
    return max(claims, key=lambda claim: transfer(claim.open).rank, default=None)


def _order(proof: Proof) -> tuple[int, int, int, int]:
    return (*_rank(proof.judgement), len(proof.path), _STYLES.index(_style(proof.path)))


def _style(path: Path) -> str:
    return max((hop.mapping.style for hop in path), key=_STYLES.index)


def _rank(judgement: Judgement) -> tuple[int, int]:
    """Best status first, then set-theory relations before others."""
    return judgement.status.rank, judgement.open == ANY
