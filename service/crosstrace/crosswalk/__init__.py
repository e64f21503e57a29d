"""What relates to what, how sure that is, and why: the algebra, its proofs, the answers."""

from crosstrace.crosswalk.answers import DEFAULT_HOPS, MAX_HOPS, Answer, Crosswalk, Result, Table
from crosstrace.crosswalk.conclude import Conclusion, Contradiction, Proof
from crosstrace.crosswalk.explain import explain, settles, verdict
from crosstrace.crosswalk.judge import Judgement
from crosstrace.crosswalk.links import Hop, LinkGraph, Path
from crosstrace.crosswalk.load import load_links
from crosstrace.crosswalk.status import Status
from crosstrace.crosswalk.trace import Trace, trace
from crosstrace.crosswalk.transfer import Transfer

__all__ = [
    "DEFAULT_HOPS",
    "MAX_HOPS",
    "Answer",
    "Conclusion",
    "Contradiction",
    "Crosswalk",
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
    "explain",
    "load_links",
    "settles",
    "trace",
    "verdict",
]
