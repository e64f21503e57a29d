"""What relates to what, how sure that is, and why: the algebra, its proofs, the answers."""

from crosstrace.crosswalk.answers import DEFAULT_HOPS, MAX_HOPS, Answer, Crosswalk, Result, Table
from crosstrace.crosswalk.conclude import Conclusion, Contradiction, Proof
from crosstrace.crosswalk.diff import (
    CarryOver,
    Change,
    EditionDiff,
    ElementChange,
    bearing_on,
    diff,
)
from crosstrace.crosswalk.explain import explain, settles, verdict
from crosstrace.crosswalk.judge import Judgement
from crosstrace.crosswalk.links import Hop, LinkGraph, Path
from crosstrace.crosswalk.load import load_links
from crosstrace.crosswalk.materialise import derived_graph, materialise, refresh
from crosstrace.crosswalk.status import Status
from crosstrace.crosswalk.trace import Trace, trace
from crosstrace.crosswalk.transfer import Transfer

__all__ = [
    "DEFAULT_HOPS",
    "MAX_HOPS",
    "Answer",
    "CarryOver",
    "Change",
    "Conclusion",
    "Contradiction",
    "Crosswalk",
    "EditionDiff",
    "ElementChange",
    "Hop",
    "Judgement",
    "LinkGraph",
    "Path",
    "Proof",
    "Result",
    "Status",
    "Table",
    "Trace",
    "Transfer",
    "bearing_on",
    "derived_graph",
    "diff",
    "explain",
    "load_links",
    "materialise",
    "refresh",
    "settles",
    "trace",
    "verdict",
]
