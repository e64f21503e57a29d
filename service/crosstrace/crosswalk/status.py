"""How sure a crosswalk result is."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """The soundness labels, best first."""

    ASSERTED = "asserted"
    INVERSE = "inverse"
    CONCLUSIVE = "conclusive"
    OVERLAP = "overlap"
    POSSIBLE = "possible"
    LEAD = "lead"
    UNKNOWN = "unknown"

    @property
    def rank(self) -> int:
        """0 for the best."""
        return _RANKS[self]


_RANKS = {status: rank for rank, status in enumerate(Status)}
