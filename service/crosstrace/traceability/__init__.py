"""What implementation graphs answer: coverage, gaps, impact, responsibility, readiness, plans.

Every answer is a function of what was read of a graph (`read_view`), the crosswalk, and the day
to judge at; none of them looks at a clock.
"""

from crosstrace.traceability.attestation import (
    Attestation,
    ItemReadiness,
    Judged,
    Readiness,
    TaskBehind,
    attestation,
    forms,
)
from crosstrace.traceability.compare import (
    Comparison,
    NodeChange,
    Pair,
    VersionDiff,
    compare,
    version_diff,
)
from crosstrace.traceability.coverage import (
    Aggregate,
    EditionCoverage,
    ElementCoverage,
    Support,
    coverage,
)
from crosstrace.traceability.gaps import Departure, Gap, Gaps, TaskGaps, gaps
from crosstrace.traceability.impact import Impact, check_question, impact
from crosstrace.traceability.losses import ElementLoss, Loss, StatementLoss
from crosstrace.traceability.mapping_gaps import MappingGaps, Superseded, mapping_gaps, superseded
from crosstrace.traceability.next_steps import DEFAULT_COUNT, Action, Plan, Step, next_steps
from crosstrace.traceability.objections import Answered, Findings, Objection
from crosstrace.traceability.read import read_view
from crosstrace.traceability.responsibility import (
    NEEDS_DECISION,
    ElementResponsibility,
    Ownership,
    Responsibility,
    Share,
    responsibility,
)
from crosstrace.traceability.standing import (
    Coverage,
    Ground,
    NamedEvidence,
    Standing,
    TaskStanding,
    standings,
)
from crosstrace.traceability.supplied import Supplied, Supply
from crosstrace.traceability.view import (
    Evidence,
    Implementation,
    ImplementationView,
    RiskAcceptance,
)
from crosstrace.traceability.withdrawal import Withdrawal, withdrawal

__all__ = [
    "DEFAULT_COUNT",
    "NEEDS_DECISION",
    "Action",
    "Aggregate",
    "Answered",
    "Attestation",
    "Comparison",
    "Coverage",
    "Departure",
    "EditionCoverage",
    "ElementCoverage",
    "ElementLoss",
    "ElementResponsibility",
    "Evidence",
    "Findings",
    "Gap",
    "Gaps",
    "Ground",
    "Impact",
    "Implementation",
    "ImplementationView",
    "ItemReadiness",
    "Judged",
    "Loss",
    "MappingGaps",
    "NamedEvidence",
    "NodeChange",
    "Objection",
    "Ownership",
    "Pair",
    "Plan",
    "Readiness",
    "Responsibility",
    "RiskAcceptance",
    "Share",
    "Standing",
    "StatementLoss",
    "Step",
    "Superseded",
    "Supplied",
    "Supply",
    "Support",
    "TaskBehind",
    "TaskGaps",
    "TaskStanding",
    "VersionDiff",
    "Withdrawal",
    "attestation",
    "check_question",
    "compare",
    "coverage",
    "forms",
    "gaps",
    "impact",
    "mapping_gaps",
    "next_steps",
    "read_view",
    "responsibility",
    "standings",
    "superseded",
    "version_diff",
    "withdrawal",
]
