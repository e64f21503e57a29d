"""How sure a crosswalk result is, never more than reasoning allows.

One asserted row is what its publisher says; a path of several is, in this version, at
most a lead. Composition of set-theory relations needs the algebra of IR 8477 and one
shared rationale, and until that is in place nothing is concluded from a path.
"""

from __future__ import annotations

from enum import StrEnum

from crosstrace.crosswalk.links import Path


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
        return list(Status).index(self)


RULES = {
    Status.ASSERTED: "asserted: one row of a published mapping set, in its direction",
    Status.INVERSE: "inverse: one row of a published mapping set, read backwards",
    Status.LEAD: (
        "lead: a path of several links; it shows where to look, states no relation between "
        "its ends, and never counts as coverage"
    ),
}


def status_of(path: Path) -> Status:
    """The label of what one path shows."""
    if len(path) > 1:
        return Status.LEAD
    return Status.INVERSE if path[0].inverse else Status.ASSERTED


def relations_of(path: Path) -> tuple[str, ...]:
    """The relations that may hold between the path's ends; none for a lead."""
    return (path[0].relation,) if len(path) == 1 else ()
