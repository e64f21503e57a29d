"""The contract's JSON documents, the same over HTTP and on the command line.

Keys are snake_case; an element is written `{edition}:{id}`.
"""

from crosstrace.documents.base import Document, dumps
from crosstrace.documents.coverage import coverage
from crosstrace.documents.crosswalks import answer, trace
from crosstrace.documents.editions import edition_diff, graph_effect
from crosstrace.documents.elements import (
    ITEM_KINDS,
    PROFILE_STATUSES,
    edition,
    element,
    resource,
    summary,
)
from crosstrace.documents.mapping_sets import mapping_rows, mapping_set

__all__ = [
    "ITEM_KINDS",
    "PROFILE_STATUSES",
    "Document",
    "answer",
    "coverage",
    "dumps",
    "edition",
    "edition_diff",
    "element",
    "graph_effect",
    "mapping_rows",
    "mapping_set",
    "resource",
    "summary",
    "trace",
]
