"""What doing one element says of doing another, as a function of the relations between them.

Read from the element that is implemented to the one that is asked for. Two partial results
never make a whole: which parts they cover is not known.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from crosstrace.crosswalk.algebra import ANY, NOTHING, RelationSet

_WHOLE = RelationSet.EQUAL | RelationSet.SUPERSET_OF
_WITHIN = RelationSet.EQUAL | RelationSet.SUBSET_OF
_NONE = RelationSet.NO_RELATIONSHIP


class Transfer(StrEnum):
    """How much of the target is covered when the source is fully implemented, the most first."""

    FULL = "full"
    AT_LEAST_PARTIAL = "at_least_partial"
    PARTIAL = "partial"
    AT_MOST_PARTIAL = "at_most_partial"
    CANDIDATE_EVIDENCE = "candidate_evidence"
    UNKNOWN = "unknown"
    NONE = "none"

    @property
    def rank(self) -> int:
        """0 for the most."""
        return list(Transfer).index(self)


def transfer(relations: RelationSet) -> Transfer:
    """What follows for coverage when one of `relations` holds; nothing of a contradiction."""
    if relations in (NOTHING, ANY):
        return Transfer.UNKNOWN
    if relations == _NONE:
        return Transfer.NONE
    if not relations & ~_WHOLE:
        return Transfer.FULL
    may_be_full = bool(relations & _WHOLE)
    if relations & _NONE:
        return Transfer.UNKNOWN if may_be_full else Transfer.AT_MOST_PARTIAL
    return Transfer.AT_LEAST_PARTIAL if may_be_full else Transfer.PARTIAL


def transfer_in_part(relations: RelationSet) -> Transfer:
    """The same when only a part of the source is implemented, and it isn't known which.

    Whatever part it is, it lies in the target when all of the source does.
    """
    if relations in (NOTHING, ANY):
        return Transfer.UNKNOWN
    if relations == _NONE:
        return Transfer.NONE
    if not relations & ~_WITHIN:
        return Transfer.PARTIAL
    return Transfer.UNKNOWN if relations & RelationSet.SUPERSET_OF else Transfer.AT_MOST_PARTIAL


def together(transfers: Iterable[Transfer]) -> Transfer:
    """What several implemented sources give for one target: the best of them, never their sum."""
    return min(transfers, key=lambda found: found.rank, default=Transfer.UNKNOWN)
