"""The contract's JSON documents, the same over HTTP and on the command line.

Keys are snake_case; an element is written `{edition}:{id}`.
"""

from crosstrace.documents.attestation import attestation
from crosstrace.documents.base import Document, dumps
from crosstrace.documents.coverage import coverage
from crosstrace.documents.crosswalks import answer, contradictions, trace
from crosstrace.documents.editions import edition_diff, graph_effect
from crosstrace.documents.elements import (
    ITEM_KINDS,
    PROFILE_STATUSES,
    edition,
    element,
    resource,
    summary,
)
from crosstrace.documents.gaps import gaps, mapping_gaps, superseded
from crosstrace.documents.graphs import (
    outcome,
    receipt,
    record,
    share_change,
    stored_graph,
    version,
)
from crosstrace.documents.impact import impact, withdrawal
from crosstrace.documents.mapping_sets import mapping_rows, mapping_set
from crosstrace.documents.origins import Origin, answered_from
from crosstrace.documents.planning import comparison, next_steps, version_diff
from crosstrace.documents.responsibility import responsibility

__all__ = [
    "ITEM_KINDS",
    "PROFILE_STATUSES",
    "Document",
    "Origin",
    "answer",
    "answered_from",
    "attestation",
    "comparison",
    "contradictions",
    "coverage",
    "dumps",
    "edition",
    "edition_diff",
    "element",
    "gaps",
    "graph_effect",
    "impact",
    "mapping_gaps",
    "mapping_rows",
    "mapping_set",
    "next_steps",
    "outcome",
    "receipt",
    "record",
    "resource",
    "responsibility",
    "share_change",
    "stored_graph",
    "summary",
    "superseded",
    "trace",
    "version",
    "version_diff",
    "withdrawal",
]
