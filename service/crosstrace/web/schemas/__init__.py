"""The shapes of the JSON documents, for the OpenAPI document and for checking answers.

The documents themselves are built in `crosstrace.documents`; nothing here is on the way of
an answer, and no key may come that is not described here.
"""

from crosstrace.web.schemas.base import Document, Priority, ProfileStatus
from crosstrace.web.schemas.crosswalks import (
    Contradiction,
    Crosswalk,
    CrosswalkResult,
    CrosswalkTable,
    Hop,
    Judgement,
    Proof,
    Together,
    Trace,
    TraceNode,
)
from crosstrace.web.schemas.editions import (
    ClaimEffect,
    EditionDiff,
    ElementChange,
    GraphEffect,
    MappingEffect,
)
from crosstrace.web.schemas.elements import (
    CitedSource,
    Element,
    ElementPage,
    ElementSummary,
    Framework,
    Frameworks,
    Item,
    Reference,
    Resource,
    SourcePlace,
    Statement,
)
from crosstrace.web.schemas.mapping_sets import (
    MappingRow,
    MappingSet,
    MappingSetRows,
    MappingSets,
)
from crosstrace.web.schemas.reports import Counts, Evidence, Finding, Location, Report
from crosstrace.web.schemas.service import Health, Problem, ProblemError, Readiness

DOCUMENTS: tuple[type[Document], ...] = (
    Frameworks,
    Resource,
    ElementPage,
    Element,
    Crosswalk,
    CrosswalkTable,
    Trace,
    EditionDiff,
    MappingSets,
    MappingSetRows,
    Report,
    Evidence,
    Problem,
    Health,
    Readiness,
)

__all__ = [
    "DOCUMENTS",
    "CitedSource",
    "ClaimEffect",
    "Contradiction",
    "Counts",
    "Crosswalk",
    "CrosswalkResult",
    "CrosswalkTable",
    "Document",
    "EditionDiff",
    "Element",
    "ElementChange",
    "ElementPage",
    "ElementSummary",
    "Evidence",
    "Finding",
    "Framework",
    "Frameworks",
    "GraphEffect",
    "Health",
    "Hop",
    "Item",
    "Judgement",
    "Location",
    "MappingEffect",
    "MappingRow",
    "MappingSet",
    "MappingSetRows",
    "MappingSets",
    "Priority",
    "Problem",
    "ProblemError",
    "ProfileStatus",
    "Proof",
    "Readiness",
    "Reference",
    "Report",
    "Resource",
    "SourcePlace",
    "Statement",
    "Together",
    "Trace",
    "TraceNode",
]
