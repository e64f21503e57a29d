"""What implementation graphs answer: coverage, gaps, impact, responsibility, readiness, plans.

Every answer is a function of what was read of a graph (`read_view`), the crosswalk, and the day
to judge at; none of them looks at a clock.
"""

from crosstrace.traceability.coverage import (
    Aggregate,
    EditionCoverage,
    ElementCoverage,
    Support,
    coverage,
)
from crosstrace.traceability.read import read_view
from crosstrace.traceability.standing import (
    Coverage,
    Ground,
    NamedEvidence,
    Objection,
    Standing,
    TaskStanding,
    standings,
)
from crosstrace.traceability.view import (
    Evidence,
    Implementation,
    ImplementationView,
    RiskAcceptance,
)

__all__ = [
    "Aggregate",
    "Coverage",
    "EditionCoverage",
    "ElementCoverage",
    "Evidence",
    "Ground",
    "Implementation",
    "ImplementationView",
    "NamedEvidence",
    "Objection",
    "RiskAcceptance",
    "Standing",
    "Support",
    "TaskStanding",
    "coverage",
    "read_view",
    "standings",
]
